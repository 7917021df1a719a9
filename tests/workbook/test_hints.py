"""Hints say what to do in the reader's words, and following one loses no mark and changes no published rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from svscore.workbook import read_bids
from tests.workbook.build import Workbooks, framework, lines, values

HEADER: list[Any] = ["Bidder", "social-value", "quality", "price", "carbon-plan"]
ACME: list[Any] = ["Acme", 3, 40, 1000, "yes"]
BROOK: list[Any] = ["Brook", 2, 30, 900, "no"]
LONG: list[Any] = ["Bidder", "Criterion", "Evaluator", "Mark"]


@pytest.mark.parametrize(
    "sheets",
    [
        {"Evaluator 1": [HEADER, ACME], "Evaluator 2": [HEADER[:3], ["Acme", 4, 41]]},
        {"Anne": [HEADER[:2], ["Acme", 3]], "Bert": [HEADER, ACME]},
        {"Scores": [LONG, ["Acme", "quality", None, 3], ["Acme", "quality", None, 4]], "Bids": [HEADER, ACME]},
        {"Consensus": [LONG, ["Acme", "quality", "", 3]], "Consensus (2)": [LONG, ["Acme", "quality", "", 4]]},
        {"S": [LONG, ["Acme", "quality", "Al", 3]], "T": [LONG, ["Acme", "quality", "AL", 4]], "Bids": [HEADER, ACME]},
    ],
    ids=["two-wide-sheets", "sheets-named-after-people", "one-long-sheet", "two-agreed", "one-name"],
)
def test_no_hint_about_two_marks_takes_one_out(
    workbooks: Workbooks, sheets: dict[str, Sequence[Sequence[Any]]]
) -> None:
    found = [line for line in lines(workbooks.save(sheets), framework()) if " WB150 " in line]
    assert found
    for line in found:
        _, hint = line.split(" | ")
        assert "keep the one" not in hint
        assert "Evaluator" in hint


@pytest.mark.parametrize("heading", ["Timeframe", "Birthday name", "Bidername", "VCS", "Submited", "Tender", "Lots"])
@pytest.mark.parametrize("header", [HEADER, LONG], ids=["wide", "long"])
def test_no_hint_names_a_key_nobody_writes(workbooks: Workbooks, heading: str, header: list[Any]) -> None:
    rows: list[list[Any]] = [[*header, heading], [*ACME, 1] if header is HEADER else ["Acme", "quality", "Al", 40, 1]]
    text = "\n".join(lines(workbooks.save({"Bids": rows}), framework()))
    for word in ("biddername", "vcse", "did you mean 'bidder", "nameofbidder", "lookfor"):
        assert word not in text


@pytest.mark.parametrize(
    "blocks",
    [("A1:B1", "A2:B2", "A3:B3"), ("F2:G2",), ("E1:F1", "E2:F2"), ("A2:B2",), ("A1:B1", "E3:G3")],
    ids=["names", "beside", "last-column", "one-name", "heading-and-answer"],
)
def test_cells_merged_for_their_width_alone_are_no_problem(workbooks: Workbooks, blocks: Sequence[str]) -> None:
    def merge(sheets: dict[str, Worksheet]) -> None:
        for block in blocks:
            sheets["Bids"].merge_cells(block)

    rows: list[list[Any]] = [[row[0], None, *row[1:4], row[4]] for row in (HEADER, ACME, BROOK)]
    rows = [[row[0], None, row[2], row[3], row[5], None, None] for row in rows]
    rows[0][1:] = [None, "social-value", "quality", "carbon-plan", None, None]
    prices: list[list[Any]] = [["Bidder", "price"], ["Acme", 1000], ["Brook", 900]]
    path = workbooks.save({"Bids": rows, "Prices": prices}, merge)
    assert lines(path, framework()) == []
    assert values(read_bids(path, framework()))["Brook"] == {
        "social-value": "2",
        "quality": "30",
        "price": "900",
        "carbon-plan": "no",
    }


@pytest.mark.parametrize("block", ["A2:A3", "A2:C2", "C2:C3", "C1:D1", "B2:D3"])
def test_cells_merged_over_two_bids_or_two_criteria_are_refused(workbooks: Workbooks, block: str) -> None:
    rows: list[list[Any]] = [["Bidder", None, *HEADER[1:]], ["Acme", None, *ACME[1:]], ["Brook", None, *BROOK[1:]]]
    path = workbooks.save({"Bids": rows}, lambda sheets: sheets["Bids"].merge_cells(block))
    assert any(" WB115 " in line for line in lines(path, framework()))
