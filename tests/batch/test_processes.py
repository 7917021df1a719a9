"""The processes that share the work: begun for much of it only, and forked from one that survives it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from svscore.batch import processes
from svscore.batch.processes import FEW, get_ready, local_executor
from svscore.batch.work import Part

CHILD = """
import os
from pathlib import Path
from svscore.batch.processes import FEW, get_ready, local_executor
from svscore.batch.work import Part
if __name__ == "__main__":
    get_ready(FEW, 2)
    print(os.environ["OPENBLAS_NUM_THREADS"])
    with local_executor([Part(0), Part(1)], 2) as executor:
        server = executor.submit(os.getppid).result()
        print(len(list(Path(f"/proc/{server}/task").iterdir())), server != os.getpid())
        print(executor.submit(eval, "'numpy' in __import__('sys').modules").result())
        print(executor.submit(eval, "'duckdb' in __import__('sys').modules").result())
"""


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="threads are counted where Linux lists them")  # noqa: PTH112
def test_what_processes_are_forked_from_has_what_they_need_and_one_thread() -> None:
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "2"}
    done = subprocess.run(
        [sys.executable, "-c", CHILD], capture_output=True, text=True, timeout=60, check=False, env=environment
    )
    assert done.stdout.splitlines() == ["2", "1 True", "True", "False"], done.stderr


@pytest.mark.parametrize(("workbooks", "jobs", "started"), [(FEW - 1, None, 0), (FEW, 1, 0), (FEW, 2, 1)])
def test_it_is_begun_early_for_many_workbooks_only(
    workbooks: int, jobs: int | None, started: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[int] = []
    monkeypatch.setattr(processes, "_start_server", lambda: starts.append(1))
    get_ready(workbooks, jobs)
    assert len(starts) == started


@pytest.mark.parametrize(
    ("parts", "jobs"),
    [([Part(0)], 4), ([Part(0), Part(1)], 1), ([Part(0, archive="a"), Part(1, archive="a")], None)],
)
def test_little_work_is_done_here(parts: list[Part], jobs: int | None) -> None:
    with local_executor(parts, jobs) as executor:
        assert executor is None
