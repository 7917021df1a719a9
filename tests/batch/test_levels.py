"""At which weights of a section awards go elsewhere: counted exactly, and what scoring under them gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from svscore.batch.archived import batches_in
from svscore.batch.levels import GRID, Levels, levels, parts_of_points, rounds_on_the_way
from svscore.batch.standings import Standings, standings_of
from svscore.batch.table import table_of
from svscore.bids import Competition
from svscore.framework.change import Changes
from svscore.framework.model import Framework
from svscore.lint import checked_framework
from svscore.scoring.engine import score
from svscore.scoring.result import Result
from tests.batch.conftest import COUNT
from tests.batch.running import svscore
from tests.batch.test_exactness import outcome, plain_bids, plain_model
from tests.scoring.models import HEADER, SCALES, Plain, competition, framework


def standings(model: Framework, batch: Sequence[Competition]) -> Standings:
    def fetch(positions: Sequence[int]) -> Mapping[int, Competition]:
        return {position: batch[position] for position in positions}

    return standings_of(model, table_of(batch), fetch)


def lost_at(result: Result, section: str, parts: tuple[Fraction, Fraction]) -> list[bool]:
    """Whether the award goes elsewhere at each whole percent: all totals worked out anew."""
    won: list[tuple[Fraction, Fraction]] = []
    rivals: list[tuple[Fraction, Fraction]] = []
    for bid in result.bids:
        if bid.rank is not None and bid.total_exact is not None:
            points = next(node.score for node in bid.walk() if node.id == section) or Fraction(0)
            shares = points / parts[0], (bid.total_exact - points) / parts[1]
            (won if bid.is_awarded else rivals).append(shares)
    at = [Fraction(percent, GRID) for percent in range(GRID + 1)]
    totals = [[[w * value + (1 - w) * rest for value, rest in bids] for bids in (won, rivals)] for w in at]
    return [bool(of_rivals) and min(of_winners) < max(of_rivals) for of_winners, of_rivals in totals]


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("section", ["value", "quality"])
def test_random_models(section: str, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - drawing cases
    drawn = plain_model(random)
    model = framework(drawn)
    batch = [competition(plain_bids(random, drawn, random.randint(1, 6))) for _ in range(20)]
    parts = parts_of_points(model, section)
    assert parts is not None
    results = [each for each in (outcome(model, one) for one in batch) if isinstance(each, Result)]
    lost = [lost_at(each, section, parts) for each in results if any(bid.is_awarded for bid in each.bids)]
    expected = Levels(
        len(lost),
        sum(not any(each) for each in lost),
        [sum(each) for each in zip(*lost, strict=True)],
        leaves_out_rounding=rounds_on_the_way(model),
    )
    assert levels(standings(model, batch), section) == expected
    assert expected.awards > 0


@pytest.mark.parametrize(
    ("rounding", "on", "expected"),
    [
        ({}, "unrounded", False),
        ({"total": "2"}, "unrounded", False),  # only for show
        ({"total": "2"}, "rounded", True),
        ({"share": "4"}, "unrounded", True),
        ({"criterion": "2"}, "unrounded", True),
        ({"section": "0"}, "unrounded", True),
        ({"criterion": "2", "section": "2", "total": "2"}, "unrounded", True),
    ],
)
def test_counts_that_rounding_could_change_do_not_pass_for_exact(rounding: Plain, on: str, *, expected: bool) -> None:
    parts = [{"id": name, "title": name, "weight": "50", "points": {"max": "50"}} for name in ("value", "rest")]
    model = framework(HEADER | {"criteria": parts, "rounding": rounding, "award": {"by": "highest-total", "on": on}})
    marks = [{"value": Fraction(40), "rest": Fraction(10)}, {"value": Fraction(10), "rest": Fraction(30)}]
    bids = [{"bidder": name, "entries": entries} for name, entries in zip("AB", marks, strict=True)]
    found = levels(standings(model, [competition(bids)]), "value")
    assert (found.awards, found.leaves_out_rounding) == (1, expected)


@pytest.mark.parametrize(("part", "whole", "added"), [(49, 505234, "-34.286"), (2401, 42852, "-34.985")])
def test_bids_level_where_the_price_and_an_adjustment_cancel(part: int, whole: int, added: str) -> None:
    """Without the section both have the same points, near nothing: a ratio that is off by its last bit is not."""
    drawn = with_adjustment(Fraction(35 * (part - 1), whole), added)
    marks = {"gate": "yes", "is-local": "yes", "quality": Fraction(0)}
    bids = [
        marks | {"value": Fraction(value), "level": Fraction(level), "price": Fraction(price)}
        for value, level, price in ((4, 0, part * (whole - part)), (2, 4, part * whole), (0, 0, 0))
    ]
    bids[2] |= {"gate": "no", "price": Fraction((part - 1) * (whole - part))}
    one = competition([{"bidder": name, "entries": entries} for name, entries in zip("ABC", bids, strict=True)])
    model = framework(drawn)
    found = standings(model, [one])
    assert not found.by_engine.any()
    assert found.sums is not None
    assert found.sums.ratio is not None
    assert levels(found, "value") == Levels(1, 1, [0] * (GRID + 1))


def with_adjustment(level: Fraction, added: str) -> Plain:
    leaves = {"value": Fraction(20), "level": level, "quality": 45 - level}
    criteria: list[Plain] = [
        {"id": name, "title": name, "weight": str(weight), "scale": "five-point"} for name, weight in leaves.items()
    ]
    criteria.append({"id": "gate", "title": "Gate", "gate": {"fail-when": "no"}})
    criteria.append({"id": "price", "title": "Price", "weight": "35", "price": {"formula": "lowest-ratio"}})
    adjustment = {"id": "local", "title": "Local", "when": "is-local", "add": added}
    rules = {"scales": SCALES, "reference-bids": "all", "adjustments": [adjustment], "award": {"by": "highest-total"}}
    return HEADER | rules | {"criteria": criteria}


@pytest.mark.parametrize("section", ["nowhere", "carbon-reduction-plan"])
def test_a_section_without_points_has_no_weight(section: str) -> None:
    assert parts_of_points(checked_framework("dsp-lot2").framework, section) is None
    assert parts_of_points(checked_framework("dsp-lot2").framework, "social-value") == (Fraction(60), Fraction(40))


def test_whole_numbers_and_fractions_agree_on_many(archive: Path) -> None:
    (batch,) = batches_in(str(archive), 0, COUNT)
    model = batch.read_with.framework
    planned = standings_of(model, batch.table, batch.fetch)
    every = batch.fetch(range(COUNT))
    parts = parts_of_points(model, "social-value")
    assert parts is not None
    results = [score(model, every[at]) for at in range(COUNT)]
    lost = [lost_at(each, "social-value", parts) for each in results if any(bid.is_awarded for bid in each.bids)]
    found = levels(planned, "social-value")
    assert not planned.by_engine.any()
    assert found.elsewhere == [sum(each) for each in zip(*lost, strict=True)]
    assert found.kept == sum(not any(each) for each in lost)


@pytest.mark.parametrize("percent", [5, 20, 45, 75, 95])
def test_scoring_under_that_weight_sends_as_many_elsewhere(percent: int, archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(UNROUNDED, encoding="utf-8")
    own, other = (
        checked_framework(path, changes=changes).framework
        for changes in (Changes(), Changes({"social-value": Fraction(percent)}))
    )
    (batch,) = batches_in(str(archive), 0, COUNT)
    before, after = (standings_of(model, batch.table, batch.fetch) for model in (own, other))
    assert before.sums is not None
    assert before.sums.ratio is not None, "a price that is not rounded is compared in floating point first"
    gone = [
        any(before.is_awarded[row] and not after.is_awarded[row] for row in batch.table.rows(at)) for at in range(COUNT)
    ]
    assert levels(before, "social-value").elsewhere[percent] == sum(gone) > 0


UNROUNDED = """svscore: 1
id: bare
title: Bare
version: "1"
regime: other
status: illustrative
scales:
  five: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}]
