"""Rows as spreadsheet programs write them, taken out of a sheet by pattern before the XML parser meets them.

Nearly all of a sheet is rows of a few fixed shapes, and the parser calls back five times a cell. So each block of
whole rows is held against one pattern that allows nothing but these shapes; it is stricter than XML, so what fits
is well-formed. The first block that does not fit, and all after it, go to the parser, which knows every other way
to write a sheet and what is wrong with it; what stands around the rows goes to the parser in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from svscore.workbook.collected import MAX_KNOWN, Collected
from svscore.workbook.markup import PartError
from svscore.workbook.sheet import SheetHandler

MAX_BLOCK = 1024 * 1024
"""Bytes looked through for the end of a row."""
_MAX_KEPT = 200
"""Characters of a cell that is kept to be met again."""
_OPENING = b"<sheetData>"
_ROW_END = b"</row>"
_NAMED = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}

_CHARACTER = r"[^<>&\x00-\x1f\ufffe\uffff]"
"""No line break either, so that the parser counts lines right."""
_VALUE = rf"{_CHARACTER}*+"
_TEXT = rf"{_VALUE}(?:&(?:amp|lt|gt|quot|apos);{_VALUE})*+"
_FORMULA = (
    r'<f(?: aca="\w+")?(?: t="(?:shared|array)")?(?: ref="[A-Z0-9:]+")?(?: si="\d+")?(?: ca="\w+")?'
    rf"(?: ?/>|>{_TEXT}</f>)"
)
_CELL = (
    r'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,6}")?(?:'
    rf'(?: t="[nsbe]")?(?: ?/>|>(?:{_FORMULA})?(?:<v>{_VALUE}</v>|<v ?/>)?</c>)'
    rf'| t="str">(?:{_FORMULA})?<v>{_TEXT}</v></c>'
    rf'| t="inlineStr"><is><t(?: xml:space="preserve")?>{_TEXT}</t></is></c>)'
)
_ROWS = re.compile(
    r'(?:<row(?: (?P<name>[A-Za-z][A-Za-z0-9:]*+)="[^"<>&\x00-\x1f\ufffe\uffff]*+"(?![^<>]* (?P=name)="))*+'
    rf"(?: ?/>|>(?:{_CELL})*+</row>))*+",
    re.ASCII,
)
"""Whole rows; an attribute of a row does not come twice."""


# What has fitted the pattern above can be taken apart by simpler ones.
_ATTRIBUTES = re.compile(r'([^ ]+)="([^"]*)"')
_REST = re.compile(
    r'(?: s="([0-9]+)")?(?: t="([a-zS]+)")?(?: ?/>|>(<f[^>]*>(?:[^<]*</f>)?)?(?:<v>|<is><t[^>]*>)?([^<]*))'
)
"""What stands in a cell after its reference: style, type, formula and text."""


def without_rows(pieces: Iterator[bytes], handler: SheetHandler) -> Iterator[bytes]:
    """The pieces of a sheet for the parser; rows that ``handler`` can take as they stand are left out."""
    held = next(pieces, b"")
    cut = held.find(b"sheetData") + len(_OPENING) - 1
    if held[:cut].endswith(_OPENING):
        yield held[:cut]
        held = held[cut:]
        if handler.is_before_rows:  # the parser has met the tag; in a comment it opens nothing
            held = _taken(held, pieces, handler)
    yield held
    yield from pieces


def _taken(held: bytes, pieces: Iterator[bytes], handler: SheetHandler) -> bytes:
    """Let ``handler`` take rows as long as they are plain; what was read and not taken."""
    while len(held) <= MAX_BLOCK:
        end = held.rfind(_ROW_END) + len(_ROW_END)
        if end >= len(_ROW_END) and not take_rows(held[:end], handler):
            break
        more = next(pieces, b"")
        held = (held[end:] if end >= len(_ROW_END) else held) + more
        if not more:
            break
    return held


def take_rows(block: bytes, sheet: Collected) -> bool:
    """Take whole rows, all of them or, when one is not plain, none."""
    try:
        text = block.decode()
    except UnicodeDecodeError:
        return False
    if not _ROWS.fullmatch(text):
        return False
    for row in text.split("</row>"):
        opening, _, cells = row.partition(">")
        while opening:
            sheet.open_row(dict(_ATTRIBUTES.findall(opening)))
            if not opening.endswith("/"):
                _take_cells(cells, sheet)
                cells = ""
            sheet.count(len(sheet.cells))
            opening, _, cells = cells.partition(">")
    return True


def _take_cells(text: str, sheet: Collected) -> None:
    row_text, cells, columns, known = sheet.row_text, sheet.cells, sheet.columns, sheet.known
    cut = -len(row_text)
    for cell in text.split('<c r="')[1:]:
        reference, _, rest = cell.partition('"')
        column = columns.get(reference[:cut], 0)
        if not column or not reference.endswith(row_text):
            column = sheet.place(reference)
        if column in cells:
            raise PartError(f"the cell {reference} is in it twice")
        if rest in known:
            found = known[rest]
            if found is not None:
                cells[column] = found
        else:
            sheet.column = column
            _take_new(rest, sheet)


def _take_new(rest: str, sheet: Collected) -> None:
    """Take a cell of a kind, style and content that was not met before; most marks were."""
    parts = _REST.match(rest)
    style, kind, formula, text = parts.groups("") if parts else ("", "", "", "")
    sheet.add(kind or "n", _unnamed(text) if "&" in text else text, style or "0", is_formula=formula != "")
    if len(rest) <= _MAX_KEPT and len(sheet.known) < MAX_KNOWN:
        sheet.known[rest] = sheet.cells.get(sheet.column)


def _unnamed(text: str) -> str:
    for name, character in _NAMED.items():
        text = text.replace(name, character)
    return text
