"""What each value of a leaf is worth, as whole numbers: alone, and together with the leaves beside it.

Whatever a value earns is worked out once, by the functions that scoring itself uses, with the rounding
stages in it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import floor

import numpy as np

from svscore.batch.table import Column, Flags, Whole
from svscore.bids import Bid, Entry
from svscore.exact import round_fraction
from svscore.framework.answer_words import passes
from svscore.framework.levels import levels_of
from svscore.framework.model import Criterion, Framework, Rounding
from svscore.problem import Location
from svscore.scoring.eligibility import judge
from svscore.scoring.values import read_values

MAX_VALUES = 5000
"""Most permitted values of one leaf: points in hundredths up to 50."""
MAX_TOGETHER = 8192
"""Most combinations of values that are looked up together: what stays close to a processor."""


class NoPlanError(Exception):
    """The model, or a column, has something only the engine can do; the text says what."""


@dataclass(frozen=True, slots=True)
class Permitted:
    """The values a leaf may have: the whole number of each in its column, and the share of the weight it earns."""

    codes: tuple[int, ...]
    values: tuple[Fraction | str, ...]
    shares: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """What the permitted values of a leaf earn."""

    unrounded: tuple[Fraction, ...]
    exact: tuple[Fraction, ...]
    """Before the rounding of points."""
    score: tuple[Fraction, ...]
    """After all rounding stages."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What each value of an absolute leaf is worth, by the whole number that stands in its column."""

    score: Whole
    """After all rounding stages, over the plan's denominator."""
    exact: Whole
    """Before the rounding of points."""
    unrounded: Whole
    """Without any rounding, over the plan's unrounded denominator."""
    excludes: Flags
    """Whether this value alone excludes the bid: a gate failed, a minimum missed."""
    is_known: Flags
    """Whether the value is one the model permits."""


@dataclass(frozen=True, slots=True)
class Pack:
    """Leaves of one group that are looked up together: their values make one number, as digits do."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    """How many values each has: the base of its digit."""
    score: Whole
    """What each combination is worth after all rounding stages, over the plan's denominator."""
    excludes: Flags | None
    """Whether it excludes the bid; ``None`` where none does."""
    is_known: Flags | None
    """Whether the model permits it; ``None`` where it permits all."""


def packs_of(names: Sequence[str], worth: Mapping[str, Worth]) -> tuple[Pack, ...]:
    """The leaves of a group in as few packs as their values allow."""
    packs: list[list[str]] = []
    combined = MAX_TOGETHER + 1
    for name in names:
        size = len(worth[name].score)
        if combined * size > MAX_TOGETHER:
            packs.append([])
            combined = 1
        packs[-1].append(name)
        combined *= size
    return tuple(_pack(pack, [worth[name] for name in pack]) for pack in packs)


def _pack(names: Sequence[str], worths: Sequence[Worth]) -> Pack:
    excludes = [each.excludes for each in worths]
    is_known = [each.is_known for each in worths]
    return Pack(
        names=tuple(names),
        sizes=tuple(len(each.score) for each in worths),
        score=reduce(lambda one, other: np.add.outer(one, other).ravel(), [each.score for each in worths]),
        excludes=reduce(_either, excludes) if any(each.any() for each in excludes) else None,
        is_known=reduce(_both, is_known) if not all(each.all() for each in is_known) else None,
    )


def _either(one: Flags, other: Flags) -> Flags:
    return np.logical_or.outer(one, other).ravel()


def _both(one: Flags, other: Flags) -> Flags:
    return np.logical_and.outer(one, other).ravel()


def permitted_values(
    framework: Framework, leaves: Sequence[Criterion], columns: Mapping[str, Column]
) -> dict[str, Permitted]:
    """The permitted values of absolute leaves, by id; the same object for those of one scale.

    Raises:
        NoPlanError: a leaf has too many values.
    """
    found: dict[str, Permitted] = {}
    alike: dict[Hashable, Permitted] = {}
    for leaf in leaves:
        column = columns[leaf.id]
        kind = leaf.scale, leaf.points, leaf.gate, column.scale, column.words
        if kind not in alike:
            pairs = list(_permitted(framework, leaf, column))
            values = tuple(value for _, value in pairs)
            shares = tuple(_shares(framework, leaf, values))
            alike[kind] = Permitted(tuple(code for code, _ in pairs), values, shares)
        found[leaf.id] = alike[kind]
    return found


