"""Workbooks as LibreOffice saves them: the same cells in another dialect, and formulas with their values."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from svscore.workbook.book import read_book
from svscore.workbook.cells import Range, Sheet
from tests.workbook.build import Workbooks, framework, lines

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def saved_by_office(path: Path) -> Path:
    """The file as LibreOffice saves it, recalculated."""
    folder = path.parent / "saved"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / path.name


def cells(sheet: Sheet) -> dict[tuple[int, int], tuple[str, str, str]]:
    return {(row, column): (cell.kind.value, cell.text, cell.format.kind) for row, column, cell in sheet.cells()}


def adjust(sheets: dict[str, Worksheet]) -> None:
    bids = sheets["Bids"]
    bids["B4"].number_format = "0.0%"
    bids["B5"].number_format = "0.0"
    bids["A8"] = "=HYPERLINK"
    bids["A8"].data_type = "s"
    bids.row_dimensions[6].hidden = True
    bids.column_dimensions["D"].hidden = True
    bids.merge_cells("A10:B11")
    sheets["Hidden"].sheet_state = "hidden"


ROWS: list[list[Any]] = [
    ["Bidder", "mark", "text", "hidden"],
    ["Acmé & Co", 78.4, " spaced ", 1],
    ["line\nbreak", 0.1 + 0.2, "x" * 32_767, True],
    ["percent", 0.125, date(2025, 3, 4), False],
    ["digits", 78.44999, "\N{GRINNING FACE}", -1e-7],
    ["row", 12345678901234, "_x000D_", 1e20],
    ["sum", "=B2*2", "=1/0", '=""'],
    [None, "04", "#N/A", None],
]


def test_the_cells_are_the_same_after_libreoffice_saved_them(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": ROWS, "Hidden": [["a"]]}, adjust)
    before, after = read_book(path).sheets, read_book(saved_by_office(path)).sheets
    changed = {place: cell for place, cell in cells(after[0]).items() if cells(before[0]).get(place) != cell}
    assert changed == {
        (7, 2): ("number", "156.8", "general"),
        (7, 3): ("error", "#DIV/0!", "general"),
        (7, 4): ("text", "", "general"),
    }, "the formulas now have their values"
    assert set(cells(before[0])) == set(cells(after[0]))
    assert [cell.is_formula for cell in after[0].rows[7].values()] == [False, True, True, True]
    assert (set(after[0].hidden_rows), set(after[0].hidden_columns)) == ({6}, {4})
    assert after[0].merged == (Range(10, 1, 11, 2),)
    assert [(sheet.name, sheet.is_hidden) for sheet in after] == [("Bids", False), ("Hidden", True)]


def test_a_formula_is_refused_until_libreoffice_has_calculated_it(workbooks: Workbooks) -> None:
    header = ["Bidder", "social-value", "quality", "price", "carbon-plan"]
    path = workbooks.save({"Bids": [header, ["Acme", "=1+2", 40, "=500*2", "yes"]]})
    assert [line.split(" |")[0].split(", ")[0] for line in lines(path, framework())] == [
        "bids.xlsx:Bids!B2: WB130 the formula has no stored value",
        "bids.xlsx:Bids!D2: WB130 the formula has no stored value",
    ]
    assert lines(saved_by_office(path), framework()) == []
