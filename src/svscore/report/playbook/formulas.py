"""Each formula in words, with the model's own settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, TypeVar

from svscore.exact import plain_text
from svscore.framework.formula import (
    Bands,
    BaseAmount,
    Bilinear,
    FixedRange,
    Formula,
    LinearToZero,
    Logarithmic,
    LowestRatio,
    MeanDeviation,
    MedianDeviation,
    Offer,
    PercentOverLowest,
    Power,
    Target,
)
from svscore.framework.model import Criterion
from svscore.scoring.formulas import FORMULAS
from svscore.scoring.wording import amount, percent

F = TypeVar("F", bound=Offer)


@dataclass(frozen=True)
class Asked(Generic[F]):
    """A formula with its settings, and what it is applied to."""

    offer: F
    is_price: bool

    @property
    def is_less(self) -> bool:
        """Whether less is better."""
        return self.is_price or self.offer.better == "less"

    @property
    def noun(self) -> str:
        """What the number is called."""
        return "price" if self.is_price else "offer"


def words_of(leaf: Criterion) -> list[str]:
    """How a price or measured offer becomes points, one sentence or two each."""
    offer = leaf.offer
    if offer is None or offer.formula == "none":
        return []
    asked = Asked(offer, is_price=leaf.price is not None)
    return [*WORDS[offer.formula](asked), *_conversions(offer), _zero(offer, asked.noun)]


def _conversions(offer: Offer) -> list[str]:
    found = []
    if offer.proxy is not None:
        found.append(f"Each unit offered counts as {amount(offer.proxy.value)} pounds.")
    if offer.cap is not None:
        found.append(f"More than {amount(offer.cap)} counts as {amount(offer.cap)}.")
    return found


def _zero(offer: Formula, noun: str) -> str:
    """What the formula itself says of numbers of zero and below."""
    module = FORMULAS[offer.formula]
    must = module.refuses(Fraction(0), offer) or module.refuses(Fraction(-1), offer)
    article = "An" if noun == "offer" else "A"
    if must:
        return f"{article} {noun} must be {must}; about any other the bidder is asked, and nothing is guessed."
    return f"{article} {noun} of zero or below can be scored."


def _lowest_ratio(asked: Asked[LowestRatio]) -> list[str]:
    words = ["The lowest price earns all the points. Any other earns the lowest price divided by its own."]
    words.append("A price twice the lowest earns half of the points.")
    if asked.offer.zero == "full-marks":
        words.append("A price of zero earns all the points, and every price above it then earns none.")
    return words


def _percent_over_lowest(asked: Asked[PercentOverLowest]) -> list[str]:
    words = [
        "The lowest price earns all the points. Any other loses the percent by which it is dearer than the lowest."
    ]
    if asked.offer.floored:
        return [*words, "From twice the lowest price up nothing is earned."]
    return [*words, "Above twice the lowest price points are taken away."]


def _linear_to_zero(asked: Asked[LinearToZero]) -> list[str]:
    return [
        "The lowest price earns all the points.",
        f"A price of {percent(asked.offer.zero_at)} of the lowest, or more, earns nothing.",
        "Between the two points fall evenly.",
    ]


def _share_of_sum(asked: Asked[Offer]) -> list[str]:
    if asked.is_less:
        return [
            f"All the {asked.noun}s compared are added up. Each loses the part of the points that it is of the sum."
        ]
    return [f"All the {asked.noun}s compared are added up. Each earns the part of the points that it is of the sum."]


def _min_max(asked: Asked[Offer]) -> list[str]:
    best, worst = ("lowest", "highest") if asked.is_less else ("highest", "lowest")
    return [
        f"The {best} {asked.noun} earns all the points, the {worst} nothing, the others in proportion between them.",
        f"A single {asked.noun}, and {asked.noun}s that are all the same, earn all the points.",
    ]


def _fixed_range(asked: Asked[FixedRange]) -> list[str]:
    beyond, short = ("less", "more") if asked.is_less else ("more", "less")
    return [
        f"A published range: {amount(asked.offer.full_at)} (full at) or {beyond} earns all the points.",
        f"{amount(asked.offer.zero_at)} (zero at) or {short} earns nothing; between the two points change evenly.",
        "The formula does not look at other bids.",
    ]


def _base_amount(asked: Asked[BaseAmount]) -> list[str]:
    return [
        "The lowest price earns all the points.",
        f"A price of {amount(asked.offer.base)} (the base) or more earns nothing.",
        "Between the two points fall evenly.",
    ]


def _power(asked: Asked[Power]) -> list[str]:
    curves = {
        "saving-over-best": "The saving on the published base, divided by the greatest saving, is raised to a power.",
        "price-over-base": "The price, divided by the published base, is raised to a power and taken from 1.",
        "value-over-best": "The offer, divided by the highest offer, is raised to a power.",
        "discount": "What is left after the discount, as a part of 1, is raised to a power and taken from 1.",
    }
    base = (
        f" The base is {amount(asked.offer.base)}; at the base and above nothing is earned." if asked.offer.base else ""
    )
    return [f"{curves[asked.offer.curve]} The power is {plain_text(asked.offer.exponent, 4)}.{base}"]


def _bilinear(asked: Asked[Bilinear]) -> list[str]:
    ends = (
        ("an offer of zero", "highest offer")
        if asked.offer.base is None
        else (f"{amount(asked.offer.base)} (the base)", "lowest price")
    )
    return [
        f"Points rise evenly from nothing at {ends[0]} to {percent(asked.offer.knee)} of them (the knee) at the mean.",
        f"From there they rise evenly, at another rate, to all of them at the {ends[1]}.",
        "Bids that are all the same, and a single bid, are at the mean.",
    ]


def _deviation(asked: Asked[MeanDeviation | MedianDeviation]) -> list[str]:
    offer = asked.offer
    middle, share = ("mean", offer.at_mean) if isinstance(offer, MeanDeviation) else ("median", offer.at_median)
    better = "below" if asked.is_less else "above"
    words = [
        f"A {asked.noun} at the {middle} of the bids compared earns {percent(share)} of the points.",
        f"Each percent {better} it is worth {percent(asked.offer.per_percent)} of the points more.",
        "Each percent on the other side is worth as much less.",
    ]
    kept = {(True, True): "never less than nothing or more than all", (True, False): "never less than nothing"}
    kept |= {(False, True): "never more than all"}
    found = kept.get((asked.offer.floored, asked.offer.capped))
    return [*words, f"Points earned are {found} of them."] if found else words


def _logarithmic(asked: Asked[Logarithmic]) -> list[str]:
    beyond = "earns nothing" if asked.offer.floored else "loses points"
    return [
        "The lowest price earns all the points, and equal ratios of price cost equal points.",
        f"A price of {percent(asked.offer.zero_at)} of the lowest earns nothing, and a dearer one {beyond}.",
    ]


def _bands(asked: Asked[Bands]) -> list[str]:
    words, start = [], None
    for band in asked.offer.bands:
        span = f"below {amount(band.below)}" if band.below is not None else "the rest"
        low = f"{amount(start)} or more, " if start is not None else ""
        words.append(f"{low}{span}: {percent(band.share)} of the points")
        start = band.below
    return [f"Each band of {asked.noun}s earns its own share. {'; '.join(words)}."]


def _highest_ratio(_asked: Asked[Offer]) -> list[str]:
    return [
        "The highest offer earns all the points. Any other earns its part of the highest: half of it earns half.",
        "If nobody offers anything, nobody earns anything.",
    ]


def _target(asked: Asked[Target]) -> list[str]:
    goal = amount(asked.offer.target)
    rest = f"a dearer one {goal} divided by the price" if asked.is_less else "less earns in proportion"
    side = "less" if asked.is_less else "more"
    return [f"{goal} or {side} earns all the points; {rest}.", "The formula does not look at other bids."]


WORDS: dict[str, Callable[[Any], list[str]]] = {
    "lowest-ratio": _lowest_ratio,
    "percent-over-lowest": _percent_over_lowest,
    "linear-to-zero": _linear_to_zero,
    "share-of-sum": _share_of_sum,
    "min-max": _min_max,
    "fixed-range": _fixed_range,
    "base-amount": _base_amount,
    "power": _power,
    "bilinear": _bilinear,
    "mean-deviation": _deviation,
    "median-deviation": _deviation,
    "logarithmic": _logarithmic,
    "bands": _bands,
    "highest-ratio": _highest_ratio,
    "target": _target,
}
"""By the name of the formula."""
