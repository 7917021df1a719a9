"""Bids that total exactly the same share a rank, however different their marks, weights and prices look."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties import UNSHRUNK, examples
from tests.scoring.examples import bid, model, node, ranks, scored
from tests.scoring.models import SCALES, Plain


@dataclass(frozen=True)
class Trade:
    """A criterion, a better and a worse cell for it, and the shares these earn beside a third bid's."""

    kind: Plain
    better: Any
    worse: Any
    anchor: Any
    """The third bid's cell: the lowest price, the highest offer, or the least mark."""
    shares: tuple[Fraction, Fraction]

    @property
    def gap(self) -> Fraction:
        return self.shares[0] - self.shares[1]


def by_marks(draw: Any) -> Trade:
    """Two marks of a scale, even or uneven, numbers or letters."""
    name = draw(st.sampled_from(sorted(SCALES)))
    highest = max((Fraction(level["mark"]) for level in SCALES[name] if "share" not in level), default=Fraction(1))
    shares = {
        level["mark"]: Fraction(level["share"]) / 100 if "share" in level else Fraction(level["mark"]) / highest
        for level in SCALES[name]
    }
    marks = draw(st.lists(st.sampled_from(sorted(shares)), min_size=2, max_size=2, unique=True))
    better, worse = sorted(marks, key=lambda mark: shares[mark], reverse=True)
    least = min(shares, key=lambda mark: shares[mark])
    return Trade({"scale": name}, _cell(better), _cell(worse), _cell(least), (shares[better], shares[worse]))


def _cell(mark: str) -> Fraction | str:
    return Fraction(mark) if mark.isdigit() else mark


def by_points(draw: Any) -> Trade:
    most = Fraction(draw(st.sampled_from(["7", "30", "0.9"])))
    worse, better = (Fraction(tenths, 10) for tenths in two(draw, 0, 9))
    return Trade({"points": {"max": str(most)}}, better * most, worse * most, Fraction(0), (better, worse))


def by_price(draw: Any) -> Trade:
    """Prices that give ratios like 1/3 and 2/7 beside the cheapest."""
    better, worse = (Fraction(pence, 100) for pence in two(draw, 10_001, 99_999))
    lowest = Fraction(100)
    return Trade({"price": {"formula": "lowest-ratio"}}, better, worse, lowest, (lowest / better, lowest / worse))


def by_quantity(draw: Any) -> Trade:
    """Hours beside the most that is offered, with pounds an hour in between."""
    worse, better = (Fraction(hours) for hours in two(draw, 1, 96))
    offer = {"formula": "highest-ratio", "unit": "hours", "proxy": {"value": "17.31"}}
    return Trade({"quantity": offer}, better, worse, Fraction(97), (better / 97, worse / 97))


def two(draw: Any, least: int, most: int) -> list[int]:
    """Two different whole numbers, the lower first."""
    numbers: list[int] = draw(st.lists(st.integers(least, most), min_size=2, max_size=2, unique=True))
    return sorted(numbers)


TRADES = st.sampled_from([by_marks, by_marks, by_points, by_price, by_quantity])


def in_floats(weights: list[Fraction], shares: list[Fraction]) -> float:
    return sum(float(weight) * float(share) for weight, share in zip(weights, shares, strict=True))


def test_exact_ties_are_never_ranked_apart() -> None:
    """A gains on the first criterion what B gains on the second: the weights make up for it to the last digit."""
    apart_in_floats = []

    @examples(300, phases=UNSHRUNK)
    @given(st.data())
    def tie(data: st.DataObject) -> None:
        first, second = data.draw(TRADES)(data.draw), data.draw(TRADES)(data.draw)
        third = (first.gap + second.gap) * data.draw(st.integers(1, 5)) / 7
        parts = [second.gap, first.gap, third]
        weights = [part / sum(parts) * 100 for part in parts]
        of = model(
            node("first", str(weights[0]), **first.kind),
            node("second", str(weights[1]), **second.kind),
            node("third", str(weights[2]), points={"max": "3"}),
            rounding={"total": data.draw(st.sampled_from(["0", "2", "9"]))},
        )
        same = Fraction(data.draw(st.sampled_from(["1", "2", "0.1"])))
        result = scored(
            of,
            plain_bid("A", first.better, second.worse, same),
            plain_bid("B", first.worse, second.better, same),
            plain_bid("C", first.anchor, second.anchor, Fraction(0)),
        )
        found = {bid.bidder: bid for bid in result.bids}
        assert found["A"].total_exact == found["B"].total_exact
        assert found["A"].rank == found["B"].rank
        assert ("A", "B") in [names.bidders for names in result.ties if names.broken_by is None]
        of_a, of_b = [first.shares[0], second.shares[1]], [first.shares[1], second.shares[0]]
        apart_in_floats.append(in_floats(weights[:2], of_a) != in_floats(weights[:2], of_b))

    tie()
    assert len(apart_in_floats) >= 200
    assert sum(apart_in_floats) > 20, "the ties drawn are too easy: binary floats would get them right"


def plain_bid(bidder: str, first: Any, second: Any, third: Fraction) -> Plain:
    return {"bidder": bidder, "entries": {"first": first, "second": second, "third": third}}


def test_a_hair_is_no_tie() -> None:
    """Totals that differ beyond every digit shown are ranked apart, and shown alike."""
    thirds = model(node("first", "100/3"), node("second", "200/3", points={"max": "10"}), rounding={"total": "2"})
    close = [
        plain_bid("A", Fraction(4), Fraction(5), Fraction(0)),
        plain_bid("B", Fraction(4), Fraction("5.0000000000000000000000000001"), Fraction(0)),
    ]
    result = scored(thirds, *close)
    assert [(bid.bidder, bid.rank, bid.total_shown) for bid in result.bids] == [("B", 1, "66.67"), ("A", 2, "66.67")]
    assert result.ties == ()


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("2025-03-03", "2025-03-03T09:00:00", {"Alder": 1, "Birch": 1}),
        ("2025-03-03T23:59:00", "2025-03-03", {"Alder": 1, "Birch": 1}),
        ("2025-03-03", "2025-03-03", {"Alder": 1, "Birch": 1}),
        ("2025-03-02", "2025-03-03T00:01:00", {"Alder": 1, "Birch": 2}),
        ("2025-03-04", "2025-03-03T23:59:00", {"Birch": 1, "Alder": 2}),
        ("2025-03-03T09:00:00", "2025-03-03T09:00:01", {"Alder": 1, "Birch": 2}),
    ],
)
def test_a_date_alone_is_not_earlier_than_a_time_of_that_day(first: str, second: str, order: dict[str, int]) -> None:
    of = model(node("a", "100"), tie_break=["earliest"])
    result = scored(of, bid("Alder", a="4", submitted=first), bid("Birch", a="4", submitted=second))
    assert ranks(result) == order
    assert result.state == ("settled" if 2 in order.values() else "tied-for-last-place")
