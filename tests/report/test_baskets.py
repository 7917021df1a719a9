"""What a basket of rates comes to is worked out and given item by item, whether it earns points or not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from svscore.report.explain import render
from svscore.report.json_report import document
from svscore.scoring.engine import score
from tests.report.results import ORIGIN
from tests.scoring.examples import bid, model, node, price
from tests.scoring.models import Plain, competition, framework

ITEMS = [
    {"item": "monthly", "title": "Monthly charge", "quantity": "57600"},
    {"item": "setup", "quantity": "1"},
]


def offered(weight: str | None, items: list[Plain] = ITEMS, **keys: Any) -> Plain:
    parts = [node("a", "100" if weight is None else "60", points={"max": "100"}), price(weight, basket=items)]
    return model(*parts, **({"award": {"by": "lowest-price"}} if weight is None else {}) | keys)


def explained(of: Plain, *bids: Plain) -> str:
    made = framework(of)
    return re.sub(" +", " ", render(score(made, competition(list(bids))), ORIGIN, bids[0]["bidder"], made))


def line(text: str, start: str) -> str:
    return next(line.strip() for line in text.splitlines() if line.strip().startswith(start))


@pytest.mark.parametrize("weight", [None, "40"])
def test_the_sum_of_a_basket_is_not_left_out_of_the_explanation(weight: str | None) -> None:
    text = explained(offered(weight), bid("X", a="50", monthly="36.75", setup="110000"))
    assert "sum of rate x quantity" in text
    assert "36.75 x 57,600 + 110,000 x 1" in text
    assert "2,226,800" in line(text, "Price (")


@pytest.mark.parametrize(
    ("quantity", "rate", "expected"),
    [
        ("57600", "36.75", "36.75 x 57,600"),
        ("1", "110000", "110,000 x 1"),
        ("1234567", "0.5", "0.50 x 1,234,567"),
        ("999", "1000", "1,000 x 999"),
        ("1500.5", "12", "12 x 1,500.5"),
    ],
)
def test_one_calculation_does_not_mix_two_ways_of_writing_numbers(quantity: str, rate: str, expected: str) -> None:
    items = [{"item": "hours", "quantity": quantity}]
    assert expected in explained(offered(None, items), bid("X", a="50", hours=rate))


def test_a_program_is_not_left_without_the_rates() -> None:
    made = framework(offered(None))
    found = document(score(made, competition([bid("X", a="50", monthly="37", setup="110000")])), ORIGIN)
    (basket,) = [each for each in found["bids"][0]["criteria"] if each["id"] == "price"]
    assert (basket["raw"], basket["offered"]) == (None, "2241200")
    assert basket["items"] == [
        {"id": "monthly", "title": "Monthly charge", "rate": "37", "quantity": "57600"},
        {"id": "setup", "title": "setup", "rate": "110000", "quantity": "1"},
    ]
    (marks,) = [each for each in found["bids"][0]["criteria"] if each["id"] == "a"]
    assert (marks["raw"], marks["offered"], marks["items"]) == ("50", None, [])


def test_a_basket_with_a_blank_rate_is_blank_and_its_other_rates_are_given() -> None:
    made = framework(offered(None, missing="partial"))
    found = document(score(made, competition([bid("X", a="50", monthly="37")])), ORIGIN)
    (basket,) = [each for each in found["bids"][0]["criteria"] if each["id"] == "price"]
    assert (basket["raw"], basket["offered"], [item["rate"] for item in basket["items"]]) == (
        None,
        None,
        ["37", None],
    )
    assert found["award"]["state"] == "provisional"


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (("5", "6"), "40% x 0.5 + 60% x 0.6 = 0.56"),
        (("10", "10"), "40% x 1 + 60% x 1 = 1.00"),
        (("0", "10"), "40% x 0 + 60% x 1 = 0.60"),
        (("10", "3"), "40% x 1 + 60% x 0.3 = 0.58"),
        (("7.5", "2.5"), "40% x 0.75 + 60% x 0.25 = 0.45"),
    ],
)
def test_a_percent_minimum_of_a_group_without_points_is_worked_out(marks: tuple[str, str], expected: str) -> None:
    parts = [node("b", "40", points={"max": "10"}), node("c", "60", points={"max": "10"})]
    of = model(node("a", "100", points={"max": "100"}), node("idle", "0", criteria=parts, minimum="40%"))
    assert expected in explained(of, bid("X", a="50", b=marks[0], c=marks[1])).replace("\n ", " ").replace("  ", " ")


@pytest.mark.parametrize(
    ("offer", "entry", "expected"),
    [
        ({"formula": "lowest-ratio", "zero": "full-marks"}, "0", "an offer of zero has full marks = 1.00"),
        ({"formula": "target", "target": "5"}, "0", "an offer of zero is below the target: full marks = 1.00"),
        ({"formula": "min-max"}, "7", "lowest and highest are the same: full marks = 1.00"),
        ({"formula": "min-max"}, "0", "lowest and highest are the same: full marks = 1.00"),
        ({"formula": "target", "target": "900"}, "0", "an offer of zero is below the target: full marks = 1.00"),
    ],
)
@pytest.mark.parametrize("kind", ["price", "quantity"])
def test_a_rule_without_numbers_is_no_equation_and_a_quantity_no_price(
    kind: str, offer: Plain, entry: str, expected: str
) -> None:
    settings = offer if kind == "price" else offer | {"unit": "weeks", "better": "less"}
    of = model(node("a", "60", points={"max": "100"}), node("offer", "40", **{kind: settings}))
    text = explained(of, bid("X", a="50", offer=entry))
    assert expected in text
    assert kind == "price" or "price" not in text.casefold()
