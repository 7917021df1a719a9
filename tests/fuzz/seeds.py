"""The cases the fuzzer starts from: small files of every kind the reader knows, made by code."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.fuzz.target import ARCHIVE, CHANGED, NEXT, PARTS, TEXT, USUAL
from tests.workbook.build import in_namespace

FOLDER = Path(__file__).with_name("corpus")
HEADINGS = ("Bidder", "social-value", "quality", "price", "carbon-plan", "day-rate", "licence", "local")
ROW = ("Acme", "4", "40.5", "1000", "yes", "500", "20.25", "no")


def _row(number: int, values: Iterable[str]) -> str:
    cells = "".join(
        f'<c r="{chr(64 + column)}{number}"'
        + (f"><v>{value}</v></c>" if value[0].isdigit() else f' t="inlineStr"><is><t>{value}</t></is></c>')
        for column, value in enumerate(values, 1)
    )
    return f'<row r="{number}">{cells}</row>'


def _sheet(*rows: Iterable[str], before: str = "", after: str = "") -> str:
    inside = "".join(_row(number, values) for number, values in enumerate(rows, 1))
    return f"<worksheet>{before}<sheetData>{inside}</sheetData>{after}</worksheet>"


def _data(cells: str) -> str:
    return _rows(f'<row r="1">{cells}</row>')


def _rows(rows: str) -> str:
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>"


def _parts(*parts: str) -> bytes:
    return PARTS + NEXT.join(in_namespace(part).encode() for part in parts)


def _archive(method: int) -> bytes:
    """A whole workbook with a fixed time, so that the same code gives the same bytes."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, part in (USUAL | {CHANGED[0]: in_namespace(_sheet(HEADINGS, ROW))}).items():
            archive.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, method)
    return ARCHIVE + stream.getvalue()


def _text(*rows: Iterable[str], separator: str = ",") -> bytes:
    return TEXT + "".join(f"{separator.join(row)}\n" for row in rows).encode()


KINDS = (
    '<c r="A1" s="1"><v>0.125</v></c><c t="b"><v>1</v></c><c t="e"><v>#DIV/0!</v></c><c t="s"><v>0</v></c>'
    '<c t="str"><f>A1&amp;"x"</f><v>x</v></c><c><f t="shared" si="0" ref="F1:F2">A1</f></c>'
    '<c t="d"><v>2025-03-04</v></c>'
    '<c s="2"><v>45719.5</v></c><c><v>1.5E-7</v></c><c t="n"><v>78.400000000000006</v></c>'
)
USUAL_ROWS = (
    '<row r="1" spans="1:2"><c r="A1" t="inlineStr"><is><t></t></is></c><c r="B1" t=""><v>4</v></c></row>'
    '<row r="2" ht="0"/><v>5</v><row r="3"><v>6</v><c r="A3"><v>    7</v></c><c r="A3"/><c r="B3" t="s"><v>0</v></c>'
    "</row>"
    '<row r="3"><c r="C3" s="2"><f>A1</f><v>8</v></c></row>'
)
STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" '
    'formatCode="[$-409]d mmm&quot;x&quot;\\-yyyy;@"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/>'
    '<xf numFmtId="165"/></cellXfs></styleSheet>'
)
TEXTS = "<sst><si><t>a_x000A_b</t></si><si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>no</t></rPh></si></sst>"
LONG = [
    ("Bidder", "Criterion", "Evaluator", "Mark", "Reason", "Reference"),
    ("Acme", "quality", "Ann", "40", "clear", "C1"),
    ("Acme", "quality", "Consensus", "41", "agreed", "C1"),
    ("Acme", "price", "", "1000", "", ""),
]
PANEL = [("Evaluator", "Role", "Conflict declared"), ("Ann", "panel", "no")]

INDEX = (
    '<workbook><workbookPr date1904="1"/><sheets><sheet name="Competition" state="hidden" r:id="r1"/>'
    '<sheet name="Evaluators" r:id="r2"/></sheets></workbook>'
)

SEEDS: dict[str, bytes] = {
    "archive-stored": _archive(0),
    "archive-deflated": _archive(ZIP_DEFLATED),
    "parts-wide": _parts(_sheet(HEADINGS, ROW, ("Bolt", *ROW[1:]))),
    "parts-kinds": _parts(_data(KINDS), "", TEXTS, STYLES),
    "parts-usual-rows": _parts(_rows(USUAL_ROWS), _rows(USUAL_ROWS.replace("</row>", "</row >", 2))),
    "parts-encoding": _parts('\ufeff<?xml version="1.0" encoding = "US-ASCII"?>' + _rows(USUAL_ROWS)),
    "parts-prefixed": _parts(_data("<c><v>4</v></c>").replace("<", "<x:").replace("<x:/", "</x:")),
    "parts-hidden": _parts(
        _sheet(
            HEADINGS,
            ROW,
            before='<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/></cols>',
            after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>',
        )
    ),
    "parts-two-sheets": _parts(
        _sheet(("Bidder", "quality"), ("Acme", "40")), _sheet(("Bidder", "price"), ("ACME ", "7"))
    ),
    "parts-index": _parts("", "", "", "", INDEX, USUAL[CHANGED[5]], USUAL[CHANGED[6]]),
    "text-wide": _text(HEADINGS, ROW),
    "text-semicolons": _text(HEADINGS, ROW, separator=";"),
    "text-long": _text(*LONG),
    "text-matrix": _text(("Criterion", "Acme", "Bolt"), ("quality", "40", "N/A"), ("price", '"£1,000.00"', "12%")),
    "text-defects": _text(
        HEADINGS,
        ('"Ac""me "', "3;5", "=1+1", "1.234", "Y", "-1", "1e3", "TRUE"),
        ("acme", *ROW[1:]),
        ("TOTAL", *ROW[1:]),
    ),
    "text-lots": _text(("Lot", *HEADINGS, "Size"), ("Lot 1", *ROW, "SME"), ("2", *ROW, "micro")),
    "text-panel": _text(*PANEL),
    "text-utf16": TEXT + "Bidder\tquality\nAcme\t4\n".encode("utf-16"),
}


def write() -> None:
    """Write the corpus that is committed beside this file."""
    for name, case in SEEDS.items():
        (FOLDER / name).write_bytes(case)


if __name__ == "__main__":
    write()
