"""What is not filled in, where a model does not score that: each blank with the cell that waits for it."""

from __future__ import annotations

from collections.abc import Iterator

from svscore.bids import Bid
from svscore.framework.model import Adjustment, Criterion, Framework
from svscore.problem import Location, Problem, with_id
from svscore.scoring.moderation import Absent

NOUNS = {"scale": "mark", "points": "mark", "price": "price", "quantity": "quantity"}
"""What a bid has at a criterion of a kind; an answer at any other."""
REFUSED = "This model does not score bids with blanks"


def blank_problems(framework: Framework, leaf: Criterion, bid: Bid) -> Iterator[Problem]:
    """One for each cell of a leaf that is blank; for a criterion without any cell, one at the bid."""
    noun = NOUNS.get(leaf.kind, "answer")
    basket = leaf.offer.basket if leaf.offer is not None else ()
    for item in basket:
        if item.item not in bid.entries:
            yield _blank(bid, noun, with_id(item.title or item.item, item.item), bid.blanks.get(item.item))
    if basket:
        return
    what = with_id(leaf.title, leaf.id)
    waiting = {name: blanks[leaf.id] for name, blanks in bid.evaluator_blanks.items() if leaf.id in blanks}
    if framework.moderation == "consensus" or not waiting:
        yield _blank(bid, noun, what, bid.blanks.get(leaf.id))
        return
    for name, cell in waiting.items():
        yield _blank(bid, f"{noun} by {name}", what, cell)


def preference_blank(rule: Adjustment, bid: Bid) -> Problem:
    """A blank in the column that says whether a published preference is due."""
    return _blank(bid, "answer", with_id(rule.title, rule.when), bid.blanks.get(rule.when))


def _blank(bid: Bid, noun: str, what: str, cell: Location | None) -> Problem:
    message = f"{bid.bidder}: no {noun} entered for {what}. {REFUSED}"
    hint = "fill in this cell" if cell else f"add a cell or a row for the {noun}"
    return Problem(cell or bid.location, "EV101", message, hint)


def no_consensus(leaf: Criterion, bid: Bid, gave: str) -> Problem:
    """Evaluators' marks without the agreement the model promises; ``gave`` lists them."""
    cell = bid.blanks.get(leaf.id)
    message = (
        f"{bid.bidder}: no agreed mark entered for {with_id(leaf.title, leaf.id)}. "
        f"Evaluators gave {gave}; this model needs a consensus, not an average"
    )
    where = "in this cell" if cell else "on the sheet Consensus, or in a row that names no evaluator"
    return Problem(cell or bid.location, "EV102", message, f"enter the agreed mark and its reason {where}")


def not_marked(leaf: Criterion, bid: Bid, absent: Absent) -> tuple[Problem, ...]:
    """One for each evaluator who marked other bids here and not this one; one for all where they are too many."""
    what = with_id(leaf.title, leaf.id)
    if absent.more:
        message = (
            f"{bid.bidder}: no mark by {absent.number:,} evaluators for {what}, though they marked other bids for it"
        )
        return (Problem(bid.location, "EV103", message, f"enter their marks, first that of {absent.names[0]}"),)
    return tuple(
        Problem(
            bid.evaluator_blanks.get(name, {}).get(leaf.id, bid.location),
            "EV103",
            f"{bid.bidder}: no mark by {name} for {what}, though {name} marked other bids for it",
            f"enter the mark by {name}",
        )
        for name in absent.names
    )
