"""A price divided by quality needs a floor under the quality.

`price-per-quality-point` and `quality-per-price` have no weight of price, so nothing but a minimum above zero
keeps a bid that is nearly worthless and nearly free from having the best figure.

Why it matters: half the quality at half the price has the same figure. And at a quality of zero there is no figure
at all.

Fails:

    award: {by: price-per-quality-point}
    criteria:
      - {id: quality, title: Quality, weight: 100, points: {max: 10}}
      - {id: price, title: Price, price: {formula: none}}

Passes:

    award: {by: price-per-quality-point}
    criteria:
      - {id: quality, title: Quality, weight: 100, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, price: {formula: none}}

To silence it, on the line of `by`: `# svscore: ignore SV226 because no minimum was published`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.minimums import minimums_that_cure, useless_minimums
from svscore.problem import Severity

CODE = "SV226"
NAME = "no-quality-floor"
SEVERITY = Severity.WARNING
PUBLISHED = "the published model has no floor: look at the points of a bid that wins by its price before the award"


def check(framework: Framework) -> Iterator[Finding]:
    """An award by price and quality as a quotient, without a minimum that means something."""
    is_quotient = framework.award.by in ("price-per-quality-point", "quality-per-price")
    has_points = any(leaf.weight for leaf in framework.leaves())
    if is_quotient and has_points and not minimums_that_cure(framework):
        message = f"award by {framework.award.by!r}, and no minimum keeps a worthless bid at next to no price out"
        reasons = " and ".join(useless_minimums(framework))
        message += f" ({reasons})" if reasons else ""
        needs = (("criteria",), ("scales",), *((*path, "minimum") for path, _ in framework.walk()))
        yield Finding(("award", "by"), message, "add a `minimum` to the quality criteria", needs=needs)
