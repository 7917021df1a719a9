"""A whole command in this process, and all it must not do whatever it is given.

It ends with one of the documented exit codes, in time and in memory, writes its output and nothing else, changes
nothing it reads, and says in lines of a bearable length what is wrong.
"""

from __future__ import annotations

import gc
import io
import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import typer

from svscore.cli.app import app

SECONDS = 5
"""Processor time of one command: more is a find."""
MEGABYTES = 300
"""Memory of one command as a process of its own: more is a find."""
START = 70
"""Megabytes a command takes before it reads anything."""
CODES = (0, 1, 2)
LONGEST = 3_000
"""Characters of a line of a message: a place and a message have a bound each."""
WARNING = re.compile(r"\.py:\d+: \w*Warning")


class FindError(Exception):
    """Something a command must not do."""


class TooLongError(BaseException):
    """The time is over: nothing that catches errors may catch it."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a command."""

    code: int
    stdout: str
    stderr: str


@cache
def command() -> Any:
    """The command line, made once: that takes longer than most commands."""
    return typer.main.get_command(app)


def run(arguments: Sequence[str], output: str = "", changes: Collection[str] = ()) -> Done:
    """One command in the current folder, which may write ``output`` and change the files named.

    Raises:
        FindError: it did what no command may. Other exceptions are those of the command, and finds as well.
    """
    before = contents()
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with redirect_stdout(out), redirect_stderr(err), in_bounds():
        try:
            command().main(list(arguments), prog_name="svscore")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    done = Done(code, out.getvalue(), err.getvalue())
    check(done, before, contents(), output, changes)
    return done


def check(
    done: Done, before: dict[str, bytes], after: dict[str, bytes], output: str = "", changes: Collection[str] = ()
) -> None:
    """Look at what a command said and left.

    Raises:
        FindError: it is not what it may be.
    """
    if done.code not in CODES:
        raise FindError(f"exit code {done.code}")
    if done.code and not done.stderr:
        raise FindError(f"exit code {done.code} and not a word")
    if longest := max(map(len, done.stderr.splitlines()), default=0) // (LONGEST + 1):
        raise FindError(f"a line of {longest} times {LONGEST:,} characters")
    if WARNING.search(done.stderr):
        raise FindError(f"a warning of Python: {done.stderr[:300]}")
    if left := after.keys() - before.keys() - {output}:
        raise FindError(f"left behind: {', '.join(sorted(left))}")
    for name, content in before.items():
        if name not in changes and after.get(name) != content:
            raise FindError(f"{'changed' if name in after else 'deleted'}: {name}")


def contents() -> dict[str, bytes]:
    """All files below the current folder, with empty folders."""
    found = {}
    for folder, folders, names in os.walk("."):
        for name in names:
            path = Path(folder, name)
            found[path.as_posix()] = path.read_bytes()
        if not folders and not names and folder != ".":
            found[f"{Path(folder).as_posix()}/"] = b""
    return found


@contextmanager
def in_bounds() -> Iterator[None]:
    """Watches time and memory.

    Raises:
        FindError: it took too much of either.
    """
    start = time.process_time()
    with _alarm():
        try:
            yield
        except TooLongError as error:
            raise FindError(f"more than {SECONDS} s") from error
    if time.process_time() - start > SECONDS:
        raise FindError(f"more than {SECONDS} s")
    most = _most_megabytes() - _usual_megabytes() + START
    if most > MEGABYTES:
        _forget_most()
        raise FindError(f"{most} MB")


@contextmanager
def _alarm() -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGPROF, _end)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError


@cache
def _usual_megabytes() -> int:
    """What this process takes when the first case has run: the programs that are loaded, and the cases."""
    return _most_megabytes()


def _most_megabytes() -> int:
    if sys.platform != "linux":
        return 0
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]


def _forget_most() -> None:
    """Let the next case not be told of the memory of this one."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", "ascii")


@contextmanager
def own_folder() -> Iterator[Path]:
    """A new current folder, in which temporary files go as well: what a command leaves is seen."""
    before, temporary = Path.cwd(), tempfile.tempdir
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as outer:  # noqa: S108
        folder = Path(outer, "here")
        folder.mkdir()
        os.chdir(folder)
        tempfile.tempdir = str(folder)
        try:
            yield folder
        finally:
            os.chdir(before)
            tempfile.tempdir = temporary
