"""A curve with a published exponent: another part of 0 to 1, raised to a power.

Symbols: ``p`` this bid's price, ``min`` the lowest reference price, ``B`` the published ``base``, in
the same currency; ``x`` this bid's offer, ``max`` the highest reference offer, in the same unit; ``d``
a discount in percent, 0 to 100; ``e`` the ``exponent``. Share of the weight, from 0 to 1:

- ``curve: saving-over-best``: ``((B - p) / (B - min)) ^ e``, less is better, needs ``base``, relative;
- ``curve: price-over-base``: ``1 - (p / B) ^ e``, less is better, needs ``base``, absolute;
- ``curve: value-over-best``: ``(x / max) ^ e``, more is better, relative;
- ``curve: discount``: ``1 - (1 - d / 100) ^ e``, more is better, absolute.

At the base and dearer: nothing; saving-over-best with no price below the base: nothing for anybody.
Zero: full marks under price-over-base, a saving like another under saving-over-best, nothing for an
offer or a discount of zero, also when all offers are zero. Negative: taken by saving-over-best only,
else refused; so is a discount above 100. One bid and all equal: full marks under the two relative
curves (if below the base, or if they offer anything), the same share as in any company under the
others. An exponent of zero or below, or with more than 100 above or below its fraction line, is refused.

Worked example: with ``curve: saving-over-best, base: 100, exponent: 1/2``, prices 60 and 90 under a
weight of 40 earn 40 and 40 * (10 / 40) ^ 1/2 = 20.

Assumptions: a whole exponent is exact; a root is worked out to ``precision`` decimals of the share (12
unless the file says otherwise), rounded half up. An exponent below 1 flattens the differences near the
best, one above 1 sharpens them.

Source: Italian electronic procurement platforms, with the exponent published for each tender.

>>> from svscore.framework.formula import Power
>>> settings = Power.model_validate({"formula": "power", "curve": "value-over-best", "exponent": "1/2"})
>>> share(Fraction(9), Reference([Fraction(9), Fraction(16)]), settings, "more").value * 40
Fraction(30, 1)
"""

from __future__ import annotations

from fractions import Fraction

from svscore import exact
from svscore.framework.formula import Power
from svscore.scoring.formulas.base_amount import saving_over_best
from svscore.scoring.formulas.highest_ratio import value_over_best
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Working
from svscore.scoring.wording import amount, bounded

NAME = "power"
IS_RELATIVE = True
BETTER = ("less", "more")


def refuses(value: Fraction, settings: Power) -> str | None:
    """What must hold of a number this formula can use, or ``None`` when ``value`` is fine."""
    if settings.curve == "discount":
        return None if 0 <= value <= 100 else "from 0 to 100"
    return "zero or more" if value < 0 and settings.curve != "saving-over-best" else None


def share(value: Fraction, reference: Reference, settings: Power, better: str) -> Working:
    """The share of the weight ``value`` earns beside the ``reference`` values, 0 to 1."""
    part = _part(value, reference, settings)
    is_complement = settings.curve in ("price-over-base", "discount")
    if part.value == 0 and not is_complement:
        return part
    exponent = settings.exponent
    power_text = str(exponent) if exponent.denominator == 1 else f"({exponent})"
    rule, substituted = f"({part.rule}) ^ {power_text}", f"({part.substituted}) ^ {power_text}"
    raised = _raised(part.value, exponent, settings.precision)
    if is_complement:
        return Working(f"1 - {rule}", f"1 - {substituted}", 1 - raised)
    return Working(rule, substituted, raised)


def _part(value: Fraction, reference: Reference, settings: Power) -> Working:
    base = settings.base or Fraction(1)  # there is one wherever a curve uses it
    match settings.curve:
        case "saving-over-best":
            return saving_over_best(value, reference, base)
        case "price-over-base":
            return bounded("this / base", f"{amount(value)} / {amount(base)}", value / base, capped=True)
        case "value-over-best":
            return value_over_best(value, reference)
        case "discount":
            return Working("1 - this / 100", f"1 - {amount(value)} / 100", 1 - value / 100)


def _raised(part: Fraction, exponent: Fraction, precision: int) -> Fraction:
    if exponent.denominator == 1:
        return Fraction(part**exponent.numerator)
    return exact.power(part, exponent, precision)
