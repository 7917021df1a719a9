"""The COVID-19 theme went with the model of 2020.

PPN 002, for procurements under the Procurement Act 2023 from 24 February 2025, and PPN 026 after it have no
COVID-19 recovery theme. A model under that law that gives it weight was copied from an older one.

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
from collections.abc import Iterator
from datetime import date

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV217"
NAME = "covid-theme"
SEVERITY = Severity.WARNING
PUBLISHED = "the published model has the theme: record how it relates to the contract"

PPN_002 = date(2025, 2, 24)
_COVID = re.compile(r"covid|coronavirus", re.IGNORECASE)


def check(framework: Framework) -> Iterator[Finding]:
    """Each criterion about COVID-19 that weighs something after the theme was dropped."""
    is_older = framework.commenced is not None and framework.commenced < PPN_002
    if framework.regime != "pa-2023" or is_older:
        return
    for path, criterion in framework.walk():
        if criterion.weight and (_COVID.search(criterion.id) or _COVID.search(criterion.title)):
            found = f"{criterion.id!r} is about COVID-19, which is no theme of PPN 002 and later"
            hint = "drop it and share its weight among the others"
            yield Finding((*path, "id"), found, hint, needs=(("regime",), ("commenced",)))
