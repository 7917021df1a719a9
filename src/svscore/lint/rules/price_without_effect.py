"""A price weight that can only break ties, or always decides, is not what its number says.

The rule looks at the points a price loses, under the model's own weights and formula. If a bid twice as dear
as the cheapest loses fewer points than the smallest step of quality is worth, price cannot change an order.
If a bid one tenth dearer loses more points than all quality is worth, quality cannot. Twice and one tenth are
our measure of prices to be expected. Formulas without a closed form here, models with several prices and
illustrative ones are passed over.

Why it matters: weights do not mean what they say. A contest announced as 75 to 25 in favour of quality was won
by the lowest quality, because of the price formula (reported second hand). Scored lowest over price, 30 points
of price are 15 between a bid and one at twice its price.

Fails:

    status: published
    sources: [{title: Invitation to tender}]
    criteria:
      - {id: quality, title: Quality, weight: 2, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 98, price: {formula: min-max}}

Passes:

    status: published
    sources: [{title: Invitation to tender}]
    criteria:
      - {id: quality, title: Quality, weight: 60, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}

To silence it, on the line of the weight: `# svscore: ignore SV207 because quality only has to pass here`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from svscore.exact import plain_text
from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.levels import shares as levels
from svscore.lint.prices import Priced, scored_prices, shares
from svscore.lint.weighting import points_available
from svscore.problem import Severity

CODE = "SV207"
NAME = "price-without-effect"
SEVERITY = Severity.WARNING

TENTH, TWICE = Fraction(11, 10), Fraction(2)
"""How much dearer a bid is than the cheapest."""


def check(framework: Framework) -> Iterator[Finding]:
    """The scored price of a model in use, where it cannot change the order or always makes it."""
    if framework.award.by != "highest-total" or framework.status == "illustrative":
        return
    prices = list(scored_prices(framework))
    for priced in prices if len(prices) == 1 else ():
        tenth, twice = _lost(priced, TENTH), _lost(priced, TWICE)
        if tenth is None or twice is None or not priced.quality:
            continue
        step = _smallest_step(framework)
        place, needs = (*priced.path, "weight"), (("criteria",), ("scales",))
        if step is not None and twice < step:
            found = (
                f"a price twice the lowest loses {_text(twice)} points, the smallest step of a mark is {_text(step)}"
            )
            yield Finding(place, f"{found}: price can only break ties", "give price more weight", needs=needs)
        elif tenth > priced.quality:
            found = f"a price one tenth above the lowest loses {_text(tenth)} points, all the rest is worth"
            hint = "give quality more weight, or take a formula with a gentler slope"
            yield Finding(place, f"{found} {_text(priced.quality)}: price always decides", hint, needs=needs)


def _lost(priced: Priced, ratio: Fraction) -> Fraction | None:
    """The points a bid this much dearer than the cheapest loses."""
    two = shares(priced.formula, [Fraction(1), ratio])
    return None if two is None else (two[0] - two[1]) * priced.points


def _smallest_step(framework: Framework) -> Fraction | None:
    """The fewest points between two marks of a criterion; ``None`` when something has no marks."""
    points = points_available(framework)
    steps = []
    for path, leaf in framework.walk():
        if leaf.criteria is not None or leaf.price is not None or not points[path]:
            continue
        scale = framework.scales.get(leaf.scale or "")
        earned = sorted(set(levels(scale) or ())) if scale else []
        if len(earned) < 2:
            return None  # anything between nothing and all
        steps.append(min(after - before for before, after in pairwise(earned)) * points[path])
    return min(steps, default=None)


def _text(points: Fraction) -> str:
    return plain_text(points, 2)
