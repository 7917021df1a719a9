"""Made-up numbers, worked by the scoring itself, so that an example can never differ from a result."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from svscore.bids import Bid, Competition, Entry
from svscore.exact import decimal_text, plain_text
from svscore.framework.award import AwardBase, HighestTotal, NetPresentValue, PriceAward
from svscore.framework.formula import Bands, BaseAmount, Bilinear, FixedRange, Formula, Power, Target
from svscore.framework.model import Criterion, Framework
from svscore.problem import Location
from svscore.report.playbook import blocks
from svscore.report.playbook.blocks import Block, Paragraph, Table
from svscore.scoring.awards import AWARDS, Eligible, Standing
from svscore.scoring.calculation import overall_weights
from svscore.scoring.engine import score
from svscore.scoring.result import BidResult, Step, shown
from svscore.scoring.wording import amount

NAMES = ("Bid A", "Bid B", "Bid C")
_HERE = Location("example")
_PARTS = (Fraction(6, 10), Fraction(8, 10), Fraction(9, 10))


def formula_example(framework: Framework, leaf: Criterion) -> list[Block]:
    """A price or quantity of three made-up bids as points: the rule in symbols, and a table."""
    offer = leaf.offer
    points = overall_weights(framework).get(leaf.id)
    if offer is None or points is None or offer.formula == "none":
        return []
    numbers = _samples(offer, is_less=leaf.price is not None or offer.better == "less")
    bids = _scored(framework, leaf, points, numbers)
    shares = [_share(bid) for bid in bids]
    # What a band earns is said in words; its working names the band, which is no formula.
    rules = dict.fromkeys(step.rule for step in shares if not isinstance(offer, Bands))
    lines: list[Block] = [blocks.Formula(f"points = {plain_text(points, 4)} x ({rule})") for rule in rules]
    unit = "Price" if leaf.price is not None else f"Offer, {offer.unit or 'units'}"
    rows = tuple(
        (bid.bidder, amount(number), step.substituted, _points(bid))
        for bid, number, step in zip(bids, numbers, shares, strict=True)
    )
    caption = f"{leaf.title}: worked example with made-up bids, {plain_text(points, 4)} points available"
    noun = "price" if leaf.price is not None else "offer"
    symbols = [Paragraph(f"In symbols, where “this” is the bid's own {noun}:")] if lines else []
    return [*symbols, *lines, Table(caption, ("Bid", unit, "Part of the points", "Points"), rows, frozenset({1, 3}))]


def _samples(offer: Formula, *, is_less: bool) -> tuple[Fraction, ...]:
    """Three numbers that show what the formula does with these settings, in any order of merit."""
    if isinstance(offer, FixedRange):
        width = offer.zero_at - offer.full_at
        return tuple(offer.full_at + width * part for part in (Fraction(0), Fraction(1, 4), Fraction(3, 4)))
    if isinstance(offer, Target):
        return tuple(offer.target * part for part in (Fraction(1, 2), Fraction(1), Fraction(3, 2)))
    if isinstance(offer, Bands):
        limits = [band.below for band in offer.bands if band.below is not None]
        return (limits[0] / 2, limits[0], limits[-1] * 2) if limits else tuple(map(Fraction, (10, 20, 30)))
    if isinstance(offer, (BaseAmount, Bilinear, Power)) and offer.base is not None:
        return tuple(offer.base * part for part in _PARTS)
    return tuple(map(Fraction, (100000, 125000, 160000) if is_less else (5, 10, 20)))


def _scored(
    framework: Framework, leaf: Criterion, points: Fraction, numbers: Sequence[Fraction]
) -> tuple[BidResult, ...]:
    """Bids with nothing but this criterion, under the framework's own rounding."""
    offer = leaf.offer.model_copy(update={"basket": ()}) if leaf.offer is not None else None
    alone = leaf.model_copy(update={leaf.kind: offer, "weight": points, "minimum": None, "permitted_weights": ()})
    model = framework.model_copy(
        update={
            "criteria": (alone,),
            "total": points,
            "weights": "of-total",
            "moderation": "consensus",
            "award": HighestTotal(),
            "tie_break": (),
            "adjustments": (),
            "abnormally_low": (),
        }
    )
    bids = (
        Bid(name, _HERE, {leaf.id: Entry(number, amount(number), _HERE)})
        for name, number in zip(NAMES, numbers, strict=True)
    )
    result = score(model, Competition("example", "", tuple(bids)))
    return tuple(sorted(result.bids, key=lambda bid: bid.bidder))


def _share(bid: BidResult) -> Step:
    return next(step for step in bid.criteria[0].steps if step.name == "share")


def _points(bid: BidResult) -> str:
    return bid.criteria[0].shown or ""


def award_example(framework: Framework) -> list[Block]:
    """The figure of two made-up bids under an award method that is not the highest total."""
    award = framework.award
    if isinstance(award, HighestTotal):
        return []
    module = AWARDS[award.by]
    bids = [
        _standing(award, framework.total * points, price) for points, price in ((_PARTS[2], 110000), (_PARTS[1], 95000))
    ]
    rows, rules = [], []
    for name, bid in zip(NAMES, bids, strict=False):
        working = module.figure(bid, Eligible(bids), framework.total, award)
        if working is None:
            return []
        rules.append(working.rule)
        price = amount(bid.price) if bid.price is not None else ", ".join(map(amount, bid.flows))
        rows.append((name, shown(bid.points), price, working.substituted, _figure(framework, working.value)))
    head = ("Bid", "Points", "Price", "Working", module.FIGURE)
    lines: list[Block] = [blocks.Formula(f"{module.FIGURE.lower()} = {rule}") for rule in dict.fromkeys(rules)]
    caption = f"Worked example with made-up bids; the {'highest' if module.HIGHEST_WINS else 'lowest'} figure wins"
    return [*lines, Table(caption, head, tuple(rows), frozenset({1, 2, 4}))]


def _standing(award: AwardBase, points: Fraction, price: int) -> Standing:
    if isinstance(award, NetPresentValue):
        return Standing(points, None, tuple(Fraction(price, len(award.flows)) for _ in award.flows))
    return Standing(points, Fraction(price))


def _figure(framework: Framework, value: Fraction) -> str:
    award = framework.award
    places = award.figure_places if isinstance(award, (PriceAward, NetPresentValue)) else None
    return shown(value) if places is None else decimal_text(value, places, framework.rounding.mode)
