"""Linear to a zero point: full marks at the lowest price, nothing at a published percent of it.

Symbols: ``p`` this bid's price, ``min`` the lowest price among the reference bids, ``z`` = ``min``
times ``zero-at``, all in the same currency. Share of the weight: ``(z - p) / (z - min)``, from 0 to 1.

Relative: a bid's score depends on the other bids. Zero and negative: refused, as the zero point of a
lowest price of zero would be the same zero. One bid: full marks. All equal: full marks each. At the
zero point and dearer: nothing. A ``zero-at`` of 100% or less is refused.

Worked example: with ``zero-at: 150%``, prices 80, 100 and 130 under a weight of 40 earn 40,
40 * (120 - 100) / (120 - 80) = 20, and nothing.

Assumptions: every price covers the same things. With ``zero-at: 200%`` it is percent-over-lowest.

Source: published awards in Germany, Austria and Switzerland, with zero points at 150% and 200%.

>>> from svscore.framework.formula import LinearToZero
>>> settings = LinearToZero.model_validate({"formula": "linear-to-zero", "zero-at": "150%"})
>>> share(Fraction(100), Reference([Fraction(80), Fraction(100)]), settings, "less").value * 40
Fraction(20, 1)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.formula import LinearToZero
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Working
from svscore.scoring.wording import amount, bounded, percent

NAME = "linear-to-zero"
IS_RELATIVE = True
BETTER = ("less",)


def refuses(value: Fraction, settings: LinearToZero) -> str | None:
    """What must hold of a number this formula can use, or ``None`` when ``value`` is fine."""
    return None if value > 0 else "above zero"


def share(value: Fraction, reference: Reference, settings: LinearToZero, better: str) -> Working:
    """The share of the weight ``value`` earns beside the ``reference`` values, 0 to 1."""
    lowest = reference.lowest
    zero = lowest * settings.zero_at
    return bounded(
        f"(zero point - this) / (zero point - lowest), the zero point at {percent(settings.zero_at)} of the lowest",
        f"({amount(zero)} - {amount(value)}) / ({amount(zero)} - {amount(lowest)})",
        (zero - value) / (zero - lowest),
        floored=True,
    )
