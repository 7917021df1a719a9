"""Points, tie-breaks and rounded minimums that can never decide anything are left over, or one is missing.

Under a method of price alone, points decide only by a minimum or a tie-break. The tie-break `met-minimums` needs a
minimum and `below-minimum: flag`: bids below a minimum are out otherwise. Bids that are tied by `lowest-price` have
the same price, so `price` cannot break that tie. A minimum `on: rounded` needs a rounding stage before the total.

Why it matters: whoever reads the model believes that it counts.

Fails:

    award: {by: lowest-price}
    tie-break: [price]
    criteria:
      - {id: quality, title: Quality, weight: 100, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, price: {formula: none}}

Passes:

    award: {by: lowest-price}
    tie-break: [quality]
    criteria:
      - {id: quality, title: Quality, weight: 100, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, price: {formula: none}}

To silence it, on the line it names: `# svscore: ignore SV234 because the pack says so, and it never applies`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.award import LowestPrice
from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.rules.award_basis import WITHOUT_POINTS
from svscore.problem import Severity

CODE = "SV234"
NAME = "idle-rule"
SEVERITY = Severity.WARNING
PUBLISHED = "nothing follows from it: tell those who approve the award"


def check(framework: Framework) -> Iterator[Finding]:
    """Each rule that the others leave nothing to decide."""
    yield from _points(framework)
    yield from _tie_breaks(framework)
    rounding = framework.rounding
    if (rounding.share, rounding.criterion, rounding.section) == (None, None, None):
        for path, node in framework.walk():
            if node.minimum is not None and node.minimum.on == "rounded":
                message = f"the minimum of {node.id!r} is held against rounded points, and nothing is rounded before it"
                hint = "add `rounding: {criterion: 2}`, or delete `on`"
                yield Finding((*path, "minimum", "on"), message, hint, needs=(("rounding",),))


def _points(framework: Framework) -> Iterator[Finding]:
    nodes = [node for _, node in framework.walk()]
    is_tested = any(node.minimum is not None for node in nodes) or {node.id for node in nodes} & {*framework.tie_break}
    has_points = any(leaf.weight and leaf.price is None for leaf in framework.leaves())
    if framework.award.by in WITHOUT_POINTS and has_points and not is_tested:
        message = f"award by {framework.award.by!r} never looks at points, and no minimum or tie-break does"
        hint = "choose a method that looks at points, or give what is marked a minimum"
        yield Finding(("award",), message, hint, needs=(("criteria",), ("tie-break",)))


def _tie_breaks(framework: Framework) -> Iterator[Finding]:
    award = framework.award
    has_minimum = any(node.minimum is not None for _, node in framework.walk())
    criteria = {node.id: node for _, node in framework.walk()}
    for index, name in enumerate(framework.tie_break):
        path = ("tie-break", index)
        if name == "met-minimums" and not (has_minimum and framework.below_minimum == "flag"):
            why = "bids below a minimum are out" if has_minimum else "there is no minimum"
            hint = "delete it, or say `below-minimum: flag`" if has_minimum else "delete it"
            message = f"the tie-break 'met-minimums' breaks no tie: {why}"
            yield Finding(path, message, hint, needs=(("criteria",), ("below-minimum",)))
        leaf = criteria.get(name)
        means_price = name == "price" and (leaf is None or leaf.price is not None)
        if means_price and isinstance(award, LowestPrice) and not award.add:
            message = "the tie-break 'price' breaks no tie: bids that are tied have the same price"
            yield Finding(path, message, "name what is compared next", needs=(("award",), ("criteria",)))
