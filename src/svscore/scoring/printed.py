"""How points, figures and margins are printed: the same in every output, for one competition or many."""

from __future__ import annotations

from fractions import Fraction

from svscore.exact import RoundingMode, decimal_text, difference_text, is_decimal, small_text
from svscore.framework.award import HighestTotal
from svscore.framework.model import Framework

PLACES = 2
"""Decimal places of a number that no stage rounds."""


def stage_text(value: Fraction, places: int | None, mode: RoundingMode) -> str:
    """A number as its rounding stage has it. One that no stage rounds has two places, half to even.

    The model's mode is for the stages it rounds: where it rounds up, 58.254 that is not rounded is no 58.26.

    >>> stage_text(Fraction("58.254"), 2, "up"), stage_text(Fraction("58.254"), None, "up")
    ('58.26', '58.25')
    """
    return decimal_text(value, PLACES, "half-even") if places is None else decimal_text(value, places, mode)


def total_text(framework: Framework, total: Fraction) -> str:
    """A total in points."""
    return stage_text(total, framework.rounding.total, framework.rounding.mode)


def figure_text(framework: Framework, figure: Fraction) -> str:
    """What the award method orders by: as the model rounds it, else to two places, or four where two say little."""
    award = framework.award
    if framework.moderation == "rank-sum":
        return str(figure)
    if isinstance(award, HighestTotal):
        return total_text(framework, figure)
    if award.figure_places is not None:
        return decimal_text(figure, award.figure_places, framework.rounding.mode)
    return decimal_text(figure, PLACES if abs(figure) >= 100 or is_decimal(figure, PLACES) else 4, "half-even")


def margin_text(figure: str, following: str, margin: Fraction) -> str:
    """How far two printed figures are apart, as somebody who subtracts them finds it.

    Where they print alike and are not, the exact margin to its first two digits: it never prints as zero.

    >>> margin_text("81.05", "80.55", Fraction("0.5025")), margin_text("80.00", "80.00", Fraction("0.0025"))
    ('0.50', '0.0025')
    """
    text = difference_text(figure, following)
    return small_text(margin) if margin and not text.strip("0.") else text
