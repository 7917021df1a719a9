"""What the reader leaves open becomes a question of the result: from a real workbook, through the command."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
from typer.testing import CliRunner

from svscore.bids import ASKING_CODES
from svscore.cli.app import app
from svscore.workbook import codes

MODEL = """\
svscore: 1
id: asked
title: Asked
version: "1"
regime: other
status: illustrative
missing: partial
criteria:
  - {id: quality, title: Quality, weight: 60, points: {max: 10}}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
"""


def test_the_codes_asked_about_are_the_readers() -> None:
    assert {codes.UNSTORED, codes.MONEY_PLACES, codes.CURRENCIES} == ASKING_CODES


ZERO = "Part: nothing entered for Quality. It counts as zero, as the model says. Check that this is meant"


def test_a_blank_that_counted_as_zero_is_said_once_in_every_output(tmp_path: Path) -> None:
    """The award stands, and whoever reads it in any format sees whose cell was blank."""
    (tmp_path / "bids.csv").write_text("Bidder,Quality,Price\nWhole,7,100\nPart,,90\n", "utf-8")
    (tmp_path / "model.yaml").write_text(MODEL.replace("partial", "zero"), "utf-8")
    words = ["evaluate", str(tmp_path / "bids.csv"), "-f", str(tmp_path / "model.yaml")]
    for suffix in ("txt", "md", "csv", "json", "xlsx"):
        ran = CliRunner().invoke(app, [*words, "-o", str(tmp_path / f"out.{suffix}")])
        assert ran.exit_code == 0, ran.output
    (question,) = json.loads((tmp_path / "out.json").read_text("utf-8"))["questions"]
    assert question == {
        "code": "EQ13",
        "bidders": ["Part"],
        "criterion": "Quality",
        "message": ZERO,
        "location": "bids.csv:3:2",
    }
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Results"]
    cells = " ".join(str(cell.value) for row in sheet for cell in row)
    texts = [
        cells,
        *(" ".join((tmp_path / f"out.{suffix}").read_text("utf-8").split()) for suffix in ("txt", "md", "csv")),
    ]
    assert [text.count(f"{ZERO} (bids.csv:3:2)") for text in texts] == [1, 1, 1, 1]
    assert "Awarded" in texts[1]


def test_a_formula_without_value_that_counts_as_zero_is_asked_about_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Bidder", "Quality", "Price"], ["Acme", "=4+4", 100], ["Brook", None, 90]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "bids.xlsx")
    (tmp_path / "model.yaml").write_text(MODEL.replace("partial", "zero"), "utf-8")
    words = ["evaluate", str(tmp_path / "bids.xlsx"), "-f", str(tmp_path / "model.yaml"), "--format", "json"]
    result = json.loads(CliRunner().invoke(app, words).stdout)
    asked = [(question["code"], question["location"]) for question in result["questions"]]
    assert asked == [("EQ08", "bids.xlsx:Sheet!B2"), ("EQ13", "bids.xlsx:Sheet!B3")]
    assert result["award"]["state"] == "provisional"


def test_a_formula_without_value_and_money_in_fractions_of_a_penny_are_questions(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Bidder", "Quality", "Price"], ["Acme", "=4+4", 100], ["Brook", 7, 99.999]):
        sheet.append(row)
    book.save(tmp_path / "bids.xlsx")
    (tmp_path / "model.yaml").write_text(MODEL, "utf-8")
    words = ["evaluate", str(tmp_path / "bids.xlsx"), "-f", str(tmp_path / "model.yaml"), "--format", "json"]
    ran = CliRunner().invoke(app, words)
    assert ran.exit_code == 0, ran.output
    result = json.loads(ran.stdout)
    assert {bid["status"] for bid in result["bids"]} == {"eligible"}
    asked = [(question["code"], question["location"]) for question in result["questions"]]
    assert asked == [("EQ08", "bids.xlsx:Sheet!B2"), ("EQ08", "bids.xlsx:Sheet!C3")]
