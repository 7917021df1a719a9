"""The processes that share the work: begun for much of it only, and forked from one that survives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from svscore.batch import processes
from svscore.batch.processes import FEW, get_ready, local_executor
from svscore.batch.work import Part

on_linux = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="Linux lists threads and processes")
STOPS = 12
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


@on_linux
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


@pytest.mark.parametrize("heard", [signal.default_int_handler, signal.SIG_IGN])
def test_control_c_waits_for_a_process_to_be_noted(heard: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[int] = []

    def submit(_self: object, number: int) -> None:
        signal.raise_signal(signal.SIGINT)
        noted.append(number)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
    before = signal.signal(signal.SIGINT, heard)
    try:
        with local_executor([Part(0), Part(1)], 2) as executor:
            assert executor is not None
            with nullcontext() if heard is signal.SIG_IGN else pytest.raises(KeyboardInterrupt):
                executor.submit(1)  # type: ignore[arg-type]
        assert noted == [1]
        assert signal.getsignal(signal.SIGINT) is heard
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def many(workbooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of so many workbooks that processes share them."""
    folder = tmp_path_factory.mktemp("many")
    paths = sorted(workbooks.iterdir())
    for number in range(FEW + 100):
        (folder / f"{number:04}.xlsx").symlink_to(paths[number % len(paths)])
    return folder


def start(folder: Path) -> subprocess.Popen[str]:
    words = ["rescore", str(folder), "--drop", "covid-19-recovery", "--jobs", "2"]
    return subprocess.Popen(
        [sys.executable, "-m", "svscore", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def in_session(leader: int) -> list[str]:
    """Processes that were begun by one, or by those it began, and have not ended."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            state, _parent, _group, session = (process / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue  # it ended meanwhile
        if int(session) == leader and state != "Z":
            found.append((process / "cmdline").read_text().replace("\0", " "))
    return found


def left_after(leader: int, seconds: float) -> list[str]:
    """The same, when they have had so long to end."""
    end = time.monotonic() + seconds
    while (left := in_session(leader)) and time.monotonic() < end:
        time.sleep(0.02)
    return left


@pytest.mark.slow
@on_linux
def test_control_c_at_any_moment_is_one_line_and_leaves_nobody(many: Path) -> None:
    begun = time.monotonic()
    whole = start(many)
    out, err = whole.communicate(timeout=120)
    takes = time.monotonic() - begun
    assert (whole.returncode, err) == (0, ""), err
    assert "without covid-19-recovery" in out
    stopped = 0
    for number in range(STOPS):
        child = start(many)
        while len(in_session(child.pid)) < 2 and child.poll() is None:  # it has begun with the first process
            time.sleep(0.01)
        time.sleep(takes * 0.7 * number / STOPS)
        os.killpg(child.pid, signal.SIGINT)  # as a terminal does
        out, err = child.communicate(timeout=120)
        if child.returncode in (130, -signal.SIGINT):  # the other is Python's, where it was just evaluating a text
            stopped += 1
            assert err in (
                "stopped; run the same command again\n",
                "stopped; with --output it can be resumed\n",
            )
        else:
            assert child.returncode == 0
            assert err.startswith("Exception ignored in") or not err, "Python lost it, at a moment of an import"
        assert left_after(child.pid, 10) == []
    assert stopped >= STOPS // 2


@on_linux
def test_processes_end_with_a_run_that_is_killed(many: Path) -> None:
    child = start(many)
    while len(in_session(child.pid)) < 5 and child.poll() is None:  # itself, what it forks from, a tracker, and two
        time.sleep(0.01)
    assert child.poll() is None
    child.kill()
    child.communicate(timeout=120)  # which waits for all that could write
    assert left_after(child.pid, 10) == []
