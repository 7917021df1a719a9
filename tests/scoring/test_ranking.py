"""From figures to ranks, ties, awards and margins."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from svscore.scoring.result import Result
from tests.scoring.examples import awarded, bid, leading, model, node, of_bid, price, ranks, scored
from tests.scoring.models import Plain


def level(result: Result) -> list[tuple[tuple[str, ...], int, str | None]]:
    return [(tie.bidders, tie.rank, tie.broken_by) for tie in result.ties]


def on_quality(*marks: str, **keys: Any) -> Result:
    """Bids A, B, C ... with these points of 100."""
    bids = [bid(name, a=mark) for name, mark in zip("ABCDEF", marks, strict=False)]
    return scored(model(node("a", "100", points={"max": "100"}), **keys), *bids)


# ranks and ties


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (["80", "80", "70"], {"A": 1, "B": 1, "C": 3}),
        (["90", "80", "80", "70"], {"A": 1, "B": 2, "C": 2, "D": 4}),
        (["70", "70", "70"], {"A": 1, "B": 1, "C": 1}),
        (["70", "80", "70", "80"], {"B": 1, "D": 1, "A": 3, "C": 3}),
    ],
)
def test_level_bids_share_a_rank(marks: list[str], expected: dict[str, int]) -> None:
    assert ranks(on_quality(*marks)) == expected
    assert list(ranks(on_quality(*marks))) == list(expected)


def test_a_tie_nothing_parts_is_reported() -> None:
    assert level(on_quality("90", "80", "80", "70")) == [(("B", "C"), 2, None)]
    assert level(on_quality("90", "80")) == []


def test_ties_look_at_the_total_before_its_rounding() -> None:
    close = ["80.004", "80.001", "79.9"]
    unrounded = on_quality(*close, rounding={"total": "2"})
    assert ranks(unrounded) == {"A": 1, "B": 2, "C": 3}
    assert of_bid(unrounded, "A").total_shown == of_bid(unrounded, "B").total_shown == "80.00"
    rounded = on_quality(*close, rounding={"total": "2"}, award={"on": "rounded"})
    assert ranks(rounded) == {"A": 1, "B": 1, "C": 3}


def test_earlier_rounding_stages_are_part_of_the_published_arithmetic() -> None:
    assert ranks(on_quality("80.004", "80.001", rounding={"criterion": "2"})) == {"A": 1, "B": 1}


@pytest.mark.parametrize(
    ("figure_places", "expected"), [({}, [1, 2]), ({"figure-places": "2"}, [1, 1]), ({"figure-places": "4"}, [1, 2])]
)
def test_on_rounded_takes_the_figure_at_the_models_places(figure_places: Plain, expected: list[int]) -> None:
    of = model(node("a", "100", points={"max": "100"}), price(None))
    of["award"] = {"by": "price-per-quality-point", "on": "rounded"} | figure_places
    result = scored(of, bid("A", a="90", price="100"), bid("B", a="90", price="100.05"))
    assert [found.rank for found in result.bids] == expected


# what parts level bids


def tied(*keys: str, **more: Any) -> Result:
    """Four bids of 60 points: by a, b, price and time they differ."""
    of = model(
        node("a", "30", points={"max": "30"}),
        node("b", "70", points={"max": "70"}, minimum="5"),
        price(None),
        tie_break=list(keys),
        below_minimum="flag",
        **more,
    )
    return scored(
        of,
        bid("A", a="10", b="50", price="9", submitted="2025-03-02T10:00"),
        bid("B", a="20", b="40", price="9", submitted="2025-03-01T17:00"),
        bid("C", a="20", b="40", price="7", submitted="2025-03-02T09:00"),
        bid("D", a="10", b="50", price="7", submitted="2025-03-02T10:00"),
    )


@pytest.mark.parametrize(
    ("keys", "expected", "ties"),
    [
        ([], [1, 1, 1, 1], [("A", "B", "C", "D")]),
        (["a"], [3, 1, 1, 3], [("B", "C"), ("A", "D")]),
        (["b"], [1, 3, 3, 1], [("A", "D"), ("B", "C")]),
        (["price"], [3, 3, 1, 1], [("C", "D"), ("A", "B")]),
        (["earliest"], [3, 1, 2, 3], [("A", "D")]),
        (["a", "price"], [4, 2, 1, 3], []),
        (["price", "a"], [4, 3, 1, 2], []),
        (["met-minimums"], [1, 1, 1, 1], [("A", "B", "C", "D")]),
        (["met-minimums", "earliest", "price"], [4, 1, 2, 3], []),
    ],
)
def test_tie_breaks_in_order(keys: list[str], expected: list[int], ties: list[tuple[str, ...]]) -> None:
    result = tied(*keys)
    assert [ranks(result)[name] for name in "ABCD"] == expected
    assert [tie.bidders for tie in result.ties if tie.broken_by is None] == ties


def test_the_tie_break_that_parted_them_is_named() -> None:
    assert level(tied("met-minimums", "a", "price"))[0] == (("C", "B", "D", "A"), 1, "a, then price")
    assert level(tied("a")) == [
        (("B", "C", "A", "D"), 1, "a"),
        (("B", "C"), 1, None),
        (("A", "D"), 3, None),
    ]


def test_a_tie_is_placed_by_all_the_bids_before_it() -> None:
    """A and B stay level on 80, so the next two are parted at 3, not at 2."""
    of = model(node("a", "50", points={"max": "50"}), node("b", "50", points={"max": "50"}), tie_break=["a"])
    points = {"A": ("40", "40"), "B": ("40", "40"), "C": ("35", "35"), "D": ("30", "40")}
    result = scored(of, *(bid(name, a=a, b=b) for name, (a, b) in points.items()))
    assert level(result) == [(("A", "B"), 1, None), (("C", "D"), 3, "a")]
    assert ranks(result) == {"A": 1, "B": 1, "C": 3, "D": 4}


def test_met_minimums_puts_a_flagged_bid_behind() -> None:
    of = model(
        node("a", "50", points={"max": "50"}, minimum="20"),
        node("b", "50", points={"max": "50"}),
        below_minimum="flag",
        tie_break=["met-minimums"],
    )
    result = scored(of, bid("A", a="10", b="40"), bid("B", a="30", b="20"))
    assert ranks(result) == {"B": 1, "A": 2}


def test_a_time_that_is_not_known_parts_nobody() -> None:
    of = model(node("a", "100"), tie_break=["earliest"])
    result = scored(of, bid("A", a="4"), bid("B", a="4", submitted="2025-03-01T17:00"))
    assert ranks(result) == {"A": 1, "B": 1}


def test_a_tie_break_looks_behind_the_last_rounding_of_its_criterion() -> None:
    """9.96 and 10.04 are both 10 points; which was higher still breaks the tie, unless all is taken rounded."""
    of = model(
        node("a", "50", points={"max": "50"}),
        node("b", "50", points={"max": "50"}),
        rounding={"criterion": "0"},
        tie_break=["a"],
    )
    bids = [bid("A", a="9.96", b="20"), bid("B", a="10.04", b="20")]
    assert ranks(scored(of, *bids)) == {"B": 1, "A": 2}
    assert ranks(scored(of | {"award": {"on": "rounded"}}, *bids)) == {"A": 1, "B": 1}


# awards


@pytest.mark.parametrize(
    ("marks", "award", "expected"),
    [
        (["90", "80", "70"], {}, "A"),
        (["90", "80", "70"], {"places": "2"}, "AB"),
        (["90", "80", "70"], {"places": "5"}, "ABC"),
        # a tie across the last place awards nobody, not the bids ahead of it either
        (["90", "80", "80", "70"], {"places": "2"}, ""),
        (["90", "90", "80"], {}, ""),
        (["90", "90", "80"], {"places": "2"}, "AB"),
        # also-within: points, or percent of all points, inclusive
        (["90", "89", "88.9"], {"also-within": "1"}, "AB"),
        (["90", "89", "88.9"], {"also-within": "1.1"}, "ABC"),
        (["90", "89", "88.9"], {"also-within": "1%"}, "AB"),
        (["90", "80", "79.5", "79"], {"places": "2", "also-within": "1%"}, "ABCD"),
        (["90", "89"], {"also-within": "0"}, "A"),
        # and then a tie across the last place awards all that are level: each is within
        (["90", "90", "80"], {"also-within": "0"}, "AB"),
        (["90", "80", "80", "79.5"], {"places": "2", "also-within": "0.5"}, "ABCD"),
        # from the last place, not from the bid before
        (["90", "89.5", "89"], {"also-within": "0.5"}, "AB"),
    ],
)
def test_places_and_also_within(marks: list[str], award: Plain, expected: str) -> None:
    assert awarded(on_quality(*marks, award=award)) == list(expected)


@pytest.mark.parametrize(
    ("also_within", "expected"), [("5", "AB"), ("5%", "AB"), ("5.01%", "ABC"), ("5.01", "ABC"), ("4.99", "A")]
)
def test_also_within_of_another_figure_is_of_that_figure(also_within: str, expected: str) -> None:
    """Prices of 100, 105 and 105.01: the percent is of the last place's price."""
    of = model(node("a", "100"), price(None), award={"by": "lowest-price", "also-within": also_within})
    bids = [bid("A", a="1", price="100"), bid("B", a="1", price="105"), bid("C", a="1", price="105.01")]
    assert awarded(scored(of, *bids)) == list(expected)


