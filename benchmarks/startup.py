"""How long the command takes from start to end, beside Python alone and beside the import of pydantic.

Whole processes, run in turn so that a busy moment falls on all of them alike; medians. Modules are compiled first,
as pip does when it installs: without bytecode every figure is about twice as high.

    python benchmarks/startup.py [RUNS]
"""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import svscore

ROOT = Path(__file__).parents[1]
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import pydantic": ["-c", "import pydantic; pydantic.BaseModel"],
    "svscore --version": ["-m", "svscore", "--version"],
    "svscore --help": ["-m", "svscore", "--help"],
    "svscore evaluate": ["-m", "svscore", "evaluate", "examples/dsp-lot2/bids.xlsx", "--framework", "dsp-lot2"],
}


def milliseconds(arguments: list[str]) -> float:
    """Wall time of one process."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Measure and print medians, and ratios to the two yardsticks."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    compileall.compile_dir(Path(svscore.__file__).parent, quiet=1)
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(runs + 1):
        for name, arguments in COMMANDS.items():
            taken = milliseconds(arguments)
            if turn:  # the first round only warms the caches
                times[name].append(taken)
    bare, pydantic = (median(times[name]) for name in ("python -c pass", "import pydantic"))
    print(f"{'':20}{'ms':>8}{'x python':>10}{'x pydantic':>12}")
    for name, taken_by_name in times.items():
        middle = median(taken_by_name)
        print(f"{name:20}{middle:8.0f}{middle / bare:10.1f}{middle / pydantic:12.2f}")


if __name__ == "__main__":
    main()
