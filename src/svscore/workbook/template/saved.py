"""A workbook's bytes, the same for the same content: no time of saving, and tables described in words."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook

from svscore.workbook.saving import save
from svscore.workbook.timeless import timeless

_COMMENT = re.compile(rb'<table [^<>]*?\bcomment="([^"]*)"')
_NAMESPACE = b"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"


def saved(book: Workbook, made: datetime) -> bytes:
    """The bytes of a workbook that says it was made and saved at ``made``.

    The comment of a table becomes its alternative text, too, which openpyxl cannot write.
    """
    book.properties.created = made
    first, fixed = BytesIO(), BytesIO()
    save(book, first)
    timeless(first, fixed, made, _edited)
    return fixed.getvalue()


def _edited(name: str, data: bytes) -> bytes:
    if name.startswith("xl/tables/"):
        return _described(data)
    if name.startswith("xl/worksheets/sheet"):
        return data.replace(b' customHeight="1"', b"")  # a height is where a row begins, not where it stays
    return data


def _described(table: bytes) -> bytes:
    """A table's part with its comment as alternative text."""
    comment = _COMMENT.search(table)
    if comment is None:
        return table
    text = b'<x14:table altTextSummary="' + comment[1] + b'"/>'
    extension = b'<ext xmlns:x14="' + _NAMESPACE + b'" uri="{504A1905-F514-4f6f-8877-14C23A59335A}">' + text + b"</ext>"
    return table.replace(b"</table>", b"<extLst>" + extension + b"</extLst></table>")
