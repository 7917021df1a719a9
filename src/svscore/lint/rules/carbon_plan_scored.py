"""A carbon reduction plan is a condition of taking part, never scored.

PPN 06/21 (procurements under the Public Contracts Regulations 2015 advertised from 30 September 2021, above 5
million pounds a year without VAT) makes it pass or fail at selection; PPN 006 (Procurement Act 2023, above 5
million a year with VAT) a condition of participation. That it is never scored is from several secondary sources.
Exactly 5 million is below both, so a `value` up to that is passed over, and so is
a day that may be before the note.

Why it matters: the plan is about the supplier's whole UK operation, not about this contract, so as an award
criterion it has no link to what is bought. A small firm loses points for the size of its paperwork.

Fails:

    regime: pa-2023
    criteria:
      - {id: quality, title: Quality, weight: 60, minimum: 50%, points: {max: 10}}
      - {id: carbon-reduction-plan, title: Carbon reduction plan, weight: 10, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    regime: pa-2023
    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: carbon-reduction-plan, title: Carbon reduction plan, gate: {fail-when: "no"}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

To silence it, on the line of the weight:
`# svscore: ignore SV215 because the authority is not bound by the policy note`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.policies import possible_span
from svscore.problem import Severity

CODE = "SV215"
NAME = "carbon-plan-scored"
SEVERITY = Severity.WARNING
PUBLISHED = "the published model scores the plan: record why, and have the award looked at before it is announced"

PPN_06_21 = date(2021, 9, 30)
FIVE_MILLION = 5_000_000
"""Pounds a year: a contract worth no more in all is below both notes."""
_PLAN = re.compile(r"\bcarbon[\s-]+reduction[\s-]+plan", re.IGNORECASE)


def check(framework: Framework) -> Iterator[Finding]:
    """Each carbon reduction plan with a weight, under a law whose policy note makes it pass or fail."""
    may_be_older = possible_span(framework)[0] < PPN_06_21
    is_small = framework.value is not None and framework.value <= FIVE_MILLION
    if framework.regime == "other" or may_be_older or is_small:
        return
    note = "PPN 006" if framework.regime == "pa-2023" else "PPN 06/21"
    for path, criterion in framework.walk():
        is_plan = _PLAN.search(criterion.id) or _PLAN.search(criterion.title)
        if is_plan and criterion.weight:
            found = f"{criterion.id!r} is scored; under {note} a carbon reduction plan is pass or fail"
            hint = 'ask it as a gate without a weight: `gate: {fail-when: "no"}`'
            yield Finding((*path, "weight"), found, hint, needs=(("regime",), ("commenced",)))
