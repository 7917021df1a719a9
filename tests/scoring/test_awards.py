"""Every award method: published figures, edges, wording, and the settings and prices that are refused."""

from __future__ import annotations

import doctest
import inspect
import re
import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from svscore.exact import decimal_text
from svscore.framework.award import Award
from svscore.scoring.awards import AWARDS, Eligible, Standing
from svscore.scoring.awards.utility_index import price_deficit
from svscore.scoring.result import Working
from tests.properties import examples

F = Fraction
PAGE = Path(__file__).parents[2] / "docs" / "formulas.md"
READ: TypeAdapter[Any] = TypeAdapter(Award)

TOTAL = {"by": "highest-total"}
PRICE = {"by": "lowest-price"}
ADJUSTED = {"by": "adjusted-price", "add": [{"quantity": "days", "rate": "200000"}]}
PER_POINT = {"by": "price-per-quality-point"}
PER_PRICE = {"by": "quality-per-price"}
UTILITY = {"by": "utility-index", "quality-weight": "60", "price-weight": "40"}
COEFFICIENT = {"by": "price-over-coefficient"}
MONETISED = {"by": "monetised-quality", "value-per-point": "1"}
FLOWS = [{"price": "first"}, {"price": "second", "days": "365"}, {"price": "third", "days": "365"}]
PRESENT = {"by": "net-present-value", "rate": "10%", "flows": FLOWS}
ALL = (TOTAL, PRICE, ADJUSTED, PER_POINT, PER_PRICE, UTILITY, COEFFICIENT, MONETISED, PRESENT)


def workings(award: Mapping[str, object], bids: Sequence[Standing], total_available: int = 100) -> list[Working | None]:
    """The figure of each bid beside all of them."""
    settings = READ.validate_python(award)
    return [AWARDS[settings.by].figure(bid, Eligible(bids), F(total_available), settings) for bid in bids]


def figures(award: Mapping[str, object], bids: Sequence[Standing], total_available: int = 100) -> list[Fraction | None]:
    return [None if working is None else working.value for working in workings(award, bids, total_available)]


def order(award: Mapping[str, object], bids: Sequence[Standing]) -> list[int]:
    """Positions of the bids from the first place to the last."""
    found = figures(award, bids)
    known = [(figure, position) for position, figure in enumerate(found) if figure is not None]
    return [position for _, position in sorted(known, reverse=AWARDS[str(award["by"])].HIGHEST_WINS)]


# A: quality 90 of 100 for 100. B: 78 for 85. C: 10 for 40.
HOPELESS = [Standing(F(90), F(100)), Standing(F(78), F(85)), Standing(F(10), F(40))]


@pytest.mark.parametrize(
    ("award", "printed"),
    [(PER_POINT, "1.111 1.090 4.000"), (MONETISED, "10.000 7.000 30.000"), (PER_PRICE, "0.900 0.918 0.250")],
)
def test_a_hopeless_bid_changes_nothing_under_an_absolute_method(award: dict[str, object], printed: str) -> None:
    for bids in (HOPELESS[:2], HOPELESS):
        found = [decimal_text(figure or F(0), 3) for figure in figures(award, bids)]
        assert found == printed.split()[: len(bids)]
        assert order(award, bids)[0] == 1


# Published figures.

QUOTATIONS = [Standing(F(90), F(1000)), Standing(F(80), F(875)), Standing(F(60), F(600))]


def test_utility_index_as_published() -> None:
    """https://mercell.atlassian.net/wiki/pages/diffpages.action?originalId=196086038586&pageId=196133486669."""
    found = figures(UTILITY, QUOTATIONS)
    assert [decimal_text(figure or F(0), 4) for figure in found] == ["0.6000", "0.5829", "0.5500"]
    assert order(UTILITY, QUOTATIONS) == [0, 1, 2]
    best = max(figure for figure in found if figure is not None)
    deficits = [
        price_deficit(figure, best, bid.price)
        for figure, bid in zip(found, QUOTATIONS, strict=True)
        if figure is not None and bid.price is not None
    ]
    assert deficits == [0, 25, 50]


