"""A relative price formula without any minimum lets a bad, cheap bid decide who wins.

Under a relative formula each score depends on the other bids' prices. Where nothing sorts out poor
bids first, one that could never win moves the scores of the others.

Why it matters: between two good bids the winner can change because a third, hopeless one is very
cheap. A minimum on quality, looked at before prices are compared, keeps it out.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 70, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.formula import Unscored
from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV203"
NAME = "relative-without-minimum"
SEVERITY = Severity.WARNING


def check(framework: Framework) -> Iterator[Finding]:
    """Each relative price formula in a framework without a minimum."""
    if any(criterion.minimum for _, criterion in framework.walk()):
        return
    needs = tuple((*path, "minimum") for path, _ in framework.walk())
    is_alone = len([leaf for leaf in framework.leaves() if leaf.is_weighted]) == 1
    for path, leaf in framework.walk():
        if leaf.price is None or isinstance(leaf.price, Unscored) or not leaf.price.is_relative or is_alone:
            continue
        found = f"{leaf.price.formula!r} compares bids, and no minimum keeps a hopeless one out of the comparison"
        yield Finding((*path, "price", "formula"), found, "add a `minimum` to the quality criteria", needs=needs)
