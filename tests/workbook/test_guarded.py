"""Text from bids in delimited files: no program obeys it, and it is read back as it was."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svscore.batch.rows import COLUMNS
from svscore.batch.run import Summary
from svscore.report.csv_report import render
from svscore.report.rescore_files import write_rows
from svscore.report.untrusted import visible
from svscore.workbook.cells import Kind
from svscore.workbook.delimited import read_delimited
from svscore.workbook.guarded import guard, unguard
from svscore.workbook.limits import Limits
from tests.report.results import HOSTILE, ORIGIN, named

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
PIECES = st.sampled_from(
    [*"=+-@'\t\r\n,;\"_x01", "_x001B_", "_x005F_", "_x0041", "\x1b[2J", "\x9b", "\u202e", "\U000e0041"]
)
TEXTS = st.lists(PIECES | st.characters(exclude_categories=["Cs"]), max_size=8).map("".join)


@pytest.mark.parametrize("start", DANGEROUS)
def test_a_formula_becomes_text(start: str) -> None:
    assert not guard(f"{start}1+1").startswith(DANGEROUS)


@pytest.mark.parametrize("number", ["12", "-0.5", "82.35", "-1.00"])
def test_numbers_stay_numbers(number: str) -> None:
    assert guard(number) == number == unguard(number)


@given(TEXTS)
def test_what_is_guarded_is_inert_and_comes_back(text: str) -> None:
    field = guard(text)
    assert unguard(field) == text
    assert visible(field) == field, "nothing in it moves a cursor, turns the line or is invisible"
    for part in field.split(";"):
        try:
            float(part)
        except ValueError:
            assert not part.startswith(DANGEROUS), "nor where a semicolon begins a new field"


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Zl", "Zp", "Cs"]), max_size=20))
def test_plain_text_is_left_alone(text: str) -> None:
    if not any(part.startswith((*DANGEROUS, "'")) for part in text.split(";")) and "_x" not in text:
        assert guard(text) == text == unguard(text)


def texts_in(written: bytes, column: int) -> list[str]:
    """The texts of a column below its heading, as bids are read."""
    (sheet,), notes = read_delimited(written, "x.csv", Limits())
    assert notes == ()
    kinds = {cell.kind for _, at, cell in sheet.cells() if at == column}
    assert kinds <= {Kind.TEXT, Kind.NUMBER}
    return [cell.text for row, at, cell in sheet.cells() if at == column and row > 1]


def kept(names: Sequence[str]) -> list[str]:
    """Names as they can stand in a cell: some text; a number has no spaces around it."""
    return [name for name in names if name and name.strip() == name]


@given(st.lists(TEXTS, max_size=4).map(kept))
def test_names_in_a_result_are_read_back(names: list[str]) -> None:
    names = [*HOSTILE, *names]
    assert texts_in(render(named(names), ORIGIN).encode(), 2) == names


@given(st.lists(TEXTS, max_size=4).map(kept))
def test_names_in_a_re_scoring_are_read_back(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    names = [*HOSTILE, *names]
    path = tmp_path_factory.mktemp("rows") / "rows.csv"
    blank = [""] * len(COLUMNS)
    at = COLUMNS.index("bidder")
    write_rows(path, [[*blank[:at], name, *blank[at + 1 :]] for name in names], Summary(()))
    assert texts_in(path.read_bytes(), at + 1) == names


def test_a_guarded_field_of_another_program_is_read_so_too() -> None:
    page = StringIO()
    csv.writer(page).writerows([["Bidder"], ["'=cmd|x"], ["'t Hof"], ["'-5"]])
    (sheet,), _ = read_delimited(page.getvalue().encode(), "x.csv", Limits())
    assert [(cell.kind, cell.text) for _, _, cell in sheet.cells()] == [
        (Kind.TEXT, "Bidder"),
        (Kind.TEXT, "=cmd|x"),
        (Kind.TEXT, "'t Hof"),
        (Kind.TEXT, "-5"),
    ]


@pytest.mark.parametrize("text", ["part_x0041_", "_x000a_", "_x0041_ and _x001B_", "_xD800_", "_x005F_ alone"])
def test_what_looks_like_an_escape_and_is_none_of_ours_is_left_alone(text: str) -> None:
    assert unguard(text) == text
    assert unguard(guard(text)) == text
