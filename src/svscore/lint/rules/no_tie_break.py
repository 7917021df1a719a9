"""A model that says nothing about ties leaves tied bids to whoever counts.

Two bids with the same figure are ranked alike and reported, and nothing here decides between them. An
illustrative model may leave the rule open; one that procurements use says it before bids arrive.

Why it matters: ties are rare at two decimals and happen. Many packs are silent, and a private second look
at tied bids is what a losing bidder challenges.

Fails:

    status: published
    sources: [{title: Invitation to tender}]
    criteria:
      - {id: quality, title: Quality, weight: 100, points: {max: 10}}

Passes:

    status: published
    sources: [{title: Invitation to tender}]
    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
    tie-break: [quality, price]

To silence it where the publisher has none, on the line of `svscore`:
`# svscore: ignore SV204 because the published model has no rule for ties`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV204"
NAME = "no-tie-break"
SEVERITY = Severity.WARNING
PUBLISHED = (
    "add the published `tie-break`; where none was published, say so in a comment and record who decides "
    "between tied bids"
)


def check(framework: Framework) -> Iterator[Finding]:
    """A model in use without a rule for ties."""
    if framework.status != "illustrative" and not framework.tie_break:
        found = "no `tie-break`: nothing decides between tied bids"
        hint = "add `tie-break: [...]`, ids of criteria in order, or `price`, `earliest`"
        yield Finding(("tie-break",), found, hint, needs=(("tie-break",), ("status",)))
