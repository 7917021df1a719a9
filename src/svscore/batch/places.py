"""Ranks within each of many competitions, by comparing every two bids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from svscore.batch.table import Flags, Table, Whole

Floats = NDArray[np.float64]

MOST_BIDS = 60
"""Bids of one competition that are compared pair by pair; larger ones are left to the engine."""

Ahead = Callable[[int, int], tuple[Flags, Flags, Flags | None]]
"""Of two bids, in each competition: whether the one is ahead, or the other; and where nobody can say."""


def ranks(table: Table, is_excluded: Flags, ahead_in: Callable[[Whole], Ahead]) -> tuple[Whole, Flags]:
    """The rank of each row, 1, 1, 3 for a tie and 0 for an excluded bid; and the competitions left undecided.

    ``ahead_in`` compares the bids in such rows: a line for the first bids of all competitions, one for the
    second, and so on.
    """
    rank = np.zeros(len(is_excluded), np.int64)
    counts = table.counts
    is_open: Flags = (counts > MOST_BIDS) | (counts == 0)
    for count in np.flatnonzero(np.bincount(counts[~is_open])).tolist():
        chosen = np.flatnonzero(counts == count)
        rows = table.starts[chosen] + np.arange(count)[:, None]
        rank[rows], is_open[chosen] = _ranks(is_excluded[rows], ahead_in(rows))
    return rank, is_open


def _ranks(out: Flags, is_ahead: Ahead) -> tuple[Whole, Flags]:
    """Ranks by counting, for each bid, the bids ahead of it."""
    rank = np.ones(out.shape, np.int64)
    is_open = np.zeros(out.shape[1], bool)
    for one, other in combinations(range(len(out)), 2):
        first, second, unclear = is_ahead(one, other)
        both = ~(out[one] | out[other])
        rank[other] += both & first
        rank[one] += both & second
        if unclear is not None:
            is_open |= both & unclear
    rank[out] = 0
    return rank, is_open


def by_keys(keys: Sequence[Whole], rows: Whole, *, is_final: bool) -> Ahead:
    """By whole numbers, the higher ahead, the next where they are level.

    Unless ``is_final``, nobody can say who is ahead where all are level.
    """
    found = [key[rows] for key in keys]

    def is_ahead(one: int, other: int) -> tuple[Flags, Flags, Flags | None]:
        first, second = found[0][one] > found[0][other], found[0][other] > found[0][one]
        level: Flags = ~(first | second)
        for key in found[1:]:
            first |= level & (key[one] > key[other])
            second |= level & (key[other] > key[one])
            level &= key[one] == key[other]
        return first, second, None if is_final else level

    return is_ahead


def by_bounds(values: Floats, errors: Floats) -> Ahead:
    """By numbers that are off by no more than the errors; nobody can say where those overlap."""

    def is_ahead(one: int, other: int) -> tuple[Flags, Flags, Flags | None]:
        gap = values[one] - values[other]
        return gap > 0, gap < 0, np.abs(gap) <= errors[one] + errors[other]

    return is_ahead
