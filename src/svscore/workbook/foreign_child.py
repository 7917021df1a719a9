"""Reads an old, binary or OpenDocument workbook with python-calamine, in a process that may die of it.

Run as a script, with as little imported as possible, by :mod:`svscore.workbook.foreign`: the file comes in on
stdin, its cells go out on stdout as JSON. Writes nothing to disk; memory and time are bounded where the system can.
"""

from __future__ import annotations

import json
import math
import sys
from contextlib import suppress
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any

CellRecord = tuple[int, int, str, str]
"""Row, column, kind and text."""


def cell(row: int, column: int, value: Any) -> CellRecord | None:
    """What a value is, and its text: the shortest decimal that stands for the stored number."""
    if isinstance(value, bool):
        return row, column, "boolean", str(value).upper()
    if isinstance(value, int | float):
        return row, column, "number" if math.isfinite(value) else "junk", repr(value)
    if isinstance(value, date | time):
        return row, column, "date", value.isoformat()
    if isinstance(value, timedelta):
        return row, column, "date", str(value)
    return (row, column, "text", value) if value else None


def sheet(book: Any, metadata: Any, max_cells: int) -> dict[str, Any]:
    """One sheet: its cells in order, at most one more than ``max_cells``, and its merged ranges."""
    found = book.get_sheet_by_name(metadata.name)
    cells: list[CellRecord] = []
    for row, values in enumerate(found.to_python(skip_empty_area=False), 1):
        cells += [record for column, value in enumerate(values, 1) if (record := cell(row, column, value))]
        if len(cells) > max_cells:
            break
    merged = [
        (top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in found.merged_cell_ranges or []
    ]
    return {
        "name": metadata.name,
        "hidden": str(metadata.visible) != "SheetVisibleEnum.Visible",
        "cells": cells,
        "merged": merged,
    }


def bound(memory: int, seconds: int) -> None:
    """Let this process have no more than so many bytes, seconds of work and no file to write."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(OSError, ValueError):  # macOS knows some of them by name only
            resource.setrlimit(limit, (most, most))


def read(data: bytes, max_cells: int) -> dict[str, Any]:
    """The worksheets of a workbook, or why it cannot be read."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 - after the bounds

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        kept = [metadata for metadata in book.sheets_metadata if str(metadata.typ) == "SheetTypeEnum.WorkSheet"]
        return {"sheets": [sheet(book, metadata, max_cells) for metadata in kept]}
    except PasswordError:
        return {"password": True}
    except CalamineError as error:
        return {"error": str(error)}


if __name__ == "__main__":
    bound(memory=int(sys.argv[1]), seconds=int(sys.argv[2]))
    json.dump(read(sys.stdin.buffer.read(), int(sys.argv[3])), sys.stdout)
