"""How many points minimums make every bid earn that takes part: a minimum of next to nothing keeps nobody out."""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.model import Criterion, Framework, Path
from svscore.lint.levels import least_meeting
from svscore.lint.minimums import hopeless_share, share_needed, useless
from svscore.lint.weighting import holds_price, points_available

LEAST = Fraction(1, 20)
"""The part of the points not for price that minimums have to ask for; a bid with less is hopeless all the same."""


def share_asked(framework: Framework) -> Fraction:
    """The part of the points not for price, 0 to 1, that minimums add to what the worst bid has."""
    points = points_available(framework)
    roots = [(("criteria", index), node) for index, node in enumerate(framework.criteria)]
    prices = sum((points[path] for path, node in framework.walk() if node.price is not None), Fraction(0))
    others = sum((points[path] for path, _ in roots), Fraction(0)) - prices
    asked = sum((_least(framework, path, node, points) for path, node in roots), Fraction(0))
    worst = sum((_worst(framework, path, node, points) for path, node in roots), Fraction(0))
    return (asked - worst) / others if others > 0 else Fraction(0)


def is_floor(framework: Framework) -> bool:
    """Whether minimums keep hopeless bids out: they ask for enough, or one without weight is a threshold by itself."""
    points = points_available(framework)
    asked = [
        (path, node, share_needed(node, framework, points[path]))
        for path, node in framework.walk()
        if node.minimum is not None
    ]
    thresholds = [
        _attainable(framework, node, needed)
        for path, node, needed in asked
        if needed is not None and not points[path] and not useless(framework, path, node, points)
    ]
    is_unknown = any(needed is None for _, _, needed in asked)  # a minimum that means nothing is an error already
    return is_unknown or share_asked(framework) >= LEAST or any(share >= LEAST for share in thresholds)


def _worst(framework: Framework, path: Path, node: Criterion, points: dict[Path, Fraction]) -> Fraction:
    """Points that even the worst bid has at a criterion, prices apart."""
    if node.criteria is None:
        return Fraction(0) if node.price is not None else hopeless_share(framework, path, node, points) * points[path]
    parts = [((*path, "criteria", index), part) for index, part in enumerate(node.criteria)]
    return sum((_worst(framework, place, part, points) for place, part in parts), Fraction(0))


def _least(framework: Framework, path: Path, node: Criterion, points: dict[Path, Fraction]) -> Fraction:
    """Points that the worst bid has that no minimum keeps out, prices apart."""
    parts = [((*path, "criteria", index), part) for index, part in enumerate(node.criteria or ())]
    below = sum((_least(framework, place, part, points) for place, part in parts), Fraction(0))
    if node.criteria is None:
        below = _worst(framework, path, node, points)
    needed = share_needed(node, framework, points[path])
    if node.minimum is None or needed is None or holds_price(node) or useless(framework, path, node, points):
        return below
    return max(below, _attainable(framework, node, needed) * points[path])


def _attainable(framework: Framework, node: Criterion, needed: Fraction) -> Fraction:
    """The least part a bid can earn that meets a minimum: on a scale that of the next mark."""
    scale = framework.scales.get(node.scale or "")
    share = least_meeting(scale, needed, node.minimum) if scale and node.minimum is not None else None
    return needed if share is None else share
