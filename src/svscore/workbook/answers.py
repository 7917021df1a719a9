"""An answer from a cell: yes or no in the ways people write it, or the words the gate publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svscore.framework.answer_words import YES_NO, answer_of, answers_to
from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.figures import shown
from svscore.workbook.findings import Findings
from svscore.workbook.names import quote

if TYPE_CHECKING:
    from svscore.framework.model import Gate

TICKS = frozenset("\u2610\u2611\u2612\u2705\u2713\u2714\u2715\u2717\u2718\u274c\u2716\u25a1\u25a0")
"""Boxes, ticks and crosses: one program's box for yes is another's for no."""


def yes_or_no(text: str) -> str:
    """``yes`` or ``no``; empty for anything else.

    >>> yes_or_no("Y"), yes_or_no("FALSE"), yes_or_no("maybe")
    ('yes', 'no', '')
    """
    return YES_NO.get(text.strip().casefold(), "")


def answers_expected(gate: Gate | None) -> str:
    """What the gate takes, in words: ``fail, pass or not fail``."""
    *answers, last = answers_to(gate)
    return f"{', '.join(answers)} or {last}"


def read_answer(cell: Cell, gate: Gate | None, at: Location, expected: str, findings: Findings) -> str | None:
    """The answer in lower case; ``None``, with the reason reported, when it does not decide the gate.

    Without a gate it is the yes/no column of an adjustment.
    """
    text = shown(cell)
    answer = None if cell.kind is Kind.DATE else answer_of(gate, text)
    if answer is not None:
        return answer
    if text.strip() and set(text.strip()) <= TICKS:
        hint = f"write {expected.partition(' for ')[0]}: a box or tick means different things in different programs"
    else:
        hint = findings.did_you_mean(text.casefold(), answers_to(gate))
    findings.error(codes.ANSWER, at, f"found {quote(text)}, expected {expected}", hint)
    return None
