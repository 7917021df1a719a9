"""What a named person has to answer; nothing here may change a rank or a status."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svscore.problem import Location, Problem, Severity
from svscore.scoring.engine import score
from svscore.scoring.result import Question, Result
from tests.scoring.examples import bid, gate, model, node, price, ranks, scored
from tests.scoring.models import Plain, competition, framework


def asked(result: Result, code: str) -> list[Question]:
    return [question for question in result.questions if question.code == code]


def on_price(*prices: str, **keys: object) -> Result:
    """Bids A, B, C ... with these prices under a formula that takes any number."""
    of = model(node("a", "50"), price("50", "min-max"), **keys)
    return scored(of, *(bid(name, a="2", price=cost) for name, cost in zip("ABCDEF", prices, strict=False)))


def test_a_zero_or_negative_price_is_a_question_and_never_excludes() -> None:
    result = on_price("0", "-5", "1234.5", "7")
    assert [(question.bidders, question.message, question.location) for question in asked(result, "EQ01")] == [
        (("A",), "A: Price is zero. Seek clarification", "bids.xlsx:Bids!C2"),
        (("B",), "B: Price (-5) is negative. Seek clarification", "bids.xlsx:Bids!C3"),
    ]
    assert None not in ranks(result).values()


def test_a_zero_price_has_full_marks_only_where_the_model_says_so() -> None:
    of = model(node("a", "50"), price("50", zero="full-marks"))
    result = scored(of, bid("A", a="2", price="0"), bid("B", a="2", price="0.01"))
    assert [found.criteria[1].score for found in result.bids] == [50, 0]
    assert [question.bidders for question in asked(result, "EQ01")] == [("A",)]


def test_identical_prices_are_a_question() -> None:
    found = asked(on_price("1000", "900", "1000.00", "900", "7"), "EQ02")
    assert [(question.bidders, question.message) for question in found] == [
        (("B", "D"), "B and D submitted identical prices (900). Seek clarification"),
        (("A", "C"), "A and C submitted identical prices (1,000). Seek clarification"),
    ]


def test_a_blank_gate_answer_is_a_question_under_every_rule_for_blanks() -> None:
    for missing in ("refuse", "zero", "partial"):
        result = scored(model(node("a", "100"), gate("insured"), missing=missing), bid("A", a="4"))
        assert [(question.bidders, question.message) for question in asked(result, "EQ05")] == [
            (("A",), "A has no answer to Insured: whether the bid fails it is not known")
        ]
        assert ranks(result) == {"A": 1}
        assert not result.bids[0].is_partial


def test_a_figure_that_is_undefined_is_ranked_last_and_asked_about() -> None:
    of = model(node("a", "100"), price(None), award={"by": "price-per-quality-point"})
    result = scored(of, bid("A", a="0", price="1"), bid("B", a="1", price="900"))
    assert ranks(result) == {"B": 1, "A": 2}
    assert [question.message for question in asked(result, "EQ04")] == [
        "A has no price per quality point and is ranked last"
    ]
    assert [found.margin for found in result.bids] == [None, None]


@pytest.mark.parametrize("costs", [{"A": ""}, {"A": "", "B": ""}])
def test_a_bid_at_rank_1_is_not_said_to_be_ranked_last(costs: dict[str, str]) -> None:
    of = model(node("a", "100"), price(None), award={"by": "lowest-price"}, missing="partial")
    result = scored(of, *(bid(name, a="4", price=cost) for name, cost in costs.items()))
    assert set(ranks(result).values()) == {1}
    assert [question.message for question in asked(result, "EQ04")] == [f"{name} has no price" for name in costs]


def test_a_tie_across_the_last_place_is_the_state_of_the_award_and_no_question_beside_it() -> None:
    result = scored(model(node("a", "100")), bid("A", a="4"), bid("B", a="4"), bid("C", a="1"))
    assert [(ground.code, ground.bidders, ground.message) for ground in result.because] == [
        ("tie", ("A", "B"), "A and B are tied for the last place, and nothing in the model breaks the tie")
    ]
    assert result.questions == ()


# abnormally low: published reference cases, several exactly on or just under the limit

MEAN = {"against": "mean-of-others", "by": "40%"}
NEXT = {"against": "next", "by": "30%"}


def low(rule: Plain, *prices: str) -> list[str]:
    return [question.bidders[0] for question in asked(on_price(*prices, abnormally_low=[rule]), "EQ03")]


@pytest.mark.parametrize(
    ("rule", "prices", "expected"),
    [
        (MEAN, ["500", "1000", "1200"], ["A"]),
        (MEAN, ["490", "833", "800"], []),  # 39.98775% below
        (MEAN, ["600", "1000", "1000"], ["A"]),  # exactly 40%
        (MEAN, ["600", "999.99", "1000"], []),  # 39.9997% is not 40%
        (NEXT, ["500", "1000"], ["A"]),
        (NEXT, ["490", "700"], ["A"]),  # exactly 30%
        (NEXT, ["600", "857.14"], []),  # 29.99% below
        (NEXT, ["106500", "107000"], []),
        (NEXT, ["10", "100", "1000"], ["A", "B"]),
        (NEXT, ["100", "100", "1000"], []),  # the next price is the same one
        ({"against": "mean", "by": "50%"}, ["40", "100", "100"], ["A"]),  # exactly half of 80
        ({"against": "mean", "by": "50%"}, ["40.01", "100", "100"], []),
        ({"against": "median", "by": "50%"}, ["50", "100", "120", "80"], []),  # half of 90
        ({"against": "median", "by": "50%"}, ["45", "100", "120", "80"], ["A"]),
        (MEAN, ["5"], []),
        (NEXT, ["5"], []),
        ({"against": "mean", "by": "1%"}, ["5"], []),
    ],
)
def test_an_abnormally_low_price_is_asked_about_from_the_published_limit(
    rule: Plain, prices: list[str], expected: list[str]
) -> None:
    assert low(rule, *prices) == expected


def _against(kind: str, own: int, prices: list[Fraction]) -> Fraction | None:
    """What a price is held against, by the words of the specification."""
    others = prices[:own] + prices[own + 1 :]
    if not others:
        return None
    if kind == "next":
        return min((price for price in others if price >= prices[own]), default=None)
    middle = median if kind == "median" else mean
    return middle(others if kind == "mean-of-others" else prices)


@given(
    kind=st.sampled_from(["mean-of-others", "mean", "median", "next"]),
    prices=st.lists(st.integers(1, 40).map(str), min_size=1, max_size=6),
)
def test_no_bid_is_asked_about_beside_other_prices_than_the_model_says(kind: str, prices: list[str]) -> None:
    offers = [Fraction(price) for price in prices]
    beside = [_against(kind, own, offers) for own in range(len(offers))]
    expected = [
        chr(65 + own)
        for own, other in enumerate(beside)
        if other is not None and 1 - offers[own] / other >= Fraction(1, 5)
    ]
    assert sorted(low({"against": kind, "by": "20%"}, *prices)) == expected


def test_the_question_says_how_low_beside_what() -> None:
    result = on_price("500", "1000", "1200", abnormally_low=[MEAN])
    (question,) = asked(result, "EQ03")
    assert question.message == (
        "A's price 500 is 54.5455% below the mean of the other bids, 1,100 (the model asks from 40%): "
        "ask the bidder to explain it"
    )
    assert question.location == "bids.xlsx:Bids!C2"


def test_only_the_leading_bid_may_be_tested_and_beside_another_price() -> None:
    """The bid ranked first after the auction, beside what the others asked before it."""
    of = model(node("a", "100"), node("first", price={"formula": "none"}), price(None))
    rule = {"against": "mean-of-others", "by": "40%", "price": "price", "of": "first"}
    bids = [
        bid("A", a="4", first="900", price="300"),
        bid("B", a="3", first="1000", price="310"),
        bid("C", a="2", first="1000", price="990"),
    ]
    everyone = scored(of | {"abnormally-low": [rule]}, *bids)
    assert [question.bidders for question in asked(everyone, "EQ03")] == [("A",), ("B",)]
    leading = scored(of | {"abnormally-low": [rule | {"bids": "leading"}]}, *bids)
    assert [question.bidders for question in asked(leading, "EQ03")] == [("A",)]


def test_excluded_bids_are_neither_tested_nor_compared_with() -> None:
    of = model(node("a", "100"), price(None), gate(), abnormally_low=[MEAN])
    bids = [bid(name, a="4", price=cost, gate="yes") for name, cost in (("A", "500"), ("B", "800"))]
    result = scored(of, *bids, bid("C", a="4", price="2000", gate="no"), bid("D", a="4", price="1", gate="no"))
    assert asked(result, "EQ03") == []


def test_an_agreed_mark_beside_an_average_is_asked_about() -> None:
    of = model(node("a", "60"), node("b", "40"), moderation="mean")
    both = bid("X", a="1", marks={"E1": {"a": "4", "b": "4"}, "E2": {"a": "3", "b": "2"}})
    result = scored(of, both, bid("Y", marks={"E1": {"a": "1", "b": "4"}, "E2": {"a": "4", "b": "4"}}))
    assert [question.message for question in result.questions if question.code == "EQ09"] == [
        (
            "X has an agreed mark beside the evaluators' marks for A: the agreed one was used, "
            "though the model publishes moderation by mean"
        )
    ]


READING = ("WB130", "WB143", "WB146")


@pytest.mark.parametrize("code", READING)
def test_a_question_on_what_was_read_names_the_bid_the_criterion_and_the_cell(code: str) -> None:
    of = framework(model(node("a", "50"), price("50")))
    bids = competition([bid("A", a="2", price="100.005"), bid("B", a="2", price="90")])
    place = bids.bids[0].entries["price"].location
    noted = replace(bids, notes=(Problem(place, code, "it was taken as it is", severity=Severity.WARNING),))
    (question,) = asked(score(of, noted), "EQ08")
    assert question == Question("EQ08", ("A",), "A, Price: it was taken as it is", str(place), "Price")


def test_a_question_on_what_was_read_names_the_item_of_a_basket_a_blank_cell_and_a_panel_s_mark_or_blank() -> None:
    basket = {"formula": "lowest-ratio", "basket": [{"item": "day-rate", "title": "Day rate", "quantity": "2"}]}
    of = framework(model(node("a", "50"), node("cost", "50", price=basket), missing="zero", moderation="mean"))
    drawn = competition([bid("A", a="2", day_rate="7.005"), bid("B", marks={"E1": {"a": "1"}})])
    blank = Location("bids.xlsx", "Bids", 3, 9)
    first, second = drawn.bids
    places = [first.entries["day-rate"].location, blank, second.evaluator_marks["E1"]["a"].location]
    places.append(Location("bids.xlsx", "Scores", 4, 4))
    waiting = {"E2": {"a": places[-1]}}
    bids = replace(drawn, bids=(first, replace(second, blanks={"day-rate": blank}, evaluator_blanks=waiting)))
    notes = tuple(Problem(place, "WB130", "look", severity=Severity.WARNING) for place in places)
    found = asked(score(of, replace(bids, notes=notes)), "EQ08")
    assert [(question.bidders, question.criterion) for question in found] == [
        (("A",), "Day rate"),
        (("B",), "Day rate"),
        (("B",), "A"),
        (("B",), "A"),
    ]


def test_a_question_on_something_outside_the_bids_names_nobody() -> None:
    of = framework(model(node("a", "100")))
    noted = replace(
        competition([bid("A", a="2")]),
        notes=(Problem(Location("bids.xlsx", "Competition", 1, 1), "WB130", "look", severity=Severity.WARNING),),
    )
    (question,) = asked(score(of, noted), "EQ08")
    assert (question.bidders, question.criterion, question.message) == ((), "", "look")


def payments(count: int) -> list[Plain]:
    """Prices beside the one that is scored: what a bid asks for at each of many dates."""
    return [node(f"payment-{at}", None, price={"formula": "none"}) | {"title": f"Payment {at}"} for at in range(count)]


@pytest.mark.parametrize("count", [2, 5, 13, 34])
def test_one_fault_in_many_lines_is_one_question_for_each_bid(count: int) -> None:
    of = model(node("a", "50"), price("50"), *payments(count))
    lines: Plain = {f"payment_{at}": "0" for at in range(count)}
    result = scored(of, *(bid(name, a="2", price=cost, **lines) for name, cost in (("A", "5"), ("B", "6"), ("C", "7"))))
    questions = asked(result, "EQ01")
    assert [question.bidders for question in questions] == [("A",), ("B",), ("C",)]
    assert questions[0].message.count("Payment") == questions[0].criterion.count("Payment") == count
    assert questions[0].message.endswith(" are zero. Seek clarification")
    assert questions[0].location.startswith("bids.xlsx:Bids!")
    assert asked(result, "EQ02") == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("5", "8"), ("5", "8"), ["A and B submitted identical prices for Price (5) and Payment 0 (8)"]),
        (("5", "8"), ("5", "9"), ["A and B submitted identical prices for Price (5)"]),
        (("5", "0"), ("6", "0"), []),
        (("5", "1234.5"), ("6", "1234.50"), ["A and B submitted identical prices for Payment 0 (1,234.50)"]),
    ],
)
def test_identical_prices_of_the_same_bids_are_one_question(
    first: tuple[str, str], second: tuple[str, str], expected: list[str]
) -> None:
    of = model(node("a", "50"), price("50"), *payments(1))
    bids = [
        bid(name, a="2", price=cost, payment_0=line) for name, (cost, line) in zip("AB", (first, second), strict=True)
    ]
    found = asked(scored(of, *bids), "EQ02")
    assert [question.message for question in found] == [f"{message}. Seek clarification" for message in expected]
    assert all(question.location and question.criterion for question in found)


@pytest.mark.parametrize(
    "prices", [("1000", "2000", "4000.01", "1"), ("7", "11", "13", "1"), ("100.10", "99", "98", "2")]
)
def test_no_question_shows_money_to_more_than_pence(prices: tuple[str, ...]) -> None:
    of = model(node("a", "50"), price("50"), abnormally_low=[{"by": "10%", "against": "mean-of-others"}])
    found = asked(
        scored(of, *(bid(name, a="2", price=cost) for name, cost in zip("ABCD", prices, strict=True))), "EQ03"
    )
    assert found
    for question in found:
        assert "..." not in question.message
        assert not re.search(r"[0-9]\.[0-9]{5}", question.message)
