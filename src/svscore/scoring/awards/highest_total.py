"""Highest total: the bid with the most points wins.

Symbols: ``T`` the bid's total points, preferences added. Figure: ``T``; the highest wins.

The method is as relative as the formulas under it. Zero and negative totals: ordered like any numbers.
One bid: wins. All equal: a tie.

Worked example: totals of 82.35 and 79.10: the first wins by 3.25.

Assumptions: prices, if they count, are scored by a formula.

Source: the ordinary weighted sum of published evaluation models.

>>> from svscore.framework.award import HighestTotal
>>> figure(Standing(Fraction("82.35")), Eligible(), Fraction(100), HighestTotal()).value
Fraction(1647, 20)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.award import HighestTotal
from svscore.scoring.awards.standing import Eligible, Standing, no_remark
from svscore.scoring.result import Working, shown

NAME = "highest-total"
FIGURE = "Total"
HIGHEST_WINS = True

remark = no_remark


def refuses(price: Fraction, settings: HighestTotal) -> str | None:
    """What must hold of a price the method can use: it uses none."""
    return None


def figure(bid: Standing, eligible: Eligible, total_available: Fraction, settings: HighestTotal) -> Working:
    """The bid's total, in points."""
    return Working("total points", shown(bid.points), bid.points)
