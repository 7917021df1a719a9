"""Two straight lines: one from nothing to a published share at the mean, one from there to full marks.

Symbols: ``x`` this bid's discount or other offer, ``mean`` and ``max`` the mean and highest among the
reference bids; for prices ``p`` this bid's, ``mean`` and ``min`` the mean and lowest, ``B`` the
published ``base``; ``X`` the ``knee``. Share of the weight, from 0 to 1:

- more is better: ``X * x / mean`` up to the mean, ``X + (1 - X) * (x - mean) / (max - mean)`` above it;
- less is better (needs ``base``): ``X * (B - p) / (B - mean)`` from the mean up,
  ``X + (1 - X) * (mean - p) / (mean - min)`` below it.

Relative: the mean moves with every bid. Zero: an offer of zero earns nothing, also when all are zero;
a price of zero is taken. Negative: an offer is refused, a price is taken. One bid and all equal: the
knee, not full marks (nothing for a price at the base or above, or an offer of zero). A price at the
base or dearer: nothing, also where the mean is dearer still. A ``knee`` outside 0% to 100% is refused.

Worked example: with ``knee: 80%``, discounts of 5, 10 and 15 percent (mean 10) under a weight of 50
earn 50 * 0.8 * 5 / 10 = 20, then 40, and 50. With ``knee: 80%, base: 100``, prices 60, 70 and 80 earn
50, 40 and 50 * 0.8 * 20 / 30 = 26.67 rounded.

Assumptions: discounts are on one base. The knee keeps a very great discount from being worth much more
than the mean one.

Source: Italian national practice, with knees of 80%, 85% and 90%.

>>> from svscore.framework.formula import Bilinear
>>> settings = Bilinear.model_validate({"formula": "bilinear", "knee": "80%"})
>>> share(Fraction(5), Reference([Fraction(5), Fraction(10), Fraction(15)]), settings, "more").value * 50
Fraction(20, 1)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.formula import Bilinear
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import NOTHING, Working
from svscore.scoring.wording import amount, percent

NAME = "bilinear"
IS_RELATIVE = True
BETTER = ("less", "more")


def refuses(value: Fraction, settings: Bilinear) -> str | None:
    """What must hold of a number this formula can use, or ``None`` when ``value`` is fine."""
    return "zero or more" if value < 0 and settings.base is None else None


def share(value: Fraction, reference: Reference, settings: Bilinear, better: str) -> Working:
    """The share of the weight ``value`` earns beside the ``reference`` values, 0 to 1."""
    mean = reference.mean
    if settings.base is not None:
        return _of_price(value, mean, reference.lowest, settings.base, settings.knee)
    return _of_offer(value, mean, reference.highest, settings.knee)


def _of_offer(value: Fraction, mean: Fraction, highest: Fraction, knee: Fraction) -> Working:
    this, middle = amount(value), amount(mean)
    if value > mean:
        return Working(
            "knee + (1 - knee) x (this - mean) / (highest - mean)",
            f"{percent(knee)} + {percent(1 - knee)} x ({this} - {middle}) / ({amount(highest)} - {middle})",
            knee + (1 - knee) * (value - mean) / (highest - mean),
        )
    if mean == 0:
        return Working("all offers are 0: no marks", NOTHING, Fraction(0))
    return Working("knee x this / mean", f"{percent(knee)} x {this} / {middle}", knee * value / mean)


def _of_price(value: Fraction, mean: Fraction, lowest: Fraction, base: Fraction, knee: Fraction) -> Working:
    this, middle, top = amount(value), amount(mean), amount(base)
    if value >= base:
        return Working("at the base or above: no marks", f"this {this}, base {top}", Fraction(0))
    if value >= mean:
        return Working(
            "knee x (base - this) / (base - mean)",
            f"{percent(knee)} x ({top} - {this}) / ({top} - {middle})",
            knee * (base - value) / (base - mean),
        )
    return Working(
        "knee + (1 - knee) x (mean - this) / (mean - lowest)",
        f"{percent(knee)} + {percent(1 - knee)} x ({middle} - {this}) / ({middle} - {amount(lowest)})",
        knee + (1 - knee) * (mean - value) / (mean - lowest),
    )
