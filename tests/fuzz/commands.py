"""Files that are nearly right, given to whole commands: workbooks, text, archives, scenarios, parts of a run."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from unittest.mock import patch
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from svscore.batch.checksum import seal
from svscore.batch.kept import Parts
from tests.fuzz.changes import OF_CELLS, OF_JSON, OF_XML, changed, flipped, of_yaml
from tests.fuzz.watched import Done, command, own_folder, run

__all__ = ["drawn", "mutated", "own_folder", "prepare", "starting", "try_case"]

MODEL = """svscore: 1
id: small
title: Small
version: "1"
regime: other
status: illustrative
scales: {five: [{mark: 0}, {mark: 2}, {mark: 5}]}
criteria:
  - {id: quality, title: Quality, weight: 50, scale: five, minimum: 2}
  - {id: method, title: Method, weight: 10, points: {max: 10}}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
  - {id: plan, title: Carbon plan, gate: {fail-when: "no"}}
adjustments: [{id: local, title: Local offeror, when: local, add: 10%}]
"""
SCENARIOS = "scenarios:\n  more: {set: {price: 50}}\n  less:\n    drop: [method]\n  other: {framework: model.yaml}\n"
ROWS = (
    ("Bidder", "Quality", "Method", "Price", "Carbon plan", "Local offeror", "Submitted"),
    ("Alder", 5, 7.5, 100, "yes", "no", "2025-01-01"),
    ("Birch", 2, 10, 90, "yes", "yes", "2025-01-01 10:00"),
)
LONG = (
    "Bidder,Evaluator,Criterion,Mark,Reason\nAlder,Ann,quality,5,good\nAlder,Consensus,quality,5,\nAlder,,price,100,\n"
)
LOTS = """Lot,Bidder,Quality,Method,Price,Carbon plan,Local offeror
1,Alder,5,7,100,yes,no
1,Birch,2,1,90,yes,yes
2,Alder,0,1,80,no,no
"""
NEXT, NAME = b"\xff", b"\xfe"
"""What parts the parts of a workbook from one another, and the name of each from what it holds."""
WORKBOOK, TEXT, ARCHIVE, SCENARIO, PART, MANIFEST, RAW = b"wtaspmr"
KINDS = (WORKBOOK, WORKBOOK, WORKBOOK, WORKBOOK, TEXT, TEXT, ARCHIVE, SCENARIO, PART, MANIFEST, RAW)
"""Workbooks and text are met most, so they are tried most."""

ON_BIDS = (
    ("evaluate", "{}", "-f", "model.yaml", "-o", "scored.xlsx"),
    ("evaluate", "{}", "-f", "model.yaml", "-o", "scored.xlsx"),
    ("evaluate", "{}", "-f", "model.yaml", "-o", "scored.xlsx", "--max-cells", "40"),
    ("evaluate", "{}", "-f", "model.yaml"),
    ("evaluate", "{}", "-f", "model.yaml", "--format", "json"),
    ("evaluate", "{}", "-f", "model.yaml", "-o", "result.json"),
    ("evaluate", "{}", "-f", "model.yaml", "--explain", "Alder"),
    ("evaluate", "{}", "-f", "model.yaml", "--anonymise", "--format", "markdown"),
    ("evaluate", "{}"),
    ("evaluate", "{}", "ok.csv", "-f", "model.yaml"),
    ("merge", "{}", "ok.csv", "-f", "model.yaml", "-o", "merged.xlsx"),
    ("rescore", "{}", "--baseline", "model.yaml", "--set", "price=50", "--jobs", "1"),
    ("rescore", "{}", "ok.csv", "--set", "price=50", "--jobs", "1", "-o", "rows.json"),
    ("archive", "build", "{}", "ok.csv", "-f", "model.yaml", "-o", "new.parquet"),
    ("archive", "add", "kept.parquet", "{}", "-f", "model.yaml"),
)
COMMANDS: dict[int, list[tuple[str, ...]]] = {
    WORKBOOK: [tuple(word.format("bids.xlsx") for word in words) for words in ON_BIDS],
    RAW: [tuple(word.format("bids.xlsx") for word in words) for words in ON_BIDS],
    TEXT: [tuple(word.format("bids.csv") for word in words) for words in ON_BIDS],
    ARCHIVE: [
        ("archive", "list", "bids.parquet"),
        ("archive", "show", "bids.parquet", "0"),
        ("archive", "show", "bids.parquet", "1", "--format", "json"),
        ("archive", "add", "bids.parquet", "more.csv", "-f", "model.yaml"),
        ("rescore", "bids.parquet", "--set", "price=50", "--jobs", "1"),
        ("rescore", "bids.parquet", "--scenarios", "scenarios.yaml", "--jobs", "1", "-o", "rows.parquet"),
    ],
    SCENARIO: [
        ("rescore", "ok.csv", "--baseline", "model.yaml", "--scenarios", "given.yaml", "--jobs", "1"),
        ("rescore", "kept.parquet", "--scenarios", "given.yaml", "--jobs", "1", "-o", "rows.json"),
    ],
    PART: [("rescore", "ok.csv", "--baseline", "model.yaml", "--set", "price=50", "--jobs", "1", "-o", "rows.csv")],
    MANIFEST: [("rescore", "ok.csv", "--baseline", "model.yaml", "--set", "price=50", "--jobs", "1", "-o", "rows.csv")],
}
PLACE = {
    WORKBOOK: "bids.xlsx",
    RAW: "bids.xlsx",
    TEXT: "bids.csv",
    ARCHIVE: "bids.parquet",
    SCENARIO: "given.yaml",
    PART: "rows.csv.parts/part-000000.json",
    MANIFEST: "rows.csv.parts/manifest.json",
}


def prepare() -> None:
    """The files beside those that change, made by the commands themselves."""
    Path("model.yaml").write_text(MODEL)
    Path("scenarios.yaml").write_text(SCENARIOS)
    Path("ok.csv").write_text("\n".join(",".join(map(str, row)) for row in ROWS) + "\n")
    Path("more.csv").write_text(LOTS)
    main(("archive", "build", "ok.csv", "more.csv", "-f", "model.yaml", "-o", "kept.parquet"))
    with patch.object(Parts, "remove", Parts.close):
        main(COMMANDS[PART][0])
    shutil.copytree("rows.csv.parts", "../parts", dirs_exist_ok=True)
    shutil.rmtree("rows.csv.parts")
    Path("rows.csv").unlink()
    starting()


def main(words: tuple[str, ...]) -> None:
    """A command that must do."""
    assert command().main(list(words), standalone_mode=False) in {None, 0}


@cache
def starting() -> tuple[bytes, ...]:
    """A case of each kind, as no change has been made; made in the folder of :func:`prepare`."""
    texts = [Path("ok.csv").read_bytes(), LONG.encode(), LOTS.encode()]
    parts = Path("../parts")
    return (
        *(bytes([WORKBOOK, 0]) + book for book in (_book(), _book(has_more=True))),
        *(bytes([TEXT, 0]) + text for text in texts),
        bytes([TEXT, 0]) + texts[0].decode().replace(",", "\t").encode("utf-16"),
        bytes([ARCHIVE, 0]) + Path("kept.parquet").read_bytes(),
        bytes([SCENARIO, 0]) + SCENARIOS.encode(),
        bytes([PART, 0]) + (parts / "part-000000.json").read_bytes(),
        bytes([MANIFEST, 0]) + (parts / "manifest.json").read_bytes(),
        bytes([RAW, 0]) + _packed(_book(has_more=True)),
    )


def _book(*, has_more: bool = False) -> bytes:
    """The parts of a workbook as openpyxl writes it; with more, the parts that no bid stands in."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Bids"
    for row in ROWS:
        sheet.append(row)
    details = book.create_sheet("Competition")
    details.append(("Framework", "model.yaml"))
    details.append(("Title", "A competition"))
    if has_more:
        sheet["A2"].comment = Comment("a comment", "somebody")
        sheet["D2"].number_format = '"£"#,##0.00'
        sheet["B2"].hyperlink = "https://www.example.com"
        sheet.merge_cells("A9:B10")
        sheet.column_dimensions["H"].hidden = True
        sheet.freeze_panes = "B2"
        validation = DataValidation(type="list", formula1='"0,2,5"')
        validation.add("B2:B9")
        sheet.add_data_validation(validation)
    stream = BytesIO()
    book.save(stream)
    with ZipFile(BytesIO(stream.getvalue())) as archive:
        return NEXT.join(name.encode() + NAME + archive.read(name) for name in archive.namelist())


