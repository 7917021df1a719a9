"""Output files: whole or not at all, never over an input."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from svscore.problem import SvscoreError
from svscore.report.write import write_text


def test_writes_utf8_with_plain_line_ends(tmp_path: Path) -> None:
    write_text(tmp_path / "out.csv", "a\nü\n")
    assert (tmp_path / "out.csv").read_bytes() == b"a\n\xc3\xbc\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "out.json"
    out.write_text("old")
    monkeypatch.setattr(*((os, "fsync", fail) if step == "fsync" else (Path, "replace", fail)))
    with pytest.raises(SvscoreError, match=r"out\.json: RP102 cannot be written: no space left on device"):
        write_text(out, "new")
    assert out.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_an_interruption_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    out = tmp_path / "out.json"
    out.write_text("old")
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_text(out, "new")
    assert out.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("missing/out.json", "check that the folder exists and may be written to"),
        (".", "give --output the name of a file, or leave it out to print"),
    ],
    ids=["no folder", "a folder"],
)
def test_a_place_that_cannot_be_written(target: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(SvscoreError, match="RP102 cannot be written: ") as error:
        write_text(tmp_path / target, "new")
    assert error.value.problems[0].hint == hint
    assert list(tmp_path.iterdir()) == []


def test_an_input_is_not_overwritten_by_any_name(tmp_path: Path) -> None:
    bids = tmp_path / "bids.csv"
    bids.write_text("Bidder\n")
    (tmp_path / "link.csv").symlink_to(bids)
    for name in (bids, tmp_path / "x" / ".." / "bids.csv", tmp_path / "link.csv"):
        (tmp_path / "x").mkdir(exist_ok=True)
        with pytest.raises(SvscoreError, match="RP101 this file was read and is not overwritten"):
            write_text(name, "new", inputs=[tmp_path / "other.yaml", bids])
    assert bids.read_text() == "Bidder\n"


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    out.write_text("old")
    out.chmod(0o640)
    (tmp_path / "link.txt").symlink_to(out)
    write_text(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert out.read_text() == "new"
    assert stat.S_IMODE(out.stat().st_mode) == 0o640


def test_a_pipe_is_not_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(SvscoreError, match="RP102 cannot be written: it is a device or a pipe, expected a file"):
        write_text(pipe, "new")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
