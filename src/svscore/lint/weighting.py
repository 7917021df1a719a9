"""Which parts of the tree are meant to carry a weight, and what each can earn."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from svscore.exact import plain_text
from svscore.framework.fields import number_text
from svscore.framework.model import Criterion, Framework, Path


def should_weigh(criterion: Criterion) -> bool:
    """Whether a criterion takes part in the sum of its siblings: a group does when a part of it does."""
    if criterion.criteria:
        return any(should_weigh(part) for part in criterion.criteria)
    return criterion.is_weighted


def holds_price(criterion: Criterion) -> bool:
    """Whether a criterion is a price or has one in it."""
    return criterion.price is not None or any(holds_price(part) for part in criterion.criteria or ())


def amount_text(value: Fraction) -> str:
    """A sum of weights as people read it: a decimal, or a fraction with about what it is."""
    text = number_text(value)
    return f"{text} (about {plain_text(value, 4)})" if "/" in text else text


def groups(framework: Framework) -> Iterator[tuple[Path, Criterion | None, tuple[Criterion, ...]]]:
    """Each list of siblings with the path of its key and the group it is in, ``None`` for the top."""
    yield ("criteria",), None, framework.criteria
    for path, criterion in framework.walk():
        if criterion.criteria is not None:
            yield (*path, "criteria"), criterion, criterion.criteria


def points_available(framework: Framework) -> dict[Path, Fraction]:
    """The points each weighted criterion can earn, by its path in the file."""
    if framework.weights == "of-total":
        return {path: _sum(criterion) for path, criterion in framework.walk()}
    points: dict[Path, Fraction] = {}
    for path, criterion in framework.walk():
        whole = framework.total if len(path) == 2 else points.get(path[:-2], Fraction(0))
        base = framework.total if len(path) == 2 else Fraction(100)
        points[path] = whole * (criterion.weight or 0) / base
    return points


def _sum(criterion: Criterion) -> Fraction:
    if criterion.criteria is None:
        return criterion.weight or Fraction(0)
    return sum((_sum(part) for part in criterion.criteria), Fraction(0))
