"""A model under the Procurement Act 2023 says when the procurement commenced, where a check depends on it.

The least weight of social value and the menus in use follow from that day, never from today's. It is the day the
tender notice was published. The warning names what could not be checked, and stays away where every day the model
may have commenced on gives the same answer.

Why it matters: a check that was not made looks like one that found nothing.

Fails:

    regime: pa-2023
    criteria:
      - {id: quality, title: Quality, weight: 65, minimum: 50%, points: {max: 10}}
      - {id: social-value, title: Social value, weight: 5, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    regime: pa-2023
    commenced: 2026-02-02
    criteria:
      - {id: quality, title: Quality, weight: 60, minimum: 50%, points: {max: 10}}
      - {id: social-value, title: Social value, weight: 10, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

To silence it, on the line of `regime`:
`# svscore: ignore SV230 because the model is used by many call-offs, each with a day of its own`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.menus import UsedMenu
from svscore.lint.policies import possible_days, possible_span
from svscore.lint.rules.social_value_minimum import short_on
from svscore.problem import Severity

CODE = "SV230"
NAME = "no-commenced"
SEVERITY = Severity.WARNING


def check(framework: Framework) -> Iterator[Finding]:
    """A model whose day of commencement is needed and not there."""
    yield from check_with_menus(framework, ())


def check_with_menus(framework: Framework, menus: Sequence[UsedMenu]) -> Iterator[Finding]:
    """The same for a model that takes criteria from ``menus``."""
    if framework.regime != "pa-2023" or framework.commenced is not None:
        return
    open_questions = list(_open_questions(framework, menus))
    if open_questions:
        message = f"no `commenced`, so it was not checked {' and '.join(open_questions)}"
        hint = "add `commenced: YYYY-MM-DD`, the day the tender notice was published"
        needs = (("regime",), ("commenced",), ("criteria",), ("total",), ("value",), ("valid",))
        yield Finding(("regime",), message, hint, needs=needs)


def _open_questions(framework: Framework, menus: Sequence[UsedMenu]) -> Iterator[str]:
    """What would be wrong on a day the procurement may have commenced on."""
    if any(short_on(framework, day, menus) for day in possible_days(framework)):
        yield "whether social value weighs enough"
    for menu in menus:
        if not all(menu.is_valid_on(day) for day in possible_span(framework)):
            yield f"whether {menu.id!r} was the menu in use"
