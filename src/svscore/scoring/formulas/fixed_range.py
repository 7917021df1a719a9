"""A published range: full marks at one published number, nothing at another, in proportion between.

Symbols: ``p`` this bid's price or offer, ``full`` and ``zero`` the two published numbers, in the same
unit. Share of the weight: ``(zero - p) / (zero - full)``, from 0 to 1.

Absolute: other bids change nothing, so a bidder can work out its own score. Outside the range: full
marks beyond ``full-at``, nothing beyond ``zero-at``. Zero and negative: taken, like any number in or
outside the range. One bid, all equal: the same share as in any company. ``full-at`` equal to
``zero-at`` is refused; where less is better ``full-at`` is the lower of the two, where more is better
the higher.

Worked example: with ``full-at: 50`` and ``zero-at: 150``, prices 40, 85 and 100 under a weight of 50
earn 50, 32.5 and 25. A point costs (150 - 50) / 50 = 2 in money.

Assumptions: the two numbers are credible and were published; with a reserve price as ``zero-at`` it is
the reserve price formula.

Source: Negometrix support pages, price formulas with preset limits; slides "Scoring rules for
competitive tendering".

>>> from svscore.framework.formula import FixedRange
>>> settings = FixedRange.model_validate({"formula": "fixed-range", "full-at": "50", "zero-at": "150"})
>>> share(Fraction(85), Reference([]), settings, "less").value * 50
Fraction(65, 2)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.formula import FixedRange
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Working
from svscore.scoring.wording import amount, bounded

NAME = "fixed-range"
IS_RELATIVE = False
BETTER = ("less", "more")


def refuses(value: Fraction, settings: FixedRange) -> str | None:
    """What must hold of a number this formula can use: any number will do."""
    return None


def share(value: Fraction, reference: Reference, settings: FixedRange, better: str) -> Working:
    """The share of the weight ``value`` earns, 0 to 1."""
    full, zero = settings.full_at, settings.zero_at
    if better == "more":
        rule = "(this - zero at) / (full at - zero at)"
        substituted = f"({amount(value)} - {amount(zero)}) / ({amount(full)} - {amount(zero)})"
    else:
        rule = "(zero at - this) / (zero at - full at)"
        substituted = f"({amount(zero)} - {amount(value)}) / ({amount(zero)} - {amount(full)})"
    return bounded(rule, substituted, (value - zero) / (full - zero), floored=True, capped=True)
