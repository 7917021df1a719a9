"""Comments that answer a warning with a reason."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svscore.lint import check_file
from svscore.lint.ignores import read_ignores

HEAD = 'svscore: 1\nid: example\ntitle: Example\nversion: "1"\nregime: other\nstatus: illustrative\n'
QUALITY = "criteria:\n  - {id: quality, title: Quality, weight: 100, points: {max: 10}}\n"
BECAUSE = "# svscore: ignore SV201 because the model was published so"


def codes(folder: Path, text: str) -> list[str]:
    path = folder / "framework.yaml"
    path.write_text(HEAD + text + QUALITY, "utf-8")
    return [problem.code for problem in check_file(path) if problem.code in ("SV201", "SV298", "SV299", "SV012")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("moderation: mean\n", ["SV201"]),
        (f"moderation: mean {BECAUSE}\n", []),
        (f"{BECAUSE}\nmoderation: mean\n", []),
        (f"{BECAUSE}\n# more\n\nmoderation: mean\n", []),
        ("moderation: mean # svscore: ignore sv201, SV202 because of this\n", ["SV299"]),
        ("moderation: mean # svscore: ignore SV201\n", ["SV201", "SV298"]),
        ("moderation: mean # svscore: ignore SV201 because\n", ["SV201", "SV298"]),
        ("moderation: mean # svscore: ignore because\n", ["SV201", "SV298"]),
        (f"moderation: consensus {BECAUSE}\n", ["SV299"]),
        (f"note: x {BECAUSE}\nmoderation: mean\n", ["SV299", "SV201"]),
        (f"moderation: mean {BECAUSE}\nmissing: never\n", ["SV012"]),
        (f"note: x {BECAUSE}\nmissing: never\n", ["SV012"]),
        (f"note: |\n  a\n  {BECAUSE}\nmoderation: mean\n", ["SV201"]),
        (f"note: 'a\n  {BECAUSE}'\nmoderation: mean\n", ["SV201"]),
        (f'note: "a {BECAUSE}"\nmoderation: mean\n', ["SV201"]),
    ],
)
def test_a_comment_answers_the_warnings_of_its_line(text: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, text) == expected


def test_an_error_cannot_be_ignored(tmp_path: Path) -> None:
    path = tmp_path / "framework.yaml"
    path.write_text(HEAD + "criteria: # svscore: ignore SV101 because it is nearly right\n" + QUALITY[10:-2], "utf-8")
    path.write_text(path.read_text("utf-8").replace("100", "99") + "}\n", "utf-8")
    assert "SV101" in [problem.code for problem in check_file(path)]


def test_a_variant_keeps_the_reasons_of_the_file_it_extends(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(HEAD + f"moderation: mean {BECAUSE}\n" + QUALITY, "utf-8")
    variant = tmp_path / "variant.yaml"
    variant.write_text('id: variant\ntitle: V\nversion: "1"\nextends: base.yaml\n', "utf-8")
    assert not {problem.code for problem in check_file(variant)} & {"SV201", "SV299"}


@pytest.mark.parametrize(
    "content", [b"", b"\xff # svscore: ignore", b"a: 'b # svscore: ignore SV1 because x", b"a: [}#"]
)
def test_a_file_that_cannot_be_read_has_no_comments(content: bytes) -> None:
    assert read_ignores(content, "x") == ([], [])


PIECES = [
    BECAUSE,
    "# svscore: ignore",
    "a: ",
    "'",
    '"',
    "|\n",
    "  ",
    "\n",
    "- ",
    "{",
    "}",
    "#",
    "\t",
    "\u00e9",
    "\U0001f4a1",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_text_makes_reading_comments_fail(pieces: list[str]) -> None:
    text = "".join(pieces)
    ignores, problems = read_ignores(text.encode(), "x")
    assert all(1 <= ignore.location.row <= ignore.row <= text.count("\n") + 1 for ignore in ignores)
    assert all(problem.code == "SV298" for problem in problems)
