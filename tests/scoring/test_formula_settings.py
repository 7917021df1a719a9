"""Settings and values no formula can use: what is said, and of which line of the file."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from svscore.framework.model import Criterion
from svscore.scoring.formulas import FORMULAS
from tests.scoring.formula_cases import (
    BASE,
    DISCOUNT,
    HIGHEST,
    KNEE,
    KNEE_PRICE,
    LINEAR,
    LOG,
    LOWEST,
    MEAN,
    MEDIAN,
    OVER,
    PRICE_CURVE,
    RANGE,
    RANGE_UP,
    READ,
    SAVING,
    SUM,
    TARGET,
    VALUE_CURVE,
    numbers,
)

# What makes a setting impossible, and where and how it is said.


def refusal(kind: str, settings: object) -> tuple[str, str, str]:
    with pytest.raises(ValidationError) as caught:
        Criterion.model_validate({"id": "offer", "title": "Offer", "weight": "30", kind: settings})
    (error,) = caught.value.errors()
    place = ".".join(str(part) for part in error["loc"])
    return place, error["msg"], error.get("ctx", {}).get("hint", "")


IMPOSSIBLE = [
    (
        {**LINEAR, "zero-at": "100%"},
        "price.linear-to-zero.zero-at",
        "found 100%, expected a percent above 100%",
        "150% scores 0 at one and a half times the lowest price",
    ),
    (
        {**LOG, "zero-at": "100%"},
        "price.logarithmic.zero-at",
        "found 100%, expected at least 100.01%",
        "200% scores 0 at twice the lowest price",
    ),
    (
        {**RANGE, "full-at": "150"},
        "price.fixed-range.zero-at",
        "found 150 for full-at and zero-at alike, expected two different numbers",
        "full-at is what earns the whole weight, zero-at what earns nothing",
    ),
    ({**BASE, "base": "0"}, "price.base-amount.base", "found 0, expected a number above zero", ""),
    ({**TARGET, "target": "-1"}, "price.target.target", "found -1, expected a number above zero", ""),
    *(
        (
            {**SAVING, "exponent": exponent},
            "price.power.exponent",
            f"found {exponent}, expected an exponent above zero, as a fraction of whole numbers up to 100",
            "write a root as a fraction: 1/3, not 0.333",
        )
        for exponent in ("0", "-1", "101", "1/101", "333/1000")
    ),
    (
        {"formula": "power", "curve": "saving-over-best", "exponent": "2"},
        "price.power",
        "found no base, which the curve saving-over-best needs",
        "base is the published amount",
    ),
    (
        {**VALUE_CURVE, "base": "5"},
        "price.power",
        "found a base, which the curve value-over-best does not use",
        "delete the line",
    ),
    (
        {**KNEE_PRICE, "knee": "120%"},
        "price.bilinear.knee",
        "found 120%, expected a percent from 0% to 100%",
        "",
    ),
    (
        {**MEAN, "at-mean": "-1%"},
        "price.mean-deviation.at-mean",
        "found -1%, expected a percent from 0% to 100%",
        "",
    ),
    (
        {**MEDIAN, "per-percent": "0%"},
        "price.median-deviation.per-percent",
        "found 0%, expected a percent above 0%",
        "",
    ),
    (
        {
            "formula": "bands",
            "bands": [{"below": "20", "share": "60%"}, {"below": "20", "share": "5%"}, {"share": "0%"}],
        },
        "price.bands.bands",
        "found band 2 below 20, expected more than 20, where the band before ends",
        "list the bands from the lowest numbers up",
    ),
    (
        {"formula": "bands", "bands": [{"below": "20", "share": "60%"}]},
        "price.bands.bands",
        "found a last band below 20, expected one for all the rest",
        "end with a band that has a share and no below",
    ),
    (
        {"formula": "bands", "bands": [{"share": "60%"}, {"share": "0%"}]},
        "price.bands.bands",
        "found a band without below before the last, expected below in all others",
        "",
    ),
    (
        {"formula": "bands", "bands": [{"below": "5", "share": "0%"}, {"share": "101%"}]},
        "price.bands.bands.1.share",
        "found 101%, expected a percent from 0% to 100%",
        "",
    ),
]


@pytest.mark.parametrize(("settings", "place", "message", "hint"), IMPOSSIBLE)
def test_impossible_settings_are_refused_where_they_stand(
    settings: object, place: str, message: str, hint: str
) -> None:
    assert refusal("price", settings) == (place, message, hint)


MISPLACED = [
    (
        "price",
        HIGHEST,
        "found highest-ratio, which rewards more as set, expected one that rewards less for a price",
        "docs/formulas.md says which formulas reward less and which more",
    ),
    (
        "price",
        KNEE,
        "found bilinear, which rewards more as set, expected one that rewards less for a price",
        "give base, the published amount that scores 0, where less is better, and only there",
    ),
    (
        "price",
        RANGE_UP,
        "found fixed-range, which rewards more as set, expected one that rewards less for a price",
        "full-at is below zero-at where less is better, and above it where more is",
    ),
    (
        "price",
        VALUE_CURVE,
        "found power, which rewards more as set, expected one that rewards less for a price",
        "saving-over-best and price-over-base reward less, value-over-best and discount more",
    ),
    (
        "quantity",
        LOWEST,
        (
            "found lowest-ratio, which rewards less as set, expected one that rewards more "
            "for a quantity of which more is better"
        ),
        "docs/formulas.md says which formulas reward less and which more",
    ),
    (
        "quantity",
        {**HIGHEST, "better": "less"},
        (
            "found highest-ratio, which rewards more as set, expected one that rewards less "
            "for a quantity of which less is better"
        ),
        "docs/formulas.md says which formulas reward less and which more",
    ),
    (
        "price",
        {**LOWEST, "unit": "GBP"},
        "found unit, which belongs to a quantity, not to a price",
        "delete it, or use quantity",
    ),
    (
        "quantity",
        {**HIGHEST, "basket": [{"item": "day-rate", "quantity": "5"}]},
        "found basket, which belongs to a price, not to a quantity",
        "delete it, or use price",
    ),
]


@pytest.mark.parametrize(("kind", "settings", "message", "hint"), MISPLACED)
def test_a_formula_that_rewards_the_other_way_is_refused(kind: str, settings: object, message: str, hint: str) -> None:
    assert refusal(kind, settings) == (kind, message, hint)


@pytest.mark.parametrize("key", ["cap", "proxy.value"])
def test_caps_and_proxies_are_above_zero(key: str) -> None:
    extra = {"cap": "0"} if key == "cap" else {"proxy": {"value": "0"}}
    place, message, _ = refusal("quantity", {**HIGHEST, **extra})
    assert (place, message) == (f"quantity.highest-ratio.{key}", "found 0, expected a number above zero")


def test_less_may_be_better_of_a_quantity() -> None:
    quantity = {**LOWEST, "better": "less", "unit": "weeks"}
    criterion = Criterion.model_validate({"id": "weeks", "title": "Weeks", "weight": "5", "quantity": quantity})
    assert criterion.offer is not None
    assert criterion.offer.rewards == ("less",)


REFUSED = [
    (LOWEST, "0 -1", "above zero"),
    ({**LOWEST, "zero": "full-marks"}, "-1", "zero or more"),
    (OVER, "0 -1", "above zero"),
    (LINEAR, "0 -1", "above zero"),
    (SUM, "-1", "zero or more"),
    (PRICE_CURVE, "-1", "zero or more"),
    (VALUE_CURVE, "-1", "zero or more"),
    (DISCOUNT, "-1 100.01", "from 0 to 100"),
    (KNEE, "-1", "zero or more"),
    (MEAN, "-1", "zero or more"),
    (MEDIAN, "-1", "zero or more"),
    (LOG, "0 -1", "above zero"),
    (HIGHEST, "-1", "zero or more"),
    (TARGET, "-1", "zero or more"),
]


@pytest.mark.parametrize(("settings", "values", "must"), REFUSED)
def test_impossible_values_are_refused(settings: dict[str, object], values: str, must: str) -> None:
    offer = READ.validate_python(settings)
    assert {FORMULAS[offer.formula].refuses(value, offer) for value in numbers(values)} == {must}
