"""Files that no honest person sends, made by code: each must end in one clear line."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

from tests.workbook.build import LINKS, MAIN, Workbooks

ONE_GIGABYTE = 1 << 30


def _sheet(inside: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData></worksheet>'


def _written(workbooks: Workbooks, data: bytes, name: str = "bids.xlsx") -> Path:
    path = workbooks.folder / name
    path.write_bytes(data)
    return path


def _truncated(workbooks: Workbooks) -> Path:
    data = workbooks.cells('<c r="A1"><v>4</v></c>').read_bytes()
    return _written(workbooks, data[: len(data) // 2])


def _damaged(workbooks: Workbooks) -> Path:
    """A sheet whose packed bytes were changed."""
    path = workbooks.raw(_sheet('<row r="1"><c r="A1"><v>4</v></c></row>'))
    data = bytearray(path.read_bytes())
    with ZipFile(path) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    for offset in range(start + 60, start + 100):
        data[offset] ^= 0xFF
    return _written(workbooks, bytes(data))


def _bomb(workbooks: Workbooks, size: int = ONE_GIGABYTE) -> Path:
    """One gigabyte of spaces in a sheet, a megabyte packed."""
    path = workbooks.raw(_sheet(""), drop=["xl/worksheets/sheet1.xml"])
    piece = b" " * (1 << 20)
    with ZipFile(path, "a", ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(size >> 20):
            part.write(piece)
    return path


def _lying_bomb(workbooks: Workbooks) -> Path:
    """A smaller one, with a directory that says the sheet is small."""
    path = _bomb(workbooks, ONE_GIGABYTE >> 3)
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<L", 1000)
    return _written(workbooks, bytes(data))


def _part(content: Callable[[], str | bytes]) -> Callable[[Workbooks], Path]:
    return lambda workbooks: workbooks.raw(content())


def _cells(xml: str) -> Callable[[Workbooks], Path]:
    return lambda workbooks: workbooks.cells(xml)


def _laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>' + _sheet('<row r="1"><c r="A1" t="str"><v>&l9;</v></c></row>')


def _external_entity() -> str:
    return '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + _sheet("<row><c><v>&e;</v></c></row>")


def _many_sheets(workbooks: Workbooks) -> Path:
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1_000_000))
    index = f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{sheets}</sheets></workbook>'
    return workbooks.raw(_sheet(""), parts={"xl/workbook.xml": index})


def _many_texts(workbooks: Workbooks) -> Path:
    texts = f'<sst xmlns="{MAIN}">{"<si><t>x</t></si>" * 1_000_000}</sst>'
    link = f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    return workbooks.raw(_sheet(""), parts={"xl/sharedStrings.xml": texts}, links=link)


def _named(part: str) -> Callable[[Workbooks], Path]:
    return lambda workbooks: workbooks.raw(_sheet(""), parts={part: "x"})


def _two_parts(workbooks: Workbooks) -> Path:
    return workbooks.raw(_sheet(""), parts={"xl/worksheets/Sheet1.xml": _sheet("")})


def _many_parts(workbooks: Workbooks) -> Path:
    return workbooks.raw(_sheet(""), parts={f"xl/media/{n}": "" for n in range(10_001)})


def _unusual_packing(workbooks: Workbooks) -> Path:
    path = workbooks.raw(_sheet(""), drop=["xl/worksheets/sheet1.xml"])
    with ZipFile(path, "a", ZIP_LZMA) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", _sheet(""))
    return path


def _encrypted(workbooks: Workbooks) -> Path:
    data = bytearray(workbooks.raw(_sheet("")).read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return _written(workbooks, bytes(data))


def _open_document(workbooks: Workbooks) -> Path:
    path = workbooks.folder / "bids.xlsx"
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")
    return path


def _document(workbooks: Workbooks) -> Path:
    return workbooks.raw(_sheet(""), parts={"xl/workbook.xml": f'<document xmlns="{MAIN}"/>'})


def _long_cell(workbooks: Workbooks) -> Path:
    return workbooks.raw(_sheet(f'<row r="1"><c r="A1" t="str"><v>{"x" * (60 << 20)}</v></c></row>'))


def _text_cell(row: int, text: str) -> str:
    return f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}{row}</t></is></c></row>'


def _many_formats(workbooks: Workbooks) -> Path:
    """60,000 number formats that a pattern would go through again from each of their characters."""
    numbers = range(200, 60_000)
    brackets = "[" * 240
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode="{brackets}{number}"/>' for number in numbers)
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in numbers)
    parts = {"xl/styles.xml": f"<styleSheet><numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>"}
    link = f'<Relationship Id="rId3" Type="{LINKS}/styles" Target="styles.xml"/>'
    return workbooks.raw(_sheet('<row r="1"><c r="A1" s="5"><v>1</v></c></row>'), parts=parts, links=link)


def _noise(workbooks: Workbooks) -> Path:
    return _written(workbooks, b"PK\x03\x04" + bytes(zlib.crc32(bytes([n % 256])) % 256 for n in range(5_000)))


TEXTS = f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
REWRITE = "open it in Excel or LibreOffice and save it again as .xlsx"
FETCH = f"fetch the file again, or {REWRITE}"
NOT_A_WORKBOOK = (
    "it is not a workbook: a text or web page renamed, or a damaged file | open it in a spreadsheet program and save "
    "as .xlsx; if it is comma-separated text, end its name in .csv"
)
LESS = "remove what is not bids"
TOO_MUCH = "more than any workbook of bids | remove what is not bids"
SHEET = "the part xl/worksheets/sheet1.xml"
BIDS = "the sheet 'Bids' cannot be read: "

FILES: dict[str, tuple[Callable[[Workbooks], Path], str]] = {
    "empty": (lambda w: _written(w, b""), "WB101 the file is empty"),
    "text renamed": (lambda w: _written(w, b"Bidder,price\nA,4\n"), f"WB101 {NOT_A_WORKBOOK}"),
    "web page renamed": (lambda w: _written(w, b"<html><table/></html>"), f"WB101 {NOT_A_WORKBOOK}"),
    "cut short": (_truncated, f"WB101 the archive is damaged or cut short | {FETCH}"),
    "noise after a zip's first bytes": (
        _noise,
        f"WB101 the archive is damaged or cut short | {FETCH}",
    ),
    "damaged": (_damaged, f"WB101 {SHEET} is damaged or cut short |"),
    "password or old": (
        lambda w: _written(w, bytes.fromhex("D0CF11E0A1B11AE1") + bytes(4096)),
        "WB102 it is password-protected or an old .xls | open it, save as .xlsx without a password",
    ),
    "encrypted part": (
        _encrypted,
        "WB102 its part 'xl/worksheets/sheet1.xml' is encrypted | save it as .xlsx without a password",
    ),
    "bomb": (
        _bomb,
        f"WB103 the part xl/worksheets/sheet1.xml unpacks to 1,073,741,824 bytes, {TOO_MUCH}",
    ),
    "bomb that lies": (
        _lying_bomb,
        f"WB101 {SHEET} is damaged or cut short | {FETCH}",
    ),
    "long text": (_long_cell, f"WB103 {BIDS}the cell A1 holds a text longer than 32,767 characters | {LESS}"),
    "deep": (
        _part(lambda: "<a>" * 5_000_000),
        f"WB101 {BIDS}it begins with 'a', expected 'worksheet' in the namespace of workbooks | {REWRITE}",
    ),
    "deep inside": (
        _part(lambda: _sheet("<a>" * 5_000_000)),
        f"WB103 {BIDS}its elements are nested more than 64 deep | {LESS}",
    ),
    "wide": (
        _part(lambda: _sheet("<a/>" * 5_000_000)),
        f"WB103 {BIDS}it holds more elements than any workbook of bids | {LESS}",
    ),
    "many names": (
        _part(lambda: _sheet("".join(f"<n{n}/>" for n in range(1_000_000)))),
        f"WB103 {BIDS}it uses more than 10,000 different names | {LESS}",
    ),
    "long tag": (
        _part(lambda: _sheet(f'<a b="{"x" * (60 << 20)}"/>')),
        f"WB103 {BIDS}a tag is longer than 1,048,576 bytes | {LESS}",
    ),
    "many cells": (
        _part(lambda: _sheet("".join(f"<row>{'<c><v>4</v></c>' * 1000}</row>" for _ in range(2_000)))),
        f"WB103 {BIDS}it holds more than 500,000 cells | {LESS}",
    ),
    "many rows": (
        _part(lambda: _sheet("<row/>" * 600_000)),
        f"WB103 {BIDS}it holds more than 500,000 cells | {LESS}",
    ),
    "nulls": (_part(lambda: bytes(1 << 25)), f"WB101 {BIDS}its XML is damaged at line 1 |"),
    "cut XML": (
        _part(lambda: _sheet("")[:-5]),
        f"WB101 {BIDS}its XML is damaged at line 1 | {REWRITE}",
    ),
    "external entity": (
        _part(_external_entity),
        f"WB101 {BIDS}its XML has a document type, which no spreadsheet program writes | {REWRITE}",
    ),
    "billion laughs": (
        _part(_laughs),
        f"WB101 {BIDS}its XML has a document type, which no spreadsheet program writes | {REWRITE}",
    ),
    "strange encoding": (
        _part(lambda: '<?xml version="1.0" encoding="EBCDIC"?>' + _sheet("")),
        f"WB101 {BIDS}its XML is in the encoding 'EBCDIC', expected UTF-8 | {REWRITE}",
    ),
    "row beyond the last": (
        _part(lambda: _sheet('<row r="1048577"><c r="A1048577"><v>4</v></c></row>')),
        f"WB101 {BIDS}the row '1048577' is outside a sheet | {REWRITE}",
    ),
    "row of many digits": (
        _part(lambda: _sheet(f'<row r="{"9" * 5000}"/>')),
        f"WB101 {BIDS}the row '99999999999999999999' is outside a sheet | {REWRITE}",
    ),
    "column beyond the last": (
        _cells('<c r="XFE1"><v>4</v></c>'),
        f"WB101 {BIDS}the cell reference 'XFE1' is outside a sheet | {REWRITE}",
    ),
    "cell in another row": (
        _cells('<c r="B12"><v>4</v></c>'),
        f"WB101 {BIDS}the cell B12 stands in row 1 | {REWRITE}",
    ),
    "cell twice": (
        _cells('<c r="A1"><v>4</v></c><c r="A1"><v>5</v></c>'),
        f"WB101 {BIDS}the cell A1 is in it twice | {REWRITE}",
    ),
    "row twice with one cell": (
        _part(lambda: _sheet('<row r="1"><c r="A1"><v>4</v></c></row>' * 2)),
        f"WB101 {BIDS}the cell A1 is in it twice | {REWRITE}",
    ),
    "two values": (
        _cells('<c r="A1"><v>4</v><v>5</v></c>'),
        f"WB101 {BIDS}the cell A1 has two values | {REWRITE}",
    ),
    "cell in a cell": (
        _cells('<c r="A1"><v>4</v><c r="B1"><v>5</v></c></c>'),
        f"WB101 {BIDS}near A1, 'c' stands inside another cell or row | {REWRITE}",
    ),
    "value in a value": (
        _cells('<c r="A1"><v>4<v>5</v></v></c>'),
        f"WB101 {BIDS}near A1, 'v' stands inside another cell or row | {REWRITE}",
    ),
    "unknown type": (
        _cells('<c r="A1" t="x"><v>4</v></c>'),
        f"WB101 {BIDS}the cell A1 is of the unknown type 'x' | {REWRITE}",
    ),
    "text that is not there": (
        _cells('<c r="A1" t="s"><v>-1</v></c>'),
        f"WB101 {BIDS}the cell A1 refers to the shared text '-1', which is not in the file | {REWRITE}",
    ),
    "million sheets": (_many_sheets, "WB103 it has more than 255 sheets | remove some sheets"),
    "million texts": (
        _many_texts,
        f"WB103 the list of shared texts cannot be read: it holds more than 500,000 texts | {LESS}",
    ),
    "texts of four bytes a character": (
        lambda w: w.raw(_sheet(""), parts=_strings(*[f"\U0001f600{'a' * 32_000}"] * 1_900), links=TEXTS),
        f"WB103 the list of shared texts cannot be read: it holds more than 8,000,000 characters | {LESS}",
    ),
    "cells of four bytes a character": (
        lambda w: w.raw(_sheet("".join(_text_cell(row, f"\U0001f600{'a' * 30_000}") for row in range(1, 1_900)))),
        f"WB103 {BIDS}its cells hold more characters than any workbook of bids | {LESS}",
    ),
    "unusual cells of four bytes a character": (
        lambda w: w.raw(_sheet(f"<row><c t='inlineStr'><is><t>{chr(0x1F600) * 9_000}</t></is></c></row>" * 1_000)),
        f"WB103 {BIDS}its cells hold more characters than any workbook of bids | {LESS}",
    ),
    "texts of many runs": (
        lambda w: w.raw(_sheet(""), parts=_strings(*["</t><r><t>a</t></r><t>" * 32_000] * 20), links=TEXTS),
        f"WB103 the list of shared texts cannot be read: it holds more elements than any workbook of bids | {LESS}",
    ),
    "many merged ranges": (
        lambda w: w.raw(f"<worksheet><sheetData/><mergeCells>{MERGED * 499_000}</mergeCells></worksheet>"),
        f"WB103 {BIDS}it holds more than 500,000 cells | {LESS}",
    ),
    "many parts": (
        _many_parts,
        f"WB103 the archive holds more than 10,000 parts, {TOO_MUCH}",
    ),
    "traversal": (
        _named("../../etc/cron.d/x"),
        "WB104 it holds a part named '../../etc/cron.d/x', which points outside the file",
    ),
    "absolute name": (
        _named("/etc/passwd"),
        "WB104 it holds a part named '/etc/passwd', which points outside the file",
    ),
    "backslashes": (_named("..\\x"), "WB104 it holds a part named '..\\\\x', which points outside the file"),
    "part twice": (_two_parts, f"WB104 it holds two parts named 'xl/worksheets/Sheet1.xml' | {REWRITE}"),
    "unusual packing": (
        _unusual_packing,
        f"WB104 its part 'xl/worksheets/sheet1.xml' is packed in an unusual way | {REWRITE}",
    ),
    "no workbook": (
        lambda w: w.raw("", drop=["xl/workbook.xml"]),
        "WB101 it is a zip archive without a workbook in it | save it as .xlsx",
    ),
    "no sheet": (
        lambda w: w.raw("", drop=["xl/worksheets/sheet1.xml"]),
        f"WB101 the part xl/worksheets/sheet1.xml is missing | {REWRITE}",
    ),
    "sheet outside": (
        lambda w: w.raw(
            "",
            links=f'<Relationship Id="rId2" TargetMode="External" Type="{LINKS}/worksheet" Target="http://x.example"/>',
            parts={"xl/workbook.xml": '<workbook><sheets><sheet name="Bids" r:id="rId2"/></sheets></workbook>'},
        ),
        "WB101 the sheet 'Bids' is not in the file",
    ),
    "sheet name twice": (
        lambda w: w.raw(
            _sheet(""),
            parts={
                "xl/workbook.xml": '<workbook><sheets><sheet name="Bids" r:id="rId1"/><sheet name="BIDS" r:id="rId1"/>'
                "</sheets></workbook>"
            },
        ),
        "WB104 it has two sheets named 'bids' | rename one of them",
    ),
    "sheet name without end": (
        lambda w: w.raw(
            _sheet(""),
            parts={
                "xl/workbook.xml": f'<workbook><sheets><sheet r:id="rId1" name="{"A" * 1_000_000}"/></sheets>'
                "</workbook>"
            },
        ),
        f"WB103 it has a sheet with a name of 1,000,000 characters, '{'A' * 57}...' | give it a shorter name",
    ),
    "OpenDocument": (_open_document, "WB101 it is an OpenDocument file | name it .ods, or save it as .xlsx"),
    "text document": (_document, "WB101 it is an Office file, but not a workbook"),
}


def _strings(*texts: str) -> dict[str, str]:
    inside = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return {"xl/sharedStrings.xml": f"<sst>{inside}</sst>"}


def _table(workbooks: Workbooks, rows: Iterable[Iterable[str]], *texts: str) -> Path:
    """A sheet of shared texts given by number."""
    lines = ("".join(f'<c t="s"><v>{text}</v></c>' for text in row) for row in rows)
    cells = "".join(f"<row>{line}</row>" for line in lines)
    link = f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    return workbooks.raw(_sheet(cells), parts=_strings(*texts), links=link)


HIDDEN = '<col min="1" max="16384" hidden="1"/>'
MERGED = '<mergeCell ref="A1:XFD1048576"/>'
HEADER = ("Bidder", "social-value", "quality", "price", "carbon-plan")
LONG = "x" * 32_000 + " "
"""A text at the limit; as a shared text it costs a file only a few bytes a cell."""

TABLES: dict[str, tuple[Callable[[Workbooks], Path], str]] = {
    "unknown columns": (
        lambda w: _table(w, [["0", *(str(n) for n in range(1, 16_000))], ["1"]], "Bidder", *map(str, range(16_000))),
        "bids.xlsx:Bids!A1: WB112 no column is headed 'Social value'",
    ),
    "long headings": (
        lambda w: _table(w, [["0", *["1"] * 16_000], ["1"]], "Bidder", LONG),
        "bids.xlsx:Bids!A1: WB112 no column is headed 'Social value'",
    ),
    "unknown criteria": (
        lambda w: _table(
            w,
            [["0", "1", "2"], *(["3", str(n), "3"] for n in range(4, 40_000))],
            *("Bidder", "Criterion", "Mark", "Acme"),
            *(f"quality {n}" for n in range(40_000)),
        ),
        "bids.xlsx:Bids!A1: WB112 no column is headed 'Total price' (price)",
    ),
    "long texts for marks": (
        lambda w: _table(w, [["0", "1", "2", "3", "4"], *(["5"] * 5 for _ in range(40_000))], *HEADER, LONG),
        "bids.xlsx:Bids!A2: WB120 found 'xxx",
    ),
    "many bids": (
        lambda w: _table(
            w, [["0", "1", "2", "3", "4"], *([str(n)] * 5 for n in range(5, 40_000))], *HEADER, *map(str, range(40_000))
        ),
        "bids.xlsx: WB103 it holds more than 10,000 bids",
    ),
    "many evaluators": (
        lambda w: _table(
            w,
            [["0", "1", "2", "3"], *(["4", "5", str(n), "6"] for n in range(7, 40_000))],
            *("Bidder", "Criterion", "Evaluator", "Mark", "Acme", "quality", "4"),
            *(f"Evaluator {n}" for n in range(40_000)),
        ),
        "bids.xlsx:Bids!A1: WB112 no column is headed 'Total price' (price)",
    ),
    "many number formats": (_many_formats, "bids.xlsx: WB110 it holds no bids"),
    "hidden columns and merged cells": (
        lambda w: w.raw(
            f"<worksheet><cols>{HIDDEN * 100_000}</cols><sheetData/>"
            f"<mergeCells>{MERGED * 30_000}</mergeCells></worksheet>"
        ),
        "bids.xlsx: WB110 it holds no bids",
    ),
}
"""Tables that cost nothing to write and much to understand, with the beginning of the first line."""
