"""Weights outside what a publisher permits are refused, with the limits in the hint."""

from pathlib import Path

import pytest

from svscore.lint import check_file

MODEL = """svscore: 1
id: example
title: Example
version: "1"
regime: other
status: illustrative
rounding: {{total: 2}}
criteria:
  - {{id: social-value, title: Social value, weight: {weight}, permitted-weights: {permitted}, points: {{max: 3}}}}
  - {{id: rest, title: Rest, weight: {rest}, points: {{max: 3}}}}
tie-break: [rest]
"""
HOLE = "[0, {from: 10, to: 20}]"


def refusals(path: Path, weight: str, rest: str, permitted: str) -> list[tuple[str, str]]:
    path.write_text(MODEL.format(weight=weight, rest=rest, permitted=permitted), "utf-8")
    return [(problem.message, problem.hint) for problem in check_file(path) if problem.code == "SV113"]


@pytest.mark.parametrize(("weight", "rest"), [("0", "100"), ("10", "90"), ("15.5", "84.5"), ("20", "80")])
def test_a_permitted_weight_passes_at_the_very_ends(tmp_path: Path, weight: str, rest: str) -> None:
    assert refusals(tmp_path / "model.yaml", weight, rest, HOLE) == []


@pytest.mark.parametrize(
    ("weight", "rest"), [("0.0001", "99.9999"), ("5", "95"), ("9.9999", "90.0001"), ("20.0001", "79.9999")]
)
def test_a_weight_in_the_hole_or_beyond_is_refused(tmp_path: Path, weight: str, rest: str) -> None:
    assert refusals(tmp_path / "model.yaml", weight, rest, HOLE) == [
        (f"weight {weight} of 'social-value' is not permitted", "the publisher permits: 0; 10 to 20")
    ]


@pytest.mark.parametrize(
    ("permitted", "limits"), [("[{from: 10}]", "10 or more"), ("[{to: 4}]", "up to 4"), ("[1, 2]", "1; 2")]
)
def test_the_hint_names_open_ranges_and_single_weights(tmp_path: Path, permitted: str, limits: str) -> None:
    assert refusals(tmp_path / "model.yaml", "5", "95", permitted)[0][1] == f"the publisher permits: {limits}"
