"""Details of a bid beside its marks and prices: reference, lot, size, VCSE, time of submission."""

from __future__ import annotations

import re
from collections.abc import Callable

from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.answers import yes_or_no
from svscore.workbook.bidders import Record
from svscore.workbook.doubtful import report_unusable
from svscore.workbook.drafts import Draft
from svscore.workbook.findings import Findings
from svscore.workbook.names import MAX_NAME, is_blank, quote, text_of

SIZES = ("micro", "small", "medium", "large")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:\.[0-9]+)?)?")


def _size(text: str) -> str:
    size = text.casefold()
    return size if size in SIZES else ""


def _moment(text: str) -> str:
    """ISO text in one form, so that text order is time order."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return ""
    return f"{found[1]}T{found[2]}{found[3] or ':00'}" if found[2] else found[1]


_DETAILS: dict[str, tuple[Callable[[str], str], str]] = {
    "reference": (str, "a reference"),
    "lot": (str, "a lot"),
    "size": (_size, "micro, small, medium or large"),
    "vcse": (yes_or_no, "yes or no"),
    "submitted": (_moment, "a date and time like 2025-03-03 14:05"),
}


def read_details(record: Record, draft: Draft, findings: Findings) -> None:
    """Add the details a line gives to its bid; what cannot be used is left out, and said."""
    table, line = record.table, record.line
    for name, column in record.roles.items():
        if name not in _DETAILS or (table.kind == "long" and name != "lot"):
            continue
        understand, expected = _DETAILS[name]
        cell, at = table.cell(line, column.index), table.at(line, column.index)
        if cell is None or is_blank(cell) or report_unusable(cell, at, expected, findings, may_be_missing=True):
            continue
        text = text_of(cell)
        value = understand(text) if len(text) <= MAX_NAME else ""
        if not value:
            message = f"found {quote(text)}, expected {expected}; it was left out"
            findings.warning(codes.DETAIL, at, message)
        elif draft.details.setdefault(name, value) != value:
            _report_difference(name, value, draft.details[name], at, findings)


def _report_difference(name: str, found: str, first: str, at: Location, findings: Findings) -> None:
    message = f"the {name} {quote(found)} differs from {quote(first)}, given before; the first was taken"
    findings.warning(codes.DETAIL, at, message)
