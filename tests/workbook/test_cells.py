"""What each kind of cell in a workbook comes out as."""

from __future__ import annotations

import gc
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from svscore.problem import SvscoreError
from svscore.workbook.book import read_book
from svscore.workbook.cells import Cell, Kind, Range, Sheet
from svscore.workbook.limits import Limits
from svscore.workbook.numbers import date_text
from tests.workbook.build import LINKS, MAIN, PACKAGE, Workbooks

STRINGS = (
    f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId3" Type="{LINKS}/styles" Target="/xl/styles.xml"/>'
)


def first(path: Path) -> Sheet:
    return read_book(path).sheets[0]


def cell(path: Path, row: int = 1, column: int = 1) -> Cell:
    found = first(path).cell(row, column)
    assert found is not None
    return found


def kind_and_text(path: Path) -> tuple[str, str]:
    found = cell(path)
    return found.kind.value, found.text


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("4", "4"),
        ("4.50", "4.5"),
        ("-0", "0"),
        ("007", "7"),
        ("78.400000000000006", "78.4"),
        ("0.30000000000000004", "0.3"),
        ("0.1234567890123456789", "0.123456789012346"),
        ("1E-3", "0.001"),
        ("4.5E7", "45000000"),
        ("4.5e+07", "45000000"),
        ("123456789012345", "123456789012345"),
        ("1234567890123456", "1234567890123460"),
        ("5.5511151231257827E-17", "0.0000000000000000555111512312578"),
        (" 12 ", "12"),
        ("1E300", "1E+300"),
        ("0E999", "0"),
    ],
)
def test_a_number_is_the_decimal_a_person_sees(workbooks: Workbooks, stored: str, text: str) -> None:
    assert kind_and_text(workbooks.cells(f'<c r="A1"><v>{stored}</v></c>')) == ("number", text)


@pytest.mark.parametrize("stored", ["NaN", "Infinity", "-INF", "1,5", "0x10", "1e99999999", "1_000", "٤", "9" * 401])
def test_what_is_no_number_is_never_one(workbooks: Workbooks, stored: str) -> None:
    assert kind_and_text(workbooks.cells(f'<c r="A1"><v>{stored}</v></c>')) == ("junk", stored)


@pytest.mark.parametrize(
    ("xml", "kind", "text"),
    [
        ('<c r="A1" t="b"><v>1</v></c>', "boolean", "TRUE"),
        ('<c r="A1" t="b"><v>false</v></c>', "boolean", "FALSE"),
        ('<c r="A1" t="b"><v>2</v></c>', "junk", "2"),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', "error", "#DIV/0!"),
        ('<c r="A1" t="d"><v>2025-03-03T12:00:00</v></c>', "date", "2025-03-03T12:00:00"),
        ('<c r="A1" t="str"><f>A2</f><v>text</v></c>', "text", "text"),
        ('<c r="A1" t="str"><f>A2</f><v></v></c>', "text", ""),
        ('<c r="A1" t="str"><f>A2</f></c>', "unstored", ""),
        ('<c r="A1"><f>A2</f><v/></c>', "unstored", ""),
        ('<c r="A1"><f t="shared" si="0"/></c>', "unstored", ""),
        ('<c r="A1" t="inlineStr"><is><t>in</t></is></c>', "text", "in"),
        ('<c r="A1" t="inlineStr"><is><r><rPr/><t>in </t></r><r><t>line</t></r></is></c>', "text", "in line"),
        ('<c r="A1" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>PHON</t></rPh></is></c>', "text", "a"),
        ('<c r="A1" t="str"><v>a_x000D_b_x005F_x000D_</v></c>', "text", "a\rb_x000D_"),
        ('<c r="A1" t="str"><v>_xD83D__xDE00_</v></c>', "text", "\N{GRINNING FACE}"),
        ('<c r="A1" t="str"><v>_xD83D_</v></c>', "text", "\N{REPLACEMENT CHARACTER}"),
        ('<c r="A1" t="str"><v>&#x1F600;&amp;</v></c>', "text", "\N{GRINNING FACE}&"),
        ('<c r="A1" t="s"><v>0</v></c>', "text", "rich text"),
        ('<c r="A1" t="s"><v>1</v></c>', "text", " spaced "),
    ],
)
def test_each_type_of_cell(workbooks: Workbooks, xml: str, kind: str, text: str) -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><r><t>rich </t></r><r><t>text</t></r><rPh><t>PHON</t></rPh></si>'
        '<si><t xml:space="preserve"> spaced </t></si></sst>'
    )
    path = workbooks.cells(xml, parts={"xl/sharedStrings.xml": strings}, links=STRINGS)
    assert kind_and_text(path) == (kind, text)


