"""Settings of the formulas that turn a price or a measured offer into a share of the weight.

Only what a framework file says; the arithmetic is in :mod:`svscore.scoring.formulas`, one file
a formula, under the same names.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from svscore.framework.fields import Boolean, Id, Model, Number, Percent, Places, Text


class BasketItem(Model):
    """One line of a price basket: a rate the bidder quotes, times a published quantity."""

    item: Id
    title: Text | None = None
    quantity: Number


class Proxy(Model):
    """What one unit of a measured offer is worth in pounds, and who says so."""

    value: Number
    edition: Text | None = None
    licence: Text | None = None
    source: Text | None = None


class Offer(Model):
    """What price and quantity criteria have in common: a formula, and how the number comes about."""

    basket: tuple[BasketItem, ...] = ()
    """Price only: the price is the sum of rate times quantity."""
    unit: Text | None = None
    """Quantity only: FTE, hours, weeks, tCO2e, GBP, ..."""
    better: Literal["more", "less"] | None = None
    """Quantity only: whether more (the default) or less is better. For a price less is."""
    proxy: Proxy | None = None
    """Quantity only: pounds per unit, applied before the cap and the formula."""
    cap: Number | None = None
    """Quantity only: more than this counts as this, after the proxy."""


class Unscored(Offer):
    """The number is only read: for the award method, a tie-break or a test."""

    formula: Literal["none"]


class LowestRatio(Offer):
    formula: Literal["lowest-ratio"]
    zero: Literal["refuse", "full-marks"] = "refuse"
    """A price of zero cannot be scored, unless the model says it has full marks (and all others none)."""


class PercentOverLowest(Offer):
    formula: Literal["percent-over-lowest"]
    floored: Boolean = True
    """Whether more than twice the lowest price scores 0 rather than a negative number."""


class LinearToZero(Offer):
    formula: Literal["linear-to-zero"]
    zero_at: Percent
    """The percent of the lowest price that scores 0: 150% or 200%."""


class ShareOfSum(Offer):
    formula: Literal["share-of-sum"]


class MinMax(Offer):
    formula: Literal["min-max"]


class FixedRange(Offer):
    formula: Literal["fixed-range"]
    full_at: Number
    zero_at: Number


class BaseAmount(Offer):
    formula: Literal["base-amount"]
    base: Number
    """The published amount that scores 0."""


class Power(Offer):
    formula: Literal["power"]
    curve: Literal["saving-over-best", "price-over-base", "value-over-best", "discount"]
    exponent: Number
    base: Number | None = None
    precision: Places = 12


class Bilinear(Offer):
    formula: Literal["bilinear"]
    knee: Percent
    """The share earned at the mean: 80%, 85% or 90% where it is met."""
    base: Number | None = None
    """The published amount that scores 0; needed where less is better."""


class MeanDeviation(Offer):
    formula: Literal["mean-deviation"]
    at_mean: Percent = Fraction(1, 2)
    per_percent: Percent = Fraction(1, 100)
    """How much of the weight each percent off the mean is worth."""
    floored: Boolean = True
    capped: Boolean = True


class MedianDeviation(Offer):
    formula: Literal["median-deviation"]
    at_median: Percent = Fraction(1, 2)
    per_percent: Percent = Fraction(1, 100)
    floored: Boolean = True
    capped: Boolean = True


class Logarithmic(Offer):
    formula: Literal["logarithmic"]
    zero_at: Percent
    """The percent of the lowest price that scores 0: 200% for a doubling."""
    floored: Boolean = True
    precision: Places = 12


class Band(Model):
    """Offers below a number (and not below the band before) earn this share of the weight."""

    below: Number | None = None
    """Left out in the last band: all the rest."""
    share: Percent


class Bands(Offer):
    formula: Literal["bands"]
    bands: tuple[Band, ...] = Field(min_length=1)


class HighestRatio(Offer):
    formula: Literal["highest-ratio"]


class Target(Offer):
    formula: Literal["target"]
    target: Number
    """The published number that earns the whole weight."""


Formula = Annotated[
    Unscored
    | LowestRatio
    | PercentOverLowest
    | LinearToZero
    | ShareOfSum
    | MinMax
    | FixedRange
    | BaseAmount
    | Power
    | Bilinear
    | MeanDeviation
    | MedianDeviation
    | Logarithmic
    | Bands
    | HighestRatio
    | Target,
    Field(discriminator="formula"),
]
