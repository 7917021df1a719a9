"""A model compiled to whole numbers: what each permitted value is worth, over one common denominator.

A model with a rule that cannot be a sum of whole numbers has no plan, and is left to the engine; so is any
competition with a blank or a value the plan does not know.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm

from svscore.batch.table import Column
from svscore.batch.worth import (
    NoPlanError,
    Pack,
    Points,
    Worth,
    excluding,
    packs_of,
    permitted_values,
    points_of,
    worth_of,
)
from svscore.framework.award import HighestTotal
from svscore.framework.formula import LowestRatio
from svscore.framework.model import Criterion, Framework
from svscore.scoring.calculation import is_relative, overall_weights

MAX_SUM = 2**61
"""Sums and their doubles stay below 2**63."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One model for columns of one shape."""

    framework: Framework
    weights: Mapping[str, Fraction]
    nodes: Mapping[str, Criterion]
    """Those that earn points, by id."""
    denominator: int
    unrounded_denominator: int
    worth: Mapping[str, Worth]
    """Of scales, points and gates, by id."""
    packs: Mapping[str, tuple[Pack, ...]]
    """The same leaves together, by the id of their group; at the top, by nothing."""
    ratio: Criterion | None
    """The one leaf that is compared with the lowest price; ``None`` in a model without."""
    tie_breaks: tuple[str, ...] | None
    """Those the plan can do; ``None`` where one is not: level bids are then left to the engine."""
    adjustments: tuple[tuple[str, int], ...]
    """Yes/no columns and the points they add, over the denominator."""
    also_within: int | None
    """The most a bid may be behind the last place and be awarded, too, over the denominator."""

    @property
    def is_ratio_whole(self) -> bool:
        """Whether rounding makes the points for the price a whole number over the denominator."""
        rounding = self.framework.rounding
        return rounding.share is not None or rounding.criterion is not None


_PLANS: dict[tuple[int, str], tuple[Framework, Plan | str]] = {}
"""Plans made in this process, or why there is none; each with its model, so that no other takes its identity."""

MOST_PLANS = 512


def plan_for(framework: Framework, columns: Mapping[str, Column]) -> Plan:
    """The plan of a model, made once for all tables of the same shape.

    Raises:
        NoPlanError: the model or a column has something only the engine can do.
    """
    shape = repr([(name, column.scale, column.words) for name, column in sorted(columns.items())])
    key = id(framework), shape
    if key not in _PLANS:
        if len(_PLANS) >= MOST_PLANS:
            _PLANS.clear()
        try:
            _PLANS[key] = framework, compile_model(framework, columns)
        except NoPlanError as error:
            _PLANS[key] = framework, str(error)
    plan = _PLANS[key][1]
    if isinstance(plan, str):
        raise NoPlanError(plan)
    return plan


def compile_model(framework: Framework, columns: Mapping[str, Column]) -> Plan:
    """The plan of a model for bids that stand in such columns.

    Raises:
        NoPlanError: the model or a column has something only the engine can do.
    """
    weights = overall_weights(framework)
    _refuse(framework, weights)
    leaves = framework.leaves()
    ratio = _ratio_of(leaves)
    if ratio is not None:
        _refuse_ratio(framework, ratio)
    asked = (*(leaf.id for leaf in leaves), *(rule.when for rule in framework.adjustments))
    if absent := [name for name in asked if name not in columns]:
        raise NoPlanError(f"no entry for {absent[0]}")
    if written := [leaf.id for leaf in leaves if leaf.offer is not None and columns[leaf.id].words]:
        raise NoPlanError(f"words for {written[0]}")
    added = [(rule.when, rule.add.of(framework.total)) for rule in framework.adjustments]
    worth, denominators = _worths(framework, columns, weights, added, ratio)
    groups = {"": framework.criteria} | {node.id: node.criteria for _, node in framework.walk() if node.criteria}
    near = framework.award.also_within
    packs = {name: packs_of([node.id for node in below if node.id in worth], worth) for name, below in groups.items()}
    return Plan(
        framework=framework,
        weights=weights,
        nodes={node.id: node for _, node in framework.walk() if node.id in weights},
        denominator=denominators[0],
        unrounded_denominator=denominators[1],
        worth=worth,
        packs=packs,
        ratio=ratio,
        tie_breaks=_tie_breaks(framework, weights),
        adjustments=tuple((when, int(points * denominators[0])) for when, points in added),
        also_within=None if near is None else floor(near.of(framework.total) * denominators[0]),
    )


