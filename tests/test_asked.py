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
