"""What a named person has to answer before anybody relies on the ranking. Nothing here excludes a bid."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from svscore.bids import ASKING_CODES, Bid
from svscore.exact import money_text, plain_text
from svscore.framework.award import PriceAward
from svscore.framework.model import AbnormallyLow, Criterion, Framework
from svscore.problem import Location, Problem, Severity
from svscore.scoring.figures import price_leaf
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Question
from svscore.scoring.values import LeafValue
from svscore.scoring.wording import about, in_words

Values = Sequence[Mapping[str, LeafValue]]
SEEK = "Seek clarification"
MOST_CELLS = 12
"""Cells of one question that are listed."""


def titles_of(framework: Framework) -> dict[str, str]:
    """What people call everything a bid has an entry for: leaves, items of baskets, columns of preferences."""
    leaves = framework.leaves()
    items = [item for leaf in leaves if leaf.offer is not None for item in leaf.offer.basket]
    return {
        **{rule.when: rule.title for rule in framework.adjustments},
        **{item.item: item.title or item.item for item in items},
        **{leaf.id: leaf.title for leaf in leaves},
    }


def reading_questions(framework: Framework, bids: Sequence[Bid], notes: Sequence[Problem]) -> list[Question]:
    """Warnings of the reading that a person has to answer: each names the bid and the criterion of its cell."""
    asking = [note for note in notes if note.severity is Severity.WARNING and note.code in ASKING_CODES]
    titles = titles_of(framework)
    cells = {place: (bid.bidder, titles.get(name, "")) for bid in bids for name, place in bid.cells()} if asking else {}
    questions = []
    for note in asking:
        bidder, title = cells.get(note.location, ("", ""))
        subject = ", ".join(filter(None, (bidder, title)))
        message = f"{subject}: {note.message}" if subject else note.message
        questions.append(Question("EQ08", (bidder,) if bidder else (), message, str(note.location), title))
    return questions


def price_questions(
    framework: Framework, bids: Sequence[Bid], values: Values, eligible: Sequence[int]
) -> list[Question]:
    """Zero and negative prices of all bids, identical prices of eligible ones; one question for all of a kind."""
    prices = [leaf for leaf in framework.leaves() if leaf.price is not None]
    return [*_odd_prices(framework, bids, values), *_identical(prices, bids, values, eligible)]


class AskedPrice(NamedTuple):
    """A number of a bid that is asked about."""

    title: str
    offered: Fraction
    places: Sequence[Location]


def _odd_prices(framework: Framework, bids: Sequence[Bid], values: Values) -> Iterator[Question]:
    award = framework.award
    added = {addition.quantity for addition in award.add} if isinstance(award, PriceAward) else set()
    leaves = [
        leaf for leaf in framework.leaves() if leaf.offer and (leaf.price or leaf.offer.basket or leaf.id in added)
    ]
    for bid, of_bid in zip(bids, values, strict=True):
        odd = [line for leaf in leaves for line in _odd_lines(leaf, bid, of_bid[leaf.id])]
        for word, lines in (
            ("zero", [line for line in odd if line.offered == 0]),
            ("negative", [line for line in odd if line.offered < 0]),
        ):
            if lines:
                what = [
                    line.title if word == "zero" else f"{line.title} ({money_text(line.offered)})" for line in lines
                ]
                message = f"{bid.bidder}: {in_words(what)} {'is' if len(lines) == 1 else 'are'} {word}. {SEEK}"
                yield question_on("EQ01", bid, message, lines)


def question_on(code: str, bid: Bid, message: str, lines: Sequence[AskedPrice]) -> Question:
    """A question about some prices of a bid, with all their titles and cells."""
    titles = ", ".join(dict.fromkeys(line.title for line in lines))
    return Question(
        code, (bid.bidder,), message, cells_text([place for line in lines for place in line.places]), titles
    )


def _odd_lines(leaf: Criterion, bid: Bid, value: LeafValue) -> list[AskedPrice]:
    """What a bid offers for nothing or less at a leaf: rates of a basket one by one, else the price."""
    basket = leaf.offer.basket if leaf.offer is not None else ()
    rates = [(item, entry) for item in basket if (entry := bid.entries.get(item.item)) is not None]
    odd = [
        AskedPrice(item.title or item.item, Fraction(entry.value), [entry.location])
        for item, entry in rates
        if Fraction(entry.value) <= 0
    ]
    if odd or value.amount is None or value.amount > 0:
        return odd
    return [AskedPrice(leaf.title, value.amount, [value.location])]


def _identical(
    prices: Sequence[Criterion], bids: Sequence[Bid], values: Values, eligible: Sequence[int]
) -> Iterator[Question]:
    """Zero and negative prices are asked about one by one already."""
    alike: dict[tuple[str, ...], list[tuple[Criterion, Fraction]]] = {}
    for leaf in prices:
        same: dict[Fraction, list[str]] = {}
        for position in eligible:
            offered = values[position][leaf.id].amount
            if offered is not None and offered > 0:
                same.setdefault(offered, []).append(bids[position].bidder)
        for offered, names in sorted(same.items()):
            if len(names) > 1:
                alike.setdefault(tuple(sorted(names)), []).append((leaf, offered))
    by_name = {bid.bidder: bid for bid in bids}
    for who, offers in alike.items():
        of_each = [f"{leaf.title} ({money_text(offered)})" for leaf, offered in offers]
        what = f"for {in_words(of_each)}" if len(prices) > 1 else f"({money_text(offers[0][1])})"
        where = cells_text([place for leaf, _ in offers for name in who for place in cells_of(leaf, by_name[name])])
        titles = ", ".join(dict.fromkeys(leaf.title for leaf, _ in offers))
        yield Question("EQ02", who, f"{in_words(who)} submitted identical prices {what}. {SEEK}", where, titles)


def cells_of(leaf: Criterion, bid: Bid) -> list[Location]:
    """Where a bid's offer at a leaf stands: one cell, or those of a basket's rates."""
    basket = leaf.offer.basket if leaf.offer is not None else ()
    names = [item.item for item in basket] or [leaf.id]
    return [bid.entries[name].location for name in names if name in bid.entries]


def cells_text(places: Sequence[Location]) -> str:
    """The cells a question is about: the first with its file and sheet, others in the same sheet without.

    >>> cells_text([Location("bids.xlsx", "Bids", 2, 3), Location("bids.xlsx", "Bids", 2, 4)])
    'bids.xlsx:Bids!C2, D2'
    """
    words: list[str] = []
    before = ""
    for place in dict.fromkeys(places):
        text = str(place)
        start = text.rpartition("!")[0]
        words.append(text.removeprefix(f"{start}!") if start and start == before else text)
        before = start
    more = f" and {len(words) - MOST_CELLS} more" if len(words) > MOST_CELLS else ""
    return ", ".join(words[:MOST_CELLS]) + more


def override_questions(framework: Framework, bids: Sequence[Bid]) -> list[Question]:
    """Agreed marks beside evaluators' marks, where the model publishes another way than agreement.

    The agreed mark was used: whether it should be is for the buyer to say.
    """
    if framework.moderation == "consensus":
        return []
    questions = []
    for bid in bids:
        marked = {name for marks in bid.evaluator_marks.values() for name in marks} & bid.entries.keys()
        titles = {leaf.id: leaf.title for leaf in framework.leaves() if leaf.id in marked}
        if titles:
            subject = ", ".join(titles.values())
            message = (
                f"{bid.bidder} has an agreed mark beside the evaluators' marks for {subject}: the agreed one was used, "
                f"though the model publishes moderation by {framework.moderation}"
            )
            place = bid.entries[next(iter(titles))].location
            questions.append(Question("EQ09", (bid.bidder,), message, str(place), subject))
    return questions


def low_price_questions(
    framework: Framework, bids: Sequence[Bid], values: Values, ranked: Sequence[int], leading: Sequence[int]
) -> list[Question]:
    """Prices that are abnormally low by the tests the model publishes; by default it has none.

    ``ranked`` holds the positions of the eligible bids, ``leading`` those ranked first. The comparison
    is unrounded: 39.9997% is not 40%.
    """
    only = price_leaf(framework)
    prices = {leaf.id: leaf for leaf in framework.leaves() if leaf.price is not None}
    questions: list[Question] = []
    for test in framework.abnormally_low:
        own = test.price or (only.id if only else "")
        compared = _Compared({position: values[position][test.of or own].amount for position in ranked})
        for position in leading if test.bids == "leading" else ranked:
            value = values[position][own]
            message = _tested(test, value.amount, position, compared)
            if message is not None:
                name = bids[position].bidder
                where = cells_text(cells_of(prices[own], bids[position]))
                questions.append(Question("EQ03", (name,), f"{name}'s price {message}", where, prices[own].title))
    return questions


def _tested(test: AbnormallyLow, price: Fraction | None, position: int, compared: _Compared) -> str | None:
    """What is asked about the price of the bid at ``position``; ``None`` where the test asks nothing."""
    against = None if price is None else compared.against(test.against, price, position)
    if price is None or against is None or against <= 0:
        return None
    below = 1 - price / against
    if below < test.by:
        return None
    what = {"mean-of-others": "the mean of the other bids", "next": "the next price"}.get(
        test.against, f"the {test.against} of all bids"
    )
    return (
        f"{about(price)} is {plain_text(below * 100, 4)}% below {what}, "
        f"{about(against)} (the model asks from {plain_text(test.by * 100)}%): ask the bidder to explain it"
    )


class _Compared:
    """The prices one test compares with, put in order and summed once for all bids."""

    def __init__(self, prices: Mapping[int, Fraction | None]) -> None:
        self.prices = {position: price for position, price in prices.items() if price is not None}
        self.all = Reference(self.prices.values())
        self.ordered = sorted((price, position) for position, price in self.prices.items())

    def against(self, kind: str, price: Fraction, position: int) -> Fraction | None:
        """What the ``price`` of the bid at ``position`` is held against; ``None`` where there is no other bid."""
        own = self.prices.get(position)
        others = len(self.prices) - (own is not None)
        if not others:
            return None
        if kind == "next":
            return self._next(price, position)
        if kind == "mean-of-others":
            return (self.all.total - (own or 0)) / others
        return self.all.median if kind == "median" else self.all.mean

    def _next(self, price: Fraction, position: int) -> Fraction | None:
        """The lowest price of another bid that is not below this one."""
        start = bisect_left(self.ordered, (price, -1))
        nearest = self.ordered[start : start + 2]  # one of the two may be the bid's own
        return next((offered for offered, other in nearest if other != position), None)
