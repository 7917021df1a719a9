"""The result as CSV: read back by a program, opened by a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from io import StringIO

from svscore.report.csv_report import render
from svscore.scoring.result import Question, Result
from tests.report.results import HOSTILE, ORIGIN, named, result, section, three_bids


def rows(made: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(render(made, ORIGIN), newline="")))


def test_one_row_a_bid_and_one_column_a_criterion() -> None:
    assert rows(three_bids(what_if=("without wellbeing",)))[0] == {
        "rank": "1",
        "bidder": "Acme Digital Services Ltd",
        "status": "eligible",
        "awarded": "yes",
        "leading": "yes",
        "partial": "no",
        "total": "82.35",
        "figure": "82.35",
        "margin": "2.35",
        "social-value": "15.00",
        "technical-quality": "40.00",
        "price": "27.35",
        "reasons": "",
        "award_state": "settled",
        "award_because": "",
        "framework": "it-support 2025-03",
        "framework_sha256": "ab" * 32,
        "what_if": "without wellbeing",
        "model_sha256": "",
        "changed_model": "",
        "questions": "",
    }


def test_each_row_has_the_questions_about_its_bid_with_their_cells() -> None:
    names = [bid.bidder for bid in three_bids().bids]
    zero = Question("EQ13", (names[0],), "nothing entered for Quality", "bids.xlsx:Bids!B2", "Quality")
    same = Question("EQ02", (names[0], names[1]), "the same price", "bids.xlsx:Bids!C2, C3", "Price")
    texts = [row["questions"] for row in rows(replace(three_bids(), questions=(zero, same)))]
    assert texts == [
        "nothing entered for Quality (bids.xlsx:Bids!B2); the same price (bids.xlsx:Bids!C2, C3)",
        "the same price (bids.xlsx:Bids!C2, C3)",
        "",
    ]


def test_an_excluded_bid_has_empty_cells_and_reasons() -> None:
    last = rows(three_bids())[-1]
    assert (last["rank"], last["total"], last["price"], last["social-value"]) == ("", "", "", "8.00")
    assert last["reasons"] == "failed Carbon reduction plan: answered no"


def test_a_criterion_without_weight_shows_what_the_cell_says() -> None:
    first = three_bids().bids[0]
    gate = section("Carbon reduction plan", 0, None, kind="gate", overall_weight=None, raw="yes")
    assert rows(result([replace(first, criteria=(gate,))]))[0]["carbon-reduction-plan"] == "yes"


def test_no_cell_is_a_formula() -> None:
    cells = [cell for row in csv.reader(StringIO(render(named(HOSTILE), ORIGIN))) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert '\'=HYPERLINK("http://evil.example","click")' in cells
    assert "_x0009_=1" in cells


def test_a_negative_number_stays_a_number() -> None:
    first = replace(three_bids().bids[0], margin=Fraction(-1), margin_shown="-1.00")
    assert rows(result([first]))[0]["margin"] == "-1.00"


def test_no_bids_leave_a_header() -> None:
    assert render(result([]), ORIGIN).count("\n") == 1
