"""A model that is said to be real names the documents it was taken from.

`status: published` or `reconstructed` claims that bids were, or are, assessed so.

Why it matters: whoever re-scores an award years later has to find the invitation to tender again. Without it,
nobody can tell a model from a memory of one.

Fails:

    status: published
    tie-break: [price]
    rounding: {total: 2}

Passes:

    status: published
    tie-break: [price]
    rounding: {total: 2}
    sources: [{title: Invitation to tender, url: "https://example.org/itt"}]

To silence it, on the line of `svscore`:
`# svscore: ignore SV221 because this file is the publication`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV221"
NAME = "no-source"
SEVERITY = Severity.WARNING


def check(framework: Framework) -> Iterator[Finding]:
    """A model that claims to be real and does not say where it is from."""
    if framework.status != "illustrative" and not framework.sources:
        found = f"status is {framework.status!r}, but no document is named"
        hint = "add `sources: [{title: ..., url: ...}]`, or write `status: illustrative`"
        yield Finding(("sources",), found, hint, needs=(("sources",), ("status",)))
