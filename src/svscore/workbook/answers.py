"""An answer from a cell: yes or no in the ways people write it, or the words the gate publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svscore.framework.answer_words import YES_NO
from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.figures import shown
from svscore.workbook.findings import Findings
from svscore.workbook.names import caseless, composed, quote

if TYPE_CHECKING:
    from svscore.framework.model import Gate


def yes_or_no(text: str) -> str:
    """``yes`` or ``no``; empty for anything else.

    >>> yes_or_no("Y"), yes_or_no("FALSE"), yes_or_no("maybe")
    ('yes', 'no', '')
    """
    return YES_NO.get(text.strip().casefold(), "")


def words_of(gate: Gate | None) -> tuple[str, ...]:
    """The words a gate publishes, in lower case; none where it asks for yes or no."""
    given = (gate.fail_when, gate.pass_when) if gate is not None else ()
    return tuple(word.casefold() for word in given if word)


def answers_expected(gate: Gate | None) -> str:
    """What the gate takes, in words."""
    words = words_of(gate)
    if len(words) == 2:
        return " or ".join(words)
    return "yes or no" if not words or yes_or_no(words[0]) else f"{words[0]} or another answer"


def read_answer(cell: Cell, gate: Gate | None, at: Location, expected: str, findings: Findings) -> str | None:
    """The answer in lower case; ``None``, with the reason reported, when the gate does not know it.

    Without a gate it is the yes/no column of an adjustment.
    """
    text = caseless(shown(cell))
    words = words_of(gate)
    if cell.kind in (Kind.TEXT, Kind.BOOLEAN) and (known := _known(text, words)):
        return known
    if len(words) == 1 and text == f"not {words[0]}":
        return text
    if cell.kind is not Kind.DATE and len(words) == 1 and not yes_or_no(words[0]):
        meaning = "does not fail" if gate is not None and gate.fail_when else "does not pass"
        message = f"{quote(text)} is another answer than {quote(words[0])}: it {meaning}"
        findings.warning(codes.ANSWER, at, message, findings.did_you_mean(text, words))
        return text
    message = f"found {quote(shown(cell))}, expected {expected}"
    findings.error(codes.ANSWER, at, message, findings.did_you_mean(text, words or ("yes", "no")))
    return None


def _known(text: str, words: tuple[str, ...]) -> str:
    """The published word an answer stands for; ``yes`` or ``no`` where those are asked for."""
    if published := next((word for word in words if composed(word) == text), ""):
        return published
    meaning = yes_or_no(text)
    same = next((word for word in words if meaning and yes_or_no(word) == meaning), "")
    if same or (words and not any(yes_or_no(word) for word in words)):
        return same
    return meaning if len(words) < 2 else ""
