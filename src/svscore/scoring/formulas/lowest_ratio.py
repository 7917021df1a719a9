"""Lowest price over price: the cheapest bid earns the whole weight, twice the price half of it.

Symbols: ``p`` this bid's price, ``min`` the lowest price among the reference bids, in the same
currency. Share of the weight: ``min / p``, from 0 to 1.

Relative: a bid's score depends on the other bids, so a losing bid can decide which of two others
wins. Zero: refused, unless the model says ``zero: full-marks``; then a zero price has full marks and
every other price none. Negative: refused. One bid: full marks. All equal: full marks each.

Worked example: prices 10,000 and 8,000 under a weight of 70 earn 70 * 8,000 / 10,000 = 56 and 70.

Assumptions: every price covers the same things. Convex: the first pounds above the lowest price
cost more points than later ones.

Source: "Low bid scoring formula", Negometrix support pages; in most UK, US and World Bank
examples.

>>> from svscore.framework.formula import LowestRatio
>>> settings = LowestRatio(formula="lowest-ratio")
>>> share(Fraction(10000), Reference([Fraction(10000), Fraction(8000)]), settings, "less").value * 70
Fraction(56, 1)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.formula import LowestRatio
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import NOTHING, Working
from svscore.scoring.wording import amount

NAME = "lowest-ratio"
IS_RELATIVE = True
BETTER = ("less",)


def refuses(value: Fraction, settings: LowestRatio) -> str | None:
    """What must hold of a number this formula can use, or ``None`` when ``value`` is fine."""
    if value < 0:
        return "zero or more" if settings.zero == "full-marks" else "above zero"
    return "above zero" if value == 0 and settings.zero == "refuse" else None


def share(value: Fraction, reference: Reference, settings: LowestRatio, better: str) -> Working:
    """The share of the weight ``value`` earns beside the ``reference`` values, 0 to 1."""
    lowest = reference.lowest
    if value == 0:
        return Working("an offer of zero has full marks", NOTHING, Fraction(1))
    return Working("lowest / this", f"{amount(lowest)} / {amount(value)}", lowest / value)
