"""A weight people can write down has at most four decimals.

A third has no decimal that is exactly a third, and three of 33.3333 do not make 100. Written `100/3` it is exact
here, and nowhere else.

Why it matters: the weight that is published is the one in the notice. If it cannot be printed exactly, the award
that is worked out again from the notice is another one in its last digits.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 200/3, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 100/3, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 66.6667, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 33.3333, price: {formula: lowest-ratio}}

To silence it, on the line of the weight: `# svscore: ignore SV213 because the notice says one third`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.exact import is_decimal
from svscore.framework.fields import number_text
from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV213"
NAME = "long-weight"
SEVERITY = Severity.WARNING
PUBLISHED = "compare it with the documents; where the weight is so, say that in a comment"

PLACES = 4


def check(framework: Framework) -> Iterator[Finding]:
    """Each weight that has no short decimal."""
    for path, criterion in framework.walk():
        if criterion.weight is not None and not is_decimal(criterion.weight, PLACES):
            found = f"weight {number_text(criterion.weight)} of {criterion.id!r} has more than {PLACES} decimals"
            yield Finding((*path, "weight"), found, "publish a shorter weight", needs=((*path, "weight"),))
