"""Prices far outside the others: a test of svscore's own, where the model publishes none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from svscore.bids import Bid
from svscore.framework.award import NetPresentValue, PriceAward
from svscore.framework.model import Criterion, Framework
from svscore.scoring.figures import award_price, price_leaf
from svscore.scoring.questions import SEEK, AskedPrice, Values, cells_of, question_on
from svscore.scoring.result import Question
from svscore.scoring.wording import about, in_words


def far_price_questions(
    framework: Framework, bids: Sequence[Bid], values: Values, eligible: Sequence[int]
) -> Iterator[Question]:
    """Prices far outside the others, by a test of svscore's own, where the model publishes none for that price.

    Far below is less than half of the median of the others, far above more than ten times it. With one other bid it is
    the lower of two prices, less than a tenth of the other. Whoever is asked, nobody is excluded and nothing changes.
    """
    asked: dict[tuple[int, str], list[tuple[AskedPrice, Fraction]]] = {}
    for title, leaves, offers in _compared_prices(framework, values, eligible):
        for position, how, middle in _far(offers):
            places = [place for leaf in leaves for place in cells_of(leaf, bids[position])]
            asked.setdefault((position, how), []).append((AskedPrice(title, offers[position], places), middle))
    for (position, how), lines in sorted(asked.items(), key=lambda pair: pair[0]):
        titles = [f"{line.title} ({about(line.offered)} against {about(middle)})" for line, middle in lines]
        verb = "is" if len(lines) == 1 else "are"
        message = (
            f"{bids[position].bidder}: {in_words(titles)} {verb} {how}. "
            f"This test is svscore's own and excludes nobody. {SEEK}"
        )
        yield question_on("EQ12", bids[position], message, [line for line, _ in lines])


Offers = Mapping[int, Fraction]
"""What each bid offers for one price, by position."""


def _compared_prices(
    framework: Framework, values: Values, eligible: Sequence[int]
) -> Iterator[tuple[str, Sequence[Criterion], Offers]]:
    """Every price the model has no test of its own for, what it is made of, and what each bid offers.

    Payments are compared together, the award's price with its additions.
    """
    award, only = framework.award, price_leaf(framework)
    tests = framework.abnormally_low
    tested = {test.price or (only.id if only else "") for test in tests} | {test.of for test in tests if test.of}
    flows = {flow.price for flow in award.flows} if isinstance(award, NetPresentValue) else set()
    for leaf in framework.leaves():
        if leaf.price is not None and leaf.id not in tested | flows:
            yield leaf.title, [leaf], _offers({position: values[position][leaf.id].amount for position in eligible})
    if isinstance(award, NetPresentValue) and not tested & flows:
        sums = {position: _sum([values[position][name].amount for name in sorted(flows)]) for position in eligible}
        yield "the sum of all payments", [leaf for leaf in framework.leaves() if leaf.id in flows], _offers(sums)
    if isinstance(award, PriceAward) and award.add and only is not None and only.id not in tested:
        adjusted = {position: award_price(framework, award, values[position]) for position in eligible}
        parts = {only.id, *(addition.quantity for addition in award.add)}
        leaves = [leaf for leaf in framework.leaves() if leaf.id in parts]
        yield f"{only.title} with its additions", leaves, _offers(adjusted)


def _offers(amounts: Mapping[int, Fraction | None]) -> Offers:
    """Those above zero: others are asked about already, and are no price to compare with."""
    return {position: amount for position, amount in amounts.items() if amount is not None and amount > 0}


def _sum(amounts: Sequence[Fraction | None]) -> Fraction | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if len(known) == len(amounts) else None


def _far(offers: Offers) -> Iterator[tuple[int, str, Fraction]]:
    """The positions of prices far outside the others, how far, and what they are compared with."""
    ordered = sorted(offers, key=offers.__getitem__)
    prices = [offers[position] for position in ordered]
    if len(prices) == 2 and prices[0] < prices[1] / 10:
        yield ordered[0], "less than a tenth of the only other price", prices[1]
    for index, position in enumerate(ordered if len(prices) > 2 else ()):
        middle = _median_without(prices, index)
        if prices[index] < middle / 2:
            yield position, "less than half of the median of the other bids", middle
        elif prices[index] > middle * 10:
            yield position, "more than ten times the median of the other bids", middle


def _median_without(ordered: Sequence[Fraction], index: int) -> Fraction:
    """The median of some numbers in order, one of them left out, without sorting them again for each."""
    rest = len(ordered) - 1
    low, high = (rest - 1) // 2, rest // 2
    return (ordered[low + (low >= index)] + ordered[high + (high >= index)]) / 2
