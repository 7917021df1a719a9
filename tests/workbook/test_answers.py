"""Answers to gates: yes and no in every spelling, or the words the gate publishes."""

from __future__ import annotations

from typing import Any

import pytest

from svscore.problem import SvscoreError
from svscore.workbook import read_bids
from tests.scoring.examples import bid, gate, model, node, scored
from tests.workbook.build import Workbooks, framework, lines, values


def answered(workbooks: Workbooks, words: dict[str, str], answer: Any) -> tuple[str | None, list[str]]:
    """What an answer becomes, and what is said."""
    model = framework({"id": "plan", "title": "Plan", "gate": words})
    path = workbooks.save({"Bids": [["Bidder", "Plan"], ["Acme", answer]]})
    said = lines(path, model)
    is_refused = any("warning" not in line and "note" not in line for line in said)
    return None if is_refused else values(read_bids(path, model))["Acme"]["plan"], said


@pytest.mark.parametrize(
    ("gate", "answer", "value"),
    [
        ({"fail-when": "no"}, "Yes", "yes"),
        ({"fail-when": "no"}, " y ", "yes"),
        ({"fail-when": "no"}, True, "yes"),
        ({"fail-when": "no"}, "true", "yes"),
        ({"fail-when": "no"}, "N", "no"),
        ({"fail-when": "no"}, False, "no"),
        ({"pass-when": "yes"}, "no", "no"),
        ({"fail-when": "false"}, False, "false"),
        ({"fail-when": "false"}, "no", "false"),
        ({"fail-when": "false"}, True, "yes"),
        ({"fail-when": "Fail", "pass-when": "Pass"}, "PASS", "pass"),
        ({"fail-when": "Fail", "pass-when": "Pass"}, "fail", "fail"),
        ({"fail-when": "no", "pass-when": "yes"}, "Y", "yes"),
        ({"fail-when": "Late"}, "late", "late"),
        ({}, "n", "no"),
    ],
)
def test_an_answer_is_kept_in_lower_case(workbooks: Workbooks, gate: dict[str, str], answer: Any, value: str) -> None:
    assert answered(workbooks, gate, answer) == (value, [])


@pytest.mark.parametrize(
    ("gate", "answer", "expected"),
    [
        ({"fail-when": "no"}, "none", "found 'none', expected yes or no for 'Plan' | did you mean 'no'?"),
        ({"fail-when": "no"}, "pass", "found 'pass', expected yes or no for 'Plan'"),
        ({"fail-when": "no"}, 0, "found '0', expected yes or no for 'Plan'"),
        (
            {"fail-when": "Fail", "pass-when": "Pass"},
            "Passed",
            "found 'Passed', expected fail or pass for 'Plan' | did you mean 'pass'?",
        ),
        ({"fail-when": "Fail", "pass-when": "Pass"}, "yes", "found 'yes', expected fail or pass for 'Plan'"),
    ],
)
def test_another_answer_is_refused(workbooks: Workbooks, gate: dict[str, str], answer: Any, expected: str) -> None:
    assert answered(workbooks, gate, answer) == (None, [f"bids.xlsx:Bids!B2: WB144 {expected}"])


@pytest.mark.parametrize(
    ("gate", "answer", "value"),
    [
        ({"fail-when": "late"}, "Not late", "not late"),
        ({"fail-when": "fail"}, "Pass", "pass"),
        ({"pass-when": "Pass"}, "FAIL", "fail"),
        ({"pass-when": "pass"}, "not pass", "not pass"),
        ({"pass-when": "met"}, "Not  met", "not met"),
        ({"fail-when": "Not met"}, "met", "met"),
        ({"pass-when": "compliant"}, "Non compliant", "non-compliant"),
        ({"pass-when": "compliant"}, "not compliant", "not compliant"),
        ({"fail-when": "Non\u2011compliant"}, "non-compliant", "non\u2011compliant"),
        ({"fail-when": "Non-Compliant"}, "COMPLIANT", "compliant"),
        ({"pass-when": "provided"}, "not provided", "not provided"),
        ({"fail-when": "reject"}, "accept", "accept"),
        ({"pass-when": "Accepted"}, "rejected", "rejected"),
        ({"pass-when": "true"}, False, "no"),
        ({"pass-when": "3"}, 3, "3"),
        ({"pass-when": "3"}, "not 3", "not 3"),
        ({"fail-when": "no", "pass-when": "N/A"}, "n/a", "n/a"),
        ({"fail-when": "no", "pass-when": "N/A"}, False, "no"),
        ({"fail-when": "refus\u00e9"}, "Refuse\u0301", "refus\u00e9"),
    ],
)
def test_the_published_word_and_its_known_opposite_decide(
    workbooks: Workbooks, gate: dict[str, str], answer: Any, value: str
) -> None:
    assert answered(workbooks, gate, answer) == (value, [])


