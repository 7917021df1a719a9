"""A scale that no criterion uses is left over, or a criterion uses the wrong one.

Why it matters: readers look for the marks that count. Some publishers do list a scale a buyer may
choose instead; then the warning can stand.

Fails:

    scales:
      five-point: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}]
      tiers: [{mark: A, share: 100}, {mark: B, share: 0}]
    criteria:
      - {id: quality, title: Quality, weight: 100, scale: five-point}

Passes:

    scales:
      five-point: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}]
    criteria:
      - {id: quality, title: Quality, weight: 100, scale: five-point}

To silence it, on the line of the scale's name: `# svscore: ignore SV202 because a buyer may choose it instead`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV202"
NAME = "unused-scale"
SEVERITY = Severity.WARNING
PUBLISHED = "compare it with the documents; where they list the scale, say so in a comment"


def check(framework: Framework) -> Iterator[Finding]:
    """Each scale nothing is marked on."""
    used = {leaf.scale for leaf in framework.leaves() if leaf.scale is not None}
    if not used <= framework.scales.keys():
        return  # one may be meant by the name that is wrong
    needs = tuple((*path, "scale") for path, _ in framework.walk())
    for name in framework.scales:
        if name not in used:
            yield Finding(
                ("scales", name), f"scale {name!r} is used by no criterion", "delete it, or use it", needs=needs
            )
