"""Many evaluators who marked few bids each: what they gave decides, and who gave nothing is counted, not listed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from svscore.scoring.moderation import MOST_NAMED
from tests.batch.running import svscore

MODEL = """svscore: 1
id: small
title: Small
version: "1"
regime: other
status: illustrative
missing: {missing}
moderation: {moderation}
scales: {{five: [{{mark: 0}}, {{mark: 1}}, {{mark: 2}}, {{mark: 3}}, {{mark: 4}}, {{mark: 5}}]}}
criteria:
  - {{id: quality, title: Quality, weight: 60, scale: five}}
  - {{id: price, title: Price, weight: 40, price: {{formula: lowest-ratio}}}}
"""
HEADING = "Bidder,Evaluator,Criterion,Mark\n"


def evaluated(panel: int, moderation: str, missing: str, *options: str) -> tuple[int, str, str]:
    """Two bids: one marked 5 by everybody, one marked 4 and 3 by the first two."""
    Path("model.yaml").write_text(MODEL.format(moderation=moderation, missing=missing))
    marks = [f"Ash,E{number:03},quality,5\n" for number in range(panel)]
    marks += ["Birch,E000,quality,4\n", "Birch,E001,quality,3\n", "Ash,,price,100\n", "Birch,,price,100\n"]
    Path("bids.csv").write_text(HEADING + "".join(marks))
    ran = svscore("evaluate", "bids.csv", "-f", "model.yaml", *options)
    return ran.exit_code, ran.stdout, ran.stderr


@pytest.mark.parametrize("panel", [2, 3, MOST_NAMED + 2, MOST_NAMED + 3, 200])
@pytest.mark.parametrize("moderation", ["mean", "median"])
def test_who_gave_no_mark_counts_as_zero_however_many(
    panel: int, moderation: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    share = {"mean": Fraction(7, 5 * panel), "median": {2: Fraction(7, 10), 3: Fraction(3, 5)}.get(panel, Fraction(0))}
    code, stdout, _ = evaluated(panel, moderation, "zero", "--format", "csv")
    assert code == 0
    birch = next(line for line in stdout.splitlines() if ",Birch," in line or line.startswith("Birch,"))
    total = 40 + 60 * share[moderation]
    assert f"{float(total):.2f}" in birch


def test_few_who_gave_no_mark_are_named_and_many_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _, few, _ = evaluated(MOST_NAMED + 2, "mean", "zero", "--explain", "Birch")
    assert f"E{MOST_NAMED + 1:03} blank" in few
    _, many, _ = evaluated(MOST_NAMED + 3, "mean", "zero", "--explain", "Birch")
    assert f"and {MOST_NAMED + 1} others blank" in " ".join(many.split())
    assert f"E{MOST_NAMED + 2:03}" not in many


def test_many_missing_marks_are_refused_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, few = evaluated(5, "mean", "refuse")
    assert (code, few.count("EV103")) == (1, 3)
    code, _, many = evaluated(300, "mean", "refuse")
    assert (code, many.count("EV103")) == (1, 1)
    assert "no mark by 298 evaluators" in many
