"""Every cell that is not what it should be: said with its place, and never silently a number or a blank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from svscore.framework.model import Framework
from svscore.workbook import read_bids
from tests.workbook.build import Workbooks, framework, lines, values

HEADER = ["Bidder", "social-value", "quality", "price", "carbon-plan"]
MARK = "expected a mark for 'Social value': 0, 1, 2, 3 or 4"
POINTS = "expected points for 'Quality of service' (quality) from 0 to 50"
AMOUNT = "expected an amount for 'Total price' (price), like 1234.50"
ANSWER = "expected yes or no for 'Carbon reduction plan' (carbon-plan)"
RECALCULATE = "open it in Excel or LibreOffice, recalculate and save"
RETYPE = "format the cell as a number and write the value again"
POINT = "write it with a decimal point, like 12.5"
BLANK = "leave the cell blank when there is nothing to enter"
ALONE = "write the number alone, in plain digits"

REFUSED: list[tuple[str, Any, str]] = [
    ("B", "=1+1", f"WB130 the formula has no stored value, {MARK} | {RECALCULATE}"),
    ("D", "=1+1", f"WB130 the formula has no stored value, {AMOUNT} | {RECALCULATE}"),
    ("E", "=1+1", f"WB130 the formula has no stored value, {ANSWER} | {RECALCULATE}"),
    ("B", "#N/A", f"WB131 found the error value #N/A, {MARK} | correct the formula, or write the value"),
    ("D", "#DIV/0!", f"WB131 found the error value #DIV/0!, {AMOUNT} | correct the formula, or write the value"),
    ("B", "3,5", f"WB133 found '3,5' with a decimal comma, {MARK} | {POINT}"),
    ("C", "12,5", f"WB133 found '12,5' with a decimal comma, {POINTS} | {POINT}"),
    ("D", "1234,5", f"WB133 found '1234,5' with a decimal comma, {AMOUNT} | {POINT}"),
    ("D", "€ 1.234,50", f"WB133 found '€ 1.234,50' with a decimal comma, {AMOUNT} | {POINT}"),
    ("B", date(2025, 3, 4), f"WB134 found the date 2025-03-04, {MARK} | {RETYPE}"),
    ("D", date(2025, 3, 4), f"WB134 found the date 2025-03-04, {AMOUNT} | {RETYPE}"),
    ("B", True, f"WB135 found TRUE, {MARK} | write the number"),
    ("D", False, f"WB135 found FALSE, {AMOUNT} | write the number"),
    ("B", "75%", f"WB136 found the percentage '75%', {MARK} | write the number itself"),
    ("B", "N/A", f"WB137 found 'N/A', {MARK} | {BLANK}"),
    ("C", "see note", f"WB137 found 'see note', {POINTS} | write a number"),
    ("D", "tbc", f"WB137 found 'tbc', {AMOUNT} | {BLANK}"),
    ("D", "1/2", f"WB137 found '1/2', {AMOUNT} | {ALONE}"),
    ("C", "1e1", f"WB137 found '1e1', {POINTS} | {ALONE}"),
    ("C", "£12", f"WB137 found '£12', {POINTS} | {ALONE}"),
    ("D", "(500)", f"WB137 found '(500)', {AMOUNT} | {ALONE}"),
    ("D", "12k", f"WB137 found '12k', {AMOUNT} | {ALONE}"),
    ("B", "4 - Excellent", f"WB137 found '4 - Excellent', {MARK} | {ALONE}"),
    ("C", "4 (agreed)", f"WB137 found '4 (agreed)', {POINTS} | {ALONE}"),
    ("D", "'1000", f'WB137 found "\'1000", {AMOUNT} | {ALONE}'),
    ("D", "To be confirmed", f"WB137 found 'To be confirmed', {AMOUNT} | {BLANK}"),
    ("B", "-", f"WB137 found '-', {MARK} | {BLANK}"),
    ("B", "x" * 400, f"WB137 found '{'x' * 57}...', {MARK}"),
    ("B", 5, f"WB140 found '5', which is not on the scale, {MARK}"),
    ("B", 3.5, f"WB140 found '3.5', which is not on the scale, {MARK}"),
    ("C", 51, f"WB141 found 51, {POINTS}"),
    ("C", -0.5, f"WB141 found -0.5, {POINTS}"),
    ("E", "maybe", f"WB144 found 'maybe', {ANSWER}"),
    ("E", 1, f"WB144 found '1', {ANSWER}"),
    ("E", date(2025, 3, 4), f"WB144 found '2025-03-04', {ANSWER}"),
    ("D", 1e300, f"WB145 found the number '1E+300', {AMOUNT} | write it as a plain decimal number"),
]

TAKEN: list[tuple[str, Any, str, str]] = [
    ("B", "4", "4", "WB132 note: the text '4' was read as the number 4"),
    ("B", "\u00a04.0 ", "4", "WB132 note: the text '4.0' was read as the number 4"),
    ("C", "12.5", "25/2", "WB132 note: the text '12.5' was read as the number 12.5"),
    ("D", "£1,234.50", "2469/2", "WB142 note: the text '£1,234.50' was read as 1234.50"),
    ("D", "1 234 567 GBP", "1234567", "WB142 note: the text '1 234 567 GBP' was read as 1234567"),
    ("D", "-€5", "-5", "WB142 note: the text '-€5' was read as -5"),
    (
        "D",
        12.345,
        "2469/200",
        "WB143 warning: 12.345 has more than two decimal places; it was taken as it is | compare it with the bid",
    ),
]


def row(column: str, value: Any) -> list[Any]:
    cells: list[Any] = ["Acme", 3, 40, 1000, "yes"]
    cells["ABCDE".index(column)] = value
    return cells


@pytest.mark.parametrize(("column", "value", "expected"), REFUSED)
def test_a_cell_that_cannot_be_used_is_refused(workbooks: Workbooks, column: str, value: Any, expected: str) -> None:
    path = workbooks.save({"Bids": [HEADER, row(column, value)]})
    assert lines(path, framework()) == [f"bids.xlsx:Bids!{column}2: {expected}"]


@pytest.mark.parametrize(("column", "value", "number", "expected"), TAKEN)
def test_a_cell_that_is_taken_in_a_particular_way_is_said(
    workbooks: Workbooks, column: str, value: Any, number: str, expected: str
) -> None:
    path = workbooks.save({"Bids": [HEADER, row(column, value)]})
    assert lines(path, framework()) == [f"bids.xlsx:Bids!{column}2: {expected}"]
    taken = values(read_bids(path, framework()))["Acme"][HEADER["ABCDE".index(column)]]
    assert taken == number


@pytest.mark.parametrize(("column", "value"), [("B", None), ("D", None), ("E", None), ("B", ""), ("D", 0), ("D", -5)])
def test_blanks_and_strange_prices_are_not_the_reader_s_business(workbooks: Workbooks, column: str, value: Any) -> None:
    path = workbooks.save({"Bids": [HEADER, row(column, value)]})
    assert lines(path, framework()) == []
    assert (HEADER["ABCDE".index(column)] in values(read_bids(path, framework()))["Acme"]) == (value in (0, -5))


def test_only_spaces_are_a_blank_and_said(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": [HEADER, row("B", " \u00a0 ")]})
    assert lines(path, framework()) == ["bids.xlsx:Bids!B2: WB138 note: the cell holds only spaces; it counts as blank"]
    assert "social-value" not in values(read_bids(path, framework()))["Acme"]


def formatted(cell: str, code: str) -> Callable[[dict[str, Worksheet]], None]:
    def adjust(sheets: dict[str, Worksheet]) -> None:
        sheets["Bids"][cell].number_format = code

    return adjust


@pytest.mark.parametrize(
    ("column", "value", "code", "expected"),
    [
        ("B", 0.75, "0%", f"WB136 found a percentage, stored as 0.75, {MARK} | {RETYPE}"),
        ("B", 4, "dd/mm/yyyy", f"WB134 found the date 1900-01-04, {MARK} | {RETYPE}"),
        (
            "C",
            40.44999,
            "0.0",
            (
                "WB139 warning: shown as 40.4, stored as 40.44999; the stored number was taken "
                "| if the shown number is meant, write that"
            ),
        ),
        (
            "D",
            78400,
            "0,",
            (
                "WB139 warning: shown as 78, stored as 78400; the stored number was taken "
                "| if the shown number is meant, write that"
            ),
        ),
        (
            "B",
            3,
            ";;;",
            (
                "WB139 warning: its number format hides the number; 3 is stored and was taken "
                "| if the shown number is meant, write that"
            ),
        ),
    ],
)
def test_number_formats_that_mislead(workbooks: Workbooks, column: str, value: Any, code: str, expected: str) -> None:
    path = workbooks.save({"Bids": [HEADER, row(column, value)]}, formatted(f"{column}2", code))
    assert lines(path, framework()) == [f"bids.xlsx:Bids!{column}2: {expected}"]


def test_an_entry_keeps_what_was_seen_and_what_is_stored(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": [HEADER, row("C", 40.44999)]}, formatted("C2", "0.0"))
    entry = read_bids(path, framework()).bids[0].entries["quality"]
    assert (entry.value, entry.shown, str(entry.location)) == (Fraction("40.44999"), "40.4", "bids.xlsx:Bids!C2")


def test_a_formula_without_its_value_counts_as_blank_where_the_model_takes_blanks(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": [HEADER, row("B", "=1+1")]})
    for missing in ("zero", "partial"):
        model = framework(missing=missing)
        assert lines(path, model) == [
            (
                f"bids.xlsx:Bids!B2: WB130 warning: the formula has no stored value, {MARK}; it counts as blank "
                f"| {RECALCULATE}"
            )
        ]
        assert "social-value" not in values(read_bids(path, model))["Acme"]


def test_a_number_no_spreadsheet_stores_is_refused_with_its_cell(workbooks: Workbooks) -> None:
    header = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEADER)
    path = workbooks.raw(
        f'<worksheet><sheetData><row>{header}</row><row><c t="inlineStr"><is><t>Acme</t></is></c><c><v>NaN</v></c>'
        "<c><v>Infinity</v></c></row></sheetData></worksheet>"
    )
    assert lines(path, framework()) == [
        f"bids.xlsx:Bids!B2: WB145 found 'NaN', which no spreadsheet program stores, {MARK} | write the value again",
        (
            f"bids.xlsx:Bids!C2: WB145 found 'Infinity', which no spreadsheet program stores, {POINTS} "
            "| write the value again"
        ),
    ]


def test_a_quantity_says_its_unit(workbooks: Workbooks) -> None:
    model: Framework = framework(
        {"id": "jobs", "title": "Jobs", "weight": "100", "quantity": {"formula": "highest-ratio", "unit": "FTE"}}
    )
    path = workbooks.save(
        {"Bids": [["Bidder", "Jobs"], ["Acme", "some"], ["Brook", "1,200"], ["Cole", 1.125], ["Dale", "10 FTE"]]}
    )
    assert lines(path, model) == [
        "bids.xlsx:Bids!B2: WB137 found 'some', expected a number for 'Jobs' in FTE | write a number",
        "bids.xlsx:Bids!B3: WB142 note: the text '1,200' was read as 1200",
        f"bids.xlsx:Bids!B5: WB137 found '10 FTE', expected a number for 'Jobs' in FTE | {ALONE}",
    ]


def test_lettered_marks(workbooks: Workbooks) -> None:
    model = framework({"id": "merit", "title": "Merit", "weight": "100", "scale": "tiered"})
    path = workbooks.save({"Bids": [["Bidder", "Merit"], ["Acme", "a "], ["Brook", "B"]]})
    assert values(read_bids(path, model)) == {"Acme": {"merit": "A"}, "Brook": {"merit": "B"}}
    path = workbooks.save({"Bids": [["Bidder", "Merit"], ["Acme", "D"], ["Brook", 1]]})
    assert lines(path, model) == [
        "bids.xlsx:Bids!B2: WB140 found 'D', which is not on the scale, expected a mark for 'Merit': A, B or C",
        "bids.xlsx:Bids!B3: WB140 found '1', which is not on the scale, expected a mark for 'Merit': A, B or C",
    ]


def test_a_long_scale_is_named_by_its_ends(workbooks: Workbooks) -> None:
    scale = [{"mark": str(mark)} for mark in range(101)]
    criterion = {"id": "merit", "title": "Merit", "weight": "100", "scale": "hundred"}
    model = framework(criterion, scales={"hundred": scale})
    path = workbooks.save({"Bids": [["Bidder", "Merit"], ["Acme", 101]]})
    assert lines(path, model) == [
        (
            "bids.xlsx:Bids!B2: WB140 found '101', which is not on the scale, "
            "expected a mark for 'Merit': one of 101 marks from 0 to 100"
        )
    ]


def test_everything_is_said_in_one_run_in_the_order_of_the_sheet(workbooks: Workbooks) -> None:
    rows = [HEADER, *(row(column, value) for column, value, _ in REFUSED)]
    for number, cells in enumerate(rows[1:]):
        cells[0] = f"Bidder {number}"
    found = lines(workbooks.save({"Bids": rows}), framework())
    assert found == [
        f"bids.xlsx:Bids!{column}{number}: {expected}" for number, (column, _, expected) in enumerate(REFUSED, 2)
    ]


def test_prices_in_one_currency_however_it_is_written_are_no_matter(workbooks: Workbooks) -> None:
    rows: list[list[Any]] = [
        HEADER,
        *([f"Bidder {price}", 3, 40, price, "yes"] for price in ("£1,000", "GBP900", "950 gbp", 975)),
    ]
    found = lines(workbooks.save({"Bids": rows}, formatted("D5", "[$£-809]#,##0")), framework())
    assert [line.split()[1] for line in found] == ["WB142", "WB142", "WB142"]
