"""Percent over the lowest: a bid loses the percent of the weight by which it is dearer than the cheapest.

Symbols: ``p`` this bid's price, ``min`` the lowest price among the reference bids, in the same
currency. Share of the weight: ``1 - (p - min) / min``, from 0 to 1; with ``floored: false`` without
end below 0.

Relative: a bid's score depends on the other bids, so a losing bid can decide which of two others
wins. Zero and negative: refused, as nothing is a percent of zero. One bid: full marks. All equal:
full marks each. Twice the lowest price and dearer: nothing, or points taken away with
``floored: false``.

Worked example: prices 40, 85 and 100 under a weight of 50 earn 50, nothing and nothing; with
``floored: false`` 50, -6.25 and -25.

Assumptions: every price covers the same things. The floor has to be published: it can turn the order
of two dear bids round.

Source: "eRFP cost models", Sysoft, which prints 3.2 of 4 points for 20% over the lowest; South
Africa's 80/20 and 90/10 systems.

>>> from svscore.framework.formula import PercentOverLowest
>>> settings = PercentOverLowest(formula="percent-over-lowest")
>>> share(Fraction(12), Reference([Fraction(10), Fraction(12)]), settings, "less").value * 4
Fraction(16, 5)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.formula import PercentOverLowest
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Working
from svscore.scoring.wording import amount, bounded

NAME = "percent-over-lowest"
IS_RELATIVE = True
BETTER = ("less",)


def refuses(value: Fraction, settings: PercentOverLowest) -> str | None:
    """What must hold of a number this formula can use, or ``None`` when ``value`` is fine."""
    return None if value > 0 else "above zero"


def share(value: Fraction, reference: Reference, settings: PercentOverLowest, better: str) -> Working:
    """The share of the weight ``value`` earns beside the ``reference`` values, at most 1."""
    lowest = reference.lowest
    return bounded(
        "1 - (this - lowest) / lowest",
        f"1 - ({amount(value)} - {amount(lowest)}) / {amount(lowest)}",
        1 - (value - lowest) / lowest,
        floored=settings.floored,
    )
