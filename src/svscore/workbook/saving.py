"""Workbooks written without the temporary files that openpyxl makes for each sheet, with bidders' names in them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter


def save(book: Workbook, target: IO[bytes]) -> None:
    """Writes a workbook; sheets that are streamed must have been begun with :func:`stream`."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        _Writer(book, archive).write_data()


def stream(sheet: Any, out: Path | None = None) -> Any:
    """A sheet of a write-only workbook whose rows go into memory, or into a new file ``out``.

    To be called when its panes and widths are set, and before its first row.
    """
    sheet._writer = WorksheetWriter(sheet, out=BytesIO() if out is None else str(out))  # noqa: SLF001
    sheet._writer.write_top()  # noqa: SLF001
    return sheet


class _Writer(ExcelWriter):
    _archive: ZipFile

    def write_worksheet(self, ws: Any) -> None:
        """As in openpyxl, but for where the sheet is kept meanwhile."""
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images  # noqa: SLF001
        if self.workbook.write_only:
            if not ws.closed:
                ws.close()
            writer = ws._writer  # noqa: SLF001
        else:
            writer = WorksheetWriter(ws, out=BytesIO())
            writer.write()
        ws._rels = writer._rels  # noqa: SLF001
        name = ws.path[1:]
        if isinstance(writer.out, BytesIO):
            self._archive.writestr(name, writer.out.getvalue())
        else:
            self._archive.write(writer.out, name)
        self.manifest.append(ws)
