"""Price per quality point: what a bidder charges for each point of quality; the lowest wins.

Symbols: ``p`` the price, with any ``add`` in it; ``Q`` the bid's points. Figure: ``p / Q``, in the
currency of the price for each point.

Absolute: other bids change nothing but the rank. No points or fewer: undefined, ranked last and asked
about. Price zero: 0 a point whatever the quality, taken and asked about. Negative: refused, as more
quality would make it worse. One bid: wins. All equal: a tie.

Worked example: prices 100, 85 and 40 with 90, 78 and 10 points are 1.1111, 1.0897 and 4 a point: the
second wins.

Assumptions: all points are quality. There is no price weight, and quality is paid for without end, so
a minimum for quality and a budget belong beside it.

Source: common usage in UK departments; for a price with days added, the rule of the I-35W bridge
replacement, Minnesota, 2007.

>>> from svscore.framework.award import PricePerQualityPoint
>>> bid = Standing(Fraction(78), Fraction(85))
>>> figure(bid, Eligible([bid]), Fraction(100), PricePerQualityPoint(by="price-per-quality-point")).value
Fraction(85, 78)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.award import PricePerQualityPoint
from svscore.scoring.awards.standing import Eligible, Standing, no_remark
from svscore.scoring.result import Working, shown
from svscore.scoring.wording import amount

NAME = "price-per-quality-point"
FIGURE = "Price per quality point"
HIGHEST_WINS = False

remark = no_remark


def refuses(price: Fraction, settings: PricePerQualityPoint) -> str | None:
    """What must hold of a price the method can use, or ``None`` when ``price`` is fine."""
    return None if price >= 0 else "zero or more"


def figure(
    bid: Standing, eligible: Eligible, total_available: Fraction, settings: PricePerQualityPoint
) -> Working | None:
    """The bid's price for each point; ``None`` without a price or points."""
    if bid.price is None or refuses(bid.price, settings) or bid.points <= 0:
        return None
    return Working("price / points", f"{amount(bid.price)} / {shown(bid.points)}", bid.price / bid.points)
