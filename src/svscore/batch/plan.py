"""A model compiled to whole numbers: what each permitted value is worth, over one common denominator.

Whatever a value earns is worked out once, by the functions that scoring itself uses, with the rounding
stages in it. A model with a rule that cannot be a sum of whole numbers has no plan, and is left to the
engine; so is any competition with a blank or a value the plan does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm

import numpy as np

from svscore.batch.table import Column, Flags, Whole
from svscore.bids import Bid, Entry
from svscore.exact import round_fraction
from svscore.framework.award import HighestTotal
from svscore.framework.formula import LowestRatio
from svscore.framework.model import Criterion, Framework, Rounding
from svscore.problem import Location
from svscore.scoring.calculation import is_relative, overall_weights
from svscore.scoring.eligibility import judge
from svscore.scoring.values import read_values

MAX_VALUES = 5000
"""Most permitted values of one leaf: points in hundredths up to 50."""
MAX_SUM = 2**61
"""Sums and their doubles stay below 2**63."""


class NoPlanError(Exception):
    """The model, or a column, has something only the engine can do; the text says what."""


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
class Plan:
    """One model for columns of one shape."""

    framework: Framework
    weights: Mapping[str, Fraction]
    denominator: int
    unrounded_denominator: int
    worth: Mapping[str, Worth]
    """Of scales, points and gates, by id."""
    ratio: Criterion | None
    """The one leaf that is compared with the lowest price; ``None`` in a model without."""
    tie_breaks: tuple[str, ...] | None
    """Those the plan can do; ``None`` where one is not: level bids are then left to the engine."""
    adjustments: tuple[tuple[str, int], ...]
    """Yes/no columns and the points they add, over the denominator."""

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
    _refuse(framework)
    weights = overall_weights(framework)
    leaves = framework.leaves()
    ratio = _ratio_of(leaves)
    if ratio is not None:
        _refuse_ratio(framework, ratio)
    absolute = [leaf for leaf in leaves if leaf.offer is None]
    for leaf in leaves:
        if leaf.id not in columns:
            raise NoPlanError(f"no entry for {leaf.id}")
    values = {leaf.id: _permitted(framework, leaf, columns[leaf.id]) for leaf in absolute}
    scored = {
        leaf.id: _points(
            framework.rounding, _shares(framework, leaf, [value for _, value in values[leaf.id]]), weights.get(leaf.id)
        )
        for leaf in absolute
    }
    added = [(rule.when, rule.add.of(framework.total)) for rule in framework.adjustments if rule.when in columns]
    denominator, unrounded = _denominators(framework, scored, weights, added, ratio)
    worth = {
        leaf.id: _worth(framework, leaf, values[leaf.id], scored[leaf.id], denominator, unrounded) for leaf in absolute
    }
    adjustments = tuple((when, int(points * denominator)) for when, points in added)
    return Plan(framework, weights, denominator, unrounded, worth, ratio, _tie_breaks(framework, weights), adjustments)


def _refuse(framework: Framework) -> None:
    """Rules of the model that have no place in a plan."""
    weights = overall_weights(framework)
    reasons = {
        "the award method": not isinstance(framework.award, HighestTotal),
        "also-within": framework.award.also_within is not None,
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
        if framework.award.on == "rounded":
            raise NoPlanError("an order of rounded totals over a price that is not rounded")
        if rounding.section is not None and all(node.id != ratio.id for node in framework.criteria):
            raise NoPlanError("a section rounded over a price that is not")


def _permitted(framework: Framework, leaf: Criterion, column: Column) -> list[tuple[int, Fraction | str]]:
    """The values a leaf may have, each with the whole number that stands for it in the column."""
    if column.words or leaf.gate is not None:
        found = list(enumerate(column.words))
        return [(code, word) for code, word in found if _is_permitted(framework, leaf, word)]
    if leaf.points is not None:
        most = floor(leaf.points.max * column.scale)
        if most > MAX_VALUES:
            raise NoPlanError(f"more than {MAX_VALUES} values of {leaf.id}")
        return [(whole, Fraction(whole, column.scale)) for whole in range(most + 1)]
    numbers = (level.number for level in framework.scales[leaf.scale or ""])
    scaled = [(number * column.scale, number) for number in numbers if number is not None]
    return [(int(whole), number) for whole, number in scaled if whole.denominator == 1 and 0 <= whole <= MAX_VALUES]


def _is_permitted(framework: Framework, leaf: Criterion, word: Fraction | str) -> bool:
    if leaf.gate is not None:
        return isinstance(word, str)
    if leaf.points is not None:
        return isinstance(word, Fraction) and 0 <= word <= leaf.points.max
    return any(word in (level.number, level.mark) for level in framework.scales[leaf.scale or ""])


def _alone(framework: Framework, leaf: Criterion) -> Framework:
    """A model of one leaf only, with the points it can earn in the whole one."""
    weight = overall_weights(framework).get(leaf.id)
    return framework.model_copy(update={"criteria": (leaf.model_copy(update={"weight": weight}),)})


def _bids(leaf: Criterion, values: Sequence[Fraction | str]) -> list[Bid]:
    """One bid for each value."""
    here = Location("")
    return [Bid(str(row), here, {leaf.id: Entry(value, "", here)}) for row, value in enumerate(values)]


def _shares(framework: Framework, leaf: Criterion, values: Sequence[Fraction | str]) -> list[Fraction]:
    """The share of the weight each permitted value earns, as scoring reads it."""
    read = read_values(_alone(framework, leaf), _bids(leaf, values)).by_bid
    amounts = [found[leaf.id].amount for found in read]
    return [amount for amount in amounts if amount is not None]


@dataclass(frozen=True, slots=True)
class _Points:
    unrounded: list[Fraction]
    exact: list[Fraction]
    score: list[Fraction]


def _points(rounding: Rounding, shares: Sequence[Fraction], weight: Fraction | None) -> _Points:
    """Points of each share; zeros for a leaf without weight."""
    weight = weight or Fraction(0)
    exact = [staged(share, rounding.share, rounding) * weight for share in shares]
    score = [staged(points, rounding.criterion, rounding) for points in exact]
    return _Points([share * weight for share in shares], exact, score)


def staged(value: Fraction, places: int | None, rounding: Rounding) -> Fraction:
    """A value after one rounding stage."""
    return value if places is None else round_fraction(value, places, rounding.mode)


def _denominators(
    framework: Framework,
    scored: Mapping[str, _Points],
    weights: Mapping[str, Fraction],
    added: Iterable[tuple[str, Fraction]],
    ratio: Criterion | None,
) -> tuple[int, int]:
    """The common denominators of all points, with rounding and without."""
    rounding = framework.rounding
    stages = [places for places in (rounding.criterion, rounding.section, rounding.total) if places is not None]
    numbers = [number for points in scored.values() for number in (*points.exact, *points.score)]
    numbers += [points for _, points in added]
    if ratio is not None and rounding.share is not None:
        numbers.append(weights[ratio.id] / 10**rounding.share)
    denominator = lcm(*(10**places for places in stages), *(number.denominator for number in numbers))
    plain = (number.denominator for points in scored.values() for number in points.unrounded)
    unrounded = lcm(1, *plain)
    # a rounding may add up to one point a leaf; doubles are taken where halves are looked for
    most = 4 * (framework.total + sum((abs(points) for _, points in added), Fraction(len(scored))))
    if most * max(denominator, unrounded) >= MAX_SUM:
        raise NoPlanError("a common denominator too large for whole numbers")
    return denominator, unrounded


def _worth(
    framework: Framework,
    leaf: Criterion,
    values: Sequence[tuple[int, Fraction | str]],
    points: _Points,
    denominator: int,
    unrounded: int,
) -> Worth:
    size = max((whole for whole, _ in values), default=0) + 1
    worth = Worth(
        np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, bool),
        np.zeros(size, bool),
    )  # fmt: skip
    excluding = _excluding(framework, leaf, [value for _, value in values])
    for row, (whole, _) in enumerate(values):
        worth.score[whole] = int(points.score[row] * denominator)
        worth.exact[whole] = int(points.exact[row] * denominator)
        worth.unrounded[whole] = int(points.unrounded[row] * unrounded)
        worth.excludes[whole] = row in excluding
        worth.is_known[whole] = True
    return worth


def _excluding(framework: Framework, leaf: Criterion, values: Sequence[Fraction | str]) -> set[int]:
    """Positions of the values that exclude by themselves, judged in a model of this leaf alone."""
    if leaf.gate is None and leaf.minimum is None:
        return set()
    model, bids = _alone(framework, leaf), _bids(leaf, values)
    return set(judge(model, bids, read_values(model, bids).by_bid).excluded)


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
