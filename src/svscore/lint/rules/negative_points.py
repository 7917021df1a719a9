"""A formula without a floor takes points away that were earned for something else.

With `floored: false` a price far from the others scores below nothing.

Why it matters: a very dear bid loses what its quality earned, and whether it does turns the order of two dear bids
round. With weights of 50 and 50, beside a bid at 40, one with quality 90 at a price of 100 is ahead of one with 78
at 85 under the floor, and behind it without. The floor has to be published either way.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: percent-over-lowest, floored: false}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: percent-over-lowest, floored: true}}

To silence it, on the line of `floored`: `# svscore: ignore SV224 because the regulation prints it without a floor`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV224"
NAME = "negative-points"
SEVERITY = Severity.WARNING
PUBLISHED = "compare it with the documents; where points go below zero, say so in a comment"


def check(framework: Framework) -> Iterator[Finding]:
    """Each formula that can give less than nothing."""
    for path, leaf in framework.walk():
        if leaf.offer is not None and leaf.is_weighted and getattr(leaf.offer, "floored", True) is False:
            found = f"{leaf.id!r} can earn less than nothing"
            yield Finding((*path, leaf.kind, "floored"), found, "write `floored: true`, or leave it out")
