"""The policy notes on social value of central government: from which day each applies, and what it asks for.

Facts: PPN 06/20 applied from 1 January 2021 under the Public Contracts Regulations 2015, and procurements under that
law keep it. Under the Procurement Act 2023 PPN 002 could be used from 24 February 2025 and was mandatory from
1 October 2025; until then PPN 06/20 could be used as well. PPN 026 applies from 1 January 2027.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from svscore.framework.model import Framework

PROCUREMENT_ACT = date(2025, 2, 24)
"""The first day on which a procurement could commence under the Procurement Act 2023."""

MANDATORY = date(2025, 10, 1)
"""The first day on which PPN 002 had to be used under that law; until the day before, PPN 06/20 could be."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What one policy note asks for."""

    note: str
    menu: str
    """Id of the shipped menu of its criteria."""
    regime: str
    since: date
    """From this day a procurement could use it."""
    mandatory: date
    """From this day those it binds had to."""
    bands: tuple[tuple[int, Fraction], ...]
    """From this value in pounds with VAT, this part of the points."""
    is_of_non_price: bool = False
    """Whether points for an absolute price do not count: the `base` of the menu says the same."""


TENTH, FIFTH = Fraction(1, 10), Fraction(1, 5)

POLICIES = (
    Policy(
        "PPN 026",
        "ppn-026",
        "pa-2023",
        date(2027, 1, 1),
        date(2027, 1, 1),
        ((1_000_000, TENTH), (5_000_000, FIFTH)),
        is_of_non_price=True,
    ),
    Policy("PPN 002", "ppn-002", "pa-2023", PROCUREMENT_ACT, MANDATORY, ((0, TENTH),), is_of_non_price=True),
    Policy("PPN 06/20", "ppn-06-20", "pcr-2015", date(2021, 1, 1), date(2021, 1, 1), ((0, TENTH),)),
)
"""Latest first."""


def policies_on(regime: str, day: date, menus: Collection[str] = ()) -> tuple[Policy, ...]:
    """The policy notes one of which a procurement under this law, commenced on this day, has to follow.

    Where one could be used and was not mandatory yet, the one before it could be used as well: the model's own one
    counts, as far as it takes criteria from its menu (``menus`` are the ids of those it takes from), else either.
    None where there is none.
    """
    for policy, before in pairwise((*POLICIES, None)):
        if policy is None or policy.regime != regime or day < policy.since:
            continue
        if before is None or day >= policy.mandatory or policy.menu in menus:
            return (policy,)
        return (before,) if before.menu in menus else (policy, before)
    return ()


def least(policy: Policy, value: Fraction | None) -> Fraction | None:
    """The part of the points asked for at a value; at one that is not known, the most that may be."""
    reached = [share for start, share in policy.bands if value is None or value >= start]
    return reached[-1] if reached else None


def possible_span(framework: Framework) -> tuple[date, date]:
    """The first and last day on which the procurement may have commenced, by what the file says.

    Under the Procurement Act 2023 not before that law, and within the days the model is valid.
    """
    if framework.commenced is not None:
        return framework.commenced, framework.commenced
    first = PROCUREMENT_ACT if framework.regime == "pa-2023" else date.min
    valid = framework.valid
    if valid is not None and valid.from_ is not None:
        first = max(first, valid.from_)
    return first, valid.until if valid is not None and valid.until is not None else date.max


def possible_days(framework: Framework) -> tuple[date, ...]:
    """A day for each policy the procurement may fall under; one day where the file says when it commenced."""
    first, last = possible_span(framework)
    edges = {
        day for policy in POLICIES if policy.regime == framework.regime for day in (policy.since, policy.mandatory)
    }
    return tuple(sorted(day for day in {first, *edges} if first <= day <= last))
