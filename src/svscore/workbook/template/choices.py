"""What may be chosen in the cells of a template: one table that all its dropdowns look into.

A dropdown that refers to cells takes any word and any number as it is; one written as text would be cut
at 255 characters, and its commas and decimals would depend on the language of the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from svscore.framework.answer_words import YES_NO as SPELLINGS
from svscore.framework.answer_words import answers_to, published_words
from svscore.workbook.attributes import SIZES
from svscore.workbook.template.page import CellValue, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from svscore.framework.model import Framework, Gate, ScaleLevel
    from svscore.workbook.columns import Field

START = "Start here"
ENTRY_COLUMN = "B"
"""Column of the entries on the sheet ``Start here``."""

YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Choice:
    """One permitted entry."""

    used_for: str
    entry: CellValue
    label: str = ""
    meaning: str = ""


class Choices:
    """All permitted entries of a model, list by list."""

    def __init__(self, framework: Framework, fields: Iterable[Field], *, with_bids: bool, with_answers: bool) -> None:
        self.rows: list[Choice] = []
        self._spans: dict[str, tuple[int, int]] = {}
        fields = list(fields)
        for name, scale in framework.scales.items():
            if any(field.criterion is not None and field.criterion.scale == name for field in fields):
                self._add(f"scale {name}", [_level(name, level) for level in scale])
        if with_answers:
            self._add_answers(fields if with_bids else [])
        if with_bids:
            self._add("size", [Choice("Size of the bidder", size) for size in SIZES])

    def source(self, key: str, first: int) -> str:
        """Reference to the cells of a list; ``first`` is the first row of the table."""
        start, end = self._spans[key]
        return f"'{START}'!${ENTRY_COLUMN}${first + start}:${ENTRY_COLUMN}${first + end - 1}"

    def _add(self, key: str, choices: Sequence[Choice]) -> None:
        if key not in self._spans:
            self._spans[key] = (len(self.rows), len(self.rows) + len(choices))
            self.rows += choices

    def _add_answers(self, fields: Iterable[Field]) -> None:
        self._add(answers_key(None), [Choice("Yes or no", word) for word in YES_NO])
        for field in fields:
            if field.kind == "gate" and field.criterion is not None:
                gate = field.criterion.gate
                self._add(answers_key(gate), [Choice(field.title, word) for word in answers(gate)])


def answers(gate: Gate | None) -> tuple[str, ...]:
    """What may be answered to a gate, or, without one, to a yes/no question."""
    words = published_words(gate)
    if len(words) == 1 and words[0] in SPELLINGS:
        return (words[0], "no") if SPELLINGS[words[0]] == "yes" else ("yes", words[0])
    return answers_to(gate)[:2]


def answers_key(gate: Gate | None) -> str:
    """The list a gate's answers are in; gates with the same answers share one."""
    return "answers " + "\n".join(answers(gate))


def _level(name: str, level: ScaleLevel) -> Choice:
    value: Fraction | None = level.number
    entry = level.mark if value is None else number(value)
    return Choice(f"Marks: {name}", entry, level.label or "", level.descriptor or "")
