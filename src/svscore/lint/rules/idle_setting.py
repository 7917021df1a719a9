"""What is published to decide who wins must have an effect under the award method.

Preferences add points, so a method of price alone never looks at them. A preference that looks at a gate needs one that
is answered with yes or no. `on: rounded` needs places to round to: `rounding: {total: 2}` for the highest total,
`figure-places` for other figures. A sum of ranks is a whole number, so `figure-places` rounds nothing there.

Why it matters: bidders plan for a preference of ten points, and the award is made as if it were not there.

Fails:

    award: {by: lowest-price}
    adjustments: [{id: local, title: Local firms, when: is-local, add: 10}]
    criteria:
      - {id: quality, title: Quality, weight: 100, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, price: {formula: none}}

Passes:

    award: {by: price-per-quality-point}
    adjustments: [{id: local, title: Local firms, when: is-local, add: 10}]
    criteria:
      - {id: quality, title: Quality, weight: 100, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, price: {formula: none}}
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.answer_words import answers_to
from svscore.framework.award import HighestTotal
from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.rules.award_basis import WITHOUT_POINTS
from svscore.problem import Severity

CODE = "SV114"
NAME = "idle-setting"
SEVERITY = Severity.ERROR


def check(framework: Framework) -> Iterator[Finding]:
    """Each published setting that the award method would pass over."""
    yield from _preferences(framework)
    yield from _rounding(framework)


def _preferences(framework: Framework) -> Iterator[Finding]:
    by = framework.award.by
    gates = {leaf.id: leaf.gate for leaf in framework.leaves() if leaf.gate is not None}
    for index, rule in enumerate(framework.adjustments):
        path = ("adjustments", index)
        if by in WITHOUT_POINTS:
            message = f"preference {rule.id!r} has no effect: award by {by!r} never looks at points"
            hint = "delete it, or choose an award method that looks at points"
            yield Finding(path, message, hint, needs=(("award",),))
        elif rule.when in gates and "yes" not in answers_to(gates[rule.when]):
            message = f"preference {rule.id!r} never applies: nobody answers yes to gate {rule.when!r}"
            hint = "let it look at a column of its own, with the answers yes and no"
            yield Finding((*path, "when"), message, hint, needs=(("criteria",),))


def _rounding(framework: Framework) -> Iterator[Finding]:
    award, needs = framework.award, (("rounding",), ("criteria",), ("tie-break",))
    places = getattr(award, "figure_places", None)
    is_rank_sum = framework.moderation == "rank-sum"
    if is_rank_sum and places is not None:
        message = "figure-places has no effect: a sum of ranks is a whole number"
        yield Finding(("award", "figure-places"), message, "delete it", needs=(("moderation",),))
    is_rounded = framework.rounding.total is not None
    if not isinstance(award, HighestTotal):
        is_rounded = places is not None and not is_rank_sum
    if award.on == "rounded" and not is_rounded and not _rounds_tie_breaks(framework):
        what = "`rounding: {total: 2}`" if isinstance(award, HighestTotal) else "`figure-places: 2`"
        message = "`on: rounded` has no effect: nothing says to how many places the figure is rounded"
        yield Finding(("award", "on"), message, f"add {what}, or delete `on`", needs=needs)


def _rounds_tie_breaks(framework: Framework) -> bool:
    """Whether a tie-break compares a score that is rounded."""
    stages = framework.rounding
    groups = {node.id: node.criteria is not None for _, node in framework.walk() if node.id != "price"}
    return any(
        name in groups and (stages.section if groups[name] else stages.criterion) is not None
        for name in framework.tie_break
    )
