"""What a person sees on a terminal: colour, lines that end between words, and where a result went."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from svscore.cli.app import app
from svscore.problem import Location, Problem, Severity
from svscore.report.problems import text

MODEL = """\
svscore: 1
id: small
title: Small
version: "1"
regime: other
status: illustrative
criteria:
  - {id: quality, title: Quality, weight: 60, points: {max: 100}}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
"""
PROBLEM = Problem(
    Location("bids.xlsx", "Bids", 2, 3),
    "WB140",
    "found '5', which is not on the scale, expected a mark for 'Quality of service' (quality): 0, 1, 2, 3 or 4",
    "enter one of the marks that the scale of this criterion has, as the panel agreed it",
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(MODEL, "utf-8")
    Path("bids.csv").write_text("Bidder,quality,price\nAsh,50,10\nElm,60,20\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("width", [20, 37, 40, 80, 81])
def test_no_line_is_broken_inside_a_word(width: int) -> None:
    shown = text([PROBLEM], width=width)
    assert shown.split() == text([PROBLEM]).split()
    for line in shown.splitlines():
        assert len(line) <= width or " " not in line.strip()


@pytest.mark.parametrize("severity", list(Severity))
@pytest.mark.parametrize("width", [20, 60, None])
def test_colour_changes_no_letter(severity: Severity, width: int | None) -> None:
    problem = Problem(PROBLEM.location, PROBLEM.code, PROBLEM.message, PROBLEM.hint, severity)
    painted = text([problem], width=width, colour=True)
    assert "\x1b[1;" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == text([problem], width=width)


@pytest.mark.usefixtures("here")
def test_no_file_and_no_pipe_gets_colour_or_broken_lines() -> None:
    Path("bids.csv").write_text("Bidder,quality,price\nAsh,500,10\nElm,a long answer in words,20\n", "utf-8")
    ran = CliRunner().invoke(app, ["evaluate", "bids.csv", "-f", "small.yaml"])
    assert "\x1b" not in ran.stderr
    assert len(ran.stderr.splitlines()) == 3, ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
@pytest.mark.parametrize(("plain", "columns"), [("", "40"), ("", "72"), ("1", "40")])
def test_a_terminal_gets_colour_unless_it_says_no(here: Path, plain: str, columns: str) -> None:
    Path("bids.csv").write_text("Bidder,quality,price\nAsh,500,10\n", "utf-8")
    ours, theirs = os.openpty()
    environment = {**os.environ, "COLUMNS": columns, "TERM": "xterm", "NO_COLOR": plain}
    command = [sys.executable, "-m", "svscore", "evaluate", "bids.csv", "-f", "small.yaml"]
    ran = subprocess.run(command, stderr=theirs, env=environment, check=False, cwd=here)
    os.close(theirs)
    said = os.read(ours, 65536).decode()
    os.close(ours)
    assert ran.returncode == 1
    assert ("\x1b[1;31mWB141\x1b[0m" in said) == (not plain)
    assert ("\x1b" in said) == (not plain)
    assert all(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) <= int(columns) for line in said.splitlines())


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["r.json", "r.csv", "r.md", "r.txt"])
def test_a_result_is_not_written_in_silence(name: str) -> None:
    ran = CliRunner().invoke(app, ["evaluate", "bids.csv", "-f", "small.yaml", "-o", name])
    assert (ran.exit_code, ran.stdout, ran.stderr) == (0, "", f"wrote {name}\n")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("words", [["evaluate", "bids.csv", "-f"], ["frameworks", "diff", "small.yaml"]])
def test_md_is_not_refused_where_markdown_is_taken(words: list[str]) -> None:
    short, long = (CliRunner().invoke(app, [*words, "small.yaml", "--format", name]) for name in ("md", "markdown"))
    assert short.exit_code == 0, short.output
    assert short.stdout == long.stdout
