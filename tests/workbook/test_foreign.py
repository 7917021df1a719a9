"""``.ods``, ``.xls`` and ``.xlsb``: what is read, what is said to be lost, and a death that harms nobody."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from svscore.framework.load import load_framework
from svscore.problem import Severity, SvscoreError
from svscore.workbook import foreign, foreign_child, framework_named_in, read_bids
from svscore.workbook.book import read_book
from svscore.workbook.cells import Cell, Kind, Range
from svscore.workbook.limits import Limits
from tests.workbook.build import Workbooks, framework, lines, values
from tests.workbook.hostile import FILES
from tests.workbook.office import convert

ROOT = Path(__file__).parents[2]
SAVE_AS = "open it in Excel or LibreOffice and save it as .xlsx"
UNSEEN = (
    "formats (percentages, hidden digits) and hidden rows and columns of a {} file are not seen. Error values and "
    "formulas without a stored value look like blank cells"
)
GAVE_UP = "it asks for more memory or time than any workbook of bids, or is damaged: the {} reader gave up"
AS_ZIP = ("WB101 the archive is damaged or cut short |", "WB103 the part xl/worksheets/sheet1.xml unpacks to 1,073,")
HEADER = ["Bidder", "social-value", "quality", "price", "carbon-plan"]
ROWS: list[list[Any]] = [
    HEADER,
    ["Acmé & Co", 4, 40.1, 1000.55, "yes"],
    ["Bolt", 3, "=0.1+0.2", 12345678.91, "no"],
    ["Crow", True, date(2025, 3, 4), "=1/0", "yes"],
]


def shaped(sheets: dict[str, Worksheet]) -> None:
    sheets["Bids"].merge_cells("A7:B8")
    sheets["Bids"]["A7"] = "note"
    sheets["Hidden"].sheet_state = "hidden"


@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_a_file_of_libreoffice_is_read_and_what_is_lost_is_said(suffix: str, workbooks: Workbooks) -> None:
    path = convert(workbooks.save({"Bids": ROWS, "Hidden": [[], [None, 1]]}, shaped), suffix, workbooks.folder)
    book = read_book(path)
    bids, hidden = book.sheets
    expected = {
        (2, 1): (Kind.TEXT, "Acmé & Co"),
        (2, 2): (Kind.NUMBER, "4"),
        (2, 3): (Kind.NUMBER, "40.1"),
        (2, 4): (Kind.NUMBER, "1000.55"),
        (3, 3): (Kind.NUMBER, "0.3"),
        (3, 4): (Kind.NUMBER, "12345678.91"),
        (4, 2): (Kind.NUMBER, "1") if suffix == "ods" else (Kind.BOOLEAN, "TRUE"),
        (4, 3): (Kind.DATE, "2025-03-04"),
    }
    assert {place: (cell.kind, cell.text) for place in expected if (cell := bids.cell(*place))} == expected
    assert bids.cell(4, 4) is None, "an error value looks like a blank cell, as is said"
    assert bids.merged == (() if suffix == "ods" else (Range(7, 1, 8, 2),))
    assert (hidden.name, hidden.is_hidden, bids.is_hidden) == ("Hidden", True, False)
    assert hidden.cell(2, 2) == Cell(Kind.NUMBER, "1"), "empty rows and columns before it are counted"
    (note,) = book.notes
    more = "; merged cells are not seen, and TRUE is the number 1" if suffix == "ods" else ""
    assert (note.message, note.hint) == (UNSEEN.format(f".{suffix}") + more, SAVE_AS)
    assert note.severity is Severity.WARNING


@pytest.mark.parametrize("suffix", ["ods", "xls"])
@pytest.mark.parametrize("example", ["ccs-call-off", "dsp-lot2"])
def test_an_example_saved_by_libreoffice_gives_the_same_bids(example: str, suffix: str, tmp_path: Path) -> None:
    path = ROOT / "examples" / example / "bids.xlsx"
    model = load_framework(framework_named_in(path) or "").framework
    saved = convert(path, suffix, tmp_path)
    assert values(read_bids(saved, model)) == values(read_bids(path, model))


def test_the_loss_is_said_with_the_result(workbooks: Workbooks) -> None:
    path = convert(workbooks.save({"Bids": ROWS[:3]}), "xls", workbooks.folder)
    assert lines(path, framework()) == [
        f"bids.xls: WB107 warning: {UNSEEN.format('.xls')} | {SAVE_AS}",
    ]


def test_an_xlsb_says_the_same_of_its_own(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": ROWS[:2]}, name="bids.xlsb")
    (warning,) = lines(path, framework())
    assert warning == f"bids.xlsb: WB107 warning: {UNSEEN.format('.xlsb')}; merged cells are not seen | {SAVE_AS}"


def test_a_file_that_ends_its_reader_is_one_line(workbooks: Workbooks) -> None:
    def far_apart(sheets: dict[str, Worksheet]) -> None:
        sheets["Bids"]["XFD1048576"] = 1

    path = workbooks.save({"Bids": [["Bidder"]]}, far_apart, name="bids.xlsb")
    assert lines(path, framework()) == [f"bids.xlsb: WB101 {GAVE_UP.format('.xlsb')} | {SAVE_AS}"]


@pytest.mark.skipif(sys.platform == "win32", reason="work is bounded on POSIX only")
def test_a_file_that_takes_too_long_is_one_line(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": ROWS[:2]}, name="bids.ods")
    with pytest.raises(SvscoreError) as refused:
        read_book(path, limits=Limits(milliseconds=1))
    assert str(refused.value) == f"bids.ods: WB101 {GAVE_UP.format('.ods')}"


def test_without_the_extra_one_line_says_what_to_install(workbooks: Workbooks, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbooks.save({"Bids": ROWS[:2]}, name="bids.ods")
    monkeypatch.setattr(foreign, "find_spec", lambda _name: None)
    missing = "reading .ods files needs python-calamine, which is not installed"
    install = 'pip install "svscore[formats]"'
    assert lines(path, framework()) == [f"bids.ods: WB101 {missing} | {install}; or {SAVE_AS}"]


@pytest.mark.parametrize(
    "name", ["text renamed", "cut short", "bomb", "password or old", "noise after a zip's first bytes"]
)
@pytest.mark.parametrize("suffix", foreign.SUFFIXES)
def test_a_hostile_file_is_one_line(name: str, suffix: str, workbooks: Workbooks) -> None:
    path = FILES[name][0](workbooks)
    path = path.rename(path.with_suffix(suffix))
    (line,) = lines(path, framework())
    expected = ("WB101 it cannot be read as a {} file: ", f"WB101 {GAVE_UP}", *AS_ZIP)
    assert line.startswith(tuple(f"bids{suffix}: {text.format(suffix)}" for text in expected))


def test_limits_hold_for_these_files_too(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": ROWS[:3], "More": [[1, 2]]}, name="bids.xlsb")
    for limits, message in (
        (Limits(sheets=1), "it holds more than 1 sheets"),
        (Limits(cells=5), "it holds more than 5 cells"),
        (Limits(cell_characters=11), "it holds more than 11 characters in one cell"),
        (Limits(characters=50), "it holds more than 50 characters"),
    ):
        with pytest.raises(SvscoreError) as refused:
            read_book(path, limits=limits)
        assert str(refused.value) == f"bids.xlsb: WB103 {message}"


def test_only_the_sheets_that_are_wanted_are_kept(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": ROWS[:2], "More": [[1]]}, name="bids.xlsb")
    assert [sheet.name for sheet in read_book(path, wanted=lambda name: name == "More").sheets] == ["More"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1 + 0.2, ("number", "0.30000000000000004")),
        (4, ("number", "4")),
        (float("inf"), ("junk", "inf")),
        (True, ("boolean", "TRUE")),
        ("", None),
    ],
)
def test_the_other_process_writes_a_cell_as_text(value: Any, expected: tuple[str, str] | None) -> None:
    record = foreign_child.cell(3, value)
    assert record == (None if expected is None else (3, *expected))


def test_the_script_is_there_where_the_package_is() -> None:
    assert importlib.util.find_spec("svscore.workbook.foreign_child") is not None
    assert Path(foreign_child.__file__).name == "foreign_child.py"
