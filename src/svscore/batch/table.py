"""The bids of many competitions as columns of whole numbers, one row a bid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from svscore.bids import Bid, Competition, Entry

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

    def in_numbers(self) -> Column:
        """The same with whole numbers for positions in ``words``, where all of those are numbers."""
        whole = column_of([*self.words, None])  # the last is what -1 finds
        return self if whole.words else Column(whole.values[self.values], whole.scale)


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
    _lowest: dict[str, Whole] = field(default_factory=dict, init=False, repr=False, compare=False)
    _together: dict[tuple[tuple[str, ...], tuple[int, ...]], tuple[Whole, Flags | None]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def counts(self) -> Whole:
        """Bids of each competition."""
        return np.diff(self.starts)

    def rows(self, competition: int) -> range:
        """The rows of one competition."""
        return range(int(self.starts[competition]), int(self.starts[competition + 1]))

    def any(self, flags: Flags) -> Flags:
        """Whether a flag of a row is set, by competition."""
        if not flags.any():
            return np.zeros(len(self), bool)
        found: Flags = np.logical_or.reduceat(flags, self.starts[:-1])
        return found

    def lowest(self, name: str) -> Whole:
        """The lowest value under an id in each row's competition, but no less than 1. Kept: all models ask for it."""
        if name not in self._lowest:
            values = np.maximum(self.columns[name].values.astype(np.int64), 1)
            self._lowest[name] = np.repeat(np.minimum.reduceat(values, self.starts[:-1]), self.counts)
        return self._lowest[name]

    def rows_of(self, competitions: Whole) -> tuple[Whole, Whole]:
        """The rows of some competitions one after the other, and where in them each begins."""
        counts = self.counts[competitions]
        starts = np.cumsum(counts) - counts
        return np.repeat(self.starts[competitions] - starts, counts) + np.arange(int(counts.sum())), starts

    def together(self, names: tuple[str, ...], sizes: tuple[int, ...]) -> tuple[Whole, Flags | None]:
        """The values under several ids as one number a row, and the rows in which one is not below its size.

        The values are the digits of the number, ``sizes`` their bases. Kept: models of the same scales ask
        for the same numbers.
        """
        key = names, sizes
        if key not in self._together:
            self._together[key] = self._digits(names, sizes)
        return self._together[key]

    def _digits(self, names: tuple[str, ...], sizes: tuple[int, ...]) -> tuple[Whole, Flags | None]:
        number = np.zeros(int(self.starts[-1]), np.int32)
        outside: Flags | None = None
        for name, size in zip(names, sizes, strict=True):
            values = self.columns[name].values
            if values.min(initial=0) < 0 or values.max(initial=0) >= size:
                wrong = (values < 0) | (values >= size)
                values = np.where(wrong, 0, values)
                outside = wrong if outside is None else outside | wrong
            number *= size
            number += values.astype(np.int32)
        return number.astype(np.int64), outside


def sorted_bids(competition: Competition) -> tuple[Bid, ...]:
    """The bids in the order the engine takes them."""
    return tuple(sorted(competition.bids, key=lambda bid: bid.bidder))


def table_of(competitions: Sequence[Competition]) -> Table:
    """The table of competitions that are at hand."""
    bids = [bid for competition in competitions for bid in sorted_bids(competition)]
    entries = [bid.entries for bid in bids]
    counts = [len(competition.bids) for competition in competitions]
    return Table(
        starts=np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts, dtype=np.int64)]),
        columns={name: column_of(values) for name, values in _by_id(entries)},
        sizes=np.array([SIZES.index(bid.size) if bid.size in SIZES else -1 for bid in bids], dtype=np.int8),
        vcse=np.array([-1 if bid.is_vcse is None else int(bid.is_vcse) for bid in bids], dtype=np.int8),
        origin=range(len(competitions)),
    )


def _by_id(bids: Sequence[Mapping[str, Entry]]) -> Iterator[tuple[str, Sequence[Fraction | str | None]]]:
    """The values of all bids under each id; ``None`` where a bid has none."""
    ids = tuple(dict.fromkeys(chain.from_iterable(bids)))
    if all(tuple(entries) == ids for entries in bids):  # nearly always, and then they need not be looked up
        rows = [[entry.value for entry in entries.values()] for entries in bids]
        yield from zip(ids, zip(*rows, strict=True), strict=True)
        return
    for name in ids:
        yield name, [None if (entry := entries.get(name)) is None else entry.value for entries in bids]


def column_of(values: Sequence[Fraction | str | None]) -> Column:
    """Values as they were read, ``None`` for a blank cell, as whole numbers."""
    keys = list(map(id, values))  # marks repeat, and the same mark is nearly always one object
    distinct = dict(zip(keys, values, strict=True))
    if any(isinstance(value, str) for value in distinct.values()):
        words = tuple(dict.fromkeys(value for value in distinct.values() if value is not None))
        codes: dict[Fraction | str | None, int] = {word: code for code, word in enumerate(words)}
        return Column(np.array([codes.get(value, -1) for value in values], dtype=np.int64), 1, words)
    denominators = {value.denominator for value in distinct.values() if isinstance(value, Fraction)}
    scale = 10 ** max(map(_places, denominators), default=0)
    whole = {key: _scaled(value, scale) for key, value in distinct.items()}
    return Column(np.array(list(map(whole.__getitem__, keys)), dtype=np.int64), scale)


MAX_PLACES = 9


def _places(denominator: int) -> int:
    """Decimal places a number needs; 0 where it needs too many."""
    return next((places for places in range(MAX_PLACES + 1) if 10**places % denominator == 0), 0)


def _scaled(value: Fraction | str | None, scale: int) -> int:
    if not isinstance(value, Fraction) or scale % value.denominator:
        return -1
    whole = value.numerator * (scale // value.denominator)
    return whole if 0 <= whole < MAX_WHOLE else -1
