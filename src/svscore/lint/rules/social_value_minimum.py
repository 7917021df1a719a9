"""Social value weighs at least what policy asks for on the day the procurement commenced.

Known by `regime`, `commenced` and `value` (the estimated value in pounds with VAT), never by today's date:

- `pcr-2015` from 1 January 2021: PPN 06/20, 10% of the total (secondary sources; the day is confirmed).
- `pa-2023` from 1 October 2025: PPN 002, 10% of the total, or of the points that are not for price where an
  absolute price formula is used (two secondary sources; the day is confirmed). From 24 February to 30 September 2025
  either PPN 002 or PPN 06/20 could be used: what counts is the menu the model takes criteria from. Where it takes
  them from none, it may follow either, and the warning stays away if the weight is enough under one.
- `pa-2023` from 1 January 2027: PPN 026, 10% from 1 million pounds, 20% from 5 million; below 1 million none. It is
  taken of the same as under PPN 002 (secondary sources only; that it is the total where no absolute method is used is
  our reading).

Social value is every criterion whose id or title says so, or that is taken from the menu of a policy note, with all
that is inside it. Without `value` the 20% of
PPN 026 is assumed to be possible, and the message says so. Without `commenced` SV230 says what depends on the day.

Why it matters: the notes bind central government departments, their agencies and public bodies. An authority that
publishes less has no answer to a bidder, or an auditor, who asks why.

Fails:

    regime: pa-2023
    commenced: 2027-01-01
    value: 5000000
    criteria:
      - {id: quality, title: Quality, weight: 60, minimum: 50%, points: {max: 10}}
      - {id: social-value, title: Social value, weight: 19.99, points: {max: 10}}
      - {id: price, title: Price, weight: 20.01, price: {formula: lowest-ratio}}

Passes:

    regime: pa-2023
    commenced: 2027-01-01
    value: 5000000
    criteria:
      - {id: quality, title: Quality, weight: 60, minimum: 50%, points: {max: 10}}
      - {id: social-value, title: Social value, weight: 20, points: {max: 10}}
      - {id: price, title: Price, weight: 20, price: {formula: lowest-ratio}}

To silence it, on the line of the weight, or of `svscore` where nothing is social value:
`# svscore: ignore SV216 because a council is not bound by the policy note`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from svscore.exact import plain_text
from svscore.framework.formula import Unscored
from svscore.framework.model import Framework, Path
from svscore.lint.finding import Finding
from svscore.lint.menus import UsedMenu
from svscore.lint.policies import POLICIES, Policy, least, policies_on
from svscore.lint.weighting import points_available
from svscore.problem import Severity

CODE = "SV216"
NAME = "social-value-minimum"
SEVERITY = Severity.WARNING
PUBLISHED = "the published weight stands: compare it with the documents, and record why it is lower"

_SOCIAL_VALUE = re.compile(r"\bsocial[\s-]+value\b", re.IGNORECASE)


def check(framework: Framework) -> Iterator[Finding]:
    """A weight of social value below what the policy of its day asks for."""
    yield from check_with_menus(framework, ())


def check_with_menus(framework: Framework, menus: Sequence[UsedMenu]) -> Iterator[Finding]:
    """The same for a model that takes criteria from ``menus``."""
    if framework.commenced is None:
        return
    shortfall = short_on(framework, framework.commenced, menus)
    if shortfall is None:
        return
    policy, message = shortfall
    places = _social_value(framework, menus)
    place = (*places[0], "weight") if places else ("criteria",)
    unknown = len(policy.bands) > 1 and framework.value is None
    where = " where a contract is worth 5 million pounds or more" if unknown else ""
    hint = "say the estimated value with VAT as `value: ...`" if unknown else "give it more weight"
    needs = (("criteria",), ("total",), ("regime",), ("commenced",), ("value",))
    yield Finding(place, message + where, hint, needs=needs, completes=unknown)


def short_on(framework: Framework, day: date, menus: Sequence[UsedMenu]) -> tuple[Policy, str] | None:
    """The policy whose minimum a model commenced on ``day`` misses, and how; ``None`` where it misses none."""
    policies = policies_on(framework.regime, day, [menu.id for menu in menus])
    missed = [(policy, shortfall) for policy in policies if (shortfall := _missed(framework, policy, menus))]
    if not missed or len(missed) < len(policies):
        return None
    policy, (share, asked, of) = max(missed, key=lambda pair: pair[1][0])
    who = f"{policy.note} asks"
    if len(policies) > 1:
        who = f"{' and '.join(each.note for each in policies)}, either of which could be used then, ask"
    return policy, f"social value is {_percent(share)} of {of}, {who} for {_percent(asked)}"


def _missed(framework: Framework, policy: Policy, menus: Sequence[UsedMenu]) -> tuple[Fraction, Fraction, str] | None:
    """The part of the points that social value has, the part a policy asks for, and of what; ``None`` if enough."""
    asked, points = least(policy, framework.value), points_available(framework)
    base = _base(framework, points, policy)
    if asked is None or not base:
        return None
    share = sum((points[path] for path in _social_value(framework, menus)), Fraction(0)) / base
    of = "the points that are not for price" if base != framework.total else "the total"
    return None if share >= asked else (share, asked, of)


def _social_value(framework: Framework, menus: Sequence[UsedMenu]) -> list[Path]:
    """The topmost criteria that are social value."""
    notes = {policy.menu for policy in POLICIES}
    of_notes = {criterion for menu in menus if menu.id in notes for criterion in menu.criteria}
    topmost: list[Path] = []
    for path, criterion in framework.walk():
        is_inside = any(path[: len(above)] == above for above in topmost)
        is_named = _SOCIAL_VALUE.search(criterion.id) or _SOCIAL_VALUE.search(criterion.title)
        if not is_inside and (is_named or criterion.id in of_notes):
            topmost.append(path)
    return topmost


def _base(framework: Framework, points: dict[Path, Fraction], policy: Policy) -> Fraction:
    """What the percent is taken of."""
    prices = [(path, leaf.price) for path, leaf in framework.walk() if leaf.price is not None]
    scored = [(path, price) for path, price in prices if not isinstance(price, Unscored)]
    if policy.is_of_non_price and scored and not any(price.is_relative for _, price in scored):
        return framework.total - sum((points[path] for path, _ in scored), Fraction(0))
    return framework.total


def _percent(share: Fraction) -> str:
    return f"{plain_text(share * 100, 4)}%"
