"""From cells to points: each kind of criterion, weights, moderation, blanks, and what is refused with which words."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from svscore.problem import Location, Problem, Severity, SvscoreError
from svscore.scoring.engine import score
from tests.scoring.examples import at, bid, gate, model, node, of_bid, price, ranks, scored, totals
from tests.scoring.models import Plain, competition, framework


def refusals(of: Plain, *bids: Plain) -> list[Problem]:
    with pytest.raises(SvscoreError) as caught:
        scored(of, *bids)
    return list(caught.value.problems)


# what a cell becomes


@pytest.mark.parametrize(
    ("scale", "mark", "share"),
    [
        ("five-point", "3", "3/4"),
        ("five-point", "0", "0"),
        ("uneven", "8", "4/5"),
        ("shares", "1", "1/7"),
        ("shares", "2", "5/8"),
        ("letters", "B", "3/5"),
        ("letters", "C", "1/3"),
    ],
)
def test_a_mark_earns_its_share_or_mark_over_highest(scale: str, mark: str, share: str) -> None:
    result = scored(model(node("a", "100", scale=scale)), bid("A", a=mark))
    assert at(result, "A", "a").score == Fraction(share) * 100
    assert at(result, "A", "a").raw == mark


def test_points_are_given_over_most() -> None:
    result = scored(model(node("a", "30", points={"max": "50"}), total="30"), bid("A", a="12.5"))
    assert at(result, "A", "a").score == Fraction(30, 4)


def test_a_basket_is_the_sum_of_rate_times_quantity() -> None:
    basket = [{"item": "senior", "quantity": "220"}, {"item": "junior", "quantity": "0.5"}]
    result = scored(
        model(price("100", basket=basket)),
        bid("A", senior="1", junior="60"),  # 250
        bid("B", senior="0.5", junior="30"),  # 125
    )
    assert at(result, "A", "price").score == 50
    assert at(result, "A", "price").offered == "250"


def test_a_quantity_takes_its_proxy_then_its_cap_then_the_formula() -> None:
    offer = {"formula": "highest-ratio", "unit": "hours", "proxy": {"value": "10"}, "cap": "60"}
    result = scored(model(node("hours", "100", quantity=offer)), bid("A", hours="3"), bid("B", hours="8"))
    assert at(result, "A", "hours").score == 50  # 30 beside a capped 60
    assert at(result, "B", "hours").score == 100


@pytest.mark.parametrize(
    ("hours", "score", "is_capped"),
    [("59", 59, False), ("59.99", Fraction("59.99"), False), ("60", 60, False), ("60.01", 60, True), ("61", 60, True)],
)
def test_a_cap_begins_right_above_it(hours: str, score: Fraction, *, is_capped: bool) -> None:
    offer = {"formula": "fixed-range", "unit": "hours", "cap": "60", "zero-at": "0", "full-at": "100"}
    result = scored(model(node("hours", "100", quantity=offer)), bid("A", hours=hours))
    assert at(result, "A", "hours").score == score
    assert any(step.rule == "no more than the cap counts" for step in at(result, "A", "hours").steps) is is_capped


def test_of_a_quantity_more_is_better_unless_the_model_says_less() -> None:
    of_more = model(node("weeks", "100", quantity={"formula": "min-max"}))
    of_less = model(node("weeks", "100", quantity={"formula": "min-max", "better": "less"}))
    bids = [bid("A", weeks="10"), bid("B", weeks="20")]
    assert ranks(scored(of_more, *bids)) == {"B": 1, "A": 2}
    assert ranks(scored(of_less, *bids)) == {"A": 1, "B": 2}


def test_a_gate_with_a_weight_earns_all_of_it_or_nothing_and_excludes_nobody() -> None:
    of = model(node("a", "90"), gate("living-wage", "10"))
    result = scored(of, bid("A", a="4", living_wage="no"), bid("B", a="4", living_wage="yes"))
    assert [at(result, name, "living-wage").score for name in ("A", "B")] == [0, 10]
    assert of_bid(result, "A").status == "eligible"


# weights


def test_an_overall_weight_is_the_product_down_the_tree() -> None:
    inner = node("inner", "40", criteria=[node("a", "25"), node("b", "75")])
    of = model(node("outer", "500", criteria=[inner, node("c", "60")]), node("d", "500"), total="1000")
    result = scored(of, bid("A", a="4", b="2", c="1", d="0"))
    weights = {found.id: found.overall_weight for found in of_bid(result, "A").walk()}
    assert weights == {"outer": 500, "inner": 200, "a": 50, "b": 150, "c": 300, "d": 500}
    assert totals(result) == {"A": "200.00"}
    assert [at(result, "A", name).weight for name in ("inner", "a")] == [40, 25]


def test_of_total_leaves_carry_points_and_groups_their_sum() -> None:
    group = node("group", criteria=[node("a", "12.5"), node("b", "17.5")])
    result = scored(model(group, node("c", "70"), weights="of-total"), bid("A", a="4", b="4", c="2"))
    assert at(result, "A", "group").overall_weight == 30
    assert at(result, "A", "group").score == 30
    assert of_bid(result, "A").total == 65


def test_what_has_no_weight_has_no_score() -> None:
    gates = node("declarations", criteria=[gate("insured"), gate("solvent")])
    of = model(node("a", "100"), gates, price(None))
    result = scored(of, bid("A", a="4", insured="yes", solvent="yes", price="10"))
    for name in ("declarations", "insured", "price"):
        assert at(result, "A", name).score is None
        assert at(result, "A", name).overall_weight is None
    assert at(result, "A", "price").raw == "10"
    assert of_bid(result, "A").total == 100


def test_the_best_earns_the_full_weight_where_the_model_rescales() -> None:
    of = model(node("a", "60", points={"max": "100"}, rescale="best"), node("b", "40"))
    result = scored(of, bid("A", a="30", b="4"), bid("B", a="45", b="0"))
    assert [at(result, name, "a").score for name in ("A", "B")] == [40, 60]
    nothing = scored(of, bid("A", a="0", b="4"), bid("B", a="0", b="0"))
    assert [at(nothing, name, "a").score for name in ("A", "B")] == [0, 0]


@pytest.mark.parametrize(("add", "expected"), [("5", "65"), ("10%", "80"), ("1/3", "181/3")])
def test_a_preference_is_added_to_the_bids_that_qualify(add: str, expected: str) -> None:
    preference = {"id": "local", "title": "Local", "when": "is-local", "add": add}
    of = model(node("a", "200", points={"max": "10"}), total="200", adjustments=[preference])
    result = scored(of, bid("A", a="3", is_local="yes"), bid("B", a="3", is_local="no"))
    assert [of_bid(result, name).total for name in ("A", "B")] == [Fraction(expected), 60]


# several evaluators


def panel(moderation: str, *marks: str, agreed: str = "", missing: str = "refuse") -> Plain:
    of = model(node("a", "100", scale="uneven"), moderation=moderation, missing=missing)
    return {"of": of, "bid": bid("A", marks={f"E{n}": {"a": mark} for n, mark in enumerate(marks)}, a=agreed)}


@pytest.mark.parametrize(
    ("moderation", "marks", "expected"),
    [
        ("mean", ["2", "5", "8"], "50"),
        ("mean", ["2", "5"], "35"),
        ("mean", ["10", "10", "0"], "200/3"),
        ("median", ["0", "2", "10"], "20"),
        ("median", ["0", "2", "8", "10"], "50"),
        ("median", ["5"], "50"),
    ],
)
def test_mean_and_median_are_of_the_shares(moderation: str, marks: list[str], expected: str) -> None:
    drawn = panel(moderation, *marks)
    assert at(scored(drawn["of"], drawn["bid"]), "A", "a").score == Fraction(expected)


@pytest.mark.parametrize("moderation", ["consensus", "mean", "median"])
def test_an_agreed_mark_stands_whatever_the_evaluators_gave(moderation: str) -> None:
    drawn = panel(moderation, "0", "2", agreed="8")
    assert at(scored(drawn["of"], drawn["bid"]), "A", "a").score == 80


@pytest.mark.parametrize("missing", ["refuse", "zero", "partial"])
def test_a_promised_consensus_is_not_replaced_by_an_average(missing: str) -> None:
    drawn = panel("consensus", "5", "8", missing=missing)
    (problem,) = refusals(drawn["of"], drawn["bid"])
    assert str(problem) == (
        "bids.xlsx:Bids!A2: EV102 A: no agreed mark entered for 'A'. "
        "Evaluators gave E0 5, E1 8; this model needs a consensus, not an average"
    )
    assert problem.hint == (
        "enter the agreed mark and its reason on the sheet Consensus, or in a row that names no evaluator"
    )


def test_an_average_of_part_of_the_panel_is_refused() -> None:
    of = model(node("a", "100"), moderation="mean")
    whole = bid("A", marks={"E1": {"a": "4"}, "E2": {"a": "2"}})
    part = bid("B", marks={"E1": {"a": "4"}})
    (problem,) = refusals(of, whole, part)
    assert problem.code == "EV103"
    assert problem.message == "B: no mark by E2 for 'A', though E2 marked other bids for it"
    result = scored(of | {"missing": "partial"}, whole, part)
    assert totals(result) == {"A": "75.00", "B": "50.00"}
    assert [of_bid(result, name).is_partial for name in ("A", "B")] == [False, True]


# blanks


def test_blanks_are_refused_all_at_once() -> None:
    basket = [{"item": "senior", "quantity": "2"}, {"item": "junior", "quantity": "1"}]
    of = model(
        node("a", "40"),
        node("b", "20", quantity={"formula": "highest-ratio"}),
        price("30", basket=basket),
        gate("c", "10"),
    )
    found = refusals(of, bid("A", b="1", senior="5", c="yes"), bid("B", a="1", senior="5", junior="5"))
    tail = "This model does not score bids with blanks"
    assert [str(problem) for problem in found] == [
        f"bids.xlsx:Bids!A2: EV101 A: no mark entered for 'A'. {tail}",
        f"bids.xlsx:Bids!A2: EV101 A: no price entered for 'junior'. {tail}",
        f"bids.xlsx:Bids!A3: EV101 B: no quantity entered for 'B'. {tail}",
        f"bids.xlsx:Bids!A3: EV101 B: no answer entered for 'C'. {tail}",
    ]
    assert not any("missing" in problem.hint for problem in found)


@pytest.mark.parametrize(("missing", "is_partial"), [("zero", False), ("partial", True)])
def test_a_blank_earns_nothing_where_the_model_says_so(missing: str, *, is_partial: bool) -> None:
    group = node("group", "60", criteria=[node("a", "50"), node("b", "50")])
    of = model(group, node("c", "40"), missing=missing)
    result = scored(of, bid("A", a="4", c="4"), bid("B", a="4", b="4", c="4"))
    assert totals(result) == {"B": "100.00", "A": "70.00"}
    assert [of_bid(result, name).is_partial for name in ("A", "B")] == [is_partial, False]
    marked = {found.id: found.is_partial for found in of_bid(result, "A").walk()}
    assert marked == {"group": is_partial, "a": False, "b": is_partial, "c": False}
    assert at(result, "A", "b").raw is None


def test_a_blank_price_takes_no_part_in_the_reference_bids() -> None:
    of = model(node("a", "50"), price("50"), missing="zero")
    result = scored(of, bid("A", a="4"), bid("B", a="0", price="200"), bid("C", a="0", price="100"))
    assert [at(result, name, "price").score for name in ("A", "B", "C")] == [0, 25, 50]


def test_what_an_excluded_bid_left_blank_does_not_hold_up_the_others() -> None:
    of = model(node("a", "50"), price("50"), gate("attended"))
    out = bid("Out", attended="no")
    result = scored(of, bid("In", a="4", price="9", attended="yes"), out)
    assert ranks(result) == {"In": 1, "Out": None}
    assert [at(result, "Out", name).score for name in ("a", "price")] == [None, None]
    assert of_bid(result, "Out").total is None
    found = refusals(of | {"reference-bids": "all"}, bid("In", a="4", price="9", attended="yes"), out)
    assert [problem.message.partition(".")[0] for problem in found] == [
        "Out: no mark entered for 'A'",
        "Out: no price entered for 'Price'",
    ]


# what a formula or an award method cannot take


def test_a_price_the_formula_cannot_take_is_refused_at_its_cell() -> None:
    of = model(node("a", "50"), price("50"))
    found = refusals(of, bid("A", a="4", price="0"), bid("B", a="4", price="-5"), bid("C", a="4", price="7"))
    assert [str(problem) for problem in found] == [
        "bids.xlsx:Bids!C2: EV104 A: 'Price' is 0; lowest-ratio can only score a number above zero",
        "bids.xlsx:Bids!C3: EV104 B: 'Price' is -5; lowest-ratio can only score a number above zero",
    ]
    assert found[0].hint == "ask the bidder what it means; svscore excludes nobody for it, and guesses nothing"


def test_a_price_the_award_method_cannot_take_is_refused_too() -> None:
    of = model(node("a", "100"), price(None), award={"by": "quality-per-price"})
    (problem,) = refusals(of, bid("A", a="4", price="0"), bid("B", a="4", price="1"))
    assert problem.code == "EV104"
    assert problem.message == "A: 'Price' is 0; quality-per-price can only score a number above zero"


def test_the_award_method_judges_the_price_with_its_additions() -> None:
    days = node("days", None, quantity={"formula": "none", "better": "less"})
    award = {"by": "quality-per-price", "add": [{"quantity": "days", "rate": "2"}]}
    of = model(node("a", "100"), price(None), days, award=award)
    free = bid("A", a="4", price="0", days="3")
    assert ranks(scored(of, free, bid("B", a="4", price="7", days="1"))) == {"A": 1, "B": 2}
    (problem,) = refusals(of, free, bid("B", a="4", price="4", days="-2"))
    assert (
        problem.message == "B: 'Price', additions included, is 0; quality-per-price can only score a number above zero"
    )


def test_a_price_the_formula_cannot_take_is_refused_before_a_minimum_looks_at_it() -> None:
    of = model(price("100", formula="linear-to-zero", **{"zero-at": "150%"}) | {"minimum": "10%"})
    (problem,) = refusals(of, bid("A", price="0"), bid("B", price="1"))
    assert problem.message == "A: 'Price' is 0; linear-to-zero can only score a number above zero"


def test_the_price_of_an_excluded_bid_is_nobodys_business() -> None:
    of = model(node("a", "50"), price("50"), gate())
    bids = [bid("A", a="4", price="0", gate="no"), bid("B", a="4", price="7", gate="yes")]
    assert ranks(scored(of, *bids)) == {"B": 1, "A": None}
    assert [problem.code for problem in refusals(of | {"reference-bids": "all"}, *bids)] == ["EV104"]


def test_no_bids_is_a_problem_not_a_result() -> None:
    (problem,) = refusals(model(node("a", "100")))
    assert str(problem) == "bids.xlsx: EV100 no bids to score"
    assert problem.hint == "add a row for each bid"


def test_a_rank_sum_needs_evaluators() -> None:
    (problem,) = refusals(model(node("a", "100"), moderation="rank-sum"), bid("A", a="4"))
    assert problem.code == "EV105"
    assert problem.message == "the model ranks by the sum of the evaluators' ranks, but there are only agreed marks"
    assert problem.hint == "give each evaluator's marks in a sheet Scores with a column Evaluator"


# what goes with a result


def test_a_result_says_which_model_and_which_changes() -> None:
    of, bids = framework(model(node("a", "100"), award={"by": "highest-total"})), competition([bid("A", a="4")])
    result = score(of, bids, what_if=("a weighs 100 instead of 50",))
    assert (result.framework_id, result.framework_version, result.framework_title) == ("drawn", "1", "Drawn")
    assert (result.award_by, result.figure_name, result.highest_wins) == ("highest-total", "Total", True)
    assert result.what_if == ("a weighs 100 instead of 50",)
    assert score(of, bids).what_if == ()


def test_notes_of_the_reading_stay_with_the_result() -> None:
    """A cell whose value is not known is a question as well."""
    place = Location("bids.xlsx", "Bids", 2, 3)
    text = Problem(place, "WB132", "'4' is text; read as the number 4", severity=Severity.NOTE)
    formula = Problem(place, "WB130", "the formula has no stored value", severity=Severity.WARNING)
    bids = replace(competition([bid("A", a="4")]), notes=(text, formula))
    result = score(framework(model(node("a", "100"))), bids)
    assert result.problems == (text, formula)
    assert [(question.code, question.message, question.location) for question in result.questions] == [
        ("EQ08", "the formula has no stored value", "bids.xlsx:Bids!C2")
    ]


def test_reason_and_reference_of_an_agreed_mark_are_kept() -> None:
    bids = competition([bid("A", a="4")])
    entry = bids.bids[0].entries["a"]._replace(reason="Clear plan.", reference="p. 12")
    reasoned = replace(bids, bids=(replace(bids.bids[0], entries={"a": entry}),))
    found = at(score(framework(model(node("a", "100"))), reasoned), "A", "a")
    assert (found.reason, found.reference) == ("Clear plan.", "p. 12")
