"""The methods that turn scored bids into an order, one file each.

Each gives the figure that decides and says whether the highest or the lowest wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from svscore.scoring.result import Working


@dataclass(frozen=True, slots=True)
class Standing:
    """What an award method may look at of one bid."""

    points: Fraction
    """Total points, before the last rounding stage."""
    price: Fraction | None = None
    """The award's price, additions included; ``None`` when the method uses none."""
    flows: tuple[Fraction, ...] = ()
    """The payments a net present value discounts, in the order of the model's ``flows``."""


class AwardModule(Protocol):
    """What a file of this folder provides."""

    NAME: str
    FIGURE: str
    """What the figure is called in a table: ``Price per quality point``."""
    HIGHEST_WINS: bool

    def refuses(self, price: Fraction, settings: Any) -> str | None:
        """What must hold of a price the method can use, or ``None`` when ``price`` is fine."""

    def figure(
        self, bid: Standing, eligible: Sequence[Standing], total_available: Fraction, settings: Any
    ) -> Working | None:
        """The figure of one eligible bid (itself among ``eligible``); ``None`` where it is undefined."""


AWARDS: dict[str, AwardModule] = {}
