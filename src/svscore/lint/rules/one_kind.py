"""A criterion is exactly one thing: a group, a mark, points, a price, a quantity or a gate.

It has one of the keys `criteria`, `scale`, `points`, `price`, `quantity` and `gate`.

Why it matters: with none nobody knows what to fill in; with two nobody knows which counts.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 70, points: {max: 10}, scale: five-point}
      - {id: price, title: Price, weight: 30}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 70, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import KINDS, Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV106"
NAME = "one-kind"
SEVERITY = Severity.ERROR


def check(framework: Framework) -> Iterator[Finding]:
    """Each criterion with no kind, or with several."""
    for path, criterion in framework.walk():
        needs = tuple((*path, kind) for kind in KINDS)
        if not criterion.kinds:
            message = f"{criterion.id!r} has none of {', '.join(KINDS)}, expected exactly one"
            yield Finding(path, message, "say what bidders or evaluators fill in", needs=needs)
        for kind in criterion.kinds[1:]:
            message = f"{criterion.id!r} has {kind!r} beside {criterion.kind!r}, expected one of them"
            yield Finding((*path, kind), message, "delete one, or make two criteria of it", needs=needs)
