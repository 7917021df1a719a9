"""Answers to gates: yes and no in every spelling, or the words the gate publishes."""

from __future__ import annotations

from typing import Any

import pytest

from svscore.workbook import read_bids
from tests.workbook.build import Workbooks, framework, lines, values


def answered(workbooks: Workbooks, gate: dict[str, str], answer: Any) -> tuple[str | None, list[str]]:
    """What an answer becomes, and what is said."""
    model = framework({"id": "plan", "title": "Plan", "gate": gate})
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
        ({"fail-when": "no"}, "none", "found 'none', expected yes or no for plan | did you mean 'no'?"),
        ({"fail-when": "no"}, "pass", "found 'pass', expected yes or no for plan"),
        ({"fail-when": "no"}, 0, "found '0', expected yes or no for plan"),
        (
            {"fail-when": "Fail", "pass-when": "Pass"},
            "Passed",
            "found 'Passed', expected fail or pass for plan | did you mean 'pass'?",
        ),
        ({"fail-when": "Fail", "pass-when": "Pass"}, "yes", "found 'yes', expected fail or pass for plan"),
    ],
)
def test_another_answer_is_refused(workbooks: Workbooks, gate: dict[str, str], answer: Any, expected: str) -> None:
    assert answered(workbooks, gate, answer) == (None, [f"bids.xlsx:Bids!B2: WB144 {expected}"])


@pytest.mark.parametrize(
    ("gate", "answer", "expected"),
    [
        ({"fail-when": "late"}, "In time", "'in time' is another answer than 'late': it does not fail"),
        (
            {"pass-when": "compliant"},
            "complient",
            "'complient' is another answer than 'compliant': it does not pass | did you mean 'compliant'?",
        ),
        ({"pass-when": "3"}, 2, "'2' is another answer than '3': it does not pass"),
    ],
)
def test_where_one_word_is_published_any_other_counts_and_is_said(
    workbooks: Workbooks, gate: dict[str, str], answer: Any, expected: str
) -> None:
    value, said = answered(workbooks, gate, answer)
    assert value == str(answer).lower()
    assert said == [f"bids.xlsx:Bids!B2: WB144 warning: {expected}"]


def test_the_column_of_an_adjustment_is_a_question_of_yes_or_no(workbooks: Workbooks) -> None:
    model = framework(adjustments=[{"id": "local-preference", "title": "Local offeror", "when": "local", "add": "10%"}])
    header = ["Bidder", "social-value", "quality", "price", "carbon-plan", "Local"]
    path = workbooks.save({"Bids": [header, ["Acme", 1, 1, 1, "yes", "Y"], ["Brook", 1, 1, 1, "yes", None]]})
    assert lines(path, model) == []
    assert [bid.get("local") for bid in values(read_bids(path, model)).values()] == ["yes", None]
    path = workbooks.save({"Bids": [header, ["Acme", 1, 1, 1, "yes", "Leeds"]]})
    assert lines(path, model) == ["bids.xlsx:Bids!F2: WB144 found 'Leeds', expected yes or no for local"]
