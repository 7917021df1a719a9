"""How rare the prices of weighted lines are by chance: points for a price, or the price times one factor."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from svscore.workbook.evidence import FAR, Figure, odds_of_distance
from svscore.workbook.published import MAX_STEPS, POINTS

Span = tuple[Fraction, Fraction]
"""The least and the greatest factor."""
UNCHANGED: Span = (Fraction(1), Fraction(1))


def odds_of_factor(
    both: Sequence[tuple[Figure, Figure]], rest: Sequence[Fraction], factor: Span, *, is_free: bool
) -> int:
    """One in how many has prices that are others times a factor; a price that is not changed may be a fixed one."""
    different = {before.value for before, _ in both}
    if factor == UNCHANGED:
        is_fixed = len(different) == 1 and len(both) < sum(price in different for price in rest)
        return 1 if is_fixed or len(different) < len(both) else prod([FAR * FAR] * len(different))
    distance = odds_of_distance(max(after.value for _, after in both), min(rest, default=Fraction(0)))
    return distance * prod([MAX_STEPS] * (len(different) - is_free))


def odds_of_points(both: Sequence[tuple[Figure, Figure]], rest: Sequence[Fraction], weight: Fraction) -> int:
    """One in how many has prices that are points for others; 0 where nothing says that they are points."""
    most = max(after.value for _, after in both)
    distance = odds_of_distance(most, min(rest, default=Fraction(0)))
    if are_inverse(both):
        return distance * FAR * FAR
    return distance if distance >= FAR * FAR or most <= weight else 0


def is_points(figure: Figure | None) -> bool:
    """Whether a price may be points for it; so may none."""
    return figure is None or 0 <= figure.value <= POINTS


def are_inverse(both: Sequence[tuple[Figure, Figure]]) -> bool:
    """Whether the points of several prices are the lowest price over each, times one figure."""
    spans = [
        ((after.value - after.near) * before.value, (after.value + after.near) * before.value) for before, after in both
    ]
    different = {before.value for before, _ in both}
    return len(different) > 1 and max(least for least, _ in spans) <= min(most for _, most in spans)
