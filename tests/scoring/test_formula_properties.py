"""What holds of every formula, whatever the settings and the bids."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from svscore.scoring.formulas import FORMULAS
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Working
from tests.properties import examples
from tests.scoring.formula_cases import READ

F = Fraction

AMOUNTS = st.one_of(
    st.integers(-5, 12).map(F),
    st.integers(1, 10**9).map(lambda pence: F(pence, 100)),
    st.fractions(0, 200, max_denominator=1000),
)
PERCENTS = st.integers(0, 10_000).map(lambda hundredths: f"{hundredths // 100}.{hundredths % 100:02}%")
POSITIVE_PERCENTS = st.integers(1, 500).map(lambda tenths: f"{tenths // 10}.{tenths % 10}%")
ABOVE_HUNDRED = st.integers(10_001, 50_000).map(lambda hundredths: f"{hundredths // 100}.{hundredths % 100:02}%")
ABOVE_ZERO = st.integers(1, 20_000).map(lambda hundredths: str(F(hundredths, 100)))
EXPONENTS = st.tuples(st.integers(1, 100), st.integers(1, 100)).map(lambda parts: str(F(*parts)))
PLACES = st.integers(0, 20)
BOOLEANS = st.booleans()
LIMITS = st.lists(st.integers(-5, 200), unique=True, max_size=4).map(sorted)
DEVIATION = {"floored": BOOLEANS, "capped": BOOLEANS, "per-percent": POSITIVE_PERCENTS}


def keys(better: str, formula: str, **strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, Any]]:
    renamed = {key.replace("_", "-"): strategy for key, strategy in strategies.items()}
    return st.fixed_dictionaries({"formula": st.just(formula), **renamed}).map(lambda data: (better, data))


@st.composite
def fixed_ranges(draw: st.DrawFn) -> tuple[str, Any]:
    low, high = sorted(draw(st.lists(st.integers(-50, 200), min_size=2, max_size=2, unique=True)))
    better = draw(st.sampled_from(["less", "more"]))
    full, zero = (low, high) if better == "less" else (high, low)
    return better, {"formula": "fixed-range", "full-at": str(full), "zero-at": str(zero)}


@st.composite
def banded(draw: st.DrawFn) -> tuple[str, Any]:
    limits = draw(LIMITS)
    count = len(limits) + 1
    better = draw(st.sampled_from(["less", "more"]))
    earned = sorted(draw(st.lists(st.integers(0, 100), min_size=count, max_size=count)), reverse=better == "less")
    table: list[dict[str, str]] = [{"share": f"{share}%"} for share in earned]
    for band, limit in zip(table, limits, strict=False):
        band["below"] = str(limit)
    return better, {"formula": "bands", "bands": table}


def curve(better: str, name: str, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, Any]]:
    return keys(better, "power", curve=st.just(name), exponent=EXPONENTS, precision=PLACES, **more)


SETTINGS = st.one_of(
    keys("less", "lowest-ratio", zero=st.sampled_from(["refuse", "full-marks"])),
    keys("less", "percent-over-lowest", floored=BOOLEANS),
    keys("less", "linear-to-zero", zero_at=ABOVE_HUNDRED),
    keys("less", "base-amount", base=ABOVE_ZERO),
    curve("less", "saving-over-best", base=ABOVE_ZERO),
    curve("less", "price-over-base", base=ABOVE_ZERO),
    curve("more", "value-over-best"),
    curve("more", "discount"),
    keys("more", "bilinear", knee=PERCENTS),
    keys("less", "bilinear", knee=PERCENTS, base=ABOVE_ZERO),
    keys("less", "logarithmic", zero_at=ABOVE_HUNDRED, floored=BOOLEANS, precision=PLACES),
    keys("more", "highest-ratio"),
    *(keys(better, "share-of-sum") for better in ("less", "more")),
    *(keys(better, "min-max") for better in ("less", "more")),
    *(keys(better, "target", target=ABOVE_ZERO) for better in ("less", "more")),
    *(keys(better, "mean-deviation", at_mean=PERCENTS, **DEVIATION) for better in ("less", "more")),
    *(keys(better, "median-deviation", at_median=PERCENTS, **DEVIATION) for better in ("less", "more")),
    fixed_ranges(),
    banded(),
)


@st.composite
def competitions(draw: st.DrawFn) -> tuple[Any, str, list[Fraction]]:
    """Settings, what is better, and the values of one to six bids the formula takes."""
    better, data = draw(SETTINGS)
    offer = READ.validate_python(data)
    values = draw(st.lists(AMOUNTS, min_size=1, max_size=6))
    taken = [value for value in values if FORMULAS[offer.formula].refuses(value, offer) is None]
    assume(taken)
    return offer, better, taken


def earned_by(offer: Any, better: str, value: Fraction, reference: Sequence[Fraction]) -> Working:
    return FORMULAS[offer.formula].share(value, Reference(reference), offer, better)


@examples(300)
@given(competitions())
def test_shares_stay_from_nothing_to_everything_unless_the_file_says_otherwise(
    competition: tuple[Any, str, list[Fraction]],
) -> None:
    offer, better, values = competition
    for value in values:
        working = earned_by(offer, better, value, values)
        assert isinstance(working.value, Fraction)
        assert working.value >= 0 or not getattr(offer, "floored", True)
        assert working.value <= 1 or not getattr(offer, "capped", True)
        assert working.rule
        assert working.substituted


@examples(300)
@given(competitions(), st.randoms())
def test_the_order_of_the_bids_changes_nothing(competition: tuple[Any, str, list[Fraction]], random: Any) -> None:
    offer, better, values = competition
    shuffled = random.sample(values, len(values))
    for value in values:
        assert earned_by(offer, better, value, values) == earned_by(offer, better, value, shuffled)


@examples(300)
@given(competitions())
def test_a_better_offer_never_earns_less_than_a_worse_one(competition: tuple[Any, str, list[Fraction]]) -> None:
    offer, better, values = competition
    from_worst = sorted(values, reverse=better == "less")
    earned = [earned_by(offer, better, value, values).value for value in from_worst]
    assert earned == sorted(earned)


@examples(300)
@given(competitions(), AMOUNTS)
def test_bettering_an_offer_never_earns_less(competition: tuple[Any, str, list[Fraction]], other: Fraction) -> None:
    offer, better, values = competition
    assume(FORMULAS[offer.formula].refuses(other, offer) is None)
    worse, best = sorted([values[0], other], reverse=better == "less")
    rest = values[1:]
    before = earned_by(offer, better, worse, [worse, *rest]).value
    assert earned_by(offer, better, best, [best, *rest]).value >= before


@examples(300)
@given(competitions())
def test_other_bids_matter_only_to_relative_formulas(competition: tuple[Any, str, list[Fraction]]) -> None:
    offer, better, values = competition
    if not offer.is_relative:
        for value in values:
            assert earned_by(offer, better, value, values) == earned_by(offer, better, value, [value])


HOMOGENEOUS = {
    "lowest-ratio",
    "percent-over-lowest",
    "linear-to-zero",
    "share-of-sum",
    "min-max",
    "mean-deviation",
    "median-deviation",
    "logarithmic",
    "highest-ratio",
}


@examples(300)
@given(competitions(), st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_currency_changes_nothing_where_no_amount_was_published(
    competition: tuple[Any, str, list[Fraction]], up: int, down: int
) -> None:
    offer, better, values = competition
    is_free_of_amounts = offer.formula in HOMOGENEOUS or (offer.formula, better) == ("bilinear", "more")
    if is_free_of_amounts or getattr(offer, "curve", "") == "value-over-best":
        rate = F(up, down)
        for value in values:
            scaled = earned_by(offer, better, value * rate, [other * rate for other in values])
            assert scaled.value == earned_by(offer, better, value, values).value


FULL_MARKS_TO_THE_BEST = {
    "lowest-ratio",
    "percent-over-lowest",
    "linear-to-zero",
    "min-max",
    "base-amount",
    "logarithmic",
    "highest-ratio",
}


@examples(300)
@given(competitions())
def test_the_best_offer_has_full_marks(competition: tuple[Any, str, list[Fraction]]) -> None:
    offer, better, values = competition
    best = min(values) if better == "less" else max(values)
    is_worth_something = best != 0 if better == "more" else best < getattr(offer, "base", best + 1)
    if offer.formula in FULL_MARKS_TO_THE_BEST and (is_worth_something or offer.formula == "min-max"):
        assert earned_by(offer, better, best, values).value == 1
