"""What files, folders and patterns stand for."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from svscore.batch.inputs import find_inputs, find_workbooks
from svscore.problem import SvscoreError

FILES = ["b.xlsx", "A.XLSM", "c.csv", "notes.txt", "~$b.xlsx", ".hidden.xlsx", "all.parquet", "in/d.tsv", ".git/e.xlsx"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in FILES:
        (tmp_path / "books" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "books" / name).write_bytes(b"x")
    (tmp_path / "books" / "folder.xlsx").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "books"


def test_a_folder_stands_for_the_workbooks_in_it_in_order(folder: Path) -> None:
    expected = [str(folder / name) for name in ("A.XLSM", "b.xlsx", "c.csv", "in/d.tsv")]
    assert find_inputs([str(folder)]).workbooks == tuple(expected)
    assert find_inputs([str(folder)]).archives == ()
    assert find_inputs([f"{folder}/"]).workbooks == tuple(expected)


def test_names_are_relative_where_the_path_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("A.XLSM", "b.xlsx", "c.csv", "in/d.tsv")
    for path in ("books", "books/", "./books", "."):
        assert find_inputs([path]).workbooks == tuple(str(Path("books") / name) for name in names), path
    monkeypatch.chdir(folder / "in")
    assert find_inputs([".."]).workbooks == tuple(str(Path("..") / name) for name in names)


def test_a_link_to_a_workbook_is_followed_and_one_to_a_folder_is_not(folder: Path, tmp_path: Path) -> None:
    here = tmp_path / "links"
    here.mkdir()
    try:
        (here / "one.xlsx").symlink_to(folder / "b.xlsx")
        (here / "gone.xlsx").symlink_to(folder / "gone.xlsx")
        (here / "through.xlsx").symlink_to(folder / "b.xlsx" / "c.xlsx")
        (here / "circle.xlsx").symlink_to(here / "circle.xlsx")
        (here / "all").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links for this user")
    assert find_inputs([str(here)]).workbooks == (str(here / "one.xlsx"),)


def test_each_file_is_taken_once_and_archives_only_where_they_are_named(folder: Path) -> None:
    found = find_inputs([str(folder / "c.csv"), str(folder / "*.csv"), str(folder), str(folder / "all.parquet")])
    assert [Path(path).name for path in found.workbooks] == ["c.csv", "A.XLSM", "b.xlsx", "d.tsv"]
    assert found.archives == (str(folder / "all.parquet"),)
    with pytest.raises(SvscoreError, match=r"all\.parquet: BA115 it is an archive"):
        find_workbooks([str(folder / "all.parquet")])


def test_a_folder_that_cannot_be_read_is_said_and_not_passed_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refusing(path: str) -> Any:
        if Path(path).name == "in":
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(SvscoreError) as refused:
        find_inputs([str(folder), str(folder / "*.ods")])
    assert [(problem.location.source, problem.code) for problem in refused.value.problems] == [
        (str(folder / "in"), "BA117"),
        (str(folder / "*.ods"), "BA106"),
    ]
    assert "it cannot be read: permission denied" in str(refused.value)


def test_every_path_that_stands_for_nothing_is_said(folder: Path) -> None:
    with pytest.raises(SvscoreError) as refused:
        find_inputs([str(folder / ".git" / "none"), str(folder / "*.ods"), str(folder)])
    assert [problem.code for problem in refused.value.problems] == ["BA106", "BA106"]
