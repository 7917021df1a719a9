"""An id stands for one thing: no other criterion, basket item or column may have it.

The id of a leaf, of an item of a price basket and of the column an adjustment looks at is the
heading of a column in the workbook, where hyphens and case do not count. Some words are taken:
`bidder`, `lot`, `size`, `vcse`, `reference` and `submitted` head columns that every workbook may have,
`criterion`, `evaluator`, `mark` and `reason` those of a sheet of marks, and `total`, `award`, `earliest`
and `met-minimums` mean something else in a result or a tie-break. An adjustment may look at the
column of a gate.

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

from svscore.framework.model import Definition, Framework, Path
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV103"
NAME = "duplicate-id"
SEVERITY = Severity.ERROR

COLUMNS = ("bidder", "lot", "size", "vcse", "reference", "submitted", "criterion", "evaluator", "mark", "reason")
"""Headings with a meaning of their own in every workbook."""
WORDS = ("total", "award", "earliest", "met-minimums")
"""Words with a meaning of their own in results and tie-breaks."""


def check(framework: Definition) -> Iterator[Finding]:
    """Each id that something else has already, in file order."""
    first: dict[str, Path] = {}
    for path, name, is_shared in _ids(framework):
        key = name.replace("-", "")
        if name in WORDS or key in COLUMNS:
            if isinstance(framework, Framework):
                yield Finding(path, f"id {name!r} has a meaning of its own", f"call it something like {name}-1")
        elif key not in first:
            first[key] = path
        elif not is_shared:
            yield Finding(path, f"id {name!r} used twice", "ids must differ in more than hyphens", first=first[key])


def _ids(definition: Definition) -> Iterator[tuple[Path, str, bool]]:
    """Every id with its path, and whether it may be one that stands above."""
    for path, node in definition.walk():
        yield (*path, "id"), node.id, False
    if not isinstance(definition, Framework):
        return
    for path, leaf in definition.walk():
        for index, item in enumerate(leaf.offer.basket if leaf.offer else ()):
            yield (*path, leaf.kind, "basket", index, "item"), item.item, False
    gates = {leaf.id for leaf in definition.leaves() if leaf.gate is not None}
    columns: set[str] = set()
    for index, adjustment in enumerate(definition.adjustments):
        yield ("adjustments", index, "id"), adjustment.id, False
        if adjustment.when != adjustment.id:
            yield ("adjustments", index, "when"), adjustment.when, adjustment.when in gates | columns
            columns.add(adjustment.when)