def test_also_within_reaches_out_from_a_figure_below_zero_too() -> None:
    """A price of 10 less 100 points at 1 each is -90; 5% of that is 4.5 either way."""
    of = model(node("a", "100", points={"max": "100"}), price(None))
    of["award"] = {"by": "monetised-quality", "value-per-point": "1", "also-within": "5%"}
    bids = [bid("A", a="100", price="10"), bid("B", a="100", price="14.5"), bid("C", a="100", price="14.6")]
    assert awarded(scored(of, *bids)) == ["A", "B"]


def test_a_tie_that_is_broken_awards_one() -> None:
    assert awarded(tied("a", "price")) == ["C"]
    assert (awarded(tied("a")), leading(tied("a"))) == ([], ["B", "C"])


# margins and shown figures


def test_a_margin_is_to_the_bid_listed_next() -> None:
    result = on_quality("90", "80.25", "80.25", rounding={"total": "1"})
    assert [found.margin for found in result.bids] == [Fraction("9.75"), 0, None]
    assert [found.total_shown for found in result.bids] == ["90.0", "80.3", "80.3"]
    assert [found.margin_shown for found in result.bids] == ["9.7", "0.0", None], "the difference of what is printed"


# rank sums


def test_a_rank_sum_adds_the_places_each_evaluator_gives() -> None:
    of = model(node("a", "60", points={"max": "60"}), price("40"), moderation="rank-sum")
    bids = [
        bid("A", price="10", marks={"E1": {"a": "30"}, "E2": {"a": "40"}, "E3": {"a": "20"}}),
        bid("B", price="10", marks={"E1": {"a": "29"}, "E2": {"a": "39"}, "E3": {"a": "60"}}),
        bid("C", price="20", marks={"E1": {"a": "50"}, "E2": {"a": "59"}, "E3": {"a": "39"}}),
    ]
    # E1: A 70, B 69, C 70; E2: A 80, B 79, C 79; E3: A 60, B 100, C 59
    result = scored(of, *bids)
    assert {found.bidder: found.figure for found in result.bids} == {"A": 4, "B": 6, "C": 6}
    assert ranks(result) == {"A": 1, "B": 2, "C": 2}
    assert (result.award_by, result.figure_name, result.highest_wins) == ("rank-sum", "Sum of ranks", False)
    # the mean marks would have put B first: the scores shown are the means all the same
    assert [found.total for found in result.bids] == [70, Fraction(248, 3), Fraction(208, 3)]


