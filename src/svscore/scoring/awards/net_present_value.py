"""Net present value: later payments count for less, by a published yearly rate; the lowest wins.

Symbols: ``c_t`` the payments in order, ``days_t`` the days since the payment before, ``r`` the yearly
discount ``rate``. Figure: the sum of ``c_t / ((1 + r * days_1 / 365) * ... * (1 + r * days_t / 365))``,
in the currency of the payments.

Absolute: other bids change nothing but the rank. Payments of zero and below: taken (income is a payment
below zero). One bid: wins. All equal: a tie. A blank payment: undefined, ranked last. A ``rate`` below
0% and ``days`` below 0 are refused; at 0% it is the plain sum.

Worked example: at 10% a year, 1,000 at once, 1,100 after 365 days and 1,210 after 365 more are
1,000 + 1,100 / 1.1 + 1,210 / 1.21 = 3,000.

Assumptions: simple interest within each interval and years of 365 days; payments and rate are both
nominal or both real.

Source: additive whole-life cost as in Ukrainian and EU practice.

>>> from svscore.framework.award import NetPresentValue
>>> flows = [{"price": "first"}, {"price": "second", "days": "365"}]
>>> settings = NetPresentValue.model_validate({"by": "net-present-value", "rate": "10%", "flows": flows})
>>> bid = Standing(Fraction(0), flows=(Fraction(1000), Fraction(1100)))
>>> figure(bid, Eligible([bid]), Fraction(100), settings).value
Fraction(2000, 1)
"""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.award import NetPresentValue
from svscore.scoring.awards.standing import Eligible, Standing, no_remark
from svscore.scoring.result import Working, shown
from svscore.scoring.wording import amount

NAME = "net-present-value"
FIGURE = "Net present value"
HIGHEST_WINS = False

remark = no_remark


def refuses(price: Fraction, settings: NetPresentValue) -> str | None:
    """What must hold of a payment the method can use: any will do."""
    return None


def figure(bid: Standing, eligible: Eligible, total_available: Fraction, settings: NetPresentValue) -> Working | None:
    """The bid's payments, each discounted to the first day; ``None`` unless all are known."""
    if len(bid.flows) < len(settings.flows):
        return None
    factor, value, terms = Fraction(1), Fraction(0), []
    for payment, flow in zip(bid.flows, settings.flows, strict=True):
        factor *= 1 + settings.rate * flow.days / 365
        value += payment / factor
        terms.append(amount(payment) if factor == 1 else f"{amount(payment)} / {shown(factor)}")
    return Working("sum of payment / discount factor", " + ".join(terms), value)
