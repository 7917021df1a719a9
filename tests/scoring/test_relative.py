"""What relative formulas do to the order of bids, and what nothing may do to it."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from svscore.problem import SvscoreError
from svscore.scoring.result import Result
from tests.properties import UNSHRUNK, examples
from tests.scoring.examples import bid, gate, model, node, of_bid, price, ranks, scored, totals
from tests.scoring.models import Plain, competitions

# quality of 100 points and a price: C is hopeless on quality and very cheap
A = bid("A", quality="90", price="100")
B = bid("B", quality="78", price="85")
C = bid("C", quality="10", price="40")


def half_and_half(**price_settings: Any) -> Plain:
    return model(node("quality", "50", points={"max": "100"}), price("50", **price_settings), rounding={"total": "2"})


@pytest.mark.parametrize(
    ("price_settings", "of_two", "of_three"),
    [
        pytest.param(
            {"formula": "lowest-ratio"},
            {"B": "89.00", "A": "87.50"},
            {"A": "65.00", "B": "62.53", "C": "55.00"},
            id="lowest-ratio: C turns A and B round",
        ),
        pytest.param(
            {"formula": "percent-over-lowest"},
            {"B": "89.00", "A": "86.18"},
            {"C": "55.00", "A": "45.00", "B": "39.00"},
            id="percent-over-lowest: C wins, and the floor turns A and B round",
        ),
        pytest.param(
            {"formula": "percent-over-lowest", "floored": False},
            {"B": "89.00", "A": "86.18"},
            {"C": "55.00", "B": "32.75", "A": "20.00"},
            id="percent-over-lowest without a floor: C wins",
        ),
        pytest.param(
            {"formula": "min-max"},
            {"B": "89.00", "A": "45.00"},
            {"C": "55.00", "B": "51.50", "A": "45.00"},
            id="min-max: C wins",
        ),
        pytest.param(
            {"formula": "fixed-range", "full_at": "50", "zero_at": "150"},
            {"B": "71.50", "A": "70.00"},
            {"B": "71.50", "A": "70.00", "C": "55.00"},
            id="fixed-range: C changes nothing",
        ),
    ],
)
def test_one_more_bid_and_the_order_of_the_others(
    price_settings: Plain, of_two: dict[str, str], of_three: dict[str, str]
) -> None:
    """Rank reversal: under a relative formula a losing bid can decide which of two others wins."""
    of = half_and_half(**price_settings)
    assert list(totals(scored(of, A, B)).items()) == list(of_two.items())
    assert list(totals(scored(of, A, B, C)).items()) == list(of_three.items())


@pytest.mark.parametrize(
    ("award", "order"),
    [
        ({"by": "price-per-quality-point"}, ["B", "A", "C"]),
        ({"by": "quality-per-price"}, ["B", "A", "C"]),
        ({"by": "monetised-quality", "value-per-point": "1"}, ["B", "A", "C"]),
    ],
)
def test_absolute_award_methods_do_not_reverse(award: Plain, order: list[str]) -> None:
    of = model(node("quality", "100", points={"max": "100"}), price(None), award=award)
    assert [bid.bidder for bid in scored(of, A, B).bids] == order[:2]
    assert [bid.bidder for bid in scored(of, A, B, C).bids] == order


def test_a_quality_minimum_before_the_reference_bids_cures_it() -> None:
    """C out before the lowest price is taken: A and B as without C. Out after it: C still decides."""
    before = half_and_half()
    before["criteria"][0]["minimum"] = "50%"
    result = scored(before, A, B, C)
    assert ranks(result) == {"B": 1, "A": 2, "C": None}
    assert totals(result) == {"B": "89.00", "A": "87.50", "C": None}
    after = before | {"reference-bids": "all"}
    assert ranks(scored(after, A, B, C)) == {"A": 1, "B": 2, "C": None}


QUALITY_AND_PRICE = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 300)), min_size=2, max_size=6)


@examples(100, phases=UNSHRUNK)
@given(QUALITY_AND_PRICE)
def test_under_an_absolute_formula_no_bid_moves_another(offers: list[tuple[int, int]]) -> None:
    of = model(node("quality", "60"), price("40", "fixed-range", full_at="50", zero_at="250"))
    bids = [bid(f"Bidder {number}", quality=str(mark), price=str(cost)) for number, (mark, cost) in enumerate(offers)]
    everyone, fewer = scored(of, *bids), scored(of, *bids[1:])
    left = [found for found in everyone.bids if found.bidder != "Bidder 0"]
    assert [found.total_exact for found in left] == [found.total_exact for found in fewer.bids]
    assert [found.bidder for found in left] == [found.bidder for found in fewer.bids]


PENCE = st.integers(1, 10**9)


@examples(100, phases=UNSHRUNK)
@given(st.lists(st.tuples(PENCE, st.integers(0, 4)), min_size=1, max_size=6), PENCE, st.integers(1, 99))
def test_under_lowest_ratio_the_lowest_price_has_full_marks_and_scaling_changes_nothing(
    offers: list[tuple[int, int]], factor: int, weight: int
) -> None:
    of = model(node("quality", str(100 - weight)), price(str(weight)), tie_break=["price"])

    def at_scale(scale: Fraction) -> Result:
        lines = enumerate(offers)
        return scored(
            of,
            *(bid(f"Bidder {n}", price=str(Fraction(pence, 100) * scale), quality=str(m)) for n, (pence, m) in lines),
        )

    once, scaled = at_scale(Fraction(1)), at_scale(Fraction(factor, 100))
    lowest = min(pence for pence, _ in offers)
    for number, (pence, _) in enumerate(offers):
        points = of_bid(once, f"Bidder {number}").criteria[1].score
        assert (points == weight) == (pence == lowest)
    assert [(found.bidder, found.rank, found.total) for found in once.bids] == [
        (found.bidder, found.rank, found.total) for found in scaled.bids
    ]


@pytest.mark.slow
@examples(200, phases=UNSHRUNK)
@given(competitions(min_bids=2), st.data())
def test_an_excluded_bid_never_moves_the_others(drawn: tuple[Plain, list[Plain]], data: st.DataObject) -> None:
    """Under ``reference-bids: eligible`` the others score as if a bid that fails a gate had not come."""
    of = drawn[0] | {"reference-bids": "eligible", "criteria": [*drawn[0]["criteria"], gate("honest")]}
    bids = deepcopy(drawn[1])
    out = data.draw(st.sampled_from([line["bidder"] for line in bids]))
    for line in bids:
        line["entries"]["honest"] = "no" if line["bidder"] == out else "yes"
    try:
        without = scored(of, *(line for line in bids if line["bidder"] != out))
    except SvscoreError:
        assume(condition=False)
        raise
    with_it = scored(of, *bids)
    assert tuple(found for found in with_it.bids if found.bidder != out) == without.bids
    assert of_bid(with_it, out).status == "excluded"
    assert with_it.ties == without.ties
