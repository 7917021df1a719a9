"""The worst file of each kind at the limits that hold by default, made by code, with the command that reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zipfile import ZIP_DEFLATED, ZipFile

from tests.workbook.build import LINKS, MAIN, PACKAGE, in_namespace
from tests.workbook.hostile_copies import RELS, SHEET, Change, changed
from tests.workbook.hostile_foreign import FILES as FOREIGN

MODEL = """svscore: 1
id: bound
title: Bound
version: "1"
regime: other
status: illustrative
missing: zero
scales: {five: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}, {mark: 5}]}
criteria:
"""
QUALITY = "  - {id: quality, title: Quality, weight: 60, scale: five}\n"
PRICE = "  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}\n"
HEADING = "Bidder,quality,price\n"
MOST_BYTES = 64 << 20
"""Of a file of bids."""
FACE = "\U0001f600"
Words = list[str]
Maker = Callable[[Path], Words]


def kept(folder: Path, name: str, *texts: str, encoding: str = "utf-8") -> str:
    """A file in a folder; its name."""
    (folder / name).write_text("".join(texts), encoding, newline="")
    return name


def evaluate(folder: Path, bids: str, *more: str, model: str = MODEL + QUALITY + PRICE) -> Words:
    """The command that scores a file of bids."""
    return ["evaluate", bids, "-f", kept(folder, "model.yaml", model), *more]


def workbook(folder: Path, sheet: str, parts: dict[str, str] | None = None, links: str = "") -> str:
    """A workbook with this XML as its one sheet."""
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{LINKS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="Bids" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>{links}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    with ZipFile(folder / "bids.xlsx", "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in (files | (parts or {})).items():
            archive.writestr(name, in_namespace(content))
    return "bids.xlsx"


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    """A sheet with two bids and more rows."""
    bids = "".join(row(number, line) for number, line in enumerate([HEADING.strip(), "Ash,3,100", "Birch,4,90"], 1))
    return f"<worksheet>{before}<sheetData>{bids}{rows}</sheetData>{after}</worksheet>"


def row(number: int, line: str) -> str:
    """A row of numbers and texts."""
    cells = "".join(
        f'<c r="{chr(65 + column)}{number}"'
        + (f"><v>{text}</v></c>" if text[:1].isdigit() else f' t="inlineStr"><is><t>{text}</t></is></c>')
        for column, text in enumerate(line.split(","))
    )
    return f'<row r="{number}">{cells}</row>'


def xlsx(rows: Callable[[], str] = str, *, before: str = "", after: Callable[[], str] = str) -> Maker:
    """A workbook of two bids with so much more in its sheet, evaluated."""

    def make(folder: Path) -> Words:
        path = workbook(folder, sheet(rows(), before=before, after=after()))
        return evaluate(folder, path)

    return make


def shared(texts: Callable[[], Iterable[str]]) -> Maker:
    """A workbook with these shared texts."""

    def make(folder: Path) -> Words:
        link = f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
        parts = {"xl/sharedStrings.xml": f"<sst>{''.join(f'<si>{text}</si>' for text in texts())}</sst>"}
        return evaluate(folder, workbook(folder, sheet(""), parts, link))

    return make


def numbers(rows: int) -> str:
    """Rows of eight numbers beside the table."""
    return "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}"><v>4</v></c>' for letter in "DEFGHIJK") + "</row>"
        for row in range(9, rows + 9)
    )


def formats(folder: Path) -> Words:
    """Number formats that are long and all different."""
    numbers = range(200, 60_000)
    listed = "".join(f'<numFmt numFmtId="{n}" formatCode="{"[" * 240}{n}"/>' for n in numbers)
    styles = "".join(f'<xf numFmtId="{n}"/>' for n in numbers)
    link = f'<Relationship Id="rId3" Type="{LINKS}/styles" Target="styles.xml"/>'
    parts = {"xl/styles.xml": f"<styleSheet><numFmts>{listed}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>"}
    return evaluate(folder, workbook(folder, sheet(""), parts, link))


def part_names(folder: Path) -> Words:
    """As many parts as a workbook may have, with long names."""
    return evaluate(folder, workbook(folder, sheet(""), {f"xl/media/{'x' * 200}{n}": "" for n in range(9_990)}))


def copied(xml: Callable[[], str], more: dict[str, str] | None = None) -> Maker:
    """A workbook as openpyxl writes it, with this behind its rows and more parts, to be copied."""

    def make(folder: Path) -> Words:
        parts: dict[str, Change] = {name: partial(instead, content) for name, content in (more or {}).items()}
        changed(folder / "bids.xlsx", {SHEET: lambda sheet: sheet.replace("</sheetData>", xml())} | parts)
        return evaluate(folder, "bids.xlsx", "-o", "scored.xlsx")

    return make


def instead(content: str, _before: str) -> str:
    """Other content for a part."""
    return content


def comments(folder: Path) -> Words:
    """A workbook to be copied, with comments."""
    listed = "".join(f'<comment ref="A{n}" authorId="0"><text><t>x</t></text></comment>' for n in range(1, 5_000))
    link = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{LINKS}/comments" '
        'Target="/xl/comments1.xml"/></Relationships>'
    )
    authors = "<authors><author>a</author></authors>"
    xml = f'<comments xmlns="{MAIN}">{authors}<commentList>{listed}</commentList></comments>'
    return copied(lambda: "</sheetData>", {"xl/comments1.xml": xml, RELS: link})(folder)


def csv(text: Callable[[], str], encoding: str = "utf-8") -> Maker:
    """A delimited file, evaluated."""
    return lambda folder: evaluate(folder, kept(folder, "bids.csv", text(), encoding=encoding))


def filled(line: str, size: int = MOST_BYTES - 1_000) -> str:
    """The same line as often as a file may hold it."""
    return line * (size // len(line.encode()))


def many_bids(criteria: int, *more: str) -> Maker:
    """As many bids as are read, with marks for many criteria."""

    def make(folder: Path) -> Words:
        ids = [f"c{n}" for n in range(criteria)]
        rest = f"weight: 60/{criteria}, scale: five"
        model = MODEL + "".join(f"  - {{id: {each}, title: {each}, {rest}}}\n" for each in ids)
        marks = [",".join(str((bid + n) % 6) for n in range(criteria)) for bid in range(6)]
        rows = "".join(f"B{bid},{marks[bid % 6]},{100 + bid}\n" for bid in range(9_990))
        path = kept(folder, "bids.csv", f"Bidder,{','.join(ids)},price\n", rows)
        return evaluate(folder, path, *more, model=model + PRICE)

    return make


def panel(folder: Path) -> Words:
    """Marks of many evaluators, in as many lines as a file may hold."""
    rows = (f"B{n % 40},E{n // 40},quality,{n % 6}\n" for n in range(124_000))
    model = (MODEL + QUALITY + PRICE).replace("missing: zero", "missing: zero\nmoderation: mean")
    return evaluate(folder, kept(folder, "bids.csv", "Bidder,Evaluator,Criterion,Mark\n", *rows), model=model)


def lots(folder: Path) -> Words:
    """As many lots as bids."""
    rows = (f"{n},B{n},{n % 6},100\n" for n in range(9_990))
    kept(folder, "model.yaml", MODEL + QUALITY + PRICE)
    kept(folder, "bids.csv", f"Lot,{HEADING}", *rows)
    return ["rescore", "bids.csv", "--baseline", "model.yaml", "--set", "price=50", "--jobs", "1"]


def model(*texts: Callable[[], str], command: Words | None = None) -> Maker:
    """A framework file, checked or given to another command."""

    def make(folder: Path) -> Words:
        kept(folder, "model.yaml", *(text() for text in texts))
        return command or ["check", "model.yaml"]

    return make


def criteria(count: int, more: str = "scale: five") -> Callable[[], str]:
    """A model of so many criteria."""
    return lambda: (
        MODEL + "".join(f"  - {{id: c{n}, title: C{n}, weight: 60/{count}, {more}}}\n" for n in range(count)) + PRICE
    )


def marks(count: int, scale: Callable[[int], str]) -> Callable[[], str]:
    """A model with a scale of so many marks."""
    start = MODEL.partition("scales:")[0]
    listed = "".join(f"    - {{mark: {scale(n)}}}\n" for n in range(count))
    ids = "".join(f"  - {{id: c{n}, title: C{n}, weight: 3, scale: s, minimum: 2}}\n" for n in range(20))
    return lambda: f"{start}scales:\n  s:\n{listed}criteria:\n{ids}{PRICE}"


def scenarios(folder: Path) -> Words:
    """A file of scenarios as long as it may be."""
    kept(folder, "model.yaml", MODEL + QUALITY + PRICE)
    kept(folder, "bids.csv", HEADING, "Ash,3,100\nBirch,4,90\n")
    kept(folder, "more.yaml", "scenarios:\n", *(f"  s{n}: {{set: {{price: {n % 99 + 1}/1}}}}\n" for n in range(6_000)))
    return ["rescore", "bids.csv", "--baseline", "model.yaml", "--scenarios", "more.yaml", "--jobs", "1"]


def archive(folder: Path) -> Words:
    """An archive whose bytes are others than its checksum says."""
    with (folder / "bids.parquet").open("wb") as file:
        file.write(b"PAR1")
        file.truncate(MOST_BYTES)
        file.seek(MOST_BYTES - 8)
        file.write((MOST_BYTES - 12).to_bytes(4, "little") + b"PAR1")
    return ["archive", "list", "bids.parquet"]


class Endless(BaseHTTPRequestHandler):
    """A server whose files have no end."""

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()
        with suppress(OSError):  # nobody reads on
            while True:
                self.wfile.write(bytes(1 << 20))

    def log_message(self, *_words: object) -> None:
        """Says nothing."""


def address(folder: Path) -> Words:
    """A workbook at an address whose body has no end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endless)
    Thread(target=server.serve_forever, daemon=True).start()
    kept(folder, "model.yaml", MODEL + QUALITY + PRICE)
    url = f"http://127.0.0.1:{server.server_address[1]}/bids.xlsx"
    return ["rescore", url, "--baseline", "model.yaml", "--set", "price=50", "--jobs", "1"]


def foreign(name: str) -> Maker:
    """A file of another format, as a child process reads it."""

    def make(folder: Path) -> Words:
        path = f"bids{Path(name).suffix}"
        FOREIGN[name][0](folder / path)
        return evaluate(folder, path)

    return make
