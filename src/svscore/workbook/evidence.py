"""What the figures of a line say of it: a bid of its own, or figures that repeat the model's or the other lines'.

All comparisons are exact, at the precision the figure is shown with: 33.3 is a third of 100.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import prod
from typing import NamedTuple

from svscore.exact import parse_number, plain_text
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.names import text_of
from svscore.workbook.published import Published, Rendering

LONG_TEXT = 40
"""Characters of a text that is no figure with a word or sign beside it."""
SURE = 10_000
"""One bid in so many, or fewer, repeats the model's figures by chance: then it may not be a bid."""
FULL = 10
"""One bid in so many has full marks; more are not needed where the price, too, is a figure of the model."""
ROUND = frozenset(map(Fraction, (1, 10, 100)))
"""The whole of a weight in every rendering, and a nominal price."""
FAR = 10
"""How many times smaller than every other price a figure is that cannot be one of them by chance."""
_LONE_NUMBER = re.compile(r"[^0-9]*?(-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|-?[0-9]+(?:\.[0-9]+)?)[^0-9]*")


class Figure(NamedTuple):
    """A number in a cell, as somebody who knows nothing of its column reads it."""

    value: Fraction
    near: Fraction
    """How far off an exact figure may be that is shown like this."""
    text: str
    is_formula: bool

    def shows(self, exact: Fraction) -> bool:
        """Whether an exact figure would be shown like this."""
        return abs(self.value - exact) <= self.near


def figure_in(cell: Cell | None) -> Figure | None:
    """The figure in a cell, also one with a sign or a word beside it; ``None`` where there is none."""
    if cell is None or cell.kind not in (Kind.NUMBER, Kind.TEXT) or len(cell.text) > LONG_TEXT:
        return None
    lone = _LONE_NUMBER.fullmatch(cell.text)
    if lone is None:
        return None
    text = lone[1].replace(",", "")
    try:
        value = parse_number(text)
    except ValueError:
        return None
    digits = sum(map(str.isdecimal, text.strip("-0.")))
    decimals = len(text.partition(".")[2])
    # one digit is written as it is; a number of fifteen was computed in binary, and its last place is unsure
    units = Fraction(5) if digits >= 14 else Fraction(1, 2) if digits > 1 else Fraction(0)
    per = 100 if "%" in cell.text else 1
    return Figure(value / per, units / 10**decimals / per, text_of(cell), cell.is_formula)


class Line(NamedTuple):
    """A line of a table: what it holds for each field of the model that it has something for."""

    cells: Mapping[str, Cell]
    """By field id; blank ones are not among them."""
    figures: Mapping[str, Figure]
    """Those of them that are figures, for fields that take any."""

    @property
    def is_computed(self) -> bool:
        """Whether it has at least two figures, all by formulas."""
        return len(self.figures) > 1 and all(figure.is_formula for figure in self.figures.values())

    @property
    def has_formula(self) -> bool:
        """Whether a cell of it is a formula, stored or not."""
        return any(cell.is_formula or cell.kind is Kind.UNSTORED for cell in self.cells.values())


