"""The XML of one sheet: which element opens and closes what."""

from __future__ import annotations

from collections.abc import Mapping

from svscore.workbook.collected import Collected
from svscore.workbook.contents import Contents
from svscore.workbook.markup import PLACES, LimitError, PartError, bare, check_place, check_root
from svscore.workbook.references import cell_range

MERGED = 10
"""Cells that a merged range counts for: it takes as long to read, and to hold against the tables."""


class SheetHandler(Collected):
    """Collects the cells of one sheet part.

    Called five times a cell, so the two elements nearly all of a sheet consists of, ``c`` and ``v``,
    are dealt with first and without further calls. These two are bounded by the number of cells;
    all others are counted, and kept while they are open.
    """

    def __init__(self, contents: Contents, max_cells: int, max_characters: int) -> None:
        super().__init__(contents, max_cells, max_characters)
        self.started = self.ended = 0
        self._cut = -1
        self._path = [""]
        """The open elements, but for cells and values, from the outside in."""
        self._in_row = self._takes_text = self._is_formula = False
        """Whether the row, of all that is counted, was opened last: what comes now stands in it directly."""
        self._kind = ""
        """Type of the open cell; empty when none is open."""
        self._style = ""
        self._text: str | None = None
        """What stands in the open cell, or the first part of it."""
        self._runs: list[str] = []
        """Further parts, joined when the cell ends: to join each at once takes longer with every one."""
        self._length = 0

    @property
    def is_before_rows(self) -> bool:
        """Whether rows may come next, and nothing that was begun is open."""
        return self._path[-1] == "x:sheetData"

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "x:c":
            if self._in_row and not self._kind:
                reference = attributes.get("r")
                if reference is None:
                    column = self.column + 1
                else:
                    column = self.columns.get(reference[: self._cut], 0)
                    if not column or not reference.endswith(self.row_text):
                        column = self.place(reference)
                self.column = column
                self._kind = attributes.get("t") or "n"
                self._style = attributes.get("s", "0")
                self._text = None
                self._is_formula = False
                return
        elif name == "x:v" and self._in_row and self._kind and self._text is None and self._kind != "inlineStr":
            self._takes_text = True
            self._text = ""
            return
        self.started += 1
        self._open(name, self._path[-1], attributes)
        self._path.append(name)
        self._in_row = name == "x:row"

    def end(self, name: str) -> None:
        if name == "x:v":
            if self._takes_text:
                self._takes_text = False
                return
        elif name == "x:c" and self._kind:
            self._take()
            return
        self.ended += 1
        self._path.pop()
        self._in_row = self._path[-1] == "x:row"
        self._close(name)

    def _take(self) -> None:
        """Take the open cell, which ends here."""
        kind, self._kind = self._kind, ""
        if self._runs:
            self._text = "".join((self._text or "", *self._runs))
            self._runs = []
        try:
            cell = self.contents.cell(kind, self._text, self._style, is_formula=self._is_formula)
        except PartError as reason:
            raise self.refused(reason) from None
        if cell and self.cells.setdefault(self.column, cell) is not cell:
            raise self.refused("is in it twice")

    def text(self, data: str) -> None:
        if self._takes_text:
            if not self._text:
                self._text = data
                self._length = len(data)
            else:
                self._runs.append(data)
                self._length += len(data)
                if self._length > self.contents.max_characters:
                    raise self.refused(LimitError(self.contents.too_long))

    def _open(self, name: str, parent: str, attributes: Mapping[str, str]) -> None:
        if self._takes_text or (self._kind and name in ("x:c", "x:row")):
            raise PartError(f"near {self.here()}, {bare(name)} stands inside another cell or row")
        if not parent:
            check_root(name, "x:worksheet")
        if parent not in PLACES.get(name, ()):
            check_place(name, parent)
        if name == "x:t":
            self._takes_text = self._kind == "inlineStr" and parent != "x:rPh"
        elif name == "x:f":
            self._is_formula = self._is_formula or self._in_row
        elif name == "x:row":
            self.open_row(attributes)
            self._cut = -len(self.row_text)
        elif name == "x:v" and self._kind and self._text is not None:
            raise self.refused("has two values")
        else:
            self._open_other(name, attributes)

    def _open_other(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "x:mergeCell":
            self.count(MERGED)
            self.merged.append(cell_range(attributes.get("ref", "")))
        elif name == "x:col":
            self.take_columns(attributes)
        elif name == "x:sheetFormatPr":
            self.take_sizes(attributes)

    def _close(self, name: str) -> None:
        if name == "x:t":
            self._takes_text = False
        elif name == "x:row":
            self.count(len(self.cells))
