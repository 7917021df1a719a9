"""Settings of every formula, and the exact shares they give: what the tests of formulas share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter

from svscore.framework.formula import Formula
from svscore.scoring.formulas import FORMULAS
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Working

READ: TypeAdapter[Any] = TypeAdapter(Formula)
"""Settings as a framework file gives them."""

LOWEST = {"formula": "lowest-ratio"}
OVER = {"formula": "percent-over-lowest"}
OVER_FREE = {**OVER, "floored": False}
LINEAR = {"formula": "linear-to-zero", "zero-at": "150%"}
SUM = {"formula": "share-of-sum"}
MIN_MAX = {"formula": "min-max"}
RANGE = {"formula": "fixed-range", "full-at": "50", "zero-at": "150"}
RANGE_UP = {"formula": "fixed-range", "full-at": "20", "zero-at": "10"}
BASE = {"formula": "base-amount", "base": "100"}
SAVING = {"formula": "power", "curve": "saving-over-best", "base": "100", "exponent": "2"}
PRICE_CURVE = {"formula": "power", "curve": "price-over-base", "base": "100", "exponent": "2"}
VALUE_CURVE = {"formula": "power", "curve": "value-over-best", "exponent": "1/2"}
DISCOUNT = {"formula": "power", "curve": "discount", "exponent": "3"}
KNEE = {"formula": "bilinear", "knee": "80%"}
KNEE_PRICE = {**KNEE, "base": "100"}
MEAN = {"formula": "mean-deviation"}
MEAN_FREE = {**MEAN, "floored": False, "capped": False}
MEDIAN = {"formula": "median-deviation"}
MEDIAN_FREE = {**MEDIAN, "floored": False, "capped": False}
LOG = {"formula": "logarithmic", "zero-at": "400%"}
LOG_FREE = {**LOG, "floored": False}
BANDS = {
    "formula": "bands",
    "bands": [{"below": "10", "share": "100%"}, {"below": "20", "share": "60%"}, {"share": "0%"}],
}
BANDS_UP = {"formula": "bands", "bands": [{"below": "10", "share": "0%"}, {"share": "100%"}]}
HIGHEST = {"formula": "highest-ratio"}
TARGET = {"formula": "target", "target": "80"}


def score(settings: Mapping[str, object], values: Sequence[Fraction], better: str = "less") -> list[Working]:
    """The working of each value beside all of them."""
    offer = READ.validate_python(settings)
    formula = FORMULAS[offer.formula]
    assert [formula.refuses(value, offer) for value in values] == [None] * len(values)
    return [formula.share(value, Reference(values), offer, better) for value in values]


def shares(settings: Mapping[str, object], values: Sequence[Fraction], better: str = "less") -> list[Fraction]:
    return [working.value for working in score(settings, values, better)]


def numbers(text: str) -> list[Fraction]:
    return [Fraction(part) for part in text.split()]


EXACT: list[tuple[Mapping[str, object], str, str, str]] = [
    (LOWEST, "less", "10000 8000", "4/5 1"),
    (LOWEST, "less", "7", "1"),
    (LOWEST, "less", "7 7 7", "1 1 1"),
    ({**LOWEST, "zero": "full-marks"}, "less", "0 10 0", "1 0 1"),
    ({**LOWEST, "zero": "full-marks"}, "less", "5 10", "1 1/2"),
    (OVER, "less", "10 12 20 25", "1 4/5 0 0"),
    (OVER_FREE, "less", "10 12 20 25", "1 4/5 0 -1/2"),
    (OVER, "less", "7", "1"),
    (OVER, "less", "7 7", "1 1"),
    (LINEAR, "less", "80 100 120 130", "1 1/2 0 0"),
    (LINEAR, "less", "7", "1"),
    (LINEAR, "less", "7 7", "1 1"),
    ({**LINEAR, "zero-at": "200%"}, "less", "10 12 20 25", "1 4/5 0 0"),
    (SUM, "less", "10 20 70", "9/10 4/5 3/10"),
    (SUM, "more", "10 20 70", "1/10 1/5 7/10"),
    (SUM, "less", "7", "0"),
    (SUM, "more", "7", "1"),
    (SUM, "less", "7 7 7", "2/3 2/3 2/3"),
    (SUM, "more", "7 7 7", "1/3 1/3 1/3"),
    (SUM, "less", "0 0", "1 1"),
    (SUM, "more", "0 0", "0 0"),
    (SUM, "less", "0 10", "1 0"),
    (MIN_MAX, "less", "40 85 100", "1 1/4 0"),
    (MIN_MAX, "more", "40 85 100", "0 3/4 1"),
    (MIN_MAX, "less", "100000 100001", "1 0"),
    (MIN_MAX, "less", "-10 0 10", "1 1/2 0"),
    (MIN_MAX, "less", "0", "1"),
    (MIN_MAX, "more", "0 0", "1 1"),
    (RANGE, "less", "40 50 85 100 150 160", "1 1 13/20 1/2 0 0"),
    (RANGE, "less", "0 -5", "1 1"),
    (RANGE_UP, "more", "-1 10 15 20 30", "0 0 1/2 1 1"),
    (BASE, "less", "60 80 100 110", "1 1/2 0 0"),
    (BASE, "less", "60", "1"),
    (BASE, "less", "60 60", "1 1"),
    (BASE, "less", "100 100", "0 0"),
    (BASE, "less", "110 130", "0 0"),
    (BASE, "less", "0 50", "1 1/2"),
    (BASE, "less", "-100 0", "1 1/2"),
    (SAVING, "less", "60 80 100 110", "1 1/4 0 0"),
    ({**SAVING, "exponent": "1/2"}, "less", "60 90", "1 1/2"),
    ({**SAVING, "exponent": "1/3", "precision": "4"}, "less", "0 50", "1 7937/10000"),
    (SAVING, "less", "60", "1"),
    (SAVING, "less", "60 60", "1 1"),
    (SAVING, "less", "100 110", "0 0"),
    (SAVING, "less", "-100 0", "1 1/4"),
    (PRICE_CURVE, "less", "0 50 100 110", "1 3/4 0 0"),
    (PRICE_CURVE, "less", "50", "3/4"),
    ({**PRICE_CURVE, "exponent": "1/2"}, "less", "25 100", "1/2 0"),
    (VALUE_CURVE, "more", "9 16", "3/4 1"),
    ({**VALUE_CURVE, "precision": "3"}, "more", "1 2", "707/1000 1"),
    (VALUE_CURVE, "more", "0 0", "0 0"),
    (VALUE_CURVE, "more", "0 5", "0 1"),
    (VALUE_CURVE, "more", "5", "1"),
    (VALUE_CURVE, "more", "5 5", "1 1"),
    ({**VALUE_CURVE, "exponent": "100"}, "more", "1 2", f"1/{2**100} 1"),
    (DISCOUNT, "more", "0 10 50 100", "0 271/1000 7/8 1"),
    ({**DISCOUNT, "exponent": "1/2"}, "more", "75", "1/2"),
    (KNEE, "more", "5 10 15", "2/5 4/5 1"),
    (KNEE, "more", "0 10", "0 1"),
    (KNEE, "more", "0 0", "0 0"),
    (KNEE, "more", "10", "4/5"),
    (KNEE, "more", "10 10 10", "4/5 4/5 4/5"),
    ({**KNEE, "knee": "100%"}, "more", "5 10 15", "1/2 1 1"),
    ({**KNEE, "knee": "0%"}, "more", "5 10 15", "0 0 1"),
    (KNEE_PRICE, "less", "60 70 80", "1 4/5 8/15"),
    (KNEE_PRICE, "less", "70", "4/5"),
    (KNEE_PRICE, "less", "70 70", "4/5 4/5"),
    (KNEE_PRICE, "less", "100", "0"),
    (KNEE_PRICE, "less", "110 130", "0 0"),
    (KNEE_PRICE, "less", "90 150", "1 0"),
    (KNEE_PRICE, "less", "90 110 160", "1 0 0"),
    (KNEE_PRICE, "less", "50 150", "1 0"),
    (KNEE_PRICE, "less", "0 50", "1 8/15"),
    (MEAN, "less", "90 110", "3/5 2/5"),
    (MEAN, "more", "90 110", "2/5 3/5"),
    (MEAN, "less", "10 11 100", "1 1 0"),
    (MEAN_FREE, "less", "10 11 100", "303/242 27/22 -237/242"),
    (MEAN, "less", "7", "1/2"),
    (MEAN, "less", "7 7", "1/2 1/2"),
    (MEAN, "less", "0 0", "1/2 1/2"),
    (MEAN_FREE, "less", "0 10", "3/2 -1/2"),
    ({**MEAN, "at-mean": "60%", "per-percent": "2%"}, "less", "90 110", "4/5 2/5"),
    ({**MEAN, "capped": False}, "less", "10 11 100", "303/242 27/22 0"),
    ({**MEAN, "floored": False}, "less", "10 11 100", "1 1 -237/242"),
    (MEDIAN, "less", "90 100 130", "3/5 1/2 1/5"),
    (MEDIAN, "more", "90 100 130", "2/5 1/2 4/5"),
    (MEDIAN, "less", "80 90 110 400", "7/10 3/5 2/5 0"),
    (MEDIAN_FREE, "less", "10 10 40", "1/2 1/2 -5/2"),
    (MEDIAN, "less", "7", "1/2"),
    (MEDIAN, "less", "7 7", "1/2 1/2"),
    (MEDIAN, "less", "0 0 10", "1/2 1/2 0"),
    (MEDIAN, "more", "0 0 10", "1/2 1/2 1"),
    (MEDIAN_FREE, "less", "0 0 10", "1/2 1/2 0"),
    (LOG, "less", "100 200 400 800", "1 1/2 0 0"),
    (LOG_FREE, "less", "100 800", "1 -1/2"),
    (LOG, "less", "7", "1"),
    (LOG, "less", "7 7", "1 1"),
    ({**LOG, "zero-at": "200%", "precision": "4"}, "less", "100 150", "1 83/200"),
    (BANDS, "less", "-1 0 9.99 10 19.99 20 500", "1 1 1 3/5 3/5 0 0"),
    (BANDS_UP, "more", "9 10", "0 1"),
    ({"formula": "bands", "bands": [{"share": "70%"}]}, "more", "0", "7/10"),
    (HIGHEST, "more", "10 25 50", "1/5 1/2 1"),
    (HIGHEST, "more", "7", "1"),
    (HIGHEST, "more", "7 7", "1 1"),
    (HIGHEST, "more", "0 0", "0 0"),
    (HIGHEST, "more", "0", "0"),
    (TARGET, "less", "0 64 80 100", "1 1 1 4/5"),
    ({**TARGET, "target": "20"}, "more", "0 5 20 30", "0 1/4 1 1"),
]
"""Settings, what is better, the bids' values and the share each earns."""
