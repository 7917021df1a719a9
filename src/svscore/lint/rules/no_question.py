"""A criterion that is marked says what is asked: a question, guidance, or what to look for.

A criterion without any leaves bidders to guess. An illustrative model may leave the words out.

Why it matters: whether criteria are clear is judged by the reasonably well-informed and normally diligent tenderer
(Healthcare at Home v Common Services Agency [2014] UKSC 49), who has a title and a weight to go by. In Newham 28
sub-criteria were not disclosed.

Fails:

    status: published
    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    status: published
    criteria:
      - id: quality
        title: Quality
        question: How will you deliver the service from the first day?
        weight: 70
        minimum: 50%
        points: {max: 10}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

To silence it, on the line of the criterion's id:
`# svscore: ignore SV228 because the question stands in each call-off`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework, Path
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV228"
NAME = "no-question"
SEVERITY = Severity.WARNING
PUBLISHED = "add the published `question`, `guidance` or `look-for`; where there is none, say so in a comment"


def check(framework: Framework) -> Iterator[Finding]:
    """Each marked criterion of a model in use without a word on what is asked, in it or above it."""
    if framework.status == "illustrative":
        return
    worded: set[Path] = set()
    for path, criterion in framework.walk():
        if criterion.question or criterion.guidance or criterion.look_for or path[:-2] in worded:
            worded.add(path)
        elif criterion.scale is not None or criterion.points is not None:
            found = f"{criterion.id!r} is marked, and nothing says what is asked"
            needs = (("status",), *((*path, key) for key in ("question", "guidance", "look-for")))
            yield Finding((*path, "id"), found, "add `question: ...`, `guidance: ...` or `look-for: [...]`", needs)
