"""What one case of the fuzzer is: bytes that become a file, read as bids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from svscore.framework.model import Framework
from svscore.problem import Problem, SvscoreError
from svscore.workbook import framework_named_in, read_bids
from svscore.workbook.contents import Contents
from svscore.workbook.formats import read_format
from svscore.workbook.markup import PartError, parse
from svscore.workbook.plain import remember, without_rows
from svscore.workbook.sheet import SheetHandler
from tests.workbook.build import CRITERIA, LINKS, framework, in_namespace

ARCHIVE, TEXT, PARTS = b"z", b"t", b"p"
"""The first byte of a case: the rest is an archive as it stands, delimited text, or parts of a workbook."""
NEXT = b"\xff"
"""Parts a case from one another: no byte of UTF-8."""
CHANGED = (
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "_rels/.rels",
)
"""The parts of a case, in order; those it lacks or leaves empty are the ones below."""
PIECE = 300
"""Bytes of a sheet given to the parser at a time when two readings of it are compared."""
USUAL = {
    "xl/worksheets/sheet1.xml": "<worksheet><sheetData/></worksheet>",
    "xl/worksheets/sheet2.xml": "<worksheet><sheetData/></worksheet>",
    "xl/sharedStrings.xml": "<sst/>",
    "xl/styles.xml": "<styleSheet/>",
    "xl/workbook.xml": '<workbook><sheets><sheet name="Bids" r:id="r1"/><sheet name="Panel" r:id="r2"/></sheets>'
    "</workbook>",
    "xl/_rels/workbook.xml.rels": "<Relationships>"
    + "".join(
        f'<Relationship Id="r{number}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            [
                ("worksheet", "worksheets/sheet1.xml"),
                ("worksheet", "worksheets/sheet2.xml"),
                ("sharedStrings", "sharedStrings.xml"),
                ("styles", "styles.xml"),
            ],
            1,
        )
    )
    + "</Relationships>",
    "_rels/.rels": f'<Relationships><Relationship Id="r1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
}
USUAL = {name: in_namespace(part) for name, part in USUAL.items()}


def model() -> Framework:
    """A model with every kind of column."""
    basket = [{"item": "day-rate", "title": "Day rate", "quantity": "220"}, {"item": "licence", "quantity": "1"}]
    rent: dict[str, Any] = {
        "id": "rent",
        "title": "Rent",
        "weight": "0",
        "price": {"formula": "lowest-ratio", "basket": basket},
    }
    preference = {"id": "local-preference", "title": "Local offeror", "when": "local", "add": "10%"}
    return framework(*CRITERIA, rent, adjustments=[preference])


def written(case: bytes, folder: Path) -> Path:
    """The file a case stands for."""
    kind, content = case[:1], case[1:]
    path = folder / ("bids.csv" if kind == TEXT else "bids.xlsx")
    path.write_bytes(_packed(content) if kind == PARTS else content)
    return path


def _packed(content: bytes) -> bytes:
    changed = {name: part for name, part in zip(CHANGED, content.split(NEXT), strict=False) if part}
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, part in (USUAL | changed).items():
            archive.writestr(name, part)
    return stream.getvalue()


def run(case: bytes, folder: Path, framework: Framework) -> None:
    """Read one case; anything but a refusal in plain words is a find."""
    if case[:1] == PARTS:
        same_either_way(case)
    path = written(case, folder)
    refused = problems_of(lambda: read_bids(path, framework))
    assert all(problem.message and problem.code for problem in refused)
    assert len(problems_of(lambda: framework_named_in(path))) <= 1, "a file that cannot be read is one line"


def same_either_way(case: bytes) -> str:
    """Sheets are the same whether rows are taken by pattern or by the XML parser; whether the last was read.

    In pieces of a size that parts rows, then whole, and whole again where what stands around the rows is known.
    """
    parsed: object = "refused"
    for sheet in case[1:].split(NEXT)[:2]:
        parsed = read_sheet(sheet, PIECE, lambda pieces, _handler, _left: pieces)
        for size in (PIECE, len(sheet) + 1, len(sheet) + 1):
            by_pattern = read_sheet(sheet, size, without_rows)
            assert by_pattern == parsed, (by_pattern, parsed)
    return "refused" if parsed == "refused" else "read"


def read_sheet(
    sheet: bytes, size: int, through: Callable[[Iterator[bytes], SheetHandler, int], Iterator[bytes] | None]
) -> object:
    """What a sheet holds, or that it is refused."""
    formats = {"1": read_format("0.0%"), "2": read_format("yyyy-mm-dd")}
    handler = SheetHandler(Contents(["a", "b"], formats, max_characters=500), 10_000, 1_000_000)
    pieces = (sheet[start : start + size] for start in range(0, len(sheet), size))
    try:
        if (left := through(pieces, handler, 10_000)) is not None:
            parse(left, handler, 10_000, 64)
    except PartError:
        return "refused"  # for the same reason or, where there are two, for the other
    remember(handler, 0)
    return handler.rows, handler.hidden_rows, handler.hidden_columns, handler.merged, handler.counted


def problems_of(read: Callable[[], object]) -> Sequence[Problem]:
    """Why it was refused; nothing when it was read."""
    try:
        read()
    except SvscoreError as error:
        if not error.problems:
            raise
        return error.problems
    return ()
