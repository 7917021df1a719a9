"""Criteria taken from a menu are those that were in use on the day the procurement commenced.

Only under `regime: pa-2023`, by `commenced` and the menu's own `valid`. PPN 06/20 ended there on 30 September 2025
and PPN 002 on 31 December 2026; from 24 February to 30 September 2025 both could be used. Procurements and call-offs
under the older law keep PPN 06/20 for as long as they run.

Why it matters: bidders answer the questions of a policy that no longer holds, and the points they earn cannot be
traced to the one that does.

Fails:

    regime: pa-2023
    commenced: 2026-03-01
    criteria:
      - {id: quality, title: Quality, weight: 60, minimum: 50%, points: {max: 10}}
      - id: social-value
        title: Social value
        weight: 10
        criteria: [{use: ppn-06-20/wellbeing, weight: 100, points: {max: 10}}]
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    regime: pcr-2015
    commenced: 2026-03-01
    criteria:
      - {id: quality, title: Quality, weight: 60, minimum: 50%, points: {max: 10}}
      - id: social-value
        title: Social value
        weight: 10
        criteria: [{use: ppn-06-20/wellbeing, weight: 100, points: {max: 10}}]
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

To silence it, on the line of `commenced`:
`# svscore: ignore SV229 because a council is free to choose the older model`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.menus import UsedMenu
from svscore.lint.policies import POLICIES, PROCUREMENT_ACT, least, policies_on
from svscore.problem import Severity

CODE = "SV229"
NAME = "menu-of-the-day"
SEVERITY = Severity.WARNING
PUBLISHED = "the published model takes them so: record why, and say so in a comment"


def check(framework: Framework) -> Iterator[Finding]:  # noqa: ARG001 - a resolved model no longer knows
    """Nothing: what a criterion was taken from is known only with its place."""
    yield from ()


def check_with_menus(framework: Framework, menus: Sequence[UsedMenu]) -> Iterator[Finding]:
    """Each menu that was not in use on the day the procurement commenced."""
    day = framework.commenced
    if framework.regime != "pa-2023" or day is None or day < PROCUREMENT_ACT:
        return  # days-of-use says that the day is before the law
    for menu in menus:
        if not menu.is_valid_on(day):
            message = f"commenced on {day}, and {_criteria(menu)} from {menu.id!r}, which was valid {_days(menu)}"
            needs = (("regime",), ("commenced",), ("criteria",))
            yield Finding(("commenced",), message, _hint(framework, menu, day), needs=needs)


def _criteria(menu: UsedMenu) -> str:
    listed = ", ".join(map(repr, menu.criteria[:3]))
    more = len(menu.criteria) - 3
    return f"{listed}{f' and {more} more' if more > 0 else ''} {'is' if len(menu.criteria) == 1 else 'are'}"


def _days(menu: UsedMenu) -> str:
    first = f"from {menu.first_day}" if menu.first_day else ""
    last = f"until {menu.last_day}" if menu.last_day else ""
    return " ".join(filter(None, (first, last)))


def _hint(framework: Framework, menu: UsedMenu, day: date) -> str:
    """Which menu is the one of the day, where the policy notes say so."""
    policies = policies_on(framework.regime, day)
    if len(policies) != 1 or menu.id not in {each.menu for each in POLICIES}:
        return "take the criteria from the menu that was in use on that day"
    policy = policies[0]
    if least(policy, framework.value) is None:
        return f"{policy.note}, which followed, asks for nothing below {policy.bands[0][0]:,} pounds"
    return f"take the criteria from {policy.menu!r}, the menu of {policy.note}"
