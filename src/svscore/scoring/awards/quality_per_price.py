"""Quality per price: the points a buyer gets for each unit of money; the highest wins.

Symbols: ``Q`` the bid's points, ``p`` the price, with any ``add`` in it. Figure: ``Q / p``, in points for
each unit of the currency.

Absolute: other bids change nothing but the rank. No points: 0. Price zero and negative: refused. One
bid: wins. All equal: a tie. A blank price: undefined, ranked last. It is price per quality point turned
over, and gives the same order.

Worked example: 90, 78 and 10 points for prices 100, 85 and 40 are 0.9, 0.9176 and 0.25: the second wins.

Assumptions: all points are quality. For simple purchases of low value: without a budget it pays for
quality nobody needs.

Source: "Value for money index", tessa, guidance of a UK department.

>>> from svscore.framework.award import QualityPerPrice
>>> bid = Standing(Fraction(90), Fraction(100))
>>> figure(bid, Eligible([bid]), Fraction(100), QualityPerPrice(by="quality-per-price")).value
Fraction(9, 10)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.award import QualityPerPrice
from svscore.scoring.awards.standing import Eligible, Standing, no_remark
from svscore.scoring.result import Working, shown
from svscore.scoring.wording import amount

NAME = "quality-per-price"
FIGURE = "Quality per price"
HIGHEST_WINS = True

remark = no_remark


def refuses(price: Fraction, settings: QualityPerPrice) -> str | None:
    """What must hold of a price the method can use, or ``None`` when ``price`` is fine."""
    return None if price > 0 else "above zero"


def figure(bid: Standing, eligible: Eligible, total_available: Fraction, settings: QualityPerPrice) -> Working | None:
    """The bid's points for each unit of money; ``None`` without a price above zero."""
    if bid.price is None or refuses(bid.price, settings):
        return None
    return Working("points / price", f"{shown(bid.points)} / {amount(bid.price)}", bid.points / bid.price)
