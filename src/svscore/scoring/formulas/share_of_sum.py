"""Share of the sum: a bid is measured by its part of all the bids added together.

Symbols: ``p`` this bid's price or offer, ``sum`` all the reference bids' added, in the same unit.
Share of the weight: ``1 - p / sum`` where less is better, ``p / sum`` where more is; from 0 to 1.

Relative: every other bid moves the sum. Zero: full marks where less is better, nothing where more is,
also when all are zero. Negative: refused. One bid: nothing where less is better (it is the whole sum),
full marks where more is. All equal, ``n`` bids: ``1 - 1 / n`` where less is better, ``1 / n`` where
more is.

Worked example: prices 10, 20 and 70 under a weight of 100 earn 90, 80 and 30.

Assumptions: every price covers the same things. With many bids all prices crowd near full marks: in
one award five-fold prices lay a fifth of the points apart.

Source: state-wide school WiFi contract, Idaho, 2013, whose rule The Spokesman-Review printed on 12
August 2013.

>>> from svscore.framework.formula import ShareOfSum
>>> settings = ShareOfSum(formula="share-of-sum")
>>> share(Fraction(20), Reference([Fraction(10), Fraction(20), Fraction(70)]), settings, "less").value * 100
Fraction(80, 1)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.formula import ShareOfSum
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Working
from svscore.scoring.wording import amount

NAME = "share-of-sum"
IS_RELATIVE = True
BETTER = ("less", "more")


def refuses(value: Fraction, settings: ShareOfSum) -> str | None:
    """What must hold of a number this formula can use, or ``None`` when ``value`` is fine."""
    return None if value >= 0 else "zero or more"


def share(value: Fraction, reference: Reference, settings: ShareOfSum, better: str) -> Working:
    """The share of the weight ``value`` earns beside the ``reference`` values, 0 to 1."""
    total = reference.total
    if total == 0:
        part = Working("this / sum, 0 where the sum is 0", "0", Fraction(0))
    else:
        part = Working("this / sum", f"{amount(value)} / {amount(total)}", value / total)
    if better == "more":
        return part
    return Working(f"1 - {part.rule}", f"1 - {part.substituted}", 1 - part.value)
