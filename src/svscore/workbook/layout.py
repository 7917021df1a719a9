"""Where the tables of a file are, and which way round: wide, matrix or long.

The template is written by the same words: ``Bidder`` heads the bids, ``Criterion`` the criteria.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from svscore.problem import Location, column_letters
from svscore.workbook.cells import Cell, Lines, Sheet
from svscore.workbook.columns import ROLES
from svscore.workbook.names import heading_key, is_blank, text_of

HEADER_ROWS = 30
"""A heading further down is not looked for."""
DETAILS_SHEETS = frozenset({"competition", "evaluators"})
OWN_SHEETS = frozenset({"starthere", "results", "workings", "model"})
"""Sheets that are written for people and never read."""
MAX_LINES = 12
"""Lines of one name that a message lists."""
_WORDS: Lines[Mapping[int, str]] = Lines()


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``heading`` is the line of headings, ``bidder`` the line of bidders' names."""

    sheet: Sheet
    kind: Literal["wide", "matrix", "long"]
    heading: int
    bidder: int

    @property
    def is_turned(self) -> bool:
        """Whether bids are columns and criteria are rows."""
        return self.kind == "matrix"

    @property
    def label(self) -> str:
        """What tells its sheet from the others that are read: its name, or that of its file."""
        return self.sheet.name or self.sheet.source

    def cell(self, record: int, column: int) -> Cell | None:
        """The cell of a bid (or, in a long table, of a mark) under a heading."""
        row, index = (column, record) if self.kind == "matrix" else (record, column)
        return self.sheet.rows.get(row, {}).get(index)

    def at(self, record: int, column: int) -> Location:
        """The place of that cell."""
        row, index = (column, record) if self.kind == "matrix" else (record, column)
        return Location(self.sheet.source, self.sheet.name, row, index)

    def line(self, record: int, columns: Iterable[int]) -> Mapping[int, Cell]:
        """The filled cells of a bid, by the index of their headings; those under ``columns``, and maybe others."""
        rows = self.sheet.rows
        if not self.is_turned:
            return rows.get(record, {})
        return {column: rows[column][record] for column in columns if record in rows.get(column, {})}

    def line_name(self, record: int) -> str:
        """``row 5``, or ``column C`` in a matrix."""
        return f"{self.record_word} {column_letters(record) if self.is_turned else record}"

    def line_names(self, records: Sequence[int]) -> str:
        """``row 5``, or ``columns C and E`` in a matrix; at most twelve are named."""
        if len(records) == 1:
            return self.line_name(records[0])
        lines = [column_letters(record) if self.is_turned else f"{record}" for record in records[:MAX_LINES]]
        more = f" and {len(records) - MAX_LINES:,} more" if len(records) > MAX_LINES else f" and {lines.pop()}"
        return f"{self.record_word}s {', '.join(lines)}{more}"

    @property
    def heading_word(self) -> str:
        """What a criterion has in this table: a column or a row."""
        return "row" if self.is_turned else "column"

    @property
    def record_word(self) -> str:
        """What a bid has in this table: a row or a column."""
        return "column" if self.is_turned else "row"

    def heading_place(self, index: int) -> Location:
        """The place of a heading."""
        return self.at(self.heading, index)

    def headings(self) -> Iterator[tuple[int, Cell]]:
        """The cells that head the columns, with their index, but for the one that heads the names."""
        if self.is_turned:
            lines = ((row, cells.get(self.heading)) for row, cells in self.sheet.rows.items() if row > self.bidder)
        else:
            lines = ((column, cell) for column, cell in self.sheet.rows[self.heading].items())
        for index, cell in lines:
            if cell is not None and not is_blank(cell) and (self.is_turned or index != self.bidder):
                yield index, cell

    def records(self, used: Iterable[int]) -> list[int]:
        """The lines of bids (or marks) that name a bidder or hold something under a used heading."""
        if self.is_turned:
            rows = (self.sheet.rows.get(line, {}) for line in (self.bidder, *used))
            found = {column for cells in rows for column, cell in cells.items() if not is_blank(cell)}
        else:
            lines = {self.bidder, *used}
            found = {
                row
                for row, cells in self.sheet.rows.items()
                if not is_blank(cells.get(self.bidder))
                or any(index in lines and not is_blank(cell) for index, cell in cells.items())
            }
        return sorted(record for record in found if record > self.heading)


def heading_words(line: Mapping[int, Cell]) -> Mapping[int, str]:
    """What the filled cells of a line are compared by as headings, from left to right."""
    words = _WORDS.made(line)
    if words is None:
        keys = {column: heading_key(text_of(cell)) for column, cell in sorted(line.items())}
        words = _WORDS.keep({column: key for column, key in keys.items() if key}, line)
    return words


def find_table(sheet: Sheet) -> Table | None:
    """The table of a sheet, by the first row that has the heading ``Bidder`` or begins with ``Criterion``."""
    for row in sorted(sheet.rows)[:HEADER_ROWS]:
        cells = heading_words(sheet.rows[row])
        bidder = next((column for column, key in cells.items() if ROLES.get(key) == "bidder"), None)
        first = next(iter(cells), None)
        if bidder is not None:
            return Table(sheet, "long" if "criterion" in cells.values() else "wide", row, bidder)
        if first is not None and cells[first] == "criterion":
            return Table(sheet, "matrix", first, row)
    return None
