"""What docs/framework-file.md and docs/formulas.md state of edges that a reader could only find by experiment."""

from __future__ import annotations

from fractions import Fraction

import pytest

from svscore.exact import round_fraction
from tests.scoring.examples import at, bid, gate, model, node, of_bid, price, ranks, scored, totals


def test_a_bid_below_a_minimum_on_a_relative_score_stays_a_reference_for_the_others() -> None:
    group = node("cost", "50", criteria=[node("price", "100", price={"formula": "lowest-ratio"})], minimum="50%")
    result = scored(
        model(node("a", "50"), group), bid("Alder", a="4", price="300"), bid("Birch", a="4", price="100"),
        bid("Cedar", a="4", price="180"),
    )  # fmt: skip
    assert {entry.bidder: entry.status for entry in result.bids} == {
        "Alder": "excluded",
        "Birch": "eligible",
        "Cedar": "eligible",
    }
    assert at(result, "Cedar", "price").score == Fraction(100, 180) * 50


def test_a_minimum_on_a_relative_score_is_tested_once() -> None:
    """Without Birch, excluded by the minimum, Cedar would be the cheapest; its share is not worked out again."""
    spread = node("price", "50", price={"formula": "share-of-sum"}, minimum="60%")
    result = scored(
        model(node("a", "50"), spread), bid("Alder", a="4", price="100"), bid("Birch", a="4", price="900"),
        bid("Cedar", a="4", price="200"),
    )  # fmt: skip
    assert [entry.bidder for entry in result.bids if entry.status == "excluded"] == ["Birch"]
    assert at(result, "Alder", "price").score == (1 - Fraction(100, 1200)) * 50


def test_rescaling_takes_the_best_reference_bid_and_not_an_excluded_one() -> None:
    criteria = node("a", "50", rescale="best"), price(), gate()
    bids = bid("Alder", a="3", price="100", gate="yes"), bid("Birch", a="4", price="100", gate="no")
    assert at(scored(model(*criteria), *bids), "Alder", "a").score == 50
    assert at(scored(model(*criteria, reference_bids="all"), *bids), "Alder", "a").score == Fraction(75, 2)


def test_a_minimum_on_rounded_points_is_held_against_points_that_are_not_rescaled() -> None:
    rule = {"at-least": "50%", "on": "rounded"}
    group = node("quality", "100", criteria=[node("a", "100", scale="uneven")], rescale="best", minimum=rule)
    result = scored(model(group, rounding={"section": "0"}), bid("Alder", a="2"))
    assert of_bid(result, "Alder").status == "excluded"


def test_a_tie_break_compares_a_criterion_before_its_own_rounding() -> None:
    thirds = [{"mark": "1", "share": "33.3"}, {"mark": "2", "share": "33.4"}, {"mark": "3", "share": "100"}]
    of = model(
        node("a", "50", scale="thirds"), node("b", "50", scale="thirds"),
        scales={"thirds": thirds}, rounding={"criterion": "0"}, tie_break=["a"],
    )  # fmt: skip
    result = scored(of, bid("Alder", a="1", b="2"), bid("Birch", a="2", b="1"))
    assert totals(result) == {"Alder": "34.00", "Birch": "34.00"}
    assert ranks(result) == {"Birch": 1, "Alder": 2}


def test_a_tie_break_by_price_adds_all_prices_unless_the_award_names_one() -> None:
    criteria = node("a", "100"), node("build", price={"formula": "none"}), node("upkeep", price={"formula": "none"})
    bids = bid("Alder", a="4", build="100", upkeep="50"), bid("Birch", a="4", build="110", upkeep="20")
    assert ranks(scored(model(*criteria, tie_break=["price"]), *bids)) == {"Birch": 1, "Alder": 2}


@pytest.mark.parametrize("mode", ["half-up", "half-even", "down", "up"])
def test_precision_rounds_half_up_whatever_the_mode_of_the_rounding_stages(mode: str) -> None:
    formula = {"formula": "power", "curve": "value-over-best", "exponent": "1/2", "precision": "1"}
    of = model(node("q", "100", quantity=formula), rounding={"mode": mode})
    bids = bid("Alder", q="1"), bid("Birch", q="400"), bid("Cedar", q="9")  # roots of 1/400 and 9/400: 0.05, 0.15
    assert [at(scored(of, *bids), name, "q").score for name in ("Alder", "Cedar")] == [10, 20]


def test_a_low_price_is_held_against_eligible_bids_only() -> None:
    of = model(node("a", "50"), price(), gate(), abnormally_low=[{"against": "mean-of-others", "by": "40%"}])
    low, usual = bid("Alder", a="4", price="50", gate="yes"), bid("Birch", a="4", price="80", gate="yes")
    dear = bid("Cedar", a="4", price="1000", gate="no")
    assert not [question for question in scored(of, low, usual, dear).questions if question.code == "EQ03"]
    eligible = bid("Cedar", a="4", price="1000", gate="yes")
    assert next(q.bidders for q in scored(of, low, usual, eligible).questions if q.code == "EQ03") == ("Alder",)


def test_adjustments_are_added_before_the_total_is_rounded() -> None:
    thirds = [{"mark": "0", "share": "0"}, {"mark": "1", "share": "100/3"}, {"mark": "3", "share": "100"}]
    rule = {"id": "local", "title": "Local", "when": "is-local", "add": "0.334"}
    of = model(node("a", "100", scale="thirds"), scales={"thirds": thirds}, rounding={"total": "0"}, adjustments=[rule])
    result = scored(of, bid("Alder", a="1", is_local="yes"))
    assert of_bid(result, "Alder").total_exact == Fraction(100, 3) + Fraction("0.334")
    assert of_bid(result, "Alder").total == round_fraction(Fraction(100, 3) + Fraction("0.334"), 0)


def test_a_percent_may_be_a_fraction() -> None:
    of = model(node("a", "100", minimum="200/3%", scale="uneven"))
    result = scored(of, bid("Alder", a="8"), bid("Birch", a="5"))
    assert [entry.bidder for entry in result.bids if entry.status == "excluded"] == ["Birch"]


def test_days_of_the_first_payment_count_from_the_day_to_which_all_are_discounted() -> None:
    award = {"by": "net-present-value", "rate": "10%", "flows": [{"price": "build", "days": "365"}]}
    of = model(node("a", "100"), node("build", price={"formula": "none"}), award=award)
    assert of_bid(scored(of, bid("Alder", a="4", build="1100")), "Alder").figure == 1000


def test_the_utility_index_looks_at_eligible_bids_for_its_best_price_and_quality() -> None:
    award = {"by": "utility-index", "price": "price", "quality-weight": "60", "price-weight": "40"}
    of = model(node("a", "100"), price(None), gate(), award=award)
    out = bid("Birch", a="4", price="10", gate="no")
    assert of_bid(scored(of, bid("Alder", a="3", price="100", gate="yes"), out), "Alder").figure == 1


def test_the_sum_of_ranks_counts_places_of_each_evaluator() -> None:
    of = model(node("a", "100"), moderation="rank-sum")
    result = scored(
        of,
        bid("Alder", marks={"E1": {"a": "4"}, "E2": {"a": "1"}}),
        bid("Birch", marks={"E1": {"a": "3"}, "E2": {"a": "4"}}),
        bid("Cedar", marks={"E1": {"a": "3"}, "E2": {"a": "0"}}),
    )
    assert {entry.bidder: entry.figure for entry in result.bids} == {"Alder": 3, "Birch": 3, "Cedar": 5}
