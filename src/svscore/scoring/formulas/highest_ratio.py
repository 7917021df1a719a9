"""Offer over the highest: the greatest offer earns the whole weight, half of it half the weight.

Symbols: ``x`` this bid's offer (hours, FTE, tCO2e, percent of discount), ``max`` the highest among the
reference bids, in the same unit. Share of the weight: ``x / max``, from 0 to 1. For quantities of
which more is better.

Relative: one very large offer makes all others small. Zero: nothing, also when all offers are zero.
Negative: refused. One bid: full marks if it offers anything. All equal: full marks each if they offer
anything.

Worked example: offers of 10, 25 and 50 hours under a weight of 10 earn 2, 5 and 10.

Assumptions: the offers are of one kind and quality. A ``cap`` keeps an offer nobody needs from making
the others worthless.

Source: Italian practice on discounts and quantities; the best-to-maximum rule of UK further education.

>>> from svscore.framework.formula import HighestRatio
>>> settings = HighestRatio(formula="highest-ratio")
>>> share(Fraction(25), Reference([Fraction(25), Fraction(50)]), settings, "more").value * 10
Fraction(5, 1)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.formula import HighestRatio
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Working
from svscore.scoring.wording import amount

NAME = "highest-ratio"
IS_RELATIVE = True
BETTER = ("more",)


def refuses(value: Fraction, settings: HighestRatio) -> str | None:
    """What must hold of a number this formula can use, or ``None`` when ``value`` is fine."""
    return None if value >= 0 else "zero or more"


def share(value: Fraction, reference: Reference, settings: HighestRatio, better: str) -> Working:
    """The share of the weight ``value`` earns beside the ``reference`` values, 0 to 1."""
    return value_over_best(value, reference)


def value_over_best(value: Fraction, reference: Reference) -> Working:
    """``value`` as a part of the highest reference value, 0 to 1."""
    highest = reference.highest
    if highest == 0:
        return Working("this / highest, 0 where all are 0", "0", Fraction(0))
    return Working("this / highest", f"{amount(value)} / {amount(highest)}", value / highest)
