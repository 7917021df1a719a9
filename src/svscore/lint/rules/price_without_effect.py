"""A price weight that can only break ties, or always decides, is not what its number says.

The rule looks at the points a price loses, under the model's own weights, formula and rounding. If a bid twice as
dear as the cheapest loses fewer points than any two sums of marks differ by, price cannot change an order. If a bid
one tenth dearer loses more points than all the rest is worth, quality cannot. Twice and one tenth are our measure of
prices to be expected. Where the sums cannot be listed, or the points of a price are not known from two prices alone,
nothing is claimed; illustrative models and those with several prices are passed over.

Why it matters: weights do not mean what they say. A contest announced as 75 to 25 in favour of quality was won
by the lowest quality, because of the price formula (reported second hand). Scored lowest over price, 30 points
of price are 15 between a bid and one at twice its price.

Fails:

    status: published
    sources: [{title: Invitation to tender}]
    criteria:
      - {id: quality, title: Quality, weight: 2, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 98, price: {formula: percent-over-lowest}}

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

from svscore.exact import plain_text
from svscore.framework.formula import MinMax
from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.prices import Priced, scored_prices, shares
from svscore.lint.sums import quality_sums, rounded_points, smallest_difference
from svscore.problem import Severity

CODE = "SV207"
NAME = "price-without-effect"
SEVERITY = Severity.WARNING
PUBLISHED = "the published weights have this effect: tell those who approve the award"

TENTH, TWICE = Fraction(11, 10), Fraction(2)
"""How much dearer a bid is than the cheapest."""


def check(framework: Framework) -> Iterator[Finding]:
    """The scored price of a model in use, where it cannot change the order or always makes it."""
    if framework.award.by != "highest-total" or framework.status == "illustrative":
        return
    prices = list(scored_prices(framework))
    if len(prices) != 1 or not prices[0].quality or any(node.rescale for _, node in framework.walk()):
        return
    [priced] = prices
    place, needs = (*priced.path, "weight"), (("criteria",), ("scales",), ("rounding",), ("adjustments",))
    if message := _only_ties(framework, priced):
        yield Finding(place, message, "give price more weight", needs=needs)
    elif message := _decides_alone(framework, priced):
        hint = "give quality more weight, or take a formula with a gentler slope"
        yield Finding(place, message, hint, needs=needs)


def _only_ties(framework: Framework, priced: Priced) -> str:
    """That price can only break ties, with the figures; empty where it can do more, or that is not known."""
    lost = _lost(framework, priced, TWICE)
    if lost is None or framework.moderation != "consensus" or framework.award.on == "rounded":
        return ""
    step = smallest_difference(quality_sums(framework) or ())
    if step is None or lost >= step:
        return ""
    return (
        f"a price twice the lowest loses {_text(lost)} points, and no two sums of marks differ by less than "
        f"{_text(step)}: up to twice the lowest, price can only break ties"
    )


def _decides_alone(framework: Framework, priced: Priced) -> str:
    """That price always decides, with the figures; empty where it does not, or that is not known."""
    if isinstance(priced.formula, MinMax) or not _is_bounded(framework):
        return ""  # beside a third, dearer bid one tenth loses less
    lost = _lost(framework, priced, TENTH)
    rest = priced.quality + sum((abs(each.add.of(framework.total)) for each in framework.adjustments), Fraction(0))
    if lost is None or lost <= rest:
        return ""
    return (
        f"a price one tenth above the lowest loses {_text(lost)} points, all the rest is worth {_text(rest)}: "
        "between the two, price always decides"
    )


def _is_bounded(framework: Framework) -> bool:
    """Whether no measured offer can earn less than nothing or more than its weight."""
    offers = [leaf.quantity for leaf in framework.leaves() if leaf.quantity is not None]
    return all(getattr(offer, "floored", True) and getattr(offer, "capped", True) for offer in offers)


def _lost(framework: Framework, priced: Priced, ratio: Fraction) -> Fraction | None:
    """The points a bid this much dearer than the cheapest loses."""
    two = shares(priced.formula, [Fraction(1), ratio])
    if two is None:
        return None
    best, dearer = (rounded_points(framework, share, priced.points) for share in two)
    return best - dearer


def _text(points: Fraction) -> str:
    return plain_text(points, 2)
