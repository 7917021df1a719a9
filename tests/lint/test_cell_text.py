"""Words of a model that no cell can hold are errors, wherever a cell is compared with them."""

from pathlib import Path

import pytest

from svscore.lint import check_file
from svscore.lint.cell_text import unmatchable

MODEL = """svscore: 1
id: example
title: Example
version: "1"
regime: other
status: illustrative
scales:
  words: [{{mark: "{mark}", share: 100}}, {{mark: none, share: 0}}]
criteria:
  - {{id: quality, title: Quality, weight: 100, minimum: 50%, scale: words}}
  - {{id: plan, title: Plan, gate: {{{key}: "{word}"}}}}
"""
UNTYPED = [
    "\u201cno\u201d",
    "\u201eno\u201c",
    "\u00abno\u00bb",
    "\u2039no\u203a",
    "\u2018no\u2019",
    "no\u2019",
    "`no`",
    "'no'",
    "\u00a0no",
    "no\u2009",
    "no ",
    "no\u200b",
    "\u2060no",
    "n\u00ado",
    "\u202ano",
    "\uff4e\uff4f",
    "\U0001d427\U0001d428",
    "n\u043e",
]
"""`no` in ways that look like it, or that an editor makes of it."""
TYPED = ["no", "NO", "Not met", "late", "doesn't", "non-compliant", "A*", "\u00bd", "\u00e9cole", "\u043d\u0435\u0442"]


def errors(folder: Path, *, key: str = "fail-when", word: str = "no", mark: str = "full") -> list[tuple[str, str]]:
    path = folder / "framework.yaml"
    path.write_text(MODEL.format(key=key, word=word, mark=mark), "utf-8")
    return [(problem.code, problem.hint) for problem in check_file(path) if problem.severity == "error"]


@pytest.mark.parametrize("key", ["fail-when", "pass-when"])
@pytest.mark.parametrize("word", UNTYPED, ids=ascii)
def test_an_answer_nobody_can_type_never_decides_a_gate(key: str, word: str, tmp_path: Path) -> None:
    [(code, hint)] = errors(tmp_path, key=key, word=word)
    assert code == "SV112"
    assert hint == ("type the published word again" if "\u043e" in word else f'write `{key}: "no"`')


@pytest.mark.parametrize("mark", UNTYPED, ids=ascii)
def test_a_mark_nobody_can_type_is_never_on_a_scale(mark: str, tmp_path: Path) -> None:
    assert [code for code, _ in errors(tmp_path, mark=mark)] == ["SV108"]


@pytest.mark.parametrize("word", TYPED, ids=ascii)
def test_a_word_people_type_passes(word: str, tmp_path: Path) -> None:
    assert errors(tmp_path, word=word, mark=word) == []


@pytest.mark.parametrize("word", ["non\u2011compliant", "non\u2013compliant"], ids=ascii)
def test_a_dash_that_looks_like_a_hyphen_is_an_error(word: str, tmp_path: Path) -> None:
    assert errors(tmp_path, word=word) == [("SV112", 'write `fail-when: "non-compliant"`')]


@pytest.mark.parametrize("word", [r"\u00a0", "\u201c\u201d", "``"], ids=ascii)
def test_a_word_of_nothing_but_signs_is_an_error(word: str, tmp_path: Path) -> None:
    assert errors(tmp_path, word=word) == [("SV112", "type the published word again")]


@pytest.mark.parametrize("text", ["\u2013", "+", "-", "\u2713", "\u0645\u06cc\u200c\u0634\u0648\u062f"], ids=ascii)
def test_signs_and_other_scripts_are_marks(text: str) -> None:
    assert unmatchable(text) is None


@pytest.mark.parametrize(
    ("fails", "passes"), [("no", "NO"), ("no", "n"), ("n", "false"), ("yes", "true"), ("Late", "late")]
)
def test_two_words_that_mean_the_same_never_both_fail_and_pass(fails: str, passes: str, tmp_path: Path) -> None:
    assert errors(tmp_path, word=f'{fails}", pass-when: "{passes}') == [("SV112", "delete one of the two")]


@pytest.mark.parametrize("key", ["fail-when", "pass-when"])
@pytest.mark.parametrize(
    ("word", "is_alone"),
    [
        *[(word, False) for word in ("no", "YES", "n", "Pass", "failed", "Non-compliant", "not met")],
        *[(word, True) for word in ("late", "3", "poor", "In time", "partly")],
    ],
)
def test_a_gate_with_one_word_needs_the_other_where_it_has_no_known_opposite(
    key: str, word: str, tmp_path: Path, *, is_alone: bool
) -> None:
    path = tmp_path / "framework.yaml"
    path.write_text(MODEL.format(key=key, word=word, mark="full"), "utf-8")
    assert [problem.code for problem in check_file(path)] == (["SV231"] if is_alone else [])
