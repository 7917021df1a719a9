"""XML read as a stream, with everything refused that a workbook does not need.

No document type (so no entities), no encodings but UTF-8 and UTF-16, bounded depth, bounded number of
elements. Names are compared without their prefix: programs choose prefixes freely, and the strict
variant of the format uses other namespaces for the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

MAX_TOKEN = 1024 * 1024
"""Bytes of one tag or comment: an unfinished one is looked through again with every piece read."""


MAX_NAMES = 10_000
"""Different names of elements and attributes; the format has some hundreds."""


class PartError(Exception):
    """Why a part of a workbook cannot be read; its reader adds the place."""


class Handler(Protocol):
    """What takes the elements of one part. It counts, so that the stream can be bounded."""

    started: int
    ended: int

    def start(self, name: str, attributes: Mapping[str, str], /) -> None: ...

    def end(self, name: str, /) -> None: ...

    def text(self, data: str, /) -> None: ...


def local_name(name: str) -> str:
    """The name without its prefix.

    >>> local_name("x:row"), local_name("row")
    ('row', 'row')
    """
    return name.rpartition(":")[2] if ":" in name else name


def local_attributes(attributes: Mapping[str, str]) -> dict[str, str]:
    """Attributes by the name without its prefix; one without a prefix goes before one with."""
    prefixed = {local_name(name): value for name, value in attributes.items() if ":" in name}
    return prefixed | {name: value for name, value in attributes.items() if ":" not in name}


class Outline:
    """A handler for small parts: gives every element, with the one it stands in, to ``opened``."""

    def __init__(self, opened: Callable[[str, str, Mapping[str, str]], None]) -> None:
        self.started = self.ended = 0
        self._path: list[str] = [""]
        self._opened = opened

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.started += 1
        if ":" in name:
            name = local_name(name)
        self._opened(self._path[-1], name, attributes)
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
    names: dict[str, str] = {}
    parser = expat.ParserCreate(None, None, names)
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.XmlDeclHandler = _declared
    parser.StartDoctypeDeclHandler = _document_type
    fed = 0
    try:
        for piece in pieces:
            fed += len(piece)
            parser.Parse(piece, False)  # noqa: FBT003 - the parser takes no keywords
            if handler.started > max_elements:
                raise PartError("it holds more elements than any workbook of bids")
            if handler.started - handler.ended > max_depth:
                raise PartError(f"its elements are nested more than {max_depth} deep")
            if len(names) > MAX_NAMES:
                raise PartError(f"it uses more than {MAX_NAMES:,} different names")
            if fed - parser.CurrentByteIndex > MAX_TOKEN:
                raise PartError(f"a tag is longer than {MAX_TOKEN:,} bytes")
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise PartError(f"its XML is damaged at line {error.lineno}") from None


def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.upper() not in ("UTF-8", "UTF-16", "US-ASCII"):
        raise PartError(f"its XML is in the encoding {encoding[:40]!r}, expected UTF-8")


def _document_type(*_parts: object) -> None:
    raise PartError("its XML has a document type, which no spreadsheet program writes")
