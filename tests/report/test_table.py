"""The ranking as a table: golden texts, and what must hold at any width."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from rich.cells import cell_len

from svscore.problem import Location, Problem, Severity
from svscore.report.table import render
from svscore.scoring.result import Question, Result, Tie
from tests.report.results import HOSTILE, ORIGIN, bid, named, result, section, three_bids

AT_80 = """\
IT support services

                               Social  Technical
Rank  Bidder                    value    quality  Price  Total  Margin  Status
----  -----------------------  ------  ---------  -----  -----  ------  --------
      out of                       20         50     30    100
   1  Acme Digital Services     15.00      40.00  27.35  82.35    2.35  awarded
      Ltd
   2  Brightwater Consulting    12.00      38.00  30.00  80.00       -  eligible
      Partnership LLP
   -  Cobalt                     8.00      41.00      -      -       -  excluded

Awarded   Acme Digital Services Ltd, by the highest total
Excluded  Cobalt: failed Carbon reduction plan: answered no
Model     IT support services: it-support 2025-03, models/it-support.yaml,
          sha256 abababababab
Bids      bids.xlsx, sha256 cdcdcdcdcdcd
"""

AT_120 = """\
IT support services

                                              Social  Technical
Rank  Bidder                                   value    quality  Price  Total  Margin  Status
----  --------------------------------------  ------  ---------  -----  -----  ------  --------
      out of                                      20         50     30    100
   1  Acme Digital Services Ltd                15.00      40.00  27.35  82.35    2.35  awarded
   2  Brightwater Consulting Partnership LLP   12.00      38.00  30.00  80.00       -  eligible
   -  Cobalt                                    8.00      41.00      -      -       -  excluded

Awarded   Acme Digital Services Ltd, by the highest total
Excluded  Cobalt: failed Carbon reduction plan: answered no
Model     IT support services: it-support 2025-03, models/it-support.yaml, sha256 abababababab
Bids      bids.xlsx, sha256 cdcdcdcdcdcd
"""

STACKED = """\
1  Acme Digital Services Ltd
   Social value          15.00  of 20
   Technical quality     40.00  of 50
   Price                 27.35  of 30
   Total                 82.35  of 100
   Margin                 2.35
   Status              awarded
"""

SECTIONS = ("Fighting climate change", "Tackling economic inequality: creating new businesses", "Equal opportunity")
ABBREVIATED = """\
Rank  Bidder                      C1     C2     C3  Total  Margin  Status
----  -----------------------  -----  -----  -----  -----  ------  -------
      out of                      30     30     40    100
   1  Acme Digital Services    30.00  20.00  10.00  60.00       -  awarded
      Ltd

C1  Fighting climate change
C2  Tackling economic inequality: creating new businesses
C3  Equal opportunity

