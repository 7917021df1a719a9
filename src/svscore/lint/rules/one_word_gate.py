"""A gate that publishes one word says the other, too.

`yes` and `no`, `pass` and `fail` and some more pairs are known; for any other word the file has both `fail-when`
and `pass-when`.

Why it matters: under `fail-when: late` alone nobody knows what a bid answers that is in time. An answer that is
neither the word nor its opposite is no answer, so every bid waits for a person.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
      - {id: delivery, title: Delivery, gate: {fail-when: late}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
      - {id: delivery, title: Delivery, gate: {fail-when: late, pass-when: in time}}

To silence it, on the line of the word:
`# svscore: ignore SV231 because the pack has one word and evaluators were told the other`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.answer_words import opposite
from svscore.framework.model import Framework
from svscore.lint.cell_text import unmatchable
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV231"
NAME = "one-word-gate"
SEVERITY = Severity.WARNING
PUBLISHED = "add the other word as published; where there is none, record how each answer was read"


def check(framework: Framework) -> Iterator[Finding]:
    """Each gate with one word whose opposite nobody knows."""
    for path, leaf in framework.walk():
        gate = leaf.gate
        if gate is None or (gate.fail_when is None) == (gate.pass_when is None):
            continue
        key, other = ("fail-when", "pass-when") if gate.pass_when is None else ("pass-when", "fail-when")
        word = gate.fail_when or gate.pass_when or ""
        if not opposite(word) and unmatchable(word) is None:
            message = f"gate {leaf.id!r} publishes {word!r} alone, and its opposite is no known word"
            hint = f"add `{other}: ...`, the word the documents use for it"
            yield Finding((*path, "gate", key), message, hint, needs=((*path, "gate", other),))
