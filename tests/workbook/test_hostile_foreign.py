"""Hostile ``.ods``, ``.xlsb`` and ``.xls`` files given to the command: one line, soon, in bounded memory."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from svscore.workbook import Limits
from svscore.workbook.book import read_book
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.foreign import PATIENCE
from tests.pace import allowed
from tests.workbook.build import framework, lines
from tests.workbook.hostile_foreign import FILES, UNBELIEVED, XLS, XLSB
from tests.workbook.raw_formats import at, cell, number, numbers, ods_of, real, row, xls_of, xlsb_of
from tests.workbook.test_hostile_command import Ended, evaluated

MOST = 300_000_000
"""Bytes of the command and of the process that reads, together."""
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded and seen on Linux only")


def ended(path: Path) -> Ended:
    """How the command ended, which is soon and small."""
    found = evaluated(path)
    assert found.code == 1, found.lines
    assert found.seconds < Limits().milliseconds / 1000 + allowed(4), "seconds of work of both"
    assert found.memory < MOST
    return found


@on_linux
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_in_one_line_and_exit_code_1(name: str, tmp_path: Path) -> None:
    make, expected = FILES[name]
    make(tmp_path / name)
    (line,) = ended(tmp_path / name).lines
    assert line.startswith(f"{name}: {expected}")


@on_linux
@pytest.mark.parametrize("name", UNBELIEVED)
def test_a_claim_that_is_not_believed_does_no_harm(name: str, tmp_path: Path) -> None:
    UNBELIEVED[name](tmp_path / name)
    found = ended(tmp_path / name).lines
    assert all(line.startswith(name) and line.isprintable() for line in found)
    assert any("no bids" in line or "no column is headed" in line for line in found), found


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("few.ods", ods_of(row("<table:table-cell/>", 2) + row("<table:table-cell/>" + cell()))),
        ("few.xlsb", xlsb_of(at(2) + real(1))),
        ("few.xls", xls_of(number(2, 1))),
    ],
)
def test_the_files_are_what_they_pretend_to_be(name: str, make: Callable[[Path], object], tmp_path: Path) -> None:
    make(tmp_path / name)
    (sheet,) = read_book(tmp_path / name).sheets
    assert list(sheet.cells()) == [(3, 2, Cell(Kind.NUMBER, "4"))]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("many.ods", ods_of(row(cell() * 100) * 4_900)),
        ("many.xlsb", xlsb_of(b"".join(at(n) + b"".join(map(real, range(100))) for n in range(4_900)))),
        ("many.xls", xls_of(b"".join(map(numbers, range(2_450))))),
    ],
)
def test_as_many_cells_as_are_allowed_are_read(name: str, make: Callable[[Path], object], tmp_path: Path) -> None:
    make(tmp_path / name)
    (sheet,) = read_book(tmp_path / name).sheets
    assert sum(map(len, sheet.rows.values())) == 490_000


@on_linux
def test_a_reader_without_memory_does_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUST_BACKTRACE", "1")
    path = tmp_path / "merged.xls"
    FILES["merged ranges.xls"][0](path)
    begun = time.monotonic()
    assert lines(path, framework()) == [f"merged.xls: {XLS}"]
    assert time.monotonic() - begun < PATIENCE * Limits().milliseconds / 1000


@on_linux
def test_the_bounds_of_the_process_are_limits(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsb"
    xlsb_of(at(0) + real(0) + at(300_000) + real(20))(path)
    assert lines(path, framework()) == [f"far.xlsb: {XLSB}"]
    (sheet,) = read_book(path, limits=Limits().raised(200, None)).sheets
    assert [place[:2] for place in sheet.cells()] == [(1, 1), (300_001, 21)]
