"""Lowest to highest: the best bid earns the whole weight, the worst nothing, the others in proportion.

Symbols: ``p`` this bid's price or offer, ``min`` and ``max`` the lowest and highest among the
reference bids, in the same unit. Share of the weight: ``(max - p) / (max - min)`` where less is
better, ``(p - min) / (max - min)`` where more is; from 0 to 1.

Relative at both ends: a very dear bid squeezes all the others together. Zero and negative: taken, as
only differences count. One bid: full marks. All equal: full marks each.

Worked example: prices 40, 85 and 100 under a weight of 50 earn 50, 12.5 and nothing.

Assumptions: every price covers the same things. Two bids always earn everything and nothing, however
near they are: 100,000 and 100,001 are the whole weight apart.

Source: published awards in Switzerland.

>>> from svscore.framework.formula import MinMax
>>> settings = MinMax(formula="min-max")
>>> share(Fraction(85), Reference([Fraction(40), Fraction(85), Fraction(100)]), settings, "less").value * 50
Fraction(25, 2)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.formula import MinMax
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import NOTHING, Working
from svscore.scoring.wording import amount

NAME = "min-max"
IS_RELATIVE = True
BETTER = ("less", "more")


def refuses(value: Fraction, settings: MinMax) -> str | None:
    """What must hold of a number this formula can use: any number will do."""
    return None


def share(value: Fraction, reference: Reference, settings: MinMax, better: str) -> Working:
    """The share of the weight ``value`` earns beside the ``reference`` values, 0 to 1."""
    lowest, highest = reference.lowest, reference.highest
    if lowest == highest:
        return Working("lowest and highest are the same: full marks", NOTHING, Fraction(1))
    low, high, this = amount(lowest), amount(highest), amount(value)
    width = highest - lowest
    if better == "more":
        rule = "(this - lowest) / (highest - lowest)"
        return Working(rule, f"({this} - {low}) / ({high} - {low})", (value - lowest) / width)
    rule = "(highest - this) / (highest - lowest)"
    return Working(rule, f"({high} - {this}) / ({high} - {low})", (highest - value) / width)
