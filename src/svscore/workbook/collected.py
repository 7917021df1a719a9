"""What is collected of one sheet while it is read, in whichever way its rows are taken from the XML."""

from __future__ import annotations

from collections.abc import Mapping

from svscore.problem import column_letters
from svscore.workbook.cells import MAX_COLUMN, Cell, Range
from svscore.workbook.contents import Contents
from svscore.workbook.markup import LimitError, PartError
from svscore.workbook.references import COLUMNS, cell_place, column_span, row_number

LEAST_HEIGHT = 4
"""Points of a row in which something can be read; a usual one has 15."""
LEAST_WIDTH = 1
"""Characters of a column, its margins included."""


def _is_less(size: str, least: int) -> bool:
    """Whether a height or width is too small for anybody to see what it holds."""
    try:
        return float(size) < least
    except ValueError:
        return False


def _is_on(attributes: Mapping[str, str], name: str) -> bool:
    return attributes.get(name) in ("1", "true")


def _columns(first: int, last: int) -> int:
    """One bit for each of the columns."""
    return ((1 << (last + 1)) - 1) >> first << first


class Collected:
    """The cells of one sheet, and what of it is hidden or merged; checks every reference and their number.

    The row and the column that are open are known, so that a cell that gives no reference has its place.
    """

    def __init__(self, contents: Contents, max_cells: int, max_characters: int) -> None:
        """``max_characters`` are those of ``contents``, which may have some of other sheets, and of other workbooks."""
        self.contents = contents
        self._max_characters = max_characters
        self.rows: dict[int, dict[int, Cell]] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns = 0
        """One bit a column: groups may overlap, and a hostile file has half a million of them."""
        self.are_rows_unseen = False
        """Whether a row that says nothing of its height has none."""
        self.merged: list[Range] = []
        self.prefixes: list[str | None] = []
        self.row_prefixes: tuple[str | None, ...] = ()
        """Of the namespaces that are declared where the rows begin."""
        self.counted = 0
        self.columns = COLUMNS
        self.row = self.column = 0
        self.row_text = "0"
        self.cells: dict[int, Cell] = {}
        """Those of the open row."""
        self.frame: tuple[bytes, bytes] | None = None
        """What stands before and after the rows, where all of these were taken as they stand."""
        self._max_cells = max_cells

    def here(self) -> str:
        """The cell that is open."""
        return f"{column_letters(self.column)}{self.row}"

    def open_row(self, attributes: Mapping[str, str]) -> None:
        self.count(1)
        row_text = attributes.get("r") or str(self.row + 1)
        self.row = row = row_number(row_text)
        self.row_text, self.column = row_text, 0
        self.cells = self.rows.setdefault(row, {})
        if self._is_unseen(attributes):
            self.hidden_rows.add(row)

    def take_row(self, row_text: str, cells: dict[int, Cell], attributes: Mapping[str, str]) -> None:
        """Take a whole row; ``row_text`` is a number, and no such row was met."""
        self.count(1 + len(cells))
        self.row, self.row_text, self.column = int(row_text), row_text, 0
        self.cells = self.rows[self.row] = cells
        if (attributes or self.are_rows_unseen) and self._is_unseen(attributes):
            self.hidden_rows.add(self.row)

    def _is_unseen(self, attributes: Mapping[str, str]) -> bool:
        """Whether a row is hidden, or so low that it might as well be."""
        if _is_on(attributes, "hidden"):
            return True
        return _is_less(attributes["ht"], LEAST_HEIGHT) if "ht" in attributes else self.are_rows_unseen

    def refused(self, reason: PartError | str) -> PartError:
        """Why the open cell cannot be read."""
        kind = type(reason) if isinstance(reason, PartError) else PartError
        return kind(f"the cell {self.here()} {reason}")

    def place(self, reference: str) -> int:
        """Column of a cell, which must stand in the open row."""
        row, column = cell_place(reference)
        if row != self.row:
            raise PartError(f"the cell {reference} stands in row {self.row}")
        return column

    def take_sizes(self, attributes: Mapping[str, str]) -> None:
        """Take the sizes of rows and columns that say nothing of their own."""
        height, width = attributes.get("defaultRowHeight", ""), attributes.get("defaultColWidth", "")
        self.are_rows_unseen = _is_on(attributes, "zeroHeight") or _is_less(height, LEAST_HEIGHT)
        if _is_less(width, LEAST_WIDTH):
            self.hidden_columns = _columns(1, MAX_COLUMN)

    def take_columns(self, attributes: Mapping[str, str]) -> None:
        """Take what is said of a group of columns."""
        self.count(1)
        is_sized = "width" in attributes
        if not (is_sized or "hidden" in attributes):
            return
        group = _columns(*column_span(attributes.get("min", ""), attributes.get("max", "")))
        if _is_on(attributes, "hidden") or (is_sized and _is_less(attributes["width"], LEAST_WIDTH)):
            self.hidden_columns |= group
        elif is_sized:
            self.hidden_columns &= ~group

    def count(self, more: int) -> None:
        self.counted += more
        if self.counted > self._max_cells:
            raise LimitError(f"it holds more than {self._max_cells:,} cells")
        if self.contents.characters > self._max_characters:
            raise LimitError("its cells hold more characters than any workbook of bids")
