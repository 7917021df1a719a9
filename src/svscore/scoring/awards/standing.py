"""What an award method may look at of one bid."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Standing:
    """The points, price and payments of one bid; an unknown price leaves a figure undefined."""

    points: Fraction
    """Total points, before the last rounding stage."""
    price: Fraction | None = None
    """The award's price, additions included; ``None`` when the method uses none."""
    flows: tuple[Fraction, ...] = ()
    """The payments a net present value discounts, in the order of the model's ``flows``."""


class Eligible(tuple[Standing, ...]):  # noqa: SLOT001 - what is worked out once needs a place
    """The bids that are ranked, with what a method asks of all of them worked out once for all figures."""

    @cached_property
    def most_points(self) -> Fraction:
        return max(bid.points for bid in self)

    @cached_property
    def lowest_price(self) -> Fraction:
        """The lowest price above zero, which some bid has."""
        return min(bid.price for bid in self if bid.price is not None and bid.price > 0)


def no_remark(bid: Standing, figure: Fraction, best_figure: Fraction) -> str | None:
    """Nothing: the method's figure says it all."""
    return None
