"""Deviation from the median: a published share at the median, more or less of it for each percent off.

Symbols: ``p`` this bid's price or offer, ``median`` the middle one of the reference bids in order (the
mean of the middle two when their number is even), in the same unit; ``a`` = ``at-median`` (50% unless
said), ``d`` = ``per-percent`` (1% unless said). Share of the weight:
``a - d * 100 * (p - median) / median`` where less is better, ``a + ...`` where more is; from 0 to 1,
without end below 0 with ``floored: false`` and above 1 with ``capped: false``.

Relative, but one bid far out moves little. Zero: taken, 100 percent off the median; where the median
is itself zero nothing is a percent of it, so that a bid at zero is at the median, and one above it
has nothing where less is better and full marks where more is, whatever floor and cap say. Negative:
refused. One bid and all equal: ``at-median``, not full marks.

Worked example: prices 90, 100 and 130 under a weight of 40 earn 40 * 0.6 = 24, 20 and 40 * 0.2 = 8.

Assumptions: every price covers the same things. Where ``at-median`` and the cap leave little for low
prices, bidders have a reason to bid higher.

Source: the mean form with the median in its place; objections to it in the Canadian House of Commons
committee on government operations, 44th Parliament, meeting 100.

>>> from svscore.framework.formula import MedianDeviation
>>> settings = MedianDeviation(formula="median-deviation")
>>> share(Fraction(90), Reference([Fraction(90), Fraction(100), Fraction(130)]), settings, "less").value * 40
Fraction(24, 1)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.formula import MedianDeviation
from svscore.scoring.formulas.mean_deviation import deviation
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Working
from svscore.scoring.wording import amount, percent

NAME = "median-deviation"
IS_RELATIVE = True
BETTER = ("less", "more")


def refuses(value: Fraction, settings: MedianDeviation) -> str | None:
    """What must hold of a number this formula can use, or ``None`` when ``value`` is fine."""
    return None if value >= 0 else "zero or more"


def share(value: Fraction, reference: Reference, settings: MedianDeviation, better: str) -> Working:
    """The share of the weight ``value`` earns beside the ``reference`` values."""
    median = reference.median
    if median > 0:
        return deviation(value, median, settings.at_median, settings, better)
    if value == 0:
        return Working("at the median, which is 0", percent(settings.at_median), settings.at_median)
    rule = "above a median of 0: " + ("full marks" if better == "more" else "no marks")
    return Working(rule, f"{amount(value)} > 0", Fraction(better == "more"))