def test_a_formula_is_known_with_and_without_its_value(workbooks: Workbooks) -> None:
    assert cell(workbooks.cells('<c r="A1"><f>1+1</f><v>2</v></c>')).is_formula
    assert cell(workbooks.cells('<c r="A1"><f>1+1</f></c>')).kind is Kind.UNSTORED
    assert not cell(workbooks.cells('<c r="A1"><v>2</v></c>')).is_formula


@pytest.mark.parametrize("xml", ['<c r="A1" s="1"/>', '<c r="A1"><v></v></c>', '<c r="A1" t="s"><v/></c>'])
def test_a_cell_with_nothing_in_it_is_no_cell(workbooks: Workbooks, xml: str) -> None:
    assert not first(workbooks.cells(xml)).rows


def test_cells_and_rows_without_references_follow_one_another(workbooks: Workbooks) -> None:
    sheet = first(
        workbooks.raw(
            f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>1</v></c><c><v>2</v></c></row>'
            '<row r="4"><c r="C4"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row></sheetData></worksheet>'
        )
    )
    places = {(row, column): found.text for row, column, found in sheet.cells()}
    assert places == {(1, 1): "1", (1, 2): "2", (4, 3): "3", (4, 4): "4", (5, 1): "5"}


def test_prefixes_and_the_strict_namespaces_make_no_difference(workbooks: Workbooks) -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    relation = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    path = workbooks.raw(
        f'<x:worksheet xmlns:x="{strict}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr">'
        "<x:is><x:t>hi</x:t></x:is>"
        '</x:c><x:c r="B1"><x:v>4</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        parts={
            "xl/workbook.xml": f'<s:workbook xmlns:s="{strict}" xmlns:q="{relation}"><s:sheets>'
            '<s:sheet name="Bids" sheetId="1" q:id="rId1"/></s:sheets></s:workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        },
    )
    assert [(found.kind.value, found.text) for _, _, found in first(path).cells()] == [("text", "hi"), ("number", "4")]


def test_utf_16_parts_are_read(workbooks: Workbooks) -> None:
    xml = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>4</v></c></row></sheetData></worksheet>'
    assert cell(workbooks.raw(('<?xml version="1.0" encoding="UTF-16"?>' + xml).encode("utf-16"))).text == "4"


@pytest.mark.parametrize(
    ("value", "first_year", "text"),
    [
        (date(2025, 3, 3), 1900, "2025-03-03"),
        (date(2025, 3, 3), 1904, "2025-03-03"),
        (datetime(2025, 3, 3, 14, 5, 9), 1900, "2025-03-03T14:05:09"),  # noqa: DTZ001 - workbooks know no zones
        (datetime(2025, 3, 3, 14, 5, 9), 1904, "2025-03-03T14:05:09"),  # noqa: DTZ001
        (time(6, 0), 1900, "06:00:00"),
        (time(6, 0), 1904, "1904-01-01T06:00:00"),
        (date(1900, 1, 4), 1900, "1900-01-04"),
        (date(1900, 3, 1), 1900, "1900-03-01"),
        (date(9999, 12, 31), 1900, "9999-12-31"),
        (date(9999, 12, 31), 1904, "9999-12-31"),
    ],
)
def test_dates_in_both_calendars(workbooks: Workbooks, value: Any, first_year: int, text: str) -> None:
    def set_calendar(sheets: dict[str, Worksheet]) -> None:
        book = sheets["Bids"].parent
        assert book is not None
        book.epoch = datetime(first_year, 1, 1) if first_year == 1904 else book.epoch  # noqa: DTZ001
        sheets["Bids"]["A1"] = value

    assert kind_and_text(workbooks.save({"Bids": [[None]]}, set_calendar)) == ("date", text)


