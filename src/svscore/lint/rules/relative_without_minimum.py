"""A relative price formula without any minimum lets a bad, cheap bid decide who wins.

Under a relative formula each score depends on the other bids' prices. Where nothing sorts out poor
bids first, one that could never win moves the scores of the others. Where the formula allows it the message
shows it on the model itself, with its own weights and invented prices.

A minimum helps only where the worst bid with the best price is below it, and before prices are compared: not a minimum
of zero, not one on the price, and not one on a section that holds a price. All of them together have to ask for a
twentieth of the points that are not for price, or one of a criterion without weight for a twentieth of that: a bid
that just met `minimum: 1%` or `{above: 0}` would be as hopeless.

Why it matters: between two good bids the winner can change because a third, hopeless one is very
cheap. A minimum on quality, looked at before prices are compared, keeps it out.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 70, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

To silence it, on the line of the formula:
`# svscore: ignore SV203 because gates exclude hopeless bids before prices are compared`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.exact import plain_text
from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.floors import is_floor, share_asked
from svscore.lint.minimums import minimums_that_cure, useless_minimums
from svscore.lint.prices import reversal, scored_prices
from svscore.problem import Severity

CODE = "SV203"
NAME = "relative-without-minimum"
SEVERITY = Severity.WARNING
PUBLISHED = (
    "the published model has no such minimum: work the award out again without the cheapest bid, and record "
    "whether it changes"
)


def check(framework: Framework) -> Iterator[Finding]:
    """Each relative price formula in a framework without a minimum that keeps hopeless bids out."""
    if is_floor(framework) or len([leaf for leaf in framework.leaves() if leaf.is_weighted]) == 1:
        return
    reasons = " and ".join([*useless_minimums(framework), *_too_little(framework)])
    third = "a bid that only just meets the minimums" if minimums_that_cure(framework) else "a bid worth nothing"
    needs = (("criteria",), ("scales",), *((*path, "minimum") for path, _ in framework.walk()))
    for priced in scored_prices(framework):
        if priced.formula.is_relative:
            shown = reversal(framework, priced, third=third)
            name = priced.formula.formula
            message = f"{name!r} compares bids, and no minimum keeps a hopeless one out of the comparison"
            message += f" ({reasons})" if reasons else ""
            hint = "add a `minimum` to the quality criteria"
            yield Finding((*priced.path, "price", "formula"), message + (f": {shown}" if shown else ""), hint, needs)


def _too_little(framework: Framework) -> Iterator[str]:
    """What minimums that keep the very worst bid out ask for, where that is too little."""
    if minimums_that_cure(framework):
        text = plain_text(share_asked(framework) * 100, 2)
        yield f"together the minimums ask for {text}% of the points that are not for price"
