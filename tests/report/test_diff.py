"""The comparison of two models as people and programs get it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from svscore.cli.app import app

ROOT = Path(__file__).parents[2]

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
  - {id: quality, title: Quality, weight: 60, scale: marks, question: How?}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
rounding: {criterion: 2, total: 2}
tie-break: [quality]
"""
BIDS = "Bidder,quality,price\nAcme <b>,4,12000\nBright,3,8000\nCobalt,1,6000\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("old.yaml").write_text(MODEL, "utf-8")
    new = MODEL.replace("weight: 60", "weight: 50").replace("weight: 40", "weight: 50")
    new = new.replace("scale: marks,", "scale: marks, minimum: 2,").replace("How?", "How and when?")
    Path("new.yaml").write_text(new.replace("criterion: 2, ", "criterion: 3, "), "utf-8")
    Path("bids.csv").write_text(BIDS, "utf-8")
    return tmp_path


def diff(*words: str) -> Result:
    return CliRunner().invoke(app, ["frameworks", "diff", *words], prog_name="svscore", catch_exceptions=False)


TEXT = """\
Changes to support 1, whose version is the same in both although scores may change

What changes
1. Criteria and weights: Quality 60 to 50, Price 40 to 50
2. Minimum of Quality: was none, now at least 2
3. Rounding: was half-up, criterion 2, total 2, now half-up, criterion 3, total
   2

points before  after  change  criterion
           60     50     -10  Quality
           40     50     +10  Price

Other changes, which no score follows from: question of Quality.

What it does to bids.csv
The award goes to Bright, not Acme <b>; 3 of 3 bids change rank.

rank           total before  after  change   by 1    by 2  bidder
2 to 1                75.00  87.50  +12.50   0.00  +12.50  Bright, now awarded
1 to 2                80.00  83.33   +3.33  -5.00   +8.33  Acme <b>, no longer
                                                             awarded
3 to excluded         55.00      -       -  +7.50       -  Cobalt

Bright: by 2: rank 2 to 1, +12.50 (Price +12.50)
Acme <b>: by 1: rank 1, -5.00 (Quality -10.00, Price +5.00); by 2: rank 1 to 2,
  +8.33 (Price +8.33)
Cobalt: by 1: rank 3, +7.50 (Price +10.00, Quality -2.50); by 2: rank 3 to
  excluded, below the minimum in Quality: 1, minimum 2

Without effect on these bids: 3.
"""


def test_text() -> None:
    ran = diff("old.yaml", "new.yaml", "--bids", "bids.csv")
    assert ran.exit_code == 0
    assert ran.stdout == TEXT


def test_markdown_of_the_example_is_a_comment_worth_posting() -> None:
    words = ("dsp-lot2", "dsp-lot2-without-covid", "--bids", str(ROOT / "examples" / "dsp-lot2" / "bids.xlsx"))
    page = diff(*words, "--format", "markdown").stdout
    lines = page.splitlines()
    assert lines[:2] == [
        "<!-- svscore: frameworks-diff dsp-lot2 -->",
        "## Changes from dsp-lot2 2021-10 to dsp-lot2-without-covid 2021-10",
    ]
    assert lines[3].startswith("**The award changes in 1 of 1 set of bids**: Brackenshaw Systems instead of Amberwick")
    assert lines[5] == "### What changes"
    assert "1. **Criteria and weights in Social value**: COVID-19 recovery is removed (weight 20); the other" in page
    assert "| 12 | - | -12 | COVID-19 recovery |\n" in page
    assert (
        ": The award goes to Brackenshaw Systems, not Amberwick Digital; 3 of 7 bids change rank.</summary>\n" in page
    )
    assert "| 1 to 3 | 81.05 | 78.17 | -2.88 | Amberwick Digital, no longer awarded |\n" in page
    assert "- **Amberwick Digital**: rank 1 to 3, -2.88 (COVID-19 recovery -12.00, " in page


def test_markdown_obeys_no_name() -> None:
    page = diff("old.yaml", "new.yaml", "--bids", "bids.csv", "--format", "markdown").stdout
    assert "Acme &lt;b&gt;" in page
    assert "<b>" not in page


