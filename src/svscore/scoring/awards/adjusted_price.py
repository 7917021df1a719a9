"""Adjusted price: the price with measured offers turned into money and added; the lowest wins.

Symbols: ``p`` the price, ``x`` an offered quantity (days, tonnes), ``r`` its published ``rate`` in money
a unit. Figure: ``p`` plus the sum of all ``x * r``, in the currency of the price.

Absolute: other bids change nothing but the rank. Zero and negative: taken, and asked about. One bid:
wins. All equal: a tie. A blank price or quantity: undefined, ranked last.

Worked example: 176,938,000 and 367 days at 200,000 a day are 250,338,000.

Assumptions: the rates were published. The additions are made before the method sees the price, so that
the worked calculation shows them as a step of their own; every other method that takes a price takes
``add`` in the same way.

Source: lane rental schemes of road authorities; price and days of the I-35W bridge replacement,
Minnesota, 2007, before its division by technical points.

>>> from svscore.framework.award import AdjustedPrice
>>> days = [{"quantity": "days", "rate": "200000"}]
>>> settings = AdjustedPrice.model_validate({"by": "adjusted-price", "add": days})
>>> bid = Standing(Fraction(0), Fraction(250338000))
>>> figure(bid, Eligible([bid]), Fraction(100), settings).substituted
'250,338,000'
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.award import AdjustedPrice
from svscore.scoring.awards.standing import Eligible, Standing, no_remark
from svscore.scoring.result import Working
from svscore.scoring.wording import amount

NAME = "adjusted-price"
FIGURE = "Adjusted price"
HIGHEST_WINS = False

remark = no_remark


def refuses(price: Fraction, settings: AdjustedPrice) -> str | None:
    """What must hold of a price the method can use: any will do."""
    return None


def figure(bid: Standing, eligible: Eligible, total_available: Fraction, settings: AdjustedPrice) -> Working | None:
    """The bid's price with its additions, in its currency."""
    return None if bid.price is None else Working("price with additions", amount(bid.price), bid.price)
