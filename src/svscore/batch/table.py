"""The bids of many competitions as columns of whole numbers, one row a bid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from svscore.bids import Bid, Competition

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

SIZES = ("micro", "small", "medium", "large")
"""Bidder sizes; a code in a table is the position here, -1 where none is said."""

MAX_WHOLE = 2**53
"""Numbers from here on are left to exact fractions."""


@dataclass(frozen=True, slots=True)
class Column:
    """What stands under one id: numbers as whole multiples of ``1 / scale``, or positions in ``words``.

    -1 stands for a blank cell and for whatever a whole number cannot say (a negative number, a third):
    the compiled model leaves such a competition to exact fractions.
    """

    values: NDArray[np.signedinteger]
    scale: int = 1
    words: tuple[Fraction | str, ...] = ()
    """Values written out, where not all are plain numbers; empty for a column of numbers."""

    def taken(self, rows: Whole) -> Column:
        """The column of some rows only."""
        return Column(self.values[rows], self.scale, self.words)


@dataclass(frozen=True, slots=True)
class Table:
    """Competitions one after the other; within each, bids in the order of their bidders' names."""

    starts: Whole
    """Row at which each competition begins, and the number of rows at the end."""
    columns: Mapping[str, Column]
    sizes: NDArray[np.signedinteger]
    """One a row: position in :data:`SIZES`, or -1."""
    vcse: NDArray[np.signedinteger]
    """One a row: 1 yes, 0 no, -1 not said."""
    origin: Sequence[int] = field(default_factory=tuple)
    """The number of each competition where it came from."""

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def counts(self) -> Whole:
        """Bids of each competition."""
        return np.diff(self.starts)

    def rows(self, competition: int) -> range:
        """The rows of one competition."""
        return range(int(self.starts[competition]), int(self.starts[competition + 1]))

    def taken(self, competitions: Sequence[int]) -> Table:
        """The table of some competitions only."""
        chosen = np.asarray(competitions, dtype=np.int64)
        counts = self.counts[chosen]
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
        offsets = np.arange(int(starts[-1])) - np.repeat(starts[:-1], counts)
        rows = np.repeat(self.starts[chosen], counts) + offsets
        columns = {name: column.taken(rows) for name, column in self.columns.items()}
        return Table(starts, columns, self.sizes[rows], self.vcse[rows], [self.origin[c] for c in chosen.tolist()])


def sorted_bids(competition: Competition) -> tuple[Bid, ...]:
    """The bids in the order the engine takes them."""
    return tuple(sorted(competition.bids, key=lambda bid: bid.bidder))


def table_of(competitions: Sequence[Competition]) -> Table:
    """The table of competitions that are at hand."""
    bids = [bid for competition in competitions for bid in sorted_bids(competition)]
    ids = dict.fromkeys(name for bid in bids for name in bid.entries)
    counts = [len(competition.bids) for competition in competitions]
    return Table(
        starts=np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts, dtype=np.int64)]),
        columns={name: column_of([_value(bid, name) for bid in bids]) for name in ids},
        sizes=np.array([SIZES.index(bid.size) if bid.size in SIZES else -1 for bid in bids], dtype=np.int8),
        vcse=np.array([-1 if bid.is_vcse is None else int(bid.is_vcse) for bid in bids], dtype=np.int8),
        origin=range(len(competitions)),
    )


def _value(bid: Bid, name: str) -> Fraction | str | None:
    entry = bid.entries.get(name)
    return None if entry is None else entry.value


def column_of(values: Sequence[Fraction | str | None]) -> Column:
    """Values as they were read, ``None`` for a blank cell, as whole numbers."""
    if any(isinstance(value, str) for value in values):
        words = tuple(dict.fromkeys(value for value in values if value is not None))
        codes: dict[Fraction | str | None, int] = {word: code for code, word in enumerate(words)}
        return Column(np.array([codes.get(value, -1) for value in values], dtype=np.int64), 1, words)
    scale = 10 ** max((_places(value) for value in values if isinstance(value, Fraction)), default=0)
    return Column(np.array([_scaled(value, scale) for value in values], dtype=np.int64), scale)


MAX_PLACES = 9


def _places(value: Fraction) -> int:
    """Decimal places a number needs; 0 where it needs too many."""
    return next((places for places in range(MAX_PLACES + 1) if 10**places % value.denominator == 0), 0)


def _scaled(value: Fraction | str | None, scale: int) -> int:
    if not isinstance(value, Fraction) or scale % value.denominator:
        return -1
    whole = value.numerator * (scale // value.denominator)
    return whole if 0 <= whole < MAX_WHOLE else -1