def test_a_price_less_its_deficit_has_the_best_index() -> None:
    cheaper = [QUOTATIONS[0], Standing(F(80), F(850)), QUOTATIONS[2]]
    assert figures(UTILITY, cheaper)[1] == F("0.6")


def test_price_over_coefficient_as_published() -> None:
    """ProzorroUKR/openprocurement.api, docs/source/tendering/cfaselectionua/tutorial/awards-get.http."""
    [figure] = figures(COEFFICIENT, [Standing(F(20), F(499))], total_available=30)
    assert figure is not None
    assert F(499) / figure == F(9, 7)
    assert decimal_text(figure, 2) == "388.11"


def test_adjusted_price_per_technical_point_as_published() -> None:
    """https://www.southwestjournal.com/news/2007/09/mndot-announces-bridge-bid-winner/.

    The price, and 200,000 for each of the days, over the technical score. The winner was the dearest; the other
    figures follow from the printed scores and prices.
    """
    printed = [
        ("91.47", 437, 233_763_000, "3.51"),
        ("67.88", 437, 219_000_000, "4.51"),
        ("65.91", 367, 176_938_000, "3.80"),
        ("55.98", 392, 178_489_000, "4.59"),
    ]
    bids = [Standing(F(score), F(price + days * 200_000)) for score, days, price, _ in printed]
    in_millions = [decimal_text((figure or F(0)) / 10**6, 2) for figure in figures(PER_POINT, bids)]
    assert in_millions == [million for *_, million in printed]
    assert order(PER_POINT, bids) == [0, 2, 1, 3]


# Exact figures, edges and wording.

EXACT: list[tuple[Mapping[str, object], Standing, str, str, str]] = [
    (TOTAL, Standing(F("82.35")), "total points", "82.35", "1647/20"),
    (TOTAL, Standing(F(-1)), "total points", "-1", "-1"),
    (PRICE, Standing(F(0), F("9900.5")), "price", "9,900.50", "19801/2"),
    (PRICE, Standing(F(0), F(-5)), "price", "-5", "-5"),
    (ADJUSTED, Standing(F(0), F(250338000)), "price with additions", "250,338,000", "250338000"),
    (PER_POINT, Standing(F(80), F(100)), "price / points", "100 / 80", "5/4"),
    (PER_POINT, Standing(F(80), F(0)), "price / points", "0 / 80", "0"),
    (PER_PRICE, Standing(F(80), F(100)), "points / price", "80 / 100", "4/5"),
    (PER_PRICE, Standing(F(0), F(100)), "points / price", "0 / 100", "0"),
    (
        UTILITY,
        Standing(F(80), F(875)),
        "(1 - (best quality - quality) x quality weight / price weight) / price x lowest price",
        "(1 - (0.8 - 0.8) x 1.5) / 875 x 875",
        "1",
    ),
    (
        COEFFICIENT | {"of": "200"},
        Standing(F(50), F(150)),
        "price / (1 + quality / (1 - greatest quality))",
        "150 / (1 + 0.25 / (1 - 0.5))",
        "100",
    ),
    (
        COEFFICIENT | {"of": "200"},
        Standing(F(0), F(150)),
        "price / (1 + quality / (1 - greatest quality))",
        "150 / (1 + 0 / (1 - 0.5))",
        "150",
    ),
    (MONETISED, Standing(F(78), F(85)), "price - points x value per point", "85 - 78 x 1", "7"),
    (MONETISED, Standing(F(78), F(0)), "price - points x value per point", "0 - 78 x 1", "-78"),
    (
        PRESENT,
        Standing(F(0), flows=(F(1000), F(1100), F(1210))),
        "sum of payment / discount factor",
        "1,000 + 1,100 / 1.1 + 1,210 / 1.21",
        "3000",
    ),
    (
        PRESENT | {"rate": "0%"},
        Standing(F(0), flows=(F(1000), F(-100), F(0))),
        "sum of payment / discount factor",
        "1,000 + -100 + 0",
        "900",
    ),
    (
        {"by": "net-present-value", "rate": "3.65%", "flows": [{"price": "late", "days": "100"}]},
        Standing(F(0), flows=(F(101),)),
        "sum of payment / discount factor",
        "101 / 1.01",
        "100",
    ),
]


