"""A plan over a table: totals as sums of whole numbers, ranks by comparing them, all bids at once.

Where the price is compared with the lowest one and not rounded, a total is a whole number plus one
ratio: floating point with a bound on its error parts the clear cases, and every close one is left to
exact fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np

from svscore.batch.places import MOST_BIDS, Ahead, by_bounds, by_keys, ranks
from svscore.batch.plan import MAX_SUM, Plan, bound
from svscore.batch.points import NodePoints, rounded_division
from svscore.batch.table import Flags, Table, Whole
from svscore.batch.worth import Pack
from svscore.framework.model import Criterion

ERROR = 2.0**-48
"""Bound on the relative error of a total in floating point: five roundings of 2**-53, times six."""


@dataclass(slots=True)
class Sums:
    """What a plan gives: one entry a row, but for ``is_open``, which has one a competition."""

    plan: Plan
    points: NodePoints
    total: Whole
    """Over the plan's denominator, before the ``total`` stage; without the ratio where there is one."""
    ratio: tuple[Whole, Whole] | None
    """Lowest price and price, where the points for the price are not whole."""
    has_total: Flags
    is_excluded: Flags
    rank: Whole
    """1, 1, 3 for a tie; 0 for an excluded bid."""
    is_leading: Flags
    """Whether it stands on one of the places there are; all that are level across the last one do."""
    order: Whole
    """What decides the order, over the denominator."""
    tie_keys: tuple[Whole, ...]
    """By tie-break of the plan: higher is better."""
    is_open: Flags
    """Competitions the plan cannot decide."""


YES_NO: Mapping[object, int] = {"yes": 1, "no": 0}
"""The answers to a preference; a blank, or anything else, is left to the engine."""


def run(plan: Plan, table: Table) -> Sums:
    """Scores and ranks every competition of the table the plan can."""
    return _Run(plan, table).sums()


