"""What a cell takes for each thing a model asks for, with the words people read when they stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from svscore.exact import exact_text, plain_text
from svscore.workbook.answers import answers_expected
from svscore.workbook.template.choices import Choices, answers_key
from svscore.workbook.template.page import Rule
from svscore.workbook.template.text import cut

if TYPE_CHECKING:
    from svscore.framework.model import Framework, Gate, ScaleLevel
    from svscore.workbook.columns import Field

MAX_TITLE = 32
MAX_MESSAGE = 255
"""What spreadsheet programs take for the title and text of an input message."""

_ANY = "999999999999999"
_NEGATIVE = frozenset({"none", "min-max", "fixed-range", "base-amount", "bands"})
"""Formulas for which less than nothing is a number like any other: a discount, a saving."""


class Rules:
    """The rules for the cells of one file, whose table of choices begins at row ``first``."""

    def __init__(self, framework: Framework, choices: Choices, first: int) -> None:
        self._framework = framework
        self._choices = choices
        self._first = first

    def of(self, field: Field) -> Rule:
        """What the cell of a field takes."""
        leaf = field.criterion
        if leaf is None or leaf.gate is not None:
            return self.answer(leaf.gate if leaf else None, field.title)
        if leaf.scale is not None:
            levels = self._framework.scales[leaf.scale]
            source = self._choices.source(f"scale {leaf.scale}", self._first)
            return Rule("list", cut(field.title, MAX_TITLE), scale_message(levels), source)
        if leaf.points is not None:
            most = plain_text(leaf.points.max)
            message = f"Points from 0 to {most}."
            return Rule("decimal", cut(field.title, MAX_TITLE), message, least="0", most=exact_text(leaf.points.max))
        return _offered(field)

    def answer(self, gate: Gate | None, title: str, message: str = "") -> Rule:
        """A word to be chosen: yes or no, or what a gate publishes."""
        said = message or f"Choose {answers_expected(gate)}."
        return self._list(answers_key(gate), title, said)

    def size(self) -> Rule:
        """How large a bidder is."""
        return self._list("size", "Size", "Choose micro, small, medium or large; leave blank if not known.")

    def _list(self, key: str, title: str, message: str) -> Rule:
        source = self._choices.source(key, self._first)
        return Rule("list", cut(title, MAX_TITLE), cut(message, MAX_MESSAGE), source)


def _offered(field: Field) -> Rule:
    """A price, a rate or a measured offer."""
    leaf = field.criterion
    offer = leaf.offer if leaf is not None else None
    takes_any = offer is not None and offer.formula in _NEGATIVE
    unit = f" in {offer.unit}" if offer is not None and offer.unit else ""
    message = f"A number{unit}, without the unit."
    if field.kind == "price":
        message = "An amount of money like 1234.50: no currency sign, at most two decimal places."
    least = f"-{_ANY}" if takes_any else "0"
    return Rule("decimal", cut(field.title, MAX_TITLE), cut(message, MAX_MESSAGE), least=least, most=_ANY)


def scale_message(levels: Sequence[ScaleLevel]) -> str:
    r"""Every mark with its meaning; where that is too long, each is cut alike and the sheet named that has it whole.

    >>> from svscore.framework.model import ScaleLevel
    >>> scale_message([ScaleLevel(mark="0", label="None"), ScaleLevel(mark="1", descriptor="Some.")])
    '0 None\n1 Some.'
    """
    lines = [_level_line(level) for level in levels]
    if len("\n".join(lines)) <= MAX_MESSAGE:
        return "\n".join(lines)
    more = "In full: sheet Start here"
    room = (MAX_MESSAGE - len(more)) // len(lines) - 1
    if room < 8:
        return cut(f"{', '.join(level.mark for level in levels)}. {more}", MAX_MESSAGE)
    return "\n".join([*_shared(lines, MAX_MESSAGE - len(more) - len(lines)), more])


def _level_line(level: ScaleLevel) -> str:
    words = ": ".join(part for part in (level.label, level.descriptor) if part)
    return f"{level.mark} {words}".strip()


def _shared(lines: Sequence[str], room: int) -> list[str]:
    """Lines cut to one length, as long as the room allows."""
    length = max(len(line) for line in lines)
    while sum(min(len(line), length) for line in lines) > room:
        length -= 1
    return [cut(line, length) for line in lines]
