"""What moved an award, and the weight at which two bids are level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from svscore.batch.archived import batches_in
from svscore.batch.batches import Batch
from svscore.batch.compare import break_even, change, mover, movers, numbers_where, outcomes, themes_of
from svscore.batch.standings import Line, Standings, standings_of
from svscore.batch.table import Column, table_of
from svscore.batch.tally import count
from svscore.framework.change import Changes
from svscore.framework.model import Framework
from svscore.lint import checked_framework
from tests.batch.conftest import COUNT
from tests.scoring.models import HEADER, SCALES, competition, framework


def line(bidder: str, total: int, **points: int) -> Line:
    exact = Fraction(total)
    numbers: Mapping[str, Fraction | None] = {name: Fraction(value) for name, value in points.items()}
    return Line(bidder, "eligible", 1, total > 50, total > 50, exact, exact, exact, None, f"{total}.00", None, numbers)


def test_the_theme_whose_points_moved_most_towards_the_new_winner() -> None:
    old = line("A", 50, value=20, quality=30), line("B", 48, value=28, quality=20)
    new = line("A", 50, value=30, quality=20), line("B", 55, value=42, quality=13)
    assert mover(*old, *new, ["value", "quality"]) == "value"
    assert mover(*old, *new, ["quality"]) == "quality"
    assert mover(*old, *old, ["value", "quality"]) == ""


def test_a_theme_only_one_model_has_counts_as_nothing_in_the_other() -> None:
    old = line("A", 50, gone=20, kept=30), line("B", 48, gone=5, kept=43)
    new = line("A", 60, kept=60), line("B", 86, kept=86)
    assert mover(*old, *new, ["gone", "kept"]) == "gone"


def test_the_weight_at_which_two_bids_are_level() -> None:
    # A has 30 of 60 for the section and 40 of 40 for the rest, B all 60 and 20 of 40
    one, other = line("A", 70, value=30), line("B", 80, value=60)
    level = break_even(one, other, "value", Fraction(60), Fraction(100))
    assert level == Fraction(1, 2)
    assert level * Fraction(1, 2) + (1 - level) * 1 == level * 1 + (1 - level) * Fraction(1, 2)


@pytest.mark.parametrize("other", [line("B", 50, value=20), line("B", 70, value=30)])
def test_no_weight_makes_a_bid_level_that_is_behind_in_both_or_the_same(other: Line) -> None:
    assert break_even(line("A", 70, value=30), other, "value", Fraction(60), Fraction(100)) is None


def both(archive: Path, *drop: str) -> tuple[Batch, Standings, Standings]:
    (batch,) = batches_in(str(archive), 0, COUNT)
    models = [
        checked_framework("dsp-lot2").framework,
        checked_framework("dsp-lot2", changes=Changes(drop=drop)).framework,
    ]
    before, after = (standings_of(model, batch.table, batch.fetch) for model in models)
    return batch, before, after


@pytest.mark.parametrize("drop", ["covid-19-recovery", "quality", "price"])
def test_all_at_once_is_one_by_one(archive: Path, drop: str) -> None:
    batch, before, after = both(archive, drop)
    themes = list(themes_of(before.framework))
    changed = numbers_where(outcomes(before, after).winner_changed)
    said = batch.describe(changed)
    expected = {}
    for position in changed:
        names = said[position].bidders
        old, new = (each.lines(position, names, themes) for each in (before, after))
        expected[position] = change(said[position], old, new, themes, None).moved_by
    assert len(expected) > 5
    assert movers(before, after, changed, themes) == expected


def test_what_happened_is_counted_once(archive: Path) -> None:
    _, before, after = both(archive, "wellbeing")
    found = outcomes(before, after)
    assert not (found.winner_changed & found.re_ranked).any()
    same = outcomes(before, replace(before))
    assert not (same.winner_changed | same.re_ranked | same.failed).any()


@pytest.fixture
def priced() -> Framework:
    return framework(
        HEADER
        | {
            "scales": SCALES,
            "criteria": [
                {"id": "social-value", "title": "Social value", "weight": "40", "scale": "five-point"},
                {"id": "price", "title": "Price", "weight": "60", "price": {"formula": "lowest-ratio"}},
            ],
        }
    )


def test_prices_that_are_written_out_add_up_too(priced: Framework) -> None:
    """An archive writes a price out where it is no whole number of small parts."""
    prices = [Fraction("100.123456789123"), Fraction(1, 3), Fraction(1, 3)]
    bids = [competition([{"bidder": "A", "entries": {"social-value": Fraction(3), "price": each}}]) for each in prices]
    table = table_of(bids)
    written = Column(np.array([0, 1, 1]), 1, tuple(prices[:2]))
    table = replace(table, columns={**table.columns, "price": written})
    standings = standings_of(priced, table, lambda places: {place: bids[place] for place in places})
    tally = count(outcomes(standings, standings), standings, standings, "social-value")
    assert standings.by_engine.all()
    assert tally.paid_after.price == sum(prices)
    assert tally.paid_after.points == 3 * 30


def test_prices_add_up_to_more_than_one_whole_number_holds(priced: Framework) -> None:
    price, mark = Fraction(2**53 - 1), Fraction(3)
    alone = competition([{"bidder": "A", "entries": {"social-value": mark, "price": price}}])
    standings = standings_of(priced, table_of([alone] * 2000), lambda _: {})
    tally = count(outcomes(standings, standings), standings, standings, "social-value")
    assert not standings.by_engine.any()
    assert tally.paid_after.price == 2000 * price > 2**63
    assert tally.paid_after.points == 2000 * 30
