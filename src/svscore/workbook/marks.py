"""A mark from a cell: on the scale, or points within their bounds, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from svscore.exact import plain_text
from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.figures import read_figure, shown
from svscore.workbook.findings import Findings
from svscore.workbook.names import caseless, quote, text_of

if TYPE_CHECKING:
    from svscore.framework.model import ScaleLevel

MAX_LISTED = 24
"""Marks of a scale named in a message; a longer scale is given by its ends."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The permitted marks of a scale, for looking up."""

    words: Mapping[str, str]
    """Marks that are no numbers, by lower case."""
    numbers: frozenset[Fraction]
    listed: str
    """All of them, in words: ``0, 1, 2 or 3``."""


def marks_of(scale: Sequence[ScaleLevel]) -> Marks:
    """The permitted marks of a scale."""
    words = {caseless(level.mark): level.mark for level in scale if level.number is None}
    numbers = frozenset(level.number for level in scale if level.number is not None)
    return Marks(words, numbers, _listed([level.mark for level in scale]))


def _listed(marks: Sequence[str]) -> str:
    if len(marks) > MAX_LISTED:
        return f"one of {len(marks)} marks from {marks[0]} to {marks[-1]}"
    return f"{', '.join(marks[:-1])} or {marks[-1]}" if len(marks) > 1 else marks[0]


def read_mark(cell: Cell, marks: Marks, at: Location, expected: str, findings: Findings) -> Fraction | str | None:
    """The mark, a number or the scale's own word; ``None``, with the reason reported, when it is none."""
    if cell.kind is Kind.TEXT:
        if word := marks.words.get(caseless(text_of(cell))):
            return word
        if not marks.numbers:
            _report_off_scale(cell, at, expected, findings)
            return None
    value = read_figure(cell, at, expected, findings, is_money=False)
    if value is None or value in marks.numbers:
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