FAIL = "fail, pass or not fail"
BOX = "write yes or no: a box or tick means different things in different programs"


@pytest.mark.parametrize(
    ("gate", "answer", "permitted", "hint"),
    [
        ({"fail-when": "fail"}, "Failed", FAIL, "did you mean 'fail'?"),
        ({"pass-when": "pass"}, "Passed", "pass, fail or not pass", "did you mean 'pass'?"),
        ({"fail-when": "fail"}, "perhaps", FAIL, ""),
        ({"fail-when": "fail"}, "pass with conditions", FAIL, ""),
        ({"fail-when": "fail"}, "\u200b", FAIL, ""),
        ({"fail-when": "fail"}, "-", FAIL, ""),
        ({"fail-when": "fail"}, "yes", FAIL, ""),
        ({"fail-when": "fail"}, True, FAIL, ""),
        ({"fail-when": "late"}, "In time", "late or not late", ""),
        (
            {"pass-when": "compliant"},
            "complient",
            "compliant, non-compliant or not compliant",
            "did you mean 'compliant'?",
        ),
        ({"pass-when": "3"}, 2, "3 or not 3", ""),
        ({"fail-when": "no"}, "no?", "yes or no", "did you mean 'no'?"),
        ({"fail-when": "no"}, 1, "yes or no", ""),
        ({"fail-when": "no"}, "n/a", "yes or no", ""),
        ({"fail-when": "Fail", "pass-when": "Pass"}, "not fail", "fail or pass", "did you mean 'fail'?"),
        ({"fail-when": "no"}, "\u2611", "yes or no", BOX),
        ({"fail-when": "no"}, "\u2612", "yes or no", BOX),
    ],
)
def test_no_other_answer_passes_or_fails_a_gate(
    workbooks: Workbooks, gate: dict[str, str], answer: Any, permitted: str, hint: str
) -> None:
    shown = "TRUE" if answer is True else str(answer)
    said = f"found {shown!r}, expected {permitted} for 'Plan'{' | ' if hint else ''}{hint}"
    assert answered(workbooks, gate, answer) == (None, [f"bids.xlsx:Bids!B2: WB144 {said}"])


@pytest.mark.parametrize("answer", ["Failed", "Passed", "perhaps", "pass with conditions", "\u200b"])
@pytest.mark.parametrize("weight", [None, "40"])
def test_an_answer_that_decides_nothing_is_not_scored_when_bids_come_from_a_program(
    weight: str | None, answer: str
) -> None:
    of = model(node("a", "100" if weight is None else "60"), gate("plan", weight, fail_when="fail"))
    with pytest.raises(SvscoreError) as refused:
        scored(of, bid("Acme", a="4", plan=answer), bid("Brook", a="4", plan="fail"))
    (problem,) = refused.value.problems
    assert (problem.code, str(problem.location)) == ("EV106", "bids.xlsx:Bids!C2")
    assert problem.message == f"Acme's answer to 'Plan' is {answer!r}, expected fail, pass or not fail"


def test_the_column_of_an_adjustment_is_a_question_of_yes_or_no(workbooks: Workbooks) -> None:
    model = framework(adjustments=[{"id": "local-preference", "title": "Local offeror", "when": "local", "add": "10%"}])
    header = ["Bidder", "social-value", "quality", "price", "carbon-plan", "Local"]
    path = workbooks.save({"Bids": [header, ["Acme", 1, 1, 1, "yes", "Y"], ["Brook", 1, 1, 1, "yes", None]]})
    assert lines(path, model) == []
    assert [bid.get("local") for bid in values(read_bids(path, model)).values()] == ["yes", None]
    path = workbooks.save({"Bids": [header, ["Acme", 1, 1, 1, "yes", "Leeds"]]})
    assert lines(path, model) == [
        "bids.xlsx:Bids!F2: WB144 found 'Leeds', expected yes or no for 'Local offeror' (local)"
    ]
