"""The marks of a scale by what cells and minimums write, looked up rather than searched for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from svscore.framework.model import Scale, ScaleLevel
from svscore.framework.once import once_for_each

MOST_SCALES = 10_000
"""Scales that are kept: more than one file can hold."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of one scale; of two with one mark the first counts."""

    by_mark: Mapping[Fraction | str, ScaleLevel]
    """By the mark as a number, where it is one, and by its text."""
    highest: Fraction | None
    """The highest mark that is a number; ``None`` where none is."""
    best: ScaleLevel
    """The mark that earns most; the first of several."""


@once_for_each(MOST_SCALES)
def levels_of(scale: Scale) -> Levels:
    """The levels of a scale, by mark."""
    by_mark: dict[Fraction | str, ScaleLevel] = {}
    for level in scale:
        for mark in (level.number, level.mark):
            if mark is not None:
                by_mark.setdefault(mark, level)
    numbers = [level.number for level in scale if level.number is not None]
    highest = max(numbers, default=None)

    def percent(level: ScaleLevel) -> Fraction:
        if level.share is not None or not highest:
            return level.share or Fraction(0)
        return (level.number or Fraction(0)) / highest * 100

    return Levels(by_mark, highest, max(scale, key=percent))
