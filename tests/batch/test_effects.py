"""What each change of a model does to bids adds up to what all of them do."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest

from svscore.batch.effects import Effect, effect
from svscore.framework.diff import diff
from svscore.framework.load import load_framework
from svscore.framework.model import Framework
from svscore.problem import SvscoreError
from svscore.scoring.engine import score
from svscore.workbook import read_bids

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "dsp-lot2" / "bids.xlsx"

MODEL = """\
svscore: 1
id: support
title: IT support
version: "1"
regime: other
status: illustrative
scales:
  marks: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}]
criteria:
  - {id: quality, title: Quality, weight: 60, minimum: 1, scale: marks}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
rounding: {criterion: 2, total: 2}
tie-break: [quality]
"""
BIDS = "Bidder,quality,price\nAcme,4,12000\nBright,3,8000\nCobalt,1,6000\n"

CHANGES = {
    "weights": (("weight: 60", "weight: 80"), ("weight: 40", "weight: 20")),
    "scale": (("{mark: 3}", "{mark: 3, share: 60}"),),
    "formula": (("lowest-ratio", "linear-to-zero, zero-at: 150%"),),
    "minimum": (("minimum: 1", "minimum: 2"),),
    "rounding": (("criterion: 2", "criterion: 0"),),
}


def changed(*names: str) -> str:
    text = MODEL
    for name in names:
        for was, now in CHANGES[name]:
            assert was in text
            text = text.replace(was, now)
    return text


def effect_of(folder: Path, *texts: str, bids: str = BIDS) -> Effect:
    old, new = (_loaded(folder, text) for text in texts)
    (folder / "bids.csv").write_text(bids, "utf-8")
    before, after = (read_bids(folder / "bids.csv", model) for model in (old, new))
    return effect(diff(old, new), before, after)


def _loaded(folder: Path, text: str) -> Framework:
    (folder / "model.yaml").write_text(text, "utf-8")
    return load_framework(folder / "model.yaml").framework


@pytest.mark.parametrize("names", [names for count in (1, 2, 5) for names in permutations(CHANGES, count)][::7])
def test_changes_add_up_and_end_where_the_new_model_does(names: tuple[str, ...], tmp_path: Path) -> None:
    found = effect_of(tmp_path, MODEL, changed(*names))
    new = _loaded(tmp_path, changed(*names))
    assert found.after == score(new, read_bids(tmp_path / "bids.csv", new))
    assert [len(stage.steps) for stage in found.stages] == [1] * len(names)
    totals = {bid.bidder: bid.total for bid in found.after.bids}
    for movement in found.movements:
        assert movement.numbers[-1] == totals[movement.bidder]
        for change, gained in zip(movement.changes, movement.criteria, strict=True):
            assert change is None or sum(gained.values(), Fraction(0)) == change
    assert {len(movement.ranks) for movement in found.movements} == {len(names) + 1}


def test_each_change_is_told_apart(tmp_path: Path) -> None:
    found = effect_of(tmp_path, MODEL, changed("weights", "scale"))
    assert [stage.steps[0].title for stage in found.stages] == ["Criteria and weights", "Scale marks"]
    bright = next(movement for movement in found.movements if movement.bidder == "Bright")
    # 0.75 x 60 + 6/8 x 40 = 75; 0.75 x 80 + 6/8 x 20 = 75; 0.6 x 80 + 6/8 x 20 = 63
    assert [str(number) for number in bright.numbers] == ["75", "75", "63"]
    assert [[f"{name} {change}" for name, change in gained.items()] for gained in bright.criteria] == [
        ["quality 15", "price -15"],
        ["quality -12"],
    ]
    assert bright.ranks == (2, 2, 2)


def test_a_bid_put_out_by_a_minimum_changes_the_numbers_of_the_others(tmp_path: Path) -> None:
    found = effect_of(tmp_path, MODEL, changed("minimum"))
    ranks = {movement.bidder: movement.ranks for movement in found.movements}
    assert ranks == {"Acme": (1, 1), "Bright": (2, 2), "Cobalt": (3, None)}
    assert {movement.bidder: movement.changes for movement in found.movements} == {
        "Acme": (Fraction("6.67"),),  # 8,000 is now the lowest price: 8/12 of 40, was 6/12
        "Bright": (10,),
        "Cobalt": (None,),
    }


LETTERS = """\
  grades: [{mark: A, share: 100}, {mark: B, share: 50}, {mark: C, share: 0}]
