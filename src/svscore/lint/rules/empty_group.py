"""A group holds at least one criterion.

Why it matters: a heading without a question has a weight that nobody can earn.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 70, criteria: []}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: price, title: Price, weight: 100, price: {formula: lowest-ratio}}
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV107"
NAME = "empty-group"
SEVERITY = Severity.ERROR


def check(framework: Framework) -> Iterator[Finding]:
    """Each group without criteria."""
    for path, group in framework.walk():
        if group.criteria == ():
            message = f"group {group.id!r} holds no criteria"
            yield Finding((*path, "criteria"), message, "list its criteria, or delete the group")
