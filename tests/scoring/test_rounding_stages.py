"""Rounding happens at the stages the model names, and nowhere else."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from svscore.scoring.result import Result
from tests.scoring.examples import at, bid, model, node, of_bid, price, scored, totals
from tests.scoring.models import Plain

# two thirds of 50, a third of 50 below one section of 60; a third of 40 beside it
GROUP = node("section", "60", criteria=[node("a", "50", points={"max": "3"}), node("b", "50", points={"max": "3"})])
OF = model(GROUP, node("c", "40", points={"max": "3"}))
BID = bid("A", a="2", b="1", c="1")

# rounding, then a's points, b's points, the section, c's points, the total; all exact
STAGES: list[tuple[Plain, list[str]]] = [
    ({}, ["20", "10", "30", "40/3", "130/3"]),
    ({"share": "2"}, ["20.1", "9.9", "30", "13.2", "43.2"]),
    ({"criterion": "1"}, ["20", "10", "30", "13.3", "43.3"]),
    ({"section": "0"}, ["20", "10", "30", "40/3", "130/3"]),
    ({"total": "2"}, ["20", "10", "30", "40/3", "43.33"]),
    ({"total": "2", "mode": "up"}, ["20", "10", "30", "40/3", "43.34"]),
    ({"share": "1"}, ["21", "9", "30", "12", "42"]),
    ({"share": "1", "mode": "down"}, ["18", "9", "27", "12", "39"]),
    ({"share": "1", "mode": "up"}, ["21", "12", "33", "16", "49"]),
    ({"share": "1", "criterion": "0", "mode": "up"}, ["21", "12", "33", "16", "49"]),
    ({"share": "2", "criterion": "0"}, ["20", "10", "30", "13", "43"]),
    ({"share": "3", "criterion": "1"}, ["20", "10", "30", "13.3", "43.3"]),
    ({"share": "3", "section": "1", "total": "1"}, ["20.01", "9.99", "30", "13.32", "43.3"]),
    ({"share": "2", "section": "0", "total": "1"}, ["20.1", "9.9", "30", "13.2", "43.2"]),
    ({"criterion": "0", "total": "0"}, ["20", "10", "30", "13", "43"]),
    ({"share": "1", "criterion": "0", "section": "0", "total": "0"}, ["21", "9", "30", "12", "42"]),
]


@pytest.mark.parametrize(("rounding", "expected"), STAGES, ids=[str(rounding) for rounding, _ in STAGES])
def test_each_stage_alone_and_combined(rounding: Plain, expected: list[str]) -> None:
    result = scored(OF | {"rounding": rounding}, BID)
    found = [at(result, "A", name).score for name in ("a", "b", "section", "c")] + [of_bid(result, "A").total]
    assert found == [Fraction(text) for text in expected]


# weights of a third each, so that a section's sum is no round number
THIRDS = [node(name, "100/3", points={"max": "10"}) for name in ("a", "b", "c")]
SUMS: list[tuple[Plain, str]] = [
    # three sub-scores of 3.335 make 10.02 rounded one by one, and 10.01 rounded once
    ({"criterion": "2", "section": "2"}, "10.02"),
    ({"section": "2"}, "10.01"),
    ({"section": "2", "mode": "half-even"}, "10.00"),
    ({"criterion": "2", "mode": "half-even"}, "10.02"),
    ({"criterion": "2", "mode": "down"}, "9.99"),
    ({"section": "1"}, "10.0"),
    ({"section": "0", "mode": "up"}, "11"),
    ({}, "10.005"),
]


@pytest.mark.parametrize(("rounding", "expected"), SUMS, ids=[str(rounding) for rounding, _ in SUMS])
def test_a_section_is_the_sum_of_its_rounded_parts(rounding: Plain, expected: str) -> None:
    of = model(node("section", "100", criteria=THIRDS), rounding=rounding)
    result = scored(of, bid("A", a="1.0005", b="1.0005", c="1.0005"))
    assert at(result, "A", "section").score == Fraction(expected)


def test_exact_is_before_the_nodes_own_stage_and_after_the_earlier_ones() -> None:
    result = scored(OF | {"rounding": {"share": "2", "criterion": "0", "section": "0", "total": "0"}}, BID)
    found = [
        (str(at(result, "A", name).exact), str(at(result, "A", name).score)) for name in ("a", "b", "section", "c")
    ]
    assert found == [("201/10", "20"), ("99/10", "10"), ("30", "30"), ("66/5", "13")]
    assert of_bid(result, "A").total_exact == 43


def test_nested_groups_are_sections_too() -> None:
    inner = node("inner", "50", criteria=[node("a", "100", points={"max": "3"})])
    of = model(node("outer", "100", criteria=[inner, node("b", "50", points={"max": "3"})]), rounding={"section": "0"})
    result = scored(of, bid("A", a="1", b="1"))
    assert at(result, "A", "inner").score == 17
    assert at(result, "A", "outer").exact == 17 + Fraction(50, 3)
    assert at(result, "A", "outer").score == 34


def test_the_share_stage_rounds_a_fraction_of_one() -> None:
    """Two places of a percent are four here; 9,900 / 10,500 is 0.942857..."""
    of = model(price("20"), node("quality", "80", points={"max": "129"}), rounding={"share": "4"})
    result = scored(of, bid("A", price="10500", quality="123"), bid("D", price="9900", quality="117"))
    assert at(result, "A", "price").score == Fraction("0.9429") * 20
    assert at(result, "A", "quality").score == Fraction("0.9535") * 80


@pytest.mark.parametrize(
    ("mode", "expected"), [("half-up", "-6.3"), ("half-even", "-6.2"), ("down", "-6.2"), ("up", "-6.3")]
)
def test_points_below_zero_round_like_those_above(mode: str, expected: str) -> None:
    """85 is 112.5% over 40: 1 - 1.125 of 50 points is -6.25."""
    of = model(
        node("quality", "50"),
        price("50", "percent-over-lowest", floored=False),
        rounding={"criterion": "1", "mode": mode},
    )
    result = scored(of, bid("A", quality="0", price="85"), bid("B", quality="0", price="40"))
    assert at(result, "A", "price").score == Fraction(expected)


def rescaled(rounding: Plain, **keys: Any) -> Result:
    of = model(node("a", "50", points={"max": "10"}, **keys), node("b", "50", points={"max": "10"}), rounding=rounding)
    return scored(of, bid("A", a="2", b="1"), bid("B", a="3", b="1"))


def test_a_leaf_is_rescaled_before_its_share_is_rounded() -> None:
    """2 of 10 beside a best of 3: 2/3 of the weight. Rounded first it would be 0.2 / 0.3 as well, but not 0.667."""
    result = rescaled({"share": "3"}, rescale="best")
    assert at(result, "A", "a").score == Fraction("0.667") * 50
    assert at(result, "B", "a").score == 50
    assert totals(rescaled({"share": "1"}, rescale="best")) == {"B": "55.00", "A": "40.00"}


def test_a_group_is_rescaled_after_its_parts_are_rounded_and_before_it_is() -> None:
    parts = [node("a", "50", points={"max": "3"}), node("b", "50", points={"max": "3"})]
    group = node("quality", "100", criteria=parts, rescale="best")
    of = model(group, rounding={"criterion": "0", "section": "1"})
    result = scored(of, bid("A", a="1", b="0"), bid("B", a="2", b="1"))
    # 50/3 and 100/3 + 50/3 are 17 and 33 + 17 after the criterion stage
    assert at(result, "A", "quality").exact == Fraction(17, 50) * 100
    assert at(result, "B", "quality").score == 100


def test_preferences_are_added_before_the_total_is_rounded() -> None:
    preference = {"id": "local", "title": "Local", "when": "is-local", "add": "1/3"}
    of = OF | {"adjustments": [preference], "rounding": {"total": "0"}}
    result = scored(of, bid("A", a="2", b="1", c="1", is_local="yes"))
    assert of_bid(result, "A").total_exact == Fraction(131, 3)
    assert of_bid(result, "A").total == 44
