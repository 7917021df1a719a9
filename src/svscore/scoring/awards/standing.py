"""What an award method may look at of one bid."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Standing:
    """The points, price and payments of one bid; an unknown price leaves a figure undefined."""

    points: Fraction
    """Total points, before the last rounding stage."""
    price: Fraction | None = None
    """The award's price, additions included; ``None`` when the method uses none."""
    flows: tuple[Fraction, ...] = ()
    """The payments a net present value discounts, in the order of the model's ``flows``."""


def no_remark(bid: Standing, figure: Fraction, best_figure: Fraction) -> str | None:
    """Nothing: the method's figure says it all."""
    return None
