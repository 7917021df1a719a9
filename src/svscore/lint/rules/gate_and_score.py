"""What is pass or fail is not scored as well.

A gate and a scored criterion with the same title, question or code ask one thing twice.

Why it matters: bids that fail are out, so those that stay have met the point already; scoring it again gives it
weight nobody announced as such. A condition of participation and an award criterion are different things in
the Procurement Act 2023 (sections 22 and 23).

Fails:

    criteria:
      - {id: iso-27001, title: Information security, gate: {fail-when: "no"}}
      - {id: security, title: Information security, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: iso-27001, title: ISO 27001 certificate, gate: {fail-when: "no"}}
      - {id: security, title: Approach to information security, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

To silence it, on the line of the gate's id:
`# svscore: ignore SV214 because the gate asks for the plan, the criterion how good it is`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Criterion, Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV214"
NAME = "gate-and-score"
SEVERITY = Severity.WARNING
PUBLISHED = "compare both with the documents; where both were published, say so in a comment"


def check(framework: Framework) -> Iterator[Finding]:
    """Each gate without a weight that asks what a scored criterion asks."""
    scored = [
        (path, leaf)
        for path, leaf in framework.walk()
        if leaf.criteria is None and leaf.gate is None and leaf.is_weighted
    ]
    for path, gate in framework.walk():
        if gate.gate is None or gate.weight is not None:
            continue
        for other, leaf in scored:
            if same := _same(gate, leaf):
                found = f"gate {gate.id!r} has the {same} of {leaf.id!r}, which is scored"
                yield Finding((*path, "id"), found, "keep one of the two", first=(*other, "id"))


def _same(gate: Criterion, leaf: Criterion) -> str:
    """What the two have in common; empty when they differ."""
    for what in ("title", "question", "code"):
        mine, theirs = getattr(gate, what), getattr(leaf, what)
        if mine and theirs and mine.casefold().split() == theirs.casefold().split():
            return what
    return ""
