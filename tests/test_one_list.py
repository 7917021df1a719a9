"""What stops a result is one list: problems of reading, blanks and problems of scoring, each once, by its cell."""

from __future__ import annotations

import pickle
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from svscore.bids import UnreadableBidsError
from svscore.cli.app import app
from svscore.framework.load import load_framework
from svscore.workbook import read_bids
from tests.workbook.build import Workbooks

MODEL = """\
svscore: 1
id: house
title: House
version: "1"
regime: other
status: illustrative
moderation: {moderation}
scales: {{s: [{{mark: 0}}, {{mark: 1}}, {{mark: 2}}, {{mark: 3}}, {{mark: 4}}]}}
criteria:
  - {{id: mac-1a, title: Service desk, weight: 40, scale: s}}
  - {{id: mac-1b, title: Reporting, weight: 20, scale: s}}
  - {{id: price, title: Price, weight: 40, price: {{formula: lowest-ratio{basket}}}}}
"""
BASKET = ", basket: [{item: day, quantity: 10}, {item: night, title: Night rate, quantity: 5}]"
HEADINGS = ("Bidder", "mac-1a", "mac-1b", "price")


def listed(folder: Path, *files: Path, moderation: str = "consensus", basket: str = "") -> list[str]:
    """The place and code of every problem, in the order printed."""
    model = folder / "house.yaml"
    model.write_text(MODEL.format(moderation=moderation, basket=basket), "utf-8")
    ran = CliRunner().invoke(app, ["evaluate", *map(str, files), "-f", str(model)])
    assert ran.exit_code == 1, ran.output
    found = re.findall(r"^(\S+): ([A-Z]{2}\d+)", ran.stderr, re.MULTILINE)
    return [f"{place} {code}" for place, code in found]


def csv(*rows: Sequence[str]) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


LONG = ("Bidder", "Criterion", "Evaluator", "Mark")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # a warning of the reading beside a blank
        (
            (("Bidder", "mac-1a", "mac-1b", "price", "Cost centre"), ("Ash", "1", "", "5", "x")),
            ["bids.csv:1:5 WB111", "bids.csv:2:3 EV101"],
        ),
        # a mark off the scale beside blanks before and after it
        (
            (HEADINGS, ("Ash", "", "1", "5"), ("Birch", "9", "1", "5"), ("Cedar", "1", "1", "")),
            ["bids.csv:2:2 EV101", "bids.csv:3:2 WB140", "bids.csv:4:4 EV101"],
        ),
        # a price the formula cannot take beside words in another cell
        (
            (HEADINGS, ("Ash", "1", "1", "0"), ("Birch", "1", "one", "5")),
            ["bids.csv:2:4 EV104", "bids.csv:3:3 WB137"],
        ),
        # a column that is missing is said once; the blanks of the others are said
        (
            (("Bidder", "mac-1a", "price"), ("Ash", "", "5"), ("Birch", "2", "")),
            ["bids.csv:1:1 WB112", "bids.csv:2:2 EV101", "bids.csv:3:3 EV101"],
        ),
        # a matrix
        (
            (("Criterion", "Ash", "Birch"), ("mac-1a", "7", "1"), ("mac-1b", "1", ""), ("price", "5", "-1")),
            ["bids.csv:2:2 WB140", "bids.csv:3:3 EV101", "bids.csv:4:3 EV104"],
        ),
        # evaluators' marks without agreement beside one that is off the scale
        (
            (
                LONG,
                ("Ash", "mac-1a", "Chen", "3"),
                ("Ash", "mac-1a", "Consensus", ""),
                ("Ash", "mac-1b", "Chen", "8"),
                ("Ash", "mac-1b", "Consensus", "2"),
                ("Ash", "price", "", ""),
            ),
            ["bids.csv:3:4 EV102", "bids.csv:4:4 WB140", "bids.csv:6:4 EV101"],
        ),
    ],
    ids=["warning", "off-scale", "zero-price", "missing-column", "matrix", "no-agreement"],
)
def test_nothing_is_dropped_because_something_else_refused(
    tmp_path: Path, rows: Sequence[Sequence[str]], expected: Sequence[str]
) -> None:
    bids = tmp_path / "bids.csv"
    bids.write_text(csv(*rows), "utf-8")
    assert listed(tmp_path, bids) == expected


