"""The points of the nodes of a plan: of many bids at once, as sums of whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from svscore.batch.plan import Plan
from svscore.batch.table import Table, Whole
from svscore.exact import RoundingMode
from svscore.framework.model import Criterion


@dataclass(frozen=True, slots=True)
class NodePoints:
    """The points of the nodes, over the plan's denominator and without the ratio, for the rows they are asked of."""

    plan: Plan
    table: Table
    price: tuple[Whole, Whole] | None = None
    """Points for the price after and before their own rounding stage, where they are whole."""

    def of(self, name: str, rows: Whole | None = None) -> Whole:
        """Points of a node after its stages."""
        return self._node(self.plan.nodes[name], rows)

    def exact(self, name: str) -> Whole:
        """Points of a node in every row before its own rounding stage; of one that looks at no other bid."""
        node = self.plan.nodes[name]
        return self.sum(node.id, node.criteria) if node.criteria else self._taken(name, self.plan.worth[name].exact)

    def sum(self, group: str, nodes: Sequence[Criterion], rows: Whole | None = None) -> Whole:
        """Points of the nodes of a group together, before the group is rounded."""
        total = self._packed(group, rows)
        for node in nodes:
            if node.id in self.plan.nodes and node.id not in self.plan.worth:
                total += self._node(node, rows)
        return total

    def unrounded(self, node: Criterion) -> Whole:
        """Points of a node in every row without any rounding, over the plan's unrounded denominator."""
        if node.criteria is None:
            return self._taken(node.id, self.plan.worth[node.id].unrounded)
        below = (self.unrounded(child) for child in node.criteria if child.id in self.plan.nodes)
        return sum(below, self._nothing(None))

    def rounded(self, values: Whole, places: int | None) -> Whole:
        """Points after a rounding stage."""
        if places is None:
            return values
        unit = self.plan.denominator // 10**places
        return values if unit == 1 else rounded_division(values, unit, self.plan.framework.rounding.mode) * unit

    def _node(self, node: Criterion, rows: Whole | None) -> Whole:
        if node.criteria is not None:
            return self.rounded(self.sum(node.id, node.criteria, rows), self.plan.framework.rounding.section)
        if node.id in self.plan.worth:
            return self._taken(node.id, self.plan.worth[node.id].score, rows)
        if self.price is None:
            return self._nothing(rows)
        return self.price[0] if rows is None else self.price[0][rows]

    def _packed(self, group: str, rows: Whole | None) -> Whole:
        """What the leaves of a group earn together."""
        total: Whole | None = None
        for pack in self.plan.packs[group]:
            number = self.table.together(pack.names, pack.sizes)[0]
            points = np.take(pack.score, number if rows is None else number[rows], mode="clip")
            total = points if total is None else np.add(total, points, out=total)
        return self._nothing(rows) if total is None else total

    def _taken(self, name: str, worth: Whole, rows: Whole | None = None) -> Whole:
        values = self.table.columns[name].values
        return np.take(worth, values if rows is None else values[rows], mode="clip")

    def _nothing(self, rows: Whole | None) -> Whole:
        return np.zeros(int(self.table.starts[-1]) if rows is None else len(rows), np.int64)


def rounded_division(top: Whole, bottom: Whole | int, mode: RoundingMode) -> Whole:
    """``top / bottom`` rounded to whole numbers; ``bottom`` is above zero, and twice either fits."""
    is_negative = top < 0 if top.min(initial=0) < 0 else None
    size = top if is_negative is None else np.abs(top)
    whole: Whole = np.floor_divide(size + (bottom - 1) if mode == "up" else size, bottom)
    if mode.startswith("half"):
        twice = 2 * (size - whole * bottom)
        is_more = twice >= bottom if mode == "half-up" else (twice > bottom) | ((twice == bottom) & (whole % 2 == 1))
        whole += is_more
    return whole if is_negative is None else np.where(is_negative, -whole, whole)
