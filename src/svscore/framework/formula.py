"""Settings of the formulas that turn a price or a measured offer into a share of the weight.

Only what a framework file says; the arithmetic is in :mod:`svscore.scoring.formulas`, one file
a formula, under the same names.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from svscore.exact import plain_text
from svscore.framework.bounds import Part, Positive, PositivePercent, percent_text, refusal
from svscore.framework.fields import Boolean, Id, Model, Number, Percent, Places, Text, Title

Direction = Literal["less", "more"]
"""What is better: a lower number or a higher one."""

MAX_EXPONENT_PART = 100
"""Largest numerator and denominator of an exponent: the digits of a power stay bounded."""

LEAST_LOGARITHMIC_ZERO = Fraction("1.0001")
"""Nearer to the lowest price the base of the logarithm is too near 1 for its stated precision."""


class BasketItem(Model):
    """One line of a price basket: a rate the bidder quotes, times a published quantity."""

    item: Id
    title: Title | None = None
    quantity: Number


class Proxy(Model):
    """What one unit of a measured offer is worth in pounds, and who says so."""

    value: Positive
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
    cap: Positive | None = None
    """Quantity only: more than this counts as this, after the proxy."""

    REWARDS: ClassVar[tuple[Direction, ...]] = ("less", "more")
    IS_RELATIVE: ClassVar[bool] = True
    DIRECTION_HINT: ClassVar[str] = "docs/formulas.md says which formulas reward less and which more"

    @property
    def rewards(self) -> tuple[Direction, ...]:
        """What the formula can reward with these settings."""
        return self.REWARDS

    @property
    def is_relative(self) -> bool:
        """Whether a bid's share depends on the other bids with these settings."""
        return self.IS_RELATIVE


class Unscored(Offer):
    """The number is only read: for the award method, a tie-break or a test."""

    formula: Literal["none"]
    IS_RELATIVE: ClassVar[bool] = False


class LowestRatio(Offer):
    formula: Literal["lowest-ratio"]
    REWARDS: ClassVar[tuple[Direction, ...]] = ("less",)
    zero: Literal["refuse", "full-marks"] = "refuse"
    """A price of zero cannot be scored, unless the model says it has full marks (and all others none)."""


class PercentOverLowest(Offer):
    formula: Literal["percent-over-lowest"]
    REWARDS: ClassVar[tuple[Direction, ...]] = ("less",)
    floored: Boolean = True
    """Whether more than twice the lowest price scores 0 rather than a negative number."""


class LinearToZero(Offer):
    formula: Literal["linear-to-zero"]
    REWARDS: ClassVar[tuple[Direction, ...]] = ("less",)
    zero_at: Percent
    """The percent of the lowest price that scores 0: 150% or 200%."""

    @field_validator("zero_at")
    @classmethod
    def _above_the_lowest(cls, zero_at: Fraction) -> Fraction:
        if zero_at <= 1:
            raise refusal(
                f"found {percent_text(zero_at)}, expected a percent above 100%",
                "150% scores 0 at one and a half times the lowest price",
            )
        return zero_at


class ShareOfSum(Offer):
    formula: Literal["share-of-sum"]


class MinMax(Offer):
    formula: Literal["min-max"]


class FixedRange(Offer):
    formula: Literal["fixed-range"]
    IS_RELATIVE: ClassVar[bool] = False
    full_at: Number
    zero_at: Number

    DIRECTION_HINT: ClassVar[str] = "full-at is below zero-at where less is better, and above it where more is"

    @field_validator("zero_at")
    @classmethod
    def _apart(cls, zero_at: Fraction, info: ValidationInfo) -> Fraction:
        if zero_at == info.data.get("full_at"):
            raise refusal(
                f"found {plain_text(zero_at)} for full-at and zero-at alike, expected two different numbers",
                "full-at is what earns the whole weight, zero-at what earns nothing",
            )
        return zero_at

    @property
    def rewards(self) -> tuple[Direction, ...]:
        return ("less",) if self.full_at < self.zero_at else ("more",)


class BaseAmount(Offer):
    formula: Literal["base-amount"]
    REWARDS: ClassVar[tuple[Direction, ...]] = ("less",)
    base: Positive
    """The published amount that scores 0."""