class Others:
    """The lines that are beyond doubt, which others are compared with."""

    def __init__(self, lines: Sequence[Line], published: Published) -> None:
        self.lines = lines
        self._published = published
        self._by_field: dict[str, _Column] = {}

    @cached_property
    def have_formulas(self) -> bool:
        """Whether a cell of any of them is a formula."""
        return any(line.has_formula for line in self.lines)

    def column(self, field: str) -> _Column:
        """What they hold for a field."""
        if field not in self._by_field:
            values = [line.figures[field].value for line in self.lines if field in line.figures]
            self._by_field[field] = _Column(sorted(values), is_less_better=field in self._published.money)
        return self._by_field[field]

    def statistic(self, line: Line, kinds: frozenset[str]) -> str:
        """Which statistic of the others a line is in all its figures; empty for none of those asked for."""
        columns = {field: self.column(field) for field in line.figures}
        if not columns or not all(column.values for column in columns.values()):
            return ""
        for kind, (word, is_it) in _STATISTICS.items():
            if (not kinds or kind in kinds) and all(is_it(line.figures[name], columns[name]) for name in columns):
                return word
        return ""

    def blend(self, line: Line) -> str:
        """The same where only a line that is worked out looks so: a sum or mean of three lines or more.

        Marks and prices in even steps make one bid the mean of its neighbours; so a mean also has to be written more
        finely than any of the lines it is made of, and a sum to be of prices.
        """
        columns = {field: self.column(field) for field in line.figures}
        if not columns or any(len(column.values) < 3 or column.is_even for column in columns.values()):
            return ""
        finer = any(_places(line.figures[name].value) > columns[name].places for name in columns)
        priced = len(columns) > 1 or not self._published.money.isdisjoint(columns)
        for kind in ("mean", "median") if finer and len(columns) > 1 else ():
            word, is_it = _STATISTICS[kind]
            if all(is_it(line.figures[name], columns[name]) for name in columns):
                return word
        word, is_it = _STATISTICS["sum"]
        is_sum = priced and all(is_it(line.figures[name], columns[name]) for name in columns)
        return word if is_sum else ""

    def is_far_below(self, field: str, figure: Figure) -> bool:
        """Whether a price is out of all proportion to the others; its own may be among them."""
        values = self.column(field).values
        least = values[1:2] if values and values[0] == figure.value else values[:1]
        return bool(least) and least[0] > 0 and figure.value * FAR <= least[0]


class _Column:
    """The figures of several lines for one field, in order."""

    def __init__(self, values: Sequence[Fraction], *, is_less_better: bool) -> None:
        self.values = values
        self.is_less_better = is_less_better

    @cached_property
    def total(self) -> Fraction:
        return sum(self.values, Fraction(0))

    @cached_property
    def mean(self) -> Fraction:
        return self.total / len(self.values)

    @cached_property
    def median(self) -> Fraction:
        half = len(self.values) // 2
        return (self.values[half] + self.values[~half]) / 2

    @cached_property
    def squares(self) -> Fraction:
        """The sum of squared distances from the mean."""
        return sum((value * value for value in self.values), Fraction(0)) - self.mean * self.total

    @cached_property
    def places(self) -> int:
        return max(map(_places, self.values))

    @property
    def is_even(self) -> bool:
        """Whether all are equal."""
        return self.values[0] == self.values[-1]

    @property
    def best(self) -> Fraction:
        return self.values[0 if self.is_less_better else -1]

    @property
    def worst(self) -> Fraction:
        return self.values[-1 if self.is_less_better else 0]


def _places(value: Fraction) -> int:
    text = plain_text(value)
    return len(text.partition(".")[2])


def _is_deviation(figure: Figure, column: _Column) -> bool:
    count = len(column.values)
    least, most = max(figure.value - figure.near, Fraction(0)), figure.value + figure.near
    return any(least * least <= column.squares / parts <= most * most for parts in (count, count - 1) if parts > 0)


_STATISTICS: dict[str, tuple[str, Callable[[Figure, _Column], bool]]] = {
    "sum": ("sum", lambda figure, column: figure.shows(column.total)),
    "mean": ("mean", lambda figure, column: figure.shows(column.mean)),
    "median": ("median", lambda figure, column: figure.shows(column.median)),
    "min": ("smallest", lambda figure, column: figure.shows(column.values[0])),
    "max": ("largest", lambda figure, column: figure.shows(column.values[-1])),
    "best": ("best", lambda figure, column: figure.shows(column.best)),
    "worst": ("worst", lambda figure, column: figure.shows(column.worst)),
    "range": ("range", lambda figure, column: figure.shows(column.values[-1] - column.values[0])),
    "deviation": ("standard deviation", _is_deviation),
    "count": ("number", lambda figure, column: figure.shows(Fraction(len(column.values)))),
}


