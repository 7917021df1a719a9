"""Nobody is awarded before the data and the model decide it, and then somebody is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from svscore.bids import UNSTORED, Competition
from svscore.problem import Location, Problem, Severity
from svscore.scoring.engine import score
from svscore.scoring.result import Result
from tests.scoring.examples import awarded, bid, gate, leading, model, node, price, scored
from tests.scoring.models import Plain, competition, framework


def lab(**keys: Any) -> Plain:
    """Quality 60 in points and price 40 by the lowest, level bids parted by quality."""
    quality = node("quality", "60", points={"max": "100"})
    return model(quality, price("40"), **({"tie_break": ["quality"], "rounding": {"total": "2"}} | keys))


def cheapest(*more: Plain, **keys: Any) -> Plain:
    return model(*more, price(None), **({"award": {"by": "lowest-price"}} | keys))


def codes(result: Result) -> list[str]:
    return [ground.code for ground in result.because]


def ground(result: Result, code: str) -> tuple[str, ...]:
    return next(found.bidders for found in result.because if found.code == code)


def assert_open(result: Result, state: str, *found: str) -> None:
    assert (result.state, codes(result), awarded(result)) == (state, list(found), [])


def assert_settled(result: Result, *bidders: str) -> None:
    assert (result.state, codes(result), awarded(result)) == ("settled", [], list(bidders))
    assert leading(result) == awarded(result)


# something is not marked yet


@pytest.mark.parametrize(
    "bids",
    [
        [("X", "8", "100"), ("Y", "", "90")],
        [("X", "100", "90"), ("Y", "", "100")],  # Y could still be level with X
        [("X", "100", "90"), ("Y", "1", "")],  # Y could not win, and nobody has said so
        [("X", "", "90"), ("Y", "1", "100")],  # the partial bid leads
        [("X", "", "90"), ("Y", "", "100")],
        [("X", "8", "100"), ("Y", "50", "90"), ("Z", "", "")],
        [("X", "", "90")],
    ],
)
def test_nobody_is_awarded_while_a_bid_is_partial(bids: list[tuple[str, str, str]]) -> None:
    result = scored(lab(missing="partial"), *(bid(name, quality=mark, price=cost) for name, mark, cost in bids))
    assert_open(result, "provisional", "partial")
    assert ground(result, "partial") == tuple(name for name, mark, cost in bids if not (mark and cost))
    assert len(leading(result)) == 1


def test_a_partial_bid_that_is_excluded_does_not_keep_the_others_waiting() -> None:
    of = model(gate(), *lab()["criteria"], missing="partial")
    assert_settled(scored(of, bid("X", quality="8", price="9", gate="yes"), bid("Y", price="9", gate="no")), "X")


def test_blanks_that_count_as_zero_settle_the_award() -> None:
    assert_settled(scored(lab(missing="zero"), bid("X", quality="8", price="100"), bid("Y", price="90")), "X")


# a place for a bid without a figure


@pytest.mark.parametrize(
    ("missing", "prices", "award", "leads"),
    [
        ("partial", {"Alder": ""}, {}, ""),
        ("zero", {"Alder": ""}, {}, ""),
        ("zero", {"Alder": "", "Birch": ""}, {}, ""),
        ("zero", {"Alder": "95", "Birch": ""}, {"places": "2"}, "A"),
        ("zero", {"Alder": "95", "Birch": "", "Cedar": ""}, {"places": "2"}, "A"),
        ("zero", {"Alder": "95", "Birch": "", "Cedar": "96"}, {"places": "3"}, "AC"),
        # the blank price may yet be the lowest
        ("partial", {"Alder": "95", "Birch": ""}, {}, "A"),
        ("partial", {"Alder": "95", "Birch": "96", "Cedar": ""}, {"also-within": "1"}, "AB"),
    ],
)
def test_a_place_never_goes_to_a_bid_without_a_price(
    missing: str, prices: dict[str, str], award: Plain, leads: str
) -> None:
    of = cheapest(missing=missing, award={"by": "lowest-price"} | award)
    result = scored(of, *(bid(name, price=cost) for name, cost in prices.items()))
    assert_open(result, "provisional", "no-figure")
    assert ground(result, "no-figure") == tuple(name for name, cost in prices.items() if not cost)
    assert [name[0] for name in leading(result)] == list(leads)


def test_a_lone_bid_without_a_price_is_not_awarded_when_the_others_miss_a_minimum() -> None:
    of = cheapest(node("quality", "100", points={"max": "5"}, minimum="2"), missing="partial")
    result = scored(of, bid("Alder", quality="4"), bid("Birch", quality="1", price="95"))
    assert_open(result, "provisional", "no-figure")
    assert leading(result) == []


def test_a_price_left_blank_as_nothing_does_not_hold_up_places_that_others_fill() -> None:
    of = cheapest(missing="zero")
    assert_settled(scored(of, bid("Alder", price="95"), bid("Birch")), "Alder")


# gates and minimums that a blank leaves open


@pytest.mark.parametrize(
    ("keys", "answers", "settled"),
    [
        ({}, {"A": "", "B": "yes"}, False),
        ({}, {"A": "yes", "B": ""}, False),  # B would be left of the places, and could be out
        ({}, {"A": "", "B": ""}, False),
        ({}, {"A": "yes", "B": "yes"}, True),
        ({}, {"A": "", "B": "no"}, False),
        ({"excludes": False}, {"A": "", "B": "yes"}, True),  # nothing hangs on it
    ],
)
def test_an_unanswered_gate_awards_nobody(keys: Plain, answers: dict[str, str], *, settled: bool) -> None:
    of = model(node("a", "100", points={"max": "100"}), gate(**keys))
    result = scored(of, *(bid(name, a="50" if name == "A" else "40", gate=says) for name, says in answers.items()))
    if settled:
        assert_settled(result, "A")
    else:
        assert_open(result, "provisional", "gate-unanswered")
        assert ground(result, "gate-unanswered") == tuple(name for name, says in answers.items() if not says)


def test_a_gate_that_a_bid_out_of_the_running_did_not_answer_is_no_obstacle() -> None:
    of = model(node("a", "100", points={"max": "100"}, minimum="30"), gate())
    assert_settled(scored(of, bid("A", a="50", gate="yes"), bid("B", a="10")), "A")


@pytest.mark.parametrize("minimum", ["1", "20%", {"above": "0"}, {"at-least": "50%", "on": "rounded"}])
def test_a_minimum_that_a_blank_leaves_untested_awards_nobody(minimum: Any) -> None:
    group = node("group", "50", criteria=[node("a", "40"), node("b", "60")])
    of = model(node("c", "50", minimum=minimum), group, missing="partial")
    result = scored(of, bid("X", a="4", b="4", c="4"), bid("Y", a="4", b="4"))
    assert_open(result, "provisional", "partial", "minimum-untested")
    assert ground(result, "minimum-untested") == ("Y",)


# formulas without a stored value


def read_with(of: Plain, bids: list[Plain], unstored: dict[str, str]) -> Result:
    """Scored as after a reading in which these cells, by bidder, counted as blank for want of a stored value."""
    found = competition(bids)
    places = {name: Location("bids.xlsx", "Bids", row, 2) for row, name in enumerate(unstored, start=2)}
    marked = tuple(
        replace(each, blanks={unstored[each.bidder]: places[each.bidder]}) if each.bidder in unstored else each
        for each in found.bids
    )
    notes = tuple(
        Problem(place, UNSTORED, "the formula has no stored value", severity=Severity.WARNING)
        for place in places.values()
    )
    return score(framework(of), Competition(found.source, found.sha256, marked, notes=notes))


@pytest.mark.parametrize(
    ("unstored", "expected"),
    [
        ({"Y": "quality"}, ("Y",)),
        ({"X": "quality"}, ("X",)),
        ({"Y": "price"}, ("Y",)),
        ({"X": "price", "Y": "quality"}, ("X", "Y")),
        ({"X": "quality", "Y": "quality"}, ("X", "Y")),
    ],
)
def test_a_formula_without_a_stored_value_awards_nobody(unstored: dict[str, str], expected: tuple[str, ...]) -> None:
    filled: Plain = {"quality": "50", "price": "50"}
    bids = [bid(name, **(filled | {unstored.get(name, "other"): ""})) for name in ("X", "Y")]
    result = read_with(lab(missing="zero"), bids, unstored)
    assert result.state == "provisional"
    assert ground(result, "formula-without-value") == expected
    assert awarded(result) == []


def test_a_plain_blank_that_counts_as_zero_is_no_formula_without_a_value() -> None:
    assert_settled(read_with(lab(missing="zero"), [bid("X", quality="50", price="5"), bid("Y", price="5")], {}), "X")


@pytest.mark.parametrize(
    ("unstored", "expected"),
    [
        ({"Alder"}, ("Alder",)),  # Birch's cell is plainly blank
        ({"Birch"}, ("Birch",)),
        ({"Alder", "Birch"}, ("Alder", "Birch")),
        ({"Cobalt"}, ()),  # the panel agreed a mark, which is the one that counts
        ({"Dogwood"}, ()),  # it is out of the running
        ({"Alder", "Cobalt"}, ("Alder",)),
    ],
)
def test_a_plain_blank_of_an_evaluator_is_no_formula_without_a_value(
    unstored: set[str], expected: tuple[str, ...]
) -> None:
    of = model(node("a", "100"), gate(), missing="zero", moderation="mean")
    drawn = competition(
        [
            bid("Alder", gate="yes", marks={"E1": {"a": "4"}}),
            bid("Birch", gate="yes", marks={"E1": {"a": "3"}}),
            bid("Cobalt", gate="yes", a="1", marks={"E1": {"a": "1"}}),
            bid("Dogwood", gate="no", marks={"E1": {"a": "1"}}),
            bid("Elm", gate="yes", marks={"E1": {"a": "1"}, "E2": {"a": "0"}}),
        ]
    )
    cells = {each.bidder: Location("bids.xlsx", "Scores", row, 4) for row, each in enumerate(drawn.bids, start=2)}
    bids = tuple(
        each if each.bidder == "Elm" else replace(each, evaluator_blanks={"E2": {"a": cells[each.bidder]}})
        for each in drawn.bids
    )
    notes = tuple(Problem(cells[name], UNSTORED, "no value", severity=Severity.WARNING) for name in unstored)
    result = score(framework(of), replace(drawn, bids=bids, notes=notes))
    grounds = {found.code: found.bidders for found in result.because}
    assert grounds.get("formula-without-value", ()) == expected
    assert result.state == ("provisional" if expected else "settled")


# preferences


def test_a_preference_left_blank_awards_nobody_while_blanks_are_still_to_come() -> None:
    extra = [{"id": "local", "title": "Local", "when": "is-local", "add": "10"}]
    bids = [bid("X", quality="50", price="5", is_local="no"), bid("Y", quality="40", price="5")]
    assert_open(scored(lab(missing="partial", adjustments=extra), *bids), "provisional", "preference-blank")
    assert_settled(scored(lab(missing="zero", adjustments=extra), *bids), "X")


# ties for the last place


@pytest.mark.parametrize(
    ("marks", "award", "tied", "ahead"),
    [
        (["90", "90", "80"], {}, "AB", ""),
        (["90", "90", "90"], {}, "ABC", ""),
        (["90", "80", "80", "70"], {"places": "2"}, "BC", "A"),
        (["90", "90", "80", "80"], {"places": "3"}, "CD", "AB"),
        (["90", "90", "90"], {"places": "2"}, "ABC", ""),
        (["0", "0"], {}, "AB", ""),
        (["90.004", "90.001", "80"], {"on": "rounded"}, "AB", ""),
    ],
)
def test_a_tie_for_the_last_place_awards_nobody(marks: list[str], award: Plain, tied: str, ahead: str) -> None:
    of = model(node("a", "100", points={"max": "100"}), award=award, rounding={"total": "2"})
    result = scored(of, *(bid(name, a=mark) for name, mark in zip("ABCD", marks, strict=False)))
    assert_open(result, "tied-for-last-place", "tie")
    assert ground(result, "tie") == tuple(tied)
    assert [found.bidder for found in result.bids if found.is_tied] == list(tied)
    assert leading(result) == sorted(ahead + tied)


@pytest.mark.parametrize(
    ("marks", "award", "expected"),
    [
        (["90", "80", "80"], {}, "A"),  # level, but not for a place
        (["90", "90", "80"], {"places": "2"}, "AB"),  # level, and a place for each
        (["90", "90", "80"], {"places": "3"}, "ABC"),
        (["90", "90", "80"], {"also-within": "0"}, "AB"),
        (["90", "80", "80", "79"], {"places": "2", "also-within": "1%"}, "ABCD"),
    ],
)
def test_a_tie_that_costs_nobody_a_place_is_settled(marks: list[str], award: Plain, expected: str) -> None:
    of = model(node("a", "100", points={"max": "100"}), award=award)
    assert_settled(scored(of, *(bid(name, a=mark) for name, mark in zip("ABCD", marks, strict=False))), *expected)


def test_a_tie_of_bids_without_a_figure_is_a_gap_and_no_tie() -> None:
    assert_open(scored(cheapest(missing="zero"), bid("A"), bid("B")), "provisional", "no-figure")


def test_a_gap_and_a_tie_are_both_said() -> None:
    bids = [bid(name, quality="50", price="5") for name in ("X", "Y")]
    result = scored(lab(missing="partial"), *bids, bid("Z", price="9"))
    assert_open(result, "provisional", "partial", "tie")
    assert [found.bidder for found in result.bids if found.is_tied] == []


@pytest.mark.parametrize(
    ("tie_break", "times", "state", "found"),
    [
        # nothing else parts them
        (["earliest"], ("2025-03-01", ""), "tied-for-last-place", ("tie", "tie-break-untested")),
        (["quality", "earliest"], ("", "2025-03-01"), "tied-for-last-place", ("tie", "tie-break-untested")),
        (["earliest"], ("", ""), "tied-for-last-place", ("tie", "tie-break-untested")),
        # the price would part them, and it is not its turn
        (["earliest", "price"], ("2025-03-01", ""), "provisional", ("tie-break-untested",)),
        # it has had its turn
        (["price", "earliest"], ("2025-03-01", ""), "settled", ()),
        (["earliest", "price"], ("2025-03-02", "2025-03-01"), "settled", ()),
    ],
)
def test_a_tie_break_is_not_passed_over_in_silence(
    tie_break: list[str], times: tuple[str, str], state: str, found: tuple[str, ...]
) -> None:
    is_parted = "price" in tie_break
    of = model(node("quality", "100"), price(None), tie_break=tie_break)
    offers = [
        bid("A", quality="4", price="9", submitted=times[0]),
        bid("B", quality="4", price="8" if is_parted else "9", submitted=times[1]),
    ]
    result = scored(of, *offers)
    assert (result.state, tuple(codes(result))) == (state, found)
    assert len(awarded(result)) == (state == "settled")
    if found:
        without = tuple(name for name, time in zip("AB", times, strict=True) if not time)
        assert ground(result, "tie-break-untested") == without
        assert ("earliest", without) in [untested for tie in result.ties for untested in tie.untested]


@pytest.mark.parametrize(
    ("places", "times", "prices", "tied", "without"),
    [
        ("1", ["", "2025-03-01", "2025-03-02"], ["8", "8", "9"], "AB", "A"),
        ("1", ["2025-03-01", "", "2025-03-02"], ["8", "8", "9"], "AB", "B"),
        ("1", ["2025-03-01", "2025-03-02", ""], ["8", "8", "9"], "AB", "C"),
        ("2", ["", "2025-03-01", "", "2025-03-01"], ["7", "8", "8", "9"], "BC", "AC"),
        ("2", ["", "2025-03-01", "2025-03-02"], ["8", "8", "8"], "ABC", "A"),
    ],
)
def test_a_tie_break_nobody_could_apply_is_not_said_twice_of_a_tie_that_remains(
    places: str, times: list[str], prices: list[str], tied: str, without: str
) -> None:
    of = model(node("quality", "100"), price(None), award={"places": places}, tie_break=["earliest", "price"])
    offers = zip("ABCD", times, prices, strict=False)
    result = scored(of, *(bid(name, quality="4", price=offered, submitted=time) for name, time, offered in offers))
    assert_open(result, "tied-for-last-place", "tie", "tie-break-untested")
    assert ground(result, "tie") == tuple(tied)
    assert ground(result, "tie-break-untested") == tuple(without)
    assert "".join(found.bidder for found in result.bids if found.is_tied) == tied


# what does not keep an award from being settled


def test_questions_that_leave_the_arithmetic_as_it_is_do_not_unsettle_the_award() -> None:
    low = {"against": "mean-of-others", "by": "20%", "bids": "all", "price": "price"}
    of = cheapest(abnormally_low=[low])
    result = scored(of, bid("A", price="0"), bid("B", price="90"), bid("C", price="90"))
    assert {question.code for question in result.questions} == {"EQ01", "EQ02", "EQ03"}
    assert_settled(result, "A")


def test_more_places_than_bids_award_every_bid() -> None:
    of = model(node("a", "100", points={"max": "100"}, minimum="10"), award={"places": "4"})
    result = scored(of, *(bid(name, a=mark) for name, mark in zip("ABC", ("50", "40", "5"), strict=True)))
    assert_settled(result, "A", "B")
    assert result.places == 4


def test_no_eligible_bid_is_a_settled_award_of_nobody() -> None:
    of = model(node("a", "100", points={"max": "100"}, minimum="10"))
    assert_settled(scored(of, bid("A", a="5"), bid("B", a="6")))
