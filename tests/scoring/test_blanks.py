"""What a blank does: a mark, one evaluator's mark, an answer, a preference; refused, zero or nothing yet."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from svscore.problem import SvscoreError
from svscore.scoring.result import Question, Result
from tests.scoring.examples import at, bid, gate, model, node, of_bid, price, ranks, scored
from tests.scoring.models import Plain

AS_ZERO = "left blank, which counts as zero"


def asked(result: Result, code: str) -> list[Question]:
    return [question for question in result.questions if question.code == code]


def refused(of: Plain, *bids: Plain) -> list[str]:
    with pytest.raises(SvscoreError) as caught:
        scored(of, *bids)
    return [problem.code for problem in caught.value.problems]


# one evaluator's mark


def panel(missing: str, moderation: str, *marks: tuple[str, ...]) -> tuple[Plain, list[Plain]]:
    """Bids A, B, C ... with the marks of E1, E2, E3 of 0 to 100; a dash for one that is missing."""
    of = model(node("a", "100", points={"max": "100"}), missing=missing, moderation=moderation)
    names = [f"E{number}" for number in range(1, 1 + max(map(len, marks)))]
    return of, [
        bid(letter, marks={name: {"a": mark} for name, mark in zip(names, given, strict=True) if mark != "-"})
        for letter, given in zip("ABCDEF", marks, strict=False)
    ]


@pytest.mark.parametrize("missing", ["zero", "partial"])
@pytest.mark.parametrize(
    ("moderation", "marks", "expected"),
    [
        ("mean", [("60", "-"), ("50", "40")], {"A": "30", "B": "45"}),
        ("mean", [("60", "-", "-"), ("0", "0", "0")], {"A": "20", "B": "0"}),
        ("mean", [("90", "80", "-"), ("10", "10", "10")], {"A": "170/3", "B": "10"}),
        ("mean", [("-", "-"), ("50", "40")], {"A": "0", "B": "45"}),
        ("median", [("60", "-"), ("50", "40")], {"A": "30", "B": "45"}),
        ("median", [("60", "40", "-"), ("50", "40", "30")], {"A": "40", "B": "40"}),
        ("median", [("60", "-", "-"), ("50", "40", "30")], {"A": "0", "B": "40"}),
        ("median", [("100", "100", "100", "-"), ("1", "1", "1", "1")], {"A": "100", "B": "1"}),
    ],
)
def test_a_missing_mark_of_the_panel_is_not_left_out_of_the_mean_or_median(
    missing: str, moderation: str, marks: list[tuple[str, ...]], expected: dict[str, str]
) -> None:
    of, bids = panel(missing, moderation, *marks)
    result = scored(of, *bids)
    assert {found.bidder: found.total for found in result.bids} == {
        name: Fraction(total) for name, total in expected.items()
    }
    assert {found.bidder for found in result.bids if found.is_partial} == ({"A"} if missing == "partial" else set())


@pytest.mark.parametrize("missing", ["zero", "partial"])
def test_a_missing_mark_is_zero_in_the_ranks_of_that_evaluator_too(missing: str) -> None:
    """The ranks of E1 are 1, 2, 3; those of E2 are 3, 1, 2."""
    of, bids = panel(missing, "rank-sum", ("60", "-"), ("50", "40"), ("40", "30"))
    assert {found.bidder: found.figure for found in scored(of, *bids).bids} == {"B": 3, "A": 4, "C": 5}


@pytest.mark.parametrize("moderation", ["mean", "median", "rank-sum"])
def test_a_missing_mark_is_refused_under_refuse(moderation: str) -> None:
    of, bids = panel("refuse", moderation, ("60", "-"), ("50", "40"))
    assert refused(of, *bids) == ["EV103"]


@pytest.mark.parametrize("moderation", ["mean", "median", "rank-sum"])
@pytest.mark.parametrize(("missing", "counts"), [("zero", "as zero"), ("partial", "as nothing so far")])
def test_a_missing_mark_is_a_question_once(moderation: str, missing: str, counts: str) -> None:
    leaves = [node(name, "20", points={"max": "100"}) for name in ("a", "b", "c", "d", "e")]
    of = model(*leaves, missing=missing, moderation=moderation)
    full = dict.fromkeys("abcde", "50")
    whole, part = bid("A", marks={"E1": full, "E2": full}), bid("B", marks={"E1": full})
    (question,) = asked(scored(of, whole, part), "EQ10")
    assert question.bidders == ("B",)
    assert question.criterion == "A, B, C and 2 more"
    assert question.message == (
        f"B has no mark by E2 for A, B, C and 2 more, where other bids have one: it counts {counts}"
    )
    assert question.location.startswith("bids.xlsx:Bids!")


def test_an_evaluator_who_marked_nobody_here_is_not_missed() -> None:
    of = model(node("a", "50"), node("b", "50"), missing="zero", moderation="mean")
    first = bid("A", marks={"E1": {"a": "4"}, "E2": {"b": "4"}})
    second = bid("B", marks={"E1": {"a": "2"}, "E2": {"b": "2"}})
    result = scored(of, first, second)
    assert [found.total for found in result.bids] == [100, 50]
    assert asked(result, "EQ10") == []


def test_an_agreed_mark_misses_nobody() -> None:
    of = model(node("a", "100"), missing="zero", moderation="mean")
    result = scored(of, bid("A", a="4", marks={"E1": {"a": "4"}}), bid("B", marks={"E1": {"a": "2"}, "E2": {"a": "4"}}))
    assert at(result, "A", "a").score == 100
    assert asked(result, "EQ10") == []


# blanks that count as zero, and minimums


GROUP = node("group", "100", criteria=[node("a", "50"), node("b", "50")])


@pytest.mark.parametrize(
    ("criteria", "cells", "reason"),
    [
        ([node("a", "100", minimum="1")], {}, f"below the minimum in A: {AS_ZERO}, minimum 1"),
        ([node("a", "100", minimum={"above": "0"})], {}, f"below the minimum in A: {AS_ZERO}, must be above 0"),
        ([node("a", "100", scale="letters", minimum="C")], {}, f"below the minimum in A: {AS_ZERO}, minimum C"),
        ([node("a", "100", scale="mixed", minimum="2")], {}, f"below the minimum in A: {AS_ZERO}, minimum 2"),
        ([node("a", "100", points={"max": "9"}, minimum="5")], {}, f"below the minimum in A: {AS_ZERO}, minimum 5"),
        ([node("a", "100", minimum="25%")], {}, f"below the minimum in A: {AS_ZERO}, minimum 25%"),
        (
            [node("a", "100", minimum={"at-least": "25%", "on": "rounded"})],
            {},
            f"below the minimum in A: {AS_ZERO}, minimum 25%",
        ),
        ([GROUP | {"minimum": "50%"}], {"b": "1"}, f"below the minimum in Group: 12.5% ({AS_ZERO}), minimum 50%"),
        ([GROUP | {"minimum": "60"}], {"b": "1"}, f"below the minimum in Group: 12.5 ({AS_ZERO}), minimum 60"),
        (
            [node("hours", "100", quantity={"formula": "target", "target": "9"}, minimum="5")],
            {},
            f"below the minimum in Hours: {AS_ZERO}, minimum 5",
        ),
        ([price("100") | {"minimum": "10%"}], {}, f"below the minimum in Price: {AS_ZERO}, minimum 10%"),
        ([gate("insured", "50", excludes=True), node("a", "50")], {"a": "4"}, f"failed Insured: {AS_ZERO}"),
        (
            [node("group", "100", criteria=[gate("insured", "60"), node("a", "40")], minimum="50%")],
            {"a": "4"},
            f"below the minimum in Group: 40% ({AS_ZERO}), minimum 50%",
        ),
    ],
)
def test_a_blank_that_counts_as_zero_does_not_pass_a_minimum(
    criteria: list[Plain], cells: dict[str, str], reason: str
) -> None:
    result = scored(model(*criteria, missing="zero"), bid("A", **cells))  # type: ignore[arg-type]
    assert (of_bid(result, "A").status, of_bid(result, "A").reasons) == ("excluded", (reason,))
    assert {question.code for question in result.questions} == {"EQ13"}  # the blank may be an oversight


@pytest.mark.parametrize(
    ("kind", "minimum", "zero"),
    [
        ({}, "1", "0"),
        ({"scale": "uneven"}, {"above": "0"}, "0"),
        ({"scale": "letters"}, "C", "D"),
        ({"scale": "mixed"}, "1", "Fail"),
        ({"points": {"max": "50"}}, "0.5", "0"),
        ({}, "10%", "0"),
    ],
)
@pytest.mark.parametrize("below", ["exclude", "flag"])
def test_a_blank_that_counts_as_zero_is_treated_as_a_zero_that_was_typed(
    kind: Plain, minimum: Any, zero: str, below: str
) -> None:
    of = model(node("a", "100", minimum=minimum, **kind), missing="zero", below_minimum=below)
    result = scored(of, bid("Blank"), bid("Typed", a=zero))
    blank, typed = of_bid(result, "Blank"), of_bid(result, "Typed")
    assert (blank.status, blank.total, bool(blank.reasons)) == (typed.status, typed.total, bool(typed.reasons))
    assert typed.reasons


def test_a_blank_passes_a_minimum_of_zero() -> None:
    assert of_bid(scored(model(node("a", "100", minimum="0"), missing="zero"), bid("A")), "A").status == "eligible"


def test_a_missing_mark_that_counts_as_zero_is_said_where_the_mean_is_below_the_minimum() -> None:
    of = model(node("a", "100", minimum="2"), moderation="mean", missing="zero")
    whole, part = bid("A", marks={"E1": {"a": "3"}, "E2": {"a": "3"}}), bid("B", marks={"E1": {"a": "3"}})
    result = scored(of, whole, part)
    assert of_bid(result, "B").reasons == (
        "below the minimum in A: mean of E1 3, E2 blank (a missing mark counts as zero), minimum 2",
    )
    assert of_bid(result, "A").status == "eligible"


RATES = [{"item": "senior", "title": "Senior rate", "quantity": "9"}, {"item": "junior", "quantity": "5"}]
BASKET = {"formula": "lowest-ratio", "basket": RATES}
HOURS = node("hours", "50", quantity={"formula": "highest-ratio"})


@pytest.mark.parametrize(
    ("criteria", "cells", "blank", "titles"),
    [
        ([node("a", "50"), node("b", "50")], {"a": "4", "b": "2"}, ["b"], "B"),
        ([node("a", "50", points={"max": "9"}), price("50")], {"a": "4", "price": "9"}, ["price"], "Price"),
        ([node("a", "50"), HOURS], {"a": "4", "hours": "9"}, ["hours"], "Hours"),
        ([node("a", "50"), gate("insured", "50")], {"a": "4", "insured": "yes"}, ["insured"], "Insured"),
        ([node("a", "50", scale="letters"), price("50")], {"a": "B", "price": "9"}, ["a", "price"], "A, Price"),
        (
            [node("a", "50"), node("price", "50", price=BASKET)],
            {"a": "4", "senior": "9", "junior": "5"},
            ["senior"],
            "Senior rate",
        ),
        (
            [node("a", "50"), node("price", "50", price=BASKET)],
            {"a": "4", "senior": "9", "junior": "5"},
            ["junior", "senior"],
            "Senior rate, junior",
        ),
        ([node("group", "100", criteria=[node("a", "50"), node("b", "50")])], {"a": "4", "b": "2"}, ["a"], "A"),
        ([node("a", "60", minimum="0"), node("b", "40")], {"a": "4", "b": "2"}, ["a"], "A"),
    ],
)
def test_a_blank_that_scored_zero_is_not_passed_over_in_silence(
    criteria: list[Plain], cells: dict[str, str], blank: list[str], titles: str
) -> None:
    left = {name: text for name, text in cells.items() if name not in blank}
    result = scored(model(*criteria, missing="zero"), bid("Whole", **cells), bid("Part", **left))  # type: ignore[arg-type]
    (question,) = asked(result, "EQ13")
    assert (question.bidders, question.criterion) == (("Part",), titles)
    assert question.location == "bids.xlsx:Bids!A3"
    assert result.state == "settled"  # the model says what a blank is worth


@pytest.mark.parametrize("moderation", ["mean", "median", "rank-sum"])
def test_a_blank_that_nobody_marked_is_said_once(moderation: str) -> None:
    of = model(node("a", "60"), node("b", "40"), missing="zero", moderation=moderation)
    result = scored(of, bid("A", marks={"E1": {"a": "4", "b": "4"}}), bid("B", marks={"E1": {"a": "4"}}))
    assert [(question.code, question.criterion) for question in result.questions] == [("EQ10", "B")]


def test_a_bid_of_many_blanks_is_one_question() -> None:
    leaves = [node(name, "20") for name in "abcde"]
    result = scored(model(*leaves, missing="zero"), bid("A", a="4"))
    (question,) = result.questions
    assert question.message == (
        "A: nothing entered for B, C, D and 1 more. They count as zero, as the model says. Check that this is meant"
    )
    assert question.criterion == "B, C, D, E"


def test_a_blank_price_of_the_award_is_asked_about_once() -> None:
    of = model(node("a", "100"), price(None), award={"by": "lowest-price"}, missing="zero")
    result = scored(of, bid("A", a="4"), bid("B", a="4", price="9"))
    assert [(question.code, question.criterion, question.location) for question in result.questions] == [
        ("EQ04", "Price", "bids.xlsx:Bids!A2")
    ]


@pytest.mark.parametrize("missing", ["refuse", "partial"])
def test_a_blank_is_a_zero_only_where_the_model_says_so(missing: str) -> None:
    of = model(node("a", "100"), gate("insured"), missing=missing)
    result = scored(of, bid("A", a="4", insured="yes"), bid("B", insured="no"))
    assert asked(result, "EQ13") == []


def test_under_partial_a_blank_is_never_below_a_minimum() -> None:
    """Whether the bid fails cannot be known yet: a question, for the leaf and for the group above."""
    group = node("group", "100", criteria=[node("a", "50", minimum="1"), node("b", "50")], minimum="50%")
    result = scored(model(group, missing="partial"), bid("A", b="1"))
    assert of_bid(result, "A").status == "eligible"
    assert [question.message for question in asked(result, "EQ06")] == [
        "A is at 12.5% in Group (minimum 50%) with something left blank",
        "A is at nothing in A (minimum 1) with something left blank",
    ]


def test_a_blank_answer_to_a_gate_without_weight_never_excludes() -> None:
    result = scored(model(node("a", "100"), gate("insured"), missing="zero"), bid("A", a="4"))
    assert of_bid(result, "A").status == "eligible"
    assert len(asked(result, "EQ05")) == 1


# preferences


def preferring(missing: str, *bids: Plain, **keys: Any) -> Result:
    rule = {"id": "local", "title": "Local firm", "when": "is-local", "add": "10"}
    return scored(model(node("a", "100"), adjustments=[rule], missing=missing, **keys), *bids)


def test_a_blank_preference_is_not_taken_for_no_under_refuse() -> None:
    with pytest.raises(SvscoreError) as caught:
        preferring("refuse", bid("A", a="3"), bid("B", a="3", is_local="no"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.location.row) == ("EV101", 2)
    assert "A: no answer entered for 'Local firm' (is-local)" in problem.message


@pytest.mark.parametrize("missing", ["zero", "partial"])
def test_a_blank_preference_that_decides_the_award_is_a_question(missing: str) -> None:
    result = preferring(missing, bid("A", a="4"), bid("B", a="4", is_local="yes"))
    assert ranks(result) == {"B": 1, "A": 2}
    (question,) = asked(result, "EQ11")
    assert (question.bidders, question.criterion) == (("A",), "Local firm")
    assert question.message == "A has no answer for Local firm: it counts as no"
    assert question.location.startswith("bids.xlsx:Bids!")


def test_a_bid_with_a_blank_preference_is_partial_under_partial() -> None:
    result = preferring("partial", bid("A", a="4"), bid("B", a="4", is_local="no"))
    assert {found.bidder: found.is_partial for found in result.bids} == {"A": True, "B": False}
    assert not any(found.is_partial for found in preferring("zero", bid("A", a="4")).bids)


def test_an_answered_preference_is_no_question() -> None:
    assert asked(preferring("zero", bid("A", a="4", is_local="no")), "EQ11") == []


def test_a_column_of_two_preferences_is_asked_about_once() -> None:
    rules = [{"id": name, "title": name.title(), "when": "is-local", "add": "1"} for name in ("local", "small")]
    result = scored(model(node("a", "100"), adjustments=rules, missing="zero"), bid("A", a="4"))
    assert len(asked(result, "EQ11")) == 1


def test_a_blank_preference_of_a_bid_that_is_out_does_not_hold_up_the_others() -> None:
    rule = {"id": "local", "title": "Local firm", "when": "is-local", "add": "10"}
    of = model(node("a", "100"), gate("insured"), adjustments=[rule])
    out, good = bid("A", a="3", insured="no"), bid("B", a="3", insured="yes", is_local="no")
    assert ranks(scored(of, out, good)) == {"B": 1, "A": None}


def test_an_answer_to_a_preference_that_is_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(SvscoreError) as caught:
        preferring("zero", bid("A", a="3", is_local="Leeds"))
    assert [problem.code for problem in caught.value.problems] == ["EV106"]


# words among numbers


FAIL_SCALE = [{"mark": "Fail", "share": "0"}, {"mark": "1"}, {"mark": "2"}, {"mark": "3"}]


@pytest.mark.parametrize(
    ("scale", "minimum", "low", "enough"),
    [
        (FAIL_SCALE, "2", "Fail", "2"),
        (FAIL_SCALE, "1", "Fail", "1"),
        (FAIL_SCALE, {"above": "1"}, "Fail", "2"),
        (FAIL_SCALE, {"at-least": "2", "on": "rounded"}, "Fail", "3"),
        (FAIL_SCALE, "2.5", "Fail", "3"),
        (FAIL_SCALE, "50%", "Fail", "2"),
        ([{"mark": "Poor", "share": "20"}, {"mark": "0"}, {"mark": "5"}, {"mark": "10"}], "5", "Poor", "10"),
        ([{"mark": "Poor", "share": "20"}, {"mark": "0"}, {"mark": "5"}, {"mark": "10"}], "3", "Poor", "5"),
        ([{"mark": "Good", "share": "60"}, {"mark": "1"}, {"mark": "4"}], "Good", "1", "4"),
        ([{"mark": "Good", "share": "60"}, {"mark": "1"}, {"mark": "4"}], "4", "Good", "4"),
        ([{"mark": "Part", "share": "40"}, {"mark": "2", "share": "50"}, {"mark": "4"}], "2", "Part", "2"),
        ([{"mark": "Part", "share": "40"}, {"mark": "2", "share": "50"}, {"mark": "4"}], "2.0", "Part", "2"),
    ],
)
def test_a_word_on_a_scale_of_numbers_does_not_pass_a_minimum_it_is_below(
    scale: list[Plain], minimum: Any, low: str, enough: str
) -> None:
    of = model(node("a", "100", scale="own", minimum=minimum), scales={"own": scale}, rounding={"criterion": "0"})
    result = scored(of, bid("A", a=low), bid("B", a=enough))
    assert {found.bidder: found.status for found in result.bids} == {"B": "eligible", "A": "excluded"}
    (reason,) = of_bid(result, "A").reasons
    assert reason.startswith("below the minimum in A: ")


def test_the_price_of_a_bid_marked_fail_is_no_reference() -> None:
    of = model(node("a", "60", scale="own", minimum="2"), price("40"), scales={"own": FAIL_SCALE})
    result = scored(of, bid("A", a="Fail", price="10"), bid("B", a="3", price="100"))
    assert at(result, "B", "price").score == 40


@pytest.mark.parametrize("moderation", ["mean", "median", "rank-sum"])
@pytest.mark.parametrize("missing", ["refuse", "zero", "partial"])
def test_one_word_of_the_panel_does_not_switch_the_minimum_off(moderation: str, missing: str) -> None:
    """Fail and 3 are half of the weight on average, less than the two thirds of a 2."""
    of = model(
        node("a", "100", scale="own", minimum="2"), scales={"own": FAIL_SCALE}, moderation=moderation, missing=missing
    )
    low, good = (
        bid("A", marks={"E1": {"a": "Fail"}, "E2": {"a": "3"}}),
        bid("B", marks={"E1": {"a": "2"}, "E2": {"a": "3"}}),
    )
    assert {found.bidder: found.status for found in scored(of, low, good).bids} == {"B": "eligible", "A": "excluded"}


def test_a_word_of_the_panel_does_not_exclude_a_bid_whose_shares_are_enough() -> None:
    of = model(node("a", "100", scale="own", minimum="1"), scales={"own": FAIL_SCALE}, moderation="mean")
    result = scored(of, bid("A", marks={"E1": {"a": "Fail"}, "E2": {"a": "2"}}))
    assert of_bid(result, "A").status == "eligible"