def _permitted(framework: Framework, leaf: Criterion, column: Column) -> Iterator[tuple[int, Fraction | str]]:
    if column.words or leaf.gate is not None:
        yield from ((code, word) for code, word in enumerate(column.words) if _is_permitted(framework, leaf, word))
    elif leaf.points is not None:
        most = floor(leaf.points.max * column.scale)
        if most > MAX_VALUES:
            raise NoPlanError(f"more than {MAX_VALUES} values of {leaf.id}")
        yield from ((whole, Fraction(whole, column.scale)) for whole in range(most + 1))
    else:
        for level in framework.scales[leaf.scale or ""]:
            number = level.number
            whole = None if number is None else number * column.scale
            if number is not None and whole is not None and whole.denominator == 1 and 0 <= whole <= MAX_VALUES:
                yield int(whole), number


def _is_permitted(framework: Framework, leaf: Criterion, word: Fraction | str) -> bool:
    if leaf.gate is not None:
        return isinstance(word, str) and passes(leaf.gate, word) is not None
    if leaf.points is not None:
        return isinstance(word, Fraction) and 0 <= word <= leaf.points.max
    return word in levels_of(framework.scales[leaf.scale or ""]).by_mark


def _bids(leaf: Criterion, values: Sequence[Fraction | str]) -> list[Bid]:
    """One bid for each value."""
    here = Location("")
    return [Bid(str(row), here, {leaf.id: Entry(value, "", here)}) for row, value in enumerate(values)]


def _shares(framework: Framework, leaf: Criterion, values: Sequence[Fraction | str]) -> list[Fraction]:
    """The share of the weight each permitted value earns, as scoring reads it."""
    alone = framework.model_copy(update={"criteria": (leaf,)})
    amounts = [found[leaf.id].amount for found in read_values(alone, _bids(leaf, values)).by_bid]
    return [amount for amount in amounts if amount is not None]


def points_of(rounding: Rounding, permitted: Permitted, weight: Fraction | None) -> Points:
    """Points of each value; zeros for a leaf without weight."""
    weight = weight or Fraction(0)
    exact = tuple(staged(share, rounding.share, rounding) * weight for share in permitted.shares)
    score = tuple(staged(points, rounding.criterion, rounding) for points in exact)
    return Points(tuple(share * weight for share in permitted.shares), exact, score)


def staged(value: Fraction, places: int | None, rounding: Rounding) -> Fraction:
    """A value after one rounding stage."""
    return value if places is None else round_fraction(value, places, rounding.mode)


def worth_of(permitted: Permitted, points: Points, excluding: set[int], denominator: int, unrounded: int) -> Worth:
    """What the values are worth over the denominators; ``excluding`` has the positions of those that exclude."""
    size = max(permitted.codes, default=0) + 1
    nothing, no = np.zeros(size, np.int64), np.zeros(size, bool)
    worth = Worth(nothing, nothing.copy(), nothing.copy(), no, no.copy())
    for row, code in enumerate(permitted.codes):
        worth.score[code] = int(points.score[row] * denominator)
        worth.exact[code] = int(points.exact[row] * denominator)
        worth.unrounded[code] = int(points.unrounded[row] * unrounded)
        worth.excludes[code] = row in excluding
        worth.is_known[code] = True
    return worth


def excluding(framework: Framework, leaf: Criterion, weight: Fraction | None, permitted: Permitted) -> set[int]:
    """Positions of the values that exclude by themselves, judged in a model of this leaf alone."""
    if leaf.gate is None and leaf.minimum is None:
        return set()
    # with the points it can earn in the whole model
    alone = framework.model_copy(update={"criteria": (leaf.model_copy(update={"weight": weight}),)})
    bids = _bids(leaf, permitted.values)
    return set(judge(alone, bids, read_values(alone, bids).by_bid).excluded)
