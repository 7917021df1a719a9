"""A quantity that is compared in absolute numbers rewards the size of the bidder.

Under a relative formula the highest number of jobs, hours or pounds sets the mark. Unless the unit is per
something (`FTE per million pounds`, `percent of the price`), or the formula has a published target, more of
everything wins. A sum the buyer gets (a rebate, a discount, an investment) and a time that is promised (months of
warranty) are no measure of the bidder, so they are passed over.

Why it matters: small firms say that raw totals reward size, and a bidder is known to have claimed its whole fee as
social value and to have had full marks for it (both second hand). One inflated offer then leaves the others with
next to nothing. PPN 06/20 puts the quality of a commitment before its quantity.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 90, minimum: 50%, points: {max: 10}}
      - {id: jobs, title: Local jobs, weight: 10, quantity: {unit: FTE, formula: highest-ratio}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 90, minimum: 50%, points: {max: 10}}
      - {id: jobs, title: Local jobs, weight: 10, quantity: {unit: FTE per million pounds, formula: highest-ratio}}

To silence it, on the line of the formula: `# svscore: ignore SV218 because every bidder is a small firm`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from svscore.framework.model import Criterion, Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV218"
NAME = "rewards-size"
SEVERITY = Severity.WARNING
PUBLISHED = "the published model compares absolute numbers: ask a bidder whose offer stands out how it will be kept"

_TO_THE_BUYER = re.compile(
    r"\b(rebates?|discounts?|refunds?|cash-?back|royalt(y|ies)|commissions?|concession|gain-?share|savings?|invest\w*|"
    r"rents?|dividends?|(paid|payments?|returned|income|credits?) to (the )?(buyer|authority|council|customer))\b",
    re.IGNORECASE,
)
"""Sums of money that the buyer gets."""
_MONEY = re.compile(r"£|€|\$|\b(gbp|eur|euros?|usd|dollars?|pounds?|pence|money|thousands?|millions?)\b", re.IGNORECASE)
_TIME_PROMISED = re.compile(r"(calendar )?(months?|years?)( of (warranty|guarantee|support|cover))?", re.IGNORECASE)
_PER_SOMETHING = re.compile(r"\bper\b|\bpercent|%|/|\bshare\b|\bratio\b|\brate\b", re.IGNORECASE)


def check(framework: Framework) -> Iterator[Finding]:
    """Each scored quantity of which more is better, compared between bids in absolute numbers."""
    for path, leaf in framework.walk():
        offer = leaf.quantity
        if offer is None or not leaf.is_weighted or not offer.is_relative or offer.better == "less":
            continue
        unit = offer.unit or ""
        if (
            not _PER_SOMETHING.search(unit)
            and not _TIME_PROMISED.fullmatch(unit.strip())
            and not _is_for_the_buyer(leaf, unit)
        ):
            message = f"{leaf.id!r} compares absolute numbers, so a larger bidder has more to offer"
            hint = "count it per pound, per head or per employee and say so in `unit`, or set a `target`"
            needs = ((*path, "quantity"), (*path, "quantity", "unit"), (*path, "quantity", "better"))
            yield Finding((*path, "quantity", "formula"), message, hint, needs=needs)


def _is_for_the_buyer(leaf: Criterion, unit: str) -> bool:
    """Whether what is offered is a sum of money that the buyer gets."""
    words = " ".join((leaf.id.replace("-", " "), leaf.title, leaf.question or ""))
    return (not unit or _MONEY.search(unit) is not None) and _TO_THE_BUYER.search(words) is not None
