"""What a run shows while it goes on: a bar on a real terminal, nothing in a pipe; and Ctrl-C typed at one."""

from __future__ import annotations

import os
import re
import select
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.batch.conftest import COUNT

if os.name == "nt":
    pytest.skip("a pseudo-terminal is a POSIX thing", allow_module_level=True)

import fcntl
import pty
import termios

CHILD = """
import sys
from svscore.batch import inputs
inputs.FILES_A_PART = 2
from svscore.cli.app import app
app(sys.argv[1:])
"""
PATIENCE = 60
"""Seconds to wait for the end of a run."""
STOPPED = 130


@pytest.fixture(scope="module")
def folder(workbooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mixed")
    for path in sorted(workbooks.iterdir())[: COUNT - 1]:
        shutil.copy(path, folder)
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 no more")
    return folder


def command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-c", CHILD, "rescore", str(folder), "--drop", "covid-19-recovery", *words]


def at_a_terminal(words: list[str], typed: Callable[[str], str] = lambda _seen: "") -> tuple[int, str]:
    """Exit code and screen of a command whose terminal, 80 columns wide, this is; ``typed`` answers what is seen."""
    child, terminal = pty.fork()
    if not child:
        os.environ.update(TERM="xterm", COLUMNS="80")
        os.execv(words[0], words)  # noqa: S606 - a program of its own, at the terminal that was made for it
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen, end = b"", time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            read = os.read(terminal, 65536)
        except OSError:  # nobody is left at the other end
            break
        if not read:
            break
        seen += read
        if keys := typed(seen.decode(errors="replace")):
            os.write(terminal, keys.encode())
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), plain(seen.decode())


def plain(screen: str) -> str:
    """What was written, without the codes that move and colour it."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen).replace("\r", "\n")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bar_on_a_terminal(jobs: str, folder: Path) -> None:
    code, seen = at_a_terminal(command(folder, "--jobs", jobs, "--keep-going"))
    assert code == 0, seen
    bars = [line for line in seen.splitlines() if " a second, " in line]
    assert all(len(line) <= 80 for line in bars)
    state = rf"(\d+)/{COUNT} +([\d,]+|-) a second, (\d) failed, ([\d:]+|-:--:--) left"
    states = [found.groups() for line in bars if (found := re.search(state, line))]
    assert len(states) == len(bars) > 1
    assert states[0] == ("0", "-", "0", "-:--:--")
    assert [int(each[0]) for each in states] == sorted(int(each[0]) for each in states)
    done, rate, failed, _ = states[-1]
    assert (done, failed) == (str(COUNT), "1")
    assert int(rate.replace(",", "")) > 0
    assert re.search(rf"\nread +{COUNT}\n", seen)


def test_nothing_of_it_in_a_pipe(folder: Path) -> None:
    ran = subprocess.run(command(folder), capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert ran.returncode == 1
    said = ran.stderr.splitlines()
    assert said[:2] == [f"could not be scored: 1 of {COUNT}", f"{folder / 'broken.xlsx'}:"]
    assert not re.search(r"a second|left(?! out)|\x1b|\r", ran.stderr + ran.stdout)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_control_c_at_a_terminal(jobs: str, folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "rows.csv"
    typed: list[str] = []

    def interrupt(seen: str) -> str:
        if typed or not re.search(rf"[1-9]\d*/{COUNT}", plain(seen)):
            return ""
        typed.append("\x03")
        return "\x03"

    code, seen = at_a_terminal(command(folder, "--jobs", jobs, "-o", str(output)), interrupt)
    assert code == STOPPED, seen
    assert "Traceback" not in seen
    assert f"stopped; run the same command again to go on from {output}.parts" in seen.replace("\n", "")
    assert not output.exists()