class _Run:
    def __init__(self, plan: Plan, table: Table) -> None:
        self.plan, self.table = plan, table
        self.framework = plan.framework
        size = int(table.starts[-1])
        self.unknown = np.zeros(size, bool)
        self.excluded = np.zeros(size, bool)
        self.points = NodePoints(plan, table)
        self.ratio: tuple[Whole, Whole] | None = None

    def sums(self) -> Sums:
        for packs in self.plan.packs.values():
            for pack in packs:
                self._look(pack)
        self._look_at_offers()
        self._exclude_by_groups()
        if self.plan.ratio is not None:
            self._compare_prices(self.plan.ratio)
        total = self.points.sum("", self.framework.criteria) + self._adjustments()
        is_known = np.ones(len(total), bool)
        if self.plan.ratio is not None and self.framework.reference_bids == "eligible":
            is_known = ~self.excluded
        order = total
        if self.framework.award.on == "rounded":
            order = self.points.rounded(total, self.framework.rounding.total)
        keys = tuple(self._tie_key(name) for name in self.plan.tie_breaks or ())
        rank, is_open = ranks(self.table, self.excluded, self._ahead(total, order, keys))
        return Sums(
            plan=self.plan,
            points=self.points,
            total=total,
            ratio=self.ratio,
            has_total=is_known,
            is_excluded=self.excluded,
            rank=rank,
            is_leading=self._leading(rank, order),
            order=order,
            tie_keys=keys,
            is_open=is_open | self.table.any(self.unknown),
        )

    def _leading(self, rank: Whole, order: Whole) -> Flags:
        """The bids on the places there are, and those that are close enough to the last of them."""
        leading: Flags = (rank > 0) & (rank <= self.framework.award.places)
        if self.plan.also_within is not None:
            lowest = np.minimum.reduceat(np.where(leading, order, MAX_SUM), self.table.starts[:-1])
            behind = np.repeat(lowest, self.table.counts) - order
            leading |= (rank > 0) & (behind <= self.plan.also_within)
        return leading

    def _ahead(self, total: Whole, order: Whole, keys: Sequence[Whole]) -> Callable[[Whole], Ahead]:
        if self.ratio is not None:
            return partial(_approximate, self.plan, total, self.ratio)
        return partial(by_keys, (order, *keys), is_final=self.plan.tie_breaks is not None)

    def _look(self, pack: Pack) -> None:
        """What values say on their own: whether they are permitted, and whether they exclude."""
        number, outside = self.table.together(pack.names, pack.sizes)
        if outside is not None:
            self.unknown |= outside
        if pack.is_known is not None:
            self.unknown |= ~pack.is_known[number]
        if pack.excludes is not None:
            self.excluded |= pack.excludes[number]

    def _look_at_offers(self) -> None:
        for leaf in self.framework.leaves():
            if leaf.offer is not None:
                values = self.table.columns[leaf.id].values
                least = 1 if leaf is self.plan.ratio else 0
                if values.min(initial=least) < least:
                    self.unknown |= values < least

    def _exclude_by_groups(self) -> None:
        """Minimums of groups: on sums without any rounding, or on the rounded ones."""
        for _, node in self.framework.walk():
            if node.minimum is None or node.criteria is None or self.framework.below_minimum != "exclude":
                continue
            on_rounded = node.minimum.on == "rounded"
            points = self.points.of(node.id) if on_rounded else self.points.unrounded(node)
            denominator = self.plan.denominator if on_rounded else self.plan.unrounded_denominator
            text = node.minimum.bound
            need = Fraction(text[:-1]) / 100 * self.plan.weights[node.id] if text.endswith("%") else Fraction(text)
            self.excluded |= points < bound(need, denominator, is_strict=node.minimum.at_least is None)

    def _adjustments(self) -> Whole | int:
        total: Whole | int = 0
        for when, points in self.plan.adjustments:
            column = self.table.columns[when]
            answers = np.array([YES_NO.get(word, -1) for word in column.words] + [-1])  # the last is what -1 finds
            answer = answers[column.values] if column.words else np.full(len(column.values), -1)
            self.unknown |= answer < 0
            total = total + (answer == 1) * points
        return total

    def _compare_prices(self, leaf: Criterion) -> None:
        """The points for the price: the lowest price of the reference bids over each."""
        prices = np.maximum(self.table.columns[leaf.id].values.astype(np.int64), 1)
        lowest = self.table.lowest(leaf.id)
        if self.framework.reference_bids == "eligible" and self.excluded.any():
            looked_at = np.where(self.excluded, MAX_SUM, prices)
            lowest = np.repeat(np.minimum.reduceat(looked_at, self.table.starts[:-1]), self.table.counts)
            lowest = np.where(lowest == MAX_SUM, prices, lowest)  # nobody is left: no points are looked at
        if self.plan.is_ratio_whole:
            self.points = NodePoints(self.plan, self.table, self._whole_points(leaf, lowest, prices))
        else:
            self.ratio = lowest, prices

    def _whole_points(self, leaf: Criterion, lowest: Whole, price: Whole) -> tuple[Whole, Whole]:
        rounding, weight, whole = self.framework.rounding, self.plan.weights[leaf.id], self.plan.denominator
        top, bottom = weight.numerator, weight.denominator
        if rounding.share is not None:
            lowest = self._no_more(lowest, 10**rounding.share)
            shares = rounded_division(lowest * 10**rounding.share, price, rounding.mode)
            exact = shares * (whole * top // (bottom * 10**rounding.share))
            return self.points.rounded(exact, rounding.criterion), exact
        places = rounding.criterion or 0
        lowest, price = self._no_more(lowest, top * 10**places), self._no_more(price, bottom)
        points = rounded_division(lowest * (top * 10**places), price * bottom, rounding.mode)
        score = points * (whole // 10**places)
        return score, score

    def _no_more(self, numbers: Whole, factor: int) -> Whole:
        """Numbers small enough to be multiplied; the competitions of larger ones are left to the engine."""
        most = MAX_SUM // (2 * max(factor, 1))
        if numbers.max(initial=0) <= most:
            return numbers
        self.unknown |= numbers > most
        return np.minimum(numbers, most)

    def _tie_key(self, name: str) -> Whole:
        if name == "price":
            leaf = next(leaf for leaf in self.framework.leaves() if leaf.price is not None)
            return -self.table.columns[leaf.id].values.astype(np.int64)
        return self.points.of(name) if self.framework.award.on == "rounded" else self.points.exact(name)


def _approximate(plan: Plan, total: Whole, ratio: tuple[Whole, Whole], rows: Whole) -> Ahead:
    """Compares totals in floating point, with a bound on the error of each."""
    weight = float(plan.weights[plan.ratio.id]) if plan.ratio is not None else 0.0
    whole, part = total[rows] / plan.denominator, ratio[0][rows] / ratio[1][rows] * weight
    return by_bounds(whole + part, ERROR * (np.abs(whole) + part))  # of the parts: they may cancel


__all__ = ["MOST_BIDS", "Sums", "run"]
