"""A gate says which answer fails or which passes, and failing it has an effect.

`fail-when` is the answer that fails, `pass-when` the one that passes. Failing excludes, or with a
`weight` earns nothing. The words are those people type in a cell: without quotation marks of their own, and
without spaces or characters that nobody sees.

Why it matters: whether a bid is out must not depend on somebody's reading. And an answer `no` is not the word
`“no”`, so a bid that should be out would stay in.

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

from svscore.framework.answer_words import answer_key
from svscore.framework.model import Criterion, Framework, Path
from svscore.lint.cell_text import unmatchable
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
        untyped = list(_untyped(leaf, place))
        yield from untyped
        if gate.fail_when is None and gate.pass_when is None:
            needs = ((*place, "fail-when"), (*place, "pass-when"))
            message = f"gate {leaf.id!r} says neither fail-when nor pass-when"
            yield Finding(place, message, 'add `fail-when: "no"`', needs=needs)
        elif gate.fail_when and gate.pass_when and answer_key(gate.fail_when) == answer_key(gate.pass_when):
            message = f"gate {leaf.id!r} both fails and passes when the answer is {gate.pass_when!r}"
            if not untyped:
                yield Finding((*place, "pass-when"), message, "delete one of the two")
        elif gate.excludes is False and leaf.weight is None:
            message = f"failing gate {leaf.id!r} has no effect: it excludes nobody and has no weight"
            hint = "give it a weight, or let it exclude"
            yield Finding((*place, "excludes"), message, hint, needs=((*path, "weight"),))


def _untyped(leaf: Criterion, place: Path) -> Iterator[Finding]:
    """The words of a gate that no cell would hold."""
    gate = leaf.gate
    for key, word in (("fail-when", gate.fail_when), ("pass-when", gate.pass_when)) if gate else ():
        if word is not None and (unlike := unmatchable(word)):
            why, typed = unlike
            message = f"no answer in a cell matches {key} {word!r} of gate {leaf.id!r}: {why}"
            hint = f'write `{key}: "{typed}"`' if typed else "type the published word again"
            yield Finding((*place, key), message, hint)
