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
from svscore.framework.once import once_for_each
from svscore.lint.levels import shares
from svscore.lint.weighting import holds_price, points_available

MAX_MARKS = 1_000
"""Marks of a scale whose points are listed."""
MAX_ADDITIONS = 200_000
"""Additions made for one model."""
MOST_MODELS = 64
"""Models whose sums are kept: several rules ask for them."""


def rounded_points(framework: Framework, share: Fraction, points: Fraction) -> Fraction:
    """The points a share, 0 to 1, of a criterion's ``points`` earns, rounded as the model rounds a criterion."""
    rounding = framework.rounding
    if rounding.share is not None:
        share = round_fraction(share, rounding.share, rounding.mode)
    earned = share * points
    return earned if rounding.criterion is None else round_fraction(earned, rounding.criterion, rounding.mode)


@once_for_each(MOST_MODELS)
def quality_sums(framework: Framework) -> list[Fraction] | None:
    """Every sum of points that agreed marks can give a bid for all that is no price, from the least up.

    ``None`` where anything between nothing and all is possible, where it depends on other bids, where the price is
    rounded together with the rest, or where there are too many. Means of marks give more sums.
    """
    sums = _Sums(framework).all()
    return None if sums is None else sorted(sums)


def smallest_difference(sums: Iterable[Fraction]) -> Fraction | None:
    """The least by which two different sums differ; ``None`` where there are no two."""
    return min((after - before for before, after in pairwise(sorted(set(sums)))), default=None)


class _Sums:
    """The sums of one model; ``None`` where they cannot be listed."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.points = points_available(framework)
        self.additions = 0

    def all(self) -> set[Fraction] | None:
        """What all criteria and preferences can add up to."""
        sums = self._of_parts(("criteria",), self.framework.criteria)
        for adjustment in self.framework.adjustments:
            sums = self._added(sums, {Fraction(0), adjustment.add.of(self.framework.total)})
        return sums

    def _of_parts(self, path: Path, parts: Iterable[Criterion]) -> set[Fraction] | None:
        sums: set[Fraction] | None = {Fraction(0)}
        for index, part in enumerate(parts):
            if sums is None:
                return None
            sums = self._added(sums, self._values((*path, index), part))
        return sums

    def _values(self, path: Path, criterion: Criterion) -> set[Fraction] | None:
        """The points a bid can have for a criterion, prices left out."""
        if criterion.rescale is not None:
            return None
        if criterion.criteria is not None:
            return self._section(path, criterion)
        points = self.points[path]
        if criterion.price is not None or not points:
            return {Fraction(0)}
        earned = _shares(self.framework, criterion)
        return None if earned is None else {rounded_points(self.framework, share, points) for share in earned}

    def _section(self, path: Path, section: Criterion) -> set[Fraction] | None:
        rounding = self.framework.rounding
        if rounding.section is not None and holds_price(section):
            return None
        sums = self._of_parts((*path, "criteria"), section.criteria or ())
        if sums is None or rounding.section is None:
            return sums
        return {round_fraction(total, rounding.section, rounding.mode) for total in sums}

    def _added(self, sums: set[Fraction] | None, values: set[Fraction] | None) -> set[Fraction] | None:
        if sums is None or values is None:
            return None
        self.additions += len(sums) * len(values)
        if self.additions > MAX_ADDITIONS:
            return None
        return {one + other for one in sums for other in values}


def _shares(framework: Framework, leaf: Criterion) -> set[Fraction] | None:
    """The shares of its points a leaf can earn."""
    if leaf.gate is not None:
        return {Fraction(0), Fraction(1)}
    scale = framework.scales.get(leaf.scale or "")
    earned = shares(scale) if scale and len(scale) <= MAX_MARKS else None
    if earned is None:
        return None
    return {*earned, Fraction(0)} if framework.missing != "refuse" else set(earned)