def repeats_published(line: Line, published: Published) -> str:
    """What a line has from the model in all its figures, in words; empty where one is something else."""
    for rendering in published.renderings:
        if line.figures and all(_is_from(rendering, name, figure) for name, figure in line.figures.items()):
            return f"the {rendering.what}"
    if line.figures and all(
        name in published.most and figure.shows(published.most[name]) for name, figure in line.figures.items()
    ):
        return "the most marks"
    return "in proportion to the weights" if _is_proportional(line, published.overall) else ""


def _is_from(rendering: Rendering, name: str, figure: Figure) -> bool:
    return figure.shows(rendering.figures.get(name, Fraction(0)))


def _is_proportional(line: Line, weights: Mapping[str, Fraction]) -> bool:
    """Whether some factor makes weights that are not all the same into the figures."""
    if not all(weights.get(name) and figure.value > 0 for name, figure in line.figures.items()):
        return False
    if len({weights[name] for name in line.figures}) < 2:
        return False
    least = max((figure.value - figure.near) / weights[name] for name, figure in line.figures.items())
    most = min((figure.value + figure.near) / weights[name] for name, figure in line.figures.items())
    return least <= most


def is_surely_published(line: Line, published: Published, others: Others) -> str:
    """What a line has from the model, where hardly any bid would by chance; in words, empty for a bid.

    A bid with full marks repeats the most marks, one of 5, 3, 2 the weights 50, 30, 20: what counts is how many
    values each figure could have had. Equal marks count once: many bids have the same mark everywhere.
    """
    for rendering in published.renderings:
        if not all(_is_from(rendering, name, figure) for name, figure in line.figures.items()):
            continue
        steps_of: dict[tuple[bool, Fraction], int] = {}
        for name, figure in line.figures.items():
            steps = published.steps.get(name, 1)
            if name in published.money and others.is_far_below(name, figure):
                steps *= FAR * FAR
            if not figure.value:
                steps = 1
            elif figure.value == published.most.get(name):
                steps = min(steps, FULL)
            kind = (name in published.money, figure.value)
            steps_of[kind] = max(steps_of.get(kind, 1), steps)
        is_round = len(line.figures) == 1 and {figure.value for figure in line.figures.values()} <= ROUND
        if prod(steps_of.values()) >= SURE and not is_round:
            return f"the {rendering.what}"
    return ""


def weighted_by_chance(line: Line, after: Line, published: Published, others: Others) -> int:
    """One pair of bids in how many is like this by chance; 1 where ``after`` is not ``line`` with weighted marks.

    Each mark is that of ``line`` as a part of the most, times the weight; each price is no more than its weight.
    Equal marks count once, and full marks little: many bids have them.
    """
    steps_of: dict[Fraction, int] = {}
    chance = 1
    for name, figure in after.figures.items():
        raw, factor = line.figures.get(name), published.factors.get(name)
        if raw is None:
            return 1
        if factor is not None:
            if not figure.shows(raw.value * factor):
                return 1
            steps = published.steps[name] if raw.value else 1
            steps_of[raw.value] = min(steps, FULL) if raw.value == published.most[name] else steps
        elif name in published.money and name in published.overall:
            if not 0 <= figure.value <= published.overall[name] < raw.value:
                return 1
            chance *= FAR * FAR if others.is_far_below(name, figure) else 1
        elif figure.value != raw.value:
            return 1
    return chance * prod(steps_of.values())


def is_numbering(line: Line) -> bool:
    """Whether the figures of a line count up in steps of one size: the numbers of the criteria."""
    values = [figure.value for figure in line.figures.values()]
    steps = {after - before for before, after in pairwise(values)}
    return len(values) > 1 and 0 < values[0] < 2 and len(steps) == 1 and steps.pop() in (1, Fraction(1, 10))
