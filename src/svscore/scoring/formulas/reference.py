"""The offers a relative formula looks at, with what it asks of all of them worked out once for all bids."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property


class Reference(tuple[Fraction, ...]):  # noqa: SLOT001 - what is worked out once needs a place
    """The offers of the reference bids at one criterion, in its unit.

    The properties need at least one offer. Each bid's share asks for them again: taken anew each time, the work
    would grow with the square of the number of bids.

    >>> offers = Reference([Fraction(90), Fraction(100), Fraction(140)])
    >>> [str(figure) for figure in (offers.lowest, offers.highest, offers.total, offers.mean, offers.median)]
    ['90', '140', '330', '110', '100']
    """

    @cached_property
    def lowest(self) -> Fraction:
        return min(self)

    @cached_property
    def highest(self) -> Fraction:
        return max(self)

    @cached_property
    def total(self) -> Fraction:
        return sum(self, Fraction(0))

    @cached_property
    def mean(self) -> Fraction:
        return self.total / len(self)

    @cached_property
    def median(self) -> Fraction:
        """The middle one in order; the mean of the two middle ones of an even number."""
        ordered = sorted(self)
        return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
