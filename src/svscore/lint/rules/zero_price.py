"""A price of zero that has full marks takes all price points from every other bid.

Under `lowest-ratio` every other price is divided into zero. `zero: full-marks` computes that as published;
without it a zero price is a question for a named person.

Why it matters: a bidder who priced one of three elements at zero led to a challenge, as the ratio was undefined
(reported by Bevan Brittan, 2019); a tendering product gives all bidders nothing for price when one of them
enters a zero. Prices scored element by element make a zero likelier.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio, zero: full-marks}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio, zero: refuse}}

To silence it, on the line of `zero`: `# svscore: ignore SV211 because the invitation says so`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.formula import LowestRatio
from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV211"
NAME = "zero-price"
SEVERITY = Severity.WARNING
PUBLISHED = (
    "the published model gives a price of zero full marks: ask the bidder what such a price covers before the award"
)


def check(framework: Framework) -> Iterator[Finding]:
    """Each lowest-ratio that lets a price of zero win everything."""
    for path, leaf in framework.walk():
        if isinstance(leaf.price, LowestRatio) and leaf.price.zero == "full-marks":
            found = "one price of zero leaves every other bid without a point for price"
            yield Finding((*path, "price", "zero"), found, "write `zero: refuse`, so that a person asks the bidder")
