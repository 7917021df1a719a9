"""A group's weight must be what its leaves add up to, when leaves carry the points.

With `weights: of-total` each leaf says its points, and a group is worth what its leaves are
worth together. A group may say its weight too, for readers; then it must be the same number.

Why it matters: two different weights for one section were published, and only one of them is
used in the adding-up.

Fails:

    weights: of-total
    criteria:
      - id: quality
        title: Quality
        weight: 60
        criteria:
          - {id: method, title: Method, weight: 40, points: {max: 10}}
          - {id: team, title: Team, weight: 30, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    weights: of-total
    criteria:
      - id: quality
        title: Quality
        weight: 70
        criteria:
          - {id: method, title: Method, weight: 40, points: {max: 10}}
          - {id: team, title: Team, weight: 30, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from svscore.framework.fields import number_text
from svscore.framework.model import Criterion, Framework, Path
from svscore.lint.finding import Finding
from svscore.lint.weighting import amount_text, should_weigh
from svscore.problem import Severity

CODE = "SV102"
NAME = "group-weight"
SEVERITY = Severity.ERROR


def check(framework: Framework) -> Iterator[Finding]:
    """Each group whose weight is not the sum of its leaves."""
    if framework.weights != "of-total":
        return
    for path, group in framework.walk():
        if group.criteria is None or group.weight is None or not should_weigh(group):
            continue
        leaves = [(place, leaf) for place, leaf in _leaves(path, group) if leaf.is_weighted]
        weights = [leaf.weight for _, leaf in leaves if leaf.weight is not None]
        found = sum(weights, Fraction(0))
        if len(weights) == len(leaves) and found != group.weight:
            yield Finding(
                (*path, "weight"),
                f"weight of {group.id!r} is {number_text(group.weight)}, but its leaves add up to {amount_text(found)}",
                "delete the group's weight, or put it or a leaf right",
                needs=((*path, "criteria"), *((*place, "weight") for place, _ in leaves), ("weights",)),
            )


def _leaves(path: Path, criterion: Criterion) -> Iterator[tuple[Path, Criterion]]:
    if criterion.criteria is None:
        yield path, criterion
    for index, part in enumerate(criterion.criteria or ()):
        yield from _leaves((*path, "criteria", index), part)
