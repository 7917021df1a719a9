"""One workbook with everything that goes wrong at once: one line for each, with its cell."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from tests.workbook.build import Workbooks, framework, lines

MARKS: list[list[Any]] = [
    ["IT support, marks agreed by the panel"],
    ["Bidder", "Social value", "quality", "Method statement", "Quality of service"],
    ["Alder", "=VLOOKUP(A3,Scores!A:D,4)", 40, None, None],
    ["Birch", "#REF!", "38", None, None],
    ["Cedar", "3,5", date(2025, 3, 4), None, None],
    ["Dogwood", True, "N/A", None, None],
    ["Elm", 0.75, 40.44999, None, None],
    ["Fir ", None, 51, None, None],
    ["FIR", 3, 30, None, None],
    ["Gorse", 5, " ", None, None],
    [None, 4, 30, None, None],
    ["Hazel", 4, 30, None, None],
    ["Average", 3.2, 37.1, None, None],
]
BIDS: list[list[Any]] = [
    ["Bidder", "Total prise", "Carbon reduction plan", "Size"],
    ["Alder", "£12,000.00", "yes", "medium"],
    ["Birch", 1234.567, "Y", "SME"],
    ["Cedar", "12.345,00", False, None],
    ["Dogwood", "on request", "perhaps", None],
    ["Elm", 1000, "yes", None],
    ["Fir", 1000, "yes", None],
    ["Gorse", 1000, "yes", None],
    ["Hazle", 1000, "yes", None],
]
SCORES: list[list[Any]] = [
    ["Bidder", "Criterion", "Evaluator", "Mark"],
    ["Alder", "Social value", "Ann", 4],
    ["Alder", "Social value", "Anne", "4"],
    ["Alder", "Social valu", "Ann", 4],
    ["Alder", "Social value", "ann", 3],
    *([name, "Social value", "Ann", None] for name in ("Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel")),
]


def spoil(sheets: dict[str, Worksheet]) -> None:
    marks, bids = sheets["Marks"], sheets["Bids"]
    marks.merge_cells("A1:E1")
    marks.merge_cells("A10:A11")
    marks.row_dimensions[12].hidden = True
    marks["B7"].number_format = "0%"
    marks["C7"].number_format = "0.0"
    bids.column_dimensions["C"].hidden = True


RECALCULATE = "open it in Excel or LibreOffice, recalculate and save"
MARK = "expected a mark for 'Social value': 0, 1, 2, 3 or 4"
POINTS = "expected points for 'Quality of service' (quality) from 0 to 50"
RETYPE = "format the cell as a number and write the value again"
SHOW = "show it, or delete it"

EXPECTED = [
    "Bids!A1: WB112 no column is headed 'Total price' (price) | is 'Total prise' meant?",
    "Bids!B1: WB111 warning: 'Total prise' is not a column that is read | did you mean 'Total price'?",
    f"Bids!C1: WB116 warning: 'Carbon reduction plan' stands in a hidden column; it was read | {SHOW}",
    "Bids!D3: WB170 warning: found 'SME', expected micro, small, medium or large; it was left out",
    "Bids!C5: WB144 found 'perhaps', expected yes or no for 'Carbon reduction plan' (carbon-plan)",
    "Bids!A9: WB123 'Hazle' is not on the sheet Marks | is it 'Hazel' there? write one name",
    "Bids!A9: WB123 'Hazle' is not on the sheet Scores | is it 'Hazel' there? write one name",
    "Evaluators!C3: WB170 warning: found 'maybe', expected yes or no; it was left out",
    "Marks!D2: WB111 warning: 'Method statement' is not a column that is read",
    (
        "Marks!E2: WB113 'Quality of service' is a second column for 'Quality of service' (quality); "
        "'quality' at Marks!C2 is the first | give the column that is not to be read another heading"
    ),
    f"Marks!B3: WB130 the formula has no stored value, {MARK} | {RECALCULATE}",
    f"Marks!B4: WB131 found the error value #REF!, {MARK} | correct the formula, or write the value",
    "Marks!C4: WB132 note: the text '38' was read as the number 38",
    f"Marks!B5: WB133 found '3,5' with a decimal comma, {MARK} | write it with a decimal point, like 12.5",
    f"Marks!C5: WB134 found the date 2025-03-04, {POINTS} | {RETYPE}",
    f"Marks!B6: WB135 found TRUE, {MARK} | write the number",
    f"Marks!C6: WB137 found 'N/A', {POINTS} | leave the cell blank when there is nothing to enter",
    f"Marks!B7: WB136 found a percentage, stored as 0.75, {MARK} | {RETYPE}",
    (
        "Marks!C7: WB139 warning: shown as 40.4, stored as 40.44999; the stored number was taken "
        "| if the shown number is meant, write that"
    ),
    "Marks!A8: WB122 note: the spaces around 'Fir ' were left out",
    f"Marks!C8: WB141 found 51, {POINTS}",
    (
        "Marks!A9: WB121 'FIR' has bid before, at Marks!A8 as 'Fir' "
        "| keep one bid of each bidder, or tell them apart by name"
    ),
    (
        "Marks!A10: WB115 the cells to A11 are merged; only the first holds the bidder's name "
        "| unmerge them, and write each bidder's name once, in its own cell"
    ),
    f"Marks!B10: WB140 found '5', which is not on the scale, {MARK}",
    "Marks!C10: WB138 note: the cell holds only spaces; it counts as blank",
    f"Marks!A12: WB116 warning: row 12 is hidden and holds the bid of Hazel; it was read | {SHOW}",
    "Marks!A12: WB123 'Hazel' is not on the sheet Bids | is it 'Hazle' there? write one name",
    (
        "Marks!A13: WB124 row 13, 'Average', may not be a bid: its name is made of words for such lines; its figures "
        "3.2 and 37.1 are neither the model's nor worked out from the other lines | if it is not a bid, delete the "
        "row; if it is, write the bidder's full registered name, or list every bidder on a sheet Bids"
    ),
    "Notes: WB114 note: the sheet 'Notes' is not read: no row of it is headed Bidder or Criterion",
    "Scores!C3: WB151 warning: 'Anne' is not on the sheet Evaluators; the marks were read | did you mean 'Ann'?",
    "Scores!D3: WB132 note: the text '4' was read as the number 4",
    "Scores!B4: WB152 'Social valu' is not a criterion of the model | did you mean 'social-value'?",
    (
        "Scores!D5: WB150 Alder has a second mark by Ann for 'Social value': 3; 4 is at Scores!D2 "
        "| if two evaluators of one name marked, tell them apart in a column Evaluator; if one is a slip, correct it"
    ),
]


def test_every_trap_is_said_in_one_run(workbooks: Workbooks) -> None:
    evaluators = [["Name", "Role", "Declared conflict"], ["Ann", "Chair", "no"], ["Bo", "", "maybe"]]
    sheets = {"Marks": MARKS, "Bids": BIDS, "Scores": SCORES, "Evaluators": evaluators, "Notes": [["call Alder"]]}
    assert lines(workbooks.save(sheets, spoil), framework()) == [f"bids.xlsx:{line}" for line in EXPECTED]


def test_with_the_heading_corrected_the_prices_are_read_too(workbooks: Workbooks) -> None:
    bids = [["Bidder", "Total price", *BIDS[0][2:]], *BIDS[1:]]
    found = lines(workbooks.save({"Marks": MARKS, "Bids": bids}, spoil), framework())
    assert [line for line in found if ":Bids!B" in line] == [
        "bids.xlsx:Bids!B2: WB142 note: the text '£12,000.00' was read as 12000.00",
        (
            "bids.xlsx:Bids!B3: WB143 warning: 1234.567 has more than two decimal places; it was taken as it is "
            "| compare it with the bid"
        ),
        (
            "bids.xlsx:Bids!B4: WB133 found '12.345,00' with a decimal comma, "
            "expected an amount for 'Total price' (price), "
            "like 1234.50 | write it with a decimal point, like 12.5"
        ),
        (
            "bids.xlsx:Bids!B5: WB137 found 'on request', expected an amount for 'Total price' (price), like 1234.50 "
            "| leave the cell blank when there is nothing to enter"
        ),
    ]