def _worths(
    framework: Framework,
    columns: Mapping[str, Column],
    weights: Mapping[str, Fraction],
    added: Sequence[tuple[str, Fraction]],
    ratio: Criterion | None,
) -> tuple[dict[str, Worth], tuple[int, int]]:
    """What the leaves' values are worth, and over which denominators; leaves that are alike share theirs."""
    absolute = [leaf for leaf in framework.leaves() if leaf.offer is None]
    permitted = permitted_values(framework, absolute, columns)
    kinds: dict[str, Hashable] = {
        leaf.id: (id(permitted[leaf.id]), weights.get(leaf.id), leaf.minimum) for leaf in absolute
    }
    examples = {kinds[leaf.id]: leaf for leaf in absolute}
    points = {
        kind: points_of(framework.rounding, permitted[leaf.id], weights.get(leaf.id)) for kind, leaf in examples.items()
    }
    denominators = _denominators(framework, [points[kinds[leaf.id]] for leaf in absolute], weights, added, ratio)
    made = {
        kind: worth_of(
            permitted[leaf.id],
            points[kind],
            excluding(framework, leaf, weights.get(leaf.id), permitted[leaf.id]),
            *denominators,
        )
        for kind, leaf in examples.items()
    }
    return {leaf.id: made[kinds[leaf.id]] for leaf in absolute}, denominators


def _refuse(framework: Framework, weights: Mapping[str, Fraction]) -> None:
    """Rules of the model that have no place in a plan."""
    reasons = {
        "the award method": not isinstance(framework.award, HighestTotal),
        "rank-sum": framework.moderation == "rank-sum",
        "rescale": any(node.rescale for _, node in framework.walk()),
        "a minimum that looks at other bids": any(node.minimum and is_relative(node) for _, node in framework.walk()),
        "a minimum without weight": any(node.minimum and not weights.get(node.id) for _, node in framework.walk()),
        "a minimum of a price": any(node.minimum and node.offer for _, node in framework.walk()),
    }
    if found := [reason for reason, is_there in reasons.items() if is_there]:
        raise NoPlanError(", ".join(found))


def _ratio_of(leaves: Sequence[Criterion]) -> Criterion | None:
    scored = [leaf for leaf in leaves if leaf.offer is not None and leaf.offer.formula != "none"]
    if len(scored) > 1 or any(not isinstance(leaf.offer, LowestRatio) for leaf in scored):
        raise NoPlanError("a formula other than one lowest-ratio")
    if any(leaf.offer and (leaf.offer.basket or leaf.offer.proxy or leaf.offer.cap) for leaf in leaves):
        raise NoPlanError("a basket, a proxy or a cap")
    return scored[0] if scored else None


def _refuse_ratio(framework: Framework, ratio: Criterion) -> None:
    rounding = framework.rounding
    if rounding.share is None and rounding.criterion is None:
        if framework.award.on == "rounded" or framework.award.also_within is not None:
            raise NoPlanError("rounded or close totals over a price that is not rounded")
        if rounding.section is not None and all(node.id != ratio.id for node in framework.criteria):
            raise NoPlanError("a section rounded over a price that is not")


def _denominators(
    framework: Framework,
    scored: Sequence[Points],
    weights: Mapping[str, Fraction],
    added: Iterable[tuple[str, Fraction]],
    ratio: Criterion | None,
) -> tuple[int, int]:
    """The common denominators of all points, with rounding and without."""
    rounding = framework.rounding
    stages = [places for places in (rounding.criterion, rounding.section, rounding.total) if places is not None]
    numbers = [number for points in scored for number in (*points.exact, *points.score)]
    numbers += [points for _, points in added]
    if ratio is not None and rounding.share is not None:
        numbers.append(weights[ratio.id] / 10**rounding.share)
    denominator = lcm(*(10**places for places in stages), *(number.denominator for number in numbers))
    plain = (number.denominator for points in scored for number in points.unrounded)
    unrounded = lcm(1, *plain)
    # a rounding may add up to one point a leaf; doubles are taken where halves are looked for
    most = 4 * (framework.total + sum((abs(points) for _, points in added), Fraction(len(scored))))
    if most * max(denominator, unrounded) >= MAX_SUM:
        raise NoPlanError("a common denominator too large for whole numbers")
    return denominator, unrounded


def _tie_breaks(framework: Framework, weights: Mapping[str, Fraction]) -> tuple[str, ...] | None:
    """The tie-breaks, or ``None`` when there is one that whole numbers cannot do."""
    nodes = {node.id: node for _, node in framework.walk()}
    prices = [leaf for leaf in framework.leaves() if leaf.price is not None]
    for name in framework.tie_break:
        if name == "price" and len(prices) == 1:
            continue
        if name not in weights or is_relative(nodes[name]):
            return None
    return framework.tie_break


def bound(need: Fraction, denominator: int, *, is_strict: bool) -> int:
    """The least whole number over ``denominator`` that meets a threshold."""
    return floor(need * denominator) + 1 if is_strict else ceil(need * denominator)


__all__ = ["MAX_SUM", "NoPlanError", "Plan", "bound", "compile_model", "plan_for"]
