"""Averaging evaluators' marks puts the award at risk.

`moderation` other than `consensus` makes a figure of several evaluators' marks without their agreeing
on one.

Why it matters: in Bromcom v United Learning Trust [2022] EWHC 3262 (TCC) averages had been taken where
tenderers could expect a moderated score: no discussion, no single mark on the published scale, no
reason that explained it. The court found that unlawful. Averages are also met in published models,
here and abroad; svscore computes them as published, and says this.

Fails:

    moderation: mean
    criteria:
      - {id: quality, title: Quality, weight: 70, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    moderation: consensus
    criteria:
      - {id: quality, title: Quality, weight: 70, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

To silence it, on the line of `moderation`: `# svscore: ignore SV201 because the invitation promises means`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV201"
NAME = "averaging"
SEVERITY = Severity.WARNING
PUBLISHED = (
    "the published model averages: keep every evaluator's reason with the mark, and have the award looked at "
    "before it is announced"
)


def check(framework: Framework) -> Iterator[Finding]:
    """Moderation without a consensus."""
    if framework.moderation != "consensus":
        yield Finding(
            ("moderation",),
            f"moderation by {framework.moderation!r} gives a figure no evaluator agreed to, "
            "as in Bromcom v United Learning Trust [2022] EWHC 3262 (TCC)",
            "let evaluators agree one mark with one reason, and write `moderation: consensus`",
        )
