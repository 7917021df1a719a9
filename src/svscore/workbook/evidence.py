"""What the figures of a line say of it: a bid of its own, or figures that repeat the model's or the other lines'.

All comparisons are exact, at the precision the figure is shown with: 33.3 is a third of 100.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from svscore.exact import parse_number, plain_text
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.names import text_of
from svscore.workbook.published import Published

LONG_TEXT = 40
"""Characters of a text that is no figure with a word or sign beside it."""
FAR = 10
"""How many times smaller than other prices a figure is that cannot be one of them by chance."""
_FAR_BELOW = ((FAR * FAR, FAR**3), (FAR, FAR * FAR), (3, FAR))
"""How many times smaller a price is than the mean of all, and one price in how many is so by chance."""
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

    def oddness(self, field: str, figure: Figure) -> int:
        """How rare it is that a price is so far below the mean, its own included: 1 where it is not far below."""
        column = self.column(field)
        mean = column.mean if column.values else Fraction(0)
        return odds_of_distance(figure.value, mean)


def odds_of_distance(price: Fraction, other: Fraction) -> int:
    """One price in how many is so far below another: 1 where it is not far."""
    return next((odds for far, odds in _FAR_BELOW if other > 0 and price * far <= other), 1)


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
