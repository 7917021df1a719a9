"""What a sheet holds: cells by row and column, with all that can make a number doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

from svscore.problem import Location, Problem
from svscore.workbook.formats import GENERAL, NumberFormat

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384


class Kind(StrEnum):
    """What the file says a cell is."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"
    """An error value such as ``#DIV/0!``."""
    UNSTORED = "unstored"
    """A formula whose result was never calculated and saved."""
    JUNK = "junk"
    """Something a spreadsheet program does not write, such as ``NaN`` for a number."""


class Cell(NamedTuple):
    """What a cell holds, without its place: cells that hold the same may be one and the same."""

    kind: Kind
    text: str
    """A number as exact decimal text, a date as ISO text, TRUE or FALSE, an error's name, or the text.

    A number outside the calendar in a date's format, which shows as ``####``, is a date with the
    number as text.
    """
    format: NumberFormat = GENERAL
    is_formula: bool = False


T = TypeVar("T")
MAX_LINES = 64
MAX_WIDTH = 300
"""Cells of a line that is remembered."""
MAX_LINE = 8 * 1024
"""Characters in them."""


class Lines(dict[tuple[object, ...], tuple[T, tuple[Cell, ...]]]):
    """What was made of lines of cells, to be met again in the next workbook.

    Lines are told apart by the identity of their cells, which are kept with them: cells written the same are one
    object. It stays small; another thread may empty it at any time.
    """

    def made(self, line: Mapping[int, Cell], *how: object) -> T | None:
        """What was made of such a line in this way; ``None`` when it was not met, or not kept."""
        found = self.get((how, *line, *map(id, line.values())))
        return None if found is None else found[0]

    def keep(self, made: T, line: Mapping[int, Cell], *how: object) -> T:
        """Keep, and give back, what was made of a line."""
        if len(line) <= MAX_WIDTH and sum(len(cell.text) for cell in line.values()) <= MAX_LINE:
            if len(self) >= MAX_LINES:
                self.clear()
            cells = tuple(line.values())
            self[(how, *line, *map(id, cells))] = made, cells
        return made


class Range(NamedTuple):
    """A block of cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, or the whole of a delimited file (``name`` is then empty)."""

    source: str
    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    """By row, then by column, both counted from 1; in the file's order."""
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Range, ...] = ()
    separator: str = ""
    """What stands between the fields of a delimited file; those with semicolons are of programs that write 1,5."""

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell there, or ``None`` when it holds nothing."""
        return self.rows.get(row, {}).get(column)

    def at(self, row: int = 0, column: int = 0) -> Location:
        """The place of a cell, or of the sheet."""
        return Location(self.source, self.name, row, column)

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """Row, column and content of every cell that holds something, in the file's order."""
        for row, cells in self.rows.items():
            for column, cell in cells.items():
                yield row, column, cell


@dataclass(frozen=True, slots=True)
class Book:
    """Everything a file says, before anybody asks what it means."""

    source: str
    """Name of the file, without its folder."""
    sha256: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Problem, ...] = field(default=())
    """What the reading took for granted: an encoding, stored values of links."""
    path: Path | None = field(default=None, compare=False)
    """The file, with its folder; ``None`` where it was not read from one file here."""
    parts: tuple[Book, ...] = ()
    """The books it was put together from, where they are several."""

    @property
    def files(self) -> tuple[Book, ...]:
        """The book of each file."""
        return self.parts or (self,)
