"""Price over a coefficient: quality divides the price; the lowest wins.

Symbols: ``p`` the price, with any ``add`` in it; ``v`` the bid's points over ``of``, the points that
quality and price have together; ``vmax`` all quality points available over ``of``. Figure:
``p / (1 + v / (1 - vmax))``, in the currency of the price.

Absolute: other bids change nothing but the rank. No points: the price itself. Price zero: 0 whatever
the quality, taken and asked about. Negative: refused, as more quality would make it worse. One bid:
wins. All equal: a tie. A blank price, or a coefficient that is not above zero: undefined, ranked last.

Worked example: with a ``total`` of 30 and ``of: 100``, a price of 499 and 20 points are
499 / (1 + 0.2 / 0.7) = 499 / (9 / 7) = 388.11.

Assumptions: the framework's ``total`` is quality's alone and less than ``of``.

Source: Prozorro, Ukraine's procurement platform: documentation of weighted values, and the rule in its
ranking library.

>>> from svscore.framework.award import PriceOverCoefficient
>>> bid = Standing(Fraction(20), Fraction(499))
>>> figure(bid, Eligible([bid]), Fraction(30), PriceOverCoefficient(by="price-over-coefficient")).value
Fraction(3493, 9)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.award import PriceOverCoefficient
from svscore.scoring.awards.standing import Eligible, Standing, no_remark
from svscore.scoring.result import Working, shown
from svscore.scoring.wording import amount

NAME = "price-over-coefficient"
FIGURE = "Price over coefficient"
HIGHEST_WINS = False

remark = no_remark


def refuses(price: Fraction, settings: PriceOverCoefficient) -> str | None:
    """What must hold of a price the method can use, or ``None`` when ``price`` is fine."""
    return None if price >= 0 else "zero or more"


def figure(
    bid: Standing, eligible: Eligible, total_available: Fraction, settings: PriceOverCoefficient
) -> Working | None:
    """The bid's price over its coefficient; ``None`` without a price or a coefficient above zero."""
    left = settings.of - total_available
    if bid.price is None or refuses(bid.price, settings) or left <= 0 or bid.points <= -left:
        return None
    value, rest = bid.points / settings.of, left / settings.of
    return Working(
        "price / (1 + quality / (1 - greatest quality))",
        f"{amount(bid.price)} / (1 + {shown(value)} / (1 - {shown(1 - rest)}))",
        bid.price / (1 + value / rest),
    )
