"""The sums of points that marks can give a bid, as far as they can be listed.

Every sum is exact. A criterion marked on a scale has a few values, and a section the sums of those of its parts, each
rounded as the model rounds; the work is bounded, and where it would be more, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from svscore.exact import round_fraction
from svscore.framework.model import Criterion, Framework, Path
from svscore.lint.levels import shares
from svscore.lint.weighting import holds_price, points_available

MAX_SUMS = 20_000
"""Different sums that are listed."""
MAX_ADDITIONS = 100_000
"""Additions made at one section."""


def rounded_points(framework: Framework, share: Fraction, points: Fraction) -> Fraction:
    """The points a share, 0 to 1, of a criterion's ``points`` earns, rounded as the model rounds a criterion."""
    rounding = framework.rounding
    if rounding.share is not None:
        share = round_fraction(share, rounding.share, rounding.mode)
    earned = share * points
    return earned if rounding.criterion is None else round_fraction(earned, rounding.criterion, rounding.mode)


def quality_sums(framework: Framework) -> list[Fraction] | None:
    """Every sum of points that agreed marks can give a bid for all that is no price, from the least up.

    ``None`` where anything between nothing and all is possible, where it depends on other bids, where the price is
    rounded together with the rest, or where there are too many. Means of marks give more sums.
    """
    points = points_available(framework)
    sums: set[Fraction] | None = {Fraction(0)}
    for index, criterion in enumerate(framework.criteria):
        sums = _added(sums, _values(framework, ("criteria", index), criterion, points))
    for adjustment in framework.adjustments:
        sums = _added(sums, {Fraction(0), adjustment.add.of(framework.total)})
    return None if sums is None else sorted(sums)


def smallest_difference(sums: Iterable[Fraction]) -> Fraction | None:
    """The least by which two different sums differ; ``None`` where there are no two."""
    return min((after - before for before, after in pairwise(sorted(set(sums)))), default=None)


def _values(
    framework: Framework, path: Path, criterion: Criterion, points: dict[Path, Fraction]
) -> set[Fraction] | None:
    """The points a bid can have for a criterion, prices left out; ``None`` where they cannot be listed."""
    if criterion.rescale is not None:
        return None
    if criterion.criteria is not None:
        return _section(framework, path, criterion, points)
    if criterion.price is not None or not points[path]:
        return {Fraction(0)}
    earned = _shares(framework, criterion)
    return None if earned is None else {rounded_points(framework, share, points[path]) for share in earned}


def _section(
    framework: Framework, path: Path, section: Criterion, points: dict[Path, Fraction]
) -> set[Fraction] | None:
    places = framework.rounding.section
    if places is not None and holds_price(section):
        return None
    sums: set[Fraction] | None = {Fraction(0)}
    for index, part in enumerate(section.criteria or ()):
        sums = _added(sums, _values(framework, (*path, "criteria", index), part, points))
    if sums is None or places is None:
        return sums
    return {round_fraction(total, places, framework.rounding.mode) for total in sums}


def _shares(framework: Framework, leaf: Criterion) -> set[Fraction] | None:
    """The shares of its points a leaf can earn."""
    if leaf.gate is not None:
        return {Fraction(0), Fraction(1)}
    scale = framework.scales.get(leaf.scale or "")
    earned = shares(scale) if scale else None
    if earned is None:
        return None
    return {*earned, Fraction(0)} if framework.missing != "refuse" else set(earned)


def _added(sums: set[Fraction] | None, values: set[Fraction] | None) -> set[Fraction] | None:
    if sums is None or values is None or len(sums) * len(values) > MAX_ADDITIONS:
        return None
    added = {one + other for one in sums for other in values}
    return added if len(added) <= MAX_SUMS else None
