"""A criterion that weighs nothing is asked in vain.

Bidders answer it and evaluators mark it, and no mark changes anything. One that has a minimum or breaks ties is not
in vain. Where the publisher permits a weight of 0 among others, `permitted-weights` says so.

Why it matters: an answer costs a bidder days, small ones most. If the answer is wanted for information, it is no
award criterion.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: culture, title: Culture, weight: 0, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 65, minimum: 50%, points: {max: 10}}
      - {id: culture, title: Culture, weight: 5, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

To silence it, on the line of the weight: `# svscore: ignore SV225 because it was published so`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from svscore.framework.award import PriceAward
from svscore.framework.model import Criterion, Framework
from svscore.lint.finding import Finding
from svscore.lint.rules.unknown_reference import references
from svscore.problem import Severity

CODE = "SV225"
NAME = "weight-of-nothing"
SEVERITY = Severity.WARNING
PUBLISHED = "compare the weight with the documents; where it is zero, say so in a comment"


def check(framework: Framework) -> Iterator[Finding]:
    """Each criterion with a weight of 0 that nothing else looks at and no permitted weight allows."""
    named = {*framework.tie_break, *(name for _, name, _ in references(framework))}
    prices = [leaf.id for leaf in framework.leaves() if leaf.price is not None]
    looks_at_price = "price" in named or isinstance(framework.award, PriceAward) or bool(framework.abnormally_low)
    counting = {*named, *(prices if looks_at_price else ())}
    for path, criterion in framework.walk():
        is_permitted = any(limits.holds(Fraction(0)) for limits in criterion.permitted_weights)
        is_used = criterion.minimum is not None or criterion.id in counting or _excludes(criterion)
        if criterion.weight == 0 and not is_permitted and not is_used:
            message = f"{criterion.id!r} weighs nothing, so no mark for it counts"
            needs = ((*path, "weight"), (*path, "permitted-weights"), (*path, "minimum"), ("tie-break",), ("award",))
            yield Finding((*path, "weight"), message, "give it a weight, or do not ask", needs=needs)


def _excludes(criterion: Criterion) -> bool:
    """Whether it is, or holds, a gate that excludes or a minimum."""
    is_hurdle = criterion.minimum is not None or (criterion.gate is not None and bool(criterion.gate.excludes))
    return is_hurdle or any(_excludes(part) for part in criterion.criteria or ())
