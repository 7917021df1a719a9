"""Gives whole commands files that are nearly right, until one does what no command may.

    python -m tests.fuzz.whole commands FOLDER --seconds 3600
    python -m tests.fuzz.whole definitions FOLDER --cases 500000 --seed 7
    python -m tests.fuzz.whole commands FOLDER --guided      with atheris, as coverage grows
    python -m tests.fuzz.whole commands FOLDER --again find-1234

Finds are kept in FOLDER, each with what it raised. The last line says cases, time and finds; the exit code is 1 where
there were any. The same seed draws the same cases.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import importlib
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from types import ModuleType

# ruff: noqa: T201 - what it prints is its result

FUZZERS = ("commands", "definitions")
KEPT = 2_000
"""Cases that are changed again."""


def kind_of(error: BaseException) -> str:
    """What finds have in common: the exception and where it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    ours = [frame for frame in frames if "svscore" in frame.filename]
    own = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    text = str(error)[:80] if type(error).__name__ == "FindError" else ""
    return f"{type(error).__name__} {place} {own} {text}"


class Trial:
    """Cases tried, and the finds among them."""

    def __init__(self, fuzzer: ModuleType, folder: Path) -> None:
        self.fuzzer, self.folder = fuzzer, folder
        self.finds: Counter[str] = Counter()
        self.codes: Counter[int] = Counter()

    def one(self, case: bytes) -> bool:
        """Try a case; whether all went well: it was neither refused nor a find."""
        try:
            code = self.fuzzer.try_case(case).code
        except Exception as error:  # noqa: BLE001 - whatever comes is a find
            kind = kind_of(error)
            self.finds[kind] += 1
            if self.finds[kind] == 1:
                self.keep(case, kind, error)
            return False
        self.codes[code] += 1
        return bool(code == 0)

    def keep(self, case: bytes, kind: str, error: Exception) -> None:
        """Write a find and say so."""
        name = f"find-{hashlib.sha256(case).hexdigest()[:12]}"
        (self.folder / name).write_bytes(case)
        (self.folder / f"{name}.txt").write_text(
            "".join(traceback.format_exception(error)), "utf-8", errors="backslashreplace"
        )
        print(f"{name}: {kind}", flush=True)


def plain(trial: Trial, seed: int, cases: int, seconds: float) -> int:
    """So many cases, or for so long; how many they were."""
    draw, start, done = Random(seed), time.monotonic(), 0  # noqa: S311 - no secret
    kept: list[bytes] = []  # what was not refused, to be changed again
    while done < cases and time.monotonic() - start < seconds:
        case = (
            trial.fuzzer.mutated(draw.choice(kept), draw) if kept and draw.random() < 0.3 else trial.fuzzer.drawn(draw)
        )
        if trial.one(case):
            kept[done % KEPT : done % KEPT + 1] = [case]
        done += 1
        if done % 5_000 == 0:
            print(f"{done} cases, {time.monotonic() - start:.0f} s, {trial.finds.total()} finds", flush=True)
    return done


def guided(trial: Trial, options: Sequence[str]) -> None:
    """With atheris, which changes what reached something new; it ends the process, with the first find if any."""
    import atheris  # noqa: PLC0415 - Linux on x86-64 only

    def change(case: bytes, most: int, seed: int) -> bytes:
        return bytes(trial.fuzzer.mutated(case, Random(seed))[:most])  # noqa: S311 - no secret

    def tried(case: bytes) -> None:
        trial.one(case)
        if trial.finds:
            raise RuntimeError("a find: it is told above")

    cases = trial.folder / "cases"
    cases.mkdir(exist_ok=True)
    for number, case in enumerate(trial.fuzzer.starting()):
        (cases / f"seed-{number}").write_bytes(case)
    own = ["-max_len=60000", "-timeout=60", "-rss_limit_mb=1000", f"-artifact_prefix={trial.folder}/crash-"]
    atheris.Setup([sys.argv[0], *own, *options, str(cases)], tried, custom_mutator=change)
    atheris.Fuzz()


def main(arguments: Sequence[str] | None = None) -> int:
    """Try cases; 1 where there were finds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fuzzer", choices=FUZZERS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases", type=int, default=sys.maxsize)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guided", action="store_true")
    parser.add_argument("--again", nargs="*", metavar="FIND", help="files of cases, tried with their exceptions shown")
    options, more = parser.parse_known_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    folder = options.folder.resolve()
    gc.set_threshold(50_000)  # as the command does
    with ExitStack() as stack:
        if options.guided:
            import atheris  # noqa: PLC0415 - Linux on x86-64 only

            stack.enter_context(atheris.instrument_imports(include=["svscore"]))
        fuzzer = importlib.import_module(f"tests.fuzz.{options.fuzzer}")
        stack.enter_context(fuzzer.own_folder())
        fuzzer.prepare()
        gc.freeze()
        trial = Trial(fuzzer, folder)
        for find in options.again or ():
            print(fuzzer.try_case((folder / find).read_bytes()))
        if options.again:
            return 0
        if options.guided:
            guided(trial, more)
        start = time.monotonic()
        done = plain(trial, options.seed, options.cases, options.seconds)
        codes = ", ".join(f"{count} of exit code {code}" for code, count in sorted(trial.codes.items()))
        print(
            f"{options.fuzzer}: {done} cases in {time.monotonic() - start:.0f} s, {trial.finds.total()} finds; {codes}"
        )
    return int(bool(trial.finds))


if __name__ == "__main__":
    sys.exit(main())
