"""Names of people made into names of sheets and files, of which programs take fewer letters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from svscore.workbook.layout import DETAILS_SHEETS, OWN_SHEETS
from svscore.workbook.names import composed, heading_key

MAX_SHEET = 31
"""Characters of a sheet's name, as spreadsheet programs count them: one beyond the first 65,536 is two."""
RESERVED = frozenset({"bids", "consensus", "history", "scores"}) | DETAILS_SHEETS | OWN_SHEETS
"""Sheets of the template, of results, and one a spreadsheet program keeps for itself."""

_ILLEGAL = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
_ILLEGAL_IN_FILES = re.compile(r"[^\w .()&+-]+")


def sheet_names(names: Iterable[str]) -> list[str]:
    """A name for the sheet of each evaluator: legal, at most 31 characters, none like another.

    >>> sheet_names(["A. Patel", "Ops/HR: lead", "a. patel [deputy]", "Model"])
    ['A. Patel', 'Ops HR lead', 'a. patel deputy', 'Model (2)']
    """
    made: list[str] = []
    for name in names:
        taken = {other.casefold() for other in made}
        made.append(_free(_tidy(_ILLEGAL.sub(" ", name)) or "Evaluator", taken))
    return made


def file_names(names: Iterable[str]) -> list[str]:
    """The same for files, without ending: letters, digits and a few signs every system takes.

    >>> file_names(["A. Patel", "Ops/HR", "ops:hr"])
    ['A. Patel', 'Ops HR', 'ops hr (2)']
    """
    made: list[str] = []
    for name in names:
        taken = {other.casefold() for other in made}
        made.append(_free(_tidy(_ILLEGAL_IN_FILES.sub(" ", composed(name))) or "evaluator", taken))
    return made


def _tidy(name: str) -> str:
    return " ".join(name.split()).strip("'. ")


def _free(name: str, taken: set[str]) -> str:
    """The name, cut and numbered until it is like no other."""
    count, made = 1, _cut(name, MAX_SHEET)
    while made.casefold() in taken or heading_key(made) in RESERVED:
        count += 1
        number = f" ({count})"
        made = _cut(name, MAX_SHEET - len(number)) + number
    return made


def _cut(name: str, length: int) -> str:
    """The beginning of a name in at most so many UTF-16 units, no character halved."""
    return name.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore").strip("' ")
