"""Marks of several evaluators in a table that has room for one mark a bidder and criterion."""

from __future__ import annotations

from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.findings import Findings
from svscore.workbook.layout import Table, heading_words
from svscore.workbook.names import heading_key, lot_key, person_key, text_of


def report_evaluators(table: Table, findings: Findings) -> bool:
    """Whether a table that is not long holds marks of several evaluators, which is reported."""
    at = None if table.kind == "long" else _name_evaluator(table) or _heading_evaluator(table)
    if at is not None:
        message = f"found Evaluator as a heading in a table of one {table.record_word} a bidder"
        hint = "marks of several evaluators belong in the long layout: columns Bidder, Criterion, Evaluator, Mark"
        findings.error(codes.EVALUATORS_ACROSS, at, message, hint)
    return at is not None


def _name_evaluator(table: Table) -> Location | None:
    """Where Evaluator stands among the bidders that head a matrix."""
    records = table.records(()) if table.is_turned else ()
    names = (record for record in records if heading_key(_name(table, record)) == "evaluator")
    return next((table.at(record, table.bidder) for record in names), None)


def _heading_evaluator(table: Table) -> Location | None:
    """Where Evaluator stands among the criteria; ``None`` where each bidder has one line in a lot, and so one mark."""
    if not table.is_turned and "evaluator" not in heading_words(table.sheet.rows[table.heading]).values():
        return None
    headings = {heading_key(text_of(cell)): index for index, cell in table.headings()}
    if "evaluator" not in headings:
        return None
    lot = headings.get("lot", 0)
    bids = [
        (person_key(_name(table, record)), lot_key(text_of(table.cell(record, lot)))) for record in table.records(())
    ]
    return table.heading_place(headings["evaluator"]) if len(set(bids)) < len(bids) else None


def _name(table: Table, record: int) -> str:
    return text_of(table.cell(record, table.bidder))
