"""Whether a workbook can be copied with all that is in it, before a library without limits opens it.

Reading bids passes over most parts of a workbook: pictures, comments, themes, macros. A copy has them all, and what
opens it for that builds an object for each of their elements, and for each cell of a merged range. So each part is
read here first, as a stream and within limits; what is counted is what the copy will hold, as often as it is read.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Mapping

from svscore.problem import SvscoreError
from svscore.workbook import codes
from svscore.workbook.cells import MAX_COLUMN, MAX_ROW
from svscore.workbook.limits import Limits
from svscore.workbook.markup import LimitError
from svscore.workbook.package import Package, refusal
from svscore.workbook.references import column_number

MAX_TEXT = 100_000
"""Characters of one attribute, or of the text of one element."""
_LIGHT = frozenset(("x:c", "x:v", "x:f", "x:row", "x:is", "x:t", "x:si", "x:r"))
"""Elements of cells and texts, of which a copy keeps little."""
_HEAVY = 6
"""What any other element takes, and each cell that is merged, or linked, with others; a usual cell takes two."""
_SPREAD = frozenset(("mergeCell", "hyperlink", "comment", "table"))
"""Elements of which a copy builds every cell they refer to."""
_PLACE = re.compile(r"\$?([A-Z]{0,3})\$?([0-9]{0,9})", re.IGNORECASE)
_XML = (".xml", ".rels")
_MARKS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<")
"""How XML may begin."""
_TOO_MUCH = "it holds more than can be copied"


def check_copy(data: bytes, source: str, limits: Limits) -> None:
    """Read every part of a workbook that was read before, and refuse what nobody should open without limits.

    Raises:
        SvscoreError: with one problem: a part is damaged, has a document type, or there is more than can be copied.
    """
    package = Package(data, source, limits)
    weights: dict[str, int] = {}
    times: Counter[str] = Counter()
    size = 0
    for name in package:
        size += package.size_of(name)
        if size > limits.copied_bytes:
            raise _too_much(source, f"its parts unpack to more than {limits.copied_bytes:,} bytes")
        if name.endswith(_XML) or package.start_of(name).lstrip(b" \t\r\n").startswith(_MARKS):
            part = _Counted(posixpath.dirname(posixpath.dirname(name)), limits.copied)
            package.parse(name, part)
            weights[name] = part.weight
            times.update(part.targets)
        else:
            package.unpack(name)
    if sum(weight * max(1, times[name]) for name, weight in weights.items()) > limits.copied:
        raise _too_much(source, f"it has more than {limits.copied:,} elements and merged cells")


def _too_much(source: str, message: str) -> SvscoreError:
    return refusal(source, codes.TOO_LARGE, f"{message}, more than can be copied", "remove what is not bids")


def _area(reference: str) -> int:
    """The cells of a reference such as ``A2:B5``, ``A:B`` or ``2:5``; none where it is no reference.

    >>> _area("A2:B5"), _area("C3"), _area("A:A"), _area("x y")
    (8, 1, 1048576, 0)
    """
    first, _, last = reference.partition(":")
    places = [_PLACE.fullmatch(end) for end in (first, last or first)]
    if not reference or None in places:
        return 0
    (left, top), (right, bottom) = (place.groups() for place in places if place)
    columns = abs(column_number(right.upper()) - column_number(left.upper())) + 1 if left and right else MAX_COLUMN
    rows = abs(int(bottom) - int(top)) + 1 if top and bottom else MAX_ROW
    return rows * columns


class _Counted:
    """How much one part of a workbook becomes in a copy, in cells, and which parts it refers to."""

    def __init__(self, folder: str, most: int) -> None:
        self.started = self.ended = 0
        self.prefixes: list[str | None] = []
        self.weight = 0
        self.targets: list[str] = []
        self._folder = folder
        self._most = most
        self._text = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.started += 1
        self._text = 0
        self.weight += 1 if name in _LIGHT else _HEAVY
        if attributes:
            self._look_at(name, attributes)
        if self.weight > self._most:
            raise LimitError(_TOO_MUCH)

    def _look_at(self, name: str, attributes: Mapping[str, str]) -> None:
        if any(len(value) > MAX_TEXT for value in attributes.values()):
            raise LimitError(f"it has a text of more than {MAX_TEXT:,} characters")
        if name == "p:Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", "")))
            self.targets.append(target.lstrip("/").casefold())
        for reference in (attributes.get("ref", ""), attributes.get("sqref", "")):
            ranges = reference.count(" ")
            self.weight += ranges * ranges // 10  # each is compared with all others
        if name.replace(":", " ").rpartition(" ")[2] in _SPREAD:
            self.weight += _HEAVY * _area(attributes.get("ref", ""))

    def end(self, _name: str) -> None:
        self.ended += 1

    def text(self, data: str) -> None:
        self._text += len(data)
        if self._text > MAX_TEXT:
            raise LimitError(f"it has a text of more than {MAX_TEXT:,} characters")
