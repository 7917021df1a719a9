"""What no spreadsheet program shows is no bid: elements of other namespaces, choices, parts and ids given twice."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from svscore.problem import SvscoreError
from svscore.workbook.book import read_book
from tests.workbook.build import LINKS, MAIN, PACKAGE, Workbooks

OTHER = "http://other.example"
CHOICES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACES = f'xmlns="{MAIN}" xmlns:e="{OTHER}" xmlns:mc="{CHOICES}" xmlns:r="{LINKS}" mc:Ignorable="e"'
TEXTS = f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
SAVE_AGAIN = "open it in Excel or LibreOffice and save it again as .xlsx"
FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'


def sheet(rows: str, before: str = "", after: str = "") -> str:
    return f"<worksheet {SPACES}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def texts(*lines: str) -> dict[str, str]:
    return {"xl/sharedStrings.xml": f"<sst {SPACES}>{''.join(lines)}</sst>"}


def cells(
    workbooks: Workbooks, rows: str, parts: Mapping[str, str | bytes] | None = None, links: str = ""
) -> list[str]:
    """The texts of all cells, each with its place."""
    (found,) = read_book(workbooks.raw(sheet(rows), parts=parts, links=links)).sheets
    return [f"{found.at(row, column)}={cell.text}".rpartition("!")[2] for row, column, cell in found.cells()]


def refused(workbooks: Workbooks, xml: str, parts: Mapping[str, str | bytes] | None = None, links: str = "") -> str:
    with pytest.raises(SvscoreError) as error:
        read_book(workbooks.raw(xml, parts=parts, links=links))
    (problem,) = error.value.problems
    return f"{problem.code} {problem.message}"


UNSEEN = {
    "a row": '<e:row r="4"><e:c r="A4"><e:v>4</e:v></e:c></e:row>',
    "the value of a cell": '<row r="4"><c r="A4"><e:v>4</e:v></c></row>',
    "a cell": '<row r="4"><e:c r="A4"><e:v>4</e:v></e:c></row>',
    "a formula": '<row r="4"><c r="A4"><e:f>1+1</e:f></c></row>',
    "a text in a cell": '<row r="4"><c r="A4" t="inlineStr"><is><e:t>4</e:t></is></c></row>',
    "a row without a prefix": f'<row xmlns="{OTHER}" r="4"><c r="A4"><v>4</v></c></row>',
    "a row of no namespace": '<row xmlns="" r="4"><c r="A4"><v>4</v></c></row>',
    "a cell without a prefix": f'<row r="4"><c xmlns="{OTHER}" r="A4"><v>4</v></c></row>',
    "a row of a namespace like the one": f'<f:row xmlns:f="{MAIN}/" r="4"><f:c r="A4"><f:v>4</f:v></f:c></f:row>',
    "another program's part of a cell": '<row r="4"><c r="A4"><extLst><ext><e:v>4</e:v></ext></extLst></c></row>',
}


@pytest.mark.parametrize("name", UNSEEN)
def test_an_element_of_another_namespace_is_no_part_of_a_sheet(name: str, workbooks: Workbooks) -> None:
    for spelling in (FIRST, FIRST.replace('r="1"', "r='1'", 1)):  # by pattern, and by the parser
        assert cells(workbooks, spelling + UNSEEN[name]) == ["A1=1"]


def test_a_sheet_whose_own_namespace_is_another_is_refused(workbooks: Workbooks) -> None:
    xml = f'<worksheet xmlns="{OTHER}"><sheetData>{FIRST}</sheetData></worksheet>'
    assert refused(workbooks, xml) == (
        "WB101 the sheet 'Bids' cannot be read: it begins with 'worksheet', "
        "expected 'worksheet' in the namespace of workbooks"
    )


def test_texts_of_another_namespace_are_not_counted(workbooks: Workbooks) -> None:
    parts = texts("<e:si><e:t>no</e:t></e:si>", "<si><e:t>nor this</e:t><t>yes</t></si>")
    assert cells(workbooks, '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', parts, TEXTS) == ["A1=yes"]


def test_hiding_and_merging_of_another_namespace_is_neither(workbooks: Workbooks) -> None:
    before = '<e:cols><e:col min="1" max="1" hidden="1"/></e:cols>'
    after = '<e:mergeCells><e:mergeCell ref="A1:B2"/></e:mergeCells>'
    rows = '<row r="1" e:hidden="1"><c r="A1" e:t="b"><v>1</v></c></row>'
    (found,) = read_book(workbooks.raw(sheet(rows, before, after))).sheets
    assert (found.hidden_rows, found.hidden_columns, found.merged) == (frozenset(), frozenset(), ())
    assert found.rows[1][1].text == "1"


def choice(inside: str) -> str:
    return f'<mc:AlternateContent><mc:Choice Requires="e">{inside}</mc:Choice></mc:AlternateContent>'


V = "<v>4</v>"
CHOSEN = {
    "rows": (sheet(choice('<row r="4"/>')), "the sheet 'Bids'", "'sheetData'"),
    "cells": (sheet(f'<row r="4">{choice("<c/>")}</row>'), "the sheet 'Bids'", "'row'"),
    "a value": (sheet(f'<row r="4"><c r="A4">{choice(V)}</c></row>'), "the sheet 'Bids'", "'row'"),
    "a text": (
        sheet(f'<row r="4"><c t="inlineStr"><is>{choice("<t>a</t>")}</is></c></row>'),
        "the sheet 'Bids'",
        "'is'",
    ),
    "a column": (sheet("", f"<cols>{choice('<col/>')}</cols>"), "the sheet 'Bids'", "'cols'"),
    "nothing at all": (sheet(choice("")), "the sheet 'Bids'", "'sheetData'"),
}


@pytest.mark.parametrize("name", CHOSEN)
def test_a_choice_between_contents_is_refused(name: str, workbooks: Workbooks) -> None:
    xml, what, holder = CHOSEN[name]
    assert refused(workbooks, xml) == (
        f"WB101 {what} cannot be read: what {holder} holds depends on the program that opens it (AlternateContent)"
    )


def test_a_choice_between_texts_or_sheets_is_refused(workbooks: Workbooks) -> None:
    assert "what 'sst' holds depends" in refused(workbooks, sheet(FIRST), texts(choice("<si><t>a</t></si>")), TEXTS)
    assert "what 'si' holds depends" in refused(workbooks, sheet(FIRST), texts(f"<si>{choice('<t>a</t>')}</si>"), TEXTS)
    sheets = f'<workbook {SPACES}><sheets>{choice("""<sheet name="Bids" r:id="rId1"/>""")}</sheets></workbook>'
    assert "what 'sheets' holds depends" in refused(workbooks, sheet(FIRST), {"xl/workbook.xml": sheets})


@pytest.mark.parametrize(
    "around",
    [
        lambda data: f"<e:any>{data}</e:any>",
        choice,
        lambda data: f"<extLst><ext>{data}</ext></extLst>",
        lambda data: f"<sheetData><e:any>{data[11:-12]}</e:any></sheetData>",
    ],
)
def test_rows_inside_what_programs_pass_over_are_refused(around: object, workbooks: Workbooks) -> None:
    assert callable(around)
    xml = f"<worksheet {SPACES}>{around(f'<sheetData>{FIRST}</sheetData>')}</worksheet>"
    assert "stands where no spreadsheet program reads it" in refused(workbooks, xml)


def test_choices_that_programs_write_beside_the_cells_are_passed_over(workbooks: Workbooks) -> None:
    path = '<e:absPath url="x"/>'
    index = f'<workbook {SPACES}>{choice(path)}<sheets><sheet name="Bids" r:id="rId1"/></sheets></workbook>'
    controls = choice("<controls><control><controlPr><anchor/></controlPr></control></controls>")
    book = read_book(workbooks.raw(sheet(FIRST, after=controls), parts={"xl/workbook.xml": index}))
    assert book.sheets[0].rows[1][1].text == "1"


def index(sheet_attributes: str) -> dict[str, str]:
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    sheets = f'<sheets><sheet name="Bids" sheetId="1" {sheet_attributes}/></sheets>'
    return {"xl/workbook.xml": f'<workbook {SPACES} xmlns:s="{strict}" xmlns:q="{LINKS}">{sheets}</workbook>'}


def test_the_id_of_a_sheet_counts_in_its_own_namespace_and_once(workbooks: Workbooks) -> None:
    missing = "WB101 the sheet 'Bids' is not in the file"
    assert refused(workbooks, sheet(FIRST), index('e:id="rId1"')) == missing
    assert refused(workbooks, sheet(FIRST), index('id="rId1"')) == missing
    assert refused(workbooks, sheet(FIRST), index('r:id="rId1" s:id="rId2"')) == (
        "WB101 the part xl/workbook.xml cannot be read: the sheet 'Bids' has two ids"
    )
    assert "its XML is damaged" in refused(workbooks, sheet(FIRST), index('r:id="rId1" q:id="rId2"'))
    both = index('r:id="rId1" e:id="rId9"')
    assert read_book(workbooks.raw(sheet(FIRST), parts=both)).sheets[0].name == "Bids"


@pytest.mark.parametrize("mode", ["", 'TargetMode="External"'])
def test_two_relationships_of_one_id_are_refused(mode: str, workbooks: Workbooks) -> None:
    again = f'<Relationship Id="rId1" {mode} Type="{LINKS}/worksheet" Target="worksheets/sheet2.xml"/>'
    assert refused(workbooks, sheet(FIRST), {"xl/worksheets/sheet2.xml": sheet(FIRST)}, again) == (
        "WB101 the part xl/_rels/workbook.xml.rels cannot be read: two relationships have the id 'rId1'"
    )


def test_a_relationship_of_another_namespace_or_standard_leads_nowhere(workbooks: Workbooks) -> None:
    for links in (
        f'<e:Relationship xmlns:e="{OTHER}" Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>',
        f'<Relationship Id="rId2" Type="{OTHER}/sharedStrings" Target="sharedStrings.xml"/>',
        f'<Relationship Id="rId2" Type="{LINKS}/other/sharedStrings" Target="sharedStrings.xml"/>',
    ):
        rows = sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
        assert "which is not in the file" in refused(workbooks, rows, texts("<si><t>a</t></si>"), links)


ONCE = {
    "sharedStrings": ("xl/sharedStrings.xml", "xl/other.xml", "list of shared texts"),
    "styles": ("xl/sharedStrings.xml", "xl/other.xml", "list of styles"),
}


@pytest.mark.parametrize("kind", ONCE)
def test_a_second_part_of_a_kind_that_stands_once_is_refused(kind: str, workbooks: Workbooks) -> None:
    first, second, what = ONCE[kind]
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{LINKS}/{kind}" Target="/{target}"/>'
        for number, target in enumerate((first, second), 2)
    )
    message = f"WB104 it has two parts that are its {what}: '{first}' and '{second}'"
    assert refused(workbooks, sheet(FIRST), texts(), links) == message


def test_two_workbooks_in_one_file_are_refused(workbooks: Workbooks) -> None:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{LINKS}/officeDocument" Target="xl/{name}.xml"/>'
        for number, name in enumerate(("workbook", "other"))
    )
    parts = {"_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'}
    message = "WB104 it has two parts that are its workbook: 'xl/workbook.xml' and 'xl/other.xml'"
    assert refused(workbooks, sheet(FIRST), parts) == message


def test_a_part_referred_to_twice_is_one_part(workbooks: Workbooks) -> None:
    links = TEXTS + TEXTS.replace("rId2", "rId3").replace("sharedStrings.xml", "/xl/SharedStrings.xml")
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert cells(workbooks, rows, texts("<si><t>a</t></si>"), links) == ["A1=a"]


def test_an_element_in_a_text_is_refused(workbooks: Workbooks) -> None:
    inside = texts("<si><t>a<e:b>hidden</e:b></t></si>")
    assert "the text 1 has an element in it" in refused(workbooks, sheet(FIRST), inside, TEXTS)


def test_a_namespace_without_end_is_refused(workbooks: Workbooks) -> None:
    xml = f'<worksheet {SPACES}><e:a xmlns:e="{"x" * 1001}"/></worksheet>'
    assert "it names a namespace of more than 1,000 characters" in refused(workbooks, xml)
