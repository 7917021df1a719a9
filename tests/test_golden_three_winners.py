"""One set of bids, three winners: what each price formula makes of it, worked by hand.

Quality and price weigh 50 each. Alder has quality 90 at 100, Birch 78 at 85, Cedar 10 at 40. Cedar cannot win on
merit, yet under a formula that looks at other bids it decides who does.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from svscore.framework.load import load_framework
from svscore.scoring.engine import score
from svscore.scoring.result import BidResult, Result
from svscore.workbook import read_bids

HEADER = """\
svscore: 1
id: three-winners
title: One set of bids, three winners
version: "1"
regime: other
status: illustrative
rounding: {total: 2}
"""

TOTALS = """\
criteria:
  - {id: quality, title: Quality, weight: 50, points: {max: 100}}
  - {id: price, title: Price, weight: 50, price: {FORMULA}}
"""

FIGURES = """\
criteria:
  - {id: quality, title: Quality, weight: 100, points: {max: 100}}
  - {id: price, title: Price, price: {formula: none}}
award: {METHOD}
"""

CEDAR_MISSES_THE_MINIMUM = ("points: {max: 100}", "points: {max: 100}, minimum: 50%")

BIDS = {"Alder": "Alder,90,100", "Birch": "Birch,78,85", "Cedar": "Cedar,10,40"}

Row = tuple[str, dict[str, str], dict[str, str]]

# Model, figures of Alder and Birch alone, figures of all three.
RELATIVE: dict[str, Row] = {
    "lowest over price": (
        TOTALS.replace("FORMULA", "formula: lowest-ratio"),
        {"Birch": "89.00", "Alder": "87.50"},
        {"Alder": "65.00", "Birch": "62.53", "Cedar": "55.00"},
    ),
    "percent over lowest, floored": (
        TOTALS.replace("FORMULA", "formula: percent-over-lowest"),
        {"Birch": "89.00", "Alder": "86.18"},
        {"Cedar": "55.00", "Alder": "45.00", "Birch": "39.00"},
    ),
    "percent over lowest, not floored": (
        TOTALS.replace("FORMULA", "formula: percent-over-lowest, floored: false"),
        {"Birch": "89.00", "Alder": "86.18"},
        {"Cedar": "55.00", "Birch": "32.75", "Alder": "20.00"},
    ),
    "min-max": (
        TOTALS.replace("FORMULA", "formula: min-max"),
        {"Birch": "89.00", "Alder": "45.00"},
        {"Cedar": "55.00", "Birch": "51.50", "Alder": "45.00"},
    ),
}

ABSOLUTE: dict[str, Row] = {
    "published range": (
        TOTALS.replace("FORMULA", "formula: fixed-range, full-at: 50, zero-at: 150"),
        {"Birch": "71.50", "Alder": "70.00"},
        {"Birch": "71.50", "Alder": "70.00", "Cedar": "55.00"},
    ),
    "price per quality point": (
        FIGURES.replace("METHOD", "by: price-per-quality-point, figure-places: 3"),
        {"Birch": "1.090", "Alder": "1.111"},
        {"Birch": "1.090", "Alder": "1.111", "Cedar": "4.000"},
    ),
    "money for quality": (
        FIGURES.replace("METHOD", "by: monetised-quality, value-per-point: 1, figure-places: 2"),
        {"Birch": "7.00", "Alder": "10.00"},
        {"Birch": "7.00", "Alder": "10.00", "Cedar": "30.00"},
    ),
}

ROWS = RELATIVE | ABSOLUTE


def scored(folder: Path, model: str, *rows: str) -> Result:
    (folder / "framework.yaml").write_text(HEADER + model, encoding="utf-8")
    (folder / "bids.csv").write_text("\n".join(["Bidder,Quality,Price", *rows, ""]), encoding="utf-8")
    framework = load_framework(str(folder / "framework.yaml")).framework
    return score(framework, read_bids(folder / "bids.csv", framework))


def figures(bids: Iterator[BidResult]) -> Mapping[str, str | None]:
    """What decides, as shown, by bidder in the order of the ranking."""
    return {bid.bidder: bid.figure_shown for bid in bids}


@pytest.mark.parametrize("name", ROWS)
def test_two_bids(name: str, tmp_path: Path) -> None:
    model, expected, _ = ROWS[name]
    result = scored(tmp_path, model, BIDS["Alder"], BIDS["Birch"])
    assert list(figures(iter(result.bids)).items()) == list(expected.items())


@pytest.mark.parametrize("name", ROWS)
def test_three_bids(name: str, tmp_path: Path) -> None:
    model, _, expected = ROWS[name]
    result = scored(tmp_path, model, *BIDS.values())
    assert list(figures(iter(result.bids)).items()) == list(expected.items())
    assert [bid.bidder for bid in result.bids if bid.is_awarded] == [next(iter(expected))]


@pytest.mark.parametrize("name", ROWS)
def test_a_minimum_before_prices_are_compared_gives_the_figures_of_two_bids(name: str, tmp_path: Path) -> None:
    model, expected, _ = ROWS[name]
    result = scored(tmp_path, model.replace(*CEDAR_MISSES_THE_MINIMUM), *BIDS.values())
    assert figures(bid for bid in result.bids if bid.status == "eligible") == expected
    assert result.bids[-1].bidder == "Cedar"
    assert result.bids[-1].rank is None


@pytest.mark.parametrize("name", ROWS)
def test_a_minimum_after_prices_are_compared_leaves_the_figures_of_three(name: str, tmp_path: Path) -> None:
    model, _, expected = ROWS[name]
    model = model.replace(*CEDAR_MISSES_THE_MINIMUM) + "reference-bids: all\n"
    result = scored(tmp_path, model, *BIDS.values())
    left = {bidder: figure for bidder, figure in expected.items() if bidder != "Cedar"}
    assert list(figures(bid for bid in result.bids if bid.status == "eligible").items()) == list(left.items())


PRICE_ONLY = """\
criteria:
  - {id: quality, title: Quality, weight: WQ, points: {max: 100}}
  - {id: price, title: Price, weight: WP, price: {FORMULA}}
"""


@pytest.mark.parametrize(
    ("formula", "weight", "points"),
    [
        ("formula: min-max", "50", {"100000": "50.00", "100001": "0.00"}),
        (
            "formula: mean-deviation, floored: false, capped: false",
            "100",
            {"10": "125.21", "11": "122.73", "100": "-97.93"},
        ),
        ("formula: lowest-ratio", "40", {"100": "40.00", "105": "38.10", "110": "36.36"}),
    ],
    ids=["a pound apart", "far from the mean", "the first five pounds cost most"],
)
def test_traps(formula: str, weight: str, points: Mapping[str, str], tmp_path: Path) -> None:
    model = PRICE_ONLY.replace("WQ", str(100 - int(weight))).replace("WP", weight).replace("FORMULA", formula)
    result = scored(tmp_path, model, *(f"bid at {price},0,{price}" for price in points))
    assert figures(iter(result.bids)) == {f"bid at {price}": text for price, text in points.items()}
