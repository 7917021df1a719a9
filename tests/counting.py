"""How much work something is, counted and not timed: the same on every machine and in every run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def work_of(action: Callable[[], object]) -> int:
    """The instructions svscore's own code runs through, and the calls of all other Python code."""
    count = 0

    def stepped(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "opcode"
        return stepped

    def called(frame: FrameType, _event: str, _argument: Any) -> Any:
        nonlocal count
        count += 1
        if "svscore" not in frame.f_code.co_filename:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return stepped

    before = sys.gettrace()
    sys.settrace(called)
    try:
        action()
    finally:
        sys.settrace(before)
    return count
