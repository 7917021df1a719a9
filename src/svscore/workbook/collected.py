"""What is collected of one sheet while it is read, in whichever way its rows are taken from the XML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from svscore.problem import column_letters
from svscore.workbook.cells import Cell, Kind, Range
from svscore.workbook.formats import GENERAL, NumberFormat
from svscore.workbook.markup import PartError
from svscore.workbook.numbers import date_text, number_text
from svscore.workbook.references import cell_place, column_span
from svscore.workbook.strings import unescape

_BOOLEANS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
_COLUMNS: dict[str, int] = {}
"""Numbers of the column letters met so far, in any file: there are 16,384."""
MAX_KNOWN = 10_000
"""Numbers and cells kept to be met again."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What the sheets of a workbook have in common."""

    texts: Sequence[str] = ()
    formats: Mapping[str, NumberFormat] = field(default_factory=dict)
    """By the style number cells give, as text."""
    is_1904: bool = False
    numbers: dict[str, str] = field(default_factory=dict)
    """Stored numbers met so far as decimal text: marks repeat."""
    known: dict[str, Cell | None] = field(default_factory=dict)
    """Cells met so far, by how they are written; ``None`` for those that hold nothing."""


def _is_unseen(attributes: Mapping[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or so small that it might as well be."""
    return attributes.get("hidden") in ("1", "true") or (size in attributes and not attributes[size].strip("0."))


class Collected:
    """The cells of one sheet, and what of it is hidden or merged; checks every reference, type and size.

    The row and the column that are open are known, so that a cell that gives no reference has its place.
    """

    def __init__(self, shared: Shared, max_cells: int, max_characters: int) -> None:
        self.rows: dict[int, dict[int, Cell]] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns = 0
        """One bit a column: groups may overlap, and a hostile file has half a million of them."""
        self.merged: list[Range] = []
        self.counted = 0
        self.columns = _COLUMNS
        self.numbers = shared.numbers
        self.known = shared.known
        self.formats = shared.formats
        self.dates = frozenset(style for style, shape in shared.formats.items() if shape.kind == "date")
        self.row = self.column = 0
        self.row_text = "0"
        self.cells: dict[int, Cell] = {}
        """Those of the open row."""
        self._shared = shared
        self._max_cells = max_cells
        self._max_characters = max_characters

    def here(self) -> str:
        """The cell that is open."""
        return f"{column_letters(self.column)}{self.row}"

    def open_row(self, attributes: Mapping[str, str]) -> None:
        self.count(1)
        row_text = attributes.get("r") or str(self.row + 1)
        row = cell_place(f"A{row_text}")[0]
        self.row, self.row_text, self.column = row, row_text, 0
        self.cells = self.rows.setdefault(row, {})
        if _is_unseen(attributes, "ht"):
            self.hidden_rows.add(row)

    def place(self, reference: str) -> int:
        """Column of a cell, which must stand in the open row."""
        row, column = cell_place(reference)
        if row != self.row:
            raise PartError(f"the cell {reference} stands in row {self.row}")
        self.columns[reference[: -len(self.row_text)]] = column
        return column

    def add(self, kind: str, text: str | None, style_number: str, *, is_formula: bool) -> None:
        """Take the open cell, by the type and the style the file gives it."""
        style = self.formats.get(style_number, GENERAL)
        found = (
            (Kind.TEXT, self._shared_text(text)) if kind == "s" and text else self._value(kind, text, style, is_formula)
        )
        if found is not None:
            self.cells[self.column] = Cell(*found, style, is_formula)

    def _value(self, kind: str, text: str | None, style: NumberFormat, is_formula: bool) -> tuple[Kind, str] | None:  # noqa: FBT001
        """What a cell of a less frequent type holds; ``None`` for nothing."""
        if text is None or (not text and kind not in ("str", "inlineStr")):
            return (Kind.UNSTORED, "") if is_formula else None
        if kind == "n":
            return self._number(text, style)
        if kind in ("str", "inlineStr"):
            self.check_length(text)
            return Kind.TEXT, unescape(text)
        text = text.strip()
        if kind == "b":
            return (Kind.BOOLEAN, _BOOLEANS[text]) if text in _BOOLEANS else (Kind.JUNK, text)
        if kind in ("e", "d"):
            return Kind.ERROR if kind == "e" else Kind.DATE, text
        raise PartError(f"the cell {self.here()} is of the unknown type {kind[:20]!r}")

    def _number(self, stored: str, style: NumberFormat) -> tuple[Kind, str]:
        number = number_text(stored)
        if number is None:
            return Kind.JUNK, stored
        if style.kind == "date":
            return Kind.DATE, date_text(number, is_1904=self._shared.is_1904) or number
        if len(self.numbers) < MAX_KNOWN:
            self.numbers[stored] = number
        return Kind.NUMBER, number

    def _shared_text(self, index: str) -> str:
        if index.isdecimal() and index.isascii() and len(index) < 10 and int(index) < len(self._shared.texts):
            return self._shared.texts[int(index)]
        raise PartError(f"the cell {self.here()} refers to the shared text {index[:20]!r}, which is not in the file")

    def hide_columns(self, attributes: Mapping[str, str]) -> None:
        self.count(1)
        if _is_unseen(attributes, "width"):
            first, last = column_span(attributes.get("min", ""), attributes.get("max", ""))
            self.hidden_columns |= ((1 << (last + 1)) - 1) >> first << first

    def check_length(self, text: str) -> None:
        if len(text) > self._max_characters:
            raise PartError(f"the text of {self.here()} is longer than {self._max_characters:,} characters")

    def count(self, more: int) -> None:
        self.counted += more
        if self.counted > self._max_cells:
            raise PartError(f"it holds more than {self._max_cells:,} cells")
