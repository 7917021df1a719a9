"""A model that says nothing about rounding leaves the last digit to whoever prints it.

Without a rule svscore rounds nothing and ranks the exact figures. An illustrative model may leave the rule
open; one that procurements use says where it rounds and how.

Why it matters: three parts of 3.335 add up to 10.02 when each is rounded half up first, to 10.01 when only
the sum is; and awards have been decided by about one point (EnergySolutions v NDA [2016] EWHC 1988 (TCC)).
Binary spreadsheets round 2.675 down.

Fails:

    status: published
    sources: [{title: Invitation to tender}]

Passes:

    status: published
    sources: [{title: Invitation to tender}]
    rounding: {mode: half-up, criterion: 2, total: 2}

To silence it where the publisher has no rule, on the line of `svscore`:
`# svscore: ignore SV205 because the published model rounds nothing`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV205"
NAME = "no-rounding"
SEVERITY = Severity.WARNING
PUBLISHED = "add the published `rounding`; where none was published, say so in a comment"


def check(framework: Framework) -> Iterator[Finding]:
    """A model in use, with points, that rounds at no stage."""
    rounding = framework.rounding
    stages = (rounding.share, rounding.criterion, rounding.section, rounding.total)
    is_weighted = any(leaf.weight is not None for leaf in framework.leaves())
    if framework.status == "illustrative" or not is_weighted or any(places is not None for places in stages):
        return
    if getattr(framework.award, "figure_places", None) is None:
        found = "no `rounding` at any stage: how many decimals decide is not said"
        hint = "add `rounding: {mode: half-up, criterion: 2, total: 2}`, or as published"
        yield Finding(("rounding",), found, hint, needs=(("rounding",), ("award",), ("status",)))
