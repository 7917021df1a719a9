"""Reads an old, binary or OpenDocument workbook with python-calamine, in a process that may die of it.

Run as a script, with as little imported as possible, by :mod:`svscore.workbook.foreign`: the file comes in on
stdin, its sheets go out on stdout, one line of JSON for each sheet and then for each of its rows. Writes nothing to
disk; memory and time are bounded where the system can.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any, NamedTuple

CellRecord = tuple[int, str, str]
"""Column, kind and text."""


class Bounds(NamedTuple):
    """What this process may use and say."""

    memory: int
    """Bytes of address space; without a workbook there are about 30 million."""
    milliseconds: int
    """Of work."""
    sheets: int
    cells: int
    cell_characters: int
    characters: int
    """In all cells together."""


class _TooMuchError(Exception):
    """What there is too much of."""


def cell(column: int, value: Any) -> CellRecord | None:
    """What a value is, and its text: the shortest decimal that stands for the stored number."""
    if isinstance(value, str):
        return (column, "text", value) if value else None
    if isinstance(value, bool):
        return column, "boolean", str(value).upper()
    if isinstance(value, int | float):
        return column, "number" if math.isfinite(value) else "junk", repr(value)
    if isinstance(value, date | time):
        return column, "date", value.isoformat()
    return column, "date", str(value) if isinstance(value, timedelta) else repr(value)


def sheets(book: Any, bounds: Bounds) -> Iterator[Any]:
    """Each worksheet, followed by its rows that hold something: number and cells.

    Raises:
        _TooMuchError: there is more than the bounds allow.
    """
    kept = [metadata for metadata in book.sheets_metadata if str(metadata.typ) == "SheetTypeEnum.WorkSheet"]
    _check(len(kept), bounds.sheets, "sheets")
    cells = characters = 0
    for metadata in kept:
        found = book.get_sheet_by_name(metadata.name)
        merged = found.merged_cell_ranges or []
        cells += len(merged)
        yield {
            "name": metadata.name,
            "hidden": str(metadata.visible) != "SheetVisibleEnum.Visible",
            "merged": [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in merged],
        }
        first = found.start[1] + 1 if found.start else 1
        for number, values in enumerate(found.iter_rows(), 1):
            row = [record for column, value in enumerate(values, first) if (record := cell(column, value))]
            cells += len(row)
            _check(cells, bounds.cells, "cells")
            if row:
                lengths = [len(text) for _, _, text in row]
                characters += sum(lengths)
                _check(max(lengths), bounds.cell_characters, "characters in one cell")
                _check(characters, bounds.characters, "characters")
                yield number, row


def _check(count: int, most: int, what: str) -> None:
    if count > most:
        raise _TooMuchError(f"{most:,} {what}")


def bound(bounds: Bounds) -> None:
    """Let this process have no more memory and time, and no file to write."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
        import signal  # noqa: PLC0415
    except ImportError:
        return
    for limit, most in (
        (resource.RLIMIT_AS, bounds.memory),
        (resource.RLIMIT_CPU, -(-bounds.milliseconds // 1000)),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(OSError, ValueError):  # macOS knows some of them by name only
            resource.setrlimit(limit, (most, most))
    # finer than whole seconds; nothing handles its signal, which ends the process
    signal.setitimer(signal.ITIMER_PROF, bounds.milliseconds / 1000)


def read(data: bytes, bounds: Bounds) -> Iterator[Any]:
    """The worksheets of a workbook, or why it cannot be read."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 - after the bounds

    try:
        yield from sheets(CalamineWorkbook.from_filelike(BytesIO(data)), bounds)
    except _TooMuchError as much:
        yield {"most": str(much)}
    except PasswordError:
        yield {"password": True}
    except CalamineError as error:
        yield {"error": str(error)}


def main() -> None:
    """Answer for the workbook on stdin."""
    bounds = Bounds(*map(int, sys.argv[1:]))
    bound(bounds)
    encode = json.JSONEncoder(separators=(",", ":")).encode
    for said in read(sys.stdin.buffer.read(), bounds):
        sys.stdout.write(encode(said) + "\n")


if __name__ == "__main__":
    main()
