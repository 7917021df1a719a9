"""What the headings of a table mean, and which of them nobody will read."""

from __future__ import annotations

from collections.abc import Sequence

from svscore.workbook import codes
from svscore.workbook.cells import Cell
from svscore.workbook.columns import FOR_PEOPLE, LONG_ROLES, ROLES, Column, Field, Vocabulary, role_headings
from svscore.workbook.findings import Findings
from svscore.workbook.layout import Table
from svscore.workbook.names import heading_key, is_blank, quote, text_of
from svscore.workbook.summaries import is_summary


def read_headings(table: Table, vocabulary: Vocabulary, findings: Findings) -> Sequence[Column]:
    """The headings that are understood; the others are reported."""
    if table.is_turned:
        _report_unnamed(table, findings)
        return _read(table, vocabulary, findings)
    line, found = table.sheet.rows[table.heading], findings.total
    columns = vocabulary.headings.made(line, table.kind, table.bidder)
    if columns is None:
        columns = _read(table, vocabulary, findings)
        if findings.total == found:
            vocabulary.headings.keep(columns, line, table.kind, table.bidder)
    return columns


def _report_unnamed(table: Table, findings: Findings) -> None:
    """An error for each row of a matrix that holds something for a bidder and names no criterion."""
    names = table.sheet.rows[table.bidder]
    bidders = [column for column, cell in names.items() if column > table.heading and not is_blank(cell)]
    for row, cells in table.sheet.rows.items():
        is_named = not is_blank(cells.get(table.heading))
        if row > table.bidder and not is_named and any(not is_blank(cells.get(column)) for column in bidders):
            message = f"row {row} holds something for a bidder and names no criterion"
            hint = "write the criterion's id or title, or clear the row"
            findings.error(codes.UNKNOWN_CRITERION, table.at(table.heading, row), message, hint)


def _read(table: Table, vocabulary: Vocabulary, findings: Findings) -> Sequence[Column]:
    columns: list[Column] = []
    taken: dict[str, Column] = {}
    for index, cell in table.headings():
        column = _column(table, index, cell, vocabulary)
        if column is None:
            _report_unknown(table, index, cell, vocabulary, findings)
            continue
        name = column.field.id if column.field else column.role
        if name in taken:
            label = column.field.label if column.field else repr(column.role.capitalize())
            _report_second(table, column, taken[name], label, findings)
            continue
        taken[name] = column
        columns.append(column)
    return columns


def _column(table: Table, index: int, cell: Cell, vocabulary: Vocabulary) -> Column | None:
    heading = text_of(cell)
    role = (LONG_ROLES if table.kind == "long" else ROLES).get(heading_key(heading), "")
    field = None if table.kind == "long" or vocabulary.clash(heading) else vocabulary.find(heading)
    if field is not None and _is_percent_of_price(heading, field):
        field = None
    return Column(index, cell, field, role) if field or role else None


def _is_percent_of_price(heading: str, field: Field) -> bool:
    """Whether a heading says percent of what the model reads as money: points for the price, or its weight."""
    return field.kind == "price" and "%" in heading and "%" not in field.title


def _report_second(table: Table, column: Column, first: Column, label: str, findings: Findings) -> None:
    findings.error(
        codes.TWICE_IN_HEADER,
        table.heading_place(column.index),
        f"{quote(text_of(column.heading))} is a second {table.heading_word} for {label}; "
        f"{quote(text_of(first.heading))} at {_short(table, first.index)} is the first",
        f"give the {table.heading_word} that is not to be read another heading",
    )


def _short(table: Table, index: int) -> str:
    return str(table.heading_place(index)).removeprefix(f"{table.sheet.source}:")


def _report_unknown(table: Table, index: int, cell: Cell, vocabulary: Vocabulary, findings: Findings) -> None:
    heading, at = text_of(cell), table.heading_place(index)
    if clash := vocabulary.clash(heading) if table.kind != "long" else ():
        message = f"{quote(heading)} is the title of several criteria: {', '.join(clash)}"
        findings.error(codes.AMBIGUOUS, at, message, "head it with the id instead")
    elif (field := vocabulary.find(heading) if table.kind != "long" else None) is not None:
        message = f"{quote(heading)} heads percentages, where the model reads prices in money for {field.label}"
        findings.error(codes.PERCENT, at, message, f"head the {table.heading_word} of prices {field.id}")
    elif heading_key(heading) in FOR_PEOPLE:
        return
    elif heading_key(heading) in vocabulary.groups:
        message = f"{quote(heading)} holds other criteria; its figures are worked out, not read"
        findings.note(codes.NOT_READ, at, message)
    elif heading_key(heading) in vocabulary.left_out:
        findings.note(codes.NOT_READ, at, f"{quote(heading)} is left out of this model, and is not read")
    elif is_summary(heading):
        findings.note(codes.SUMMARY, at, f"{quote(heading)} is not read: totals are worked out from the marks")
    else:
        known = role_headings(LONG_ROLES) if table.kind == "long" else [*vocabulary.names(), *role_headings(ROLES)]
        message = f"{quote(heading)} is not a {table.heading_word} that is read"
        findings.warning(codes.UNKNOWN_COLUMN, at, message, findings.did_you_mean(heading, known))
