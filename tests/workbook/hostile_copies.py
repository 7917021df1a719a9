"""Workbooks whose bids can be read, and which harm who opens everything else in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

BIDS: list[tuple[str | int, ...]] = [("Bidder", "quality", "price"), ("Acme", 4, 1000), ("Bolt", 3, 900)]
MODEL = """
svscore: 1
id: two
title: Two criteria
version: "1"
regime: other
status: illustrative
scales: {five: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}]}
criteria:
  - {id: quality, title: Quality, weight: 60, scale: five}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
"""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
RELS = "xl/worksheets/_rels/sheet1.xml.rels"
CORE = "docProps/core.xml"
THEME = "xl/theme/theme1.xml"
Change = Callable[[str], str | bytes]
SPACES = " " * (1 << 20)


def honest(path: Path) -> Path:
    """A workbook of two bids, as openpyxl writes it."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Bids"
    for row in BIDS:
        sheet.append(list(row))
    book.save(path)
    return path


def changed(path: Path, changes: Mapping[str, Change]) -> Path:
    """The same with parts added, or changed; a part that is not there is changed from nothing."""
    with ZipFile(honest(path)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name).decode() for name in archive.namelist()}
    for name, change in changes.items():
        before = parts.get(name, "")
        parts[name] = change(before if isinstance(before, str) else "")
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _behind_rows(xml: str) -> Change:
    return lambda sheet: sheet.replace("</sheetData>", f"</sheetData>{xml}")


def _instead(content: str | bytes) -> Change:
    return lambda _before: content


def _related(kind: str, target: str, times: int = 1) -> Change:
    links = "".join(f'<Relationship Id="x{n}" Type="{LINKS}/{kind}" Target="{target}"/>' for n in range(times))
    return _instead(
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    )


def _comments(refs: list[str]) -> dict[str, Change]:
    comments = "".join(f'<comment ref="{ref}" authorId="0"><text><t>x</t></text></comment>' for ref in refs)
    authors = "<authors><author>a</author></authors>"
    xml = f'<comments xmlns="{MAIN}">{authors}<commentList>{comments}</commentList></comments>'
    return {RELS: _related("comments", "/xl/comments1.xml"), "xl/comments1.xml": _instead(xml)}


def _validations(count: int, ranges: str = "A1") -> str:
    one = f'<dataValidation type="whole" sqref="{ranges}"><formula1>1</formula1></dataValidation>'
    return f"<dataValidations>{one * count}</dataValidations>"


def _merged(*refs: str) -> str:
    return f"<mergeCells>{''.join(f'<mergeCell ref={ref!r}/>' for ref in refs)}</mergeCells>"


def _doctype(xml: str) -> str:
    declaration, _, rest = xml.rpartition("?>")
    return f'{declaration}{"?>" if declaration else ""}<!DOCTYPE x [<!ENTITY a "b">]>{rest}'


TOO_MUCH = "it holds more than can be copied"
SUM = "it has more than 150,000 elements and merged cells, more than can be copied"
BYTES = "its parts unpack to more than 33,554,432 bytes, more than can be copied"
DOCTYPE = "its XML has a document type, which no spreadsheet program writes"
UNUSUAL = "what it holds beside the cells is damaged or unusual"

COPIES: dict[str, tuple[Mapping[str, Change], str]] = {
    "one large merge": ({SHEET: _behind_rows(_merged("E1:XFD1048576"))}, TOO_MUCH),
    "a merge beyond the last row": ({SHEET: _behind_rows(_merged("E1:F99999999"))}, "is outside a sheet"),
    "many merges": (
        {SHEET: _behind_rows(_merged(*(f"E{n}:F{n}" for n in range(1, 100_000))))},
        "it holds more than 500,000 cells",
    ),
    "a link over the whole sheet": (
        {SHEET: _behind_rows('<hyperlinks><hyperlink ref="E1:XFD1048576" location="a"/></hyperlinks>')},
        TOO_MUCH,
    ),
    "a link over whole columns": (
        {SHEET: _behind_rows('<hyperlinks><hyperlink ref="E:XFD" location="a"/></hyperlinks>')},
        TOO_MUCH,
    ),
    "a comment on a whole sheet": (_comments(["A1:XFD1048576"]), TOO_MUCH),
    "many comments": (_comments([f"E{n}" for n in range(1, 60_000)]), TOO_MUCH),
    "comments read often": (
        _comments([f"E{n}" for n in range(1, 2_000)]) | {RELS: _related("comments", "/xl/comments1.xml", 500)},
        SUM,
    ),
    "spaces in the comments": (
        _comments([]) | {"xl/comments1.xml": _instead(f'<comments xmlns="{MAIN}">{SPACES * 40}</comments>')},
        BYTES,
    ),
    "a long text in the comments": (
        _comments([]) | {"xl/comments1.xml": _instead(f'<comments xmlns="{MAIN}">{SPACES}</comments>')},
        "it has a text of more than 100,000 characters",
    ),
    "spaces in the properties": ({CORE: lambda xml: xml.replace("</cp", f"{SPACES * 40}</cp")}, BYTES),
    "elements in the properties": (
        {CORE: lambda xml: xml.replace("</cp:core", f"{'<a/>' * 100_000}</cp:core")},
        TOO_MUCH,
    ),
    "spaces in the theme": ({THEME: lambda xml: xml + SPACES * 40}, BYTES),
    "elements in the theme": (
        {THEME: lambda xml: xml.replace("</a:theme>", f"{'<a:a/>' * 100_000}</a:theme>")},
        TOO_MUCH,
    ),
    "macros": ({"xl/vbaProject.bin": _instead(bytes(40 << 20))}, BYTES),
    "pictures": ({f"xl/media/image{n}.png": _instead(bytes(8 << 20)) for n in range(5)}, BYTES),
    "a document type in the properties": ({CORE: _doctype}, DOCTYPE),
    "a document type in the theme": ({THEME: _doctype}, DOCTYPE),
    "a document type in the list of types": ({"[Content_Types].xml": _doctype}, DOCTYPE),
    "broken properties": ({CORE: lambda xml: xml[:-20]}, "its XML is damaged at line 1"),
    "a broken theme": ({THEME: lambda xml: xml[:-5]}, "its XML is damaged at line"),
    "no list of types": ({"[Content_Types].xml": _instead("<Types/>")}, UNUSUAL),
    "a check of a kind that is not known": (
        {SHEET: _behind_rows('<dataValidations><dataValidation type="other" sqref="A1"/></dataValidations>')},
        UNUSUAL,
    ),
    "a style that is not in the file": ({SHEET: lambda xml: xml.replace('<c r="A1"', '<c s="999" r="A1"')}, UNUSUAL),
    "a comment in no cell": (_comments(["here"]), UNUSUAL),
    "many checks of entries": ({SHEET: _behind_rows(_validations(300_000))}, TOO_MUCH),
    "a check of many ranges": (
        {SHEET: _behind_rows(_validations(1, " ".join(f"E{n}" for n in range(1, 10_000))))},
        TOO_MUCH,
    ),
    "many rules for colours": (
        {
            SHEET: _behind_rows(
                '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>1</formula></cfRule>'
                "</conditionalFormatting>" * 50_000
            )
        },
        TOO_MUCH,
    ),
    "many names": (
        {
            "xl/workbook.xml": lambda xml: xml.replace(
                "</sheets>",
                "</sheets><definedNames>" + '<definedName name="a">1</definedName>' * 100_000 + "</definedNames>",
            )
        },
        TOO_MUCH,
    ),
}
"""Parts changed or added, and why there is no copy."""
