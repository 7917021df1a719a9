"""What the C library is told about freed memory: only what its documentation lets it take."""

from __future__ import annotations

import ctypes
import sys

import pytest

from svscore.batch import memory


@pytest.mark.skipif(sys.platform != "linux", reason="the C library of Linux")
def test_the_library_is_told_what_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []

    class Library:
        def mallopt(self, option: int, value: int) -> int:
            told.append((option, value))
            return 1

    monkeypatch.setattr(ctypes, "CDLL", lambda _name: Library())
    memory.keep_freed_memory.__wrapped__()
    assert dict(told)[memory.M_MMAP_THRESHOLD] <= 4 * 2**20 * 8, "DEFAULT_MMAP_THRESHOLD_MAX where a long has 8 bytes"
    assert dict(told)[memory.M_TRIM_THRESHOLD] == memory.KEPT


@pytest.mark.skipif(sys.platform != "linux", reason="the C library of Linux")
def test_a_library_that_cannot_be_told_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    memory.keep_freed_memory.__wrapped__()
