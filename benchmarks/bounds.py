"""Seconds and memory of whole commands on the worst file of each kind, at the limits that hold by default.

    python -m benchmarks.bounds                     the table
    python -m benchmarks.bounds --write             the table, put into docs/bounds.md
    python -m benchmarks.bounds cells "long texts"  some of it

Each command is a process of its own; processor time with that of its children, the least of some repetitions; memory at
most. Files are made before, outside what is measured.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.bounds import BEGIN, KINDS, PAGE, write

SECONDS, MEGABYTES = 2, 300
"""What is promised of a command; the table marks what takes more."""


class Measured(NamedTuple):
    """What a command took."""

    code: int
    seconds: float
    megabytes: int
    lines: int
    """Said on stderr, hints left out."""


WATCH = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
child.returncode = os.waitstatus_to_exitcode(status)
print(child.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""
"""A small process that starts a command: the memory of who starts one counts as its own."""


def measured(words: Sequence[str], folder: Path) -> Measured:
    """One command in a process of its own."""
    command = [sys.executable, "-c", WATCH, sys.executable, "-m", "svscore", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    code, seconds, megabytes = done.stdout.split()
    shown = [line for line in done.stderr.splitlines() if line.strip() and not line.startswith("    hint:")]
    return Measured(int(code), float(seconds), int(megabytes), len(shown))


def table(kinds: Sequence[str], repetitions: int) -> Iterator[str]:
    """The lines of the table."""
    yield "| kind | seconds | memory | ends with | lines |"
    yield "|---|---|---|---|---|"
    for kind in kinds:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            words = KINDS[kind](folder)
            runs = [measured([*words, *["--force"] * ("-o" in words)], folder) for _ in range(repetitions)]
        least = min(runs, key=lambda run: run.seconds)
        seconds, memory = f"{least.seconds:.1f}", f"{max(run.megabytes for run in runs)} MB"
        seconds = f"**{seconds}**" if least.seconds > SECONDS else seconds
        memory = f"**{memory}**" if max(run.megabytes for run in runs) > MEGABYTES else memory
        yield f"| {kind} | {seconds} | {memory} | {least.code} | {least.lines:,} |"


def main() -> int:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="some words of a kind; by default all are measured")
    parser.add_argument("--repetitions", type=int, default=2)
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    options = parser.parse_args()
    kinds = [kind for kind in KINDS if not options.kinds or any(word in kind for word in options.kinds)]
    lines = []
    for line in table(kinds, options.repetitions):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        write(BEGIN, lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
