"""Long tables: who gave which mark, with reason and reference."""

from __future__ import annotations

from typing import Any

from svscore.bids import Evaluator
from svscore.workbook import read_bids
from tests.workbook.build import Workbooks, framework, lines

HEADER = ["Bidder", "Criterion", "Evaluator", "Mark", "Reason", "Reference"]
BIDS: list[list[Any]] = [["Bidder", "price", "carbon-plan"], ["Acme", 1000, "yes"]]
SCORES: list[list[Any]] = [
    HEADER,
    ["Acme", "Social value", "Ann", 3, "thin", "p. 2"],
    ["Acme", "social-value", "Bob", 2, None, None],
    ["Acme", "social-value", " consensus", 3, "agreed", "p. 2 and 4"],
    ["Acme", "quality", "Ann", 41],
    ["Acme", "quality", None, 40],
]


def test_marks_by_evaluator_and_the_agreed_one(workbooks: Workbooks) -> None:
    competition = read_bids(workbooks.save({"Scores": SCORES, "Bids": BIDS}), framework())
    (acme,) = competition.bids
    assert {name: entry.value for name, entry in acme.entries.items()} == {
        "social-value": 3,
        "quality": 40,
        "price": 1000,
        "carbon-plan": "yes",
    }
    agreed = acme.entries["social-value"]
    assert (agreed.reason, agreed.reference, str(agreed.location)) == ("agreed", "p. 2 and 4", "bids.xlsx:Scores!D4")
    assert {
        evaluator: {name: entry.value for name, entry in marks.items()}
        for evaluator, marks in acme.evaluator_marks.items()
    } == {"Ann": {"social-value": 3, "quality": 41}, "Bob": {"social-value": 2}}
    assert acme.evaluator_marks["Ann"]["social-value"].reason == "thin"
    assert competition.evaluators == (Evaluator("Ann"), Evaluator("Bob"))
    assert competition.notes == ()


def test_the_sheet_of_evaluators(workbooks: Workbooks) -> None:
    listed: list[list[Any]] = [
        ["Who marks"],
        ["Role", "Name", "Conflict declared"],
        ["Chair", "Ann", "no"],
        [None, "Bob", "Y"],
        ["Clerk", "Cy", "perhaps"],
        ["Chair", "ann", None],
    ]
    path = workbooks.save({"Scores": SCORES, "Bids": BIDS, "Evaluators": listed})
    assert read_bids(path, framework()).evaluators == (
        Evaluator("Ann", "Chair", declared_conflict=False),
        Evaluator("Bob", "", declared_conflict=True),
        Evaluator("Cy", "Clerk", None),
    )
    assert lines(path, framework()) == [
        "bids.xlsx:Evaluators!C5: WB170 warning: found 'perhaps', expected yes or no; it was left out",
        "bids.xlsx:Evaluators!B6: WB170 warning: 'ann' is listed before; the first was taken",
    ]


def test_an_evaluator_who_is_not_listed_is_said_once(workbooks: Workbooks) -> None:
    listed = [["Name"], ["Ann"], ["Bobby"]]
    scores = [*SCORES, ["Acme", "quality", "bob", 30]]
    path = workbooks.save({"Scores": scores, "Bids": BIDS, "Evaluators": listed})
    assert lines(path, framework()) == [
        (
            "bids.xlsx:Scores!C3: WB151 warning: 'Bob' is not on the sheet Evaluators; the marks were read "
            "| did you mean 'Bobby'?"
        )
    ]
    assert list(read_bids(path, framework()).bids[0].evaluator_marks) == ["Ann", "Bob"]


def test_a_list_of_evaluators_without_names_is_said(workbooks: Workbooks) -> None:
    path = workbooks.save({"Scores": SCORES, "Bids": BIDS, "Evaluators": [["Person"], ["Ann"]]})
    assert lines(path, framework())[0] == (
        "bids.xlsx:Evaluators: WB112 warning: the sheet Evaluators has no column Name "
        "| head its columns Name, Role, Declared conflict"
    )


ONE_NAME = "if two evaluators of one name marked, tell them apart in a column Evaluator; if one is a slip, correct it"


def test_a_second_mark_for_the_same_bid_criterion_and_evaluator_is_refused(workbooks: Workbooks) -> None:
    scores = [*SCORES, ["Acme", "social-value", "ANN", 3], ["Acme", "quality", "Consensus", 40]]
    assert lines(workbooks.save({"Scores": scores, "Bids": BIDS}), framework()) == [
        (
            "bids.xlsx:Scores!D7: WB150 Acme has a second mark by Ann for 'Social value': 3; 3 is at Scores!D2 "
            f"| {ONE_NAME}"
        ),
        (
            "bids.xlsx:Scores!D8: WB150 Acme has a second mark for 'Quality of service' (quality): 40; "
            "40 is at Scores!D6 "
            "| if two evaluators marked, name each in a column Evaluator; if one is a slip, correct it"
        ),
    ]


