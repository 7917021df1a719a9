"""Rates of nothing in a basket, and prices far outside the others: asked about, with bid, item and cell, each once."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from statistics import median

import pytest

from svscore.scoring.result import Question, Result
from tests.scoring.examples import bid, gate, model, node, of_bid, price, ranks, scored
from tests.scoring.models import Plain

BASKET = {
    "formula": "lowest-ratio",
    "basket": [{"item": "monthly", "title": "Monthly fee", "quantity": "1000"}, {"item": "setup", "quantity": "1"}],
}


def asked(result: Result, code: str) -> list[Question]:
    return [question for question in result.questions if question.code == code]


def basket(*bids: Plain, **keys: str) -> Result:
    return scored(model(node("a", "60"), node("price", "40", price=BASKET), **keys), *bids)


# rates of a basket


def test_a_rate_of_zero_does_not_win_unasked() -> None:
    result = basket(bid("Acme", a="2", monthly="0", setup="500"), bid("Bolt", a="4", monthly="40", setup="300"))
    assert [(q.bidders, q.criterion, q.location, q.message) for q in asked(result, "EQ01")] == [
        (("Acme",), "Monthly fee", "bids.xlsx:Bids!C2", "Acme: Monthly fee is zero. Seek clarification")
    ]
    assert None not in ranks(result).values()


@pytest.mark.parametrize(
    ("monthly", "setup", "titles"),
    [
        ("0", "0.01", ["Monthly fee"]),
        ("10", "0", ["setup"]),
        ("-1", "5000", ["Monthly fee"]),
        ("1", "-1", ["setup"]),
        ("0", "-1", ["Monthly fee", "setup"]),
    ],
)
def test_each_rate_of_nothing_is_asked_about_once(monthly: str, setup: str, titles: list[str]) -> None:
    of = model(node("a", "60"), node("price", "40", price=BASKET | {"formula": "min-max"}))
    result = scored(of, bid("A", a="2", monthly=monthly, setup=setup), bid("B", a="2", monthly="9", setup="9"))
    found = asked(result, "EQ01")
    assert [question.criterion for question in found] == titles
    assert len({question.location for question in found}) == len(titles)


def test_a_basket_of_nothing_but_zeros_is_one_question() -> None:
    of = model(node("a", "60"), node("price", "40", price=BASKET | {"formula": "none"}))
    of["criteria"][1].pop("weight")
    of["criteria"][0]["weight"] = "100"
    (question,) = asked(
        scored(of, bid("A", a="2", monthly="0", setup="0"), bid("B", a="2", monthly="1", setup="2")), "EQ01"
    )
    assert (question.criterion, question.location) == ("Monthly fee, setup", "bids.xlsx:Bids!C2, D2")


def test_a_rate_of_zero_is_asked_about_where_another_is_blank() -> None:
    result = basket(bid("A", a="2", monthly="0"), bid("B", a="2", monthly="1", setup="2"), missing="zero")
    assert [question.criterion for question in asked(result, "EQ01")] == ["Monthly fee"]


def test_payments_of_zero_are_one_question_of_a_bid() -> None:
    years = [node(f"y{year}", price={"formula": "none"}) for year in range(4)]
    award = {"by": "net-present-value", "rate": "4%", "flows": [{"price": year["id"], "days": "365"} for year in years]}
    of = model(node("a", "100"), *years, award=award)
    result = scored(
        of, bid("A", a="2", y0="100", y1="0", y2="0", y3="-5"), bid("B", a="2", y0="90", y1="1", y2="2", y3="3")
    )
    assert [(question.bidders, question.criterion) for question in asked(result, "EQ01")] == [
        (("A",), "Y1, Y2"),
        (("A",), "Y3"),
    ]


def test_an_added_quantity_of_zero_is_a_question() -> None:
    award = {"by": "adjusted-price", "add": [{"quantity": "days", "rate": "20"}]}
    of = model(node("a", "100"), node("days", quantity={"formula": "none", "unit": "days"}), price(None), award=award)
    result = scored(of, bid("A", a="2", days="0", price="100"), bid("B", a="2", days="5", price="90"))
    assert [(question.bidders, question.criterion) for question in asked(result, "EQ01")] == [(("A",), "Days")]


# prices far outside the others


def far(*prices: str, **keys: object) -> list[tuple[str, ...]]:
    of = model(node("a", "50"), price("50"), **keys)
    result = scored(of, *(bid(name, a="2", price=cost) for name, cost in zip("ABCDEF", prices, strict=False)))
    return [question.bidders for question in asked(result, "EQ12")]


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        (["36", "90000"], ["A"]),
        (["36", "90000", "91000"], ["A"]),
        (["9000", "90000"], []),  # a tenth is not less than a tenth
        (["8999.99", "90000"], ["A"]),
        (["450", "900", "900"], []),  # half is not less than half
        (["449.99", "900", "900"], ["A"]),
        (["100", "1000", "1000", "1000"], ["A"]),
        (["1000", "1100", "1050", "10500.01"], ["D"]),
        (["1000", "1100", "1050", "10500"], []),  # ten times is not more than ten times
        (["800", "900", "1000", "1100"], []),
        (["36", "40", "44"], []),
        (["1"], []),
    ],
)
def test_a_price_far_outside_the_others_is_not_passed_over(prices: list[str], expected: list[str]) -> None:
    assert far(*prices) == [(name,) for name in expected]


def test_the_question_says_whose_test_it_is_and_that_it_excludes_nobody() -> None:
    of = model(node("a", "50"), price("50"))
    bids = [bid("A", a="2", price="36"), bid("B", a="2", price="90000"), bid("C", a="2", price="91000.50")]
    result = scored(of, *bids)
    (question,) = asked(result, "EQ12")
    assert question == Question(
        "EQ12",
        ("A",),
        "A: Price (36 against 90,500.25) is less than half of the median of the other bids. "
        "This test is svscore's own and excludes nobody. Seek clarification",
        "bids.xlsx:Bids!C2",
        "Price",
    )
    assert of_bid(result, "A").rank == 1
    assert result.state == "settled"


@pytest.mark.parametrize("rule", [{"against": "mean-of-others", "by": "90%"}, {"against": "next", "by": "99.99%"}])
def test_a_model_with_a_test_of_its_own_is_asked_nothing_else(rule: Plain) -> None:
    assert far("400", "900", "1000", abnormally_low=[rule]) == []


def test_a_price_without_a_test_is_asked_about_beside_one_that_has_a_test() -> None:
    of = model(node("a", "100"), node("build", price={"formula": "none"}), node("upkeep", price={"formula": "none"}))
    of["abnormally-low"] = [{"against": "mean", "by": "20%", "price": "build"}]
    bids = [bid(name, a="2", build=cost, upkeep=cost) for name, cost in (("A", "10"), ("B", "100"), ("C", "101"))]
    assert [question.criterion for question in asked(scored(of, *bids), "EQ12")] == ["Upkeep"]


def test_a_basket_is_compared_by_its_sum() -> None:
    bids = [bid(name, a="2", monthly=rate, setup="1") for name, rate in (("A", "0.4"), ("B", "1"), ("C", "1.1"))]
    (question,) = asked(basket(*bids), "EQ12")
    assert (question.bidders, question.criterion) == (("A",), "Price")
    assert question.location == "bids.xlsx:Bids!C2, D2"  # every rate


def test_a_price_with_its_additions_is_compared_too() -> None:
    award = {"by": "lowest-price", "add": [{"quantity": "days", "rate": "100"}]}
    of = model(node("a", "100"), node("days", quantity={"formula": "none", "unit": "days"}), price(None), award=award)
    bids = [bid(name, a="2", days=days, price="100") for name, days in (("A", "1"), ("B", "50"), ("C", "60"))]
    (question,) = asked(scored(of, *bids), "EQ12")
    assert (question.criterion, question.location) == ("Price with its additions", "bids.xlsx:Bids!C2, D2")


def test_payments_are_compared_by_their_sum() -> None:
    years = [node(f"y{year}", price={"formula": "none"}) for year in range(3)]
    award = {"by": "net-present-value", "rate": "4%", "flows": [{"price": year["id"], "days": "365"} for year in years]}
    of = model(node("a", "100"), *years, award=award)
    costs = (("A", "1"), ("B", "100"), ("C", "110"))
    result = scored(of, *(bid(name, a="2", y0=cost, y1=cost, y2=cost) for name, cost in costs))
    (question,) = asked(result, "EQ12")
    assert (question.bidders, question.criterion) == (("A",), "the sum of all payments")
    assert question.location == "bids.xlsx:Bids!C2, D2, E2"


def test_excluded_bids_and_prices_of_nothing_are_not_compared_with() -> None:
    of = model(node("a", "50"), price("50", "min-max"), gate())
    bids = [
        bid("A", a="2", price="400", gate="yes"),
        bid("B", a="2", price="1000", gate="no"),
        bid("C", a="2", price="1000", gate="no"),
        bid("D", a="2", price="0", gate="yes"),
        bid("E", a="2", price="500", gate="yes"),
    ]
    assert asked(scored(of, *bids), "EQ12") == []


def test_the_median_of_the_others_is_that_of_each_price_left_out() -> None:
    draw = Random(7)  # noqa: S311 - drawing cases
    for _ in range(40):
        prices = [Fraction(draw.choice([1, 3, 9, 10, 11, 20, 30, 100, 400])) for _ in range(draw.randint(3, 9))]
        names = [f"B{number}" for number in range(len(prices))]
        of = model(node("a", "50"), price("50"))
        result = scored(of, *(bid(name, a="2", price=str(cost)) for name, cost in zip(names, prices, strict=True)))
        expected = set()
        for index, name in enumerate(names):
            middle = median(prices[:index] + prices[index + 1 :])
            if prices[index] * 2 < middle or prices[index] > middle * 10:
                expected.add(name)
        assert {question.bidders[0] for question in asked(result, "EQ12")} == expected


def test_no_question_about_a_basket_leaves_out_a_rate() -> None:
    same = basket(*(bid(name, a="2", monthly="1", setup="1") for name in "AB"))
    (question,) = asked(same, "EQ02")
    assert question.location == "bids.xlsx:Bids!C2, D2, C3, D3"
    of = model(node("a", "50"), node("price", "50", price=BASKET))
    of["abnormally-low"] = [{"against": "next", "by": "40%"}]
    bids = [bid(name, a="2", monthly=rate, setup="1") for name, rate in (("A", "1"), ("B", "9"))]
    (question,) = asked(scored(of, *bids), "EQ03")
    assert question.location == "bids.xlsx:Bids!C2, D2"
