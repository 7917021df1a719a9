"""How much more work each command has when there is twice as much of one thing: bids, marks, criteria, lots, ...

Work is counted, not timed: the instructions of svscore's own code, and calls of all other Python code. So the ratios
are the same on every machine and however busy it is. Each thing is doubled twice; the ratio is that of the work which
the second doubling adds to what the first added: 2 for work in proportion, at most 2.2 for n log n, 4 for n squared.
A ratio above that is marked, and makes the exit code 1. All of it takes two to four minutes of processor time.

    python -m benchmarks.growth                     everything
    python -m benchmarks.growth bids marks          some of it
    python -m benchmarks.growth --write             everything, put into docs/bounds.md
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import partial
from pathlib import Path

from tests.bounds import BEGIN_GROWTH, PAGE, write
from tests.counting import work_of
from tests.fuzz.watched import command
from tests.growth import THINGS, Commands, Thing

MOST = 2.2
"""The ratio of a doubling that n log n stays below."""
SIZES = (12, 24, 48)
LITTLE = 0.15
"""A share of the work: what the last doubling adds tells nothing where it is less, as most is done once."""


def run(arguments: Sequence[str]) -> None:
    """One command in this process, its output read by nobody."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()), suppress(SystemExit):
        command().main(list(arguments), prog_name="svscore")


def ratios(thing: Thing, only: Sequence[str]) -> Iterator[tuple[str, float | None]]:
    """For each command how many times more work the second doubling adds than the first; ``None`` for next to none.

    Counted again twice as large where it is much: some commands work in another way from a certain size on.
    """
    with tempfile.TemporaryDirectory() as name:
        for each in made(thing, Path(name), SIZES[0]):
            if not only or each in only:
                ratio = _ratio(thing, each, Path(name), SIZES)
                if ratio is not None and ratio > MOST:
                    ratio = _ratio(thing, each, Path(name), [2 * size for size in SIZES])
                yield each, ratio


def _ratio(thing: Thing, command_name: str, folder: Path, sizes: Sequence[int]) -> float | None:
    commands = [made(thing, folder, size)[command_name] for size in sizes]
    run(commands[0])  # what is kept from first use counts for no size
    small, middle, large = (work_of(partial(run, words)) for words in commands)
    return (large - middle) / (middle - small) if large - middle > LITTLE * large else None


def made(thing: Thing, folder: Path, size: int) -> Commands:
    """The commands on files of so many, in a folder of their own."""
    (folder / str(size)).mkdir(exist_ok=True)
    return thing.commands(folder / str(size), size)


def main() -> int:
    """Print the table; 1 where a ratio is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("things", nargs="*", metavar="THING", help=f"some of {', '.join(THINGS)}; by default all")
    parser.add_argument("--command", action="append", default=[], help="this column alone; repeatable")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    options = parser.parse_args()
    has_failed = False
    lines = ["| twice as many | times more work |", "|---|---|"]
    print(*lines, sep="\n")
    for name in options.things or THINGS:
        cells = []
        for each, ratio in ratios(THINGS[name], options.command):
            is_above = ratio is not None and ratio > MOST
            has_failed = has_failed or is_above
            shown = "none" if ratio is None else f"**{ratio:.2f}**" if is_above else f"{ratio:.2f}"
            cells.append(f"{each} {shown}")
        lines.append(f"| {name} | {', '.join(cells)} |")
        print(lines[-1], flush=True)
    if options.write:
        write(BEGIN_GROWTH, lines)
    return int(has_failed)


if __name__ == "__main__":
    sys.exit(main())
