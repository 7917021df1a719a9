"""Names that are formulas to a spreadsheet program: what is written of them holds none when LibreOffice opens it."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from xml.parsers.expat import ParserCreate
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from svscore.batch.rows import COLUMNS
from svscore.cli.app import app
from svscore.workbook.book import read_book
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.guarded import guard
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
    "'=1+1",
    "''-1+1",
    "_x001B_[2J",
    "=1+1\n=1+1",
    "No\ufffe\uffff",
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
    unsafe = re.compile("[\x1b\t\ufffe\uffff]")
    escaped = [unsafe.sub(lambda found: f"_x{ord(found[0]):04X}_", name.replace("_x", "_x005F_x")) for name in NAMES]
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
    done = CliRunner().invoke(app, ["evaluate", str(bids), "-f", str(bids.with_name("m.yaml")), "-o", str(result)])
    assert done.exit_code == 0, done.output
    assert "\x1b" not in done.output
    cells = opened(result.read_bytes(), bids.parent)
    assert not [cell for _, _, cell in cells if cell.is_formula or cell.kind in (Kind.ERROR, Kind.UNSTORED)]
    names = {re.sub("(^|;)'", r"\1", cell.text) for _, column, cell in cells if column == 2}
    assert names - {"bidder"} >= {name for name in NAMES if name.isprintable() and not name.startswith("'")}
    (sheet,) = read_book(result).sheets
    assert {cell.text for row, column, cell in sheet.cells() if column == 2 and row > 1} == set(NAMES)


def names_in(path: Path, sheet: str, column: int) -> set[str]:
    """The names below the heading of a column of bidders, without repetitions."""
    (found,) = read_book(path, wanted=lambda name: name == sheet).sheets
    heading = min(row for row, at, cell in found.cells() if at == column and cell.text.casefold() == "bidder")
    return {cell.text for row, at, cell in found.cells() if at == column and row > heading}


def ran(*words: str | Path) -> None:
    done = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("start", ["merged.xlsx", "written.csv"])
def test_the_names_are_unchanged_in_a_scored_workbook(start: str, bids: Path) -> None:
    model, given, scored = (bids.with_name(name) for name in ("m.yaml", start, "scored.xlsx"))
    if start == "merged.xlsx":
        ran("merge", bids, "-f", model, "-o", given)
        assert names_in(given, "Bids", 1) == set(NAMES)
    if start == "written.csv":
        with given.open("w", encoding="utf-8", newline="") as file:
            rows = [[guard(name), 10 + place, 1000 + place] for place, name in enumerate(NAMES)]
            csv.writer(file).writerows([["Bidder", "quality", "price"], *rows])
    ran("evaluate", given, "-f", model, "-o", scored)
    ran("evaluate", scored, "-f", model, "-o", bids.with_name("again.json"))
    again = json.loads(bids.with_name("again.json").read_bytes())
    assert {bid["bidder"] for bid in again["bids"]} == set(NAMES)
    formulas = [cell for sheet in read_book(scored).sheets for _, _, cell in sheet.cells() if cell.is_formula]
    assert len(formulas) > len(NAMES), "the workings are formulas"
    assert not [cell for row, _, cell in read_book(scored).sheets[0].cells() if cell.is_formula]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_unchanged_in_a_template(name: str, bids: Path) -> None:
    made = bids.with_name("template.xlsx")
    ran("template", "-f", bids.with_name("m.yaml"), "--bidder", name, "--evaluator", "E1", "-o", made)
    assert names_in(made, "Bids", 1) == {name}


UNHOLDABLE = ("\\x1b", "\\uFFFE", "\\uFFFF", "\\x00", "\\x0b")
"""As a model writes them: characters that no XML may hold."""
STRANGE = """
svscore: 1
id: strange
title: "Title{0}"
version: "1{0}"
regime: other
status: illustrative
scales: {{five: [{{mark: 0, label: "None{0}", descriptor: "Not{0}"}}, {{mark: 1, label: Some}}]}}
criteria:
  - {{id: quality, title: "Quality{0}", weight: 60, scale: five, question: "How{0}?", look-for: ["Plan{0}"]}}
  - {{id: safe, title: "Safe{0}", gate: {{fail-when: "no"}}, question: "Safe{0}?"}}
  - {{id: price, title: "Price{0}", weight: 40, price: {{formula: lowest-ratio}}}}
"""


@pytest.mark.parametrize("character", UNHOLDABLE)
def test_whatever_a_model_says_its_workbooks_can_be_opened(character: str, tmp_path: Path) -> None:
    (model := tmp_path / "strange.yaml").write_text(STRANGE.format(character), encoding="utf-8")
    (bids := tmp_path / "bids.csv").write_text("Bidder,quality,safe,price\nA,1,yes,5\nB,0,yes,4\n", encoding="utf-8")
    people = ("--bidder", "A", "--bidder", "B", "--evaluator", "E\ufffe")
    ran("template", "-f", model, *people, "-o", tmp_path / "template.xlsx")
    ran("template", "-f", model, *people, "--separate", "-o", tmp_path / "parts")
    ran("merge", bids, "-f", model, "-o", tmp_path / "merged.xlsx")
    ran("evaluate", bids, "-f", model, "-o", tmp_path / "scored.xlsx")
    ran("rescore", bids, "--baseline", model, "--set", "quality=70", "-o", tmp_path / "rows.xlsx")
    written = sorted(tmp_path.rglob("*.xlsx"))
    assert len(written) == 7
    for path in written:
        with ZipFile(path) as archive:
            for name in archive.namelist():
                ParserCreate().Parse(archive.read(name), True)  # noqa: FBT003 - the parser takes no keywords
        assert load_workbook(path).worksheets


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_names_are_unchanged_in_a_re_scoring(suffix: str, bids: Path) -> None:
    model, written = bids.with_name("m.yaml"), bids.with_name(f"rows{suffix}")
    ran("rescore", bids, "--baseline", model, "--set", "quality=70", "-o", written)
    sheet = "" if suffix == ".csv" else "Rescore"
    assert names_in(written, sheet, COLUMNS.index("bidder") + 1) == set(NAMES)


def test_the_names_are_unchanged_in_json(bids: Path) -> None:
    result = bids.with_name("written.json")
    done = CliRunner().invoke(app, ["evaluate", str(bids), "-f", str(bids.with_name("m.yaml")), "-o", str(result)])
    assert done.exit_code == 0, done.output
    assert {bid["bidder"] for bid in json.loads(result.read_bytes())["bids"]} == set(NAMES)
