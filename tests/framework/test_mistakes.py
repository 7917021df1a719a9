"""Mistakes people make in YAML are named for what they are, with the line that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from svscore.cli.app import app

HEAD = 'svscore: 1\nid: small\ntitle: Small\nversion: "1"\nregime: other\nstatus: illustrative\n'
PRICE = "  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}\n"


def checked(tmp_path: Path, text: str) -> str:
    path = tmp_path / "model.yaml"
    path.write_text(text, "utf-8")
    return CliRunner().invoke(app, ["check", str(path)]).stdout


def with_quality(line: str) -> str:
    return f"{HEAD}criteria:\n  - {line}\n{PRICE}"


@pytest.mark.parametrize(
    ("line", "rest", "hint"),
    [
        ("title: Transition, one-off, weight: 60", "one-off", 'title: "Transition, one-off"'),
        ("title: Cleaning, waste and grounds, weight: 60", "waste and grounds", 'title: "Cleaning, waste and grounds"'),
        ("title: Q, weight: 60,0", "0", "weight: 60.0"),
        ("title: Q, weight: 60,25", "25", "weight: 60.25"),
        ("title: Q, weight: 60, question: How much, and when?", "and when?", 'question: "How much, and when?"'),
        ("title: Q, weight: 1,000", "000", "weight: 1000"),
    ],
)
def test_a_comma_that_ends_a_value_is_not_called_an_unknown_key(
    tmp_path: Path, line: str, rest: str, hint: str
) -> None:
    said = checked(tmp_path, with_quality(f"{{id: quality, {line}, points: {{max: 10}}}}"))
    assert "the comma ends the value of" in said
    assert f"{rest!r} is read as a key" in said
    assert hint in said
    assert "unknown key" not in said


@pytest.mark.parametrize(
    ("weights", "hint"),
    [
        ("15 10 15 10", "say `weights: of-total`"),
        ("20 30", "say `weights: of-total`"),
        ("33.33 33.33 33.33", "write 100/3 for 33.33"),
        ("33 33 33", "write 100/3 for 33"),
        ("16.67 16.67 16.67 16.67 16.67 16.67", "write 50/3 for 16.67"),
        ("50 16.66 16.66 16.66", "write 50/3 for 16.66"),
        ("14.29 14.29 14.29 14.29 14.29 14.29 14.29", "write 100/7 for 14.29"),
        ("30 30", ""),
        ("25 25 25", ""),
    ],
)
def test_weights_that_do_not_add_up_are_not_refused_without_the_likely_reason(
    tmp_path: Path, weights: str, hint: str
) -> None:
    parts = "".join(
        f"      - {{id: q{at}, title: Q{at}, weight: {weight}, points: {{max: 10}}}}\n"
        for at, weight in enumerate(weights.split())
    )
    rest = "".join(f"  - {{id: p{at}, title: P{at}, weight: 25, points: {{max: 10}}}}\n" for at in range(2))
    group = "  - id: quality\n    title: Quality\n    weight: 50\n    criteria:\n"
    said = checked(tmp_path, f"{HEAD}criteria:\n{group}{parts}{rest}")
    assert "SV101" in said
    assert hint in said
    assert hint or ("of-total" not in said and "equal parts" not in said)


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("Lot #1", "#1"),
        ("Response # of days", "# of days"),
        ("Care   #homes", "#homes"),
        ("“Quality”", "typographic quotes"),
        ("\u2018Quality\u2019", "typographic quotes"),
        ("«Quality»", "typographic quotes"),
    ],
)
def test_no_title_is_cut_or_quoted_in_silence(tmp_path: Path, title: str, cut: str) -> None:
    said = checked(tmp_path, with_quality(f"id: quality\n    title: {title}\n    weight: 60\n    points: {{max: 10}}"))
    assert "SV297 warning" in said
    assert cut in said


@pytest.mark.parametrize(
    "title",
    [
        "Quality  # as published",
        '"Lot #1"',
        "Quality#1",
        "Quality # svscore: ignore SV228 because of x",
        "Café d\u2019Or",
    ],
)
def test_no_ordinary_title_is_called_cut(tmp_path: Path, title: str) -> None:
    said = checked(tmp_path, with_quality(f"id: quality\n    title: {title}\n    weight: 60\n    points: {{max: 10}}"))
    assert "SV297" not in said


@pytest.mark.parametrize("title", ['""', "''", '"  "', '"\\t"'])
def test_an_empty_title_is_refused(tmp_path: Path, title: str) -> None:
    said = checked(tmp_path, with_quality(f"{{id: quality, title: {title}, weight: 60, points: {{max: 10}}}}"))
    assert "expected a title" in said
    assert "expected a title" in checked(tmp_path, HEAD.replace("title: Small", f"title: {title}") + "criteria: []\n")


@pytest.mark.parametrize(
    ("space", "code"),
    [("\u00a0", "U+00A0"), ("\u2003", "U+2003"), ("\u202f", "U+202F"), ("\u3000", "U+3000"), ("\u2009", "U+2009")],
)
@pytest.mark.parametrize("indent", ["{space}   title: Q", "  {space} title: Q", "   {space}title: Q"])
def test_a_special_space_in_the_indent_is_named(tmp_path: Path, space: str, code: str, indent: str) -> None:
    line = indent.format(space=space)
    said = checked(tmp_path, with_quality(f"id: quality\n{line}\n    weight: 60\n    points: {{max: 10}}"))
    assert f"a special space ({code}) stands in the indent of this line" in said
    assert ":9:" in said


@pytest.mark.parametrize(
    "line", ["title: “Quality: service”", "{id: q, title: “Quality: service”}", "title: Is it \u2018good\u2019: or not"]
)
def test_curly_quotes_are_named_where_they_break_the_file(tmp_path: Path, line: str) -> None:
    assert "typographic quotes" in checked(tmp_path, with_quality(line))


@pytest.mark.parametrize(("weight", "meant"), [("60,0", "60.0"), ("1,5", "1.5"), ("33,33", "33.33")])
def test_a_decimal_comma_in_a_line_is_answered_with_the_point(tmp_path: Path, weight: str, meant: str) -> None:
    said = checked(tmp_path, with_quality(f"id: q\n    title: Q\n    weight: {weight}\n    points: {{max: 10}}"))
    assert f"write {meant} if that is meant" in said
