"""Our reader against openpyxl's: the same workbooks, by openpyxl and by XlsxWriter, the same cells."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.exceptions import IllegalCharacterError
from xlsxwriter import Workbook as OtherWorkbook

from svscore.workbook.cells import Cell, Kind
from svscore.workbook.formats import built_in_format, read_format
from svscore.workbook.limits import Limits
from svscore.workbook.names import is_blank
from svscore.workbook.package import Package
from svscore.workbook.xlsx import read_sheets
from tests.properties import examples

FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
NUMBER_FORMATS = [
    "General", "0", "0.00", "#,##0.00", "0.0%", "0%", "@", '"£"#,##0.00', "[Red]-0.0", "0.00E+00", "# ?/?", '0 "days"',
    r"0\d", "_-* #,##0.00_-", ";;;",
]  # fmt: skip
DATE_FORMATS = ["dd/mm/yyyy", "yyyy-mm-dd hh:mm", "[h]:mm", "mm:ss.0", "[$-409]d mmm yyyy"]

ERRORS = ["#N/A", "#DIV/0!"]
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12).filter(
    lambda text: not text.startswith("=") and "_x" not in text
)
"""Without what must be escaped: openpyxl leaves escapes as they are, and writes what XML forbids or fails at it."""
NUMBERS = st.one_of(
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False, min_value=-1e12, max_value=1e12),
    st.decimals(-1000, 1000, places=2).map(float),
)
DATES = st.one_of(
    st.dates(date(1900, 3, 1)),
    st.datetimes(datetime(1900, 3, 1)).map(lambda moment: moment.replace(microsecond=0)),  # noqa: DTZ001
)
VALUES = st.one_of(st.none(), NUMBERS, TEXTS, st.booleans(), DATES, st.just("=SUM(A1:A2)"), st.sampled_from(ERRORS))
ROWS = st.lists(st.lists(st.tuples(VALUES, st.sampled_from(NUMBER_FORMATS)), max_size=5), max_size=6)


def written(rows: list[list[tuple[Any, str]]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row, cells in enumerate(rows, 1):
        for column, (value, code) in enumerate(cells, 1):
            cell = sheet.cell(row, column)
            try:
                cell.value = value
            except IllegalCharacterError:
                continue
            if not isinstance(value, date):
                cell.number_format = code
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def written_otherwise(rows: list[list[tuple[Any, str]]], *, is_inline: bool) -> bytes:
    """The same by XlsxWriter: texts shared or in their cells, and formulas with a stored value."""
    stream = BytesIO()
    book = OtherWorkbook(stream, {"in_memory": True, "constant_memory": is_inline})
    sheet = book.add_worksheet()
    formats = {code: book.add_format({"num_format": code}) for code in [*NUMBER_FORMATS, "dd/mm/yyyy hh:mm:ss"]}
    for row, cells in enumerate(rows):
        for column, (value, code) in enumerate(cells):
            if isinstance(value, bool):
                sheet.write_boolean(row, column, value, formats[code])
            elif isinstance(value, date):
                sheet.write_datetime(row, column, value, formats["dd/mm/yyyy hh:mm:ss"])
            elif isinstance(value, str) and value.startswith(("=", "#")):
                stored = value if value in ERRORS else 4.5
                sheet.write_formula(row, column, "=SUM(A1:A2)", formats[code], stored)
            elif isinstance(value, str):
                sheet.write_string(row, column, value, formats[code])
            elif value is None:
                sheet.write_blank(row, column, None, formats[code])
            else:
                sheet.write_number(row, column, value, formats[code])
    book.close()
    return stream.getvalue()


def agrees(ours: Cell | None, data_type: str, value: Any) -> bool:
    """Whether our cell says the same as openpyxl's type and value."""
    if ours is None or (is_blank(ours) and ours.text == ""):
        return value is None or value == ""
    if ours.kind is Kind.UNSTORED:
        return data_type == "f"
    if ours.kind is Kind.NUMBER:
        return data_type == "n" and FIFTEEN.create_decimal(repr(value)) == FIFTEEN.create_decimal(ours.text)
    if ours.kind is Kind.DATE:
        apart: timedelta = datetime.fromisoformat(ours.text) - value
        return data_type == "d" and abs(apart) < timedelta(seconds=1)
    if ours.kind is Kind.BOOLEAN:
        return data_type == "b" and ours.text == str(value).upper()
    return data_type == {Kind.TEXT: "s", Kind.ERROR: "e"}[ours.kind] and ours.text == str(value)


@pytest.mark.slow
@examples(1000)
@given(ROWS)
def test_both_readers_see_the_same_cells_of_openpyxl(rows: list[list[tuple[Any, str]]]) -> None:
    assert_same_cells(written(rows), rows, data_only=False)


@pytest.mark.slow
@examples(1500)
@given(ROWS, st.booleans())
def test_both_readers_see_the_same_cells_of_xlsxwriter(rows: list[list[tuple[Any, str]]], is_inline: bool) -> None:  # noqa: FBT001
    assert_same_cells(written_otherwise(rows, is_inline=is_inline), rows, data_only=True)


def assert_same_cells(data: bytes, rows: list[list[tuple[Any, str]]], *, data_only: bool) -> None:
    (ours,), _ = read_sheets(Package(data, "bids.xlsx", Limits()))
    theirs = load_workbook(BytesIO(data), data_only=data_only).worksheets[0]
    for row in range(1, len(rows) + 1):
        for column in range(1, 6):
            cell = theirs.cell(row, column)
            assert agrees(ours.cell(row, column), cell.data_type, cell.value), (ours.cell(row, column), cell.value)
    assert all(row <= len(rows) and column <= 5 for row, column, _ in ours.cells())


def test_both_know_the_same_formats_for_dates() -> None:
    for code in NUMBER_FORMATS + DATE_FORMATS + list(BUILTIN_FORMATS.values()):
        assert (read_format(code).kind == "date") == is_date_format(code), code
    for number, code in BUILTIN_FORMATS.items():
        assert (built_in_format(number).kind == "date") == is_date_format(code), number
