"""Against a base amount: nothing at a published amount, full marks at the lowest price.

Symbols: ``p`` this bid's price, ``min`` the lowest price among the reference bids, ``B`` the published
base amount, all in the same currency. Share of the weight: ``(B - p) / (B - min)``, from 0 to 1.

Relative at the cheap end, fixed at the dear one. At the base amount and dearer: nothing. No price
below the base amount: nothing for anybody. Zero and negative: taken, as only savings count. One bid
below the base amount: full marks. All equal below it: full marks each.

Worked example: with ``base: 100``, prices 60, 80 and 110 under a weight of 30 earn 30,
30 * (100 - 80) / (100 - 60) = 15, and nothing.

Assumptions: every price covers the same things. The base amount may be called a qualification price,
a reserve price or the amount put out to tender. On discounts from it highest-ratio gives the same.

Source: Italian national practice; "Tender evaluation and linearity", Market Dojo, for the
qualification price.

>>> from svscore.framework.formula import BaseAmount
>>> settings = BaseAmount.model_validate({"formula": "base-amount", "base": "100"})
>>> share(Fraction(80), Reference([Fraction(60), Fraction(80)]), settings, "less").value * 30
Fraction(15, 1)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.formula import BaseAmount
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Working
from svscore.scoring.wording import amount, bounded

NAME = "base-amount"
IS_RELATIVE = True
BETTER = ("less",)


def refuses(value: Fraction, settings: BaseAmount) -> str | None:
    """What must hold of a number this formula can use: any number will do."""
    return None


def share(value: Fraction, reference: Reference, settings: BaseAmount, better: str) -> Working:
    """The share of the weight ``value`` earns beside the ``reference`` values, 0 to 1."""
    return saving_over_best(value, reference, settings.base)


def saving_over_best(value: Fraction, reference: Reference, base: Fraction) -> Working:
    """The saving below ``base`` as a part of the best reference value's saving, 0 to 1."""
    lowest = reference.lowest
    if lowest >= base:
        rule = "no offer is below the base: no marks"
        return Working(rule, f"lowest {amount(lowest)}, base {amount(base)}", Fraction(0))
    return bounded(
        "(base - this) / (base - lowest)",
        f"({amount(base)} - {amount(value)}) / ({amount(base)} - {amount(lowest)})",
        (base - value) / (base - lowest),
        floored=True,
    )