class Power(Offer):
    formula: Literal["power"]
    curve: Literal["saving-over-best", "price-over-base", "value-over-best", "discount"]
    exponent: Number
    base: Positive | None = None
    precision: Places = 12

    DIRECTION_HINT: ClassVar[str] = (
        "saving-over-best and price-over-base reward less, value-over-best and discount more"
    )

    @field_validator("exponent")
    @classmethod
    def _short(cls, exponent: Fraction) -> Fraction:
        if exponent <= 0 or max(exponent.numerator, exponent.denominator) > MAX_EXPONENT_PART:
            raise refusal(
                f"found {exponent}, expected an exponent above zero, as a fraction of whole numbers up to "
                f"{MAX_EXPONENT_PART}",
                "write a root as a fraction: 1/3, not 0.333",
            )
        return exponent

    @model_validator(mode="after")
    def _base_where_used(self) -> Self:
        is_needed = self.rewards == ("less",)
        if is_needed and self.base is None:
            raise refusal(f"found no base, which the curve {self.curve} needs", "base is the published amount")
        if not is_needed and self.base is not None:
            raise refusal(f"found a base, which the curve {self.curve} does not use", "delete the line", "base")
        return self

    @property
    def rewards(self) -> tuple[Direction, ...]:
        return ("less",) if self.curve in ("saving-over-best", "price-over-base") else ("more",)

    @property
    def is_relative(self) -> bool:
        return self.curve in ("saving-over-best", "value-over-best")


class Bilinear(Offer):
    formula: Literal["bilinear"]
    knee: Part
    """The share earned at the mean: 80%, 85% or 90% where it is met."""
    base: Positive | None = None
    """The published amount that scores 0; needed where less is better."""

    DIRECTION_HINT: ClassVar[str] = (
        "give base, the published amount that scores 0, where less is better, and only there"
    )

    @property
    def rewards(self) -> tuple[Direction, ...]:
        return ("more",) if self.base is None else ("less",)


class MeanDeviation(Offer):
    formula: Literal["mean-deviation"]
    at_mean: Part = Fraction(1, 2)
    per_percent: PositivePercent = Fraction(1, 100)
    """How much of the weight each percent off the mean is worth."""
    floored: Boolean = True
    capped: Boolean = True


class MedianDeviation(Offer):
    formula: Literal["median-deviation"]
    at_median: Part = Fraction(1, 2)
    per_percent: PositivePercent = Fraction(1, 100)
    floored: Boolean = True
    capped: Boolean = True


class Logarithmic(Offer):
    formula: Literal["logarithmic"]
    REWARDS: ClassVar[tuple[Direction, ...]] = ("less",)
    zero_at: Percent
    """The percent of the lowest price that scores 0: 200% for a doubling."""
    floored: Boolean = True
    precision: Places = 12

    @field_validator("zero_at")
    @classmethod
    def _above_the_lowest(cls, zero_at: Fraction) -> Fraction:
        if zero_at < LEAST_LOGARITHMIC_ZERO:
            raise refusal(
                f"found {percent_text(zero_at)}, expected at least {percent_text(LEAST_LOGARITHMIC_ZERO)}",
                "200% scores 0 at twice the lowest price",
            )
        return zero_at


class Band(Model):
    """Offers below a number (and not below the band before) earn this share of the weight."""

    below: Number | None = None
    """Left out in the last band: all the rest."""
    share: Part


class Bands(Offer):
    formula: Literal["bands"]
    IS_RELATIVE: ClassVar[bool] = False
    bands: tuple[Band, ...] = Field(min_length=1)

    @field_validator("bands")
    @classmethod
    def _ordered(cls, bands: tuple[Band, ...]) -> tuple[Band, ...]:
        last = bands[-1].below
        if last is not None:
            raise refusal(
                f"found a last band below {plain_text(last)}, expected one for all the rest",
                "end with a band that has a share and no below",
            )
        limits = [band.below for band in bands if band.below is not None]
        if len(limits) < len(bands) - 1:
            raise refusal("found a band without below before the last, expected below in all others")
        for number, (before, limit) in enumerate(pairwise(limits), start=2):
            if limit <= before:
                raise refusal(
                    f"found band {number} below {plain_text(limit)}, expected more than {plain_text(before)}, "
                    "where the band before ends",
                    "list the bands from the lowest numbers up",
                )
        return bands


class HighestRatio(Offer):
    formula: Literal["highest-ratio"]
    REWARDS: ClassVar[tuple[Direction, ...]] = ("more",)


class Target(Offer):
    formula: Literal["target"]
    IS_RELATIVE: ClassVar[bool] = False
    target: Positive
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
