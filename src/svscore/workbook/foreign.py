"""``.ods``, ``.xls`` and ``.xlsb`` through python-calamine (extra ``formats``), with what it cannot see stated.

It may end its whole process on a file of two cells, which cannot be caught; so it has a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from svscore.problem import Location, Problem, Severity
from svscore.workbook import codes
from svscore.workbook.cells import Cell, Kind, Range, Sheet
from svscore.workbook.limits import Limits
from svscore.workbook.numbers import number_text
from svscore.workbook.package import refusal

SUFFIXES = (".ods", ".xls", ".xlsb")
MEMORY = 400_000_000
"""Bytes of address space for the process that reads; an empty one has about 30 million."""
SECONDS = 5
"""Of work; twice as many until it must have answered."""
_CHILD = Path(__file__).with_name("foreign_child.py")
_SAVE_AS = "open it in Excel or LibreOffice and save it as .xlsx"
_UNSEEN = (
    "formats (percentages, hidden digits) and hidden rows and columns of a {suffix} file are not seen, "
    "and error values and formulas without a stored value look like blank cells{more}"
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
    found = _answer(data, source, suffix, limits)
    if "password" in found:
        raise refusal(source, codes.PASSWORD, "it is password-protected", "save it as .xlsx without a password")
    if "error" in found:
        message = f"it cannot be read as a {suffix} file: {' '.join(found['error'].split())[:100]}"
        raise refusal(source, codes.NOT_A_WORKBOOK, message, _SAVE_AS)
    _check_size(found["sheets"], source, limits)
    sheets = tuple(_sheet(source, sheet) for sheet in found["sheets"] if wanted(sheet["name"]))
    message = _UNSEEN.format(suffix=suffix, more=_MORE.get(suffix, ""))
    return sheets, (Problem(Location(source), codes.LESS_SEEN, message, _SAVE_AS, Severity.WARNING),)


def _answer(data: bytes, source: str, suffix: str, limits: Limits) -> dict[str, Any]:
    """What the other process says.

    Raises:
        SvscoreError: it died, or took too long.
    """
    # -P: the folder of the script holds a numbers.py, and the standard library has one.
    command = [sys.executable, "-P", str(_CHILD), str(MEMORY), str(SECONDS), str(limits.cells)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=2 * SECONDS)  # noqa: S603
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        message = (
            f"it asks for more memory or time than any workbook of bids, or is damaged: the {suffix} reader gave up"
        )
        raise refusal(source, codes.NOT_A_WORKBOOK, message, _SAVE_AS) from None
    return answer


def _check_size(sheets: list[dict[str, Any]], source: str, limits: Limits) -> None:
    cells = [cell for sheet in sheets for cell in sheet["cells"]]
    longest = max((len(text) for *_, text in cells), default=0)
    for count, most, what in (
        (len(sheets), limits.sheets, "sheets"),
        (len(cells), limits.cells, "cells"),
        (longest, limits.cell_characters, "characters in one cell"),
    ):
        if count > most:
            raise refusal(source, codes.TOO_LARGE, f"it holds more than {most:,} {what}", "remove what is not bids")


def _sheet(source: str, sheet: Mapping[str, Any]) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    for row, column, kind, text in sheet["cells"]:
        number = number_text(text) if kind == "number" else None
        rows.setdefault(row, {})[column] = Cell(Kind(kind), number or text)
    return Sheet(source, sheet["name"], rows, sheet["hidden"], merged=tuple(Range(*ends) for ends in sheet["merged"]))
