"""What each mark of a scale earns, worked out once a scale: every criterion and several rules ask for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from fractions import Fraction

from svscore.framework.levels import MOST_SCALES
from svscore.framework.model import Minimum, Scale, ScaleLevel
from svscore.framework.once import once_for_each


def mark_key(level: ScaleLevel) -> str | Fraction:
    """What makes two marks the same mark."""
    return level.mark.strip().casefold() if level.number is None else level.number


@once_for_each(MOST_SCALES)
def shares(scale: Scale) -> tuple[Fraction, ...] | None:
    """The part of the weight each mark earns, 0 to 1, in file order; ``None`` where that is not known."""
    numbers = [level.number for level in scale if level.number is not None]
    highest = max(numbers, default=Fraction(0))
    found = []
    for level in scale:
        if level.share is not None:
            found.append(level.share / 100)
        elif level.number is None or highest <= 0:
            return None
        else:
            found.append(level.number / highest)
    return tuple(found)


@once_for_each(MOST_SCALES)
def shares_in_order(scale: Scale) -> tuple[Fraction, ...]:
    """The same, the least first; nothing where it is not known."""
    return tuple(sorted(shares(scale) or ()))


@once_for_each(MOST_SCALES)
def share_by_mark(scale: Scale) -> Mapping[str | Fraction, Fraction]:
    """What each mark earns, by what makes it the same mark; nothing where that is not known."""
    return dict(zip(map(mark_key, scale), shares(scale) or (), strict=False))


def count_meeting(scale: Scale, needed: Fraction, minimum: Minimum) -> int:
    """How many marks earn what a minimum asks for."""
    return len(shares_in_order(scale)) - _first_meeting(scale, needed, minimum)


def least_meeting(scale: Scale, needed: Fraction, minimum: Minimum) -> Fraction | None:
    """The least that a mark earns which meets a minimum; ``None`` where none does."""
    first = _first_meeting(scale, needed, minimum)
    return next(iter(shares_in_order(scale)[first : first + 1]), None)


def _first_meeting(scale: Scale, needed: Fraction, minimum: Minimum) -> int:
    return (bisect_left if minimum.above is None else bisect_right)(shares_in_order(scale), needed)
