"""Whether a line repeats what the model publishes, or weights another line; and how hard that is by chance."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import prod

from svscore.workbook.evidence import FAR, Figure, Line, Others
from svscore.workbook.published import Published, Rendering

SURE = 10_000
"""One bid in so many, or fewer, repeats the model's figures by chance: then it may not be a bid."""
FULL = 10
"""One bid in so many has full marks; more are not needed where the price, too, is a figure of the model."""
ROUND = frozenset(map(Fraction, (1, 10, 100)))
"""The whole of a weight in every rendering, and a nominal price."""


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
