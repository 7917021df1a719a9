"""What is blank and was scored nevertheless: a named person says whether it is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from svscore.bids import ASKING_CODES, Bid
from svscore.framework.award import NetPresentValue, PriceAward
from svscore.framework.model import Criterion, Framework
from svscore.problem import Location, Problem
from svscore.scoring.calculation import Calculation
from svscore.scoring.figures import Figures, price_leaf
from svscore.scoring.moderation import Absent
from svscore.scoring.questions import Values, cells_text
from svscore.scoring.result import Question

MOST_LISTED = 3


class Blank(NamedTuple):
    """A cell that nobody filled in."""

    title: str
    place: Location


def zero_questions(
    calculation: Calculation, bids: Sequence[Bid], notes: Sequence[Problem], figures: Figures
) -> Iterator[Question]:
    """Blanks that earned zero points, as the model says: one question a bid, excluded ones included.

    Left out are the cells that another question is about: formulas without a value, missing marks of a panel, and
    what a bid without a figure lacks.
    """
    framework = calculation.framework
    if framework.missing != "zero":
        return
    asked = {note.location for note in notes if note.code in ASKING_CODES}
    of_award, leaves = _award_offers(framework), framework.leaves()
    for position, (bid, scores) in enumerate(zip(bids, calculation.scores, strict=True)):
        values = calculation.values[position]
        others = of_award if figures.values.get(position, 0) is None else ()
        zeros = [leaf for leaf in leaves if leaf.id in scores and scores[leaf.id].has_blank and leaf.id not in others]
        blanks = [blank for leaf in zeros if not values[leaf.id].absent.number for blank in _blanks(leaf, bid)]
        blanks = [blank for blank in blanks if blank.place not in asked]
        if blanks:
            counts = "It counts" if len(blanks) == 1 else "They count"
            message = (
                f"{bid.bidder}: nothing entered for {listed([blank.title for blank in blanks])}. "
                f"{counts} as zero, as the model says. Check that this is meant"
            )
            yield _question("EQ13", bid, message, blanks)


def _question(code: str, bid: Bid, message: str, blanks: Sequence[Blank]) -> Question:
    titles = ", ".join(dict.fromkeys(blank.title for blank in blanks))
    places = [blank.place for blank in blanks] or [bid.location]
    return Question(code, (bid.bidder,), message, cells_text(places), titles)


def _award_offers(framework: Framework) -> set[str]:
    """The ids of what the award method orders by besides points: its price, its payments, quantities it adds."""
    award, price = framework.award, price_leaf(framework)
    if isinstance(award, NetPresentValue):
        return {flow.price for flow in award.flows}
    if isinstance(award, PriceAward):
        return {price.id for price in [price] if price} | {addition.quantity for addition in award.add}
    return set()


def _blanks(leaf: Criterion, bid: Bid) -> Iterator[Blank]:
    """What a bid has no entry for at a leaf: rates of a basket one by one."""
    basket = leaf.offer.basket if leaf.offer is not None else ()
    names = {item.item: item.title or item.item for item in basket} or {leaf.id: leaf.title}
    for name, title in names.items():
        if name not in bid.entries:
            yield Blank(title, bid.blanks.get(name, bid.location))


def figure_questions(
    framework: Framework, bids: Sequence[Bid], figures: Figures, ranked: Sequence[int]
) -> Iterator[Question]:
    """Bids that the award method has no figure for: each is asked about with the cells that are blank."""
    of_award = _award_offers(framework)
    leaves = [leaf for leaf in framework.leaves() if leaf.id in of_award]
    last = " and is ranked last" if any(figures.values[position] is not None for position in ranked) else ""
    for position in ranked:
        if figures.values[position] is None:
            bid = bids[position]
            blanks = [blank for leaf in leaves for blank in _blanks(leaf, bid)]
            yield _question("EQ04", bid, f"{bid.bidder} has no {figures.name.lower()}{last}", blanks)


def blank_questions(
    framework: Framework, bids: Sequence[Bid], values: Values, eligible: Sequence[int]
) -> Iterator[Question]:
    """Marks by a part of the panel, and preferences nobody answered, of bids that are still in the running."""
    counts = "counts as nothing so far" if framework.missing == "partial" else "counts as zero"
    rules = {rule.when: rule for rule in framework.adjustments}
    for position in eligible:
        bid, of_bid = bids[position], values[position]
        absent: dict[Absent, list[Criterion]] = {}
        for leaf in framework.leaves():
            if of_bid[leaf.id].absent.number:
                absent.setdefault(of_bid[leaf.id].absent, []).append(leaf)
        for evaluators, leaves in absent.items():
            titles, names = listed([leaf.title for leaf in leaves]), evaluators.names
            more = evaluators.number - MOST_LISTED
            who = " and ".join(names) if not evaluators.more else f"{', '.join(names[:MOST_LISTED])} and {more:,} more"
            message = f"{bid.bidder} has no mark by {who} for {titles}, where other bids have one: it {counts}"
            place = bid.evaluator_blanks.get(names[0], {}).get(leaves[0].id, of_bid[leaves[0].id].location)
            yield Question("EQ10", (bid.bidder,), message, str(place), titles)
        for name, rule in rules.items():
            if name not in bid.entries and name not in of_bid:
                message = f"{bid.bidder} has no answer for {rule.title}: it counts as no"
                yield Question("EQ11", (bid.bidder,), message, str(bid.blanks.get(name, bid.location)), rule.title)


def listed(titles: Sequence[str]) -> str:
    """The first three of some titles, and how many more there are.

    >>> listed(["A", "B"]), listed(["A", "B", "C", "D", "E"])
    ('A, B', 'A, B, C and 2 more')
    """
    more = f" and {len(titles) - MOST_LISTED} more" if len(titles) > MOST_LISTED else ""
    return ", ".join(titles[:MOST_LISTED]) + more
