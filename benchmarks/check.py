"""What one more file costs `svscore check`, beside check-jsonschema and yamllint on the same files.

The files are copies of a model of 20 lines, and of the shipped definitions. Processor time of whole processes, which
other work on the machine hardly changes, run in turn; medians. Start-up is the time for one file, and the cost of a
file what the others add, divided by their number. check-jsonschema looks at structure alone, yamllint at layout alone.
Needs a system that tells the processor time of a child process: not Windows.

    pip install -e .[benchmark]
    python benchmarks/check.py [FILES] [RUNS]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
SMALL = """svscore: 1
id: {name}
title: Example
version: "1"
regime: other
status: illustrative
scales:
  three: [{{mark: 0, descriptor: None.}}, {{mark: 1, descriptor: Some.}}, {{mark: 2, descriptor: All.}}]
rounding: {{criterion: 2, total: 2}}
criteria:
  - id: quality
    title: Quality
    weight: 70
    minimum: 50%
    criteria:
      - {{id: method, title: Method, weight: 60, scale: three, question: How will you work?}}
      - {{id: team, title: Team, weight: 40, scale: three, question: Who will do it?}}
  - {{id: price, title: Price, weight: 30, price: {{formula: lowest-ratio}}}}
tie-break: [quality, price]
"""


def shipped(count: int, folder: Path) -> list[str]:
    """Copies of the shipped definitions, each with the lines it has."""
    sources = sorted((ROOT / "frameworks").glob("*.yaml"))
    return [_copied(sources[number % len(sources)].read_text("utf-8"), number, folder) for number in range(count)]


def small(count: int, folder: Path) -> list[str]:
    """Models of 20 lines."""
    return [_copied(SMALL.format(name=f"model-{number}"), number, folder) for number in range(count)]


def _copied(text: str, number: int, folder: Path) -> str:
    path = folder / f"file-{number:04}.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def commands(files: list[str], schema: Path) -> dict[str, list[str]]:
    """The three programs over the same files."""
    return {
        "svscore check": ["-m", "svscore", "check", *files],
        "check-jsonschema": ["-m", "check_jsonschema", "--schemafile", str(schema), *files],
        "yamllint": ["-m", "yamllint", "-d", "relaxed", *files],
    }


def seconds(arguments: list[str], folder: Path) -> float:
    """Processor time of one process; what it finds does not matter, that it ran does."""
    environment = {**os.environ, "SVSCORE_FRAMEWORKS": str(ROOT / "frameworks")}
    before = os.times()
    done = subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def main() -> None:
    """Measure and print medians: start-up, all files, and milliseconds for each further file."""
    count, runs = (int(argument) for argument in (*sys.argv[1:3], "500", "5")[:2])
    printing = [sys.executable, "-m", "svscore", "frameworks", "schema"]
    schema_text = subprocess.run(printing, capture_output=True, check=True)
    print(f"{'':30}{'one file, s':>12}{f'{count} files, s':>14}{'ms a file':>11}")
    for build in (small, shipped):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            schema = folder / "schema.json"
            schema.write_bytes(schema_text.stdout)
            files = build(count, folder)
            times: dict[tuple[str, int], list[float]] = {}
            for _ in range(runs):
                for size in (1, count):
                    for program, arguments in commands(files[:size], schema).items():
                        times.setdefault((program, size), []).append(seconds(arguments, folder))
            for program in commands([], schema):
                one, all_of_them = (median(times[program, size]) for size in (1, count))
                each = (all_of_them - one) / (count - 1) * 1000
                print(f"{build.__name__ + ', ' + program:30}{one:12.2f}{all_of_them:14.2f}{each:11.2f}")


if __name__ == "__main__":
    main()
