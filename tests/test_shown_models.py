"""What people see of a model, of the difference of two, and of a competition in an archive: all of it, and no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from svscore.cli.app import app

MODEL = """\
svscore: 1
id: rates
title: Rates
version: "1"
regime: other
status: illustrative
value: 450000
abnormally-low: [{{against: mean-of-others, by: 40%}}, {{against: next, by: 20%, bids: leading}}]
criteria:
  - {{id: quality, title: Quality, weight: 60, points: {{max: 100}}}}
  - {{id: price, title: Price, weight: 40, price: {{formula: {formula}, basket: [{basket}]}}}}
"""
ITEMS = [("day", "Day rate", "10"), ("night", "Night rate", "5"), ("setup", "", "1")]


def basket(items: list[tuple[str, str, str]]) -> str:
    parts = [
        (f"item: {item}", f"title: {title}" if title else "", f"quantity: {count}") for item, title, count in items
    ]
    return ", ".join("{" + ", ".join(filter(None, part)) + "}" for part in parts)


def model(folder: Path, name: str, items: list[tuple[str, str, str]], formula: str = "lowest-ratio") -> str:
    path = folder / name
    path.write_text(MODEL.format(formula=formula, basket=basket(items)), "utf-8")
    return str(path)


def test_show_leaves_out_no_basket_no_test_of_low_prices_and_no_value(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["frameworks", "show", model(tmp_path, "a.yaml", ITEMS)])
    assert ran.exit_code == 0, ran.output
    page = " ".join(ran.stdout.split())
    for words in ("Day rate [day] x 10", "Night rate [night] x 5", "setup [setup] x 1", "value 450,000"):
        assert words in page
    assert "40% or more below the mean of the other bids" in page
    assert "20% or more below the next price, of the leading bid alone" in page


@pytest.mark.parametrize(
    ("items", "formula", "expected"),
    [
        ([ITEMS[0], ("night", "Night rate", "6"), ITEMS[2]], "lowest-ratio", ["'Night rate' (night) x 5", "x 6"]),
        (ITEMS[:2], "lowest-ratio", ["'setup' x 1", "not in the basket"]),
        ([*ITEMS, ("travel", "", "3")], "lowest-ratio", ["not in the basket", "'travel' x 3"]),
        (
            [("day", "Day rate", "12"), *ITEMS[1:]],
            "share-of-sum",
            ["lowest-ratio, 'Day rate' (day) x 10", "share-of-sum"],
        ),
        ([ITEMS[0], ("night", "Nights", "5"), ITEMS[2]], "lowest-ratio", ["'Nights' (night) x 5"]),
    ],
)
def test_one_item_that_changed_is_not_told_by_two_whole_baskets(
    tmp_path: Path, items: list[tuple[str, str, str]], formula: str, expected: list[str]
) -> None:
    old, new = model(tmp_path, "a.yaml", ITEMS), model(tmp_path, "b.yaml", items, formula)
    page = " ".join(CliRunner().invoke(app, ["frameworks", "diff", old, new]).stdout.split())
    for words in expected:
        assert words in page
    assert sum(page.count(name) for name, _, _ in ITEMS) <= 4
    assert "whose version is the same in both although scores may change" in page


def test_the_same_model_is_not_said_to_have_changed_under_its_version(tmp_path: Path) -> None:
    old = model(tmp_path, "a.yaml", ITEMS)
    assert "version is the same" not in CliRunner().invoke(app, ["frameworks", "diff", old, old]).stdout


def test_an_archived_competition_is_not_shown_as_json_unless_asked_for(tmp_path: Path) -> None:
    workbook = Path(__file__).parents[1] / "examples" / "dsp-lot2" / "bids.xlsx"
    archive = str(tmp_path / "a.parquet")
    assert CliRunner().invoke(app, ["archive", "build", str(workbook), "-o", archive]).exit_code == 0
    page = CliRunner().invoke(app, ["archive", "show", archive, "0"]).stdout
    assert "{" not in page
    assert "evaluator marks, E1, fighting-climate-change" in page
    whole = json.loads(CliRunner().invoke(app, ["archive", "show", archive, "0", "--format", "json"]).stdout)
    assert whole["competition"]["competition"] == "0"
    assert len(whole["bids"]) == 7