def test_each_blank_line_of_a_basket_is_said_and_none_whose_cell_is_in_error(tmp_path: Path) -> None:
    bids = tmp_path / "bids.csv"
    headings = ("Bidder", "mac-1a", "mac-1b", "day", "night")
    rows = (("Ash", "1", "1", "x", ""), ("Birch", "1", "1", "", ""))
    bids.write_text(csv(headings, *rows), "utf-8")
    expected = ["bids.csv:2:4 WB137", "bids.csv:2:5 EV101", "bids.csv:3:4 EV101", "bids.csv:3:5 EV101"]
    assert listed(tmp_path, bids, basket=BASKET) == expected


def test_problems_of_several_files_and_sheets_are_sorted_by_file_sheet_and_cell(tmp_path: Path) -> None:
    workbooks = Workbooks(tmp_path)
    marks = workbooks.save(
        {"B": [("Bidder", "mac-1a"), ("Ash", None), ("Elm", 9)], "A": [("Bidder", "mac-1b"), ("Ash", 3)]},
        name="marks.xlsx",
    )
    prices = workbooks.text(csv(("Bidder", "price"), ("Ash", "5"), ("Elm", "0")), "prices.csv")
    expected = [
        "marks.xlsx:B!B2 EV101",
        "marks.xlsx:B!B3 WB140",
        "prices.csv:3:1 WB123",
        "prices.csv:3:1 EV101",
        "prices.csv:3:2 EV104",
    ]
    assert listed(tmp_path, prices, marks) == expected


def mark_of(letter: str) -> int | None:
    return int(letter) if letter.strip() else None


@pytest.mark.parametrize(
    ("moderation", "sheets", "expected"),
    [
        ("consensus", {"Chen": "31", "Dee": "12", "Consensus": "3 "}, ["bids.xlsx:Consensus!D3 EV102"]),
        ("consensus", {"Chen": "  ", "Dee": "  ", "Consensus": " 2"}, ["bids.xlsx:Consensus!D2 EV101"]),
        ("mean", {"Chen": "31", "Dee": "1 "}, ["bids.xlsx:Dee!D3 EV103"]),
        ("median", {"Chen": "3 ", "Dee": "1 "}, ["bids.xlsx:Chen!D3 EV101", "bids.xlsx:Dee!D3 EV101"]),
        ("mean", {"Chen": "31", "Dee": "9 "}, ["bids.xlsx:Dee!D2 WB140", "bids.xlsx:Dee!D3 EV103"]),
    ],
    ids=["no-agreement", "no-mark-at-all", "one-evaluator", "no-evaluator", "and-one-off-the-scale"],
)
def test_no_other_cell_is_named_than_the_one_to_fill(
    tmp_path: Path, moderation: str, sheets: Mapping[str, str], expected: Sequence[str]
) -> None:
    rows = {
        name: [
            LONG,
            ("Ash", "mac-1a", name, mark_of(marks[0])),
            ("Ash", "mac-1b", name, mark_of(marks[1])),
            *((("Ash", "price", name, 5),) if name == list(sheets)[-1] else ()),
            *(("Elm", mark, name, 2) for mark in ("mac-1a", "mac-1b")),
            *((("Elm", "price", name, 5),) if name == list(sheets)[-1] else ()),
        ]
        for name, marks in sheets.items()
    }
    assert listed(tmp_path, Workbooks(tmp_path).save(rows), moderation=moderation) == expected


def test_messages_say_the_title_beside_the_id(tmp_path: Path) -> None:
    bids = tmp_path / "bids.csv"
    bids.write_text(csv(HEADINGS, ("Ash", "", "1", "")), "utf-8")
    (tmp_path / "house.yaml").write_text(MODEL.format(moderation="consensus", basket=""), "utf-8")
    ran = CliRunner().invoke(app, ["evaluate", str(bids), "-f", str(tmp_path / "house.yaml")])
    assert "Ash: no mark entered for 'Service desk' (mac-1a)." in ran.stderr
    assert "Ash: no price entered for 'Price'." in ran.stderr


def test_what_could_be_read_survives_a_copy_between_processes(tmp_path: Path) -> None:
    bids = tmp_path / "bids.csv"
    bids.write_text(csv(HEADINGS, ("Ash", "9", "1", "5")), "utf-8")
    (tmp_path / "house.yaml").write_text(MODEL.format(moderation="consensus", basket=""), "utf-8")
    with pytest.raises(UnreadableBidsError) as refused:
        read_bids(bids, load_framework(str(tmp_path / "house.yaml")).framework)
    copy = pickle.loads(pickle.dumps(refused.value))  # noqa: S301 - from this test
    assert copy.problems == refused.value.problems
    assert copy.competition == refused.value.competition
