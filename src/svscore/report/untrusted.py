"""Text from bids is data: how it is shown so that no terminal, spreadsheet or page obeys it."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = "\u200c\u200d"
"""Invisible, but part of the spelling in Persian and Indic scripts."""
_NO_CHARACTERS = "\ufffe\uffff"
"""Never characters; no XML may hold them."""

_MARKDOWN = re.compile(r"[\\`*_\[\]|~#!$]|://|www\.")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def visible(text: str) -> str:
    r"""``text`` on one line, with every control, direction or invisible character made visible.

    >>> visible("Acme\x1b[2J Ltd")
    'Acme␛[2J Ltd'
    """
    return "".join(_visible_character(character) for character in text)


def _visible_character(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return " " if character == "\n" else chr(0x2400 + code)
    if character in _JOINERS:
        return character
    is_unseen = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") or character in _NO_CHARACTERS
    return "\ufffd" if is_unseen else character


def escaped(text: str) -> str:
    r"""``text`` as plain words in Markdown: no markup, no HTML, no link, no end of a table cell.

    >>> escaped("A|B <img>")
    'A\\|B &lt;img&gt;'
    """
    return _MARKDOWN.sub(lambda found: _broken(found[0]), visible(text).translate(_HTML))


def _broken(markup: str) -> str:
    return f"{markup[:-1]}\\{markup[-1]}" if len(markup) > 1 else f"\\{markup}"
