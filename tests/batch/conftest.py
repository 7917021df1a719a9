"""Synthetic competitions as an archive and as workbooks, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.running import svscore

COUNT = 150


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "bids.parquet"
    assert svscore("archive", "synth", "-n", str(COUNT), "--seed", "3", "-o", str(path)).exit_code == 0
    return path


@pytest.fixture(scope="session")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbooks") / "bids"
    assert svscore("archive", "synth", "-n", str(COUNT), "--seed", "3", "-o", str(path)).exit_code == 0
    return path
