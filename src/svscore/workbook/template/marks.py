"""The sheets of marks: one an evaluator, and the consensus; a row for each criterion and bid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from svscore.bids import CONSENSUS, Entry, Remark
from svscore.workbook.columns import FOR_PEOPLE, LONG_ROLES, ROLES, Field, Vocabulary
from svscore.workbook.names import heading_key
from svscore.workbook.template.order import Order
from svscore.workbook.template.page import CHECK, CellValue, Column, Page, check, number
from svscore.workbook.template.rules import Rules

Marks = Mapping[tuple[str, str], Entry]
Remarks = Mapping[tuple[str, str], Remark]
"""By criterion id and bidder, like marks."""

_TAKEN = frozenset(ROLES) | frozenset(LONG_ROLES) | FOR_PEOPLE
"""Headings that mean something else."""
MAX_HEADING = 120
"""Characters of a title that heads a column; spreadsheet programs take 255."""
SAME = "As above"
LEAD = (
    "Mark every bid on its own words, alone. Choose the mark from the list in its cell; give the reason and where "
    "in the bid it is found."
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One mark to be given."""

    field: Field
    bidder: str


def slots(order: Order) -> list[Slot]:
    """The marks asked of every evaluator, in the order of the rows: all bids under one criterion, then the next."""
    fields = [field for field in order.vocabulary.fields if field.is_mark]
    return [Slot(field, bidder) for field in fields for bidder in order.bidders]


def evaluator_page(order: Order, rules: Rules, evaluator: str, name: str, index: int) -> Page:
    """The sheet on which one evaluator marks alone. It shows no price."""
    asked, filled = slots(order), _filled(order, evaluator)
    same = Column("Evaluator", 16, tuple(evaluator for _ in asked))
    columns = (*_columns(order, rules, asked, filled, _remarks(order, evaluator, filled)), same)
    summary = f"Marks on the sheet {name}: one row for each criterion and bid, with the mark, its reason and its place."
    return Page(name, f"Marks of {evaluator}", (LEAD,), columns, f"Marks_{index}", summary)


def consensus_page(order: Order, rules: Rules) -> Page:
    """The sheet for the marks the panel agrees."""
    lead = "Write the one mark the panel agrees for each bid and criterion, and why. It is not an average."
    if order.framework.moderation != "consensus":
        lead = f"Under this model the {order.framework.moderation} of the evaluators' marks counts; an agreed mark "
        lead += "written here goes before it. Leave the others blank."
    filled = _filled(order, "")
    columns = _columns(order, rules, slots(order), filled, _remarks(order, "", filled))
    summary = "Agreed marks: one row for each criterion and bid, with the mark and its reason."
    is_needed = order.framework.moderation == "consensus"
    columns = columns if is_needed else tuple(_optional(columns))
    return Page(CONSENSUS, "Consensus of the panel", (lead,), columns, "Consensus_marks", summary)


def _optional(columns: Sequence[Column]) -> Iterator[Column]:
    for column in columns:
        if column.heading != CHECK:
            yield replace(column, is_needed=False)


def _filled(order: Order, evaluator: str) -> Marks:
    """The marks that are given already; the agreed ones where no evaluator is named."""
    if order.filled is None:
        return {}
    return {
        (name, bid.bidder): entry
        for bid in order.filled.bids
        for name, entry in (bid.evaluator_marks.get(evaluator, {}) if evaluator else bid.entries).items()
    }


def _remarks(order: Order, evaluator: str, filled: Marks) -> Remarks:
    """What is written beside the marks, also beside those that are not given."""
    remarks = {place: Remark(entry.reason, entry.reference) for place, entry in filled.items()}
    for bid in order.filled.bids if order.filled else ():
        for name, remark in bid.remarks.get(evaluator, {}).items():
            place = name, bid.bidder
            remarks[place] = remarks.get(place, Remark()).and_also(remark.reason, remark.reference)
    return remarks


def _columns(order: Order, rules: Rules, asked: Sequence[Slot], filled: Marks, remarks: Remarks) -> tuple[Column, ...]:
    vocabulary = order.vocabulary
    entries = [filled.get((slot.field.id, slot.bidder)) for slot in asked]
    beside = [remarks.get((slot.field.id, slot.bidder), Remark()) for slot in asked]
    free = tuple(None for _ in asked)
    return (
        Column("Criterion", 20, tuple(heading_of(slot.field, vocabulary) for slot in asked)),
        Column("Look for", 42, tuple(_guidance(asked, vocabulary))),
        Column("Bidder", 20, tuple(slot.bidder for slot in asked)),
        Column(
            "Mark", 9, tuple(map(cell_value, entries)), tuple(rules.of(slot.field) for slot in asked), is_needed=True
        ),
        Column("Reason", 44, tuple(remark.reason or None for remark in beside), free, is_needed=True),
        Column("Reference", 15, tuple(remark.reference or None for remark in beside), free, format="@"),
        check(len(asked)),
    )


def cell_value(entry: Entry | None) -> CellValue:
    """What an entry is written as."""
    if entry is None:
        return None
    return entry.value if isinstance(entry.value, str) else number(entry.value)


def heading_of(field: Field, vocabulary: Vocabulary) -> str:
    """What a column or row of a field is called: its title, or its id where the title says something else, too."""
    title = " ".join(field.title.split())
    is_clear = vocabulary.find(title) == field and not vocabulary.clash(title) and heading_key(title) not in _TAKEN
    return title if is_clear and len(title) <= MAX_HEADING else field.id


def _guidance(asked: Sequence[Slot], vocabulary: Vocabulary) -> Iterator[str]:
    """What is asked and looked for, once a criterion."""
    last = ""
    for slot in asked:
        yield SAME if slot.field.id == last else _words(slot.field, vocabulary)
        last = slot.field.id


def _words(field: Field, vocabulary: Vocabulary) -> str:
    leaf = field.criterion
    if leaf is None:
        return field.title
    lines = [] if heading_of(field, vocabulary) == field.title else [field.title]
    lines += [leaf.question.strip()] if leaf.question else []
    lines += [f"- {line}" for line in leaf.look_for]
    lines += [] if lines or not leaf.guidance else [leaf.guidance.strip()]
    return "\n".join(lines) or field.title
