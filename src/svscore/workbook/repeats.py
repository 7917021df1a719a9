"""Whether a line repeats what the model publishes, or counts its columns; and how hard that is by chance.

Each comparison gives a number of bids: one in so many has such figures by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import prod
from typing import NamedTuple

from svscore.workbook.evidence import FAR, Figure, Line, Others
from svscore.workbook.published import Published, Rendering

SURE = 10_000
"""One bid in so many, or fewer, has such figures by chance: then it may not be a bid."""
RARE = 20
"""One bid in so many: it is read as a bid, and said."""
FEW = 1_000
"""The same for a line of one figure, or of equal ones: many bids have the weight as a mark."""
FULL = 10
"""One bid in so many has full marks; more are not needed where the price, too, is a figure of the model."""
ROUND = frozenset(map(Fraction, (1, 10, 100)))
"""The whole of a weight in every rendering, and a nominal price."""


class Likeness(NamedTuple):
    """What the figures of a line are like, in words, and one bid in how many has such figures by chance."""

    what: str = ""
    one_in: int = 1
    is_rare: bool = False
    """Whether it is worth a word, for a line that is read as a bid."""


def repeats_published(line: Line, published: Published) -> str:
    """What a line has from the model in all its figures, in words; empty where one is something else."""
    for rendering in published.renderings:
        if line.figures and all(_is_from(rendering, name, figure) for name, figure in line.figures.items()):
            return f"the {rendering.what}"
    if line.figures and all(
        name in published.most and figure.shows(published.most[name]) for name, figure in line.figures.items()
    ):
        return "the most marks"
    return next((f"in proportion to the {what}" for what, _ in _proportions(line, published)), "")


def _is_from(rendering: Rendering, name: str, figure: Figure) -> bool:
    return figure.shows(rendering.figures.get(name, Fraction(0)))


def likeness(line: Line, published: Published, others: Others, places: Mapping[str, int]) -> Likeness:
    """What a line is most like that is no bid. ``places`` has the row or column of each field, by id.

    A bid with full marks repeats the most marks, one of 5, 3, 2 the weights 50, 30, 20: what counts is how many
    values each figure could have had. Equal marks count once: many bids have the same mark everywhere.
    """
    steps = _steps(line, published, others)
    if not steps:
        return Likeness()
    chance, free = prod(steps), prod(steps) // min(steps)
    likes = [
        *(Likeness(f"the {what}", chance) for what in _renderings(line, published)),
        *(
            Likeness(f"in proportion to the {what}", free)
            for what, is_same in _proportions(line, published)
            if not is_same
        ),
        *(_counted(line, chance, free, places) if line.cells.keys() <= line.figures.keys() | published.answers else ()),
        *_alone(line, published, others, chance),
    ]
    best = max(likes, key=lambda like: min(like.one_in, SURE), default=Likeness())  # of two that are sure the first
    return best._replace(is_rare=best.one_in >= (RARE if len(steps) > 1 else FEW))


def _steps(line: Line, published: Published, others: Others) -> list[int]:
    """How many values each figure of a line could have had; marks that are equal are there once."""
    steps_of: dict[tuple[bool, Fraction], int] = {}
    for name, figure in line.figures.items():
        steps, is_price = published.steps.get(name, 1), name in published.money
        if is_price:
            steps *= others.oddness(name, figure)
        if not figure.value:
            steps = 1
        elif figure.value == published.most.get(name):
            steps = min(steps, FULL)
        kind = (is_price, figure.value)
        steps_of[kind] = max(steps_of.get(kind, 1), steps)
    return list(steps_of.values())


def _renderings(line: Line, published: Published) -> Iterator[str]:
    """What of the model a line repeats as it is published."""
    telling = [figure.value for figure in line.figures.values() if figure.value]
    if len(telling) == 1 and telling[0] in ROUND:
        return
    for rendering in published.renderings:
        if all(_is_from(rendering, name, figure) for name, figure in line.figures.items()):
            yield rendering.what


def _proportions(line: Line, published: Published) -> Iterator[tuple[str, bool]]:
    """What of the model, where that is not all one figure, a line is in proportion to; and whether it is the same."""
    for rendering in published.ratios:
        wholes = rendering.figures
        if not all(wholes.get(name) and figure.value > 0 for name, figure in line.figures.items()):
            continue
        if len({wholes[name] for name in line.figures}) < 2:
            continue
        least = max((figure.value - figure.near) / wholes[name] for name, figure in line.figures.items())
        most = min((figure.value + figure.near) / wholes[name] for name, figure in line.figures.items())
        if least <= most:
            yield rendering.what, least <= 1 <= most


def _counted(line: Line, chance: int, free: int, places: Mapping[str, int]) -> Iterator[Likeness]:
    """Whether the figures number the criteria; unless they begin with the first, one of them tells nothing."""
    if (first := first_number(line, places)) is not None:
        yield Likeness("a count of the criteria", chance if first <= 2 else free)


def first_number(line: Line, places: Mapping[str, int]) -> Fraction | None:
    """The least figure where a line counts its criteria, by ones or tenths, up or down; ``None`` where it does not."""
    values = [(figure.value, places.get(name, 0)) for name, figure in line.figures.items()]
    steps = (1, -1, Fraction(1, 10), Fraction(-1, 10))
    is_count = any(len({value - step * place for value, place in values}) == 1 for step in steps)
    least = min((value for value, _ in values), default=Fraction(-1))
    return least if is_count and least >= 0 and len({place for _, place in values}) > 1 else None


def _alone(line: Line, published: Published, others: Others, chance: int) -> Iterator[Likeness]:
    """Whether a price out of all proportion is the same figure as every mark, or stands where others have marks."""
    prices = [name for name in line.figures if name in published.money]
    oddness = min((others.oddness(name, line.figures[name]) for name in prices), default=1)
    marks = published.most.keys()
    if oddness >= FAR * FAR and len(prices) < len(line.figures):
        if len({figure.value for figure in line.figures.values()}) == 1:
            yield Likeness("the same for every criterion, the price included", chance)
    elif marks.isdisjoint(line.figures) and oddness >= FAR * FAR:
        rest = [other for other in others.lines if other is not line]
        if marks and all(not marks.isdisjoint(other.figures) for other in rest):
            yield Likeness("out of all proportion to the other prices, and it has no mark where they have", SURE)
