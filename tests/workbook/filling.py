"""Fills in templates as a person would: chooses from the dropdowns, types in the open cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any, cast

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from svscore.workbook.strings import unescape

Value = str | int | float | Decimal
Choose = Callable[["Slot"], Value | None]

HEADER = 3
"""Row of the headings of every sheet but ``Start here``."""


@dataclass(frozen=True)
class Slot:
    """An open cell: where it is, what its column is called, and what may be chosen in it."""

    sheet: str
    row: Mapping[str, Any]
    heading: str
    choices: tuple[Value, ...] = ()
    bounds: tuple[Fraction, Fraction] | None = None
    text: str = field(default="", compare=False)
    """What is said to whoever stands on it."""


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def fill(data: bytes, choose: Choose) -> tuple[bytes, dict[tuple[str, str, str, str], Value]]:
    """The workbook with what ``choose`` says in its open cells.

    Beside it what was entered, by kind of entry, evaluator, bidder and heading of the criterion or column.
    """
    book = opened(data)
    entered: dict[tuple[str, str, str, str], Value] = {}
    for sheet in book.worksheets:
        for cell, slot in slots(sheet):
            value = choose(slot)
            if value is not None:
                sheet[cell] = value
                if isinstance(value, str):
                    sheet[cell].data_type = "s"
                row = slot.row
                subject = str(row.get("Criterion") or row.get("Detail") or slot.heading)
                who = str(row.get("Evaluator") or "")
                entered[slot.heading if "Criterion" in row else slot.sheet, who, str(row.get("Bidder")), subject] = (
                    value
                )
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue(), entered


def slots(sheet: Worksheet) -> Iterator[tuple[str, Slot]]:
    """Every cell that is not locked, with what its validation takes."""
    rules = {place: rule for rule in sheet.data_validations.dataValidation for place in expanded(str(rule.sqref))}
    headings = [cell.value for cell in sheet[HEADER]]
    for line in sheet.iter_rows(min_row=HEADER + 1):
        row = {str(heading): _as_read(cell.value) for heading, cell in zip(headings, line, strict=True)}
        for heading, cell in zip(headings, line, strict=True):
            if cell.protection.locked:
                continue
            rule = rules.get(cell.coordinate)
            yield cell.coordinate, _slot(sheet, row, str(heading), rule)


def _as_read(value: Any) -> Any:
    """What a spreadsheet program shows; openpyxl leaves ``_x001B_`` as it is."""
    return unescape(value) if isinstance(value, str) else value


def expanded(blocks: str) -> Iterator[str]:
    """The cells of ``A1:B2 C3``."""
    for block in blocks.split():
        left, top, right, bottom = (edge or 0 for edge in range_boundaries(block))
        yield from (
            f"{get_column_letter(left + x)}{top + y}" for x in range(right - left + 1) for y in range(bottom - top + 1)
        )


def _slot(sheet: Worksheet, row: Mapping[str, Any], heading: str, rule: DataValidation | None) -> Slot:
    if rule is None:
        return Slot(sheet.title, row, heading)
    text = f"{rule.promptTitle}: {rule.prompt}"
    if rule.type == "list":
        return Slot(sheet.title, row, heading, choices=_choices(sheet, str(rule.formula1)), text=text)
    bounds = Fraction(str(rule.formula1)), Fraction(str(rule.formula2))
    return Slot(sheet.title, row, heading, bounds=bounds, text=text)


def _choices(sheet: Worksheet, source: str) -> tuple[Value, ...]:
    """The cells a dropdown refers to."""
    name, _, cells = source.replace("$", "").rpartition("!")
    assert sheet.parent is not None
    table = sheet.parent[name.strip("'")]
    left, top, _, bottom = range_boundaries(cells)
    return tuple(cast("Value", table.cell(row, left or 0).value) for row in range(int(top or 0), int(bottom or 0) + 1))
