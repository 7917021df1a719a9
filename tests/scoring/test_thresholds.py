"""Gates, minimums and the reference bids: who is out, when that is decided, and what a bid that is out keeps."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from svscore.scoring.result import Result
from tests.scoring.examples import at, bid, gate, model, node, of_bid, price, ranks, scored
from tests.scoring.models import Plain


def statuses(result: Result) -> dict[str, str]:
    return {found.bidder: found.status for found in result.bids}


@pytest.mark.parametrize(
    ("rule", "answer", "status"),
    [
        ({"fail_when": "no"}, "no", "excluded"),
        ({"fail_when": "no"}, "yes", "eligible"),
        ({"fail_when": "No"}, "no", "excluded"),
        ({"pass_when": "yes"}, "yes", "eligible"),
        ({"fail_when": "poor"}, "not poor", "eligible"),
        ({"pass_when": "met"}, "not met", "excluded"),
        ({"pass_when": "Gold"}, "gold", "eligible"),
    ],
)
def test_a_gate_fails_by_the_words_of_the_model(rule: Plain, answer: str, status: str) -> None:
    result = scored(model(node("a", "100"), gate(**rule)), bid("A", a="4", gate=answer))
    assert statuses(result) == {"A": status}


@pytest.mark.parametrize(
    ("weight", "settings", "status"),
    [
        (None, {}, "excluded"),
        (None, {"excludes": False}, "eligible"),
        ("20", {}, "eligible"),
        ("20", {"excludes": True}, "excluded"),
    ],
)
def test_failing_excludes_unless_the_gate_has_a_weight_or_says_otherwise(
    weight: str | None, settings: Plain, status: str
) -> None:
    of = model(node("a", "80" if weight else "100"), gate("gate", weight, **settings))
    result = scored(of, bid("A", a="4", gate="no"))
    assert statuses(result) == {"A": status}


def test_an_exclusion_says_why() -> None:
    of = model(node("a", "100", minimum="2"), gate("insured"))
    result = scored(of, bid("A", a="1", insured="no"))
    assert of_bid(result, "A").reasons == (
        "failed Insured: answered no",
        "below the minimum in A: 1, minimum 2",
    )
    assert of_bid(result, "A").rank is None
    assert not of_bid(result, "A").is_awarded


@pytest.mark.parametrize(
    ("kind", "minimum", "cell", "status"),
    [
        # raw marks: at least, and above
        ({"scale": "five-point"}, "2", "2", "eligible"),
        ({"scale": "five-point"}, "2", "1", "excluded"),
        ({"scale": "five-point"}, {"above": "2"}, "2", "excluded"),
        ({"scale": "five-point"}, {"above": "2"}, "3", "eligible"),
        # a number between the marks of the scale
        ({"scale": "uneven"}, "6", "5", "excluded"),
        ({"scale": "uneven"}, "6", "8", "eligible"),
        # numbers are compared as marks, not by what they earn
        ({"scale": "shares"}, "2", "1", "excluded"),
        ({"scale": "shares"}, "1", "1", "eligible"),
        # letters by what they earn
        ({"scale": "letters"}, "B", "C", "excluded"),
        ({"scale": "letters"}, "B", "B", "eligible"),
        ({"scale": "letters"}, {"above": "B"}, "B", "excluded"),
        ({"scale": "letters"}, {"above": "B"}, "A", "eligible"),
        # percent of what can be scored
        ({"scale": "letters"}, "50%", "C", "excluded"),
        ({"scale": "letters"}, "60%", "B", "eligible"),
        ({"points": {"max": "50"}}, "50%", "25", "eligible"),
        ({"points": {"max": "50"}}, "50%", "24.9999", "excluded"),
        ({"points": {"max": "50"}}, {"above": "50%"}, "25", "excluded"),
        # points and offers as they are
        ({"points": {"max": "50"}}, "30", "30", "eligible"),
        ({"points": {"max": "50"}}, "30", "29", "excluded"),
        ({"quantity": {"formula": "target", "target": "9", "proxy": {"value": "7"}}}, "5", "4", "excluded"),
        ({"quantity": {"formula": "target", "target": "9", "proxy": {"value": "7"}}}, "5", "5", "eligible"),
    ],
)
def test_a_minimum(kind: Plain, minimum: Any, cell: str, status: str) -> None:
    result = scored(model(node("a", "100", minimum=minimum, **kind)), bid("A", a=cell))
    assert statuses(result) == {"A": status}


def group_of_thirds(minimum: Any, **keys: Any) -> Plain:
    """A group whose percent of 39.9997 a rounding would make 40."""
    parts = [node("a", "50", points={"max": "10000"}), node("b", "50", points={"max": "10000"})]
    return model(node("group", "100", criteria=parts, minimum=minimum), **keys)


@pytest.mark.parametrize(
    ("minimum", "rounding", "status"),
    [
        ("40%", {"section": "1"}, "excluded"),
        ({"at-least": "40%", "on": "unrounded"}, {"share": "1", "criterion": "0", "section": "0"}, "excluded"),
        ({"at-least": "40%", "on": "rounded"}, {"section": "1"}, "eligible"),
        ({"at-least": "40%", "on": "rounded"}, {"criterion": "0"}, "eligible"),
        ({"at-least": "40%", "on": "rounded"}, {"share": "2"}, "eligible"),
        ({"at-least": "40%", "on": "rounded"}, {"total": "0"}, "excluded"),
        ({"above": "39.9997%"}, {}, "excluded"),
        ("39.9997%", {}, "eligible"),
    ],
)
def test_a_minimum_looks_at_unrounded_values_unless_the_model_says_rounded(
    minimum: Any, rounding: Plain, status: str
) -> None:
    """39.9997% is not 40%."""
    result = scored(group_of_thirds(minimum, rounding=rounding), bid("A", a="3999.97", b="3999.97"))
    assert statuses(result) == {"A": status}


def test_a_minimum_is_tested_before_rescaling() -> None:
    of = model(node("a", "100", points={"max": "10"}, rescale="best", minimum="50%"))
    result = scored(of, bid("A", a="4"), bid("B", a="3"))
    assert statuses(result) == {"A": "excluded", "B": "excluded"}


def test_a_minimum_on_what_earns_no_points_looks_at_the_shares() -> None:
    """A weight of 0, as in a what-if, does not make every bid fail."""
    group = node("group", "0", criteria=[node("a", "75", minimum="50%"), node("b", "25")], minimum="60%")
    result = scored(model(group, node("c", "100")), bid("A", a="3", b="2", c="1"), bid("B", a="2", b="3", c="1"))
    assert statuses(result) == {"A": "eligible", "B": "excluded"}
    assert of_bid(result, "B").reasons == ("below the minimum in Group: 56.25%, minimum 60%",)
    assert at(result, "A", "group").score == 0


@pytest.mark.parametrize("moderation", ["mean", "median"])
def test_a_minimum_looks_at_the_middle_of_several_marks(moderation: str) -> None:
    of = model(node("a", "100", minimum="2"), moderation=moderation)
    a = bid("A", marks={"E1": {"a": "1"}, "E2": {"a": "3"}})
    b = bid("B", marks={"E1": {"a": "1"}, "E2": {"a": "2"}})
    assert statuses(scored(of, a, b)) == {"A": "eligible", "B": "excluded"}


def test_below_minimum_flag_keeps_the_bid_and_says_so() -> None:
    of = model(node("a", "100", minimum="2"), below_minimum="flag")
    result = scored(of, bid("A", a="1"), bid("B", a="3"))
    assert ranks(result) == {"B": 1, "A": 2}
    assert of_bid(result, "A").reasons == ("below the minimum in A: 1, minimum 2",)
    assert of_bid(result, "B").reasons == ()


def test_a_blank_that_spoils_no_minimum_is_asked_about_as_a_blank_alone() -> None:
    group = node("group", "100", criteria=[node("a", "50"), node("b", "50")], minimum="50%")
    result = scored(model(group, missing="zero"), bid("A", b="4"))
    assert [question.code for question in result.questions] == ["EQ13"]


# the order of it all


def test_absolute_minimums_come_before_the_reference_bids() -> None:
    """The hours of a bid that is out for its quality are not the most."""
    hours = node("hours", "50", quantity={"formula": "highest-ratio"})
    of = model(node("a", "50", minimum="2"), hours)
    bids = [bid("A", a="4", hours="10"), bid("B", a="1", hours="40")]
    assert at(scored(of, *bids), "A", "hours").score == 50
    assert at(scored(of | {"reference-bids": "all"}, *bids), "A", "hours").score == Fraction("12.5")


def test_a_minimum_on_the_offer_itself_is_absolute_though_its_formula_is_not() -> None:
    hours = node("hours", "100", quantity={"formula": "min-max"}, minimum="10")
    result = scored(model(hours), bid("A", hours="30"), bid("B", hours="20"), bid("C", hours="5"))
    assert [at(result, name, "hours").score for name in ("A", "B", "C")] == [100, 0, None]


def test_a_minimum_on_a_relative_score_excludes_but_leaves_the_reference_bids() -> None:
    """C makes A and B look dear and then goes itself: otherwise one exclusion could set off the next."""
    of = model(node("both", "100", criteria=[node("a", "50"), price("50")], minimum={"above": "50%"}))
    bids = [bid("A", a="4", price="100"), bid("B", a="4", price="80"), bid("C", a="0", price="45")]
    result = scored(of, *bids)
    assert statuses(result) == {"B": "eligible", "A": "eligible", "C": "excluded"}
    assert of_bid(result, "C").reasons == ("below the minimum in Both: 50%, must be above 50%",)
    assert at(result, "A", "price").score == Fraction("22.5")
    assert at(scored(of, *bids[:2]), "A", "price").score == 40


def test_under_flag_a_relative_minimum_flags() -> None:
    of = model(price("100"), below_minimum="flag")
    of["criteria"][0]["minimum"] = "60%"
    result = scored(of, bid("A", price="100"), bid("B", price="50"))
    assert statuses(result) == {"B": "eligible", "A": "eligible"}
    assert of_bid(result, "A").reasons == ("below the minimum in Price: 50%, minimum 60%",)


# what a bid that is out keeps


def test_an_excluded_bid_keeps_what_does_not_depend_on_others() -> None:
    power = {"formula": "power", "curve": "price-over-base", "base": "100", "exponent": "2"}
    of = model(
        node("group", "60", criteria=[node("a", "50"), node("fixed", "50", price=power)]),
        node("mixed", "40", criteria=[node("b", "50"), price("50")]),
        gate(),
    )
    bids = [
        bid("A", a="2", b="3", fixed="50", price="10", gate="no"),
        bid("B", a="2", b="3", fixed="50", price="20", gate="yes"),
    ]
    out = of_bid(scored(of, *bids), "A")
    kept = {found.id: found.score for found in out.walk()}
    fixed, group = Fraction("22.5"), Fraction("37.5")
    assert kept == {"group": group, "a": 15, "fixed": fixed, "mixed": None, "b": 15, "price": None, "gate": None}
    assert out.total is None
    assert out.figure is None
    everyone = scored(of | {"reference-bids": "all"}, *bids)
    assert {found.id: found.score for found in of_bid(everyone, "A").walk()}["price"] == 20
    assert of_bid(everyone, "A").total == Fraction("72.5")
    assert of_bid(everyone, "A").rank is None
    assert at(everyone, "B", "price").score == 10


def test_rescaling_looks_at_the_reference_bids() -> None:
    of = model(node("a", "100", points={"max": "10"}, rescale="best"), gate())
    bids = [bid("A", a="8", gate="no"), bid("B", a="4", gate="yes"), bid("C", a="2", gate="yes")]
    result = scored(of, *bids)
    assert [at(result, name, "a").score for name in ("A", "B", "C")] == [None, 100, 50]
    everyone = scored(of | {"reference-bids": "all"}, *bids)
    assert [at(everyone, name, "a").score for name in ("A", "B", "C")] == [100, 50, 25]


def test_a_bid_just_below_a_minimum_is_not_told_that_it_reached_it() -> None:
    group = node("group", "100", criteria=[node("a", "50", points={"max": "3"}), node("b", "50", points={"max": "3"})])
    of = model(group | {"minimum": "50%"})
    result = scored(of, bid("A", a="1.5", b="1.4999998"), bid("B", a="1.5", b="1.5"))
    assert of_bid(result, "A").reasons == ("below the minimum in Group: 49.9999...%, minimum 50%",)
    assert of_bid(result, "B").status == "eligible"
