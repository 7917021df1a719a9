"""Numbers are printed as the model rounds them, and no margin is lost in print."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from svscore.exact import small_text
from svscore.scoring.printed import margin_text, stage_text
from tests.scoring.examples import at, bid, model, node, of_bid, price, scored


@pytest.mark.parametrize(
    ("value", "mode", "expected"),
    [
        ("58.254", "up", "58.25"),
        ("58.256", "down", "58.26"),
        ("58.245", "half-up", "58.24"),
        ("58.255", "half-up", "58.26"),
        ("0.001", "up", "0.00"),
        ("99.999", "down", "100.00"),
        ("-58.254", "up", "-58.25"),
        ("200/3", "down", "66.67"),
    ],
)
def test_a_number_no_stage_rounds_is_not_shown_in_the_models_mode(value: str, mode: Any, expected: str) -> None:
    assert stage_text(Fraction(value), None, mode) == expected


@pytest.mark.parametrize("mode", ["up", "down", "half-up", "half-even"])
def test_no_output_of_a_total_shows_a_rounding_the_model_does_not_make(mode: str) -> None:
    of = model(
        node("a", "60", points={"max": "60"}),
        node("group", "40", criteria=[node("b", "100", points={"max": "100"})]),
        rounding={"mode": mode},
    )
    found = scored(of, bid("X", a="42.254", b="40.01"))
    assert of_bid(found, "X").total_shown == of_bid(found, "X").figure_shown == "58.26"
    assert (at(found, "X", "a").shown, at(found, "X", "group").shown) == ("42.25", "16.00")
    assert of_bid(found, "X").total == Fraction("58.258")


def test_a_figure_no_stage_rounds_is_not_shown_in_the_models_mode() -> None:
    of = model(node("a", "100", points={"max": "100"}), price(None), rounding={"mode": "up"})
    of["award"] = {"by": "price-per-quality-point"}
    found = scored(of, bid("X", a="90", price="100"), bid("Y", a="70", price="100000"))
    assert [each.figure_shown for each in found.bids] == ["1.1111", "1428.57"]
    rounded = scored(of | {"award": of["award"] | {"figure-places": "1"}}, bid("X", a="90", price="100"))
    assert of_bid(rounded, "X").figure_shown == "1.2"


@pytest.mark.parametrize(
    ("one", "other", "places", "expected"),
    [
        ("80.0025", "80", 2, "0.0025"),
        ("80.004", "80.001", 2, "0.003"),
        ("80", "79.99999", 2, "0.00001"),
        ("80.4", "80.1", 0, "0.3"),
        ("240/3", "239999/3000", 1, "0.00033"),
        ("80", "79.9999999999987", 2, "0.0000000000013"),
        # where they print apart, the margin is what somebody finds who subtracts them
        ("80.006", "80.004", 2, "0.01"),
        ("81.05", "80.55", 2, "0.50"),
        ("80", "80", 2, "0.00"),
    ],
)
def test_a_margin_that_is_there_never_prints_as_zero(one: str, other: str, places: int, expected: str) -> None:
    of = model(node("a", "100", points={"max": "100"}), rounding={"total": str(places)})
    found = scored(of, bid("X", a=one), bid("Y", a=other))
    assert found.bids[0].margin_shown == expected
    assert found.bids[0].margin == Fraction(one) - Fraction(other)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.0004", "0.0004"), ("1/30000", "0.000033"), ("0.00996", "0.01"), ("0.099", "0.099"), ("1/7", "0.14")],
)
def test_a_small_number_has_its_first_digits(value: str, expected: str) -> None:
    assert small_text(Fraction(value)) == expected


def test_a_margin_between_figures_of_different_places_is_their_difference() -> None:
    assert margin_text("100.00", "99.9999", Fraction("0.0001")) == "0.0001"