def _packed(parts: bytes) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for part in parts.split(NEXT):
            name, _, content = part.partition(NAME)
            called = name.decode("utf-8", "replace").replace("\0", "")[:200]
            if called and called not in archive.NameToInfo:
                archive.writestr(called, content)
    return stream.getvalue()


def drawn(draw: Random) -> bytes:
    """A new case: one of a kind, with changes."""
    kind = draw.choice(KINDS)
    return mutated(draw.choice([seed for seed in starting() if seed[0] == kind]), draw)


def mutated(case: bytes, draw: Random) -> bytes:
    """A case with other changes, for one of the commands that read its kind."""
    kind, content = case[0] if case and case[0] in COMMANDS else WORKBOOK, case[2:]
    if kind == WORKBOOK:
        parts = content.split(NEXT)
        for _ in range(draw.choice([1, 1, 2])):
            number = draw.randrange(len(parts))
            name, mark, part = parts[number].partition(NAME)
            parts[number] = (
                name + mark + changed(part.decode("utf-8", "replace"), draw, OF_XML).encode("utf-8", "replace")
            )
        content = NEXT.join(parts)
    elif kind in {RAW, ARCHIVE} or draw.random() < 0.1:
        content = flipped(content, draw)
    elif kind == TEXT:
        content = changed(content.decode("utf-8", "replace"), draw, OF_CELLS).encode("utf-8", "replace")
    else:
        steps = of_yaml([SCENARIOS, MODEL]) if kind == SCENARIO else OF_JSON
        content = changed(content.decode("utf-8", "replace"), draw, steps).encode("utf-8", "replace")
    return bytes([kind, draw.randrange(256)]) + content


