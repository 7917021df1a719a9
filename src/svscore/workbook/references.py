"""References to cells as sheets write them: ``B7``, ``A2:A5``; what is outside a sheet is refused."""

from __future__ import annotations

import re

from svscore.workbook.cells import MAX_COLUMN, MAX_ROW, Range
from svscore.workbook.markup import PartError

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_COLUMN = re.compile(r"[1-9][0-9]{0,4}")


def column_number(letters: str) -> int:
    """Number of a column: ``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _Columns(dict[str, int]):
    """Numbers of the column letters met so far, in any file: there are 16,384."""

    def __missing__(self, letters: str) -> int:
        self[letters] = column = cell_place(f"{letters}1")[1]
        return column


COLUMNS = _Columns()


def row_number(text: str) -> int:
    """Number of a row."""
    if not _ROW.fullmatch(text) or int(text) > MAX_ROW:
        raise PartError(f"the row {text[:20]!r} is outside a sheet")
    return int(text)


def cell_place(reference: str) -> tuple[int, int]:
    """Row and column of a reference such as ``B7``."""
    found = _REFERENCE.fullmatch(reference)
    if found is None or int(found[2]) > MAX_ROW or column_number(found[1]) > MAX_COLUMN:
        raise PartError(f"the cell reference {reference[:20]!r} is outside a sheet")
    return int(found[2]), column_number(found[1])


def cell_range(reference: str) -> Range:
    """The block of a reference such as ``A2:A5`` or ``A2``.

    >>> cell_range("A2:B5")
    Range(top=2, left=1, bottom=5, right=2)
    """
    first, _, last = reference.partition(":")
    top, left = cell_place(first)
    bottom, right = cell_place(last or first)
    return Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def column_span(first: str, last: str) -> tuple[int, int]:
    """First and last column of a group, from their numbers as text."""
    if not (_COLUMN.fullmatch(first) and _COLUMN.fullmatch(last)):
        raise PartError(f"the columns {first[:20]!r} to {last[:20]!r} are outside a sheet")
    return min(int(first), MAX_COLUMN), min(int(last), MAX_COLUMN)