def test_in_a_rank_sum_each_evaluators_best_is_rescaled() -> None:
    """E1's best on a, 20 of 50, counts as 50: A 65, B 60, C 46. As given they would be A 50, C 46, B 30."""
    parts = [node("a", "50", points={"max": "50"}, rescale="best"), node("b", "50", points={"max": "50"})]
    bids = [
        bid("A", marks={"E1": {"a": "10", "b": "40"}}),
        bid("B", marks={"E1": {"a": "20", "b": "10"}}),
        bid("C", marks={"E1": {"a": "0", "b": "46"}}),
    ]
    result = scored(model(*parts, moderation="rank-sum"), *bids)
    assert {found.bidder: found.figure for found in result.bids} == {"A": 1, "B": 2, "C": 3}


def test_in_a_rank_sum_an_excluded_bid_takes_no_place() -> None:
    """E1 gives B the most and E2 C: both are out by the mean of their marks, so A is first with each."""
    of = model(node("a", "100", points={"max": "100"}, minimum={"above": "50"}), moderation="rank-sum")
    bids = [
        bid("A", marks={"E1": {"a": "60"}, "E2": {"a": "60"}}),
        bid("B", marks={"E1": {"a": "100"}, "E2": {"a": "0"}}),
        bid("C", marks={"E1": {"a": "20"}, "E2": {"a": "70"}}),
    ]
    assert {found.bidder: found.figure for found in scored(of, *bids).bids} == {"A": 2, "B": None, "C": None}


def test_an_excluded_bid_stands_last_without_a_rank() -> None:
    of = model(node("a", "100", points={"max": "100"}, minimum="50"))
    result = scored(of, bid("A", a="10"), bid("B", a="60"), bid("C", a="70"))
    assert list(ranks(result).items()) == [("C", 1), ("B", 2), ("A", None)]
    assert of_bid(result, "A").margin is None


def test_everybody_may_be_excluded() -> None:
    of = model(node("a", "50", points={"max": "100"}, minimum="50"), price("50"))
    result = scored(of, bid("A", a="10", price="3"), bid("B", a="20", price="4"))
    assert ranks(result) == {"A": None, "B": None}
    assert awarded(result) == []
