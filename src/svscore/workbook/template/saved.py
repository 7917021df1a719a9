"""A workbook's bytes, the same for the same content: no time of saving, and tables described in words."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest an archive can say."""

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_COMMENT = re.compile(rb'<table [^>]*?\bcomment="([^"]*)"')
_NAMESPACE = b"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"


def saved(book: Workbook, made: datetime) -> bytes:
    """The bytes of a workbook that says it was made and saved at ``made``.

    The comment of a table becomes its alternative text, too, which openpyxl cannot write.
    """
    book.properties.created = made
    first, fixed = BytesIO(), BytesIO()
    book.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + made.isoformat().encode() + b"Z", data)
            elif name.startswith("xl/tables/"):
                data = _described(data)
            elif name.startswith("xl/worksheets/sheet"):
                data = data.replace(b' customHeight="1"', b"")  # a height is where a row begins, not where it stays
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), data, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _described(table: bytes) -> bytes:
    """A table's part with its comment as alternative text."""
    comment = _COMMENT.search(table)
    if comment is None:
        return table
    text = b'<x14:table altTextSummary="' + comment[1] + b'"/>'
    extension = b'<ext xmlns:x14="' + _NAMESPACE + b'" uri="{504A1905-F514-4f6f-8877-14C23A59335A}">' + text + b"</ext>"
    return table.replace(b"</table>", b"<extLst>" + extension + b"</extLst></table>")
