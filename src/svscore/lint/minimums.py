"""What a minimum asks for, and whether any keeps a bid out that is worth nothing but its price."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from svscore.exact import parse_number
from svscore.framework.formula import Bands, Formula, Unscored
from svscore.framework.model import Criterion, Framework, Path
from svscore.lint.levels import share_by_mark, shares_in_order
from svscore.lint.weighting import holds_price, points_available


def share_needed(criterion: Criterion, framework: Framework, points: Fraction) -> Fraction | None:
    """The part of its points, 0 to 1, that the minimum of a criterion asks for.

    ``points`` is what the criterion can earn. ``None`` where there is no minimum, or none that means anything.
    """
    bound = criterion.minimum.bound if criterion.minimum else ""
    try:
        if bound.endswith("%"):
            return parse_number(bound[:-1]) / 100
        wanted: str | Fraction = parse_number(bound)
    except ValueError:
        wanted = bound.strip().casefold()
    if criterion.scale is not None:
        scale = framework.scales.get(criterion.scale)
        return share_by_mark(scale).get(wanted) if scale else None
    most = criterion.points.max if criterion.points else points
    return wanted / most if isinstance(wanted, Fraction) and most else None


def minimums_that_cure(framework: Framework) -> list[Criterion]:
    """The criteria whose minimum keeps a hopeless bid out before prices are compared.

    A hopeless bid has the worst of everything and the best price.
    """
    points = points_available(framework)
    return [
        criterion
        for path, criterion in framework.walk()
        if criterion.minimum is not None and not useless(framework, path, criterion, points)
    ]


def useless_minimums(framework: Framework) -> Iterator[str]:
    """Why each minimum leaves a hopeless bid in the comparison, for those that do."""
    points = points_available(framework)
    for path, criterion in framework.walk():
        reason = useless(framework, path, criterion, points) if criterion.minimum is not None else ""
        if reason:
            yield f"that of {criterion.id!r} {reason}"


def useless(framework: Framework, path: Path, criterion: Criterion, points: dict[Path, Fraction]) -> str:
    """Why the minimum of a criterion leaves a hopeless bid in; empty where it keeps it out, or means nothing."""
    needed = share_needed(criterion, framework, points[path])
    if criterion.minimum is None or needed is None:
        return ""
    if criterion.price is not None:
        return "asks about the price itself"
    if _looks_at_others(criterion):
        return "is looked at after prices are compared" if holds_price(criterion) else "compares bids itself"
    reached = hopeless_share(framework, path, criterion, points)
    is_out = reached < needed or (reached == needed and criterion.minimum.above is not None)
    if is_out:
        return ""
    return "can be met by the price alone" if holds_price(criterion) else "is met by the worst bid there can be"


def _looks_at_others(criterion: Criterion) -> bool:
    """Whether the points held against a minimum depend on other bids: such a minimum is tested last."""
    if criterion.criteria is not None:
        return any(_looks_at_others(part) for part in criterion.criteria)
    return criterion.offer is not None and criterion.offer.is_relative


def hopeless_share(framework: Framework, path: Path, criterion: Criterion, points: dict[Path, Fraction]) -> Fraction:
    """The part of its points, 0 to 1, that a hopeless bid earns."""
    if criterion.criteria is None:
        return _hopeless_leaf(framework, criterion)
    parts = [((*path, "criteria", index), part) for index, part in enumerate(criterion.criteria)]
    earned = [hopeless_share(framework, place, part, points) * points[place] for place, part in parts]
    return sum(earned, Fraction(0)) / points[path] if points[path] else Fraction(0)


def _hopeless_leaf(framework: Framework, leaf: Criterion) -> Fraction:
    if leaf.price is not None:
        return Fraction(1)
    if leaf.gate is not None:
        return Fraction(1)  # a bid that fails the gate may be out already; one that passes is the question
    if leaf.quantity is not None:
        return _hopeless_offer(leaf.quantity)
    scale = framework.scales.get(leaf.scale or "")
    return (shares_in_order(scale) or (Fraction(0),))[0] if scale else Fraction(0)


def _hopeless_offer(offer: Formula) -> Fraction:
    if isinstance(offer, Unscored):
        return Fraction(1)
    return min(band.share for band in offer.bands) if isinstance(offer, Bands) else Fraction(0)