def test_json_is_exact() -> None:
    found = json.loads(diff("old.yaml", "new.yaml", "--bids", "bids.csv", "--format", "json").stdout)
    assert [step["title"] for step in found["steps"]] == ["Criteria and weights", "Minimum of Quality", "Rounding"]
    assert found["steps"][1]["differences"] == [
        {"kind": "minimum", "subject": "quality", "name": "Quality", "before": "", "after": "at least 2"}
    ]
    (workbook,) = found["workbooks"]
    assert (workbook["awarded_before"], workbook["awarded_after"]) == (["Acme <b>"], ["Bright"])
    acme = next(bid for bid in workbook["bids"] if bid["bidder"] == "Acme <b>")
    assert acme["ranks"] == [1, 1, 2, 2]
    assert acme["numbers_exact"] == ["80", "75", "8333/100", "8333/100"]
    assert acme["changes_exact"] == ["-5", "833/100", "0"]
    assert found["points"] == [
        {"id": "quality", "before": "60", "after": "50"},
        {"id": "price", "before": "40", "after": "50"},
    ]


def test_nothing_and_nothing_that_scores_follow_from() -> None:
    assert diff("old.yaml", "old.yaml").stdout == "Changes to support 1\n\nWhat changes\nNothing.\n"
    Path("new.yaml").write_text(MODEL.replace("How?", "How and when?"), "utf-8")
    ran = diff("old.yaml", "new.yaml", "--bids", "bids.csv")
    assert "What changes\nNothing that scores follow from.\n" in ran.stdout
    assert "The award stays with Acme <b>; no bid changes rank.\n" in ran.stdout


def test_several_workbooks_after_one_option() -> None:
    Path("more.csv").write_text(BIDS.replace("Acme", "Apex"), "utf-8")
    page = diff("old.yaml", "new.yaml", "--bids", "bids.csv", "more.csv").stdout
    assert page.index("What it does to bids.csv") < page.index("What it does to more.csv")


def test_a_workbook_the_new_model_cannot_score_is_said_and_the_rest_is_told() -> None:
    added = MODEL.replace("weight: 60", "weight: 50").replace(
        "  - {id: price", "  - {id: team, title: Team, weight: 10, scale: marks}\n  - {id: price"
    )
    Path("new.yaml").write_text(added, "utf-8")
    ran = diff("old.yaml", "new.yaml", "--bids", "bids.csv")
    assert ran.exit_code == 0
    assert "Team is added (weight 10)" in ran.stdout
    assert "These bids cannot be scored under the new model as they are.\n" in ran.stdout
    assert "no column is headed 'Team'" in ran.stdout


def test_a_workbook_the_old_model_cannot_score_fails() -> None:
    Path("bids.csv").write_text("Bidder,price\nAcme,1\n", "utf-8")
    ran = diff("old.yaml", "new.yaml", "--bids", "bids.csv")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "no column is headed 'Quality'" in ran.stderr


def test_a_model_with_an_error_fails() -> None:
    Path("new.yaml").write_text(MODEL.replace("weight: 40", "weight: 30"), "utf-8")
    ran = diff("old.yaml", "new.yaml")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "SV101" in ran.stderr


def test_many_changes_have_a_line_for_each_bid_in_place_of_columns() -> None:
    text = Path("new.yaml").read_text("utf-8").replace("lowest-ratio", "linear-to-zero, zero-at: 300%")
    text = text.replace("{mark: 3}", "{mark: 3, share: 70}").replace("criterion: 3", "criterion: 0")
    Path("new.yaml").write_text(text, "utf-8")
    page = " ".join(diff("old.yaml", "new.yaml", "--bids", "bids.csv").stdout.split())
    assert "rank total before after change bidder 1 80.00 88.00 +8.00 Acme <b>, awarded as before 2" in page
    assert "by 3: rank 2 to 1, +12.50 (Price +12.50); by 4: rank 1 to 2, its own number unchanged Cobalt: " in page
    assert "Acme <b>: by 1: rank 1, -5.00 (Quality -10.00, Price +5.00); by 3: rank 1 to 2, +8.33 (Price" in page


def test_an_award_by_another_figure_is_told_in_that_figure() -> None:
    by_ratio = MODEL.replace("price: {formula: lowest-ratio}", "price: {formula: none}").replace("weight: 40, ", "")
    by_ratio = by_ratio.replace("weight: 60", "weight: 100") + "award: {by: price-per-quality-point}\n"
    Path("old.yaml").write_text(by_ratio, "utf-8")
    Path("new.yaml").write_text(by_ratio.replace("{mark: 3}", "{mark: 3, share: 50}"), "utf-8")
    page = " ".join(diff("old.yaml", "new.yaml", "--bids", "bids.csv").stdout.split())
    assert "rank price per quality point before after change bidder" in page
    assert "1 to 2 106.6666... 160.00 +53.3333... Bright, no longer awarded" in page
    assert "Acme <b>: rank 2 to 1, its own number unchanged Bright: rank 1 to 2, +53.3333..." in page
