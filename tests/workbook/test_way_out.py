"""Names that are formulas to a spreadsheet program: what is written of them holds none when LibreOffice opens it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from svscore.cli.app import app
from svscore.workbook.book import read_book
from svscore.workbook.cells import Cell, Kind
from tests.workbook.build import Workbooks
from tests.workbook.office import convert

NAMES = [
    '=HYPERLINK("https://example.org","x")',
    "=1+1",
    "+cmd|'/C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "<img src=x onerror=alert(1)>",
    "[red]x[/red]",
    "\x1b[2J",
    "=2+2\t@x",
    '";=1+1;"',
    "a,=1+1",
]
MODEL = """
svscore: 1
id: m
title: M
version: "1"
regime: other
status: illustrative
criteria:
  - {id: quality, title: Quality, weight: 60, points: {max: 50}, question: How?}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
"""
EVALUATING = "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1,true"
"""Import of comma-separated text that takes numbers, and formulas for what they are: the last word."""


def opened(text: bytes, folder: Path) -> list[tuple[int, int, Cell]]:
    """The cells LibreOffice makes of a .csv file when it is asked to evaluate formulas."""
    path = folder / "result.csv"
    path.write_bytes(text)
    (sheet,) = read_book(convert(path, "xlsx", folder, EVALUATING)).sheets
    return list(sheet.cells())


@pytest.fixture
def bids(workbooks: Workbooks) -> Path:
    escaped = [name.replace("\x1b", "_x001B_").replace("\t", "_x0009_") for name in NAMES]
    rows = "".join(
        f"<row>{text(name)}<c><v>{10 + place}</v></c><c><v>{1000 + place}</v></c></row>"
        for place, name in enumerate(escaped)
    )
    (workbooks.folder / "m.yaml").write_text(MODEL, encoding="utf-8")
    header = "".join(map(text, ("Bidder", "quality", "price")))
    return workbooks.raw(f"<worksheet><sheetData><row>{header}</row>{rows}</sheetData></worksheet>")


def text(value: str) -> str:
    escaped = value.replace("&", "&amp;").replace("<", "&lt;")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escaped}</t></is></c>'


def test_libreoffice_finds_formulas_where_there_are_some(tmp_path: Path) -> None:
    ((_, _, cell),) = opened(b"=1+1\n", tmp_path)
    assert (cell.is_formula, cell.text) == (True, "2")


def test_no_name_of_a_bidder_becomes_a_formula_in_csv(bids: Path) -> None:
    result = bids.with_name("written.csv")
    ran = CliRunner().invoke(app, ["evaluate", str(bids), "-f", str(bids.with_name("m.yaml")), "-o", str(result)])
    assert ran.exit_code == 0, ran.output
    assert "\x1b" not in ran.output
    cells = opened(result.read_bytes(), bids.parent)
    assert not [cell for _, _, cell in cells if cell.is_formula or cell.kind in (Kind.ERROR, Kind.UNSTORED)]
    names = {cell.text.lstrip("'") for _, column, cell in cells if column == 2}
    assert names - {"bidder"} == {name.replace("\x1b", "␛").replace("\t", "␉") for name in NAMES}


def test_the_names_are_unchanged_in_json(bids: Path) -> None:
    result = bids.with_name("written.json")
    ran = CliRunner().invoke(app, ["evaluate", str(bids), "-f", str(bids.with_name("m.yaml")), "-o", str(result)])
    assert ran.exit_code == 0, ran.output
    assert {bid["bidder"] for bid in json.loads(result.read_bytes())["bids"]} == set(NAMES)