def try_case(case: bytes) -> Done:
    """Write the file of a case and give it to its command.

    Raises:
        FindError: see :func:`tests.fuzz.watched.run`.
    """
    kind = case[0] if case and case[0] in COMMANDS else WORKBOOK
    number, content = (case[1:2] or b"\0")[0], case[2:]
    words = COMMANDS[kind][number % len(COMMANDS[kind])]
    place = Path(PLACE[kind])
    if kind in {PART, MANIFEST}:
        shutil.copytree("../parts", place.parent)
    place.write_bytes(_packed(content) if kind == WORKBOOK else content)
    if kind == ARCHIVE and number % 2:
        sealed(place)
    output = words[words.index("-o") + 1] if "-o" in words else ""
    kept = Path("kept.parquet").read_bytes()
    changes = [words[2]] if words[:2] == ("archive", "add") else []
    if kind in {PART, MANIFEST}:
        changes += [path.as_posix() for path in place.parent.iterdir()]
    try:
        done = run(words, output, changes)
    finally:
        Path("kept.parquet").write_bytes(kept)
        place.unlink(missing_ok=True)
        shutil.rmtree("rows.csv.parts", ignore_errors=True)
        if output:
            Path(output).unlink(missing_ok=True)
    if "--format" in words and "json" in words and not done.code:
        json.loads(done.stdout)
    return done


def sealed(path: Path) -> None:
    """Give a changed archive a checksum that is right, where it has a place for one."""
    with suppress(ValueError):
        seal(path)
