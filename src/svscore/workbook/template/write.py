"""Templates as files: everything in one, or marks and prices apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection

from svscore.workbook.template.bids import bids_page
from svscore.workbook.template.choices import Choices
from svscore.workbook.template.details import competition_page, evaluators_page
from svscore.workbook.template.draw import draw
from svscore.workbook.template.marks import consensus_page, evaluator_page
from svscore.workbook.template.names import file_names, sheet_names
from svscore.workbook.template.order import Order
from svscore.workbook.template.page import Page
from svscore.workbook.template.rules import Rules
from svscore.workbook.template.saved import saved
from svscore.workbook.template.start import start_lead, start_page
from svscore.workbook.template.text import legible

MADE = datetime(2025, 1, 1)  # noqa: DTZ001 - a workbook's dates carry no time zone; one for all, so that bytes repeat


@dataclass(frozen=True, slots=True)
class Parts:
    """Which sheets a file has, beside ``Start here``."""

    evaluators: tuple[str, ...] = ()
    consensus: bool = False
    bids: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A workbook to be written."""

    data: bytes
    sheets: tuple[str, ...]


def template(order: Order) -> File:
    """One workbook with everything, filled in as far as the order is."""
    return _file(order, Parts(order.evaluators, consensus=True, bids=True))


def separate_templates(order: Order) -> Mapping[str, File]:
    """Files by name: one an evaluator, without any price; the commercial one; and that of the consensus."""
    parts = {"commercial.xlsx": Parts(bids=True)}
    if order.has_marks:
        parts["consensus.xlsx"] = Parts(consensus=True)
        names = file_names(order.evaluators)
        parts |= {f"marks {name}.xlsx": Parts((who,)) for name, who in zip(names, order.evaluators, strict=True)}
    return {name: _file(order, part) for name, part in parts.items()}


def pages(order: Order, parts: Parts) -> Sequence[Page]:
    """The sheets of a file, in order."""
    fields = [field for field in order.vocabulary.fields if field.is_mark or parts.bids]
    has_marks = order.has_marks
    evaluators = parts.evaluators if has_marks else ()
    consensus = parts.consensus and has_marks
    choices = Choices(order.framework, fields, with_bids=parts.bids, with_answers=parts.bids or bool(parts.evaluators))
    lead = start_lead(order, evaluators=bool(evaluators), consensus=consensus, bids=parts.bids)
    start = start_page(lead, choices)
    rules = Rules(order.framework, choices, start.first)
    made = [start]
    made += [competition_page(order), bids_page(order, rules)] if parts.bids else []
    for name, who in zip(sheet_names(evaluators), evaluators, strict=True):
        made.append(evaluator_page(order, rules, who, name, 1 + order.evaluators.index(who)))
    made += [consensus_page(order, rules)] if consensus else []
    made += [evaluators_page(order, rules, parts.evaluators)] if parts.evaluators else []
    return made


def _file(order: Order, parts: Parts) -> File:
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages(order, parts):
        draw(book, page)
    sheets = tuple(sheet.title for sheet in book.worksheets)
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.title = legible(f"Evaluation workbook: {order.framework.title}")
    book.properties.creator = "svscore"
    book.properties.language = "en-GB"
    return File(saved(book, MADE), sheets)
