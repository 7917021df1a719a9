"""Against a target: full marks at a published number and better, in proportion where it is missed.

Symbols: ``p`` this bid's price, ``x`` its offer, ``t`` the published ``target``, in the same unit.
Share of the weight: ``t / p`` where less is better, ``x / t`` where more is; never above 1.

Absolute: other bids change nothing, so a bidder can work out its own score. Zero: full marks where
less is better, nothing where more is. Negative: refused. One bid, all equal: the same share as in any
company. A ``target`` of zero or below is refused.

Worked example: with ``target: 80``, prices 64, 80 and 100 under a weight of 40 earn 40, 40 and
40 * 80 / 100 = 32; with ``target: 20``, offers of 5, 20 and 30 apprentices under a weight of 10 earn
2.5, 10 and 10.

Assumptions: going beyond the target is worth nothing more. A dear price never reaches nothing.

Source: the lowest-price ratio with a published number in place of the lowest price; no published
tender at hand.

>>> from svscore.framework.formula import Target
>>> settings = Target.model_validate({"formula": "target", "target": "80"})
>>> share(Fraction(100), Reference([]), settings, "less").value * 40
Fraction(32, 1)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.formula import Target
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import NOTHING, Working
from svscore.scoring.wording import amount, bounded

NAME = "target"
IS_RELATIVE = False
BETTER = ("less", "more")


def refuses(value: Fraction, settings: Target) -> str | None:
    """What must hold of a number this formula can use, or ``None`` when ``value`` is fine."""
    return None if value >= 0 else "zero or more"


def share(value: Fraction, reference: Reference, settings: Target, better: str) -> Working:
    """The share of the weight ``value`` earns, 0 to 1."""
    this, target = amount(value), amount(settings.target)
    if better == "more":
        return bounded("this / target", f"{this} / {target}", value / settings.target, capped=True)
    if value == 0:
        return Working("an offer of zero is below the target: full marks", NOTHING, Fraction(1))
    return bounded("target / this", f"{target} / {this}", settings.target / value, capped=True)
