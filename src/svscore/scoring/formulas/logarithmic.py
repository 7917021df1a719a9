"""Logarithmic: equal ratios of price cost equal points, down to nothing at a published percent of the lowest.

Symbols: ``p`` this bid's price, ``min`` the lowest price among the reference bids, in the same
currency; ``A`` the published ``zero-at`` as a number (200% is 2). Share of the weight:
``1 - log(p / min) / log(A)``, from 0 to 1; with ``floored: false`` without end below 0.

Relative: the lowest price moves all scores, but the difference between two others stays until the
floor. Zero and negative: refused, as they have no logarithm. One bid: full marks. All equal: full
marks each. At ``zero-at`` and dearer: nothing, or points taken away with ``floored: false``. A
``zero-at`` below 100.01% is refused.

Worked example: with ``zero-at: 400%``, prices 100, 200 and 800 under a weight of 40 earn 40,
40 * (1 - log 2 / log 4) = 20, and nothing.

Assumptions: every price covers the same things. A logarithm is worked out to ``precision`` decimals (12
unless the file says otherwise), rounded half up.

Source: Negometrix support pages, logarithmic price formula.

>>> from svscore.framework.formula import Logarithmic
>>> settings = Logarithmic.model_validate({"formula": "logarithmic", "zero-at": "400%"})
>>> share(Fraction(200), Reference([Fraction(100), Fraction(200)]), settings, "less").value * 40
Fraction(20, 1)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.exact import log_ratio
from svscore.framework.formula import Logarithmic
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Working, shown
from svscore.scoring.wording import amount, bounded

NAME = "logarithmic"
IS_RELATIVE = True
BETTER = ("less",)


def refuses(value: Fraction, settings: Logarithmic) -> str | None:
    """What must hold of a number this formula can use, or ``None`` when ``value`` is fine."""
    return None if value > 0 else "above zero"


def share(value: Fraction, reference: Reference, settings: Logarithmic, better: str) -> Working:
    """The share of the weight ``value`` earns beside the ``reference`` values, at most 1."""
    lowest = reference.lowest
    base = settings.zero_at
    return bounded(
        f"1 - log(this / lowest) / log({shown(base)})",
        f"1 - log({amount(value)} / {amount(lowest)}) / log({shown(base)})",
        1 - log_ratio(value / lowest, base, settings.precision),
        floored=settings.floored,
    )
