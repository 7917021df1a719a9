"""What holds more than is read is WB103, wherever in a workbook it stands; what is damaged is WB101."""

from __future__ import annotations

from pathlib import Path

import pytest

from svscore.problem import Severity, SvscoreError
from svscore.workbook import Limits, codes, read_bids
from svscore.workbook.book import read_book
from svscore.workbook.copied import check_copy
from tests.workbook.build import LINKS, MAIN, Workbooks, framework

TEXTS = f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
LIMITS = Limits(cells=20, cell_characters=50, elements=60, depth=8, characters=90, copied=100)
LONG = "x" * 51


def sheet(rows: str, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def cell(text: str, row: int = 1) -> str:
    return f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c></row>'


TOO_MUCH = {
    "cells": sheet(f"<row>{'<c><v>4</v></c>' * 21}</row>"),
    "rows": sheet("<row/>" * 21),
    "merged ranges": sheet("", after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 21 + "</mergeCells>"),
    "groups of columns": sheet("", before="<cols>" + '<col min="1" max="2"/>' * 21 + "</cols>"),
    "a text in a cell": sheet(cell(LONG)),
    "a text of runs": sheet(f"<row><c t='inlineStr'><is>{'<r><t>xxxxxxxxxxxxxxxxxx</t></r>' * 3}</is></c></row>"),
    "a result of a formula": sheet(f'<row><c t="str"><f>A2</f><v>{LONG}</v></c></row>'),
    "a number": sheet(f"<row><c><v>{'1' * 51}</v></c></row>"),
    "all texts": sheet("".join(cell(f"{row}{'x' * 45}", row) for row in range(1, 5))),
    "elements": sheet("<a/>" * 80),
    "depth": f'<worksheet xmlns="{MAIN}"><sheetData>{"<a>" * 10}',
    "names": sheet("".join(f"<n{number}/>" for number in range(10_050))),
    "a tag": sheet(f'<a b="{"x" * 2_000_000}"/>'),
    "a namespace": sheet(f'<a xmlns="{"x" * 2_000}"/>'),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_much_in_a_sheet_is_one_code(name: str, workbooks: Workbooks) -> None:
    limits = Limits() if name in {"names", "a tag", "a namespace"} else LIMITS
    assert refused(workbooks.raw(TOO_MUCH[name]), limits) == (codes.TOO_LARGE, "remove what is not bids")


TOO_MANY_TEXTS = {
    "texts": "<si><t>a</t></si>" * 21,
    "a text": f"<si><t>{LONG}</t></si>",
    "a text of runs": f"<si>{'<r><t>xxxxxxxxxxxxxxxxxx</t></r>' * 3}</si>",
    "all texts": f"<si><t>{'x' * 45}</t></si>" * 3,
    "elements": "<a/>" * 80,
}


@pytest.mark.parametrize("name", TOO_MANY_TEXTS)
def test_too_much_in_shared_texts_is_the_same(name: str, workbooks: Workbooks) -> None:
    parts = {"xl/sharedStrings.xml": f"<sst>{TOO_MANY_TEXTS[name]}</sst>"}
    path = workbooks.raw(sheet('<row><c t="s"><v>0</v></c></row>'), parts=parts, links=TEXTS)
    assert refused(path, LIMITS) == (codes.TOO_LARGE, "remove what is not bids")


TOO_MUCH_TO_COPY = {
    "elements": {"xl/comments1.xml": f"<comments>{'<a/>' * 40}</comments>"},
    "merged cells": {
        "xl/worksheets/sheet1.xml": sheet("", after='<mergeCells><mergeCell ref="A1:XFD9"/></mergeCells>')
    },
    "a text": {"docProps/core.xml": f"<a>{'x' * 100_001}</a>"},
    "an attribute": {"xl/theme/theme1.xml": f'<a b="{"x" * 100_001}"/>'},
    "depth": {"xl/drawings/drawing1.xml": "<a>" * 10},
}


@pytest.mark.parametrize("name", TOO_MUCH_TO_COPY)
def test_too_much_to_copy_is_the_same(name: str, workbooks: Workbooks) -> None:
    path = workbooks.raw(sheet(""), parts=TOO_MUCH_TO_COPY[name])
    with pytest.raises(SvscoreError) as error:
        check_copy(path.read_bytes(), path.name, LIMITS)
    assert {problem.code for problem in error.value.problems} == {codes.TOO_LARGE}


@pytest.mark.parametrize(
    "rows", ["<row><c t='q'><v>1</v></c></row>", "<row r='0'/>", "<row><c><v>", '<row><c t="s"><v>9</v></c></row>']
)
def test_what_is_damaged_is_another_code(rows: str, workbooks: Workbooks) -> None:
    assert refused(workbooks.raw(sheet(rows)), LIMITS)[0] == codes.NOT_A_WORKBOOK


@pytest.mark.parametrize(("criteria", "bids"), [(9, 9_990), (10, 9_090), (45, 2_173), (900, 110)])
def test_bids_for_many_criteria_have_a_bound_together(criteria: int, bids: int, workbooks: Workbooks) -> None:
    names = [f"c{number}" for number in range(criteria)]
    scale = {"five": [{"mark": str(mark)} for mark in range(6)]}
    nodes = [{"id": name, "title": name, "weight": f"60/{criteria}", "scale": "five"} for name in names]
    price = {"id": "price", "title": "Price", "weight": "40", "price": {"formula": "lowest-ratio"}}
    model = framework(*nodes, price, scales=scale)
    assert Limits().most_bids(criteria + 1) >= bids
    lines = [f"B{number}{',3' * criteria},{100 + number}\n" for number in range(Limits().most_bids(criteria + 1) + 1)]
    heading = f"Bidder,{','.join(names)},price\n"
    path = workbooks.text(heading + "".join(lines))
    with pytest.raises(SvscoreError) as error:
        read_bids(path, model)
    assert [problem.code for problem in error.value.problems if problem.severity is Severity.ERROR] == [codes.TOO_LARGE]
    path = workbooks.text(heading + "".join(lines[:50]))
    assert len(read_bids(path, model).bids) == 50


def refused(path: Path, limits: Limits) -> tuple[str, str]:
    with pytest.raises(SvscoreError) as error:
        read_book(path, limits=limits)
    (problem,) = error.value.problems
    return problem.code, problem.hint
