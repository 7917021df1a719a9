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

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from svscore.exact import is_decimal
from svscore.framework.fields import number_text
from svscore.framework.model import Criterion, Framework, Path
from svscore.lint.finding import Finding
from svscore.lint.weighting import amount_text, groups, should_weigh
from svscore.problem import Severity

CODE = "SV101"
NAME = "weights-sum"
SEVERITY = Severity.ERROR
ROUNDED = Fraction(1, 2)
"""How far a part that was rounded may be from the exact one; some write 33 for a third."""
MAX_PLACES = 4


def check(framework: Framework) -> Iterator[Finding]:
    """Each list of siblings whose weights do not add up."""
    if framework.weights == "of-total":
        leaves = [(path, leaf) for path, leaf in framework.walk() if leaf.criteria is None]
        yield from _sum(("criteria",), "the leaves", leaves, framework.total)
        return
    for path, group, parts in groups(framework):
        named = "the top level" if group is None else repr(group.id)
        siblings = [((*path, index), part) for index, part in enumerate(parts)]
        whole = framework.total if group is None else Fraction(100)
        yield from _sum(path, named, siblings, whole, None if group is None else group.weight)


def _sum(
    path: Path,
    named: str,
    parts: list[tuple[Path, Criterion]],
    expected: Fraction,
    of_group: Fraction | None = None,
) -> Iterator[Finding]:
    """``of_group`` is the weight of the group itself."""
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
            f"{listed} is {gap} too {'little' if found < expected else 'much'}{_way_out(weights, expected, of_group)}",
            needs=(*((*place, "weight") for place, _ in weighted), ("total",), ("weights",)),
        )


def _way_out(weights: list[Fraction], expected: Fraction, of_group: Fraction | None) -> str:
    """What was meant, where that can be told: points of the total, or equal parts that were rounded."""
    found = sum(weights, Fraction(0))
    if of_group is not None and found == of_group:
        return "; they add up to the group's own weight: if weights are points of the total, say `weights: of-total`"
    often, count = Counter(weights).most_common(1)[0]
    equal = (expected - (found - often * count)) / count
    if count > 1 and abs(equal - often) < ROUNDED and not is_decimal(equal, MAX_PLACES):
        return f"; if these are equal parts, write {number_text(equal)} for {number_text(often)}"
    return ""