def test_a_mark_whose_criterion_is_misspelt_is_refused_because_it_would_be_lost(workbooks: Workbooks) -> None:
    scores = [*SCORES, ["Acme", "Qualty", "Ann", 4], ["Acme", None, "Ann", 4], ["Acme", "Method", "Ann", None]]
    assert lines(workbooks.save({"Scores": scores, "Bids": BIDS}), framework()) == [
        "bids.xlsx:Scores!B7: WB152 'Qualty' is not a criterion of the model | did you mean 'quality'?",
        "bids.xlsx:Scores!B8: WB152 the mark names no criterion | write its id or title",
    ]


def test_marks_of_another_model_s_criterion_are_said_once(workbooks: Workbooks) -> None:
    scores = [*SCORES, ["Acme", "Wellbeing", "Ann", 4], ["Acme", "Wellbeing", "Bob", "N/A"]]
    assert lines(workbooks.save({"Scores": scores, "Bids": BIDS}), framework()) == [
        (
            "bids.xlsx:Scores!B7: WB152 warning: 'Wellbeing' is not a criterion of the model; its marks are not used "
            "| take its rows out, or name the model that has it"
        )
    ]


def test_marks_may_be_missing_from_a_long_table_but_prices_and_gates_may_not(workbooks: Workbooks) -> None:
    path = workbooks.save({"Scores": [HEADER, ["Acme", "quality", "Ann", 41]]})
    assert lines(path, framework()) == [
        "bids.xlsx:Scores!A1: WB112 no column is headed 'Total price' (price) | add a column headed price",
        (
            "bids.xlsx:Scores!A1: WB112 no column is headed 'Carbon reduction plan' (carbon-plan) "
            "| add a column headed carbon-plan"
        ),
    ]


def test_prices_and_gates_may_stand_in_a_long_table_whoever_entered_them(workbooks: Workbooks) -> None:
    scores = [*SCORES, ["Acme", "price", "Ann", 900], ["Acme", "Carbon reduction plan", None, "no"]]
    (acme,) = read_bids(workbooks.save({"Scores": scores}), framework()).bids
    assert (str(acme.entries["price"].value), acme.entries["carbon-plan"].value) == ("900", "no")


def test_a_long_table_without_marks_is_refused(workbooks: Workbooks) -> None:
    path = workbooks.save({"Scores": [["Bidder", "Criterion", "Marc"], ["Acme", "quality", 41]], "Bids": BIDS})
    assert lines(path, framework()) == [
        "bids.xlsx:Scores!A1: WB112 the table has a column Criterion and no column Mark | head the marks Mark",
        "bids.xlsx:Scores!C1: WB111 warning: 'Marc' is not a column that is read | did you mean 'Mark'?",
    ]


def test_defects_of_a_long_table(workbooks: Workbooks) -> None:
    rows: list[list[Any]] = [
        HEADER,
        ["Acme ", "quality", "Ann", 51],
        ["ACME", "quality", "Bob", "N/A"],
        ["Total", "quality", None, 92],
    ]
    assert lines(workbooks.save({"Scores": rows, "Bids": BIDS}), framework()) == [
        "bids.xlsx:Scores!A2: WB122 note: the spaces around 'Acme ' were left out",
        "bids.xlsx:Scores!D2: WB141 found 51, expected points for 'Quality of service' (quality) from 0 to 50",
        "bids.xlsx:Scores!A3: WB122 warning: 'ACME' was read as the bidder 'Acme' | write the name in one way",
        (
            "bids.xlsx:Scores!D3: WB137 found 'N/A', expected points for 'Quality of service' (quality) from 0 to 50 "
            "| leave the cell blank when there is nothing to enter"
        ),
        (
            "bids.xlsx:Scores!A4: WB124 row 4, 'Total', may not be a bid: its name is made of words for such lines; "
            "its figure 92 is neither the model's nor worked out from the other lines | if it is not a bid, delete "
            "the row; if it is, write the bidder's full registered name, or list every bidder on a sheet Bids"
        ),
    ]


def test_a_long_name_of_an_evaluator_is_cut_in_a_message(workbooks: Workbooks) -> None:
    rows: list[list[Any]] = [HEADER, ["Acme", "quality", "A" * 5000, 40], ["Acme", "quality", "A" * 5000, 41]]
    (said,) = lines(workbooks.save({"Scores": rows, "Bids": BIDS}), framework())
    start = f"bids.xlsx:Scores!D3: WB150 Acme has a second mark by {'A' * 57}... for 'Quality of service' (quality)"
    assert said == f"{start}: 41; 40 is at Scores!D2 | {ONE_NAME}"


def test_remarks_beside_one_blank_mark_are_kept_together_while_they_are_short(workbooks: Workbooks) -> None:
    rows: list[list[Any]] = [
        HEADER,
        *(["Acme", "quality", "Ann", None, text] for text in ("thin", "x" * 1990, "see p. 2")),
    ]
    competition = read_bids(workbooks.save({"Scores": rows, "Bids": BIDS}), framework())
    assert competition.bids[0].remarks["Ann"]["quality"].reason == "thin\n" + "x" * 1990
    (note,) = competition.notes
    assert str(note) == (
        "bids.xlsx:Scores!D4: WB182 warning: another remark beside the blank mark for 'Quality of service' (quality) "
        "of Acme was left out: together they have more than 2,000 characters"
    )
    assert note.hint == "keep one of them, or shorten them"
