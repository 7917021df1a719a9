"""Between two bids, `min-max` gives one everything and the other nothing, however near they are.

The lowest price earns the whole weight and the highest none of it, at 100,000 and 100,001 as at 100,000 and
200,000. With few bids the price decides alone; with more, one very dear bid makes all the others equal.

Why it matters: how many bids will come is not known when the model is published, and two is common. A pound then
weighs as much as was meant for half the price.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: min-max}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: fixed-range, full-at: 80000, zero-at: 120000}}

To silence it, on the line of the formula: `# svscore: ignore SV223 because ten bidders were invited`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from svscore.exact import plain_text
from svscore.framework.formula import MinMax
from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.prices import scored_prices, shares
from svscore.problem import Severity

CODE = "SV223"
NAME = "min-max-of-few"
SEVERITY = Severity.WARNING
PUBLISHED = "the published model is so: tell those who approve the award how far apart the prices are"


def check(framework: Framework) -> Iterator[Finding]:
    """Each price scored between the lowest and the highest bid."""
    for priced in scored_prices(framework):
        if isinstance(priced.formula, MinMax):
            near = shares(priced.formula, [Fraction(100_000), Fraction(100_001)]) or [Fraction(0)] * 2
            apart = plain_text((near[0] - near[1]) * priced.points, 2)
            found = f"of two bids at 100000 and 100001 one is {apart} points ahead"
            hint = "publish both ends with `fixed-range`"
            yield Finding((*priced.path, "price", "formula"), found, hint, needs=(("criteria",),))
