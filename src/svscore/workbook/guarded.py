"""Text in a delimited file: no spreadsheet program and no terminal obeys it, and it is read back as it was."""

from __future__ import annotations

import re
import unicodedata

from svscore.workbook.strings import unescape

_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - full-width signs start formulas too
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4})")
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_JOINERS = "\u200c\u200d"
"""Invisible, but part of the spelling in Persian and Indic scripts."""


def guard(text: str) -> str:
    r"""``text`` as a field no program takes for a formula or a command; numbers stay as they are.

    An apostrophe goes before what would begin a formula, also behind apostrophes of its own, and behind a
    semicolon, where half of Europe's programs begin a new field. Control, direction and invisible characters are
    written as workbooks write them.

    >>> guard("=1+1"), guard("'=1+1"), guard("-0.5"), guard("Acme\x1b[2J"), guard("'s Work"), guard("Acme;=1")
    ("'=1+1", "''=1+1", '-0.5', 'Acme_x001B_[2J', "'s Work", "Acme;'=1")
    """
    return ";".join(map(_guarded, _shown(text).split(";")))


def unguard(field: str) -> str:
    """The text that :func:`guard` made a field of; escapes that it does not write stay as they are.

    >>> unguard("'=1+1"), unguard("''=1+1"), unguard("'s Work"), unguard("Acme_x001B_[2J") == "Acme" + chr(27) + "[2J"
    ('=1+1', "'=1+1", "'s Work", True)
    >>> unguard("lot_x0041_")
    'lot_x0041_'
    """
    shown = ";".join(map(_bare, field.split(";")))
    text = unescape(shown)
    return text if text == shown or _shown(text) == shown else shown


def _guarded(part: str) -> str:
    return f"'{part}" if _is_formula(part) and not _NUMBER.fullmatch(part) else part


def _bare(part: str) -> str:
    return part[1:] if part.startswith("'") and _is_formula(part) else part


def _shown(text: str) -> str:
    # before any x and four digits: what follows them may be written as an escape, and begin with an underscore
    shown = _LIKE_AN_ESCAPE.sub("_x005F_", text)
    return shown if shown.isprintable() else "".join(_visible(character) for character in shown)


def _is_formula(text: str) -> bool:
    return text.lstrip("'").startswith(_STARTS)


def _visible(character: str) -> str:
    if character in _JOINERS or unicodedata.category(character) not in _UNSEEN:
        return character
    halves = character.encode("utf-16-be", "surrogatepass").hex().upper()
    return "".join(f"_x{halves[start : start + 4]}_" for start in range(0, len(halves), 4))
