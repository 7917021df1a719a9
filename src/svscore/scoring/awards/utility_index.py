"""Utility index: value for money, with what a bid lacks in quality held against the best; the highest wins.

Symbols: ``Q`` the bid's points and ``Qbest`` the most among eligible bids, both as a share of all points
available; ``p`` the price and ``pbest`` the lowest, with any ``add`` in them; ``N`` = ``quality-weight`` /
``price-weight``. Figure: ``(1 - (Qbest - Q) * N) / p * pbest``, a number.

Relative: the best quality among the bids can change the order of two others; the lowest price only
scales. Price zero and negative: refused. One bid: 1. All equal: 1 each, a tie. A blank price:
undefined, ranked last. A bid so far behind in quality that the bracket is below zero has an index below
zero, and of two such bids the dearer comes out higher.

Worked example: with weights 60 and 40 (N = 1.5), 90, 80 and 60 of 100 points for 1,000, 875 and 600 are
0.6, 0.5829 and 0.55. Price deficits, what each is too dear beside the best index: 0, 25 and 50.

Assumptions: all points are quality.

Source: "Utility index", Negometrix and Mercell support pages.

>>> from svscore.framework.award import UtilityIndex
>>> weights = {"quality-weight": "60", "price-weight": "40"}
>>> settings = UtilityIndex.model_validate({"by": "utility-index", **weights})
>>> bids = [Standing(Fraction(90), Fraction(1000)), Standing(Fraction(60), Fraction(600))]
>>> [str(figure(bid, Eligible(bids), Fraction(100), settings).value) for bid in bids]
['3/5', '11/20']
"""

from __future__ import annotations

from fractions import Fraction

from svscore.exact import money_text, round_fraction
from svscore.framework.award import UtilityIndex
from svscore.scoring.awards.standing import Eligible, Standing
from svscore.scoring.result import Working, shown
from svscore.scoring.wording import amount

NAME = "utility-index"
FIGURE = "Utility index"
HIGHEST_WINS = True


def refuses(price: Fraction, settings: UtilityIndex) -> str | None:
    """What must hold of a price the method can use, or ``None`` when ``price`` is fine."""
    return None if price > 0 else "above zero"


def figure(bid: Standing, eligible: Eligible, total_available: Fraction, settings: UtilityIndex) -> Working | None:
    """The bid's index, at most 1; ``None`` without a price above zero."""
    if bid.price is None or refuses(bid.price, settings):
        return None
    best_price = eligible.lowest_price
    best = eligible.most_points / total_available
    quality = bid.points / total_available
    ratio = settings.quality_weight / settings.price_weight
    return Working(
        "(1 - (best quality - quality) x quality weight / price weight) / price x lowest price",
        f"(1 - ({shown(best)} - {shown(quality)}) x {shown(ratio)}) / {amount(bid.price)} x {amount(best_price)}",
        (1 - (best - quality) * ratio) / bid.price * best_price,
    )


def price_deficit(figure: Fraction, best_figure: Fraction, price: Fraction) -> Fraction:
    """What a bid is too dear beside the best index: its price less the price at which it would equal that.

    In the currency of ``price``; ``best_figure`` is above zero, as the best bid's always is.

    >>> price_deficit(Fraction("0.55"), Fraction("0.6"), Fraction(600))
    Fraction(50, 1)
    """
    return price - figure / best_figure * price


def remark(bid: Standing, figure: Fraction, best_figure: Fraction) -> str | None:
    """The bid's price deficit, to two decimals; ``None`` without a price."""
    if bid.price is None:
        return None
    deficit = round_fraction(price_deficit(figure, best_figure, bid.price), 2)
    return f"price deficit {money_text(deficit)}"
