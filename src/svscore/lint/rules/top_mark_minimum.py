"""A minimum that only the best mark meets leaves one mark, whatever the scale says.

A scale of two marks is pass or fail by its nature and passes.

Why it matters: every bid that stays in earns the same, so the criterion decides nothing but who is out, and the
weight it shows is not there. Bidders were told of degrees.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 4, scale: five-point}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 2, scale: five-point}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

To silence it, on the line of the minimum: `# svscore: ignore SV212 because the standard is met or it is not`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.levels import count_meeting, shares, shares_in_order
from svscore.lint.minimums import share_needed
from svscore.problem import Severity

CODE = "SV212"
NAME = "top-mark-minimum"
SEVERITY = Severity.WARNING
PUBLISHED = (
    "compare it with the documents; where the minimum is so, tell those who approve the award that it decides "
    "nothing but who is out"
)


def check(framework: Framework) -> Iterator[Finding]:
    """Each minimum of a marked criterion that a single mark meets."""
    for path, leaf in framework.walk():
        scale = framework.scales.get(leaf.scale or "")
        if leaf.minimum is None or scale is None or len(scale) < 3:
            continue
        needed = share_needed(leaf, framework, Fraction(0))
        if needed is not None and count_meeting(scale, needed, leaf.minimum) == 1:
            best = scale[(shares(scale) or ()).index(shares_in_order(scale)[-1])]
            found = f"only the mark {best.mark} meets the minimum of {leaf.id!r}"
            needs = ((*path, "minimum"), (*path, "scale"), ("scales", leaf.scale or ""))
            yield Finding((*path, "minimum"), found, "lower the minimum, or ask it as a `gate`", needs=needs)
