"""The award method, and each test of low prices, must have what it looks at.

A method that uses the price needs a price criterion, and needs `price: ID` when there are several; so
do tests of abnormally low prices. A method that uses points needs something with a weight, and
`price-over-coefficient` needs `of` above `total`, so that the price has a part, too.

Why it matters: without it no bid has a figure, and nothing can be ranked.

Fails:

    award: {by: price-per-quality-point}
    criteria:
      - {id: quality, title: Quality, weight: 100, points: {max: 10}}

Passes:

    award: {by: price-per-quality-point}
    criteria:
      - {id: quality, title: Quality, weight: 100, points: {max: 10}}
      - {id: price, title: Price, price: {formula: none}}
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.exact import plain_text
from svscore.framework.award import PriceAward, PriceOverCoefficient
from svscore.framework.model import KINDS, Framework, Path
from svscore.lint.finding import Finding
from svscore.lint.weighting import should_weigh
from svscore.problem import Severity

CODE = "SV111"
NAME = "award-basis"
SEVERITY = Severity.ERROR

WITHOUT_POINTS = ("lowest-price", "adjusted-price", "net-present-value")
"""Methods that look at money alone."""


def check(framework: Framework) -> Iterator[Finding]:
    """Each rule that has nothing, or too much, to look at."""
    needs = tuple((*path, key) for path, _ in framework.walk() for key in ("weight", *KINDS))
    award = framework.award
    if isinstance(award, PriceAward) and award.price is None:
        yield from _price(framework, ("award",), f"award by {award.by!r}", needs)
    if isinstance(award, PriceOverCoefficient) and award.of <= framework.total:
        message = f"found {plain_text(award.of)}, expected more than the model's total of {plain_text(framework.total)}"
        yield Finding(("award", "of"), message, "`of` is what quality and price have together; `total` quality's part")
    for index, test in enumerate(framework.abnormally_low):
        if test.price is None:
            yield from _price(framework, ("abnormally-low", index), "test of abnormally low prices", needs)
    if award.by not in WITHOUT_POINTS and not any(should_weigh(each) for each in framework.criteria):
        message = f"award by {award.by!r} needs points, but nothing has a weight"
        yield Finding(("criteria",), message, "give weights, or choose a method of price alone", needs=needs)


def _price(framework: Framework, path: Path, what: str, needs: tuple[Path, ...]) -> Iterator[Finding]:
    prices = [leaf.id for leaf in framework.leaves() if leaf.price is not None]
    if not prices:
        yield Finding(
            path, f"{what} needs a price, but no criterion is one", "add a criterion with `price`", needs=needs
        )
    if len(prices) > 1:
        listed = ", ".join(prices)
        yield Finding(
            path,
            f"{what} with {len(prices)} prices, expected to know which",
            f"add `price: ...`, one of: {listed}",
            needs=needs,
        )
