"""Settings of the award methods: how scored bids become an order.

Only what a framework file says; the arithmetic is in :mod:`svscore.scoring.awards`, one file a
method, under the same names.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, field_validator

from svscore.framework.bounds import Positive, Rate, refusal
from svscore.framework.fields import Id, Model, Number, NumberOrPercent, Places, Quantum, Whole


class AwardBase(Model):
    """What every award method may say."""

    places: Annotated[Whole, Field(ge=1)] = 1
    """How many bids are awarded."""
    also_within: NumberOrPercent | None = None
    """Also award every bid this close to the last place: points, or percent of all points (for a
    method that orders by another figure: that figure, or percent of the last place's)."""
    on: Literal["unrounded", "rounded"] = "unrounded"
    """Which value decides the order and the ties."""

    @field_validator("also_within")
    @classmethod
    def _not_negative(cls, also_within: Quantum | None) -> Quantum | None:
        if also_within is not None and also_within.value < 0:
            raise refusal(f"found {also_within}, expected a number or percent of zero or more")
        return also_within


class HighestTotal(AwardBase):
    by: Literal["highest-total"] = "highest-total"


class Addition(Model):
    """An offered quantity turned into money and added to the price: days at so much a day."""

    quantity: Id
    rate: Number


class PriceAward(AwardBase):
    """What every award method that looks at a price may say."""

    price: Id | None = None
    """The price criterion meant; may be left out when there is only one."""
    add: tuple[Addition, ...] = ()
    figure_places: Places | None = None
    """Decimal places of the figure that decides, half-up unless `rounding` has another mode."""


class LowestPrice(PriceAward):
    by: Literal["lowest-price"]


class AdjustedPrice(PriceAward):
    by: Literal["adjusted-price"]
    add: tuple[Addition, ...] = Field(min_length=1)


class PricePerQualityPoint(PriceAward):
    by: Literal["price-per-quality-point"]


class QualityPerPrice(PriceAward):
    by: Literal["quality-per-price"]


class UtilityIndex(PriceAward):
    by: Literal["utility-index"]
    quality_weight: Positive
    price_weight: Positive


class PriceOverCoefficient(PriceAward):
    by: Literal["price-over-coefficient"]
    of: Positive = Fraction(100)
    """The points that quality and price have together; quality's are the framework's `total`."""


class MonetisedQuality(PriceAward):
    by: Literal["monetised-quality"]
    value_per_point: Positive
    """What one point is worth, in the currency of the price."""


class CashFlow(Model):
    """One payment, by the price criterion that asks for it, `days` after the one before."""

    price: Id
    days: Annotated[Whole, Field(ge=0)] = 0


class NetPresentValue(AwardBase):
    by: Literal["net-present-value"]
    rate: Rate
    """The yearly discount rate."""
    flows: tuple[CashFlow, ...] = Field(min_length=1)
    figure_places: Places | None = None


def _method(value: Any) -> str:
    return str(value.get("by", "highest-total") if isinstance(value, dict) else getattr(value, "by", ""))


Award = Annotated[
    Annotated[HighestTotal, Tag("highest-total")]
    | Annotated[LowestPrice, Tag("lowest-price")]
    | Annotated[AdjustedPrice, Tag("adjusted-price")]
    | Annotated[PricePerQualityPoint, Tag("price-per-quality-point")]
    | Annotated[QualityPerPrice, Tag("quality-per-price")]
    | Annotated[UtilityIndex, Tag("utility-index")]
    | Annotated[PriceOverCoefficient, Tag("price-over-coefficient")]
    | Annotated[MonetisedQuality, Tag("monetised-quality")]
    | Annotated[NetPresentValue, Tag("net-present-value")],
    Discriminator(_method),
]
