"""Deviation from the mean: a published share at the mean, more or less of it for each percent off.

Symbols: ``p`` this bid's price or offer, ``mean`` the mean of the reference bids', in the same unit;
``a`` = ``at-mean`` (50% unless said), ``d`` = ``per-percent`` (1% unless said). Share of the weight:
``a - d * 100 * (p - mean) / mean`` where less is better, ``a + ...`` where more is; from 0 to 1, without
end below 0 with ``floored: false`` and above 1 with ``capped: false``.

Relative: one bid far out moves everybody's score. Zero: taken, 100 percent off the mean; where all are
zero each is at the mean. Negative: refused. One bid and all equal: ``at-mean``, not full marks.

Worked example: prices 10, 11 and 100 (mean 40.33) under a weight of 100, with ``floored: false,
capped: false``, earn 125.21, 122.73 and -97.93 to two decimals; kept from 0 to 1 they earn 100, 100
and nothing.

Assumptions: every price covers the same things. Floor and cap have to be published.

Source: "Mean calculation", procurementtemplates.co.uk.

>>> from svscore.framework.formula import MeanDeviation
>>> settings = MeanDeviation(formula="mean-deviation")
>>> share(Fraction(90), Reference([Fraction(90), Fraction(110)]), settings, "less").value * 100
Fraction(60, 1)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.formula import MeanDeviation, MedianDeviation
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Working
from svscore.scoring.wording import amount, bounded, percent

NAME = "mean-deviation"
IS_RELATIVE = True
BETTER = ("less", "more")


def refuses(value: Fraction, settings: MeanDeviation) -> str | None:
    """What must hold of a number this formula can use, or ``None`` when ``value`` is fine."""
    return None if value >= 0 else "zero or more"


def share(value: Fraction, reference: Reference, settings: MeanDeviation, better: str) -> Working:
    """The share of the weight ``value`` earns beside the ``reference`` values."""
    mean = reference.mean
    if mean == 0:
        return Working("all are 0 and at the mean", percent(settings.at_mean), settings.at_mean)
    return deviation(value, mean, settings.at_mean, settings, better)


def deviation(
    value: Fraction, middle: Fraction, at_middle: Fraction, settings: MeanDeviation | MedianDeviation, better: str
) -> Working:
    """``at_middle``, more or less by so much for each percent ``value`` is off ``middle``, which is not 0."""
    name = settings.formula.removesuffix("-deviation")
    sign, way = ("+", 1) if better == "more" else ("-", -1)
    each = percent(settings.per_percent)
    return bounded(
        f"{percent(at_middle)} {sign} {each} for each percent above the {name}",
        f"{percent(at_middle)} {sign} {each} x 100 x ({amount(value)} - {amount(middle)}) / {amount(middle)}",
        at_middle + way * settings.per_percent * 100 * (value - middle) / middle,
        floored=settings.floored,
        capped=settings.capped,
    )
