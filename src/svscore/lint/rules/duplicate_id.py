"""An id stands for one thing: no other criterion, basket item or column may have it.

The id of a leaf, of an item of a price basket and of the column an adjustment looks at is the
heading of a column in the workbook, where hyphens and case do not count. Some words are taken:
`bidder`, `bidder-name`, `tenderer`, `lot`, `size`, `vcse`, `reference` and `submitted` head columns that
every workbook may have, `criterion`, `evaluator`, `mark`, `score` and `reason` those of a sheet of marks,
and `total`, `award`, `earliest` and `met-minimums` mean something else in a result or a tie-break. An
adjustment may look at the column of a gate.

Why it matters: two columns with one heading, and a mark goes to the wrong criterion.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 70, points: {max: 10}}
      - {id: quality, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 70, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.menu import Definition
from svscore.framework.model import Criterion, Framework, Path
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV103"
NAME = "duplicate-id"
SEVERITY = Severity.ERROR

COLUMNS = (
    *("bidder", "biddername", "tenderer", "lot", "size", "vcse", "reference", "submitted"),
    *("criterion", "evaluator", "mark", "score", "reason"),
)
"""Headings with a meaning of their own in every workbook."""
WORDS = ("total", "award", "earliest", "met-minimums")
"""Words with a meaning of their own in results and tie-breaks."""
RESERVED = ", ".join(sorted({*COLUMNS, *WORDS})).replace("biddername", "bidder-name")
"""All of them as files write them."""


def check(framework: Definition) -> Iterator[Finding]:
    """Each id that something else has already, in file order."""
    criteria: dict[str, Path] = {}
    for path, name in _criteria_and_items(framework):
        yield from _taken(path, name, (criteria,), framework)
        criteria.setdefault(_heading(name), path)
    if isinstance(framework, Framework):
        yield from _adjustments(framework, criteria)


def _adjustments(framework: Framework, criteria: dict[str, Path]) -> Iterator[Finding]:
    """Adjustments share their ids with nothing, and their columns with gates and with each other."""
    gates = {leaf.id for leaf in framework.leaves() if leaf.gate is not None}
    adjustments: dict[str, Path] = {}
    for index, adjustment in enumerate(framework.adjustments):
        path = ("adjustments", index, "id")
        yield from _taken(path, adjustment.id, (criteria, adjustments), framework)
        adjustments.setdefault(_heading(adjustment.id), path)
        if adjustment.when not in gates:
            yield from _taken(("adjustments", index, "when"), adjustment.when, (criteria,), framework)


def _criteria_and_items(definition: Definition) -> Iterator[tuple[Path, str]]:
    for path, node in definition.walk():
        yield (*path, "id"), node.id
        if isinstance(node, Criterion) and node.offer:
            for index, item in enumerate(node.offer.basket):
                yield (*path, node.kind, "basket", index, "item"), item.item


def _taken(path: Path, name: str, taken: tuple[dict[str, Path], ...], definition: Definition) -> Iterator[Finding]:
    if isinstance(definition, Framework) and (name in WORDS or _heading(name) in COLUMNS):
        message = f"id {name!r} has a meaning of its own"
        hint = f"call it something like the-{name}; these ids are reserved: {RESERVED}"
        yield Finding(path, message, hint)
        return
    for first in taken:
        if _heading(name) in first:
            hint = "give one of them another id, different in more than hyphens"
            yield Finding(path, f"id {name!r} used twice", hint, first=first[_heading(name)])
            return


def _heading(name: str) -> str:
    """An id as a column's heading is compared."""
    return name.replace("-", "")
