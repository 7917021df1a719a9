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


WHOLE = [
    # a second colon
    ("title: Quality: method", 'title: "Quality: method"'),
    ("title: Lot 1: a: b", 'title: "Lot 1: a: b"'),
    ("question: Explain: how, then", 'question: "Explain: how, then"'),
    ("question: Explain: how; and then", 'question: "Explain: how; and then"'),
    # quotes that end too soon
    ("title: 'it's good'", 'title: "it\'s good"'),
    ("title: 'What's the plan?'", 'title: "What\'s the plan?"'),
    ('title: "Best" value', "title: '\"Best\" value'"),
    ("title: 'Best' value", "title: \"'Best' value\""),
    # signs that begin something else
    ("title: @home care", 'title: "@home care"'),
    ("title: `code`", 'title: "`code`"'),
    ("title: %effort", 'title: "%effort"'),
    ("title: *star rating", '"*star rating"'),
    ("title: &and more", '"&and more"'),
    ("title: !important stuff", '"!important stuff"'),
    ("title: ! now", '"! now"'),
    ("title: - dash", 'title: "- dash"'),
    ("title: ? why", 'title: "? why"'),
    ("title: | pipe", 'title: "| pipe"'),
    ("title: > more", 'title: "> more"'),
    ("title: #1 priority", 'title: "#1 priority"'),
    ("title: [Lot 1]", 'title: "[Lot 1]"'),
    ("title: [a, b: c]", 'title: "[a, b: c]"'),
    ("title: {a: b, c}", 'title: "{a: b, c}"'),
    ("title: {Quality}", 'title: "{Quality}"'),
]


def errors(said: str) -> list[str]:
    return [
        line
        for line in said.splitlines()
        if line[:1] not in (" ", "c") and "warning" not in line and "note" not in line
    ]


@pytest.mark.parametrize("style", ["block", "flow"])
@pytest.mark.parametrize(("line", "meant"), WHOLE)
def test_no_text_is_cut_or_misread_without_the_whole_of_it_in_quotes(
    tmp_path: Path, style: str, line: str, meant: str
) -> None:
    """One message for the one cause, in lines of their own and in braces."""
    title = "" if line.startswith("title") else "title: Q"
    parts = ["id: quality", *filter(None, [title]), line, "weight: 60", "points: {max: 10}"]
    said = checked(tmp_path, with_quality(f"{{{', '.join(parts)}}}" if style == "flow" else "\n    ".join(parts)))
    assert len(errors(said)) == 1, said
    assert meant in said


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("question: What, when, who?", 'question: "What, when, who?"'),
        ("question: What, when, when", 'question: "What, when, when"'),
        ("question: Speed, weight, and title", 'question: "Speed, weight, and title"'),
        ("question: What, and when, and why: all of it", 'question: "What, and when, and why: all of it"'),
        ("question: Method [a, b]", 'question: "Method [a, b]"'),
        ("question: Method {a, b} here", 'question: "Method {a, b} here"'),
        ("question: Part (a, b), c", 'question: "Part (a, b), c"'),
        ("question: Lot #1, and #2", 'question: "Lot #1, and #2"'),
        ("question: Not met, or: no answer", 'question: "Not met, or: no answer"'),
        ("minimum:2", "minimum: 2"),
        ("question:Why", "question: Why"),
    ],
)
@pytest.mark.parametrize("follows", [", weight: 60, points: {max: 10}", ""])
def test_a_text_in_braces_is_not_left_cut_by_its_signs(tmp_path: Path, line: str, meant: str, follows: str) -> None:
    before = "id: quality, title: Q, " + ("" if follows else "weight: 60, points: {max: 10}, ")
    said = checked(tmp_path, with_quality(f"{{{before}{line}{follows}}}"))
    assert len(errors(said)) == 1, said
    assert meant in said


