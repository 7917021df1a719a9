"""Number formats: how a cell's number is shown, as far as that can mislead.

The kind of a format is that of its first section, the one for positive numbers.

>>> read_format("#,##0.00"), read_format("0.0%").kind, read_format("dd/mm/yyyy").kind
(NumberFormat(kind='number', decimals=2, thousands=0, currency='', code=''), 'percent', 'date')
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal, NamedTuple

from svscore.exact import decimal_text
from svscore.workbook.displayed import MAX_CODE, displayed, meaning

FormatKind = Literal["general", "number", "percent", "date", "text", "other", "masked"]


class NumberFormat(NamedTuple):
    """What matters of a number format."""

    kind: FormatKind
    """``other`` is scientific or a fraction; ``masked`` shows no digit of the number at all."""
    decimals: int | None = None
    """Places shown; ``None`` where the format does not fix them."""
    thousands: int = 0
    """How often the number is divided by a thousand before it is shown."""
    currency: str = ""
    """The sign it puts to a number; empty for none."""
    code: str = ""
    """The whole of it, where it may put texts to a number, or show some numbers in another way than others."""

    @property
    def shows_all(self) -> bool:
        """Whether every digit of a number can be seen."""
        return self.decimals is None and self.kind != "masked" and not self.code


GENERAL = NumberFormat("general")

_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.')
_BRACKETS = re.compile(r"\[(?!(?:h{1,9}|m{1,9}|s{1,9})\])[^\]]*+\]?", re.IGNORECASE)
"""Colours, conditions and currencies; but ``[h]`` is elapsed hours. One that is not closed goes to the end."""
_ORDINARY = re.compile(r"(?:general|@|(?:#,##)?0+(?:\.0+)?%?)", re.IGNORECASE)
"""Codes that show a number and nothing else."""
_CURRENCY = re.compile(r"\[\$([^\]\-]{1,8})|((?<!\[)[$£€¥₹₺₴₽₩₪]|(?<![A-Z])(?:GBP|EUR|USD)(?![A-Z]))")
"""Between brackets, before the number of a country; or as it is."""
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "US$": "$"}
_DECIMALS = re.compile(r"\.([0#?]*)")
_SCALING = re.compile(r"[0#?](,+)(?![0#?,])")

_KINDS: tuple[tuple[re.Pattern[str], FormatKind], ...] = (
    (re.compile(r"general", re.IGNORECASE), "general"),
    (re.compile(r"%"), "percent"),
    (re.compile(r"@"), "text"),
    (re.compile(r"e[+-]", re.IGNORECASE), "other"),
    (re.compile(r"[ymdhs]|am/pm|a/p", re.IGNORECASE), "date"),
    (re.compile(r"/"), "other"),
    (re.compile(r"[0#?]"), "number"),
)
"""The first that is found decides."""

_BUILT_IN = {
    "0": (1, 5, 6, 41, 42),
    "0.00": (2, 7, 8, 43, 44),
    "#,##0": (3, 37, 38),
    "#,##0.00": (4, 39, 40),
    "0%": (9,),
    "0.00%": (10,),
    "0.00E+00": (11, 48),
    "# ?/?": (12, 13),
    "yyyy-mm-dd": (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)),
    "@": (49,),
}
"""Formats a workbook names by number alone, as far as they matter here."""
_BY_NUMBER = {number: code for code, numbers in _BUILT_IN.items() for number in numbers}


def built_in_format(number: int) -> NumberFormat:
    """The format a workbook may name by number alone; general for one we do not know."""
    return read_format(_BY_NUMBER.get(number, ""))


def read_format(code: str) -> NumberFormat:
    """What matters of a format code."""
    code = code[:MAX_CODE]
    if not code.strip():
        return GENERAL
    currency = currency_of(code.split(";", maxsplit=1)[0])
    section = _BRACKETS.sub("", _LITERAL.sub(" ", code).split(";")[0])
    kind: FormatKind = next((kind for pattern, kind in _KINDS if pattern.search(section)), "masked")
    code = "" if kind in ("date", "text") or _ORDINARY.fullmatch(code) else code
    if kind not in ("number", "percent"):
        return NumberFormat(kind, currency=currency if kind == "general" else "", code=code)
    decimals, scaling = _DECIMALS.search(section), _SCALING.search(section)
    return NumberFormat(kind, len(decimals[1]) if decimals else 0, len(scaling[1]) if scaling else 0, currency, code)


def currency_of(text: str) -> str:
    """The currency sign in a format code or in an amount; empty for none.

    >>> currency_of("[$€-407] #,##0"), currency_of("GBP 1,000"), currency_of("[$-409]0")
    ('€', '£', '')
    """
    found = _CURRENCY.search(text) or _CURRENCY.search(text.upper())
    sign = (found[1] or found[2]).strip().upper() if found else ""
    return _SIGNS.get(sign, sign)


def shown_text(value: Fraction, stored: str, shape: NumberFormat) -> str:
    """A number as its format shows it, without grouping and currency signs.

    Texts beside it are left out where they make no other number of it.

    >>> shown_text(Fraction("78.44999"), "78.44999", NumberFormat("number", 1))
    '78.4'
    """
    other = other_number(value, stored, shape)
    if other is not None:
        return other
    if shape.decimals is None or shape.thousands:
        return stored
    if shape.kind == "percent":
        return f"{decimal_text(value * 100, shape.decimals)}%"
    return decimal_text(value, shape.decimals)


def other_number(value: Fraction, stored: str, shape: NumberFormat) -> str | None:
    """What a format shows, where a person reads another number, or none; ``None`` where it is the number.

    >>> other_number(Fraction(52), "52", read_format('0"k"')), other_number(Fraction(52), "52", read_format('0 "days"'))
    ('52k', None)
    """
    if shape.code:
        text = displayed(shape.code, value, stored)
        is_dash_for_nothing = text == "-" and not value
        return None if is_dash_for_nothing or meaning(text) == value else text
    if shape.decimals is None or shape.kind == "percent":
        return None
    text = decimal_text(value, shape.decimals)
    return None if Fraction(text) == value else text