def test_a_day_number_outside_the_calendar_is_no_number_either(workbooks: Workbooks) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    for stored in ("-1", "3000000"):
        path = workbooks.cells(f'<c r="A1" s="1"><v>{stored}</v></c>', parts={"xl/styles.xml": styles}, links=STRINGS)
        assert kind_and_text(path) == ("date", stored)


@pytest.mark.parametrize(
    ("stored", "is_1904", "text"),
    [
        ("2958465", False, "9999-12-31"),
        ("2958465.99999", False, "9999-12-31T23:59:59"),
        ("2958465.999999", False, None),
        ("2958466", False, None),
        ("2957003", True, "9999-12-31"),
        ("2957003.99999", True, "9999-12-31T23:59:59"),
        ("2957003.999999", True, None),
        ("2957004", True, None),
        ("2958465", True, None),
    ],
)
def test_each_calendar_ends_on_the_last_day_of_9999(stored: str, is_1904: bool, text: str | None) -> None:  # noqa: FBT001
    assert date_text(stored, is_1904=is_1904) == text


def test_hidden_and_merged_places_are_known(workbooks: Workbooks) -> None:
    def hide(sheets: dict[str, Worksheet]) -> None:
        bids, other = sheets["Bids"], sheets["Other"]
        bids.row_dimensions[2].hidden = True
        bids.column_dimensions.group("C", "D", hidden=True)
        bids.merge_cells("A1:B2")
        other.sheet_state = "veryHidden"
        bids["A1"].alignment = Alignment(wrap_text=True)

    book = read_book(workbooks.save({"Bids": [["x"], [None, None, 1], [1]], "Other": [[1]]}, hide))
    bids, other = book.sheets
    assert bids.hidden_rows == {2}
    assert bids.hidden_columns == {3, 4}
    assert bids.merged == (Range(1, 1, 2, 2),)
    assert (bids.is_hidden, other.is_hidden) == (False, True)


def test_a_row_or_column_without_any_size_is_hidden(workbooks: Workbooks) -> None:
    path = workbooks.raw(
        f'<worksheet xmlns="{MAIN}"><cols><col min="2" max="2" width="0" customWidth="1"/></cols><sheetData>'
        '<row r="1" ht="15"><c r="A1"><v>1</v></c></row><row r="2" ht="0.0"><c r="B2"><v>1</v></c></row></sheetData>'
        "</worksheet>"
    )
    assert first(path).hidden_rows == {2}
    assert first(path).hidden_columns == {2}


