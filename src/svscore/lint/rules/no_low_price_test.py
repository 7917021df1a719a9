"""A model that is still to be published says when a price is low enough to be asked about.

A note: it does not fail a strict check.

`abnormally-low` raises a question for a named person and excludes nobody. Only illustrative models are looked at:
nobody may add a rule to one that is published.

Why it matters: a price of 36 beside one of 90,000 takes all the points for price. svscore then asks by a test of its
own, less than half of the median of the others, which bidders cannot know. Section 19 of the
Procurement Act 2023 lets a buyer disregard an abnormally low price only after asking the bidder. It sets no number,
so the model has to.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
    abnormally-low: [{against: mean-of-others, by: 20%}]

To silence it, on the line of `svscore`:
`# svscore: ignore SV301 because the buyer looks at every price with the should-cost model`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.award import NetPresentValue, PriceAward
from svscore.framework.formula import Unscored
from svscore.framework.model import Criterion, Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV301"
NAME = "no-low-price-test"
SEVERITY = Severity.NOTE


def check(framework: Framework) -> Iterator[Finding]:
    """An unpublished model in which a price counts and no test asks about a low one."""
    if framework.status != "illustrative" or framework.abnormally_low:
        return
    prices = [leaf for leaf in framework.leaves() if leaf.price is not None]
    award = framework.award
    named = award.price if isinstance(award, PriceAward) else None
    is_of_award = isinstance(award, PriceAward | NetPresentValue)
    counting = [leaf for leaf in prices if leaf.id == named or (is_of_award and named is None) or _is_scored(leaf)]
    if counting:
        which = f", price: {counting[0].id}" if len(prices) > 1 else ""
        message = "no `abnormally-low`: the model does not say when a low price is asked about"
        hint = f"add `abnormally-low: [{{against: mean-of-others, by: 20%{which}}}]`; it excludes nobody"
        yield Finding(("abnormally-low",), message, hint, needs=(("abnormally-low",), ("status",), ("award",)))


def _is_scored(leaf: Criterion) -> bool:
    return leaf.price is not None and not isinstance(leaf.price, Unscored)
