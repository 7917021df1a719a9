"""Whatever a file holds, checking it ends in problems with places and never in anything else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svscore.lint import check_file, checked_framework
from svscore.problem import Problem, SvscoreError, has_errors

DEFINITIONS = Path(__file__).parents[1] / "definitions"
WHOLE = (DEFINITIONS / "good" / "every-kind.yaml").read_text("utf-8")
VARIANT = (
    'id: variant\ntitle: Variant\nversion: "1"\n'
    f"extends: {DEFINITIONS / 'good' / 'of-total.yaml'}\nset: {{method: 100}}\ndrop: [price]\n"
)
LINES = WHOLE.splitlines(keepends=True)
WORDS = ["no", "~", "-1", "0", "1e9", "[]", "{}", "[a, b]", "{a: b}", "*x", "&x", "!x", "<<", '"', "'", "|", "%", "#"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "framework.yaml"


def check(path: Path, content: bytes) -> list[Problem]:
    """The problems of a file; loading it must agree with checking it."""
    path.write_bytes(content)
    problems = check_file(path)
    try:
        loaded = checked_framework(path)
    except SvscoreError as refused:
        assert has_errors(refused.problems)  # noqa: PT017 - both ways out are looked at
    else:
        assert not has_errors(problems)
        assert list(loaded.problems) == problems
    for problem in problems:
        assert problem.message
        assert "\n" not in str(problem)
        assert "pydantic" not in str(problem).lower()
        assert problem.location.source
    return problems


@given(st.binary(max_size=200))
def test_random_bytes(path: Path, content: bytes) -> None:
    assert check(path, content)


@given(st.text(st.sampled_from("ab:-[]{}*&!|>%#'\",? \n\t0"), max_size=60))
def test_random_signs(path: Path, text: str) -> None:
    assert check(path, text.encode())


@given(st.integers(0, len(WHOLE)), st.integers(0, 30), st.sampled_from(["", "\n", "\t", ": ", *WORDS]))
def test_a_good_file_with_a_piece_replaced(path: Path, start: int, length: int, new: str) -> None:
    check(path, (WHOLE[:start] + new + WHOLE[start + length :]).encode())


@given(st.sampled_from(range(len(LINES))), st.sampled_from(range(len(LINES))), st.booleans())
def test_a_good_file_with_a_line_moved_or_repeated(path: Path, old: int, new: int, is_moved: bool) -> None:  # noqa: FBT001
    lines = LINES[:old] + LINES[old + 1 :] if is_moved else list(LINES)
    lines.insert(new, LINES[old])
    check(path, "".join(lines).encode())


@given(st.data())
def test_a_good_file_with_a_value_replaced(path: Path, data: st.DataObject) -> None:
    lines = [line for line in LINES if ": " in line]
    line = data.draw(st.sampled_from(lines))
    key, _, _ = line.partition(": ")
    word = data.draw(st.sampled_from(WORDS))
    check(path, WHOLE.replace(line, f"{key}: {word}\n").encode())


@given(st.integers(0, len(VARIANT)), st.integers(0, 30), st.sampled_from(["", "\n", ": ", "[", *WORDS]))
def test_a_variant_with_a_piece_replaced(path: Path, start: int, length: int, new: str) -> None:
    check(path, (VARIANT[:start] + new + VARIANT[start + length :]).encode())