@pytest.mark.parametrize(
    ("before", "row", "hidden"),
    [
        ("", '<row r="2" ht="0.1" customHeight="1">', "row"),
        ("", '<row r="2" ht="3.75">', "row"),
        ("", "<row r='2' ht='1E-3'>", "row"),
        ('<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>', '<row r="2">', "row"),
        ('<sheetFormatPr defaultRowHeight="0.5"/>', '<row r="2">', "row"),
        ('<cols><col min="2" max="2" width="0.05"/></cols>', '<row r="2">', "column"),
        ('<cols><col min="2" max="2" width="0.71" customWidth="1"/></cols>', '<row r="2">', "column"),
        (
            '<sheetFormatPr defaultColWidth="0.2"/><cols><col min="1" max="1" width="9"/></cols>',
            '<row r="2">',
            "column",
        ),
        ('<sheetFormatPr zeroHeight="1"/>', '<row r="2" ht="15">', ""),
        ("", '<row r="2" ht="8.25">', ""),
        ("", '<row r="2" ht="auto">', ""),
        ('<cols><col min="2" max="2" width="2.5"/></cols>', '<row r="2">', ""),
    ],
)
def test_a_row_or_column_too_small_to_read_is_hidden(before: str, row: str, hidden: str, workbooks: Workbooks) -> None:
    data = f'<sheetData><row r="1" ht="15"/>{row}<c r="B2"><v>1</v></c></row></sheetData>'
    path = workbooks.raw(f'<worksheet xmlns="{MAIN}">{before}{data}</worksheet>')
    for _ in range(2):  # and where all around the rows was met before
        sheet = first(path)
        assert (2 in sheet.hidden_rows, 2 in sheet.hidden_columns) == (hidden == "row", hidden == "column")
        assert 1 not in sheet.hidden_rows | sheet.hidden_columns


def test_a_chart_sheet_is_passed_over(workbooks: Workbooks) -> None:
    path = workbooks.cells(
        '<c r="A1"><v>4</v></c>',
        links=f'<Relationship Id="rId9" Type="{LINKS}/chartsheet" Target="chartsheets/sheet1.xml"/>',
        parts={
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="Chart" r:id="rId9"/>'
            '<sheet name="Bids" r:id="rId1"/></sheets></workbook>',
            "xl/chartsheets/sheet1.xml": "<chartsheet/>",
        },
    )
    assert [sheet.name for sheet in read_book(path).sheets] == ["Bids"]


def test_macros_and_links_are_left_alone_and_said(workbooks: Workbooks) -> None:
    path = workbooks.cells(
        '<c r="A1"><v>4</v></c>',
        parts={"xl/vbaProject.bin": b"macro", "xl/externalLinks/externalLink1.xml": "<!DOCTYPE x>"},
        name="bids.xlsm",
    )
    book = read_book(path)
    assert [sheet.name for sheet in book.sheets] == ["Bids"]
    assert [str(note) for note in book.notes] == [
        "bids.xlsm: WB106 note: it holds macros; they were not run, stored values were taken",
        "bids.xlsm: WB106 note: it refers to other workbooks; they were not opened, stored values were taken",
    ]


def test_a_cell_in_the_last_corner_costs_nothing(workbooks: Workbooks) -> None:
    path = workbooks.raw(
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>'
    )
    assert [(row, column) for row, column, _ in first(path).cells()] == [(1, 1), (1_048_576, 16_384)]


def test_a_text_of_the_most_characters_is_read_and_one_more_is_refused(workbooks: Workbooks) -> None:
    assert len(cell(workbooks.save({"Bids": [["x" * 32_767]]})).text) == 32_767
    path = workbooks.cells(f'<c r="A1" t="str"><v>{"x" * 32_768}</v></c>')
    with pytest.raises(SvscoreError) as refused:
        read_book(path)
    assert str(refused.value) == (
        "bids.xlsx: WB103 the sheet 'Bids' cannot be read: the cell A1 holds a text longer than 32,767 characters"
    )


def test_limits_are_parameters(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": [["a", "b"], ["c", "d"]]})
    with pytest.raises(SvscoreError, match="it holds more than 5 cells"):
        read_book(path, limits=Limits(cells=5))
    assert len(list(read_book(path, limits=Limits(cells=6)).sheets[0].cells())) == 4, "four cells in two rows"


def test_reading_leaves_the_collection_of_garbage_as_it_was(workbooks: Workbooks) -> None:
    path = workbooks.cells('<c r="A1"><v>4</v></c>')
    for switch in (gc.disable, gc.enable):
        switch()
        was_enabled = gc.isenabled()
        read_book(path)
        assert gc.isenabled() is was_enabled
