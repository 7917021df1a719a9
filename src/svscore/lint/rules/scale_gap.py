"""A scale reaches from nothing to the whole weight, without a hole in between.

The best mark earns the whole weight, or the rest is out of everybody's reach. And no step between two marks is
more than twice as large as any other: what lies in the hole nobody can earn, so one mark decides.

Why it matters: uneven steps are published and can be meant (0, 2, 5, 8, 10 in a schools framework). A step
that dwarfs the others is more often a level that was deleted, and it turns the criterion into pass or fail.

Fails:

    scales:
      five-point: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 10}]

Passes:

    scales:
      five-point: [{mark: 0}, {mark: 2}, {mark: 5}, {mark: 8}, {mark: 10}]

To silence it, on the line of the scale's name: `# svscore: ignore SV209 because the steps are published so`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from svscore.exact import plain_text
from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.levels import shares
from svscore.problem import Severity

CODE = "SV209"
NAME = "scale-gap"
SEVERITY = Severity.WARNING
PUBLISHED = "compare the marks with the documents; where the scale is so, say that in a comment"


def check(framework: Framework) -> Iterator[Finding]:
    """Each scale with points nobody can earn."""
    for name, scale in framework.scales.items():
        earned = sorted(set(shares(scale) or ()))
        if len(earned) < 2 or not 0 <= earned[0] <= earned[-1] <= 1:
            continue
        if earned[-1] < 1:
            found = f"the best mark of scale {name!r} earns {_percent(earned[-1])} of the weight"
            yield Finding(("scales", name), f"{found}: nobody can reach the rest", "let the best mark have share 100")
        steps = sorted((after - before, before, after) for before, after in pairwise(earned))
        if len(steps) > 1 and steps[-1][0] > 2 * steps[-2][0]:
            gap = f"between {_percent(steps[-1][1])} and {_percent(steps[-1][2])} of the weight"
            found = f"no mark of scale {name!r} earns anything {gap}, more than twice any other step"
            yield Finding(("scales", name), found, "add a mark in between, or even the shares out")


def _percent(share: Fraction) -> str:
    return f"{plain_text(share * 100, 2)}%"
