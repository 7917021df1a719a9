"""Tie-breaks, the award and tests of low prices must name criteria there are, of the right kind.

`tie-break` lists ids of criteria that are scored or read, or the words `price` (the cheaper bid),
`met-minimums` and `earliest`. `price` is always the word: a criterion with that id that is no price needs another
id before its score can break a tie. `price` and `of` name a price, `quantity` a quantity.

Why it matters: a rule that names nothing does nothing, and nobody notices until two bids are
level.

Fails:

    tie-break: [social-value]
    criteria:
      - {id: quality, title: Quality, weight: 70, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    tie-break: [quality, price]
    criteria:
      - {id: quality, title: Quality, weight: 70, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.award import NetPresentValue, PriceAward
from svscore.framework.model import KINDS, Criterion, Framework, Path
from svscore.lint.finding import Finding
from svscore.lint.weighting import holds_price, should_weigh
from svscore.problem import Severity, did_you_mean

CODE = "SV110"
NAME = "unknown-reference"
SEVERITY = Severity.ERROR

WORDS = ("price", "met-minimums", "earliest")
"""What a tie-break may name beside ids."""


def check(framework: Framework) -> Iterator[Finding]:
    """Each reference to a criterion that is not there, or of another kind."""
    needs = tuple((*path, key) for path, _ in framework.walk() for key in ("id", *KINDS))
    for path, name, kind in references(framework):
        known = {each.id: each.title for _, each in framework.walk() if kind in ("", each.kind if each.kinds else "")}
        if name not in known:
            what = f"{kind} criterion" if kind else "criterion"
            yield Finding(path, f"no {what} with the id {name!r}", did_you_mean(name, known, known), needs=needs)
    yield from _tie_breaks(framework, needs)


def references(framework: Framework) -> Iterator[tuple[Path, str, str]]:
    """Place, id and kind of each criterion that the award or a test of low prices names."""
    award = framework.award
    if isinstance(award, PriceAward):
        if award.price is not None:
            yield ("award", "price"), award.price, "price"
        for index, addition in enumerate(award.add):
            yield ("award", "add", index, "quantity"), addition.quantity, "quantity"
    if isinstance(award, NetPresentValue):
        for index, flow in enumerate(award.flows):
            yield ("award", "flows", index, "price"), flow.price, "price"
    for index, test in enumerate(framework.abnormally_low):
        if test.price is not None:
            yield ("abnormally-low", index, "price"), test.price, "price"
        if test.of is not None:
            yield ("abnormally-low", index, "of"), test.of, "price"


def _tie_breaks(framework: Framework, needs: tuple[Path, ...]) -> Iterator[Finding]:
    everything = {each.id: each for _, each in framework.walk()}
    scored = [name for name, each in everything.items() if each.criteria is None or should_weigh(each)]
    known = dict.fromkeys([*scored, *WORDS])
    titles = {name: everything[name].title for name in scored}
    has_price = any(leaf.price is not None for leaf in framework.leaves())
    seen: set[str] = set()
    for index, name in enumerate(framework.tie_break):
        path = ("tie-break", index)
        namesake = everything.get(name)
        if name == "price" and namesake is not None and not holds_price(namesake):
            yield Finding(path, *_other_price(namesake), needs=needs)
        elif name == "price" and not has_price:
            message = "tie-break by `price`, the cheaper bid, but no criterion is a price"
            yield Finding(path, message, "name a criterion that is scored, or `earliest`", needs=needs)
        elif name in everything and name not in known:
            message = f"nothing in {name!r} is scored, so it breaks no tie"
            yield Finding(path, message, "name a criterion that is scored", needs=needs)
        elif name not in known:
            message = f"no criterion with the id {name!r} to break a tie"
            yield Finding(path, message, did_you_mean(name, known, titles), needs=needs)
        elif name in seen:
            yield Finding(path, f"tie-break {name!r} stands twice", "keep the first", needs=needs)
        seen.add(name)


def _other_price(criterion: Criterion) -> tuple[str, str]:
    """What a criterion called ``price`` is, and what to write to break ties by it."""
    what = {"criteria": "a section without a price", "scale": "marked on a scale", "points": "given points"}
    is_what = what.get(criterion.kind, f"a {criterion.kind}") if criterion.kinds else "no price"
    message = f"tie-break by `price` means the cheaper bid, but the criterion 'price' is {is_what}"
    hint = "give the criterion another id, like `price-score`, and name that; or make it a `price`"
    return message, hint
