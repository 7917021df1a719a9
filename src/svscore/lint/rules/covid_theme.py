"""The COVID-19 theme went with the model of 2020.

PPN 002, for procurements under the Procurement Act 2023 from 24 February 2025, and PPN 026 after it have no
COVID-19 recovery theme. A model under that law that gives it weight was copied from an older one. Until 30 September
2025 PPN 06/20, which has the theme, could be used as well: a model that takes its criteria from that menu is not warned
about then, and one that does not say when it commenced is told so.

Why it matters: bidders are asked for help with a recovery the policy no longer names, and points go to what the
buyer cannot relate to the contract. techUK recommended removing the theme in November 2023 (read second hand).

Fails:

    regime: pa-2023
    commenced: 2025-02-24
    criteria:
      - {id: social-value, title: Social value, weight: 10, points: {max: 10}}
      - {id: covid-19-recovery, title: COVID-19 recovery, weight: 60, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    regime: pcr-2015
    commenced: 2021-10-21
    criteria:
      - {id: social-value, title: Social value, weight: 10, points: {max: 10}}
      - {id: covid-19-recovery, title: COVID-19 recovery, weight: 60, minimum: 50%, points: {max: 10}}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

To silence it, on the line of the criterion's id:
`# svscore: ignore SV217 because the service treats people with long COVID`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.menus import UsedMenu
from svscore.lint.policies import MANDATORY, PROCUREMENT_ACT, possible_span
from svscore.problem import Severity

CODE = "SV217"
NAME = "covid-theme"
SEVERITY = Severity.WARNING
PUBLISHED = "the published model has the theme: record how it relates to the contract"

THEMED = "ppn-06-20"
"""The menu that has the theme."""
_COVID = re.compile(r"covid|coronavirus", re.IGNORECASE)


def check(framework: Framework) -> Iterator[Finding]:
    """Each criterion about COVID-19 that weighs something after the theme was dropped."""
    yield from check_with_menus(framework, ())


def check_with_menus(framework: Framework, menus: Sequence[UsedMenu]) -> Iterator[Finding]:
    """The same for a model that takes criteria from ``menus``: the older one could be used for some months more."""
    first, last = possible_span(framework)
    if framework.regime != "pa-2023" or last < PROCUREMENT_ACT:
        return
    has_older = any(menu.id == THEMED for menu in menus)
    if has_older and last < MANDATORY:
        return
    older = ""
    if first < MANDATORY:
        older = f"; PPN 06/20, which has the theme, could be used until {MANDATORY - timedelta(days=1)}"
    hint = "drop it and share its weight among the others"
    if older and last >= MANDATORY:
        hint = f"say when the procurement commenced as `commenced: YYYY-MM-DD`; from {MANDATORY} on, {hint}"
    for path, criterion in framework.walk():
        if criterion.weight and (_COVID.search(criterion.id) or _COVID.search(criterion.title)):
            found = f"{criterion.id!r} is about COVID-19, which is no theme of PPN 002 and later{older}"
            yield Finding((*path, "id"), found, hint, needs=(("regime",), ("commenced",), ("valid",), ("criteria",)))
