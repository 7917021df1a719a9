"""A what-if outside the publisher's limits is scored, and says so; a model outside them is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from svscore.cli.app import app

MODEL = """\
svscore: 1
id: limited
title: Limited
version: "1"
regime: other
status: illustrative
criteria:
  - {{id: social-value, title: Social value, weight: {weight}, permitted-weights: {permitted}, points: {{max: 100}}}}
  - {{id: quality, title: Quality, weight: {rest}, points: {{max: 100}}}}
"""
BIDS = "Bidder,social-value,quality\nAsh,50,60\nElm,60,40\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("bids.csv").write_text(BIDS, "utf-8")
    return tmp_path


def model(permitted: str = "[{from: 10, to: 20}]", weight: int = 15) -> None:
    Path("limited.yaml").write_text(MODEL.format(weight=weight, rest=100 - weight, permitted=permitted), "utf-8")


def ran(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("permitted", "weight", "limits"),
    [
        ("[{from: 10, to: 20}]", "25", "10 to 20"),
        ("[{from: 10, to: 20}]", "5", "10 to 20"),
        ("[15]", "20", "15"),
        ("[10, 15, {from: 30, to: 40}]", "29.5", "30 to 40"),
        ("[{from: 10}]", "0", "10"),
    ],
)
def test_no_what_if_is_refused_for_the_publishers_limits(permitted: str, weight: str, limits: str) -> None:
    model(permitted)
    told = ran("evaluate", "bids.csv", "-f", "limited.yaml", "--set", f"social-value={weight}", "--format", "json")
    assert told.exit_code == 0, told.output
    (sentence,) = [words for words in json.loads(told.stdout)["what_if"] if "limits" in words]
    assert f"weight {weight} of 'Social value' is outside the publisher's limits" in sentence
    assert limits in sentence
    many = ran("rescore", "bids.csv", "--baseline", "limited.yaml", "--set", f"social-value={weight}", "--jobs", "1")
    assert many.exit_code == 0, many.output
    assert sentence in " ".join(many.stdout.split())


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("weight", ["10", "12.5", "20"])
def test_nothing_is_said_of_a_what_if_inside_the_limits(weight: str) -> None:
    model()
    for words in (["evaluate", "bids.csv", "-f"], ["rescore", "bids.csv", "--jobs", "1", "--baseline"]):
        told = ran(*words, "limited.yaml", "--set", f"social-value={weight}")
        assert told.exit_code == 0, told.output
        assert "limits" not in told.output


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("weight", [9, 21, 25])
def test_a_model_outside_the_limits_is_still_refused(weight: int) -> None:
    model(weight=weight)
    told = ran("evaluate", "bids.csv", "-f", "limited.yaml", "--set", "quality=50")
    assert told.exit_code == 1
    assert "SV113" in told.stderr


def test_a_shipped_model_is_rescored_outside_its_limits() -> None:
    workbook = Path(__file__).parents[1] / "examples" / "dsp-lot2" / "bids.xlsx"
    told = ran("evaluate", str(workbook), "-f", "dsp-lot2", "--set", "social-value=25")
    assert told.exit_code == 0, told.output
