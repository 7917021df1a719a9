"""A number as a spreadsheet program displays it by its format code, and what a person then reads.

A format may put digits and words beside a number, divide it, choose by its size what is shown, or part its digits: 5
in ``"9"0`` looks like 95, 52 in ``0"k"`` like 52,000 and in ``0"."0`` like 5.2.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple
from unicodedata import numeric

from svscore.exact import decimal_text

MAX_CODE = 255
"""Characters of a format code: what spreadsheet programs allow."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]?|(?P<general>general)|(?P<exponent>e[+-])'
    r"|(?P<place>[0#?])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)")
_CONDITIONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_CURRENCIES = re.compile(r"[£$€¥₹]|\b(?:GBP|EUR|USD)\b")
_PARTS = re.compile(
    r"(?P<word>[^\W\d_][^\W_]*)"
    r"|(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    r"|\S"
)
_MIXED = re.compile(r"(?:([0-9]{1,15}) )?([0-9]{1,15})/([1-9][0-9]{0,14})")
_TIMES = re.compile(r"[xe][0-9]+", re.IGNORECASE)
_POWERS = "²³"
"""Behind a letter, as in m²."""
_FACTORS = {
    **dict.fromkeys(("k", "thousand", "thousands", "thou", "tsd"), Fraction(1_000)),
    **dict.fromkeys(("m", "mn", "mio", "mill", "million", "millions"), Fraction(10**6)),
    **dict.fromkeys(("b", "bn", "billion", "billions", "mrd"), Fraction(10**9)),
    **dict.fromkeys(("tn", "trillion", "trillions"), Fraction(10**12)),
    **dict.fromkeys(("%", "percent", "pct", "cent", "cents", "p", "pence"), Fraction(1, 100)),
    **dict.fromkeys(("‰", "mille"), Fraction(1, 1_000)),
    **dict.fromkeys(("‱", "bp", "bps"), Fraction(1, 10_000)),
    "hundred": Fraction(100),
    "hundreds": Fraction(100),
    "dozen": Fraction(12),
    "ppm": Fraction(1, 10**6),
    "lakh": Fraction(10**5),
    "crore": Fraction(10**7),
}
"""Words and signs that make another number of the one they stand beside."""


class _Token(NamedTuple):
    kind: str
    """``text`` is shown as it stands; ``place`` is where a digit comes; ``general``, ``exponent``, ``.``, ``,``, ``%``
    and ``/`` are what they are in a code."""
    text: str


class _Section(NamedTuple):
    """What is shown for some numbers."""

    condition: tuple[str, Fraction] | None
    tokens: tuple[_Token, ...]


@lru_cache(maxsize=4096)
def displayed(code: str, value: Fraction, stored: str) -> str:
    """The text a spreadsheet program shows for a number, but for spaces and the grouping of thousands.

    >>> displayed('"9"0', Fraction(5), "5"), displayed('0.0,"k"', Fraction(52_000), "52000")
    ('95', '52.0k')
    >>> displayed("[>=50]0;-0", Fraction(7), "7"), displayed("# ?/?", Fraction("3.3"), "3.3")
    ('-7', '3 2/7')
    """
    section, is_unsigned = _section_for(_sections(code), value)
    text = _filled(section.tokens, abs(value), stored.lstrip("-"))
    return f"-{text}" if value < 0 and not is_unsigned and text else text


def meaning(text: str) -> Fraction | None:
    """The number a person reads in such a text; ``None`` where it may be several, or none.

    >>> meaning("52k"), meaning("£ (1,200)"), meaning("4 tCO2e"), meaning("3 1/4"), meaning("4 of 5")
    (Fraction(52000, 1), Fraction(-1200, 1), Fraction(4, 1), Fraction(13, 4), None)
    """
    if mixed := _MIXED.fullmatch(text):
        return int(mixed[1] or 0) + Fraction(int(mixed[2]), int(mixed[3]))
    numbers: list[str] = []
    factor, is_negative = Fraction(1), False
    for part in _PARTS.finditer(_CURRENCIES.sub(" ", text)):
        word = part[0]
        if part["number"]:
            numbers.append(word.replace(",", ""))
        elif _TIMES.fullmatch(word) or (not part["word"] and numeric(word, None) is not None):
            return None
        elif word in "-−(" and not numbers:  # noqa: RUF001 - the minus of typesetters
            is_negative = True
        else:
            factor *= _FACTORS.get(word.casefold(), 1)
            rest = word[:1] + word[1:].rstrip(_POWERS)
            if any(not letter.isascii() and numeric(letter, None) is not None for letter in rest):
                return None
    if len(numbers) != 1:
        return None
    return Fraction(numbers[0]) * factor * (-1 if is_negative else 1)


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section, ...]:
    """The sections of a code that are for numbers: three at most."""
    sections: list[_Section] = []
    tokens: list[_Token] = []
    condition: tuple[str, Fraction] | None = None
    for found in _TOKEN.finditer(code[:MAX_CODE]):
        if found["other"] == ";":
            sections.append(_Section(condition, tuple(tokens)))
            tokens, condition = [], None
        elif (bracket := found["bracket"]) is not None:
            if limit := _CONDITION.fullmatch(bracket.strip()):
                condition = limit[1], Fraction(limit[2])
            elif bracket.startswith("$"):
                tokens.append(_Token("text", bracket[1:].partition("-")[0]))
        else:
            tokens.append(_token(found))
    sections.append(_Section(condition, tuple(tokens)))
    return tuple(sections[:3])


