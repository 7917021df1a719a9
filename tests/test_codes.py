"""Every code a message can have is listed and explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from svscore import lint
from svscore.cli.app import app
from svscore.report import codes

SOURCE = Path(__file__).parents[1] / "src"
CODE = re.compile(r'"((?:SV|WB|EV|EQ|RP|BA|CL)[0-9]{2,3})"')


def used() -> set[str]:
    """The codes in the source; beginnings of codes, of which there are several, left out."""
    found = {code for path in SOURCE.rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}
    return {code for code in found if len(code) == 5 or code.startswith("EQ")}


def test_no_code_is_without_a_page_and_no_page_without_a_code() -> None:
    assert used() == {*lint.codes(), *codes.codes()}


@pytest.mark.parametrize("code", ["WB137", "EV101", "EQ02", "RP101", "BA106", "CL101", "SV101", "wb150"])
def test_no_kind_of_code_is_refused_by_explain(code: str) -> None:
    ran = CliRunner().invoke(app, ["check", "--explain", code])
    assert ran.exit_code == 0, ran.output
    assert re.match(rf"{code.upper()} [a-z-]+ \((error|warning|note|question)\)\n\n\S", ran.stdout)


def test_every_page_says_what_it_is_and_what_to_do_in_short_sentences() -> None:
    for code in codes.codes():
        title, claim, action, end = re.split(r"\n+", codes.page(code))
        assert re.fullmatch(rf"{code} [a-z-]+ \((error|warning|note|question)\)", title)
        assert action.startswith("What to do: ")
        assert not end
        for sentence in re.split(r"(?<=[.]) ", f"{claim} {action.removeprefix('What to do: ')}"):
            assert len(sentence.split()) <= 25, sentence


def test_every_code_is_listed_once() -> None:
    listed = CliRunner().invoke(app, ["check", "--list"]).stdout.splitlines()
    assert [line.split()[0] for line in listed] == [*lint.codes(), *codes.codes()]
