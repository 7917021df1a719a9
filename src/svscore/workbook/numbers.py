"""Numbers as a file stores them, turned into the decimal a person sees; no binary floats.

A spreadsheet program computes with 53 bits and shows at most 15 significant digits, but saves 17:
78.4 comes back as 78.400000000000006.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context
from fractions import Fraction

from svscore.exact import round_fraction

_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]*)?")
_STORED = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)

MAX_STORED = 400
"""Characters of a stored number; a spreadsheet program writes at most 24."""
MAX_MAGNITUDE = 40
"""Powers of ten written out; beyond, the text stays as it is and no column takes it."""


def number_text(stored: str) -> str | None:
    """A stored number as plain decimal text of at most 15 significant digits; ``None`` when it is none.

    >>> number_text("78.400000000000006"), number_text("4.50"), number_text("1E-3"), number_text("NaN")
    ('78.4', '4.5', '0.001', None)
    """
    if len(stored) <= 15 and stored.isdecimal() and stored.isascii():
        return stored.lstrip("0") or "0"
    stored = stored.strip(" \t\r\n")
    if len(stored) > MAX_STORED or not _STORED.fullmatch(stored):
        return None
    if len(stored) <= 15 and _PLAIN.fullmatch(stored):
        return _tidy(stored)
    value = _FIFTEEN.create_decimal(stored)
    if not value:
        return "0"
    if abs(value.adjusted()) > MAX_MAGNITUDE:
        return str(value.normalize(_FIFTEEN))
    return _tidy(format(value, "f"))


def _tidy(text: str) -> str:
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, decimals = digits.partition(".")
    whole, decimals = whole.lstrip("0") or "0", decimals.rstrip("0")
    if whole == "0" and not decimals:
        return "0"
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


_LAST_SERIAL = 2_958_465  # 31 December 9999
_DAY = 86_400


def date_text(number: str, *, is_1904: bool) -> str | None:
    """A serial day number as ISO text; ``None`` when it is outside the calendar.

    Below one day it is a time. In the 1900 system day 60 is 29 February 1900, which never was.

    >>> date_text("45719.5", is_1904=False), date_text("0.25", is_1904=False)
    ('2025-03-03T12:00:00', '06:00:00')
    """
    if "E" in number or number.startswith("-"):
        return None
    seconds = int(round_fraction(Fraction(number) * _DAY, 0))
    days, rest = divmod(seconds, _DAY)
    if days > _LAST_SERIAL - 1462 * is_1904:
        return None
    if not days and not is_1904:
        return str(timedelta(seconds=rest)).rjust(8, "0")
    start = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30 if days >= 60 else 31)  # noqa: DTZ001
    moment = start + timedelta(days=days, seconds=rest)
    return moment.isoformat() if rest else moment.date().isoformat()
