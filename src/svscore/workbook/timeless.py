"""A written workbook without the time of writing, so that the same content gives the same bytes.

And with the parts of a font in the order the format prescribes, which openpyxl does not keep.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import IO

MADE = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook's dates carry no time zone
"""The time workbooks say they were made at: the earliest an archive can say."""

_MODIFIED = re.compile(rb"(<dcterms:modified[^<>]*>)[^<]*")
_FONT = re.compile(rb"(?<=<font>)(?:<\w++[^<>]*+(?<=/)>)*+(?=</font>)")
_PART_OF_FONT = re.compile(rb"<(\w++)[^<>]*/>")
_PARTS_OF_FONT = b"b i strike condense extend outline shadow u vertAlign sz color name family charset scheme".split()
"""In order: ECMA-376, part 1, 18.8.22."""


def _as_it_is(_name: str, data: bytes) -> bytes:
    return data


def timeless(
    source: IO[bytes],
    target: IO[bytes],
    made: datetime = MADE,
    edit: Callable[[str, bytes], bytes] = _as_it_is,
) -> None:
    """Copies a workbook, every part and the workbook itself dated ``made``; ``edit`` may change a part."""
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as taken:
        for name in given.namelist():
            data = given.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + made.isoformat().encode() + b"Z", data)
            if name == "xl/styles.xml":
                data = _FONT.sub(_in_order, data)
            taken.writestr(zipfile.ZipInfo(name, MADE.timetuple()[:6]), edit(name, data), zipfile.ZIP_DEFLATED)


def _in_order(font: re.Match[bytes]) -> bytes:
    parts = sorted(_PART_OF_FONT.finditer(font[0]), key=lambda part: _PARTS_OF_FONT.index(part[1]))
    return b"".join(part[0] for part in parts)
