"""How much more work each command has when there is twice as much of one thing: bids, marks, criteria, lots, ...

One process, warm; processor time, the least of some repetitions. For each thing that can be many and each command that
reads it the table says the seconds at the largest size and the ratio of each doubling. Work that grows as n log n has
at most 2.2 for each; a ratio above that is marked, and makes the exit code 1.

    python -m benchmarks.growth                     everything
    python -m benchmarks.growth bids marks          some of it
    python -m benchmarks.growth --repetitions 1     the first look
"""

from __future__ import annotations

import argparse
import gc
import io
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from svscore.cli.app import app
from tests.growth import THINGS, Thing

MOST = 2.2
"""The ratio of a doubling that n log n stays below."""
DOUBLINGS = 2


def run(arguments: Sequence[str]) -> int:
    """One command in this process, its output read by nobody; the exit code."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            app(list(arguments), prog_name="svscore")
        except SystemExit as done:
            return int(done.code or 0)
    return 0


def seconds(arguments: Sequence[str], repetitions: int) -> float:
    """Processor time of a command: the least of some repetitions."""
    least = float("inf")
    for _ in range(repetitions):
        if "-o" in arguments:
            Path(arguments[arguments.index("-o") + 1]).unlink(missing_ok=True)
        gc.collect()
        start = time.process_time()
        run(arguments)
        least = min(least, time.process_time() - start)
    return least


def growth(thing: Thing, only: Sequence[str], repetitions: int) -> Iterator[tuple[str, list[float]]]:
    """For each command its processor time at each size."""
    times: dict[str, list[float]] = {}
    for doubling in range(DOUBLINGS + 1):
        with tempfile.TemporaryDirectory() as folder:
            for name, arguments in thing.commands(Path(folder), thing.size << doubling).items():
                if not only or name in only:
                    if not doubling:
                        run(arguments)  # what is imported and compiled on first use counts for no size
                    times.setdefault(name, []).append(seconds(arguments, repetitions))
    yield from times.items()


def main() -> int:
    """Print the table; 1 where a ratio is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("things", nargs="*", metavar="THING", help=f"some of {', '.join(THINGS)}; by default all")
    parser.add_argument("--command", action="append", default=[], help="this column alone; repeatable")
    parser.add_argument("--repetitions", type=int, default=3)
    options = parser.parse_args()
    has_failed = False
    print(f"{'thing':14}{'largest':>9}  {'command':12}{'seconds':>8}  ratio of each doubling (at most {MOST})")
    for name in options.things or THINGS:
        thing = THINGS[name]
        for command, times in growth(thing, options.command, options.repetitions):
            ratios = [after / before for before, after in itertools.pairwise(times)]
            is_above = ratios[-1] > MOST
            has_failed = has_failed or is_above
            shown = "  ".join(f"{ratio:.2f}" for ratio in ratios)
            largest = thing.size << DOUBLINGS
            print(
                f"{name:14}{largest:>9,}  {command:12}{times[-1]:>8.2f}  {shown}{'  ABOVE' if is_above else ''}",
                flush=True,
            )
    return int(has_failed)


if __name__ == "__main__":
    sys.exit(main())
