"""Rows taken by pattern: the usual ones are, unusual ones are left to the parser, and both say the same."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from xlsxwriter import Workbook as OtherWorkbook

from svscore.workbook import plain
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.contents import Contents
from svscore.workbook.formats import read_format
from svscore.workbook.markup import PartError, parse
from svscore.workbook.plain import remember, without_rows
from svscore.workbook.sheet import SheetHandler
from tests.workbook.build import MAIN, Workbooks
from tests.workbook.office import convert

TEXTS = [f"text {number}" for number in range(10)]
SHEET = f'worksheet xmlns="{MAIN}" xmlns:x="{MAIN}" xmlns:also="{MAIN}" xmlns:x14ac="http://ac.example"'
FORMATS = {"1": read_format("0.0%"), "2": read_format("yyyy-mm-dd")}


def read(sheet: bytes, size: int = 1 << 16, elements: int = 1000) -> tuple[SheetHandler, bytes]:
    """What a sheet holds, and what of it the parser was given."""
    handler = SheetHandler(Contents(TEXTS, FORMATS, max_characters=500), 1000, 1_000_000)
    parsed: list[bytes] = []

    def seen(pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            parsed.append(piece)
            yield piece

    left = without_rows((sheet[start : start + size] for start in range(0, len(sheet), size)), handler, elements)
    if left is not None:
        parse(seen(left), handler, elements, 64)
    return handler, b"".join(parsed)


def reference(sheet: bytes) -> SheetHandler:
    """The same by the parser alone."""
    handler = SheetHandler(Contents(TEXTS, FORMATS, max_characters=500), 1000, 1_000_000)
    parse([sheet], handler, 1000, 64)
    return handler


def data(rows: str) -> bytes:
    return f"<{SHEET}><sheetData>{rows}</sheetData></worksheet>".encode()


def row(cells: str, attributes: str = ' r="1"') -> str:
    return f"<row{attributes}>{cells}</row>"


PLAIN = {
    "number": row('<c r="A1"><v>4</v></c><c r="B1" s="1" t="n"><v>0.5</v></c>'),
    "shared text": row('<c r="A1" t="s"><v>1</v></c>'),
    "text": row('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a &amp; &lt;b&gt; </t></is></c>'),
    "formula": row('<c r="A1"><f>B1&amp;"x"</f><v>3</v></c><c r="B1" t="str"><f aca="false">A1</f><v>x</v></c>'),
    "formula without value": row('<c r="A1"><f>B1</f><v/></c><c r="B1"><f t="shared" si="0"/></c>'),
    "boolean, error and date": row(
        '<c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1" s="2"><v>45</v></c>'
    ),
    "blank": row('<c r="A1" s="1"/><c r="B1" s="1" /><c r="C1"><v></v></c><c r="D1" t="str"><v></v></c>'),
    "blank text": row('<c r="A1" t="inlineStr"><is><t></t></is></c><c r="B1"><v>4</v></c>'),
    "hidden": row('<c r="A7"><v>4</v></c>', ' r="7" spans="1:3" hidden="1" x14ac:dyDescent="0.25"'),
    "rows without cells": '<row r="1"/><row r="2" ht="0" /><row r="3"></row>' + row('<c r="B4"><v>1</v></c>', ' r="4"'),
}


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("size", [len(SHEET) + 40, 1 << 16])
def test_usual_rows_are_taken_and_say_what_the_parser_says(name: str, size: int) -> None:
    sheet = data(PLAIN[name])
    handler, parsed = read(sheet, size)
    assert b"<row" not in parsed
    assert handler.rows
    expected = reference(sheet)
    assert (handler.rows, handler.hidden_rows) == (expected.rows, expected.hidden_rows)


BLANK = '<c r="A1"/>'
UNUSUAL = {
    "row without number": row('<c r="A1"><v>4</v></c>', ""),
    "number of the row not in front": row('<c r="A1"><v>4</v></c>', ' spans="1:1" r="1"'),
    "prefix": "<x:row><x:c><x:v>4</x:v></x:c></x:row>",
    "cell without place": row("<c><v>4</v></c>"),
    "rich text": row('<c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c>'),
    "line break": row('<c r="A1" t="inlineStr"><is><t>a\nb</t></is></c>'),
    "number of a character": row('<c r="A1" t="inlineStr"><is><t>&#65;</t></is></c>'),
    "section": row('<c r="A1" t="str"><v><![CDATA[x]]></v></c>'),
    "comment": row('<c r="A1"><!-- --><v>4</v></c>'),
    "other order": row('<c t="n" r="A1"><v>4</v></c>'),
    "single quotes": row("<c r='A1'><v>4</v></c>"),
    "space": row('<c r="A1" ><v>4</v></c>'),
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_rows_and_those_after_them_are_left_to_the_parser(name: str) -> None:
    usual = row('<c r="A5"><v>4</v></c>', ' r="5"')
    sheet = data(f"{UNUSUAL[name]}{usual}")
    handler, parsed = read(sheet)
    assert parsed == sheet
    assert handler.rows == reference(sheet).rows
    assert len(handler.rows) == 2


def test_rows_before_an_unusual_one_are_taken() -> None:
    before, after = row('<c r="A1"><v>4</v></c>') + '<row r="2" ht="0"/>', row("<c><v>5</v></c>", ' r="3"')
    sheet = data(f"{before}{after}")
    handler, parsed = read(sheet)
    assert parsed == data(after)
    assert handler.rows == reference(sheet).rows
    assert handler.hidden_rows == {2}


def test_a_row_that_comes_twice_is_left_to_the_parser() -> None:
    sheet = data(row('<c r="A1"><v>4</v></c>') + row('<c r="B1"><v>5</v></c>'))
    handler, parsed = read(sheet)
    assert parsed.count(b"<row") == 1
    assert handler.rows == reference(sheet).rows == {1: {1: Cell(Kind.NUMBER, "4"), 2: Cell(Kind.NUMBER, "5")}}


def test_a_blank_cell_may_come_twice() -> None:
    sheet = data(row('<c r="A1"/><c r="A1"><v>4</v></c>'))
    assert read(sheet)[0].rows == reference(sheet).rows == {1: {1: Cell(Kind.NUMBER, "4")}}


WRONG = [
    row('<c r="A1"><v>4</v></c>', ' r="1" other:hidden="1"'),
    row('<c r="A1"><v>4</v></c>', ' r="1" x:hidden="1" also:hidden="1"'),
    row('<c r="A1"><v>4</v></c>', ' r="1" xmlns="http://other.example" xmlns:x="x"') + "</sheetData></worksheet>",
    '<x:a><row r="1"/></x:a>',
    f'<row r="1"/><b xmlns="http://other.example"><row xmlns="{MAIN}" r="4"/></b>',
    row('<c r="A1"><v>4</v></c><c r="A1"><v>5</v></c>'),
    row('<c r="B2"><v>4</v></c>'),
    row('<c r="XFE1"><v>4</v></c>'),
    row('<c r="A1" t="s"><v>10</v></c>'),
    row('<c r="A1"/>', ' r="1" r="1"'),
    row('<c r="A1" t="q"><v>4</v></c>'),
    row('<c r="A1"><v>4</c>'),
    row(f'<c r="A1" t="str"><v>{"x" * 501}</v></c>'),
    row(f'<c r="A1"><v>{" " * 500}4</v></c>'),
    row(f'<c r="A1" t="e"><v>{"x" * 501}</v></c>'),
    row("", ' r="0"'),
    '<row r="1"/>' * 1001,
    row('<c r="A1" t="str"><v>\x01</v></c>'),
    row('<c r="A1" t="str"><v>]]></v></c>'),
]


@pytest.mark.parametrize("rows", WRONG)
def test_what_the_parser_refuses_is_refused_in_the_same_words(rows: str) -> None:
    with pytest.raises(PartError) as expected:
        reference(data(rows))
    with pytest.raises(PartError) as refused:
        read(data(rows))
    assert str(refused.value) == str(expected.value)


@pytest.mark.parametrize("before", ["<?xml version='1.0' ", "\ufeff<?xml version='1.0' ", "<?xml version='1.0'\n"])
@pytest.mark.parametrize("equals", ["=", " = "])
def test_text_in_another_encoding_than_it_says_is_left_to_the_parser(before: str, equals: str) -> None:
    declared = f'{before}encoding{equals}"US-ASCII"?>'.encode()
    sheet = declared + data(row('<c r="A1" t="str"><v>\u00e9</v></c>'))
    with pytest.raises(PartError, match="its XML is damaged"):
        read(sheet)


@pytest.mark.parametrize(
    "before",
    ["<!-- <sheetData>", "<x:sheetData></x:sheetData><!-- <sheetData>", "<a><![CDATA[<sheetData>"],
)
def test_rows_in_a_place_that_is_no_sheet_data_are_not_taken(before: str) -> None:
    after = {"<!": " -->", "<x": " -->", "<a": "]]></a>"}[before[:2]]
    sheet = f"<{SHEET}>{before}{row(BLANK)}{after}</worksheet>".encode()
    handler, parsed = read(sheet)
    assert parsed == sheet
    assert not handler.cells


def test_a_value_in_no_cell_is_nothing_wherever_it_stands() -> None:
    sheet = data(row('<c r="A1"><v>4</v></c>') + row('<v>5</v><c r="A2"><v>6</v></c>', ' r="2"'))
    handler, _ = read(sheet)
    expected = {1: {1: Cell(Kind.NUMBER, "4")}, 2: {1: Cell(Kind.NUMBER, "6")}}
    assert handler.rows == reference(sheet).rows == expected


def test_a_cell_of_an_empty_type_is_read_and_counts_for_no_depth() -> None:
    cells = '<c r="A1" t=""><v>4</v></c><c t=""/><c t=""/>'
    handler = reference(data(row(cells)))
    assert handler.rows == {1: {1: Cell(Kind.NUMBER, "4")}}
    assert handler.started == handler.ended
    with pytest.raises(PartError, match="nested more than 64 deep"):
        parse([data(row('<c t=""/>' * 64)).removesuffix(b"</worksheet>"), b"<a>" * 65], handler, 1000, 64)


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> dict[object, object]:
    """What is known of what stands around rows: nothing yet."""
    known: dict[object, object] = {}
    monkeypatch.setattr(plain, "_FRAMES", known)
    return known


COLS = '<cols><col min="1" max="1" width="9"/><col min="2" max="2" width="9"/></cols>'


def framed(rows: str, before: str = COLS, after: str = '<pageMargins left="1"/>') -> bytes:
    return f"<{SHEET}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def test_what_stands_around_rows_is_parsed_once(frames: dict[object, object]) -> None:
    first, second = framed(PLAIN["number"]), framed(PLAIN["shared text"])
    before, parsed = read(first)
    assert b"<cols>" in parsed
    remember(before, 0)
    assert len(frames) == 1
    handler, parsed = read(second)
    expected = reference(second)
    assert parsed == b""
    assert (handler.rows, handler.counted) == (expected.rows, expected.counted)
    assert (handler.started, handler.ended) == (before.started, before.ended), "so that they count for the limit"
    handler, parsed = read(framed(UNUSUAL["single quotes"] + PLAIN["hidden"]))
    assert parsed == framed(UNUSUAL["single quotes"] + PLAIN["hidden"])
    assert handler.rows == reference(parsed).rows
    assert read(second, len(SHEET) + 40)[1] != b"", "a part of a sheet is not taken for the whole"
    assert read(second, elements=before.started)[1] == b""
    with pytest.raises(PartError, match="more elements than any workbook"):
        read(second, elements=before.started - 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<cols><col min="1" max="1" hidden="1"/></cols>', ""),
        ("", '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'),
        ("", f"<a>{'b' * plain.MAX_FRAME}</a>"),
        ("<!-- <sheetData> -->", ""),
        ("", "<rowBreaks/>"),
    ],
)
def test_what_may_hide_or_merge_is_parsed_each_time(before: str, after: str, frames: dict[object, object]) -> None:
    for _ in range(2):
        handler, _ = read(framed(PLAIN["number"], before, after))
        remember(handler, 0)
        assert not frames
    expected = reference(framed(PLAIN["number"], before, after))
    assert (handler.hidden_columns, handler.merged) == (expected.hidden_columns, expected.merged)


@pytest.mark.parametrize(
    "last", ['<row r="7" hidden="1"/>', '<row r="9"><c r="A9"><v>9</v></c></row >', '<x:row r="7"/>']
)
def test_rows_behind_the_last_plain_one_are_parsed_each_time(last: str, frames: dict[object, object]) -> None:
    for first in ("number", "hidden"):
        sheet = framed(PLAIN[first] + last)
        handler, parsed = read(sheet)
        remember(handler, 0)
        expected = reference(sheet)
        assert (handler.rows, handler.hidden_rows) == (expected.rows, expected.hidden_rows)
        assert last.encode() in parsed
    assert not frames


def test_little_is_known_however_many_sheets_are_read(frames: dict[object, object]) -> None:
    for number in range(100):
        handler, _ = read(framed(PLAIN["number"], after=f"<a{number}/>"))
        remember(handler, 0)
    assert 0 < len(frames) <= plain.MAX_FRAMES


def test_what_follows_the_rows_is_read() -> None:
    sheet = data(row('<c r="A1"><v>4</v></c>')).replace(
        b"</worksheet>", b'<mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>'
    )
    handler, _ = read(sheet)
    assert len(handler.merged) == 1
    assert handler.rows[1][1] == Cell(Kind.NUMBER, "4")


ROWS: list[list[Any]] = [["Bidder", "quality"], ["Acme & Co", 4], ["Bolt", 3.25], [None, True], ["=1+1", None]]


def by_openpyxl() -> bytes:
    book, stream = Workbook(), BytesIO()
    for line in ROWS:
        book.worksheets[0].append(line)
    book.save(stream)
    return stream.getvalue()


def by_xlsxwriter() -> bytes:
    stream = BytesIO()
    book = OtherWorkbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, line in enumerate(ROWS):
        sheet.write_row(number, 0, line)
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize("writer", ["openpyxl", "XlsxWriter", "LibreOffice"])
def test_the_rows_of_every_usual_program_are_taken(writer: str, workbooks: Workbooks) -> None:
    workbook = by_xlsxwriter() if writer == "XlsxWriter" else by_openpyxl()
    if writer == "LibreOffice":
        path = workbooks.folder / "bids.xlsx"
        path.write_bytes(workbook)
        workbook = convert(path, "xlsx", workbooks.folder).read_bytes()
    with ZipFile(BytesIO(workbook)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    handler, parsed = read(sheet)
    assert b"<row" not in parsed
    assert len(handler.rows) == len(ROWS)
