"""Rows as spreadsheet programs write them, taken out of a sheet before the XML parser meets them.

Nearly all of a sheet is rows of a few fixed shapes, and the parser calls back five times a cell. So each row is held
against patterns that allow nothing but these shapes; they are stricter than XML, so what fits is well-formed. The
first row that does not fit, and all after it, go to the parser, which knows every other way to write a sheet and what
is wrong with it; what stands around the rows goes to the parser in any case.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import chain, compress
from typing import NamedTuple

from svscore.workbook.cells import MAX_ROW, Cell
from svscore.workbook.collected import Collected
from svscore.workbook.markup import PartError
from svscore.workbook.sheet import SheetHandler

MAX_BLOCK = 1024 * 1024
"""Bytes looked through for the end of a row."""
MAX_FRAMES = 64
MAX_FRAME = 8 * 1024
"""Bytes around the rows of a sheet, where they are kept to be met again."""
_OPENING = b"<sheetData>"
_ROW_END = "</row>"
_ROW_NAME = b"row"
_OTHER_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*\sencoding\s*=\s*.(?!utf-8.)", re.IGNORECASE)

_ROW = re.compile(
    r'<row r="([1-9][0-9]{0,6})"'
    r'((?: (?!xmlns)[A-Za-z][A-Za-z0-9]*+(?::[A-Za-z][A-Za-z0-9]*+)?="[^"<>&\x00-\x1f\ufffe\uffff]*+")*+)( ?/)?>'
)
"""The opening of a row: its number, its other attributes, none a namespace, and whether it ends at once."""
_ATTRIBUTE = re.compile(r'([^ ]+)="([^"]*)"')
_REFERENCE = re.compile(r'<c r="([A-Z]{1,3})([0-9]{1,7})"')


class _Met(NamedTuple):
    """What the parser found around the rows of a sheet."""

    elements: int
    """Those that began; all of them ended."""
    counted: int
    """How many of them count as cells."""
    prefixes: tuple[str | None, ...]
    """Of the namespaces that hold for the rows."""


_FRAMES: dict[tuple[bytes, bytes], _Met] = {}
"""By what goes before the rows and what comes behind them; another thread may empty it at any time."""


def without_rows(pieces: Iterator[bytes], handler: SheetHandler, elements_left: int) -> Iterator[bytes] | None:
    """The pieces of a sheet for the parser; rows that ``handler`` can take as they stand are left out.

    ``None`` where all that is left was met before, in a sheet of the same program, and is not too much here.
    """
    first, more = next(pieces, b""), next(pieces, b"")
    cut = first.find(b"sheetData") + len(_OPENING) - 1
    if not first[:cut].endswith(_OPENING) or _OTHER_ENCODING.match(first):
        return chain((first, more), pieces)
    if more:
        return _large(first[:cut], first[cut:] + more, pieces, handler)
    end = max(cut, first.rfind(_ROW_END.encode()) + len(_ROW_END))
    head, rows, tail = first[:cut], first[cut:end], first[end:]
    met = _FRAMES.get((head, tail))
    if met is None or met.elements > elements_left:
        return _small(head, rows, tail, handler)
    handler.row_prefixes = met.prefixes
    if rest := take_rows(rows, handler):
        return iter((head, rest + tail))
    handler.started = handler.ended = met.elements
    handler.count(met.counted)
    return None


def remember(handler: SheetHandler, counted: int) -> None:
    """Keep what the parser found around the rows of a small sheet, where nothing is hidden or merged.

    ``counted`` is what ``handler`` had counted before the sheet.
    """
    frame = handler.frame
    is_shown = not (handler.merged or handler.hidden_columns or handler.are_rows_unseen)
    if frame and is_shown and sum(map(len, frame)) <= MAX_FRAME:
        rows = sum(1 + len(cells) for cells in handler.rows.values())
        if len(_FRAMES) >= MAX_FRAMES:
            _FRAMES.clear()
        _FRAMES[frame] = _Met(handler.started, handler.counted - counted - rows, handler.row_prefixes)


def _small(head: bytes, rows: bytes, tail: bytes, handler: SheetHandler) -> Iterator[bytes]:
    yield head
    if handler.is_before_rows:  # the parser has met the tag; in a comment it opens nothing
        handler.row_prefixes = tuple(handler.prefixes)
        rows = take_rows(rows, handler)
        # a row behind the plain ones belongs to this sheet alone, and so does what it holds
        handler.frame = None if rows or _ROW_NAME in tail else (head, tail)
    yield rows + tail


def _large(head: bytes, held: bytes, pieces: Iterator[bytes], handler: SheetHandler) -> Iterator[bytes]:
    yield head
    if handler.is_before_rows:
        handler.row_prefixes = tuple(handler.prefixes)
        held = _taken(held, pieces, handler)
    yield held
    yield from pieces


def _taken(held: bytes, pieces: Iterator[bytes], handler: SheetHandler) -> bytes:
    """Let ``handler`` take rows as long as they are plain; what was read and not taken."""
    while len(held) <= MAX_BLOCK:
        end = held.rfind(_ROW_END.encode()) + len(_ROW_END)
        if end >= len(_ROW_END):
            rest = take_rows(held[:end], handler)
            held = rest + held[end:]
            if rest:
                break
        more = next(pieces, b"")
        held += more
        if not more:
            break
    return held


def take_rows(block: bytes, sheet: Collected) -> bytes:
    """Take whole rows; the first that is not plain, and all after it, come back."""
    try:
        text = block.decode()
    except UnicodeDecodeError:
        return block
    at = 0
    while opening := _ROW.match(text, at):
        row, rest, is_empty = opening.groups()
        start = end = opening.end()
        cells: dict[int, Cell] | None = {}
        if not is_empty:
            end = text.index(_ROW_END, start)
            cells = _cells(text[start:end], row, sheet)
            end += len(_ROW_END)
        attributes = _ATTRIBUTE.findall(rest) if rest else ()
        named = dict(attributes)
        if cells is None or len(named) < len(attributes) or "r" in named:
            break
        if ":" in rest and not _is_declared(named, sheet.row_prefixes):
            break
        if int(row) > MAX_ROW or int(row) in sheet.rows:
            break
        sheet.take_row(row, cells, named)
        at = end
    return text[at:].encode()


def _is_declared(attributes: Mapping[str, str], prefixes: Collection[str | None]) -> bool:
    """Whether the namespace of each attribute is known, and no two may be one attribute under two prefixes."""
    prefixed = [name.partition(":")[0] for name in attributes if ":" in name]
    return len(prefixed) <= 1 and all(prefix in prefixes for prefix in prefixed)


def _cells(text: str, row: str, sheet: Collected) -> dict[int, Cell] | None:
    """The cells of a row, all at once: nearly all columns and contents were met before; ``None`` if not plain."""
    parts = _REFERENCE.split(text)
    if parts[0] or parts[2::3].count(row) < len(parts) // 3:
        return None
    try:
        columns = list(map(sheet.columns.__getitem__, parts[1::3]))
        contents = list(map(sheet.contents.__getitem__, parts[3::3]))
    except PartError:  # the parser meets it again, and says where
        return None
    filled = list(filter(None, contents))
    if len(filled) < len(contents):
        columns = list(compress(columns, contents))
    cells = dict(zip(columns, filled, strict=True))
    return cells if len(cells) == len(filled) else None
