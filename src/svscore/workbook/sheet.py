"""One sheet of a workbook: its cells, and what of it is hidden or merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from svscore.problem import column_letters
from svscore.workbook.cells import Cell, Kind, Range
from svscore.workbook.formats import GENERAL, NumberFormat
from svscore.workbook.markup import PartError, local_name
from svscore.workbook.numbers import date_text, number_text
from svscore.workbook.references import cell_place, cell_range, column_span
from svscore.workbook.strings import unescape

_BOOLEANS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
NUMBER, TEXT = Kind.NUMBER, Kind.TEXT
_new = tuple.__new__
"""Makes a ``Cell`` in a third of the time its own constructor takes."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What the sheets of a workbook have in common."""

    texts: Sequence[str] = ()
    formats: Mapping[str, NumberFormat] = field(default_factory=dict)
    """By the style number cells give, as text."""
    is_1904: bool = False
    columns: dict[str, int] = field(default_factory=dict)
    """Numbers of the column letters met so far."""
    numbers: dict[str, str] = field(default_factory=dict)
    """Stored numbers met so far as decimal text: marks repeat."""


def _is_unseen(attributes: Mapping[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or so small that it might as well be."""
    return attributes.get("hidden") in ("1", "true") or (size in attributes and not attributes[size].strip("0."))


class SheetHandler:
    """Collects the cells of one sheet part.

    Called five times a cell, so the two elements nearly all of a sheet consists of, ``c`` and ``v``,
    are dealt with first and without further calls. These two are bounded by the number of cells;
    all others are counted.
    """

    def __init__(self, shared: Shared, max_cells: int, max_characters: int) -> None:
        self.started = self.ended = 0
        self.rows: dict[int, dict[int, Cell]] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns = 0
        """One bit a column: groups may overlap, and a hostile file has half a million of them."""
        self.merged: list[Range] = []
        self.counted = 0
        self._shared = shared
        self._columns = shared.columns
        self._formats = shared.formats
        self._dates = frozenset(style for style, shape in shared.formats.items() if shape.kind == "date")
        self._numbers = shared.numbers
        self._max_cells = max_cells
        self._max_characters = max_characters
        self._row = self._column = 0
        self._row_text = "0"
        self._cut = -1
        self._cells: dict[int, Cell] = {}
        self._in_data = self._in_row = self._in_phonetic = self._takes_text = self._is_formula = False
        self._kind = ""
        """Type of the open cell; empty when none is open."""
        self._style = ""
        self._text: str | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            if self._in_row and not self._kind:
                reference = attributes.get("r")
                if reference is None:
                    column = self._column + 1
                else:
                    column = self._columns.get(reference[: self._cut], 0)
                    if not column or not reference.endswith(self._row_text):
                        column = self._place(reference)
                self._column = column
                self._kind = attributes.get("t", "n")
                self._style = attributes.get("s", "0")
                self._text = None
                self._is_formula = False
                return
        elif name == "v" and self._kind and self._text is None and self._kind != "inlineStr":
            self._takes_text = True
            self._text = ""
            return
        if ":" in name:
            self.start(local_name(name), attributes)
        else:
            self.started += 1
            self._open(name, attributes)

    def end(self, name: str) -> None:
        if name == "v":
            if self._takes_text:
                self._takes_text = False
                return
        elif name == "c" and self._kind:
            kind, text, column, cells = self._kind, self._text, self._column, self._cells
            self._kind = ""
            if column in cells:
                raise PartError(f"the cell {self._here()} is in it twice")
            if kind == "n" and text in self._numbers and self._style not in self._dates:
                cells[column] = _new(
                    Cell,
                    (
                        self._row,
                        column,
                        NUMBER,
                        self._numbers[text],
                        self._formats.get(self._style, GENERAL),
                        self._is_formula,
                    ),
                )
            else:
                self._close_cell(kind, text)
            return
        if ":" in name:
            self.end(local_name(name))
        else:
            self.ended += 1
            self._close(name)

    def text(self, data: str) -> None:
        if self._takes_text:
            if not self._text:
                self._text = data
            else:
                self._text += data
                self._check_length(self._text)

    def _here(self) -> str:
        return f"{column_letters(self._column)}{self._row}"

    def _open(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._takes_text or (self._kind and name in ("c", "row")) or (self._in_row and name == "row"):
            raise PartError(f"near {self._here()}, {name[:40]!r} stands inside another cell or row")
        if name == "t":
            self._takes_text = self._kind == "inlineStr" and not self._in_phonetic
        elif name == "f":
            self._is_formula = True
        elif name == "row" and self._in_data:
            self._open_row(attributes)
        elif name == "v" and self._text is not None:
            raise PartError(f"the cell {self._here()} has two values")
        elif name == "sheetData":
            self._in_data = True
        elif name == "rPh":
            self._in_phonetic = True
        else:
            self._open_other(name, attributes)

    def _open_other(self, name: str, attributes: Mapping[str, str]) -> None:
        if self.started == 1 and name != "worksheet":
            raise PartError(f"it is not a sheet: it begins with {name[:40]!r}")
        if name == "mergeCell":
            self._count(1)
            self.merged.append(cell_range(attributes.get("ref", "")))
        elif name == "col":
            self._hide_columns(attributes)

    def _close(self, name: str) -> None:
        if name == "t":
            self._takes_text = False
        elif name == "rPh":
            self._in_phonetic = False
        elif name == "row":
            self._in_row = False
            self._count(len(self._cells))
        elif name == "sheetData":
            self._in_data = False

    def _open_row(self, attributes: Mapping[str, str]) -> None:
        self._count(1)
        row_text = attributes.get("r") or str(self._row + 1)
        row = cell_place(f"A{row_text}")[0]
        self._row, self._row_text, self._column, self._in_row = row, row_text, 0, True
        self._cut = -len(row_text)
        self._cells = self.rows.setdefault(row, {})
        if _is_unseen(attributes, "ht"):
            self.hidden_rows.add(row)

    def _place(self, reference: str) -> int:
        row, column = cell_place(reference)
        if row != self._row:
            raise PartError(f"the cell {reference} stands in row {self._row}")
        self._columns[reference[: -len(self._row_text)]] = column
        return column

    def _close_cell(self, kind: str, text: str | None) -> None:
        style = self._formats.get(self._style, GENERAL)
        found = (TEXT, self._shared_text(text)) if kind == "s" and text else self._value(kind, text, style)
        if found is not None:
            self._cells[self._column] = _new(Cell, (self._row, self._column, *found, style, self._is_formula))

    def _value(self, kind: str, text: str | None, style: NumberFormat) -> tuple[Kind, str] | None:
        """What a cell of a less frequent type holds; ``None`` for nothing."""
        if text is None or (not text and kind not in ("str", "inlineStr")):
            return (Kind.UNSTORED, "") if self._is_formula else None
        if kind == "n":
            return self._number(text, style)
        if kind in ("str", "inlineStr"):
            self._check_length(text)
            return Kind.TEXT, unescape(text)
        text = text.strip()
        if kind == "b":
            return (Kind.BOOLEAN, _BOOLEANS[text]) if text in _BOOLEANS else (Kind.JUNK, text)
        if kind in ("e", "d"):
            return Kind.ERROR if kind == "e" else Kind.DATE, text
        raise PartError(f"the cell {self._here()} is of the unknown type {kind[:20]!r}")

    def _number(self, stored: str, style: NumberFormat) -> tuple[Kind, str]:
        number = number_text(stored)
        if number is None:
            return Kind.JUNK, stored
        if style.kind == "date":
            return Kind.DATE, date_text(number, is_1904=self._shared.is_1904) or number
        if len(self._shared.numbers) < 10_000:
            self._shared.numbers[stored] = number
        return Kind.NUMBER, number

    def _shared_text(self, index: str) -> str:
        if index.isdecimal() and index.isascii() and len(index) < 10 and int(index) < len(self._shared.texts):
            return self._shared.texts[int(index)]
        raise PartError(f"the cell {self._here()} refers to the shared text {index[:20]!r}, which is not in the file")

    def _hide_columns(self, attributes: Mapping[str, str]) -> None:
        self._count(1)
        if _is_unseen(attributes, "width"):
            first, last = column_span(attributes.get("min", ""), attributes.get("max", ""))
            self.hidden_columns |= ((1 << (last + 1)) - 1) >> first << first

    def _check_length(self, text: str) -> None:
        if len(text) > self._max_characters:
            raise PartError(f"the text of {self._here()} is longer than {self._max_characters:,} characters")

    def _count(self, more: int) -> None:
        self.counted += more
        if self.counted > self._max_cells:
            raise PartError(f"it holds more than {self._max_cells:,} cells")
