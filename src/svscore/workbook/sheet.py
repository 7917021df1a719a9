"""The XML of one sheet: which element opens and closes what."""

from __future__ import annotations

from collections.abc import Mapping

from svscore.workbook.collected import Collected
from svscore.workbook.contents import Contents
from svscore.workbook.markup import PartError, local_name
from svscore.workbook.references import cell_range


class SheetHandler(Collected):
    """Collects the cells of one sheet part.

    Called five times a cell, so the two elements nearly all of a sheet consists of, ``c`` and ``v``,
    are dealt with first and without further calls. These two are bounded by the number of cells;
    all others are counted.
    """

    def __init__(self, contents: Contents, max_cells: int) -> None:
        super().__init__(contents, max_cells)
        self.started = self.ended = 0
        self._cut = -1
        self._in_data = self._in_row = self._in_phonetic = self._takes_text = self._is_formula = False
        self._kind = ""
        """Type of the open cell; empty when none is open."""
        self._style = ""
        self._text: str | None = None

    @property
    def is_before_rows(self) -> bool:
        """Whether rows may come next, and nothing that was begun is open."""
        return self._in_data and self.started - self.ended == 2

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
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
            self._take()
            return
        if ":" in name:
            self.end(local_name(name))
        else:
            self.ended += 1
            self._close(name)

    def _take(self) -> None:
        """Take the open cell, which ends here."""
        kind, self._kind = self._kind, ""
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
            else:
                self._text += data
                if len(self._text) > self.contents.max_characters:
                    raise self.refused(self.contents.too_long)

    def _open(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._takes_text or (self._kind and name in ("c", "row")) or (self._in_row and name == "row"):
            raise PartError(f"near {self.here()}, {name[:40]!r} stands inside another cell or row")
        if name == "t":
            self._takes_text = self._kind == "inlineStr" and not self._in_phonetic
        elif name == "f":
            self._is_formula = True
        elif name == "row" and self._in_data:
            self.open_row(attributes)
            self._cut = -len(self.row_text)
            self._in_row = True
        elif name == "v" and self._kind and self._text is not None:
            raise self.refused("has two values")
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
            self.count(1)
            self.merged.append(cell_range(attributes.get("ref", "")))
        elif name == "col":
            self.hide_columns(attributes)

    def _close(self, name: str) -> None:
        if name == "t":
            self._takes_text = False
        elif name == "rPh":
            self._in_phonetic = False
        elif name == "row":
            self._in_row = False
            self.count(len(self.cells))
        elif name == "sheetData":
            self._in_data = False
