"""A plan over a table: totals as sums of whole numbers, ranks by comparing them, all bids at once.

Where the price is compared with the lowest one and not rounded, a total is a whole number plus one
ratio: floating point with a bound on its error parts the clear cases, and every close one is left to
exact fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from svscore.batch.plan import MAX_SUM, NoPlanError, Plan, bound
from svscore.batch.table import Column, Flags, Table, Whole
from svscore.exact import RoundingMode
from svscore.framework.model import Criterion

Floats = NDArray[np.float64]

MOST_BIDS = 60
"""Bids of one competition that are compared pair by pair; larger ones are left to the engine."""
ERROR = 2.0**-48
"""Bound on the relative error of a total in floating point: five roundings of 2**-53, times six."""


@dataclass(slots=True)
class Sums:
    """What a plan gives: one entry a row, but for ``is_open``, which has one a competition."""

    plan: Plan
    total: Whole
    """Over the plan's denominator, before the ``total`` stage; without the ratio where there is one."""
    ratio: tuple[Whole, Whole] | None
    """Lowest price and price, where the points for the price are not whole."""
    has_total: Flags
    is_excluded: Flags
    rank: Whole
    """1, 1, 3 for a tie; 0 for an excluded bid."""
    is_awarded: Flags
    order: Whole
    """What decides the order, over the denominator."""
    tie_keys: tuple[Whole, ...]
    """By tie-break of the plan: higher is better."""
    nodes: Mapping[str, Whole] = field(default_factory=dict)
    """Points of the nodes asked for, over the denominator; without the ratio."""
    is_open: Flags = field(default_factory=lambda: np.zeros(0, bool))
    """Competitions the plan cannot decide."""


def run(plan: Plan, table: Table, wanted: frozenset[str] = frozenset()) -> Sums:
    """Scores and ranks every competition of the table the plan can; the points of ``wanted`` nodes are kept."""
    return _Run(plan, table, wanted).sums()


