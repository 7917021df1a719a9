"""Social value weighs at least what policy asks for on the day the procurement commenced.

Known by `regime`, `commenced` and `value` (the estimated value in pounds with VAT), never by today's date:

- `pcr-2015` from 1 January 2021: PPN 06/20, 10% of the total (secondary sources; the day is confirmed).
- `pa-2023` from 24 February 2025: PPN 002, 10% of the total, or of the points that are not for price where an
  absolute price formula is used (two secondary sources; mandatory from 1 October 2025, which is confirmed).
- `pa-2023` from 1 January 2027: PPN 026, 10% from 1 million pounds, 20% from 5 million; below 1 million none
  (secondary sources only; what the percent is taken of was not read, the total is our reading).

Social value is every criterion whose id or title says so, with all that is inside it. Without `value` the 20% of
PPN 026 is assumed to be possible, and the message says so.

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
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from svscore.exact import plain_text
from svscore.framework.formula import Unscored
from svscore.framework.model import Framework, Path
from svscore.lint.finding import Finding
from svscore.lint.weighting import points_available
from svscore.problem import Severity

CODE = "SV216"
NAME = "social-value-minimum"
SEVERITY = Severity.WARNING


@dataclass(frozen=True, slots=True)
class Policy:
    """What one policy note asks for."""

    note: str
    regime: str
    since: date
    bands: tuple[tuple[int, Fraction], ...]
    """From this value in pounds with VAT, this part of the points."""
    is_of_quality: bool = False
    """Whether points for an absolute price do not count."""


TENTH, FIFTH = Fraction(1, 10), Fraction(1, 5)

POLICIES = (
    Policy("PPN 026", "pa-2023", date(2027, 1, 1), ((1_000_000, TENTH), (5_000_000, FIFTH))),
    Policy("PPN 002", "pa-2023", date(2025, 2, 24), ((0, TENTH),), is_of_quality=True),
    Policy("PPN 06/20", "pcr-2015", date(2021, 1, 1), ((0, TENTH),)),
)
"""Latest first."""

_SOCIAL_VALUE = re.compile(r"\bsocial[\s-]+value\b", re.IGNORECASE)


def check(framework: Framework) -> Iterator[Finding]:
    """A weight of social value below what the policy of its day asks for."""
    policy = policy_of(framework)
    asked = least(policy, framework.value) if policy else None
    if policy is None or asked is None:
        return
    points = points_available(framework)
    places = _social_value(framework)
    base = _base(framework, points, policy)
    if not base:
        return
    share = sum((points[path] for path in places), Fraction(0)) / base
    if share < asked:
        place = (*places[0], "weight") if places else ("criteria",)
        of = "the points that are not for price" if base != framework.total else "the total"
        found = f"social value is {_percent(share)} of {of}, {policy.note} asks for {_percent(asked)}"
        unknown = len(policy.bands) > 1 and framework.value is None
        where = " where a contract is worth 5 million pounds or more" if unknown else ""
        hint = "say the estimated value with VAT as `value: ...`" if unknown else "give it more weight"
        needs = (("criteria",), ("total",), ("regime",), ("commenced",), ("value",))
        yield Finding(place, found + where, hint, needs=needs)


def policy_of(framework: Framework) -> Policy | None:
    """The policy note in force for the law and the day, if any."""
    day = framework.commenced
    matching = (each for each in POLICIES if each.regime == framework.regime and day is not None and day >= each.since)
    return next(matching, None)


def least(policy: Policy, value: Fraction | None) -> Fraction | None:
    """The part of the points asked for at a value; at one that is not known, the most that may be."""
    reached = [share for start, share in policy.bands if value is None or value >= start]
    return reached[-1] if reached else None


def _social_value(framework: Framework) -> list[Path]:
    """The topmost criteria that are social value."""
    found: list[Path] = []
    for path, criterion in framework.walk():
        is_inside = any(path[: len(above)] == above for above in found)
        if not is_inside and (_SOCIAL_VALUE.search(criterion.id) or _SOCIAL_VALUE.search(criterion.title)):
            found.append(path)
    return found


def _base(framework: Framework, points: dict[Path, Fraction], policy: Policy) -> Fraction:
    """What the percent is taken of."""
    prices = [(path, leaf.price) for path, leaf in framework.walk() if leaf.price is not None]
    scored = [(path, price) for path, price in prices if not isinstance(price, Unscored)]
    if policy.is_of_quality and scored and not any(price.is_relative for _, price in scored):
        return framework.total - sum((points[path] for path, _ in scored), Fraction(0))
    return framework.total


def _percent(share: Fraction) -> str:
    return f"{plain_text(share * 100, 4)}%"
