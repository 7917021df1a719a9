"""A minimum that does not keep failed bids out of the price comparison cures nothing.

With `below-minimum: flag` a bid below the minimum stays in, and with `reference-bids: all` an excluded bid
still sets the lowest or highest price. Either way a hopeless bid decides between two good ones. Where the
formula allows it the message shows it on the model itself, with its own weights and invented prices.

Why it matters: that a losing bid can decide which of two others wins is the best known flaw of relative
formulas (Bowsher 2015; Bergman and Lundberg; Stilger, Siderius and van Raaij 2017). A minimum cures it only
if it acts before the reference price is taken.

Fails:

    reference-bids: all
    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    reference-bids: eligible
    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

To silence it where the rule was published so, on the line of the formula:
`# svscore: ignore SV206 because the bid pack keeps such bids in`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.floors import is_floor
from svscore.lint.minimums import share_needed
from svscore.lint.prices import reversal, scored_prices
from svscore.lint.weighting import points_available
from svscore.problem import Severity

CODE = "SV206"
NAME = "minimum-without-effect"
SEVERITY = Severity.WARNING
PUBLISHED = (
    "the published model compares all bids: work the award out again without those below a minimum, and record "
    "whether it changes"
)


def check(framework: Framework) -> Iterator[Finding]:
    """Each relative price formula that still looks at bids below a minimum."""
    points = points_available(framework)
    if not is_floor(framework):
        return  # relative-without-minimum says so
    minimums = [share_needed(each, framework, points[path]) for path, each in framework.walk() if each.minimum]
    needed = max(share or Fraction(0) for share in minimums)
    if framework.reference_bids == "all":
        why, hint = "`reference-bids: all` keeps", "write `reference-bids: eligible`"
    elif framework.below_minimum == "flag":
        why, hint = "`below-minimum: flag` keeps", "write `below-minimum: exclude`"
    else:
        return
    for priced in scored_prices(framework):
        if priced.formula.is_relative:
            shown = reversal(framework, priced, needed)
            found = f"{priced.formula.formula!r} compares bids, and {why} those below the minimum in the comparison"
            needs = (("reference-bids",), ("below-minimum",), ("criteria",))
            yield Finding((*priced.path, "price", "formula"), found + (f": {shown}" if shown else ""), hint, needs)
