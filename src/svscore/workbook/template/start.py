"""The sheet ``Start here``: how to fill the file in, under which model, and what may be chosen."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from svscore.workbook.template.choices import START, Choices
from svscore.workbook.template.order import Order
from svscore.workbook.template.page import Column, Page

LINE = 118
"""Characters of a line of text, which runs over the table's columns."""


def start_lead(order: Order, *, evaluators: bool, consensus: bool, bids: bool) -> tuple[str, ...]:
    """What there is to say in words, for a file that holds these sheets."""
    steps = _steps(order, evaluators=evaluators, consensus=consensus, bids=bids)
    lines = [*_model(order), "How to fill it in:", *(f"{count}. {step}" for count, step in enumerate(steps, start=1))]
    lines.append("What may be chosen, and what each mark means:")
    return tuple(part for line in lines for part in wrap(line, LINE))


def _model(order: Order) -> Iterator[str]:
    framework = order.framework
    yield f"Model: {framework.title}"
    yield f"Id {framework.id}, version {framework.version}, status {framework.status}"
    if order.issue.sha256:
        yield f"SHA-256 of the model: {order.issue.sha256}"
    yield f"SHA-256 of its file: {order.issue.file_sha256 or order.sha256}"
    if order.accepted:
        yield f"The model changed since these files were issued; merged nevertheless by {order.accepted}"


def _steps(order: Order, *, evaluators: bool, consensus: bool, bids: bool) -> Iterator[str]:
    yield "Write in the white cells. The grey ones are locked, so that nothing moves; there is no password."
    yield "The column Check says what a row still needs. Cells that still need something are orange, too."
    if evaluators:
        yield "Before you read a bid, declare on the sheet Evaluators whether you have a conflict of interest."
        yield "Mark alone, on the sheet with your name: all bids, criterion by criterion. Choose marks from the lists."
        yield "Give the reason for each mark by what the bid says, and in Reference where it says it."
    if consensus and order.framework.moderation == "consensus":
        yield "When all have marked, the panel agrees one mark for each bid and criterion, on the sheet Consensus."
    elif consensus:
        yield f"The {order.framework.moderation} of the marks counts; the sheet Consensus is for marks agreed instead."
    if bids:
        yield "Somebody who does not mark fills in the sheets Competition and Bids: answers, quantities, prices."
    if not (evaluators or consensus) or not bids:
        yield "This is one of several files. Bring them together with: svscore merge FILE FILE ... -o bids.xlsx"
    else:
        yield "Rank the bids with: svscore evaluate, and the name of this file."


def start_page(lead: tuple[str, ...], choices: Choices) -> Page:
    """The words, and the table that the dropdowns look into."""
    columns = (
        Column("Used for", 30, tuple(row.used_for for row in choices.rows)),
        Column("Entry", 14, tuple(row.entry for row in choices.rows)),
        Column("Label", 24, tuple(row.label or None for row in choices.rows)),
        Column("Meaning", 72, tuple(row.meaning or None for row in choices.rows)),
    )
    summary = "Permitted entries: every mark of each scale with its label and meaning, and every answer."
    return Page(START, "Start here: how to fill in this workbook", lead, columns, "Permitted_entries", summary)
