"""Cells that hold something other than what was meant: errors, dates, formulas that were never calculated."""

from __future__ import annotations

from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.findings import Findings
from svscore.workbook.names import quote

_RECALCULATE = "open it in Excel or LibreOffice, recalculate and save"


def report_unusable(
    cell: Cell, at: Location, expected: str, findings: Findings, *, may_be_missing: bool = False
) -> bool:
    """Whether the cell holds nothing anybody can use, which is then reported.

    ``may_be_missing`` is whether the model takes a blank here: a formula without a stored value is
    then a warning, and the cell counts as blank.
    """
    if cell.kind is Kind.UNSTORED:
        message = f"the formula has no stored value, expected {expected}"
        if may_be_missing:
            findings.warning(codes.UNSTORED, at, f"{message}; it counts as blank", _RECALCULATE)
        else:
            findings.error(codes.UNSTORED, at, message, _RECALCULATE)
    elif cell.kind is Kind.ERROR:
        message = f"found the error value {cell.text[:20]}, expected {expected}"
        findings.error(codes.ERROR_VALUE, at, message, "correct the formula, or write the value")
    elif cell.kind is Kind.JUNK:
        message = f"found {quote(cell.text)}, which no spreadsheet program stores, expected {expected}"
        findings.error(codes.UNUSUAL_NUMBER, at, message, "write the value again")
    else:
        return False
    return True


def report_wrong_type(cell: Cell, at: Location, expected: str, findings: Findings) -> bool:
    """Whether the cell holds a date, a truth value or a percentage where a number is meant, which is reported."""
    if cell.kind is Kind.DATE:
        message = f"found the date {cell.text[:30]}, expected {expected}"
        findings.error(codes.DATE, at, message, "format the cell as a number and write the value again")
    elif cell.kind is Kind.BOOLEAN:
        findings.error(codes.BOOLEAN, at, f"found {cell.text}, expected {expected}", "write the number")
    elif cell.kind is Kind.NUMBER and cell.format.kind == "percent":
        message = f"found a percentage, stored as {cell.text}, expected {expected}"
        findings.error(codes.PERCENT, at, message, "format the cell as a number and write the value again")
    else:
        return False
    return True
