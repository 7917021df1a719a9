"""The formulas once more, from their published wording, for the naive scorer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from math import floor
from statistics import median
from typing import Any

Plain = dict[str, Any]

HUNDRED = Fraction(100)
LONG = Context(prec=120)


def percent(text: str) -> Fraction:
    return Fraction(text.removesuffix("%")) / HUNDRED


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def clamp(value: Fraction, low: int = 0, high: int = 1) -> Fraction:
    return max(Fraction(low), min(Fraction(high), value))


def to_decimal(value: Fraction) -> Decimal:
    return LONG.divide(Decimal(value.numerator), Decimal(value.denominator))


def cut(value: Decimal, settings: Plain) -> Fraction:
    """A long decimal to the formula's precision; what is exact but for its last digits first."""
    scale = 10 ** int(settings.get("precision", "12"))
    clean = Fraction(round(Fraction(value) * 10**60), 10**60)
    size = Fraction(floor(abs(clean) * scale + Fraction(1, 2)), scale)
    return size if clean >= 0 else -size


def raised(base: Fraction, settings: Plain) -> Fraction:
    exponent = Fraction(settings["exponent"])
    if base == 0 or exponent.denominator == 1:
        return Fraction(base**exponent.numerator)
    power = LONG.multiply(LONG.ln(to_decimal(base)), to_decimal(exponent))
    return cut(LONG.exp(power), settings)


def flag(settings: Plain, key: str) -> bool:
    return str(settings.get(key, "true")) == "true"


def is_relative(settings: Plain) -> bool:
    """Whether a bid's share moves with the other bids."""
    if settings["formula"] == "power":
        return settings["curve"] in ("saving-over-best", "value-over-best")
    return settings["formula"] not in ("none", "fixed-range", "bands", "target")


def share_earned(value: Fraction, others: Sequence[Fraction], settings: Plain, better: str) -> Fraction:
    """The part of the weight ``value`` earns; ``others`` are the reference bids' values, its own among them."""
    return SHARES[settings["formula"]](value, others, settings, better)


def lowest_ratio(value: Fraction, others: Sequence[Fraction], _: Plain, __: str) -> Fraction:
    return Fraction(1) if value == 0 else min(others) / value


def percent_over_lowest(value: Fraction, others: Sequence[Fraction], settings: Plain, _: str) -> Fraction:
    share = 1 - (value - min(others)) / min(others)
    return max(share, Fraction(0)) if flag(settings, "floored") else share


def linear_to_zero(value: Fraction, others: Sequence[Fraction], settings: Plain, _: str) -> Fraction:
    zero = min(others) * percent(settings["zero-at"])
    return clamp((zero - value) / (zero - min(others)))


def share_of_sum(value: Fraction, others: Sequence[Fraction], _: Plain, better: str) -> Fraction:
    part = value / sum(others) if any(others) else Fraction(0)
    return 1 - part if better == "less" else part


def min_max(value: Fraction, others: Sequence[Fraction], _: Plain, better: str) -> Fraction:
    low, high = min(others), max(others)
    if low == high:
        return Fraction(1)
    return ((high - value) if better == "less" else (value - low)) / (high - low)


def fixed_range(value: Fraction, _: Sequence[Fraction], settings: Plain, __: str) -> Fraction:
    full, zero = Fraction(settings["full-at"]), Fraction(settings["zero-at"])
    return clamp((zero - value) / (zero - full))


def base_amount(value: Fraction, others: Sequence[Fraction], settings: Plain, _: str) -> Fraction:
    base, best = Fraction(settings["base"]), min(others)
    return Fraction(0) if best >= base else clamp((base - value) / (base - best))


def power(value: Fraction, others: Sequence[Fraction], settings: Plain, _: str) -> Fraction:
    curve = settings["curve"]
    if curve == "saving-over-best":
        return raised(base_amount(value, others, settings, "less"), settings)
    if curve == "price-over-base":
        return 1 - raised(clamp(value / Fraction(settings["base"])), settings)
    if curve == "value-over-best":
        return raised(highest_ratio(value, others, settings, "more"), settings)
    return 1 - raised(1 - value / HUNDRED, settings)


def bilinear(value: Fraction, others: Sequence[Fraction], settings: Plain, better: str) -> Fraction:
    knee, middle = percent(settings["knee"]), mean(others)
    best = max(others) if better == "more" else min(others)
    worst = Fraction(0) if better == "more" else Fraction(settings["base"])
    if better == "less" and value >= worst:
        return Fraction(0)
    if (value <= middle) if better == "more" else (value >= middle):
        return Fraction(0) if middle == worst else knee * (value - worst) / (middle - worst)
    return knee + (1 - knee) * (value - middle) / (best - middle)


def deviation(value: Fraction, middle: Fraction, settings: Plain, better: str, at: str) -> Fraction:
    percent_off = (value - middle) / middle * HUNDRED
    off = percent_off if better == "more" else -percent_off
    share = percent(settings.get(at, "50%")) + off * percent(settings.get("per-percent", "1%"))
    share = max(share, Fraction(0)) if flag(settings, "floored") else share
    return min(share, Fraction(1)) if flag(settings, "capped") else share


def mean_deviation(value: Fraction, others: Sequence[Fraction], settings: Plain, better: str) -> Fraction:
    return deviation(value, mean(others), settings, better, "at-mean")


def median_deviation(value: Fraction, others: Sequence[Fraction], settings: Plain, better: str) -> Fraction:
    return deviation(value, median(others), settings, better, "at-median")


def bands(value: Fraction, _: Sequence[Fraction], settings: Plain, __: str) -> Fraction:
    fitting = [band for band in settings["bands"] if "below" not in band or value < Fraction(band["below"])]
    return percent(fitting[0]["share"]) if fitting else Fraction(0)


def logarithmic(value: Fraction, others: Sequence[Fraction], settings: Plain, _: str) -> Fraction:
    logs = [LONG.ln(to_decimal(part)) for part in (value / min(others), percent(settings["zero-at"]))]
    share = 1 - cut(LONG.divide(*logs), settings)
    return max(share, Fraction(0)) if flag(settings, "floored") else share


def highest_ratio(value: Fraction, others: Sequence[Fraction], _: Plain, __: str) -> Fraction:
    return value / max(others) if max(others) else Fraction(0)


def target(value: Fraction, _: Sequence[Fraction], settings: Plain, better: str) -> Fraction:
    wanted = Fraction(settings["target"])
    if better == "less":
        return Fraction(1) if value <= wanted else wanted / value
    return clamp(value / wanted)


SHARES: dict[str, Callable[[Fraction, Sequence[Fraction], Plain, str], Fraction]] = {
    "lowest-ratio": lowest_ratio,
    "percent-over-lowest": percent_over_lowest,
    "linear-to-zero": linear_to_zero,
    "share-of-sum": share_of_sum,
    "min-max": min_max,
    "fixed-range": fixed_range,
    "base-amount": base_amount,
    "power": power,
    "bilinear": bilinear,
    "mean-deviation": mean_deviation,
    "median-deviation": median_deviation,
    "bands": bands,
    "logarithmic": logarithmic,
    "highest-ratio": highest_ratio,
    "target": target,
}