@pytest.mark.parametrize(("award", "bid", "rule", "substituted", "value"), EXACT)
def test_exact_figures(award: dict[str, object], bid: Standing, rule: str, substituted: str, value: str) -> None:
    assert workings(award, [bid]) == [Working(rule, substituted, F(value))]


def test_every_method_has_exact_cases() -> None:
    assert {case[0]["by"] for case in EXACT} == set(AWARDS)


UNDEFINED = [
    (PER_POINT, Standing(F(0), F(100))),
    (PER_POINT, Standing(F(-1), F(100))),
    (PER_POINT, Standing(F(80), F(-1))),
    (PER_PRICE, Standing(F(80), F(0))),
    (UTILITY, Standing(F(80), F(0))),
    (COEFFICIENT, Standing(F(80), F(100))),
    (COEFFICIENT | {"of": "200"}, Standing(F(-100), F(100))),
    (COEFFICIENT | {"of": "200"}, Standing(F(80), F(-1))),
    (PRESENT, Standing(F(0), flows=(F(1), F(2)))),
    *((award, Standing(F(80))) for award in ALL if award not in (TOTAL, PRESENT)),
]


@pytest.mark.parametrize(("award", "bid"), UNDEFINED)
def test_a_figure_that_would_mean_nothing_is_undefined(award: dict[str, object], bid: Standing) -> None:
    assert figures(award, [bid]) == [None]


def test_the_lowest_price_of_a_utility_index_is_one_the_method_can_use() -> None:
    bids = [Standing(F(80), F(500)), Standing(F(80)), Standing(F(80), F(0))]
    assert figures(UTILITY, bids) == [1, None, None]


def test_one_bid_behind_by_more_than_its_whole_index_is_below_zero() -> None:
    assert figures(UTILITY, [Standing(F(100), F(100)), Standing(F(10), F(50))]) == [F(1, 2), F("-0.35")]


@pytest.mark.parametrize(
    ("award", "below_zero", "zero"),
    [
        (TOTAL, None, None),
        (PRICE, None, None),
        (ADJUSTED, None, None),
        (PER_POINT, "zero or more", None),
        (PER_PRICE, "above zero", "above zero"),
        (UTILITY, "above zero", "above zero"),
        (COEFFICIENT, "zero or more", None),
        (MONETISED, None, None),
        (PRESENT, None, None),
    ],
)
def test_prices_a_method_cannot_use_are_refused(award: dict[str, object], below_zero: str, zero: str) -> None:
    settings = READ.validate_python(award)
    refuses = AWARDS[settings.by].refuses
    assert (refuses(F(-1), settings), refuses(F(0), settings), refuses(F(1), settings)) == (below_zero, zero, None)


def test_only_the_utility_index_remarks_on_a_bid() -> None:
    bid = Standing(F(80), F(875))
    said = {name: method.remark(bid, F(1, 2), F(3, 5)) for name, method in AWARDS.items()}
    assert {name for name, remark in said.items() if remark is not None} == {"utility-index"}


def test_the_remark_of_a_utility_index_is_its_price_deficit() -> None:
    remark = AWARDS["utility-index"].remark
    best, *_ = found = figures(UTILITY, QUOTATIONS)
    assert best is not None
    said = [remark(bid, figure or F(0), best) for bid, figure in zip(QUOTATIONS, found, strict=True)]
    assert said == ["price deficit 0", "price deficit 25", "price deficit 50"]
    assert remark(Standing(F(80), F(1000)), F(1, 3), F(1)) == "price deficit 666.67"
    assert remark(Standing(F(80)), F(1, 2), F(3, 5)) is None


