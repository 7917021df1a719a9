"""A mark from a cell: on the scale, or points within their bounds, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from svscore.exact import plain_text
from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.figures import read_figure, shown
from svscore.workbook.findings import Findings
from svscore.workbook.names import quote, text_of

if TYPE_CHECKING:
    from svscore.framework.model import ScaleLevel

MAX_LISTED = 24
"""Marks of a scale named in a message; a longer scale is given by its ends."""


def permitted(scale: Sequence[ScaleLevel]) -> str:
    """The marks of a scale in words: ``0, 1, 2 or 3``."""
    marks = [level.mark for level in scale]
    if len(marks) > MAX_LISTED:
        return f"one of {len(marks)} marks from {marks[0]} to {marks[-1]}"
    return f"{', '.join(marks[:-1])} or {marks[-1]}" if len(marks) > 1 else marks[0]


def read_mark(
    cell: Cell, scale: Sequence[ScaleLevel], at: Location, expected: str, findings: Findings
) -> Fraction | str | None:
    """The mark, a number or the scale's own word; ``None``, with the reason reported, when it is none."""
    if cell.kind is Kind.TEXT:
        words = {level.mark.casefold(): level.mark for level in scale if level.number is None}
        if word := words.get(text_of(cell).casefold()):
            return word
        if not any(level.number is not None for level in scale):
            _report_off_scale(cell, at, expected, findings)
            return None
    value = read_figure(cell, at, expected, findings, is_money=False)
    if value is None or value in {level.number for level in scale}:
        return value
    _report_off_scale(cell, at, expected, findings)
    return None


def _report_off_scale(cell: Cell, at: Location, expected: str, findings: Findings) -> None:
    findings.error(
        codes.OFF_SCALE,
        at,
        f"found {quote(shown(cell))}, which is not on the scale, expected {expected}",
    )


def read_points(cell: Cell, most: Fraction, at: Location, expected: str, findings: Findings) -> Fraction | None:
    """Points given directly; ``None``, with the reason reported, when outside 0 to ``most``."""
    value = read_figure(cell, at, expected, findings, is_money=False)
    if value is None or 0 <= value <= most:
        return value
    findings.error(codes.OUT_OF_RANGE, at, f"found {plain_text(value)}, expected {expected}")
    return None
