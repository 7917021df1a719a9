"""What is scored has a weight, of 0 or more; what is only read has none.

Every scored criterion, and with `weights: of-parent` every group that holds one, needs a weight. A
price or quantity with `formula: none` is read for the award method, a tie-break or a test, and earns
nothing, so it has no weight; nor has a group of such criteria. A gate may have one or not.

Why it matters: a weight nobody can earn takes points from everybody, and a criterion without one
is asked for in vain.

Fails:

    award: {by: price-per-quality-point}
    criteria:
      - {id: quality, title: Quality, weight: 70, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: none}}

Passes:

    award: {by: price-per-quality-point}
    criteria:
      - {id: quality, title: Quality, weight: 100, points: {max: 10}}
      - {id: price, title: Price, price: {formula: none}}
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.fields import number_text
from svscore.framework.model import KINDS, Criterion, Framework
from svscore.lint.finding import Finding
from svscore.lint.weighting import should_weigh
from svscore.problem import Severity

CODE = "SV105"
NAME = "weight-place"
SEVERITY = Severity.ERROR


def check(framework: Framework) -> Iterator[Finding]:
    """Each weight that is missing, out of place or below zero."""
    for path, criterion in framework.walk():
        place = (*path, "weight")
        needs = tuple((*path, kind) for kind in KINDS)
        if criterion.weight is None:
            if _needs_weight(criterion, framework):
                yield Finding(place, f"{criterion.id!r} has no weight", "add `weight: ...`", needs=needs)
        elif not should_weigh(criterion):
            found = f"{criterion.id!r} has the weight {number_text(criterion.weight)}, but nothing in it is scored"
            yield Finding(place, found, "delete the weight, or say how it is scored", needs=needs)
        elif criterion.weight < 0:
            found = f"weight of {criterion.id!r} is {number_text(criterion.weight)}, expected 0 or more"
            yield Finding(place, found)


def _needs_weight(criterion: Criterion, framework: Framework) -> bool:
    if criterion.criteria is not None and framework.weights == "of-total":
        return False
    return bool(criterion.kinds) and should_weigh(criterion)
