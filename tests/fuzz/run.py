"""Reads files that change as coverage grows, until something but a refusal comes of one.

    python -m tests.fuzz.run FOLDER [libFuzzer options, such as -max_total_time=3600 -seed=1]

Kept in FOLDER: the cases, which begin as a copy of the corpus, and finds. A case that takes five seconds, or more than
700 MB (the instrumented reader alone takes 200), is a find like an exception. The lines of libFuzzer say cases and
memory from the start to the end.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["svscore.workbook"]):
    import svscore.workbook.read  # noqa: F401 - imported here first, so that its branches are counted

from tests.fuzz.seeds import FOLDER
from tests.fuzz.target import model, run

OPTIONS = ("-timeout=5", "-rss_limit_mb=700", "-max_len=20000", f"-dict={FOLDER.with_name('tokens.dict')}")


def main(arguments: Sequence[str]) -> None:
    """Fuzz until the time or the number of runs is over."""
    folder = Path(arguments[0])
    cases = folder / "cases"
    if not cases.exists():
        shutil.copytree(FOLDER, cases)
    framework = model()
    options = [*OPTIONS, f"-artifact_prefix={folder}/find-", *arguments[1:], str(cases)]
    atheris.Setup([sys.argv[0], *options], lambda case: run(case, folder, framework))
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
