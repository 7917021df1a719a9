"""``.ods``, ``.xls`` and ``.xlsb`` through python-calamine (extra ``formats``), with what it cannot see stated.

It may end its whole process on a file of two cells, which cannot be caught; so it has a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from svscore.problem import Location, Problem, Severity
from svscore.workbook import codes
from svscore.workbook.cells import Cell, Kind, Range, Sheet
from svscore.workbook.foreign_child import Bounds
from svscore.workbook.index import sheet_name
from svscore.workbook.limits import Limits
from svscore.workbook.numbers import number_text
from svscore.workbook.package import Package, refusal

SUFFIXES = (".ods", ".xls", ".xlsb")
PATIENCE = 4
"""How much longer than its work the process may take, on a busy machine or where its work cannot be bounded."""
MAX_KNOWN = 10_000
"""Cells kept to be met again: most marks repeat."""
_CHILD = Path(__file__).with_name("foreign_child.py")
_KINDS = {kind.value: kind for kind in Kind}
_SAVE_AS = "open it in Excel or LibreOffice and save it as .xlsx"
_UNSEEN = (
    "formats (percentages, hidden digits) and hidden rows and columns of a {suffix} file are not seen. "
    "Error values and formulas without a stored value look like blank cells{more}"
)
_MORE = {".ods": "; merged cells are not seen, and TRUE is the number 1", ".xlsb": "; merged cells are not seen"}


def read_foreign(
    data: bytes, source: str, suffix: str, limits: Limits, wanted: Callable[[str], bool]
) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """The sheets whose name is ``wanted``, and that less is known of their cells than of an ``.xlsx``.

    Raises:
        SvscoreError: with one problem, when python-calamine is missing, refuses the file or dies of it.
    """
    if find_spec("python_calamine") is None:
        message = f"reading {suffix} files needs python-calamine, which is not installed"
        raise refusal(source, codes.NOT_A_WORKBOOK, message, f'pip install "svscore[formats]"; or {_SAVE_AS}')
    if data.startswith(b"PK"):
        _check_parts(Package(data, source, limits))
    sheets = tuple(_sheets(_answer(data, source, suffix, limits), source, suffix, wanted))
    message = _UNSEEN.format(suffix=suffix, more=_MORE.get(suffix, ""))
    return sheets, (Problem(Location(source), codes.LESS_SEEN, message, _SAVE_AS, Severity.WARNING),)


def _check_parts(package: Package) -> None:
    """Look at the size of every part before anybody unpacks it.

    Raises:
        SvscoreError: one is too large, or all together are.
    """
    for name in package:
        package.start_of(name)


def _answer(data: bytes, source: str, suffix: str, limits: Limits) -> Iterator[bytes]:
    """The lines the other process says.

    Raises:
        SvscoreError: it died, or took too long.
    """
    bounds = Bounds(
        limits.memory, limits.milliseconds, limits.sheets, limits.cells, limits.cell_characters, limits.characters
    )
    # -P: the folder of the script holds a numbers.py, and the standard library has one.
    command = [sys.executable, "-P", str(_CHILD), *map(str, bounds)]
    longest = PATIENCE * limits.milliseconds / 1000
    try:
        done = subprocess.run(  # noqa: S603 - our own script
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=longest,
            env=os.environ | {"RUST_BACKTRACE": "0"},  # writing one without memory left waits for ever
        )
    except (subprocess.SubprocessError, OSError):
        message = (
            f"it asks for more memory or time than any workbook of bids, or is damaged: the {suffix} reader gave up"
        )
        raise refusal(source, codes.NOT_A_WORKBOOK, message, _SAVE_AS) from None
    yield from BytesIO(done.stdout)


def _sheets(lines: Iterator[bytes], source: str, suffix: str, wanted: Callable[[str], bool]) -> Iterator[Sheet]:
    """The sheets that are wanted.

    Raises:
        SvscoreError: the other process says why there are none.
    """
    cell = lru_cache(MAX_KNOWN)(_cell)
    rows: dict[int, dict[int, Cell]] | None = None
    for line in lines:
        if line.startswith(b"{"):
            sheet = json.loads(line)
            _raise_refusal(sheet, source, suffix)
            rows = {} if wanted(sheet_name(sheet["name"], source)) else None
            if rows is not None:
                merged = tuple(Range(*ends) for ends in sheet["merged"])
                yield Sheet(source, sheet["name"], rows, sheet["hidden"], merged=merged)  # its rows follow
        elif rows is not None:
            number, cells = json.loads(line)
            rows[number] = {column: cell(kind, text) for column, kind, text in cells}


def _cell(kind: str, text: str) -> Cell:
    return Cell(_KINDS[kind], (number_text(text) if kind == "number" else None) or text)


def _raise_refusal(said: dict[str, Any], source: str, suffix: str) -> None:
    if "password" in said:
        raise refusal(source, codes.PASSWORD, "it is password-protected", "save it as .xlsx without a password")
    if "most" in said:
        raise refusal(source, codes.TOO_LARGE, f"it holds more than {said['most']}", "remove what is not bids")
    if "error" in said:
        message = f"it cannot be read as a {suffix} file: {' '.join(said['error'].split())[:100]}"
        raise refusal(source, codes.NOT_A_WORKBOOK, message, _SAVE_AS)
