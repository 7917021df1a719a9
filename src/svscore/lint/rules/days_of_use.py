"""The day a model commenced is among the days it is valid, and not before its law.

The Procurement Act 2023 applies to procurements from 24 February 2025; a model under it cannot have commenced
earlier.

Why it matters: which policy applies follows from the day the procurement commenced, not from today's. A wrong day
picks the wrong minimum, and nobody sees it.

Fails:

    regime: pa-2023
    commenced: 2025-02-23

Passes:

    regime: other
    commenced: 2025-02-23
    valid: {from: 2025-02-23, until: 2026-02-22}

To silence it, on the line of `commenced`: `# svscore: ignore SV227 because the pilot began before`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.lint.policies import PROCUREMENT_ACT
from svscore.problem import Severity

CODE = "SV227"
NAME = "days-of-use"
SEVERITY = Severity.WARNING


def check(framework: Framework) -> Iterator[Finding]:
    """A day of commencement outside the days of validity, or before the law."""
    day, valid = framework.commenced, framework.valid
    if day is None:
        return
    if framework.regime == "pa-2023" and day < PROCUREMENT_ACT:
        found = f"commenced on {day}, before the Procurement Act 2023 applied on {PROCUREMENT_ACT}"
        yield Finding(("commenced",), found, "check the day and the `regime`", needs=(("regime",), ("commenced",)))
    if valid and ((valid.from_ and day < valid.from_) or (valid.until and day > valid.until)):
        found = f"commenced on {day}, when the model was not valid"
        yield Finding(("commenced",), found, "check the day and `valid`", needs=(("valid",), ("commenced",)))
