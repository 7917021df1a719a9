"""The same job on a real Dask cluster, one of whose workers dies: the bytes are those of one process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.batch.running import svscore

CHILD = """
import sys
from svscore.batch import inputs
inputs.FILES_A_PART = 4
from svscore.cli.app import app
app(sys.argv[1:])
"""
PATIENCE = 60
"""Seconds to wait for something to begin."""


@contextmanager
def process(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for_port(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("no scheduler")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")
def test_a_worker_is_killed_in_the_middle(workbooks: Path, tmp_path: Path) -> None:
    alone, output = tmp_path / "alone.csv", tmp_path / "cluster.csv"
    assert svscore("rescore", str(workbooks), "--drop", "wellbeing", "--jobs", "1", "-o", str(alone)).exit_code == 0
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ("-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    worker = ("-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
    with ExitStack() as stack:
        stack.enter_context(process(*scheduler))
        wait_for_port(port)
        first, _ = (stack.enter_context(process(*worker, "--host", "127.0.0.1")) for _ in range(2))
        words = ["rescore", str(workbooks), "--drop", "wellbeing", "--cluster", address, "-o", str(output)]
        run = stack.enter_context(process("-c", CHILD, *words))
        parts = tmp_path / "cluster.csv.parts"
        end = time.monotonic() + PATIENCE
        while len(list(parts.glob("part-*"))) < 5 and time.monotonic() < end:
            time.sleep(0.01)
        assert run.poll() is None, "the run ended before a worker could be killed"
        first.send_signal(signal.SIGKILL)
        assert run.wait(timeout=PATIENCE) == 0
    assert output.read_bytes() == alone.read_bytes()


def test_nobody_at_the_address(workbooks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from svscore.batch import cluster  # noqa: PLC0415 - only where Dask is installed

    monkeypatch.setattr(cluster, "WAIT", 1)
    result = svscore("rescore", str(workbooks), "--drop", "wellbeing", "--cluster", f"tcp://127.0.0.1:{free_port()}")
    assert result.exit_code == 2
    assert "BA109 no scheduler answers" in result.stderr
