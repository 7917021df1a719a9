"""What is different between two models is found, named, and made one step after the other."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from svscore.framework.diff import Difference, Step, diff
from svscore.framework.load import load_definition, load_framework
from svscore.framework.model import Criterion, Framework
from svscore.framework.wording import RULES

ROOT = Path(__file__).parents[2]
MODELS = {
    path.stem: definition
    for path in sorted(ROOT.glob("frameworks/*.yaml"))
    if isinstance(definition := load_definition(path), Framework)
}

MODEL = """\
svscore: 1
id: hosting
title: Cloud hosting
version: "2"
regime: other
status: illustrative
scales:
  marks: [{mark: 0, label: None}, {mark: 1, share: 40}, {mark: 2}]
  letters: [{mark: A, share: 100}, {mark: B, share: 0}]
criteria:
  - id: quality
    title: Quality
    weight: 70
    minimum: 50%
    criteria:
      - {id: method, title: Method, weight: 60, scale: marks}
      - {id: team, title: Team, weight: 40, scale: marks, question: Who?}
  - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
rounding: {criterion: 2}
tie-break: [quality]
"""


def model(folder: Path, *changes: tuple[str, str]) -> Framework:
    text = MODEL
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    (folder / "model.yaml").write_text(text, "utf-8")
    return load_framework(folder / "model.yaml").framework


def steps(folder: Path, *changes: tuple[str, str]) -> tuple[Step, ...]:
    return diff(model(folder), model(folder, *changes)).steps


def shape(framework: Framework) -> dict[str, object]:
    """Everything scores follow from, without the order of criteria."""
    nodes = {node.id: node for _, node in framework.walk()}
    used = {node.scale for node in nodes.values() if node.scale}
    rules = {key: getattr(framework, key.replace("-", "_")) for key in (*RULES, "total", "weights")}
    scales = {name: [(level.mark, level.share) for level in framework.scales[name]] for name in used}
    return {**rules, **scales, **{name: own(node) for name, node in nodes.items()}}


def own(node: Criterion) -> object:
    parts = None if node.criteria is None else sorted(part.id for part in node.criteria)
    return node.model_copy(update={"criteria": None}), parts


def test_a_model_is_not_different_from_itself(tmp_path: Path) -> None:
    assert not diff(model(tmp_path), model(tmp_path))


@pytest.mark.parametrize(("old", "new"), [*permutations(MODELS, 2)])
def test_all_steps_together_lead_from_any_shipped_model_to_any_other(old: str, new: str) -> None:
    assert shape(diff(MODELS[old], MODELS[new]).steps[-1].framework) == shape(MODELS[new])


@pytest.mark.parametrize(
    ("was", "now", "title", "difference"),
    [
        ("weight: 60, ", "weight: 60.0, ", "", None),
        (
            "share: 40",
            "share: 45",
            "Scale marks",
            ("scale", "marks", "marks", "0, 1 (40%), 2", "0, 1 (45%), 2"),
        ),
        (
            "lowest-ratio",
            "linear-to-zero, zero-at: 150%",
            "Marking of Price",
            ("marking", "price", "Price", "price, lowest-ratio", "price, linear-to-zero, zero-at 150%"),
        ),
        (
            "scale: marks, question",
            "scale: letters, question",
            "Marking of Team",
            ("marking", "team", "Team", "scale marks", "scale letters"),
        ),
        (
            "minimum: 50%",
            "minimum: {above: 40%, on: rounded}",
            "Minimum of Quality",
            ("minimum", "quality", "Quality", "at least 50%", "above 40% when rounded"),
        ),
        (
            "title: Team,",
            "title: Team, rescale: best,",
            "Rescaling of Team",
            ("rescale", "team", "Team", "", "best"),
        ),
        (
            "{criterion: 2}",
            "{mode: down, total: 1}",
            "Rounding",
            ("rule", "rounding", "rounding", "half-up, criterion 2", "down, total 1"),
        ),
        (
            "tie-break: [quality]",
            "award: {by: lowest-price, places: 2}\ntie-break: [quality]",
            "Award",
            ("rule", "award", "award", "highest-total", "lowest-price, places 2"),
        ),
        (
            "tie-break: [quality]",
            "tie-break: [price, quality]",
            "Tie break",
            ("rule", "tie-break", "tie break", "quality", "price, quality"),
        ),
        (
            "tie-break: [quality]",
            "tie-break: [quality]\nadjustments: [{id: local, title: Local, when: is-local, add: 5%}]",
            "Adjustments",
            ("rule", "adjustments", "adjustments", "", "id local, title Local, when is-local, add 5%"),
        ),
    ],
)
def test_one_change_is_one_step(
    was: str, now: str, title: str, difference: tuple[str, ...] | None, tmp_path: Path
) -> None:
    found = [(step.title, step.differences) for step in steps(tmp_path, (was, now))]
    assert found == ([] if difference is None else [(title, (Difference(*difference),))])


def test_weights_of_siblings_are_one_step_and_those_of_others_another(tmp_path: Path) -> None:
    changes = (("weight: 70", "weight: 65"), ("weight: 30", "weight: 35"), ("weight: 60", "weight: 55"))
    top, quality = steps(tmp_path, *changes, ("weight: 40", "weight: 45"))
    assert top.title == "Criteria and weights"
    assert [(each.name, each.before, each.after) for each in top.differences] == [
        ("Quality", "70", "65"),
        ("Price", "30", "35"),
    ]
    assert quality.title == "Criteria and weights in Quality"
    between = {node.id: node.weight for _, node in top.framework.walk()}
    assert between == {"quality": 65, "method": 60, "team": 40, "price": 35}


def test_added_removed_and_renamed(tmp_path: Path) -> None:
    changes = (("id: team, title: Team, weight: 40", "id: plan, title: Plan, weight: 40"), ("id: method", "id: way"))
    (step,) = steps(tmp_path, *changes)
    assert [(each.kind, each.subject, each.before, each.after) for each in step.differences] == [
        ("removed", "team", "40", ""),
        ("renamed", "way", "method", "way"),
        ("added", "plan", "", "40"),
    ]


def test_a_criterion_that_moves_takes_all_lists_with_it(tmp_path: Path) -> None:
    team = "      - {id: team, title: Team, weight: 40, scale: marks, question: Who?}\n"
    moved = team.replace("      - ", "  - ").replace("weight: 40", "weight: 10")
    changes = ((team, moved), ("weight: 60,", "weight: 100,"), ("weight: 30", "weight: 20"))
    (step,) = steps(tmp_path, *changes)
    assert step.title == "Criteria and weights"
    kinds = {(each.kind, each.subject): (each.before, each.after) for each in step.differences}
    assert kinds[("moved", "team")] == ("Quality", "the top level")
    assert kinds[("weight", "method")] == ("60", "100")


def test_words_are_no_step(tmp_path: Path) -> None:
    found = diff(model(tmp_path), model(tmp_path, ("Who?", "Who does it?"), ("label: None", "label: Nothing")))
    assert found.steps == ()
    assert [(each.kind, each.name, each.after) for each in found.words] == [
        ("words", "question of Team", "Who does it?"),
        ("words", "mark 0 of scale marks", "Nothing"),
    ]
    version = diff(model(tmp_path), model(tmp_path, ('"2"', '"3"')))
    assert version.words == (Difference("header", "version", "version", "2", "3"),)


def test_a_tie_break_by_a_criterion_that_goes_is_left_out_in_between(tmp_path: Path) -> None:
    changes = (("id: method, title: Method", "id: plan, title: Plan"), ("tie-break: [quality]", "tie-break: [price]"))
    first = steps(tmp_path, *changes)[0]
    assert first.framework.tie_break == ("quality",)
    with_team = model(tmp_path, ("tie-break: [quality]", "tie-break: [team, quality]"))
    without = model(tmp_path, ("id: team, title: Team", "id: plan, title: Plan"))
    assert diff(with_team, without).steps[0].framework.tie_break == ("quality",)
