"""Which line of a table belongs to which bidder; what is no bidder is said, never guessed silently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.cells import Cell, Range
from svscore.workbook.columns import Column, Field
from svscore.workbook.concealed import inside, is_hidden_line, report_hidden, report_merged
from svscore.workbook.doubtful import report_unusable
from svscore.workbook.findings import Findings
from svscore.workbook.layout import Table
from svscore.workbook.look_alikes import looks_key
from svscore.workbook.names import MAX_NAME, is_blank, lot_key, person_key, quote, text_of


class Record(NamedTuple):
    """One line of a table: a bid, or in a long table one mark of a bid."""

    table: Table
    roles: Mapping[str, Column]
    """Headings of details of a bid, or of the parts of a mark."""
    fields: Mapping[int, Field]
    """What the model asks for, by the index of its heading; empty in a long table."""
    line: int
    bidder: str
    lot: str = ""

    @property
    def at(self) -> Location:
        """The cell that names the bidder."""
        return self.table.at(self.line, self.table.bidder)

    @property
    def key(self) -> str:
        return person_key(self.bidder)

    @property
    def lot_key(self) -> str:
        return lot_key(self.lot)

    def cell(self, name: str) -> Cell | None:
        """The cell under the heading of a role."""
        return self.table.cell(self.line, self.roles[name].index) if name in self.roles else None

    def text(self, name: str) -> str:
        return text_of(self.cell(name))

    def place(self, name: str) -> Location:
        """Where that cell is; the bidder's cell when the table has no such heading."""
        return self.table.at(self.line, self.roles[name].index) if name in self.roles else self.at


def read_records(table: Table, columns: Sequence[Column], findings: Findings) -> list[Record]:
    """Every line of a bid in a table, with what stands in the way of reading it reported."""
    lines = table.records([column.index for column in columns])
    report_hidden(table, columns, findings)
    merged = report_merged(table, columns, lines, findings)
    roles = {column.role: column for column in columns if column.role}
    fields = {column.index: column.field for column in columns if column.field}
    records: list[Record] = []
    said: set[str] = set()
    for line in lines:
        if name := _bidder(table, line, merged, findings):
            lot = text_of(table.cell(line, roles["lot"].index)) if "lot" in roles else ""
            records.append(Record(table, roles, fields, line, name, lot))
            _report_spaces(table, line, said, findings)
    return records


def report_hidden_bids(table: Table, records: Sequence[Record], findings: Findings) -> None:
    """Warn of bids in hidden rows, or in hidden columns of a matrix."""
    if table.sheet.hidden_columns if table.is_turned else table.sheet.hidden_rows:
        for record in records:
            if is_hidden_line(table, record.line, is_record=True):
                message = f"{table.line_name(record.line)} is hidden and holds the bid of {record.bidder}; it was read"
                findings.warning(codes.HIDDEN, record.at, message, "show it, or delete it")


def _bidder(table: Table, line: int, merged: Sequence[Range], findings: Findings) -> str:
    """The bidder's name; empty, with the reason reported, when the line holds no bid."""
    cell, at = table.cell(line, table.bidder), table.at(line, table.bidder)
    name = text_of(cell)
    if cell is None or is_blank(cell):
        if not inside(merged, at):
            message = f"{table.line_name(line)} holds figures and names no bidder"
            findings.error(codes.NO_BIDDER, at, message, f"write the bidder's name, or clear the {table.record_word}")
        return ""
    if report_unusable(cell, at, "a bidder's name", findings):
        return ""
    if len(name) > MAX_NAME:
        message = f"found {quote(name)}, a text of {len(name):,} characters, expected a bidder's name"
        findings.error(codes.NO_BIDDER, at, message, f"write a name of at most {MAX_NAME} characters")
        return ""
    if not (name.isascii() and name.isprintable()) and not looks_key(name):
        message = f"the bidder's name {quote(name)} holds nothing that can be seen"
        findings.error(codes.NO_BIDDER, at, message, f"write the bidder's name, or clear the {table.record_word}")
        return ""
    return name


def _report_spaces(table: Table, line: int, said: set[str], findings: Findings) -> None:
    cell = table.cell(line, table.bidder)
    if cell is not None and cell.text != text_of(cell) and cell.text not in said:
        said.add(cell.text)
        message = f"the spaces around {quote(cell.text)} were left out"
        findings.note(codes.SPELLING, table.at(line, table.bidder), message)
