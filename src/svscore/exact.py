"""The only door for numbers: text to ``Fraction``, ``Fraction`` to rounded text.

Binary floats and booleans are refused here, so that none can decide a digit or a
rank anywhere else. Rounding is integer arithmetic: through a 28-digit ``Decimal`` it
would round twice and could flip a half.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal

RoundingMode = Literal["half-up", "half-even", "down", "up"]
"""``half-up`` and ``up`` go away from zero, ``down`` towards it."""

MAX_DIGITS = 60
"""More digits than any price or mark has: longer text is refused, so that work stays bounded."""

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_RATIO = re.compile(r"(-?(?:0|[1-9][0-9]*))/([1-9][0-9]*)")


def parse_number(text: str | int | Fraction) -> Fraction:
    """The exact value of a plain decimal (``12``, ``-0.5``) or a fraction (``100/3``).

    Raises:
        ValueError: for anything else: exponents, ``010``, ``+5``, ``1_000``, ``1,5``, ``nan``.
        TypeError: for floats and booleans, which have already lost what was written.

    >>> parse_number("0.1")
    Fraction(1, 10)
    """
    if isinstance(text, bool) or not isinstance(text, (str, int, Fraction)):
        raise TypeError(f"a number must come from text or a whole number, not {type(text).__name__}")
    if not isinstance(text, str):
        return Fraction(text)
    if len(text) > MAX_DIGITS:
        raise ValueError(f"a number of at most {MAX_DIGITS} characters")
    if _NUMBER.fullmatch(text):
        whole, _, decimals = text.partition(".")
        return Fraction(int(whole + decimals), 10 ** len(decimals)) if decimals else Fraction(int(whole))
    if ratio := _RATIO.fullmatch(text):
        return Fraction(int(ratio[1]), int(ratio[2]))
    raise ValueError("a plain decimal number")


def round_fraction(value: Fraction, places: int, mode: RoundingMode = "half-up") -> Fraction:
    """``value`` to a number of decimal places, in one step and exactly.

    >>> round_fraction(Fraction("2.675"), 2)
    Fraction(67, 25)
    >>> round_fraction(Fraction("2.665"), 2, "half-even")
    Fraction(133, 50)
    """
    scale = 10**places
    whole, rest = divmod(abs(value.numerator) * scale, value.denominator)
    if mode == "up":
        whole += rest > 0
    elif mode != "down":
        twice = 2 * rest
        is_half = twice == value.denominator
        goes_up = whole % 2 == 1 if is_half and mode == "half-even" else is_half
        whole += twice > value.denominator or goes_up
    return Fraction(whole if value >= 0 else -whole, scale)


def decimal_text(value: Fraction, places: int, mode: RoundingMode = "half-up") -> str:
    """``value`` as decimal text with exactly ``places`` decimals.

    >>> decimal_text(Fraction(1647, 20), 2)
    '82.35'
    """
    rounded = round_fraction(value, places, mode)
    digits = str(abs(rounded.numerator) * 10**places // rounded.denominator).rjust(places + 1, "0")
    sign = "-" if rounded < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def plain_text(value: Fraction, places: int = 12, mode: RoundingMode = "half-up") -> str:
    """The shortest decimal text of ``value``; rounded to ``places`` decimals when it has more.

    >>> plain_text(Fraction(5, 2)), plain_text(Fraction(60)), plain_text(Fraction(1, 3), 4)
    ('2.5', '60', '0.3333')
    """
    text = decimal_text(value, places, mode)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def is_decimal(value: Fraction, places: int = 12) -> bool:
    """Whether ``value`` can be written exactly with at most ``places`` decimals."""
    scale: int = 10**places
    return scale % value.denominator == 0


def exact_text(value: Fraction) -> str:
    """``value`` without loss: ``15`` or ``1647/20``; read back by :func:`parse_number`."""
    return str(value)


def difference_text(one: str, other: str) -> str:
    """How far apart two printed decimals are, as somebody who subtracts them finds it.

    >>> difference_text("81.05", "80.5")
    '0.55'
    """
    parts = [text.partition(".") for text in (one, other)]
    places = max(len(decimals) for _, _, decimals in parts)
    first, second = (int(whole + decimals.ljust(places, "0")) for whole, _, decimals in parts)
    digits = str(abs(first - second)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def small_text(value: Fraction) -> str:
    """A positive number with its first two digits that are not zero, at the most.

    >>> small_text(Fraction("0.0004")), small_text(Fraction(1, 30000)), small_text(Fraction("0.00996"))
    ('0.0004', '0.000033', '0.01')
    """
    places = 2
    while value * 10 ** (places - 1) < 1:
        places += 1
    return decimal_text(value, places).rstrip("0").rstrip(".")


def money_text(value: Fraction) -> str:
    """A price or other large figure with thousands separators, as people read it.

    >>> money_text(Fraction(233763000)), money_text(Fraction("9900.5"))
    ('233,763,000', '9,900.50')
    """
    places = 0 if value.denominator == 1 else 2 if is_decimal(value, 2) else 4
    sign, text = ("-", decimal_text(-value, places)) if value < 0 else ("", decimal_text(value, places))
    whole, point, rest = text.partition(".")
    return f"{sign}{int(whole):,}{point}{rest}"


def nth_root(value: int, degree: int) -> int:
    """The largest integer whose ``degree``-th power is not above ``value``."""
    if value < 2 or degree == 1:
        return value
    guess = 1 << -(-value.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better


def power(base: Fraction, exponent: Fraction, places: int) -> Fraction:
    """``base ** exponent`` to ``places`` decimals, half-up, by integer arithmetic.

    ``base`` is 0 or more, ``exponent`` above 0. Exact up to the one rounding: the root is
    taken of an integer, never of a float.

    >>> power(Fraction(1, 4), Fraction(1, 2), 6)
    Fraction(1, 2)
    """
    raised = base**exponent.numerator
    degree = exponent.denominator
    scale = 2 * 10**places  # one more bit than needed, for the half
    root = nth_root(raised.numerator * scale**degree // raised.denominator, degree)
    return Fraction((root + 1) // 2, 10**places)


def log_ratio(value: Fraction, base: Fraction, places: int) -> Fraction:
    """``log(value) / log(base)`` to ``places`` decimals, half-up; both above 0, ``base`` not 1.

    Worked out with 40 digits more than asked for. A ratio of logarithms of short decimals is
    either a short fraction or irrational, and irrational is never a half; but the last working
    digits of a short fraction may fall just below it (log 3 / log 9), so they are rounded off first.
    """
    context = Context(prec=places + 40)
    logs = [
        context.subtract(context.ln(Decimal(part.numerator)), context.ln(Decimal(part.denominator)))
        for part in (value, base)
    ]
    return round_fraction(round_fraction(Fraction(context.divide(*logs)), places + 20), places)