criteria:
  - id: social-value
    title: Social value
    weight: 30
    criteria:
      - {id: wellbeing, title: Wellbeing, weight: 50, scale: five}
      - {id: equal-opportunity, title: Equal opportunity, weight: 50, scale: five}
  - {id: capability, title: Capability, weight: 40, scale: five}
  - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
"""


def test_the_table_of_weights(archive: Path) -> None:
    shown = svscore("rescore", str(archive), "--drop", "wellbeing", "--section", "price").stdout
    title = "Awards that would change at other weights of Price, the model's rounding left out\n"
    _, _, table = shown.partition(title)
    heading, *lines = table.partition("\n\n")[0].splitlines()
    assert heading.split("  ")[0] == "weight, of all points"
    (batch,) = batches_in(str(archive), 0, COUNT)
    model = batch.read_with.framework
    found = levels(standings_of(model, batch.table, batch.fetch), "price")
    assert [line.split()[1] for line in lines[:11]] == [str(count) for count in found.elsewhere[::10]]
    assert lines[11].split()[:3] == ["never", "change", str(found.kept)]


def test_no_table_without_points_that_decide(tmp_path: Path) -> None:
    path = str(tmp_path / "bids.parquet")
    svscore("archive", "synth", "-n", "5", "-o", path)
    result = svscore("rescore", path, "--drop", "wellbeing", "--section", "nowhere")
    assert result.exit_code == 0
    assert "another weight" not in result.stdout
