"""Weights must add up: siblings to 100, the top level to the total.

With `weights: of-parent` (the default) the top level adds up to `total`, and below it the
weights of siblings add up to 100. With `weights: of-total` the leaves add up to `total`.
Gates without a weight and prices that are only read take no part.

Why it matters: a sum of 95 means nobody can score full marks, and bidders were told
otherwise. Which criterion is short cannot be guessed.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 65, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 70, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from svscore.framework.fields import number_text
from svscore.framework.model import Criterion, Framework, Path
from svscore.lint.finding import Finding
from svscore.lint.weighting import amount_text, groups, should_weigh
from svscore.problem import Severity

CODE = "SV101"
NAME = "weights-sum"
SEVERITY = Severity.ERROR


def check(framework: Framework) -> Iterator[Finding]:
    """Each list of siblings whose weights do not add up."""
    if framework.weights == "of-total":
        leaves = [(path, leaf) for path, leaf in framework.walk() if leaf.criteria is None]
        yield from _sum(("criteria",), "the leaves", leaves, framework.total)
        return
    for path, group, parts in groups(framework):
        named = "the top level" if group is None else repr(group.id)
        siblings = [((*path, index), part) for index, part in enumerate(parts)]
        yield from _sum(path, named, siblings, framework.total if group is None else Fraction(100))


def _sum(path: Path, named: str, parts: list[tuple[Path, Criterion]], expected: Fraction) -> Iterator[Finding]:
    weighted = [(place, part) for place, part in parts if should_weigh(part) or part.weight is not None]
    weights = [part.weight for _, part in weighted if should_weigh(part) and part.weight is not None]
    if not weights or len(weights) < len(weighted):
        return  # nothing to add up, or a weight is missing or out of place, which is its own finding
    found = sum(weights, Fraction(0))
    if found != expected:
        gap = number_text(abs(expected - found))
        listed = " + ".join(number_text(weight) for weight in weights)
        yield Finding(
            path,
            f"weights of {named} add up to {amount_text(found)}, expected {number_text(expected)}",
            f"{listed} is {gap} too {'little' if found < expected else 'much'}",
            needs=(*((*place, "weight") for place, _ in weighted), ("total",), ("weights",)),
        )
