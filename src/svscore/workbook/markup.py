"""XML read as a stream, with everything refused that a workbook does not need.

No document type (so no entities), no encodings but UTF-8 and UTF-16, bounded depth, bounded number of
elements. A name counts by its namespace, never by its prefix: programs choose prefixes freely, and an element of
another namespace is one that spreadsheet programs pass over, so nobody sees it. Names of the two namespaces of
SpreadsheetML, transitional and strict, are given to handlers as ``x:row``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Protocol
from xml.parsers import expat

MAX_TOKEN = 1024 * 1024
"""Bytes of one tag or comment: an unfinished one is looked through again with every piece read."""


MAX_NAMES = 10_000
"""Different names of elements and attributes; the format has some hundreds."""


MAX_NAMESPACE = 1_000
"""Characters of a namespace, which stands before every name in it."""
_SHEETS = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
LINKS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_CHOICES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
CHOICE = "mc:AlternateContent"
"""Of what stands in it, each program takes what it can: no two people need see the same."""
PLACES: dict[str, tuple[str, ...]] = {
    "x:worksheet": ("",),
    "x:sheetData": ("x:worksheet",),
    "x:row": ("x:sheetData",),
    "x:c": ("x:row",),
    "x:v": ("x:row",),
    "x:cols": ("x:worksheet",),
    "x:col": ("x:cols",),
    "x:mergeCells": ("x:worksheet",),
    "x:mergeCell": ("x:mergeCells",),
    "x:is": ("x:row",),
    "x:sst": ("",),
    "x:si": ("x:sst",),
    "x:r": ("x:si", "x:is"),
    "x:rPh": ("x:si", "x:is"),
    "x:t": ("x:si", "x:is", "x:r", "x:rPh"),
    "x:styleSheet": ("",),
    "x:numFmts": ("x:styleSheet",),
    "x:cellXfs": ("x:styleSheet",),
    "x:workbook": ("",),
    "x:workbookPr": ("x:workbook",),
    "x:sheets": ("x:workbook",),
    "x:sheet": ("x:sheets",),
    "p:Relationships": ("",),
    "p:Relationship": ("p:Relationships",),
}
"""What is read, and what it stands in. The elements of a cell stand in a row: cells are not counted as elements."""
_OTHERS = ("x:f", "x:numFmt", "x:xf", "x:sheetFormatPr")
_CLOSED = {parent for parents in PLACES.values() for parent in parents} - {
    "",
    "x:worksheet",
    "x:workbook",
    "x:styleSheet",
}
"""Elements in which a choice would be one between numbers, texts or sheets."""


def _short_names() -> dict[str, str]:
    """Names as handlers know them, by namespace and name as the parser gives them."""
    names = {f"{_CHOICES} AlternateContent": CHOICE, f"{LINKS[0]} id": "r:id", f"{LINKS[1]} id": "r-strict:id"}
    for short in (*PLACES, *_OTHERS):
        prefix, _, name = short.partition(":")
        names |= {f"{namespace} {name}": short for namespace in (_SHEETS if prefix == "x" else (_PACKAGE,))}
    return names


_SHORT_NAMES = _short_names()


class PartError(Exception):
    """Why a part of a workbook cannot be read; its reader adds the place."""


class LimitError(PartError):
    """That a part holds more than is read."""


class Handler(Protocol):
    """What takes the elements of one part. It counts, so that the stream can be bounded."""

    started: int
    ended: int
    prefixes: list[str | None]
    """Of namespaces that are declared where the parser is; ``None`` for that of names without a prefix."""

    def start(self, name: str, attributes: Mapping[str, str], /) -> None: ...

    def end(self, name: str, /) -> None: ...

    def text(self, data: str, /) -> None: ...


def check_place(name: str, parent: str) -> None:
    """Refuse what is read where no spreadsheet program shows it, and a choice of what is read.

    Raises:
        PartError: in words that follow the name of the part.
    """
    if name == CHOICE:
        if parent in _CLOSED:
            raise PartError(f"what {bare(parent)} holds depends on the program that opens it (AlternateContent)")
    elif name in PLACES and parent not in PLACES[name]:
        raise PartError(f"an element {bare(name)} stands where no spreadsheet program reads it, in {bare(parent)}")


def check_root(name: str, root: str) -> None:
    """Refuse a part that is not what it should be.

    Raises:
        PartError: in words that follow the name of the part.
    """
    if name != root:
        raise PartError(f"it begins with {bare(name)}, expected {bare(root)} in the namespace of workbooks")


def bare(name: str) -> str:
    """A name as the file gives it, without its prefix."""
    return repr(re.split("[ :]", name)[-1][:40]) if name else "no other element"


class Outline:
    """A handler for small parts: gives every element, with the one it stands in, to ``opened``.

    ``root`` is what the part must begin with; empty where ``opened`` sees to that.
    """

    def __init__(self, opened: Callable[[str, str, Mapping[str, str]], None], root: str = "") -> None:
        self.started = self.ended = 0
        self.prefixes: list[str | None] = []
        self._path: list[str] = [""]
        self._root = root
        self._opened = opened

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        parent = self._path[-1]
        self.started += 1
        if not parent and self._root:
            check_root(name, self._root)
        check_place(name, parent)
        self._opened(parent, name, attributes)
        self._path.append(name)

    def end(self, _name: str) -> None:
        self.ended += 1
        self._path.pop()

    def text(self, data: str) -> None:
        """Small parts keep everything in attributes."""


def parse(pieces: Iterable[bytes], handler: Handler, max_elements: int, max_depth: int) -> None:
    """Give every element of an XML document to ``handler``.

    Raises:
        PartError: when it is not well-formed, not allowed, or too large.
    """
    # The parser looks every name up here, and gives the handler what it finds: so names are shortened at no cost.
    names = _SHORT_NAMES.copy()
    parser = expat.ParserCreate(None, " ", names)
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.XmlDeclHandler = _declared
    parser.StartDoctypeDeclHandler = _document_type
    parser.StartNamespaceDeclHandler = partial(_named, handler.prefixes)
    parser.EndNamespaceDeclHandler = handler.prefixes.remove
    fed = 0
    try:
        for piece in pieces:
            fed += len(piece)
            parser.Parse(piece, False)  # noqa: FBT003 - the parser takes no keywords
            if handler.started > max_elements:
                raise LimitError("it holds more elements than any workbook of bids")
            if handler.started - handler.ended > max_depth:
                raise LimitError(f"its elements are nested more than {max_depth} deep")
            if len(names) > MAX_NAMES + len(_SHORT_NAMES):
                raise LimitError(f"it uses more than {MAX_NAMES:,} different names")
            if fed - parser.CurrentByteIndex > MAX_TOKEN:
                raise LimitError(f"a tag is longer than {MAX_TOKEN:,} bytes")
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise PartError(f"its XML is damaged at line {error.lineno}") from None


def _named(prefixes: list[str | None], prefix: str | None, namespace: str | None) -> None:
    if namespace and len(namespace) > MAX_NAMESPACE:
        raise LimitError(f"it names a namespace of more than {MAX_NAMESPACE:,} characters")
    prefixes.append(prefix)


def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.upper() not in ("UTF-8", "UTF-16", "US-ASCII"):
        raise PartError(f"its XML is in the encoding {encoding[:40]!r}, expected UTF-8")


def _document_type(*_parts: object) -> None:
    raise PartError("its XML has a document type, which no spreadsheet program writes")
