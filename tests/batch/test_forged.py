"""An archive whose checksum is right, but whose cells hold what no archive means: one refusal, no traceback."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook

from svscore.batch.archive import name_of, quoted
from svscore.batch.checksum import CHECKSUM, UNSEALED, seal
from tests.batch.running import svscore

MODEL = """\
svscore: 1
id: small
title: Small
version: "1"
regime: other
status: illustrative
moderation: rank-sum
scales: {five: [{mark: 0}, {mark: 5}]}
criteria:
  - {id: quality, title: Quality, weight: 60, scale: five}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
"""
MARKS = [(bidder, "quality", who, mark) for bidder, mark in (("Ash", 5), ("Elm", 0)) for who in ("E1", "E2")]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forged")
    book = Workbook()
    for name, rows in (
        ("Marks", [("Bidder", "Criterion", "Evaluator", "Mark"), *MARKS]),
        ("Prices", [("Bidder", "Price"), ("Ash", 100), ("Elm", 90)]),
    ):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(folder / "b.xlsx")
    (folder / "m.yaml").write_text(MODEL, "utf-8")
    made = svscore(
        "archive", "build", str(folder / "b.xlsx"), "-f", str(folder / "m.yaml"), "-o", f"{folder}/a.parquet"
    )
    assert made.exit_code == 0, made.stderr
    return folder / "a.parquet"


def forged(archive: Path, column: str, value: str) -> None:
    """Writes ``x.parquet`` with another value in each cell of a column, and a checksum that is right."""
    connection = duckdb.connect()
    source = quoted(str(archive))
    told = connection.execute(f"SELECT key, value FROM parquet_kv_metadata({source})").fetchall()  # noqa: S608
    words = {bytes(key).decode(): bytes(text).decode() for key, text in told} | {CHECKSUM: UNSEALED}
    pairs = ", ".join(f"{quoted(key)}: {quoted(text)}" for key, text in words.items())
    select = f"SELECT * REPLACE ({quoted(value)} AS {name_of(column)}) FROM read_parquet({source})"  # noqa: S608
    connection.execute(f"COPY ({select}) TO 'x.parquet' (FORMAT parquet, KV_METADATA {{{pairs}}})")
    seal(Path("x.parquet"))


WRONG_MARKS = [
    "[]",
    "1",
    "null",
    '"x"',
    "no JSON",
    "{",
    "[" * 100_000,
    '{"E1": 1}',
    '{"E1": null}',
    '{"E1": ["5"]}',
    '{"E1": {"quality": 5}}',
    '{"E1": {"quality": null}}',
    '{"E1": {"quality": 1.5}}',
    '{"E1": {"quality": NaN}}',
    '{"E1": {"quality": {"a": "5"}}}',
    '{"E1": {"quality": %s}}' % ("9" * 5000),
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("marks", WRONG_MARKS, ids=range(len(WRONG_MARKS)))
def test_marks_that_no_archive_holds_are_one_refusal(marks: str, archive: Path) -> None:
    forged(archive, "evaluator_marks", marks)
    ran = svscore("rescore", "x.parquet", "--set", "quality=50")
    assert ran.exit_code == 1
    assert ran.stderr.count("x.parquet: BA110 its column 'evaluator_marks' holds something other") == 1
    assert svscore("archive", "show", "x.parquet", "0").exit_code == 0  # which shows what stands there


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("size", ["x", "Small", "small ", "9" * 5000, "\x1b[2J"])
def test_a_size_that_no_archive_holds_is_one_refusal(size: str, archive: Path) -> None:
    forged(archive, "size", size)
    for words in (["rescore", "x.parquet", "--set", "quality=50"], ["archive", "list", "x.parquet"]):
        ran = svscore(*words)
        assert (ran.exit_code, ran.stdout) == (1, "")
        assert ran.stderr.startswith("x.parquet: BA110 its column 'size' holds '")
        assert len(ran.stderr.splitlines()) == 2


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("value", ["", "x,y", "9" * 5000, "1e999999999", "1/0", "nan", "\x1b[2J\n\u202e"])
@pytest.mark.parametrize("column", ["value", "unstored", "submitted", "issued_sha256", "lot", "title", "bidder"])
def test_no_text_of_an_archive_ends_in_a_traceback(column: str, value: str, archive: Path) -> None:
    forged(archive, column, value)
    for words in (["rescore", "x.parquet", "--set", "quality=50"], ["archive", "show", "x.parquet", "0"]):
        ran = svscore(*words)
        assert ran.exit_code in (0, 1)
        assert "\x1b" not in ran.output
        assert "\u202e" not in ran.output
