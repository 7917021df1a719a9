"""Texts as a workbook takes them: escaped, cut to length, and how many lines they fill."""

from __future__ import annotations

import re
from textwrap import wrap

LINE_HEIGHT = 15.5
"""Points of a line of text."""

_LETTERS = 1.12
"""Letters of the text to a unit of a column's width: a letter is narrower than a digit, but the font is larger."""
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4})")
"""Also where no underscore follows: a character that is written as an escape begins with one."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


def escaped(text: str) -> str:
    r"""A text as the parts of a workbook write it, which spreadsheet programs read back as it was.

    >>> escaped("a_x0041_\x1b")
    'a_x005F_x0041__x001B_'
    """
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", _ESCAPED.sub("_x005F_", text))


def legible(text: str) -> str:
    r"""A text for a place where no program reads escapes: what no workbook can hold is shown as a missing character.

    >>> legible("Help\x1b")
    'Help�'
    """
    return _CONTROL.sub("\ufffd", text)


def cut(text: str, length: int) -> str:
    """A text in at most ``length`` characters, counted as spreadsheet programs do.

    >>> cut("Proven commitment", 10)
    'Proven co…'
    """
    if len(text.encode("utf-16-le")) // 2 <= length:
        return text
    return text.encode("utf-16-le")[: 2 * (length - 1)].decode("utf-16-le", "ignore").rstrip() + "…"


def lines_of(text: object, width: float) -> int:
    """Lines a cell's content fills in a column of this width."""
    if not isinstance(text, str):
        return 1
    return sum(len(wrap(line, int(width * _LETTERS))) or 1 for line in text.split("\n"))
