"""Problems as text, as GitHub annotations and as JSON."""

from __future__ import annotations

import json

from svscore.problem import Location, Problem, Severity
from svscore.report.problems import FORMATS, as_json, github, text

IN_FILE = Problem(Location("a,b/model.yaml", row=12, column=5), "SV101", "weights add to 95%, expected 100", "add 5")
IN_SHEET = Problem(Location("bids.xlsx", "Scores", 7, 4), "WB104", "mark 6 is off the scale", severity=Severity.WARNING)
NOTE = Problem(Location("model.yaml"), "SV301", "read\nso", severity=Severity.NOTE)


def test_text_has_place_code_message_and_hint() -> None:
    assert text([IN_FILE, IN_SHEET]) == (
        "a,b/model.yaml:12:5: SV101 weights add to 95%, expected 100\n"
        "    hint: add 5\n"
        "bids.xlsx:Scores!D7: WB104 warning: mark 6 is off the scale\n"
    )


def test_text_shows_control_characters() -> None:
    found = Problem(Location("bids.xlsx"), "WB105", "no bidder '\x1b[2J'", "\x07")
    assert text([found]) == "bids.xlsx: WB105 no bidder '␛[2J'\n    hint: ␇\n"


def test_github_annotations() -> None:
    assert github([IN_FILE, IN_SHEET, NOTE]).splitlines() == [
        "::error file=a%2Cb/model.yaml,line=12,col=5,title=SV101::weights add to 95%25, expected 100%0Aadd 5",
        "::warning file=bids.xlsx,title=WB104::bids.xlsx:Scores!D7: mark 6 is off the scale",
        "::notice file=model.yaml,title=SV301::read%0Aso",
    ]


def test_json_has_the_parts_of_the_place() -> None:
    found = json.loads(as_json([IN_FILE, IN_SHEET]))
    assert found["svscore"] == 1
    assert [list(problem.values()) for problem in found["problems"]] == [
        ["SV101", "error", "weights add to 95%, expected 100", "add 5", "a,b/model.yaml", None, 12, 5],
        ["WB104", "warning", "mark 6 is off the scale", "", "bids.xlsx", "Scores", 7, 4],
    ]


def test_nothing_wrong_prints_nothing_but_json() -> None:
    assert {name: render([]) for name, render in FORMATS.items()} == {
        "text": "",
        "github": "",
        "json": '{\n  "svscore": 1,\n  "problems": []\n}\n',
    }
