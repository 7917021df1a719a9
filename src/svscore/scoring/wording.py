"""How a worked calculation writes its numbers, so that somebody with a calculator can follow it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from svscore.exact import is_decimal, money_text, round_fraction
from svscore.scoring.result import Working, shown


def amount(value: Fraction) -> str:
    """A price or quantity with thousands separators; one with more than four decimals marked where cut.

    >>> amount(Fraction(12000)), amount(Fraction("0.5")), amount(Fraction(121, 3))
    ('12,000', '0.50', '40.333333333...')
    """
    return money_text(value) if is_decimal(value, 4) else grouped(value)


def grouped(value: Fraction) -> str:
    """A number of a worked calculation with thousands separators.

    >>> grouped(Fraction(57600)), grouped(Fraction("-1234.5")), grouped(Fraction(6841540, 3))
    ('57,600', '-1,234.5', '2,280,513.333333333...')
    """
    whole, point, decimals = shown(value).partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.removeprefix('-')):,}{point}{decimals}"


def about(value: Fraction) -> str:
    """An amount in a sentence: rounded to pence, and said to be, where it has more.

    >>> about(Fraction(48000)), about(Fraction(6841540, 3))
    ('48,000', 'about 2,280,513.33')
    """
    return money_text(value) if is_decimal(value, 2) else f"about {money_text(round_fraction(value, 2))}"


def percent(share: Fraction) -> str:
    """A share as a percent: 4/5 is ``80%``."""
    return f"{shown(share * 100)}%"


def bounded(rule: str, substituted: str, value: Fraction, *, floored: bool = False, capped: bool = False) -> Working:
    """The working of a share kept to 0 and above, to 1 and below, or both, saying so where that changes it.

    >>> bounded("1 - this / base", "1 - 3 / 2", Fraction(-1, 2), floored=True)
    Working(rule='1 - this / base, not below 0', substituted='1 - 3 / 2 = -0.5, so 0', value=Fraction(0, 1))
    """
    limits = {(True, True): ", from 0 to 1", (True, False): ", not below 0", (False, True): ", not above 1"}
    rule += limits.get((floored, capped), "")
    kept = max(value, Fraction(0)) if floored else value
    kept = min(kept, Fraction(1)) if capped else kept
    if kept != value:
        substituted += f" = {shown(value)}, so {kept}"
    return Working(rule, substituted, kept)


def in_words(names: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