@pytest.mark.parametrize(
    ("line", "found", "meant"),
    [
        ("award: lowest-price", "'lowest-price'", "write award: {by: lowest-price}"),
        ("tie-break: quality", "'quality'", "write tie-break: [quality]"),
        ("tie-break: {quality, price}", "'quality' has no value", "a list in square brackets"),
        ("tie-break:\n  - quality\n   - price", "'- price' inside the list entry before it", "line it up"),
        ("tie-break: [quality,,price]", "a sign where a value should begin", "delete it"),
        ("rounding: {total 2}", "'total 2' without ': '", "write total: 2"),
        ("rounding: {total=2}", "'total=2' without ': '", "write total: 2"),
        ("rounding: {total:2, criterion: 1}", "'total:2' without ': '", "write total: 2"),
        ("total: 1,000", "'1,000'", "write 1000, or 1.000"),
        ("total: 12:30", "'12:30'", "no exponents"),
        ("total: 0100", "'0100'", "leading zeros"),
        ("total: ~", "nothing", "write a value"),
        ("missing: no", "'no'", ""),
        ("moderation: on", "'on'", ""),
        ("commenced: 03/03/2025", "'03/03/2025'", ""),
        ("agreement: yes", "'yes'", 'write "yes" in quotes'),
        ("yes: no", "unknown key 'yes'", ""),
        ("<<: {total: 100}", "merge key", "write the keys out"),
        ("total: 100\ntotal: 50", "given twice", "keep one"),
    ],
)
def test_no_value_is_silently_another(tmp_path: Path, line: str, found: str, meant: str) -> None:
    text = with_quality("{id: quality, title: Q, weight: 60, points: {max: 10}}")
    said = checked(tmp_path, text.replace("criteria:", f"{line}\ncriteria:"))
    assert len(errors(said)) == 1, said
    assert found in said
    assert meant in said


@pytest.mark.parametrize(
    ("entry", "code", "meant"),
    [
        ("Item: two", "SV012", '- "Item: two"'),
        ("Staff: who, and when", "SV012", '- "Staff: who, and when"'),
        ("Lot #2", "SV297", '- "Lot #2"'),
        ("Response # of days", "SV297", '- "Response # of days"'),
        ("#1 priority", "SV012", '- "#1 priority"'),
        ("'it's good'", "SV001", ""),
    ],
)
@pytest.mark.parametrize("key", ["look-for", "metrics"])
def test_no_text_of_a_list_is_cut_or_misread_in_silence(
    tmp_path: Path, key: str, entry: str, code: str, meant: str
) -> None:
    lines = ["id: quality", "title: Q", f"{key}:", f"  - {entry}", "  - b", "weight: 60", "points: {max: 10}"]
    said = checked(tmp_path, with_quality("\n    ".join(lines)))
    assert code in said
    assert meant in said
    assert len(errors(said)) == (code != "SV297")


def test_a_comment_behind_a_reference_is_no_text(tmp_path: Path) -> None:
    text = with_quality("{id: quality, title: Q, weight: 60, points: {max: 10}}") + "tie-break:\n  - quality # first\n"
    assert "SV297" not in checked(tmp_path, text)


def test_lines_of_a_list_in_a_text_are_not_joined_in_silence(tmp_path: Path) -> None:
    lines = ["id: quality", "title: Q", "question: State", "  - who", "  - when", "weight: 60", "points: {max: 10}"]
    said = checked(tmp_path, with_quality("\n    ".join(lines)))
    assert "SV297 warning: the lines with '- ' in the text of 'question' are read as one line" in said


@pytest.mark.parametrize(
    "line",
    [
        "title: What's new",
        "title: Quality:method",
        "title: 100% effort",
        "title: A & B",
        "title: Wow!",
        "title: Cost - benefit",
        "title: a > b",
        "title: Who? What?",
        "title: http://example.org/a#b",
        "title: \tQ",
        "title: Q (a)",
        "title: -5 degrees",
        "title: &t Quality\n    question: *t",
    ],
)
def test_no_ordinary_text_is_refused(tmp_path: Path, line: str) -> None:
    said = checked(tmp_path, with_quality(f"id: quality\n    {line}\n    weight: 60\n    points: {{max: 10}}"))
    assert errors(said) == []
    assert "SV297" not in said