class _Run:
    def __init__(self, plan: Plan, table: Table, wanted: frozenset[str]) -> None:
        self.plan, self.table, self.wanted = plan, table, wanted
        self.framework = plan.framework
        self.size = int(table.starts[-1])
        self.unknown = np.zeros(self.size, bool)
        self.excluded = np.zeros(self.size, bool)
        self.nodes: dict[str, Whole] = {}
        self.tie_nodes: dict[str, Whole] = {}
        self.ratio: tuple[Whole, Whole] | None = None
        self.whole_ratio: tuple[Whole, Whole] | None = None
        """Points for the price after and before their own rounding stage, where they are whole."""

    def sums(self) -> Sums:
        for leaf in self.framework.leaves():
            self._look(leaf)
        self._exclude_by_groups()
        if self.plan.ratio is not None:
            self._compare_prices(self.plan.ratio)
        total = self._add_up(self.framework.criteria) + self._adjustments()
        is_known = np.ones(self.size, bool)
        if self.plan.ratio is not None and self.framework.reference_bids == "eligible":
            is_known = ~self.excluded
        order = total if self.framework.award.on == "unrounded" else self._rounded(total, self.framework.rounding.total)
        keys = tuple(self._tie_key(name) for name in self.plan.tie_breaks or ())
        sums = Sums(
            self.plan, total, self.ratio, is_known, self.excluded, np.zeros(self.size, np.int64),
            np.zeros(self.size, bool), order, keys, self.nodes, self._any(self.unknown),
        )  # fmt: skip
        self._rank(sums)
        return sums

    def _any(self, flags: Flags) -> Flags:
        """Whether a flag is set in each competition."""
        if not flags.any():
            return np.zeros(len(self.table), bool)
        return np.bitwise_or.reduceat(flags, self.table.starts[:-1])

    def _column(self, name: str) -> Column:
        return self.table.columns[name]

    def _look(self, leaf: Criterion) -> None:
        """What a leaf's values say on their own: whether they are permitted, and whether they exclude."""
        values = self._column(leaf.id).values
        if leaf.offer is not None:
            if leaf is self.plan.ratio or values.min(initial=0) < 0:
                self.unknown |= values <= 0 if leaf is self.plan.ratio else values < 0
            return
        worth = self.plan.worth[leaf.id]
        size = len(worth.score)
        if values.min(initial=0) < 0 or values.max(initial=0) >= size or not worth.is_known.all():
            outside = (values < 0) | (values >= size)
            self.unknown |= outside | ~worth.is_known[np.where(outside, 0, values)]
        if worth.excludes.any():
            self.excluded |= np.take(worth.excludes, values, mode="clip")

    def _exclude_by_groups(self) -> None:
        """Minimums of groups: on sums without any rounding, or on the rounded ones."""
        for _, node in self.framework.walk():
            if node.minimum is None or node.criteria is None or self.framework.below_minimum != "exclude":
                continue
            on_rounded = node.minimum.on == "rounded"
            points = self._node(node) if on_rounded else self._unrounded(node)
            denominator = self.plan.denominator if on_rounded else self.plan.unrounded_denominator
            text = node.minimum.bound
            need = Fraction(text[:-1]) / 100 * self.plan.weights[node.id] if text.endswith("%") else Fraction(text)
            self.excluded |= points < bound(need, denominator, is_strict=node.minimum.at_least is None)

    def _unrounded(self, node: Criterion) -> Whole:
        total = np.zeros(self.size, np.int64)
        for leaf in _leaves(node):
            if leaf.id in self.plan.weights:
                total += self._taken(self.plan.worth[leaf.id].unrounded, leaf.id)
        return total

    def _taken(self, worth: Whole, name: str) -> Whole:
        return np.take(worth, self._column(name).values, mode="clip")

    def _add_up(self, nodes: Sequence[Criterion]) -> Whole:
        total = np.zeros(self.size, np.int64)
        for node in nodes:
            if node.id in self.plan.weights:
                total += self._node(node)
        return total

    def _node(self, node: Criterion) -> Whole:
        """Points of a node after its stages, over the denominator; without the ratio."""
        if node.criteria is not None:
            exact = self._add_up(node.criteria)
            score = self._rounded(exact, self.framework.rounding.section)
        elif node is self.plan.ratio:
            zero = np.zeros(self.size, np.int64)
            score, exact = self.whole_ratio or (zero, zero)
        else:
            worth = self.plan.worth[node.id]
            score = self._taken(worth.score, node.id)
            exact = self._taken(worth.exact, node.id) if node.id in self.framework.tie_break else score
        if node.id in self.wanted:
            self.nodes[node.id] = score
        if node.id in self.framework.tie_break:
            self.tie_nodes[node.id] = score if self.framework.award.on == "rounded" else exact
        return score

    def _rounded(self, values: Whole, places: int | None) -> Whole:
        if places is None:
            return values
        unit = self.plan.denominator // 10**places
        return values if unit == 1 else rounded_division(values, unit, self.framework.rounding.mode) * unit

    def _adjustments(self) -> Whole:
        total = np.zeros(self.size, np.int64)
        for when, points in self.plan.adjustments:
            column = self._column(when)
            total += (column.values == column.words.index("yes")) * points if "yes" in column.words else 0
        return total

    def _compare_prices(self, leaf: Criterion) -> None:
        """The points for the price: the lowest price of the reference bids over each."""
        prices = self._column(leaf.id).values.astype(np.int64)
        everyone = self.framework.reference_bids == "all"
        looked_at = prices if everyone else np.where(self.excluded, MAX_SUM, prices)
        starts = self.table.starts
        lowest = np.repeat(np.minimum.reduceat(looked_at, starts[:-1]), self.table.counts)
        lowest = np.where(lowest == MAX_SUM, prices, lowest)  # nobody is left: no points are looked at
        price = np.maximum(prices, 1)
        if not self.plan.is_ratio_whole:
            self.ratio = lowest, price
            return
        self.whole_ratio = self._whole_points(leaf, lowest, price)

    def _whole_points(self, leaf: Criterion, lowest: Whole, price: Whole) -> tuple[Whole, Whole]:
        rounding, weight, whole = self.framework.rounding, self.plan.weights[leaf.id], self.plan.denominator
        top, bottom = weight.numerator, weight.denominator
        if rounding.share is not None:
            self._leave_large(lowest, 10**rounding.share)
            shares = rounded_division(lowest * 10**rounding.share, price, rounding.mode)
            exact = shares * (whole * top // (bottom * 10**rounding.share))
            return self._rounded(exact, rounding.criterion), exact
        places = rounding.criterion or 0
        self._leave_large(lowest, top * 10**places)
        self._leave_large(price, bottom)
        points = rounded_division(lowest * (top * 10**places), price * bottom, rounding.mode)
        score = points * (whole // 10**places)
        return score, score

    def _leave_large(self, numbers: Whole, factor: int) -> None:
        """Leaves competitions to the engine in which a product would not fit."""
        most = MAX_SUM // (2 * max(factor, 1))
        if numbers.max(initial=0) > most:
            self.unknown |= numbers > most
            np.minimum(numbers, most, out=numbers)

    def _tie_key(self, name: str) -> Whole:
        if name != "price":
            return self.tie_nodes[name]
        leaf = next(leaf for leaf in self.framework.leaves() if leaf.price is not None)
        return -self._column(leaf.id).values.astype(np.int64)

    def _rank(self, sums: Sums) -> None:
        """Ranks by counting, for each bid, the bids ahead of it in its competition."""
        counts = self.table.counts
        if counts.max(initial=0) > MOST_BIDS:
            sums.is_open |= counts > MOST_BIDS
        for count in np.unique(counts[counts <= MOST_BIDS]).tolist():
            _rank_alike(sums, self.table.starts[:-1][counts == count], counts == count, count)
        sums.is_awarded = (sums.rank > 0) & (sums.rank <= self.framework.award.places)


def _rank_alike(sums: Sums, starts: Whole, where: Flags, count: int) -> None:
    """Ranks in competitions of equally many bids; those that stay undecided are marked open."""
    if not count:
        sums.is_open |= where
        return
    rows = starts[:, None] + np.arange(count)
    out = sums.is_excluded[rows]
    keys = [sums.order[rows]] if sums.ratio is None else []
    close = np.zeros(len(starts), bool)
    values, errors = _approximate(sums, rows) if sums.ratio is not None else (None, None)
    keys += [key[rows] for key in sums.tie_keys]
    rank = np.ones(rows.shape, np.int64)
    for this in range(count):
        for other in range(count):
            if this == other:
                continue
            both = ~(out[:, this] | out[:, other])
            if values is not None and errors is not None:
                gap = values[:, other] - values[:, this]
                close |= both & (np.abs(gap) <= errors[:, other] + errors[:, this])
                ahead = gap > 0
            else:
                ahead, level = keys[0][:, other] > keys[0][:, this], keys[0][:, other] == keys[0][:, this]
                if sums.plan.tie_breaks is None:
                    close |= both & level
                for key in keys[1:]:
                    ahead |= level & (key[:, other] > key[:, this])
                    level &= key[:, other] == key[:, this]
            rank[:, this] += both & ahead
    rank[out] = 0
    sums.rank[rows] = rank
    sums.is_open[np.flatnonzero(where)[close]] = True


def _approximate(sums: Sums, rows: Whole) -> tuple[Floats, Floats]:
    """Totals in floating point, and a bound on the error of each."""
    lowest, price = sums.ratio or (rows, rows)
    leaf = sums.plan.ratio
    weight = float(sums.plan.weights[leaf.id]) if leaf is not None else 0.0
    whole, part = sums.total[rows] / sums.plan.denominator, lowest[rows] / price[rows] * weight
    return whole + part, ERROR * (np.abs(whole) + part)  # of the parts: they may cancel


def rounded_division(top: Whole, bottom: Whole | int, mode: RoundingMode) -> Whole:
    """``top / bottom`` rounded to whole numbers; ``bottom`` is above zero, and twice either fits."""
    sign, size = np.sign(top), np.abs(top)
    whole, rest = np.divmod(size, bottom)
    more: Callable[[], Flags] = {
        "up": lambda: rest > 0,
        "down": lambda: np.zeros(whole.shape, bool),
        "half-up": lambda: 2 * rest >= bottom,
        "half-even": lambda: (2 * rest > bottom) | ((2 * rest == bottom) & (whole % 2 == 1)),
    }[mode]
    result: Whole = sign * (whole + more())
    return result


def _leaves(node: Criterion) -> list[Criterion]:
    if node.criteria is None:
        return [node]
    return [leaf for child in node.criteria for leaf in _leaves(child)]


__all__ = ["MOST_BIDS", "NoPlanError", "Sums", "rounded_division", "run"]