IMPOSSIBLE = [
    (UTILITY | {"price-weight": "0"}, "utility-index.price-weight", "found 0, expected a number above zero"),
    (UTILITY | {"quality-weight": "-1"}, "utility-index.quality-weight", "found -1, expected a number above zero"),
    (COEFFICIENT | {"of": "0"}, "price-over-coefficient.of", "found 0, expected a number above zero"),
    (
        MONETISED | {"value-per-point": "0"},
        "monetised-quality.value-per-point",
        "found 0, expected a number above zero",
    ),
    (PRESENT | {"rate": "-1%"}, "net-present-value.rate", "found -1%, expected a percent of 0% or more"),
    (
        PRESENT | {"flows": [{"price": "first", "days": "-1"}, {"price": "second"}]},
        "net-present-value.flows.0.days",
        "Input should be greater than or equal to 0",
    ),
    (
        TOTAL | {"also-within": "-1%"},
        "highest-total.also-within",
        "found -1%, expected a number or percent of zero or more",
    ),
]


@pytest.mark.parametrize(("award", "place", "message"), IMPOSSIBLE)
def test_impossible_settings_are_refused_where_they_stand(award: object, place: str, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        READ.validate_python(award)
    (error,) = caught.value.errors()
    assert (".".join(str(part) for part in error["loc"]), error["msg"]) == (place, message)


# Whatever the bids.

POINTS = st.one_of(st.integers(-5, 100).map(F), st.fractions(0, 100, max_denominator=1000))
PRICES = st.one_of(st.none(), st.integers(-5, 20).map(F), st.integers(1, 10**9).map(lambda pence: F(pence, 100)))
PAYMENTS = st.lists(st.integers(-100, 10**6).map(F), max_size=3).map(tuple)
BIDS = st.lists(st.builds(Standing, POINTS, PRICES, PAYMENTS), min_size=1, max_size=6)


@examples(300)
@given(BIDS, st.sampled_from(ALL), st.sampled_from([30, 100, 1000]))
def test_a_figure_is_a_number_or_undefined(
    bids: list[Standing], award: dict[str, object], total_available: int
) -> None:
    for working in workings(award, bids, total_available):
        if working is not None:
            assert isinstance(working.value, Fraction)
            assert working.rule
            assert working.substituted


@examples(300)
@given(BIDS)
def test_price_per_point_and_points_per_price_give_one_order(bids: list[Standing]) -> None:
    usable = [bid for bid in bids if bid.points > 0 and bid.price is not None and bid.price > 0]
    per_point, per_price = figures(PER_POINT, usable), figures(PER_PRICE, usable)
    assert all(one is not None and other is not None for one, other in zip(per_point, per_price, strict=True))
    assert [one and 1 / one for one in per_point] == per_price


@examples(300)
@given(BIDS)
def test_no_utility_index_is_above_one_and_the_best_is_above_zero(bids: list[Standing]) -> None:
    usable = [bid for bid in bids if bid.price is not None and bid.price > 0]
    found = [figure for figure in figures(UTILITY, usable) if figure is not None]
    assert len(found) == len(usable)
    assert all(figure <= 1 for figure in found)
    assert not usable or max(found) > 0


# The registry and its pages.


def test_every_method_of_a_framework_file_is_registered() -> None:
    union, _ = get_args(Award)
    models = [get_args(member)[0] for member in get_args(union)]
    assert set(AWARDS) == {get_args(model.model_fields["by"].annotation)[0] for model in models}


@pytest.mark.parametrize("name", AWARDS)
def test_a_page_says_everything_and_its_example_runs(name: str) -> None:
    module = sys.modules[AWARDS[name].figure.__module__]
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
    text = " ".join((inspect.getdoc(module) or "").split())
    needed = ("Symbols:", "Figure:", "One bid", "ll equal", "Worked example:", "Assumptions:", "Source:")
    assert [words for words in needed if words not in text] == []
    assert "ero" in text
    assert any(word in text for word in ("Absolute", "Relative", "relative"))


@pytest.mark.parametrize("name", AWARDS)
def test_the_documentation_has_a_row_and_a_usable_example_for_the_method(name: str) -> None:
    (row,) = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{name}` |")]
    (example,) = re.findall(r"`(award: \{.*\})`", row)
    assert READ.validate_python(yaml.safe_load(example)["award"]).by == name
