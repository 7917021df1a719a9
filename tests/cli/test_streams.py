"""Standard streams that are closed, full or unheard, and machines that lack a folder or letters."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from svscore.cli.app import app

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the streams of Windows are others")

CLOSED = "svscore: the output cannot be printed: standard output is closed\n"
COMMANDS = {
    "evaluate b.csv -f m.yaml": 0,
    "evaluate b.csv -f m.yaml -o o.json": 0,
    "check m.yaml": 0,
    "evaluate none.csv -f m.yaml": 1,
    "nonsense": 2,
}
PRINTING = ("evaluate b.csv -f m.yaml", "check m.yaml")


def shell(line: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = f'svscore() {{ {sys.executable} -m svscore "$@"; }}; svscore {line}'
    everything = {**os.environ, **environment}
    ran = subprocess.run(
        ["bash", "-c", command],  # noqa: S607
        capture_output=True, text=True, errors="replace", check=False, cwd=folder, env=everything, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in ran.stdout + ran.stderr, ran.stderr
    return ran


EVERY = [
    pytest.param(command, closed, marks=() if command == "evaluate b.csv -f m.yaml" else pytest.mark.slow)
    for command in COMMANDS
    for closed in (">&-", "2>&-", "<&-", ">&- 2>&-", ">&- <&-", "2>&- <&-", ">&- 2>&- <&-")
]


@pytest.mark.parametrize(("command", "closed"), EVERY)
def test_no_closed_stream_ends_in_a_traceback_or_takes_a_file_with_it(command: str, closed: str, here: Path) -> None:
    before = {path.name: path.read_bytes() for path in here.iterdir() if path.is_file()}
    ran = shell(f"{command} {closed}", here)
    is_lost = command in PRINTING and ">&-" in closed.split()
    assert ran.returncode == (1 if is_lost else COMMANDS[command])
    if is_lost:
        assert ran.stderr == ("" if "2>&-" in closed else CLOSED)
    if "-o" in command:
        assert (here / "o.json").read_text("utf-8").startswith('{\n  "svscore": 1')
    assert before == {name: (here / name).read_bytes() for name in before}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("evaluate b.csv -f m.yaml >/dev/full", 1),
        ("evaluate b.csv -f m.yaml -o o.json >/dev/full", 0),
        ("check m.yaml 2>/dev/full", 1),
        ("evaluate none.csv -f m.yaml 2>/dev/full", 1),
        ("frameworks list >/dev/full 2>&1", 1),
        ("rescore books --baseline m.yaml -f m.yaml --set quality=50 -o r.csv >/dev/full", 1),
        ("archive list a.parquet | true; exit ${PIPESTATUS[0]}", 1),
        ("frameworks schema | head -1 >/dev/null; exit ${PIPESTATUS[0]}", 1),
        ("check m.yaml 2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}", 1),
    ],
)
def test_what_nobody_can_take_ends_in_one_line_at_most(line: str, code: int, here: Path) -> None:
    ran = shell(line, here)
    assert ran.returncode in ({0, 1} if "|" in line else {code})  # who closes a pipe may be too late
    assert len(ran.stderr.splitlines()) <= 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment",
    [
        {"TMPDIR": "/nonexistent"},
        {"TMPDIR": "/dev/null", "TEMP": "", "TMP": ""},
        {"HOME": "/nonexistent", "XDG_CACHE_HOME": "/dev/null"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1:strict", "LANG": "xx_YY"},
        {"COLUMNS": "0", "TERM": ""},
        {"COLUMNS": "-5"},
        {"COLUMNS": "1e9", "NO_COLOR": "1"},
    ],
)
def test_a_bare_machine_gets_the_same_award(environment: dict[str, str], here: Path) -> None:
    (here / "b.csv").write_text("Bidder,quality,price\nÅsh ✓,50,10\nElm,60,20\n", "utf-8")
    ran = shell("evaluate b.csv -f m.yaml; svscore evaluate b.csv -f m.yaml -o x.xlsx", here, **environment)
    assert ran.returncode == 0, ran.stderr
    assert "70.00" in ran.stdout
    assert (here / "x.xlsx").read_bytes().startswith(b"PK")


def test_no_temporary_folder_is_one_line(here: Path) -> None:
    code = (
        "import sys, tempfile; tempfile._candidate_tempdir_list = list; from svscore.__main__ import main; "
        "sys.argv[1:] = 'rescore books --jobs 2 --baseline m.yaml -f m.yaml --set quality=50'.split(); main()"
    )
    for number in range(130):
        (here / f"books/b{number}.csv").write_bytes((here / "b.csv").read_bytes())
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=here)
    assert (ran.returncode, len(ran.stderr.splitlines())) in ((0, 0), (1, 1)), ran.stderr


@pytest.mark.parametrize("words", [["frameworks", "list"], ["check", "."], ["rescore", "x", "-f", "dsp-lot2"]])
def test_a_working_folder_that_is_gone_is_one_line(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    ran = CliRunner().invoke(app, words)
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr == "svscore: the working folder cannot be used: no such file or directory; change to another\n"
