"""The engine and the naive scorer read the same specification: they must agree on every number."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from svscore.problem import SvscoreError
from svscore.scoring.awards import AWARDS
from svscore.scoring.engine import score
from svscore.scoring.result import BidResult, Result
from tests.properties import UNSHRUNK, examples
from tests.scoring.models import LESS, MORE, Plain, competition, competitions, framework
from tests.scoring.naive import nodes_of
from tests.scoring.naive_award import NaiveRefusalError, score_naively

ABNORMALLY_LOW = "EQ03"


def line(bid: BidResult) -> Plain:
    """What the engine says of one bid, laid out as the naive scorer lays it out."""
    return {
        "status": bid.status,
        "rank": bid.rank,
        "leading": bid.is_leading,
        "awarded": bid.is_awarded,
        "total_exact": bid.total_exact,
        "total": bid.total,
        "figure": bid.figure,
        "margin": bid.margin,
        "partial": bid.is_partial,
        "nodes": {node.id: (node.exact, node.score) for node in bid.walk()},
    }


def check_result(result: Result, expected: Plain) -> None:
    assert {bid.bidder for bid in result.bids} == set(expected["bids"])
    for bid in result.bids:
        found = line(bid)
        assert found == {key: expected["bids"][bid.bidder][key] for key in found}, bid.bidder
        assert bool(expected["bids"][bid.bidder]["low"]) == any("below the minimum" in text for text in bid.reasons)
    assert result.state == expected["state"]
    ties = [(frozenset(tie.bidders), tie.rank, tie.broken_by) for tie in result.ties]
    assert len(ties) == len(expected["ties"])
    assert set(ties) == expected["ties"]
    asked = {name for question in result.questions if question.code == ABNORMALLY_LOW for name in question.bidders}
    assert asked == set().union(*expected["low_prices"])


def check_refusal(model: Plain, bids: list[Plain], refusal: NaiveRefusalError) -> None:
    with pytest.raises(SvscoreError) as caught:
        score(framework(model), competition(bids))
    messages = [problem.message for problem in caught.value.problems if problem.code != "EV105"]
    assert {(BIDDER.findall(message)[0], criterion_in(message)) for message in messages} == refusal.gaps


def criterion_in(message: str) -> str:
    """The id a message names: of a criterion, of the one whose basket an item is in, or of a preference's column."""
    number, item, column = ASKED.findall(message)[0]
    return f"n{number or item}" if number or item else str(column)


BIDDER = re.compile("Bidder [0-9]+")
ASKED = re.compile(r"\(n([0-9]+)\)|i([0-9]+)-[0-9]|\((is-local)\)")


def features(model: Plain, bids: list[Plain]) -> set[str]:
    """What a model makes use of, so that the drawing can be seen to reach everything."""
    found = {f"award {model['award']['by']}", *(f"{key} {model[key]}" for key in CHOICES)}
    for node in nodes_of(model):
        offer = node.get("price") or node.get("quantity")
        found |= {f"formula {offer['formula']}"} if offer else set()
        found |= {f"{key} used" for key in ("rescale", "minimum", "gate", "points", "scale") if key in node}
        found |= {"basket used"} if offer and "basket" in offer else set()
    found |= {f"tie-break {key}" for key in model["tie-break"] if not key.startswith("n")}
    return found | cells_used(model, bids)


def cells_used(model: Plain, bids: list[Plain]) -> set[str]:
    """What stands in cells, or does not, that a rule is needed for."""
    found: set[str] = set()
    leaves = [node for node in nodes_of(model) if "scale" in node or "points" in node]
    for bid in bids:
        for leaf in leaves:
            marks = [given[leaf["id"]] for given in bid["marks"].values() if leaf["id"] in given]
            is_averaged = leaf["id"] not in bid["entries"] and model["moderation"] != "consensus"
            found |= {"marks missing in a panel"} if is_averaged and 0 < len(marks) < len(bid["marks"]) else set()
            is_mixed = leaf.get("scale", "").startswith("mixed") and "minimum" in leaf
            words = [mark for mark in (*marks, bid["entries"].get(leaf["id"])) if isinstance(mark, str)]
            found |= {"words beside a minimum among numbers"} if is_mixed and words else set()
            is_blank = not marks and leaf["id"] not in bid["entries"]
            found |= {f"blanks at a minimum, {model['missing']}"} if is_blank and "minimum" in leaf else set()
        if "adjustments" in model and "is-local" not in bid["entries"]:
            found |= {"blank preferences"}
    return found


CHOICES = ("weights", "missing", "moderation", "below-minimum", "reference-bids")
EVERYTHING = {
    *(f"award {name}" for name in AWARDS),
    *(f"formula {settings['formula']}" for settings in [*LESS, *MORE, {"formula": "none"}]),
    *(f"{key} used" for key in ("rescale", "minimum", "gate", "points", "scale", "basket")),
    *(f"tie-break {key}" for key in ("price", "met-minimums", "earliest")),
    *(f"moderation {key}" for key in ("consensus", "mean", "median", "rank-sum")),
    *(f"missing {key}" for key in ("refuse", "zero", "partial")),
    *("weights of-total", "weights of-parent", "below-minimum exclude", "below-minimum flag"),
    *("reference-bids eligible", "reference-bids all"),
    *(f"blanks at a minimum, {key}" for key in ("zero", "partial")),
    *("marks missing in a panel", "words beside a minimum among numbers", "blank preferences"),
}


@pytest.mark.slow
def test_the_engine_agrees_with_the_naive_scorer() -> None:
    """By hand, with 10,000 competitions at random: ``SVSCORE_RANDOM=20 pytest tests/scoring/test_against_naive.py``."""
    seen: set[str] = set()
    refused = []

    @examples(500, phases=UNSHRUNK)
    @given(competitions())
    def agree(drawn: tuple[Plain, list[Plain]]) -> None:
        model, bids = drawn
        try:
            expected = score_naively(model, bids)
        except NaiveRefusalError as refusal:
            check_refusal(model, bids, refusal)
            refused.append(refusal)
            return
        check_result(score(framework(model), competition(bids)), expected)
        seen.update(features(model, bids))

    agree()
    assert seen >= EVERYTHING, EVERYTHING - seen
    assert len(refused) > 20
