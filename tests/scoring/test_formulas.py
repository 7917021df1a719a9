"""Every formula: exact shares, published figures, and a page and a row in the documentation for each."""

from __future__ import annotations

import doctest
import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest
import yaml

from svscore.exact import decimal_text
from svscore.framework.formula import Formula, Offer
from svscore.framework.model import Criterion
from svscore.scoring.formulas import FORMULAS, page
from tests.scoring.formula_cases import (
    DISCOUNT,
    EXACT,
    LOWEST,
    MEAN_FREE,
    MIN_MAX,
    OVER,
    OVER_FREE,
    PRICE_CURVE,
    RANGE,
    READ,
    SAVING,
    VALUE_CURVE,
    numbers,
    shares,
)

F = Fraction
PAGE = Path(__file__).parents[2] / "docs" / "formulas.md"


@pytest.mark.parametrize(("settings", "better", "values", "expected"), EXACT)
def test_exact_shares(settings: dict[str, object], better: str, values: str, expected: str) -> None:
    assert shares(settings, numbers(values), better) == numbers(expected)


def test_every_formula_has_exact_cases() -> None:
    assert {str(settings["formula"]) for settings, *_ in EXACT} == set(FORMULAS)


# Weights 50/50, quality out of 100: A 90 for 100, B 78 for 85, C 10 for 40. One set of bids, three winners.
THREE_WINNERS = [
    (LOWEST, "87.50 89.00", "65.00 62.53 55.00"),
    (OVER, "86.18 89.00", "45.00 39.00 55.00"),
    (OVER_FREE, "86.18 89.00", "20.00 32.75 55.00"),
    (MIN_MAX, "45.00 89.00", "45.00 51.50 55.00"),
    (RANGE, "70.00 71.50", "70.00 71.50 55.00"),
]


@pytest.mark.parametrize(("settings", "of_two", "of_three"), THREE_WINNERS)
def test_a_hopeless_bid_can_change_the_winner(settings: dict[str, object], of_two: str, of_three: str) -> None:
    qualities, prices = [90, 78, 10], [F(100), F(85), F(40)]
    for count, expected in ((2, of_two), (3, of_three)):
        earned = shares(settings, prices[:count])
        totals = [F(quality, 2) + 50 * share for quality, share in zip(qualities, earned, strict=False)]
        assert [decimal_text(total, 2) for total in totals] == expected.split()


def test_convexity_of_the_lowest_ratio() -> None:
    points = [decimal_text(share * 40, 2) for share in shares(LOWEST, numbers("100 105 110"))]
    assert points == ["40.00", "38.10", "36.36"]


def test_deviation_from_the_mean_as_published() -> None:
    points = [decimal_text(share * 100, 2) for share in shares(MEAN_FREE, numbers("10 11 100"))]
    assert points == ["125.21", "122.73", "-97.93"]


def test_low_bid_scoring_as_published() -> None:
    """https://support-us.negometrix.com/support/solutions/articles/44001761046-low-bid-scoring-formula."""
    assert [share * 70 for share in shares(LOWEST, numbers("10000 8000"))] == [56, 70]


def test_percent_over_lowest_as_published() -> None:
    """http://erfp.sysoft.com/papers/cost.asp."""
    assert [share * 4 for share in shares(OVER, numbers("100 120"))] == [4, F("3.2")]


def test_relative_price_as_published() -> None:
    """https://www.felp.ac.uk/content/assessment-method."""
    points = [decimal_text(share * 100, 2) for share in shares(LOWEST, numbers("10500 10350 11750 9900"))]
    assert points == ["94.29", "95.65", "84.26", "100.00"]


# The registry and its pages.


def test_every_formula_of_a_framework_file_is_registered() -> None:
    union, _ = get_args(Formula)
    names = {get_args(model.model_fields["formula"].annotation)[0] for model in get_args(union)}
    assert set(FORMULAS) == names - {"none"}


@pytest.mark.parametrize(("settings", "better"), {str(case[0]): case[:2] for case in EXACT}.values())
def test_settings_and_files_agree_on_direction_and_relation(settings: dict[str, object], better: str) -> None:
    offer: Offer = READ.validate_python(settings)
    formula = FORMULAS[str(settings["formula"])]
    assert better in offer.rewards
    assert set(offer.rewards) <= set(formula.BETTER)
    assert offer.is_relative == formula.IS_RELATIVE or settings in (PRICE_CURVE, DISCOUNT) or "curve" in settings


def test_the_curves_that_look_at_other_bids() -> None:
    relative = [READ.validate_python(curve).is_relative for curve in (SAVING, PRICE_CURVE, VALUE_CURVE, DISCOUNT)]
    assert relative == [True, False, True, False]


@pytest.mark.parametrize("name", FORMULAS)
def test_a_page_says_everything_and_its_example_runs(name: str) -> None:
    module = sys.modules[FORMULAS[name].share.__module__]
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
    text = " ".join(page(name).split())
    assert ">>>" not in text
    needed = ("Symbols:", "Share of the weight", "Zero", "egative", "One bid", "ll equal", "Worked example:", "Source:")
    assert [words for words in (*needed, "Assumptions:") if words not in text] == []
    assert "Relative" in text or "relative" in text or "Absolute" in text


def test_there_is_no_page_of_an_unknown_formula() -> None:
    with pytest.raises(KeyError):
        page("lowest-bid")


EXAMPLES = re.findall(r"`((?:price|quantity): \{.*\})`", PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FORMULAS)
def test_the_documentation_has_a_row_and_an_example_for_the_formula(name: str) -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{name}` |")]
    assert rows
    assert any(f"formula: {name}" in example for example in EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_in_the_documentation_can_be_used(example: str) -> None:
    criterion = Criterion.model_validate({"id": "offer", "title": "Offer", "weight": 30, **yaml.safe_load(example)})
    assert criterion.offer is not None
    assert f"formula: {criterion.offer.formula}" in example
