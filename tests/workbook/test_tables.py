"""Tables that are not what they should be: headings, bidders, hidden and merged places."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from svscore.workbook import read_bids
from tests.workbook.build import Workbooks, framework, lines, values

HEADER: list[Any] = ["Bidder", "social-value", "quality", "price", "carbon-plan"]
ACME: list[Any] = ["Acme", 3, 40, 1000, "yes"]
BROOK: list[Any] = ["Brook", 2, 30, 900, "no"]
SHOW = "show it, or delete it"
IF_A_BIDDER = "if it is a bidder, write the bidder's full registered name, or list every bidder on a sheet Bids"


def test_headings_match_by_id_or_title_whatever_case_spaces_and_punctuation(workbooks: Workbooks) -> None:
    header = [" BIDDER ", "Social Value", "quality-of  service!", "TOTAL PRICE:", "carbon_plan"]
    path = workbooks.save({"Bids": [["Contract 7"], [], header, ACME]})
    assert lines(path, framework()) == []
    assert values(read_bids(path, framework())) == {
        "Acme": {"social-value": "3", "quality": "40", "price": "1000", "carbon-plan": "yes"}
    }


def test_a_heading_is_looked_for_in_the_first_30_rows_that_hold_something(workbooks: Workbooks) -> None:
    titles = [[f"Line {number}"] for number in range(1, 31)]
    for above, is_read in (([*titles[:29]], True), ([[], *titles[:28], []], True), (titles, False)):
        path = workbooks.save({"Bids": [*above, HEADER, ACME]})
        assert (lines(path, framework()) == []) is is_read
        assert any("WB110" in line for line in lines(path, framework())) is not is_read


@pytest.mark.parametrize(("length", "is_read"), [(299, True), (300, True), (301, False)])
def test_a_name_has_at_most_300_characters(workbooks: Workbooks, length: int, is_read: bool) -> None:  # noqa: FBT001
    name = "é" * length
    path = workbooks.save({"Bids": [HEADER, [name, *ACME[1:]]]})
    if is_read:
        assert list(values(read_bids(path, framework()))) == [name]
    else:
        said = f"bids.xlsx:Bids!A2: WB120 found '{'é' * 57}...', a text of 301 characters, expected a bidder's name"
        assert lines(path, framework())[0] == f"{said} | write a name of at most 300 characters"


def test_names_that_differ_in_their_last_character_are_two(workbooks: Workbooks) -> None:
    names = ["x" * 299 + letter for letter in "ab"]
    path = workbooks.save({"Bids": [HEADER, *([name, *ACME[1:]] for name in names)]})
    assert list(values(read_bids(path, framework()))) == names


def test_unknown_and_missing_columns_name_the_nearest(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": [["Bidder", "social-valu", "Remarks", "price", "Carbon"], ["Acme", 3, "x", 9, "y"]]})
    assert lines(path, framework()) == [
        "bids.xlsx:Bids!A1: WB112 no column is headed 'Social value' | is 'social-valu' meant?",
        "bids.xlsx:Bids!A1: WB112 no column is headed 'Quality of service' (quality) | add a column headed quality",
        "bids.xlsx:Bids!A1: WB112 no column is headed 'Carbon reduction plan' (carbon-plan) | is 'Carbon' meant?",
        "bids.xlsx:Bids!B1: WB111 warning: 'social-valu' is not a column that is read | did you mean 'social-value'?",
        "bids.xlsx:Bids!C1: WB111 warning: 'Remarks' is not a column that is read",
        "bids.xlsx:Bids!E1: WB111 warning: 'Carbon' is not a column that is read | did you mean 'carbon-plan'?",
    ]


def test_a_second_column_for_one_criterion_is_refused(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": [[*HEADER, "Quality of service"], [*ACME, 3]]})
    assert lines(path, framework()) == [
        (
            "bids.xlsx:Bids!F1: WB113 'Quality of service' is a second column for 'Quality of service' (quality); "
            "'quality' at Bids!C1 is the first | give the column that is not to be read another heading"
        )
    ]


def test_a_title_that_two_criteria_share_is_not_guessed(workbooks: Workbooks) -> None:
    model = framework(
        {"id": "a", "title": "Method", "weight": "50", "points": {"max": "5"}},
        {"id": "b", "title": "Method", "weight": "50", "points": {"max": "5"}},
    )
    path = workbooks.save({"Bids": [["Bidder", "Method", "b"], ["Acme", 1, 2]]})
    assert lines(path, model)[1:] == [
        "bids.xlsx:Bids!B1: WB118 'Method' is the title of several criteria: a, b | head it with the id instead"
    ]


def test_columns_of_groups_and_totals_are_not_read_and_said(workbooks: Workbooks) -> None:
    leaf = {"id": "method", "title": "Method", "weight": "100", "points": {"max": "5"}}
    model = framework({"id": "quality", "title": "Quality", "weight": "100", "criteria": [leaf]})
    path = workbooks.save({"Bids": [["Bidder", "Quality", "Method", "Total"], ["Acme", 100, 5, 100]]})
    assert lines(path, model) == [
        "bids.xlsx:Bids!B1: WB114 note: 'Quality' holds other criteria; its figures are worked out, not read",
        "bids.xlsx:Bids!D1: WB117 note: 'Total' is not read: totals are worked out from the marks",
    ]


def test_a_basket_has_one_column_an_item(workbooks: Workbooks) -> None:
    basket = [{"item": "day-rate", "title": "Day rate", "quantity": "220"}, {"item": "licence", "quantity": "1"}]
    model = framework(
        {"id": "price", "title": "Price", "weight": "100", "price": {"formula": "lowest-ratio", "basket": basket}}
    )
    path = workbooks.save({"Bids": [["Bidder", "Price", "Day Rate", "Licence"], ["Acme", 9, 500, 1200.5]]})
    assert lines(path, model) == [
        "bids.xlsx:Bids!B1: WB114 note: 'Price' holds other criteria; its figures are worked out, not read"
    ]
    assert values(read_bids(path, model)) == {"Acme": {"day-rate": "500", "licence": "2401/2"}}


@pytest.mark.parametrize(
    "name", ["TOTAL", "Totals:", "Average", "Average mark", "Grand total", "Max. score", "Weighting %"]
)
def test_a_line_of_totals_is_skipped_with_a_warning(workbooks: Workbooks, name: str) -> None:
    path = workbooks.save({"Bids": [HEADER, ACME, [name, 9, "=SUM(C2:C2)", 1000, None]]})
    assert lines(path, framework()) == [
        (
            f"bids.xlsx:Bids!A3: WB117 warning: {name!r} was taken for a line of totals or labels, not for a bidder, "
            f"and skipped: it holds formulas, and the others do not | {IF_A_BIDDER}"
        )
    ]
    assert list(values(read_bids(path, framework()))) == ["Acme"]


@pytest.mark.parametrize("name", ["Total Energy Ltd", "Maxim", "Average Joe Ltd", "Summit", "Weights & Co"])
def test_a_bidder_with_such_a_word_in_its_name_is_a_bidder(workbooks: Workbooks, name: str) -> None:
    path = workbooks.save({"Bids": [HEADER, [name, *ACME[1:]]]})
    assert lines(path, framework()) == []


def test_duplicates_of_a_bidder_also_by_case_and_spaces(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": [HEADER, ACME, ["ACME ", 3, 40, 1000, "yes"], ["acme", 1, 1, 1, "no"]]})
    hint = "keep one bid of each bidder, or tell them apart by name"
    assert lines(path, framework()) == [
        "bids.xlsx:Bids!A3: WB122 note: the spaces around 'ACME ' were left out",
        f"bids.xlsx:Bids!A3: WB121 'ACME' has bid before, at Bids!A2 as 'Acme' | {hint}",
        f"bids.xlsx:Bids!A4: WB121 'acme' has bid before, at Bids!A2 as 'Acme' | {hint}",
    ]


def test_a_line_without_a_bidder_is_refused(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": [HEADER, ACME, [" ", 3, 40, 1000, "yes"], [None, None, None, None, None]]})
    assert lines(path, framework()) == [
        "bids.xlsx:Bids!A3: WB120 row 3 holds figures and names no bidder | write the bidder's name, or clear the row"
    ]


def test_a_bidder_that_is_an_error_or_an_uncalculated_formula_is_refused(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": [HEADER, ["#REF!", *ACME[1:]], ["=A9", *ACME[1:]]]})
    assert lines(path, framework()) == [
        (
            "bids.xlsx:Bids!A2: WB131 found the error value #REF!, expected a bidder's name "
            "| correct the formula, or write the value"
        ),
        (
            "bids.xlsx:Bids!A3: WB130 the formula has no stored value, expected a bidder's name "
            "| open it in Excel or LibreOffice, recalculate and save"
        ),
    ]


NAMES = [
    "=HYPERLINK",
    "@SUM(1)",
    "<img onerror>",
    "[red]x[/red]",
    "\u202eevil",
    "O'Neil \N{EM DASH} & Søn",
    "42",
    "Ünï",
]


def test_names_are_kept_as_they_are(workbooks: Workbooks) -> None:
    def write(sheets: dict[str, Worksheet]) -> None:
        for number, name in enumerate(NAMES, 2):
            cell = sheets["Bids"].cell(number, 1)
            cell.value = name
            cell.data_type = "s"

    path = workbooks.save({"Bids": [HEADER, *([None, *ACME[1:]] for _ in NAMES)]}, write)
    assert lines(path, framework()) == []
    assert list(values(read_bids(path, framework()))) == NAMES


def test_hidden_rows_columns_and_sheets_are_read_and_said(workbooks: Workbooks) -> None:
    def hide(sheets: dict[str, Worksheet]) -> None:
        sheets["Bids"].row_dimensions[3].hidden = True
        sheets["Bids"].column_dimensions["D"].hidden = True
        sheets["More"].sheet_state = "hidden"

    rows: dict[str, list[list[Any]]] = {
        "Bids": [HEADER[:4], ACME[:4], BROOK[:4]],
        "More": [["Bidder", "carbon-plan"], ["Acme", "yes"], ["Brook", "no"]],
    }
    path = workbooks.save(rows, hide)
    assert lines(path, framework()) == [
        f"bids.xlsx:Bids!D1: WB116 warning: 'price' stands in a hidden column; it was read | {SHOW}",
        f"bids.xlsx:Bids!A3: WB116 warning: row 3 is hidden and holds the bid of Brook; it was read | {SHOW}",
        f"bids.xlsx:More: WB116 warning: the sheet is hidden and holds bids; they were read | {SHOW}",
    ]
    assert len(read_bids(path, framework()).bids) == 2


def merged(*blocks: str) -> Any:
    def merge(sheets: dict[str, Worksheet]) -> None:
        for block in blocks:
            sheets["Bids"].merge_cells(block)

    return merge


def test_merged_cells_in_a_table_are_refused(workbooks: Workbooks) -> None:
    rows: list[list[Any]] = [
        ["Title of the contract"],
        HEADER,
        ACME,
        [None, *BROOK[1:]],
        ["Cole", None, 30, 48000, "yes"],
    ]
    path = workbooks.save({"Bids": rows}, merged("A1:E1", "A3:A4", "B4:B5", "G2:H9"))
    assert lines(path, framework()) == [
        (
            "bids.xlsx:Bids!A3: WB115 the cells to A4 are merged; only the first holds the bidder's name "
            "| unmerge them, and write each bidder's name once, in its own cell"
        ),
        (
            "bids.xlsx:Bids!B4: WB115 the cells to B5 are merged; what they hold counts for the first only "
            "| unmerge them, and enter for each bid what it has"
        ),
    ]


def test_a_matrix_has_the_same_defects_the_other_way_round(workbooks: Workbooks) -> None:
    def adjust(sheets: dict[str, Worksheet]) -> None:
        sheets["Bids"].column_dimensions["C"].hidden = True
        sheets["Bids"].row_dimensions[4].hidden = True

    rows: list[list[Any]] = [
        ["Criterion", "Weight", "Acme", "acme", None],
        ["social-value", 20, 3, 9, 4],
        ["Qualty", 50, 40, 30],
    ]
    path = workbooks.save(
        {"Bids": [*rows, ["price", 30, 1000, 900], ["Total", 100, 3, 3], ["carbon-plan", "", "y", "n"]]}, adjust
    )
    assert lines(path, framework()) == [
        "bids.xlsx:Bids!A1: WB112 no row is headed 'Quality of service' (quality) | is 'Qualty' meant?",
        (
            "bids.xlsx:Bids!B1: WB117 warning: 'Weight' was taken for a line of totals or labels, not for a bidder, "
            f"and skipped: its figures are the weights | {IF_A_BIDDER}"
        ),
        f"bids.xlsx:Bids!C1: WB116 warning: column C is hidden and holds the bid of Acme; it was read | {SHOW}",
        (
            "bids.xlsx:Bids!D1: WB121 'acme' has bid before, at Bids!C1 as 'Acme' "
            "| keep one bid of each bidder, or tell them apart by name"
        ),
        (
            "bids.xlsx:Bids!E1: WB120 column E holds figures and names no bidder "
            "| write the bidder's name, or clear the column"
        ),
        "bids.xlsx:Bids!A3: WB111 warning: 'Qualty' is not a row that is read | did you mean 'quality'?",
        f"bids.xlsx:Bids!A4: WB116 warning: 'price' stands in a hidden row; it was read | {SHOW}",
        "bids.xlsx:Bids!A5: WB117 note: 'Total' is not read: totals are worked out from the marks",
    ]


def test_several_sheets_are_joined_by_bidder(workbooks: Workbooks) -> None:
    marks: list[list[Any]] = [["Bidder", "quality", "social-value"], ["Acme", 40, 3], ["Brook", 30, 2]]
    bids: list[list[Any]] = [["Bidder", "Reference", "Size", "VCSE", "Submitted", "price", "carbon-plan"]]
    bids += [
        ["brook", "T2", "Small", "y", "2025-03-03 14:05", 900, "no"],
        ["Acme", "T1", None, None, None, 1000, "yes"],
    ]
    path = workbooks.save({"Marks": marks, "Bids": bids})
    assert lines(path, framework()) == [
        "bids.xlsx:Bids!A2: WB122 warning: 'brook' was read as the bidder 'Brook' | write the name in one way"
    ]
    acme, brook = read_bids(path, framework()).bids
    assert (brook.bidder, brook.reference, brook.size, brook.is_vcse) == ("Brook", "T2", "small", True)
    assert (brook.submitted, acme.submitted, acme.size, acme.is_vcse) == ("2025-03-03T14:05:00", "", "", None)
    assert {name: str(entry.location) for name, entry in acme.entries.items()} == {
        "quality": "bids.xlsx:Marks!B2",
        "social-value": "bids.xlsx:Marks!C2",
        "price": "bids.xlsx:Bids!F3",
        "carbon-plan": "bids.xlsx:Bids!G3",
    }


def test_a_bidder_on_one_sheet_only_is_said_and_a_misspelt_one_refused(workbooks: Workbooks) -> None:
    marks: list[list[Any]] = [
        ["Bidder", "quality", "social-value"],
        ["Acme Ltd", 40, 3],
        ["Brook", 30, 2],
        ["Zed", 1, 1],
    ]
    bids: list[list[Any]] = [["Bidder", "price", "carbon-plan"], ["Acme Limited", 1000, "yes"], ["Brook", 900, "no"]]
    assert lines(workbooks.save({"Marks": marks, "Bids": bids}), framework()) == [
        "bids.xlsx:Bids!A2: WB123 'Acme Limited' is not on the sheet Marks | is it 'Acme Ltd' there? write one name",
        "bids.xlsx:Marks!A2: WB123 'Acme Ltd' is not on the sheet Bids | is it 'Acme Limited' there? write one name",
        "bids.xlsx:Marks!A4: WB123 warning: 'Zed' is not on the sheet Bids",
    ]
    bids[1][0] = "Acme Ltd"
    assert lines(workbooks.save({"Marks": marks, "Bids": bids}), framework()) == [
        "bids.xlsx:Marks!A4: WB123 warning: 'Zed' is not on the sheet Bids"
    ]


def test_a_criterion_on_two_sheets_is_refused(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": [HEADER, ACME], "Prices": [["Bidder", "price"], ["Acme", 1001]]})
    assert lines(path, framework()) == [
        (
            "bids.xlsx:Prices!B2: WB150 Acme has a second price for 'Total price' (price): 1001; 1000 is at Bids!D2 "
            "| ask the bidder which of the two stands, and enter it once"
        )
    ]


def test_details_of_bids_that_cannot_be_used_are_left_out_and_said(workbooks: Workbooks) -> None:
    header = [*HEADER, "Size", "VCSE", "Submitted"]
    path = workbooks.save({"Bids": [header, [*ACME, "SME", "perhaps", "3 March"]]})
    assert lines(path, framework()) == [
        "bids.xlsx:Bids!F2: WB170 warning: found 'SME', expected micro, small, medium or large; it was left out",
        "bids.xlsx:Bids!G2: WB170 warning: found 'perhaps', expected yes or no; it was left out",
        (
            "bids.xlsx:Bids!H2: WB170 warning: found '3 March', expected a date and time like 2025-03-03 14:05; "
            "it was left out"
        ),
    ]


def test_a_detail_given_differently_on_two_sheets_is_said(workbooks: Workbooks) -> None:
    rows: dict[str, list[list[Any]]] = {
        "Bids": [[*HEADER, "Size"], [*ACME, "small"]],
        "More": [["Bidder", "Size"], ["Acme", "large"]],
    }
    path = workbooks.save(rows)
    assert lines(path, framework()) == [
        "bids.xlsx:More!B2: WB170 warning: the size 'large' differs from 'small', given before; the first was taken"
    ]
    assert read_bids(path, framework()).bids[0].size == "small"


def test_sheets_that_are_not_read_are_said(workbooks: Workbooks) -> None:
    path = workbooks.save({
        "Start here": [["How to fill this in"]],
        "Bids": [HEADER, ACME],
        "Results": [["Bidder", "Total"], ["Acme", 1]],
        "Workings": [["x"]],
        "Notes": [["call them"]],
        "Empty": [],
    })  # fmt: skip
    assert lines(path, framework()) == [
        "bids.xlsx:Notes: WB114 note: the sheet 'Notes' is not read: no row of it is headed Bidder or Criterion",
        "bids.xlsx:Results: WB114 note: the sheet 'Results' is not read: a sheet of this name holds results",
        "bids.xlsx:Workings: WB114 note: the sheet 'Workings' is not read: no row of it is headed Bidder or Criterion",
    ]


def test_a_file_without_bids_is_refused(workbooks: Workbooks) -> None:
    assert lines(workbooks.save({"Bids": [["Supplier", "price"], ["Acme", 1]]}), framework()) == [
        (
            "bids.xlsx: WB110 it holds no bids: no row is headed Bidder, and none begins with Criterion "
            "| head the column of bidders Bidder, and each other column with the id of a criterion"
        ),
        "bids.xlsx:Bids: WB114 note: the sheet 'Bids' is not read: no row of it is headed Bidder or Criterion",
    ]
    assert lines(workbooks.save({"Bids": [HEADER]}), framework()) == [
        "bids.xlsx: WB110 it names no bidder below its headings | write one row for each bid"
    ]


def test_too_many_problems_of_one_kind_are_counted(workbooks: Workbooks) -> None:
    rows: list[list[Any]] = [HEADER, *([f"Bidder {number}", "N/A", 1, 1, "yes"] for number in range(1_200))]
    found = lines(workbooks.save({"Bids": rows}), framework())
    assert len(found) == 1_001
    assert found[-1] == "bids.xlsx: WB137 and 200 more like these"


def test_a_blank_is_known_by_its_cell(workbooks: Workbooks) -> None:
    """What a blank means is the model's business; where it is, the file's."""
    long: list[list[Any]] = [
        ["Bidder", "Criterion", "Evaluator", "Mark"],
        ["Acme", "social-value", "", None],
        ["Acme", "quality", "", 40],
    ]
    path = workbooks.save({"Scores": long, "Bids": [["Bidder", "price", "carbon-plan"], ["Acme", None, " "]]})
    (bid,) = read_bids(path, framework()).bids
    assert {name: str(place) for name, place in bid.blanks.items()} == {
        "social-value": "bids.xlsx:Scores!D2",
        "price": "bids.xlsx:Bids!B2",
        "carbon-plan": "bids.xlsx:Bids!C2",
    }


def test_a_name_is_one_however_its_accents_are_stored(workbooks: Workbooks) -> None:
    joined, apart = "École Été", "E\u0301cole E\u0301te\u0301"
    model = framework(
        {"id": "merit", "title": "Qualité", "weight": "60", "scale": "words"},
        {"id": "price", "title": "Prix", "weight": "40", "price": {"formula": "lowest-ratio"}},
        scales={"words": [{"mark": "réussi"}, {"mark": "échoué"}]},
    )
    marks = [["Bidder", "Qualite\u0301"], [apart, "re\u0301ussi"]]
    competition = read_bids(workbooks.save({"Marks": marks, "Bids": [["Bidder", "Prix"], [joined, 1000]]}), model)
    assert (competition.notes, values(competition)) == ((), {apart: {"merit": "réussi", "price": "1000"}})
    twice = workbooks.save(
        {"Bids": [["Bidder", "Qualité", "Prix"], [joined, "réussi", 1], [apart.upper(), "réussi", 2]]}
    )
    said = f"bids.xlsx:Bids!A3: WB121 '{apart.upper()}' has bid before, at Bids!A2 as 'École Été'"
    assert said in lines(twice, model)[0]


def test_an_answer_is_one_however_its_accents_are_stored(workbooks: Workbooks) -> None:
    gate = {"id": "plan", "title": "Plan", "gate": {"fail-when": "refusé"}}
    model = framework({"id": "quality", "title": "Quality", "weight": "100", "points": {"max": "50"}}, gate)
    path = workbooks.save({"Bids": [["Bidder", "Quality", "Plan"], ["Acme", 40, "Refuse\u0301"]]})
    assert lines(path, model) == []
    assert values(read_bids(path, model))["Acme"]["plan"] == "refusé"
