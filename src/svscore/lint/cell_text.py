"""Whether a published word can be typed in a cell as the file has it.

Answers and marks are compared character by character, but for case and outer spaces. A word with a quotation mark
or an unseen character in it matches no cell, so a bid that should fail would pass.
"""

from __future__ import annotations

import re
from unicodedata import category, name, normalize

_QUOTES = "\"'`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a\u00ab\u00bb\u300c\u300d\uff02\uff07"
_JOINERS = "\u200c\u200d"
"""Two unseen characters that some scripts spell with."""
_DASHES = re.compile("(?<=\\w)[\u00ad\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d](?=\\w)")
_LOOKALIKES = {"LATIN", "CYRILLIC", "GREEK"}
"""Alphabets whose letters look alike."""


def unmatchable(text: str) -> tuple[str, str] | None:
    """Why no cell would hold this text, and the text people would type; ``None`` where it is fine.

    The text to type is empty where it is not known.

    >>> unmatchable("\u201cno\u201d")
    ('quotation marks are a part of it', 'no')
    >>> unmatchable("not met") is None
    True
    """
    cleaned = _cleaned(text)
    if not cleaned:
        return "it is empty", ""
    reason = _reason(text)
    return (reason, cleaned if cleaned != text else "") if reason else None


def _reason(text: str) -> str:
    faults = {
        "it holds a character that nobody sees": any(_is_unseen(text, index) for index in range(len(text))),
        "it holds spaces that a cell does not": text != " ".join(text.split()),
        "quotation marks are a part of it": _is_quoted(text),
        "it holds letters of another width or style": _plain_letters(text) != normalize("NFC", text),
        "it holds letters of two alphabets that look alike": _is_of_two_alphabets(text),
        "it holds a dash that is no hyphen": _DASHES.search(text) is not None,
    }
    return next((reason for reason, is_so in faults.items() if is_so), "")


def _is_unseen(text: str, index: int) -> bool:
    letter = text[index]
    if letter in _JOINERS:
        around = text[index - 1 : index] + text[index + 1 : index + 2]
        return len(around) < 2 or around[0].isascii() or around[1].isascii()
    return category(letter) in ("Cc", "Cf") and not letter.isspace()


def _is_quoted(text: str) -> bool:
    return text[0] in _QUOTES or text[-1] in _QUOTES


def _plain_letters(text: str) -> str:
    """Full-width, joined and mathematical letters as the ones people type."""
    return normalize("NFC", "".join(normalize("NFKC", letter) if _is_styled(letter) else letter for letter in text))


def _is_styled(letter: str) -> bool:
    return "\uff01" <= letter <= "\uffee" or "\ufb00" <= letter <= "\ufb06" or "\U0001d400" <= letter <= "\U0001d7ff"


def _is_of_two_alphabets(text: str) -> bool:
    words = re.split(r"[\W\d_]+", text)
    return any(len(_LOOKALIKES & {name(letter, "").partition(" ")[0] for letter in word}) > 1 for word in words)


def _cleaned(text: str) -> str:
    """What people would type for it."""
    seen = "".join(letter for index, letter in enumerate(text) if not _is_unseen(text, index))
    plain = " ".join(_DASHES.sub("-", _plain_letters(seen)).split())
    return plain.strip(_QUOTES + " ") if _is_quoted(plain or " ") else plain
