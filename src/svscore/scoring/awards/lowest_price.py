"""Lowest price: the cheapest bid that meets the gates and minimums wins.

Symbols: ``p`` the bid's price, with any ``add`` (quantity times rate) already in it. Figure: ``p``, in
its currency; the lowest wins.

Absolute: other bids change nothing but the rank. Zero and negative: taken, and asked about. One bid:
wins. All equal: a tie. A blank price: undefined, ranked last.

Worked example: prices of 9,900.50 and 10,000: the first wins.

Assumptions: quality decides only who may take part.

Source: the lowest compliant price, as in "Lowest priced tender", tessa.

>>> from svscore.framework.award import LowestPrice
>>> bid = Standing(Fraction(0), Fraction("9900.50"))
>>> figure(bid, Eligible([bid]), Fraction(100), LowestPrice(by="lowest-price"))
Working(rule='price', substituted='9,900.50', value=Fraction(19801, 2))
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.award import LowestPrice
from svscore.scoring.awards.standing import Eligible, Standing, no_remark
from svscore.scoring.result import Working
from svscore.scoring.wording import amount

NAME = "lowest-price"
FIGURE = "Price"
HIGHEST_WINS = False

remark = no_remark


def refuses(price: Fraction, settings: LowestPrice) -> str | None:
    """What must hold of a price the method can use: any will do."""
    return None


def figure(bid: Standing, eligible: Eligible, total_available: Fraction, settings: LowestPrice) -> Working | None:
    """The bid's price, in its currency."""
    return None if bid.price is None else Working("price", amount(bid.price), bid.price)
