"""A scale on which every mark earns the same tells no bid from another.

It has a single mark, or marks that all have one share.

Why it matters: the weight of the criterion is given to everybody, so the others weigh more than was published.

Fails:

    scales:
      five-point: [{mark: Good, share: 100}, {mark: Excellent, share: 100}]

Passes:

    scales:
      five-point: [{mark: Good, share: 70}, {mark: Excellent, share: 100}]

To silence it, on the line of the scale's name: `# svscore: ignore SV210 because the question is for information`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.levels import shares
from svscore.problem import Severity

CODE = "SV210"
NAME = "level-scale"
SEVERITY = Severity.WARNING
PUBLISHED = "compare the marks with the documents; where the scale is so, say that in a comment"


def check(framework: Framework) -> Iterator[Finding]:
    """Each scale that gives every bid the same."""
    for name, scale in framework.scales.items():
        if len(set(shares(scale) or ())) == 1:
            found = f"every mark of scale {name!r} earns the same"
            yield Finding(("scales", name), found, "give the marks different shares, or ask it as a `gate`")
