"""What prices earn under the commonest relative formulas, in closed form, and what a third price does to two.

Lint may not score, and needs no more than this: invented prices, to show on a model what it will do.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from svscore.exact import plain_text
from svscore.framework.formula import Formula, LinearToZero, LowestRatio, MinMax, PercentOverLowest, Unscored
from svscore.framework.model import Criterion, Framework, Path
from svscore.lint.sums import quality_sums, rounded_points
from svscore.lint.weighting import points_available

DEAR, CHEAP, HOPELESS = Fraction(100), Fraction(80), Fraction(40)
"""Invented prices: of two bids worth having, and of one that is not."""
FINE, ROOM = 2, Fraction(1, 10)
"""Decimals that points are rounded to, if at all, and the room an invented figure needs, for it to come true."""


@dataclass(frozen=True, slots=True)
class Priced:
    """A scored price, and the points at stake."""

    path: Path
    formula: Formula
    points: Fraction
    """What the price can earn."""
    quality: Fraction
    """What everything that is no price can earn."""


def scored_prices(framework: Framework) -> Iterator[Priced]:
    """Each price that earns points."""
    points = points_available(framework)
    quality = sum((points[path] for path, leaf in framework.walk() if _is_quality(leaf)), Fraction(0))
    for path, leaf in framework.walk():
        if leaf.price is not None and not isinstance(leaf.price, Unscored) and points[path] > 0:
            yield Priced(path, leaf.price, points[path], quality)


def _is_quality(leaf: Criterion) -> bool:
    return leaf.criteria is None and leaf.price is None


def shares(formula: Formula, prices: Sequence[Fraction]) -> list[Fraction] | None:
    """The part of the weight each of some different prices earns; ``None`` where the formula has no closed form here.

    >>> shares(LowestRatio(formula="lowest-ratio"), [Fraction(100), Fraction(80)])
    [Fraction(4, 5), Fraction(1, 1)]
    """
    lowest, highest = min(prices), max(prices)
    if isinstance(formula, LowestRatio):
        return [lowest / price for price in prices]
    if isinstance(formula, PercentOverLowest):
        plain = [1 - (price - lowest) / lowest for price in prices]
        return [max(share, Fraction(0)) for share in plain] if formula.floored else plain
    if isinstance(formula, LinearToZero):
        width = lowest * (formula.zero_at - 1)
        return [max(1 - (price - lowest) / width, Fraction(0)) for price in prices]
    if isinstance(formula, MinMax) and highest > lowest:
        return [(highest - price) / (highest - lowest) for price in prices]
    return None


def reversal(
    framework: Framework, priced: Priced, needed: Fraction = Fraction(0), third: str = "a bid worth nothing"
) -> str:
    """Two bids whose order a third one turns round under this model, in words; empty when none is known.

    ``needed`` is the part of the quality points, 0 to 1, without which a bid fails; ``third`` says what the third is.
    """
    if framework.moderation == "rank-sum" or framework.award.by != "highest-total" or framework.award.on == "rounded":
        return ""  # the sums of points are not what decides
    two = shares(priced.formula, [DEAR, CHEAP])
    three = shares(priced.formula, [DEAR, CHEAP, HOPELESS])
    if two is None or three is None:
        return ""
    alone, beside = (
        rounded_points(framework, cheap, priced.points) - rounded_points(framework, dear, priced.points)
        for dear, cheap in (two[:2], three[:2])
    )
    pair = _quality_pair(framework, priced, min(alone, beside), max(alone, beside))
    if pair is None or pair[1] < needed * priced.quality:
        return ""
    first, then = ("behind", "ahead of") if alone > beside else ("ahead of", "behind")
    return (
        f"under this model a bid with {_text(pair[0])} quality points at {_text(DEAR)} is {first} one with "
        f"{_text(pair[1])} at {_text(CHEAP)}, and {then} it once {third} at {_text(HOPELESS)} takes part"
    )


def _quality_pair(
    framework: Framework, priced: Priced, low: Fraction, high: Fraction
) -> tuple[Fraction, Fraction] | None:
    """Two sums of quality points that differ by more than ``low`` and less than ``high``, the greatest there are.

    ``None`` where there are none, or none is known to be possible.
    """
    gap = (low + high) / 2
    if high - low > ROOM and gap <= _freely_given(framework):
        return priced.quality, priced.quality - gap
    sums = quality_sums(framework) or []
    for more in reversed(sums):
        index = bisect_left(sums, more - low) - 1  # the greatest that is more than `low` below
        if index >= 0 and low < more - sums[index] < high:
            return more, sums[index]
    return None


def _freely_given(framework: Framework) -> Fraction:
    """The points of criteria whose points are given directly, so that any part of them is possible."""
    rounding = framework.rounding
    if any(places is not None and places < FINE for places in (rounding.share, rounding.criterion, rounding.section)):
        return Fraction(0)
    points = points_available(framework)
    return sum((points[path] for path, leaf in framework.walk() if leaf.points is not None), Fraction(0))


def _text(points: Fraction) -> str:
    return plain_text(points, 2)
