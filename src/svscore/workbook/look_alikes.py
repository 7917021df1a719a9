"""Names that a person sees as one and a program as two.

Two names look the same when they differ in nothing but characters that cannot be seen, in the kind of a dash or an
apostrophe, or in letters of other scripts that are drawn like Latin ones: those below, of the Greek and Cyrillic
alphabets, and the full-width, mathematical and similar variants that Unicode itself derives from Latin letters. Letters
and digits of one script that resemble each other (l and I, O and 0) are told apart, since honest names differ in them.
"""

# ruff: noqa: RUF001, RUF002 - letters that are like others are what this is about
from __future__ import annotations

import unicodedata

from svscore.workbook.names import MAX_NAME, person_key

_LIKE_LATIN = str.maketrans(
    # Cyrillic, then Greek, then variants of Latin letters; capitals and small letters are drawn differently
    "АВЕЅІЈКМНОРСТУХҮӀԌԚԜаеѕіјкорсухүһԁԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹαικνορυχϲıɑɡ‘’ʼ′`´‐‑‒–—―−﹣－",
    "ABESIJKMHOPCTYXYIGQWaesijkopcyxyhdqwlABEZHIKMNOPTYXCaikvopuxciag''''''---------",
)
_UNSEEN = {
    *"\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0",
    *map(chr, range(0x180B, 0x1810)),
    *map(chr, range(0xFE00, 0xFE10)),
    *map(chr, range(0xE0100, 0xE01F0)),
}
"""Characters without a form that are letters, marks or symbols to Unicode."""


def looks_key(name: str) -> str:
    """What a name is compared by where people compare it by sight; empty for one that cannot be seen.

    >>> looks_key("Acme\u200b Ltd") == looks_key("A\u0441me\u00a0Ltd") == looks_key("ACME Ltd")
    True
    """
    if name.isascii() and name.isprintable():
        return person_key(name)
    name = name[:MAX_NAME]
    letters = "".join(_simple(letter) for letter in name if not _is_unseen(letter))
    return person_key(unicodedata.normalize("NFD", letters).translate(_LIKE_LATIN))


def _simple(letter: str) -> str:
    """A letter for its variant: full-width, in a circle, a ligature; anything else as it is."""
    is_letter = letter.isalpha() or unicodedata.category(letter) == "Nl"
    return unicodedata.normalize("NFKC", letter) if is_letter else letter


def _is_unseen(letter: str) -> bool:
    return letter in _UNSEEN or (unicodedata.category(letter) in ("Cf", "Cc") and not letter.isspace())


def difference(name: str, other: str) -> str:
    """The first character in which two names that look the same differ, by its name in Unicode.

    >>> difference("A\u0441me", "Acme"), difference("Acme", "Acme\u200b")
    ("'с', which is CYRILLIC SMALL LETTER ES", 'ZERO WIDTH SPACE, which cannot be seen')
    """
    pairs = [(mine, yours) for mine, yours in zip(f"{name}\0", f"{other}\0", strict=False) if mine != yours]
    letter = max(pairs[0], key=lambda character: (_is_unseen(character) and character != "\0", character))
    title = unicodedata.name(letter, f"the character U+{ord(letter):04X}")
    return f"{title}, which cannot be seen" if _is_unseen(letter) else f"{letter!r}, which is {title}"
