"""The methods that turn scored bids into an order, one file each.

Each gives the figure that decides and says whether the highest or the lowest wins.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Protocol

from svscore.scoring.awards import (
    adjusted_price,
    highest_total,
    lowest_price,
    monetised_quality,
    net_present_value,
    price_over_coefficient,
    price_per_quality_point,
    quality_per_price,
    utility_index,
)
from svscore.scoring.awards.standing import Eligible, Standing
from svscore.scoring.result import Working

__all__ = ["AWARDS", "AwardModule", "Eligible", "Standing"]


class AwardModule(Protocol):
    """What a file of this folder provides."""

    NAME: str
    FIGURE: str
    """What the figure is called in a table: ``Price per quality point``."""
    HIGHEST_WINS: bool

    def refuses(self, price: Fraction, settings: Any) -> str | None:
        """What must hold of a price the method can use, or ``None`` when ``price`` is fine."""

    def figure(self, bid: Standing, eligible: Eligible, total_available: Fraction, settings: Any) -> Working | None:
        """The figure of one eligible bid (itself among ``eligible``); ``None`` where it is undefined."""

    def remark(self, bid: Standing, figure: Fraction, best_figure: Fraction) -> str | None:
        """What else a reader should know of a bid beside the best figure; ``None`` for most methods."""


AWARDS: dict[str, AwardModule] = {
    module.NAME: module
    for module in (
        highest_total,
        lowest_price,
        adjusted_price,
        price_per_quality_point,
        quality_per_price,
        utility_index,
        price_over_coefficient,
        monetised_quality,
        net_present_value,
    )
}
