"""A gate says which answer fails or which passes, and failing it has an effect.

`fail-when` is the answer that fails, `pass-when` the one that passes. Failing excludes, or with a
`weight` earns nothing.

Why it matters: whether a bid is out must not depend on somebody's reading.

Fails:

    criteria:
      - {id: plan, title: Carbon reduction plan, gate: {fail-when: "no", pass-when: "No"}}
      - {id: price, title: Price, weight: 100, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: plan, title: Carbon reduction plan, gate: {fail-when: "no"}}
      - {id: price, title: Price, weight: 100, price: {formula: lowest-ratio}}
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV112"
NAME = "gate-words"
SEVERITY = Severity.ERROR


def check(framework: Framework) -> Iterator[Finding]:
    """Each gate that cannot be decided, or that decides nothing."""
    for path, leaf in framework.walk():
        gate = leaf.gate
        if gate is None:
            continue
        place = (*path, "gate")
        if gate.fail_when is None and gate.pass_when is None:
            needs = ((*place, "fail-when"), (*place, "pass-when"))
            found = f"gate {leaf.id!r} says neither fail-when nor pass-when"
            yield Finding(place, found, 'add `fail-when: "no"`', needs=needs)
        elif gate.fail_when and gate.pass_when and _same(gate.fail_when, gate.pass_when):
            found = f"gate {leaf.id!r} both fails and passes when the answer is {gate.pass_when!r}"
            yield Finding((*place, "pass-when"), found, "delete one of the two")
        elif gate.excludes is False and leaf.weight is None:
            found = f"failing gate {leaf.id!r} has no effect: it excludes nobody and has no weight"
            yield Finding(
                (*place, "excludes"), found, "give it a weight, or let it exclude", needs=((*path, "weight"),)
            )


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