"""


def many_sections() -> Result:
    scores = zip(SECTIONS, ((30, "30.00"), (30, "20.00"), (40, "10.00")), strict=True)
    return result([bid("Acme Digital Services Ltd", 1, dict(scores))])


@pytest.mark.parametrize(("width", "expected"), [(80, AT_80), (120, AT_120)])
def test_whole_page(width: int, expected: str) -> None:
    assert render(three_bids(), ORIGIN, width=width) == expected


def test_headings_that_do_not_fit_are_numbered_and_named_below() -> None:
    assert ABBREVIATED in render(many_sections(), ORIGIN, width=74)


def test_bids_stand_below_each_other_where_no_table_fits() -> None:
    assert STACKED in render(three_bids(), ORIGIN, width=50)


@pytest.mark.parametrize("width", range(20, 130, 3))
@pytest.mark.parametrize("made", [three_bids(), many_sections()], ids=["three bids", "many sections"])
def test_no_number_is_cut_and_no_line_too_long_at_any_width(made: Result, width: int) -> None:
    page = render(made, ORIGIN, width=width)
    numbers = [node.shown for bid in made.bids for node in bid.criteria if node.shown]
    assert [number for number in numbers if number not in page.split()] == []
    assert max(map(cell_len, page.splitlines())) <= max(width, 40)


def test_wide_letters_keep_the_columns_in_line() -> None:
    page = render(named(["株式会社サンプル", "Acme"]), ORIGIN, width=80)
    rows = [line for line in page.splitlines() if "30.00" in line]
    assert {cell_len(row[: row.index("30.00")]) for row in rows} == {cell_len("Rank  株式会社サンプル") + 4}


def test_no_bidder_can_send_the_terminal_anything() -> None:
    page = render(named(HOSTILE), ORIGIN, width=80)
    assert [character for character in page if ord(character) < 32 and character != "\n"] == []
    assert "\u202e" not in page
    assert "[red]x[/red]" in page
    assert "␛[2J␛]0;owned␇" in page
    assert "line break" in page


def test_a_section_may_be_headed_as_other_columns_are() -> None:
    page = render(result([bid("Acme", 1, {"Bidder": (60, "30.00"), "Status": (40, "20.00")})]), ORIGIN, width=80)
    assert "      out of      60      40    100\n" in page


def test_colour_only_where_asked_for() -> None:
    assert "\x1b[" not in render(three_bids(), ORIGIN, width=80)
    coloured = render(three_bids(), ORIGIN, width=80, colour=True)
    assert "\x1b[1;32m" in coloured
    assert "\x1b[2m" in coloured


def test_what_if_is_said_before_the_table() -> None:
    page = render(three_bids(what_if=("weight of price 40 instead of 30", "without wellbeing")), ORIGIN, width=120)
    warning = "what-if, not the published model: weight of price 40 instead of 30; without wellbeing"
    assert page.splitlines()[1] == warning


def test_ties_questions_and_counts_stand_below() -> None:
    made = three_bids(
        ties=(Tie(("Acme", "Brightwater"), 1, "price"), Tie(("Acme", "Brightwater", "Cobalt"), 2, None)),
        questions=(Question("EQ01", ("Acme",), "Acme's Price is zero: ask the bidder what it means"),),
        problems=(
            Problem(Location("bids.xlsx"), "WB201", "odd", severity=Severity.WARNING),
            Problem(Location("bids.xlsx"), "WB301", "read so", severity=Severity.NOTE),
            Problem(Location("bids.xlsx"), "WB301", "read so", severity=Severity.NOTE),
        ),
    )
    page = render(made, replace(ORIGIN, lot="2"), width=120)
    assert "Tie       Acme and Brightwater were tied at rank 1; the tie was broken by price\n" in page
    assert "Tie       Acme, Brightwater and Cobalt share rank 2; nothing in the model breaks the tie\n" in page
    assert "Question  Acme's Price is zero: ask the bidder what it means\n" in page
    assert "Reading   1 warning, 2 notes on what was read\n" in page
    assert "Bids      bids.xlsx, sha256 cdcdcdcdcdcd, lot 2\n" in page


def test_bids_that_print_alike_are_told_apart() -> None:
    first, second, _ = three_bids().bids
    close = Fraction("80.0004")
    ahead = replace(
        first, figure=close, total_exact=close, total_shown="80.00", figure_shown="80.00", margin=Fraction("0.0004")
    )
    page = render(result([ahead, second]), ORIGIN, width=120)
    line = "Acme Digital Services Ltd is ahead of Brightwater Consulting Partnership LLP by 0.0004 before rounding"
    assert line in page
    assert "before rounding" not in render(three_bids(), ORIGIN, width=120)


def test_partial_totals_are_marked() -> None:
    first = three_bids().bids[0]
    nodes = (replace(first.criteria[0], is_partial=True), *first.criteria[1:])
    page = render(result([replace(first, is_partial=True, criteria=nodes)]), ORIGIN, width=120)
    assert "*15.00      40.00  27.35  *82.35" in page
    assert "Partial  a number with * is not final" in page


def test_another_award_method_has_its_figure_and_the_price_it_rests_on() -> None:
    price = section("Price", 0, None, kind="price", overall_weight=None, raw="3000000")
    scored = bid("Acme", 1, {"Quality": (100, "90.00")}, figure=Fraction(3333333), figure_shown="33333.33")
    made = result(
        [replace(scored, criteria=(*scored.criteria, price))],
        award_by="price-per-quality-point",
        figure_name="Price per quality point",
        highest_wins=False,
    )
    page = render(made, ORIGIN, width=120)
    assert "   1  Acme      90.00  3,000,000  33,333.33       -  awarded\n" in page
    assert "Awarded  Acme, by the lowest price per quality point\n" in page
