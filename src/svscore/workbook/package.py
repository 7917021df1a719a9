"""The zip archive a workbook is: parts by name, unpacked piece by piece, never to disk."""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise
from typing import TypeVar, cast

from svscore.problem import Location, Problem, SvscoreError
from svscore.workbook import codes
from svscore.workbook.limits import Limits
from svscore.workbook.markup import Handler, LimitError, PartError, parse

PIECE = 1 << 16
MAX_KEPT = 16
_KEPT: dict[tuple[object, ...], tuple[object, int]] = {}
"""What small parts hold, by what read them, what is allowed in them, and what stands of them in the archive.

With it, how many elements they are; another thread may empty it at any time.
"""
_HEAD = struct.Struct("<26xHH")
"""What goes before a part in the archive: it ends in the lengths of the part's name and of what follows that."""
T = TypeVar("T")
_ENTRY = b"PK\x01\x02"
_START = b"PK\x03\x04"
SAVE_AGAIN = "open it in Excel or LibreOffice and save it again as .xlsx"

_ZIP_TROUBLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    OverflowError,
    ValueError,
)
"""What zipfile lets through when an archive is damaged."""


def refusal(source: str, code: str, message: str, hint: str = "") -> SvscoreError:
    """The one line a file ends in when nothing in it can be read."""
    return SvscoreError([Problem(Location(source), code, message, hint)])


class Package:
    """The parts of one workbook."""

    def __init__(self, data: bytes, source: str, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self._data = data
        self._unpacked = 0
        self._elements = 0
        if data.count(_ENTRY) > limits.parts:
            raise self._too_large(f"the archive holds more than {limits.parts:,} parts")
        with self._damage("the archive"):
            self._zip = zipfile.ZipFile(BytesIO(data))
        self._parts = self._by_name(self._zip.infolist())
        self._ends = self._places()

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    @property
    def elements_left(self) -> int:
        """XML elements that may still be read."""
        return self.limits.elements - self._elements

    def parse(
        self,
        name: str,
        handler: Handler,
        what: str = "",
        through: Callable[[Iterator[bytes]], Iterator[bytes] | None] = iter,
    ) -> None:
        """Give the elements of a part to ``handler``; ``what`` it is, for messages.

        ``through`` may take out what ``handler`` has understood without the parser; ``None`` is all of it.

        Raises:
            SvscoreError: when the part is not there, damaged, not allowed or too large.
        """
        try:
            pieces = through(self._pieces(name))
            if pieces is not None:
                parse(pieces, handler, self.elements_left, self.limits.depth)
        except PartError as refused:
            message = f"{what or f'the part {name}'} cannot be read: {refused}"
            if isinstance(refused, LimitError):
                raise refusal(self.source, codes.TOO_LARGE, message, "remove what is not bids") from None
            raise refusal(self.source, codes.NOT_A_WORKBOOK, message, SAVE_AGAIN) from None
        self._elements += handler.started

    def once(self, name: str, read: Callable[[Package, str], T]) -> T:
        """What ``read`` makes of a part; kept while small, since many files of one program have the same part.

        Raises:
            SvscoreError: as ``read`` does.
        """
        info = self._admitted(name)
        key = (read, name, self.limits, *self._written(info))
        kept = _KEPT.get(key)
        if kept is not None and kept[1] <= self.elements_left:
            self._elements += kept[1]
            return cast("T", kept[0])
        self._unpacked -= info.file_size  # not twice
        before = self._elements
        found = read(self, name)
        if info.file_size < PIECE and info.compress_size < PIECE:
            if len(_KEPT) >= MAX_KEPT:
                _KEPT.clear()
            _KEPT[key] = found, self._elements - before
        return found

    def start_of(self, name: str) -> bytes:
        """The first bytes of a part, for telling formats apart."""
        return next(self._pieces(name), b"")

    def size_of(self, name: str) -> int:
        """The bytes a part says it unpacks to; no more of it is unpacked."""
        return self._parts[name.casefold()].file_size

    def unpack(self, name: str) -> None:
        """Unpack a part and keep nothing of it, so that damage is met.

        Raises:
            SvscoreError: as :meth:`parse` does.
        """
        for _piece in self._pieces(name):
            pass

    def _pieces(self, name: str) -> Iterator[bytes]:
        info = self._admitted(name)
        with self._damage(f"the part {name}"), self._zip.open(info) as stream:
            while piece := stream.read(PIECE):
                yield piece

    def _written(self, info: zipfile.ZipInfo) -> tuple[object, ...]:
        """All that stands in the archive of a part, still packed: what is the same holds the same."""
        start = info.header_offset
        packed = self._data[start : self._end(info)]
        return packed, info.orig_filename, info.flag_bits, info.compress_type, info.CRC, info.file_size

    def _admitted(self, name: str) -> zipfile.ZipInfo:
        """A part that is there, and not too large together with those read before."""
        info = self._parts.get(name.casefold())
        if info is None:
            raise refusal(self.source, codes.NOT_A_WORKBOOK, f"the part {name} is missing", SAVE_AGAIN)
        self._unpacked += info.file_size
        if info.file_size > self.limits.part_bytes or self._unpacked > self.limits.total_bytes:
            raise self._too_large(f"the part {name} unpacks to {info.file_size:,} bytes")
        if self._end(info) > self._ends.get(info.header_offset, 0):
            raise refusal(self.source, codes.UNSAFE, f"its part {name} and another share their bytes", SAVE_AGAIN)
        return info

    def _end(self, info: zipfile.ZipInfo) -> int:
        """Where a part ends in the archive; what is damaged there is found when it is unpacked."""
        start = info.header_offset
        head = self._data[start : start + _HEAD.size]
        lengths = sum(_HEAD.unpack(head)) if head.startswith(_START) and len(head) == _HEAD.size else 0
        return start + _HEAD.size + lengths + info.compress_size

    def _places(self) -> dict[int, int]:
        """Where the next part, or the list of them, begins, by where a part does: at once, where two begin there."""
        starts = sorted([*(info.header_offset for info in self._parts.values()), self._zip.start_dir])
        return dict(reversed([*pairwise(starts)]))

    def _by_name(self, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        parts: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            self._check(info, parts)
            parts[info.filename.casefold()] = info
        return parts

    def _check(self, info: zipfile.ZipInfo, parts: dict[str, zipfile.ZipInfo]) -> None:
        name = info.orig_filename
        if name.startswith(("/", "\\")) or "\0" in name or (".." in name and ".." in re.split(r"[/\\]", name)):
            raise refusal(self.source, codes.UNSAFE, f"it holds a part named {name!r}, which points outside the file")
        if info.filename.casefold() in parts:
            raise refusal(self.source, codes.UNSAFE, f"it holds two parts named {name!r}", SAVE_AGAIN)
        if info.flag_bits & 1:
            raise refusal(
                self.source, codes.PASSWORD, f"its part {name!r} is encrypted", "save it as .xlsx without a password"
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusal(self.source, codes.UNSAFE, f"its part {name!r} is packed in an unusual way", SAVE_AGAIN)

    @contextmanager
    def _damage(self, what: str) -> Iterator[None]:
        try:
            yield
        except _ZIP_TROUBLE:
            raise refusal(
                self.source,
                codes.NOT_A_WORKBOOK,
                f"{what} is damaged or cut short",
                "fetch the file again, or " + SAVE_AGAIN,
            ) from None

    def _too_large(self, message: str) -> SvscoreError:
        return refusal(
            self.source, codes.TOO_LARGE, f"{message}, more than any workbook of bids", "remove what is not bids"
        )
