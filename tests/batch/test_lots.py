"""Workbooks of several lots: each lot is a competition of its own, the very one `evaluate --lot` gives."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from svscore.batch.build import take
from svscore.lint import checked_framework
from svscore.problem import SvscoreError
from svscore.workbook import lots_of, read_bids
from svscore.workbook.book import read_book
from tests.batch.running import svscore

DROP = ("--drop", "covid-19-recovery")
LOTS = ("North", "Lot 2", "3")
Row = list[Any]


def rows_of(paths: list[Path]) -> list[Row]:
    """The bids of one workbook for each lot, in one table."""
    sheets = [list(load_workbook(path)["Bids"].iter_rows(values_only=True)) for path in paths]
    heading: Row = ["Bidder", "Lot", *sheets[0][0][1:]]
    lots = zip(LOTS, sheets, strict=True)
    return [heading, *([bid[0], lot, *bid[1:]] for lot, (_, *bids) in lots for bid in bids)]


def write(path: Path, rows: list[Row]) -> Path:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return path
    book = Workbook()
    details = book.create_sheet("Competition")
    for pair in (("Reference", "ITT-9"), ("Framework", "dsp-lot2")):
        details.append(pair)
    sheet = book.create_sheet("Bids")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def table(workbooks: Path) -> list[Row]:
    return rows_of(sorted(workbooks.iterdir())[:3])


@pytest.fixture(params=[".xlsx", ".csv"])
def book(request: pytest.FixtureRequest, table: list[Row], tmp_path: Path) -> Path:
    (tmp_path / "books").mkdir()
    return write(tmp_path / "books" / f"lots{request.param}", table)


def evaluated(path: Path, lot: str, *words: str) -> dict[str, Any]:
    result = svscore("evaluate", str(path), "--lot", lot, "-f", "dsp-lot2", *words, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return {bid["bidder"]: bid for bid in json.loads(result.stdout)["bids"]}


def fields(bid: dict[str, Any]) -> Iterator[str]:
    yield bid["status"]
    yield "" if bid["rank"] is None else str(bid["rank"])
    yield "yes" if bid["awarded"] else "no"
    yield bid["total_exact"] or ""


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("way", ["folder", "archive"])
def test_every_lot_is_what_evaluate_gives(way: str, book: Path, tmp_path: Path) -> None:
    source, output, before = book.parent, tmp_path / "rows.csv", ["--baseline", "dsp-lot2"]
    if way == "archive":
        source, before = tmp_path / "bids.parquet", []
        built = svscore("archive", "build", str(book.parent), "-f", "dsp-lot2", "-o", str(source))
        assert (built.exit_code, built.stderr) == (0, f"{source}: 3 read, 0 there already, 0 could not be read\n")
    result = svscore("rescore", str(source), *before, *DROP, "-o", str(output))
    assert result.exit_code == 0, result.stderr
    assert ["read", "3"] in [line.split() for line in result.stdout.splitlines()]
    rows = csv_rows(output)
    assert list(dict.fromkeys(row["lot"] for row in rows)) == list(LOTS)
    checked = 0
    for lot in LOTS:
        sides = {"before": evaluated(book, lot), "after": evaluated(book, lot, *DROP)}
        mine = [row for row in rows if row["lot"] == lot]
        assert {row["bidder"] for row in mine} == set(sides["before"])
        for row, (when, bids) in ((row, side) for row in mine for side in sides.items()):
            names = ("status", "rank", "awarded", "total")
            expected = list(fields(bids[row["bidder"]]))
            assert [row[f"{name}_{when}{'_exact' * (name == 'total')}"] for name in names] == expected
            checked += 1
    assert checked > 15


def test_one_lot_of_each(book: Path, tmp_path: Path) -> None:
    outputs = [tmp_path / name for name in ("all.csv", "one.csv")]
    for output, lot in zip(outputs, ((), ("--lot", "lot 3")), strict=True):
        assert svscore("rescore", str(book), "--baseline", "dsp-lot2", *DROP, *lot, "-o", str(output)).exit_code == 0
    every, one = (csv_rows(output) for output in outputs)
    assert one == [row for row in every if row["lot"] == "3"]


def test_one_lot_of_an_archive(table: list[Row], workbooks: Path, tmp_path: Path) -> None:
    books, archive = tmp_path / "books", tmp_path / "bids.parquet"
    books.mkdir()
    write(books / "lots.xlsx", table)
    shutil.copy(min(workbooks.iterdir()), books)
    assert svscore("archive", "build", str(books), "-o", str(archive)).exit_code == 0
    shown = svscore("rescore", str(archive), *DROP, "--lot", "lot 3").stdout
    assert shown == svscore("rescore", str(books / "lots.xlsx"), *DROP, "--lot", "3").stdout
    assert ["read", "1"] in [line.split() for line in shown.splitlines()]


def test_a_lot_that_is_in_no_archive_is_one_clear_line(table: list[Row], archive: Path, tmp_path: Path) -> None:
    lots, output = tmp_path / "lots.parquet", tmp_path / "rows.csv"
    book = write(tmp_path / "lots.xlsx", table)
    assert svscore("archive", "build", str(book), "-o", str(lots)).exit_code == 0
    none = svscore("rescore", str(lots), *DROP, "--lot", "9", "-o", str(output))
    assert (none.exit_code, none.stdout, output.exists()) == (1, "", False)
    assert none.stderr == f"{lots}: BA112 it holds no lot '9'\n    hint: its lots are: 3, Lot 2, North\n"
    without = svscore("rescore", str(archive), *DROP, "--lot", "9")
    assert "it holds no lot '9' and names none" in without.stderr
    one_has_it = svscore("rescore", str(archive), str(lots), *DROP, "--lot", "3")
    assert one_has_it.exit_code == 0
    assert ["read", "1"] in [line.split() for line in one_has_it.stdout.splitlines()]


def test_tables_name_reference_and_lot(table: list[Row], tmp_path: Path) -> None:
    book, archive = write(tmp_path / "lots.xlsx", table), tmp_path / "bids.parquet"
    assert svscore("archive", "build", str(book), "-o", str(archive)).exit_code == 0
    shown = [svscore("rescore", str(path), "--drop", "quality").stdout for path in (book, archive)]
    assert shown[0] == shown[1]
    assert {line.partition("  ")[0] for line in shown[0].splitlines()} >= {"ITT-9 lot North", "ITT-9 lot 3"}
    listed = svscore("archive", "list", str(archive)).stdout
    assert all(name in listed for name in ("ITT-9 lot North", "ITT-9 Lot 2", "ITT-9 lot 3"))
    assert len(listed.splitlines()) == 4


@pytest.fixture
def gap(table: list[Row], tmp_path: Path) -> Path:
    """A workbook whose second lot lacks a price."""
    rows = [list(row) for row in table]
    at = rows[0].index("price")
    row = next(row for row in rows if row[1] == "Lot 2")
    row[at] = "about 5,000"
    return write(tmp_path / "gap.xlsx", rows)


def test_what_one_lot_lacks_is_an_outcome_of_that_lot(gap: Path, tmp_path: Path) -> None:
    output = tmp_path / "rows.csv"
    result = svscore("rescore", str(gap), *DROP, "-o", str(output))
    assert result.exit_code == 1
    assert "could not be scored: 1 of 3\n" in result.stderr
    assert f"{gap} Lot 2:\n  gap.xlsx:Bids!" in result.stderr
    rows = csv_rows(output)
    (failed,) = (row for row in rows if row["outcome"] == "failed")
    assert (failed["file"], failed["lot"]) == (str(gap), "Lot 2")
    assert {row["lot"] for row in rows if row["outcome"] == "scored"} == {"North", "3"}
    alone = svscore("evaluate", str(gap), "--lot", "2")
    assert alone.exit_code == 1
    assert failed["problems"] in alone.stderr


def test_a_lot_that_is_not_there_fails_its_workbook(table: list[Row], tmp_path: Path) -> None:
    book = write(tmp_path / "lots.xlsx", table)
    result = svscore("rescore", str(book), *DROP, "--lot", "4")
    assert result.exit_code == 1
    assert "lots.xlsx: WB161 it holds no lot '4'" in result.stderr


def counts(*words: str) -> str:
    return svscore("archive", *words).stderr.splitlines()[-1].partition(": ")[2]


def test_a_workbook_is_read_again_until_the_archive_has_all_its_lots(gap: Path, tmp_path: Path) -> None:
    archive = str(tmp_path / "bids.parquet")
    assert counts("build", str(gap), "--lot", "3", "-o", archive) == "1 read, 0 there already, 0 could not be read"
    assert counts("add", archive, str(gap), "--lot", "3") == "0 read, 1 there already, 0 could not be read"
    assert counts("add", archive, str(gap)) == "1 read, 0 there already, 1 could not be read"
    assert counts("add", archive, str(gap)) == "0 read, 0 there already, 1 could not be read", "it is said again"
    assert len(svscore("archive", "list", archive).stdout.splitlines()) == 3


def test_a_whole_workbook_is_not_read_again(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, words = str(tmp_path / "bids.parquet"), ("-f", "dsp-lot2")
    assert counts("build", str(book), *words, "-o", archive).startswith("3 read, 0 there already")
    shutil.copy(book, copy := book.with_name(f"copy{book.suffix}"))

    def unread(*_words: Any, **_options: Any) -> None:
        raise AssertionError("a workbook was read")

    monkeypatch.setattr("svscore.batch.build.lots_of", unread)
    for path in (book, copy):
        assert counts("add", archive, str(path), *words) == "0 read, 1 there already, 0 could not be read"
        assert counts("add", archive, str(path), "--lot", "2", *words).startswith("0 read, 1 there already")


def test_the_file_is_opened_once(table: list[Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, opened = write(tmp_path / "lots.xlsx", table), []

    def noted(path: Path, **options: Any) -> Any:
        opened.append(path)
        return read_book(path, **options)

    monkeypatch.setattr("svscore.batch.reading.read_book", noted)
    taken = take([str(book)], None, None, None)
    assert (len(taken.kept), opened) == (len(LOTS), [book])


def test_the_lots_are_what_each_of_them_gives_alone(table: list[Row], tmp_path: Path) -> None:
    book, model = write(tmp_path / "lots.xlsx", table), checked_framework("dsp-lot2").framework
    lots = lots_of(read_book(book), model)
    assert [read_bids(book, model, lot=lot) for lot in LOTS] == list(lots.values())
    assert list(lots) == list(LOTS)


def test_a_lot_gives_the_problems_it_gives_alone(gap: Path) -> None:
    model = checked_framework("dsp-lot2").framework
    outcome = lots_of(read_book(gap), model)["Lot 2"]
    assert isinstance(outcome, SvscoreError)
    with pytest.raises(SvscoreError) as alone:
        read_bids(gap, model, lot="Lot 2")
    assert outcome.problems == alone.value.problems
    assert list(chain(lots_of(read_book(gap), model, lot="North"))) == [""]
