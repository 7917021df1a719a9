"""Workbooks and archives in storage that fsspec reaches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.batch.running import svscore

fsspec: Any = pytest.importorskip("fsspec")
DROP = ("--drop", "wellbeing")


@pytest.fixture(scope="module")
def bucket(archive: Path, workbooks: Path) -> str:
    system = fsspec.filesystem("memory")
    for path in sorted(workbooks.iterdir())[:12]:
        system.put_file(str(path), f"/bucket/books/{path.name}")
    system.put_file(str(archive), "/bucket/bids.parquet")
    return "memory://bucket"


def test_a_remote_archive_is_the_same_archive(archive: Path, bucket: str) -> None:
    assert svscore("rescore", f"{bucket}/bids.parquet", *DROP).stdout == svscore("rescore", str(archive), *DROP).stdout


@pytest.mark.parametrize("pattern", ["{bucket}/books", "{bucket}/books/*.xlsx", "file://{folder}"])
def test_remote_workbooks_are_the_same_workbooks(
    pattern: str, bucket: str, workbooks: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("twelve")
    for path in sorted(workbooks.iterdir())[:12]:
        (folder / path.name).write_bytes(path.read_bytes())
    result = svscore("rescore", pattern.format(bucket=bucket, folder=folder), *DROP, "-o", str(tmp_path / "rows.csv"))
    assert result.exit_code == 0
    assert result.stdout == svscore("rescore", str(folder), *DROP).stdout


def test_storage_nobody_knows_is_one_clear_line() -> None:
    result = svscore("rescore", "nowhere://bucket/bids.parquet", *DROP)
    assert result.exit_code == 1
    assert "BA114 cannot be reached: Protocol not known: nowhere" in result.stderr


def test_nothing_at_the_address(bucket: str) -> None:
    result = svscore("rescore", f"{bucket}/gone.xlsx", *DROP)
    assert result.exit_code == 1
    assert "BA106 no workbook and no archive is found here" in result.stderr