def _token(found: re.Match[str]) -> _Token:
    for kind in ("general", "exponent", "place"):
        if found[kind] is not None:
            return _Token(kind, found[kind])
    if found["other"] is not None:
        return _Token(found["other"] if found["other"] in ".,%/" else "text", found["other"])
    return _Token("text", found["quoted"] or found["escaped"] or " ")


def _section_for(sections: Sequence[_Section], value: Fraction) -> tuple[_Section, bool]:
    """The section a number is shown by, and whether it leaves the sign to what the section says."""
    if not any(section.condition for section in sections):
        if len(sections) == 1:
            return sections[0], False
        if len(sections) == 3 and not value:
            return sections[2], True
        return sections[1 if value < 0 else 0], value < 0
    for number, section in enumerate(sections[:-1]):
        limit = section.condition or ((">", Fraction(0)) if not number else ("<", Fraction(0)))
        if _CONDITIONS[limit[0]](value, limit[1]):
            return section, False
    return sections[-1], False


def _filled(tokens: Sequence[_Token], value: Fraction, stored: str) -> str:
    """The texts of a section, with the digits of a number in their places."""
    places = [index for index, token in enumerate(tokens) if token.kind == "place"]
    if not places:
        return "".join(stored if token.kind == "general" else token.text for token in tokens).strip()
    first, last = places[0], places[-1]
    inside = tokens[first : last + 1]
    value *= 100 ** sum(token.kind == "%" for token in tokens)
    slash = next((index for index in range(first, len(tokens)) if tokens[index].kind == "/"), None)
    if any(token.kind == "exponent" for token in inside):
        number = _scientific(inside, value)
    elif slash is not None:
        last, number = _as_fraction(tokens, first, slash, value)
    else:
        behind = next((i for i in range(last + 1, len(tokens)) if tokens[i].kind != ","), len(tokens))
        number = _decimal(inside, value / Fraction(1000) ** (behind - last - 1))
        last = behind - 1
    return f"{_texts(tokens[:first])}{number}{_texts(tokens[last + 1 :])}".strip()


def _texts(tokens: Sequence[_Token]) -> str:
    return "".join(token.text for token in tokens)


def _decimal(tokens: Sequence[_Token], value: Fraction) -> str:
    """Digits in their places, from the right; the first place takes all that are left."""
    point = next((index for index, token in enumerate(tokens) if token.kind == "."), len(tokens))
    before, behind = tokens[:point], tokens[point + 1 :]
    decimals = sum(token.kind == "place" for token in behind)
    whole, _, rest = decimal_text(value, decimals).partition(".")
    if whole == "0" and not any(token.text == "0" for token in before if token.kind == "place"):
        whole = ""
    digits, text = list(whole), ""
    places = sum(token.kind == "place" for token in before)
    for token in reversed(before):
        if token.kind != "place":
            text = ("" if token.kind == "," else token.text) + text
            continue
        places -= 1
        taken = digits if not places else digits[-1:]
        text = ("".join(taken) or ("0" if token.text == "0" else "")) + text
        digits = [] if not places else digits[:-1]
    return text + _decimals(behind, rest) if point < len(tokens) else text


def _decimals(tokens: Sequence[_Token], digits: str) -> str:
    """The point and what follows it; zeros where the code has no 0 are left out."""
    shown = ""
    places = [token.text for token in tokens if token.kind == "place"]
    least = max((index + 1 for index, place in enumerate(places) if place == "0"), default=0)
    digits = digits[:least] + digits[least:].rstrip("0")
    remaining = iter(digits)
    for token in tokens:
        shown += next(remaining, "") if token.kind == "place" else token.text
    return f".{shown}"


def _scientific(tokens: Sequence[_Token], value: Fraction) -> str:
    """A number with a power of ten, written out: what its digits amount to."""
    split = next(index for index, token in enumerate(tokens) if token.kind == "exponent")
    point = next((index for index, token in enumerate(tokens[:split]) if token.kind == "."), split)
    decimals = sum(token.kind == "place" for token in tokens[point:split])
    power = 0
    while value and value / Fraction(10) ** power >= 10:
        power += 1
    while value and value / Fraction(10) ** power < 1:
        power -= 1
    mantissa = Fraction(decimal_text(value / Fraction(10) ** power, decimals))
    return decimal_text(mantissa * Fraction(10) ** power, max(0, decimals - power))


def _as_fraction(tokens: Sequence[_Token], first: int, slash: int, value: Fraction) -> tuple[int, str]:
    """The index of the last token of a fraction, and the nearest one with as many digits below the line."""
    last = slash
    fixed = ""
    while last + 1 < len(tokens) and (tokens[last + 1].kind == "place" or tokens[last + 1].text.isdigit()):
        last += 1
        fixed += tokens[last].text
    if fixed.isdigit() and int(fixed):
        near = Fraction(round(value * int(fixed)), int(fixed))
    else:
        near = value.limit_denominator(10 ** min(max(len(fixed), 1), 6) - 1)
    has_whole = any(token.text.isspace() for token in tokens[first:slash])
    whole, rest = divmod(near, 1) if has_whole else (0, near)
    return last, " ".join(str(part) for part in (whole, rest) if part) or "0"
