"""What is blank and was scored nevertheless: a named person says whether it is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svscore.bids import Bid
from svscore.framework.model import Criterion, Framework
from svscore.scoring.questions import Values
from svscore.scoring.result import Question

MOST_LISTED = 3


def blank_questions(
    framework: Framework, bids: Sequence[Bid], values: Values, eligible: Sequence[int]
) -> Iterator[Question]:
    """Marks by a part of the panel, and preferences nobody answered, of bids that are still in the running."""
    counts = "counts as nothing so far" if framework.missing == "partial" else "counts as zero"
    rules = {rule.when: rule for rule in framework.adjustments}
    for position in eligible:
        bid, of_bid = bids[position], values[position]
        absent: dict[tuple[str, ...], list[Criterion]] = {}
        for leaf in framework.leaves():
            if of_bid[leaf.id].absent:
                absent.setdefault(of_bid[leaf.id].absent, []).append(leaf)
        for names, leaves in absent.items():
            titles = listed([leaf.title for leaf in leaves])
            who = f"{bid.bidder} has no mark by {' and '.join(names)}"
            message = f"{who} for {titles}, where other bids have one: it {counts}"
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
