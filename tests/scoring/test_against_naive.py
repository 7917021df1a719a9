"""The engine and the naive scorer read the same specification: they must agree on every number."""

from __future__ import annotations

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
    assert len(messages) == len(refusal.gaps)
    for bidder, leaf in refusal.gaps:
        assert any(bidder in message and f" {leaf}" in message for message in messages)


def features(model: Plain) -> set[str]:
    """What a model makes use of, so that the drawing can be seen to reach everything."""
    found = {f"award {model['award']['by']}", *(f"{key} {model[key]}" for key in CHOICES)}
    for node in nodes_of(model):
        offer = node.get("price") or node.get("quantity")
        found |= {f"formula {offer['formula']}"} if offer else set()
        found |= {f"{key} used" for key in ("rescale", "minimum", "gate", "points", "scale") if key in node}
        found |= {"basket used"} if offer and "basket" in offer else set()
    return found | {f"tie-break {key}" for key in model["tie-break"] if not key.startswith("n")}


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
}


def test_the_engine_agrees_with_the_naive_scorer() -> None:
    seen: set[str] = set()
    refused = []

    @examples(1200, phases=UNSHRUNK)
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
        seen.update(features(model))

    agree()
    assert seen >= EVERYTHING, EVERYTHING - seen
    assert 50 < len(refused) < 400
