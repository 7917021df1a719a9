"""Monetised quality: the price less what the quality is worth in money; the lowest wins.

Symbols: ``p`` the price, with any ``add`` in it; ``Q`` the bid's points; ``k`` the published
``value-per-point``. Figure: ``p - Q * k``, in the currency of the price.

Absolute: other bids change nothing but the rank. Below zero: an ordinary figure. Price zero and
negative: taken, and asked about. One bid: wins. All equal: a tie. A blank price: undefined, ranked
last. A ``value-per-point`` of zero or below is refused.

Worked example: at 1 a point, prices 100, 85 and 40 with 90, 78 and 10 points are 10, 7 and 30: the
second wins.

Assumptions: all points are quality, each worth the same; the value was published first.

Source: "Award on value", Negometrix support pages; "Monetising non-cost score", tessa, guidance of a UK
department.

>>> from svscore.framework.award import MonetisedQuality
>>> settings = MonetisedQuality.model_validate({"by": "monetised-quality", "value-per-point": "1"})
>>> bid = Standing(Fraction(78), Fraction(85))
>>> figure(bid, Eligible([bid]), Fraction(100), settings)
Working(rule='price - points x value per point', substituted='85 - 78 x 1', value=Fraction(7, 1))
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.award import MonetisedQuality
from svscore.scoring.awards.standing import Eligible, Standing, no_remark
from svscore.scoring.result import Working, shown
from svscore.scoring.wording import amount

NAME = "monetised-quality"
FIGURE = "Price less value of quality"
HIGHEST_WINS = False

remark = no_remark


def refuses(price: Fraction, settings: MonetisedQuality) -> str | None:
    """What must hold of a price the method can use: any will do."""
    return None


def figure(bid: Standing, eligible: Eligible, total_available: Fraction, settings: MonetisedQuality) -> Working | None:
    """The bid's price less the value of its points; ``None`` without a price."""
    if bid.price is None:
        return None
    worth = settings.value_per_point
    return Working(
        "price - points x value per point",
        f"{amount(bid.price)} - {shown(bid.points)} x {amount(worth)}",
        bid.price - bid.points * worth,
    )
