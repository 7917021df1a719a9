"""Numbers that are too long, too large or none, wherever a person can write one: one clear message or an award."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.batch.running import svscore
from tests.cli.commands import BIDS, MODEL

LONG = "9" * 5000
NUMBERS = [
    LONG,
    f"-{LONG}",
    f"1/{LONG}",
    f"{LONG}/7",
    f"0.{'0' * 5000}1",
    "9" * 60,
    "9" * 61,
    "1e999999999",
    "1E400000",
    f"0x{'f' * 5000}",
    ".inf",
    "nan",
    "1_000",
    "\u0669" * 5000,
]
PLACES = {
    "weight": ("weight: 60", "weight: {}"),
    "most points": ("max: 100", "max: {}"),
    "version": ('version: "1"', "version: {}"),
    "format": ("svscore: 1", "svscore: {}"),
    "exponent": ("formula: lowest-ratio", "formula: power, exponent: {}"),
    "winners": ("criteria:", "award: {{winners: {}}}\ncriteria:"),
    "places": ("criteria:", "rounding: [{{stage: total, places: {}}}]\ncriteria:"),
    "percent": ("criteria:", "abnormally-low: [{{against: mean, by: {}%}}]\ncriteria:"),
}


def run(*words: str) -> None:
    """Runs a command, which ends soon, by its own word, in short lines."""
    start = time.process_time()
    ran = svscore(*words)
    assert ran.exit_code in (0, 1, 2)
    assert max(map(len, ran.stderr.splitlines()), default=0) < 2_500
    assert ran.exit_code == 0 or ran.output
    assert time.process_time() - start < 5


FEW = [
    pytest.param(number, marks=() if at in (0, 3, 7) else pytest.mark.slow, id=str(at))
    for at, number in enumerate(NUMBERS)
]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("number", FEW)
def test_no_number_in_a_model_ends_in_a_traceback(number: str, place: str) -> None:
    text, other = PLACES[place]
    Path("x.yaml").write_text(MODEL.replace(text, other.format(number), 1), "utf-8")
    for words in (
        ["check", "x.yaml"],
        ["evaluate", "b.csv", "-f", "x.yaml", "--format", "json"],
        ["playbook", "-f", "x.yaml", "--for", "bidder"],
        ["rescore", "books", "--baseline", "x.yaml", "-f", "x.yaml", "--set", "quality=50"],
    ):
        run(*words)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("cell", ["50", "10"])
@pytest.mark.parametrize("number", [*NUMBERS, f"\u00a3{LONG}", f"{LONG}%", "1" + ",000" * 2000], ids=range(17))
def test_no_number_in_a_cell_ends_in_a_traceback(number: str, cell: str) -> None:
    Path("c.csv").write_text(BIDS.replace(cell, f'"{number}"', 1), "utf-8")
    run("evaluate", "c.csv", "-f", "m.yaml")
    run("rescore", "c.csv", "--baseline", "m.yaml", "-f", "m.yaml", "--set", "quality=40")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("number", [LONG, "9" * 4000, "1" + "0" * 30, "999999999", "-1", "0", "1.5", "1e3", "\u0663"])
@pytest.mark.parametrize(
    "words",
    [
        ["evaluate", "b.csv", "-f", "m.yaml", "--max-cells", "N"],
        ["evaluate", "b.csv", "-f", "m.yaml", "--max-size", "N"],
        ["evaluate", "b.csv", "-f", "m.yaml", "--set", "quality=N"],
        ["rescore", "books", "--baseline", "m.yaml", "-f", "m.yaml", "--drop", "quality", "--jobs", "N"],
        ["rescore", "books", "--baseline", "m.yaml", "-f", "m.yaml", "--drop", "quality", "--rows", "N"],
        ["rescore", "a.parquet", "--set", "quality=N"],
        ["archive", "show", "a.parquet", "N"],
        ["archive", "synth", "-n", "2", "--seed", "N", "-o", "s.parquet"],
        ["archive", "synth", "-n", "2", "--bids", "N", "-o", "s.parquet"],
        ["playbook", "-f", "dsp-lot2@N", "--for", "buyer"],
    ],
)
def test_no_number_of_an_option_ends_in_a_traceback(words: list[str], number: str) -> None:
    run(*(word.replace("N", number) for word in words))


@pytest.mark.parametrize("count", ["0", "-1", "10000001", "9" * 4000, LONG])
def test_nobody_makes_competitions_without_end(count: str) -> None:
    assert svscore("archive", "synth", "-n", count, "-o", "s.parquet").exit_code == 2


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("number", NUMBERS, ids=range(len(NUMBERS)))
def test_no_number_of_a_scenario_ends_in_a_traceback(number: str) -> None:
    Path("s.yaml").write_text(f"scenarios:\n  a: {{framework: m.yaml, set: {{quality: {number}}}}}\n", "utf-8")
    run("rescore", "books", "--baseline", "m.yaml", "--scenarios", "s.yaml")
