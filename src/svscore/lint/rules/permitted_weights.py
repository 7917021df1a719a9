"""A weight must be one the publisher permits.

`permitted-weights` lists what a buyer may choose for a criterion, in the unit of `weight`: numbers, and
ranges with both ends included. A hole between them stays a hole. A criterion that lists them has a weight.

Why it matters: a call-off outside the limits of its framework was not bought under that framework, and
a losing bidder needs no other ground.

Fails:

    criteria:
      - {id: culture, title: Culture, weight: 5, permitted-weights: [0, {from: 10, to: 20}], points: {max: 3}}
      - {id: price, title: Price, weight: 95, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: culture, title: Culture, weight: 10, permitted-weights: [0, {from: 10, to: 20}], points: {max: 3}}
      - {id: price, title: Price, weight: 90, price: {formula: lowest-ratio}}
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.fields import number_text
from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV113"
NAME = "permitted-weights"
SEVERITY = Severity.ERROR


def check(framework: Framework) -> Iterator[Finding]:
    """Each weight outside the limits its publisher sets, and each limit without a weight."""
    for path, criterion in framework.walk():
        permitted, weight = criterion.permitted_weights, criterion.weight
        named = "; ".join(map(str, permitted))
        needs = ((*path, "permitted-weights"), (*path, "weight"))
        if permitted and weight is None:
            yield Finding(
                (*path, "permitted-weights"),
                f"{criterion.id!r} has permitted weights and no weight",
                f"give it one of: {named}",
                needs=needs,
            )
        elif permitted and weight is not None and not any(each.holds(weight) for each in permitted):
            yield Finding(
                (*path, "weight"),
                f"weight {number_text(weight)} of {criterion.id!r} is not permitted",
                f"the publisher permits: {named}",
                needs=needs,
            )
