"""The worked calculation of a bid, as somebody with a calculator reads it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from svscore.bids import Bid, Competition, Entry
from svscore.framework.model import Framework
from svscore.problem import Location
from svscore.report.explain import render
from svscore.scoring.engine import score
from tests.report.results import HOSTILE, ORIGIN

MODEL: dict[str, Any] = {
    "svscore": "1",
    "id": "it-support",
    "title": "IT support services",
    "version": "2025-03",
    "regime": "other",
    "status": "illustrative",
    "scales": {"third": [{"mark": str(mark)} for mark in range(4)]},
    "criteria": [
        {"id": "accepts-terms", "title": "Terms accepted", "gate": {"fail-when": "no"}},
        {
            "id": "quality",
            "title": "Quality",
            "weight": "60",
            "criteria": [
                {"id": "method", "title": "Method", "weight": "70", "scale": "third"},
                {"id": "team", "title": "Team", "weight": "30", "points": {"max": "50"}},
            ],
        },
        {"id": "price", "title": "Price", "weight": "40", "price": {"formula": "lowest-ratio"}},
    ],
    "adjustments": [{"id": "local", "title": "Local offer", "when": "is-local", "add": "5%"}],
    "rounding": {"mode": "half-up", "criterion": "2", "total": "1"},
}

PAGE = """\
Acme: rank 2 of 2, eligible
Model: IT support services: it-support 2025-03, models/it-support.yaml, sha256
  abababababab
Bids: bids.xlsx, sha256 cdcdcdcdcdcd
Rounding: points to 2 places, total to 1 place, half-up
A number that ends in ... has more decimals than are shown and is carried on
  whole.

Terms accepted (no weight): yes

Quality (60 points)
  Method (70% of 60 = 42 points): 2
    share   mark / highest mark = 2 / 3 = 0.666666666...
    points  share x weight = 0.666666666... x 42 = 28.00
  Team (30% of 60 = 18 points): 31.5
    share   points / most points = 31.5 / 50 = 0.63
    points  share x weight = 0.63 x 18 = 11.34
  section  sum = 28.00 + 11.34 = 39.34

Price (40 points): 11000
  share   lowest / this = 9,000 / 11,000 = 0.818181818...
  points  share x weight
          = 0.818181818... x 40
          = 32.727272727..., rounded to 32.73

local  percent of all points = 5% of 100 = 5.00
total  sum = 39.34 + 32.73 + 5.00 = 77.07, rounded to 77.1
"""


def entries(given: Mapping[str, str]) -> dict[str, Entry]:
    return {
        key: Entry(Fraction(text) if text[0].isdigit() else text, text, Location("bids.xlsx", "Bids", 2, column))
        for column, (key, text) in enumerate(given.items(), start=2)
    }


ACME = {"accepts-terms": "yes", "method": "2", "team": "31.5", "price": "11000", "is-local": "yes"}
BRIGHTWATER = {"accepts-terms": "yes", "method": "3", "team": "50", "price": "9000", "is-local": "no"}


def explained(bidder: str, *bids: tuple[str, Mapping[str, str]], **changes: Any) -> str:
    framework = Framework.model_validate(MODEL | changes)
    made = tuple(Bid(name, Location("bids.xlsx"), entries(given)) for name, given in bids)
    result = score(framework, Competition("bids.xlsx", "cd" * 32, made), what_if=("without wellbeing",) * bool(changes))
    return render(result, ORIGIN, bidder, framework)


def test_whole_page() -> None:
    assert explained("Acme", ("Acme", ACME), ("Brightwater", BRIGHTWATER)) == PAGE


def test_the_winner_sees_the_margin() -> None:
    page = explained("Brightwater", ("Acme", ACME), ("Brightwater", BRIGHTWATER))
    assert page.startswith("Brightwater: rank 1 of 2, awarded\n")
    assert page.endswith("Ahead of the next bid by 22.9\n")


def test_an_excluded_bid_sees_why_and_what_was_not_scored() -> None:
    page = explained("Acme", ("Acme", ACME | {"accepts-terms": "no"}), ("Brightwater", BRIGHTWATER))
    assert page.startswith("Acme: excluded\n")
    assert "  not scored: it depends on other bids, and this bid is not compared with them\n" in page
    assert page.endswith("Excluded: failed Terms accepted: answered no\n")


def test_a_figure_has_its_own_name_and_rounding() -> None:
    award = {"by": "price-per-quality-point", "figure-places": "0"}
    criteria = [*MODEL["criteria"][:2], {"id": "price", "title": "Price", "price": {"formula": "none"}}]
    page = explained("Acme", ("Acme", ACME), award=award, criteria=criteria)
    assert "what-if, not the published model: without wellbeing\n" in page
    assert "Price (no weight): 11000\n" in page
    assert "\nPrice per quality point  " in page
    assert page.endswith(", rounded to 248\n")


def test_a_long_equation_takes_a_line_for_each_part() -> None:
    leaves = [
        {"id": f"part-{number}", "title": f"Part {number}", "weight": "10", "points": {"max": "10"}}
        for number in range(10)
    ]
    quality = {"id": "quality", "title": "Quality", "weight": "100", "criteria": leaves}
    page = explained(
        "Acme", ("Acme", {f"part-{number}": "7" for number in range(10)} | {"is-local": "no"}), criteria=[quality]
    )
    assert "  section  sum\n           = 7.00 + 7.00 + " in page
    assert "\n           = 70.00\n" in page
    assert max(map(len, page.splitlines())) <= 80


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_can_send_the_terminal_anything(name: str) -> None:
    page = explained(name, (name, ACME))
    assert [letter for letter in page if ord(letter) < 32 and letter != "\n"] == []


def test_a_bidder_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError, match="Nobody"):
        explained("Nobody", ("Acme", ACME))