criteria:
  - {id: quality, title: Quality, weight: 30, minimum: B, scale: grades}
  - {id: team, title: Team, weight: 30, scale: grades}
"""
LETTERED = MODEL.replace(
    "criteria:\n  - {id: quality, title: Quality, weight: 60, minimum: 1, scale: marks}\n", LETTERS
)


def test_a_minimum_the_new_scale_does_not_have_changes_with_the_scale(tmp_path: Path) -> None:
    letters = "  letters: [{mark: A, share: 100}, {mark: D, share: 0}]\ncriteria:"
    new = LETTERED.replace("minimum: B, scale: grades", "minimum: A, scale: letters").replace("criteria:", letters)
    found = effect_of(tmp_path, LETTERED, new, bids="Bidder,quality,team,price\nAcme,A,B,12000\nBright,A,A,8000\n")
    (stage,) = found.stages
    assert [step.title for step in stage.steps] == ["Marking of Quality", "Minimum of Quality"]


def test_a_mark_that_goes_changes_with_the_criterion_that_has_it(tmp_path: Path) -> None:
    letters = "  letters: [{mark: A, share: 100}, {mark: B, share: 40}, {mark: D, share: 0}]\ncriteria:"
    new = LETTERED.replace("{mark: B, share: 50}, ", "").replace(
        "minimum: B, scale: grades", "minimum: B, scale: letters"
    )
    new = new.replace("criteria:", letters)
    found = effect_of(tmp_path, LETTERED, new, bids="Bidder,quality,team,price\nAcme,B,A,12000\nBright,A,A,8000\n")
    (stage,) = found.stages
    assert [step.title for step in stage.steps] == ["Scale grades", "Marking of Quality"]
    acme = next(movement for movement in found.movements if movement.bidder == "Acme")
    assert acme.criteria[0] == {"quality": Fraction(-3)}


def test_another_award_method_is_compared_by_points_and_the_same_one_by_its_figure(tmp_path: Path) -> None:
    by_price = MODEL.replace("tie-break", "award: {by: lowest-price}\ntie-break")
    assert effect_of(tmp_path, MODEL, by_price).is_by_points
    dearer = by_price.replace("minimum: 1", "minimum: 2")
    found = effect_of(tmp_path, by_price, dearer)
    assert not found.is_by_points
    numbers = {movement.bidder: [str(number) for number in movement.numbers] for movement in found.movements}
    assert numbers == {"Bright": ["8000", "8000"], "Acme": ["12000", "12000"], "Cobalt": ["6000", "None"]}


def test_bids_the_new_model_cannot_score_are_refused(tmp_path: Path) -> None:
    new = MODEL.replace("{mark: 4}]", "]").replace(", ]", "]")
    with pytest.raises(SvscoreError, match="not on the scale"):
        effect_of(tmp_path, MODEL, new)


def test_the_theme_that_was_taken_out_of_the_example() -> None:
    models = [load_framework(name).framework for name in ("dsp-lot2", "dsp-lot2-without-covid")]
    found = effect(diff(*models), *(read_bids(EXAMPLE, model) for model in models))
    amberwick = next(movement for movement in found.movements if movement.bidder == "Amberwick Digital")
    assert amberwick.ranks == (1, 3)
    assert amberwick.changes == (Fraction("-2.88"),)
    assert amberwick.criteria[0]["covid-19-recovery"] == -12
