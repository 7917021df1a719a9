"""Bands: each published range of prices or offers earns its own share of the weight.

Symbols: ``p`` this bid's price or offer, ``a`` and ``b`` the numbers where the band before ends and
where this band ends, in the same unit. Share of the weight: that of the first band with ``p < b``, so
that a band holds ``a <= p < b``; the last band has no end. Shares are from 0% to 100%.

Absolute: other bids change nothing. Exactly where two bands meet: the upper band. Zero and negative:
taken, in the first band that holds them. One bid, all equal: the share of their band. Bands that do
not rise, or a last band with an end, are refused.

Worked example: with ``bands: [{below: 10, share: 100%}, {below: 20, share: 60%}, {share: 0%}]``, weeks
to deliver of 9.5, 10 and 20 under a weight of 15 earn 15, 9 and nothing.

Assumptions: the bands were published. Every limit is a cliff: one unit either side of it may be worth
the whole step. The file decides whether lower or higher bands earn more.

Source: Italian practice and national procurement portals, which publish tables of ranges and points.

>>> from svscore.framework.formula import Bands
>>> table = [{"below": "10", "share": "100%"}, {"below": "20", "share": "60%"}, {"share": "0%"}]
>>> settings = Bands.model_validate({"formula": "bands", "bands": table})
>>> share(Fraction(10), Reference([]), settings, "less").value * 15
Fraction(9, 1)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.formula import Bands
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Working
from svscore.scoring.wording import amount, percent

NAME = "bands"
IS_RELATIVE = False
BETTER = ("less", "more")


def refuses(value: Fraction, settings: Bands) -> str | None:
    """What must hold of a number this formula can use: any number will do."""
    return None


def share(value: Fraction, reference: Reference, settings: Bands, better: str) -> Working:
    """The share of the weight ``value`` earns, 0 to 1."""
    limits = [band.below for band in settings.bands if band.below is not None]
    index = sum(limit <= value for limit in limits)
    earned = settings.bands[index].share
    start = f"{amount(limits[index - 1])} <= " if index else ""
    end = f" < {amount(limits[index])}" if index < len(limits) else ""
    return Working(f"band {index + 1} earns {percent(earned)}", f"{start}{amount(value)}{end}", earned)
