"""Files that must pass, and files that must fail at a stated place, in stated words.

A file dropped in ``definitions/bad/`` says in its first lines what is expected, nothing more and
nothing less. ``--update-golden`` rewrites those lines, and the difference is read in review::

    # expect: SV012 7:5 found 'no', expected a plain decimal number, like 20 or 12.5
    #   hint: no exponents, leading zeros, signs, commas or words
    # expect: SV012 parts/base.yaml:7:5 ...

A file in ``definitions/good/`` has no problem at all.
"""

import re
from pathlib import Path

import pytest

from svscore.framework.dump import resolved_yaml
from svscore.framework.load import load_definition
from svscore.framework.menu import Menu
from svscore.lint import check_file, checked_framework, codes
from svscore.problem import Problem

DEFINITIONS = Path(__file__).parent / "definitions"
GOOD = sorted((DEFINITIONS / "good").glob("*.yaml"))
BAD = sorted((DEFINITIONS / "bad").glob("*.yaml"))

HEADER = re.compile(rb"\A(\xef\xbb\xbf)?((?:#( expect|   hint): .*\n)*)")


def stated(path: Path) -> str:
    """The lines in which a bad file says what is expected."""
    found = HEADER.match(path.read_bytes())
    return found[2].decode() if found else ""


def line(path: Path, problem: Problem, *, moved: int = 0) -> str:
    """A problem as a bad file states it; ``moved`` lines further down."""
    source = Path(problem.location.source).resolve()
    row, column = problem.location.row, problem.location.column
    if source != path:
        place = f" {source.relative_to(DEFINITIONS).as_posix()}:{row}:{column}"
    else:
        is_below = row > stated(path).count("\n")
        place = f" {row + moved * is_below}:{column}" if row else ""
    hint = f"#   hint: {problem.hint}\n" if problem.hint else ""
    return f"# expect: {problem.code}{place} {problem.message}\n{hint}".replace(problem.location.source, path.name)


def rewrite(path: Path) -> None:
    """State what is found now."""
    problems = check_file(path, allow_outside=True)
    old, lines = stated(path), [line(path, problem) for problem in problems]
    moved = "".join(lines).count("\n") - old.count("\n")
    new = re.sub(
        rf"(first at {re.escape(path.name)}:)(\d+)",
        lambda found: f"{found[1]}{int(found[2]) + moved}",
        "".join(line(path, problem, moved=moved) for problem in problems),
    )
    content = path.read_bytes()
    path.write_bytes(HEADER.sub(lambda found: (found[1] or b"") + new.encode(), content, count=1))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_has_the_problems_it_states_and_no_others(path: Path, pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--update-golden"):
        rewrite(path)
    assert stated(path)
    assert "".join(line(path, problem) for problem in check_file(path, allow_outside=True)) == stated(path)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_file_has_no_problem(path: Path) -> None:
    assert check_file(path, allow_outside=True) == []


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_framework_written_out_reads_back_the_same(path: Path, tmp_path: Path) -> None:
    if isinstance(load_definition(path, allow_outside=True), Menu):
        return
    loaded = checked_framework(path, allow_outside=True)
    copy = tmp_path / "copy.yaml"
    copy.write_text(resolved_yaml(loaded), "utf-8")
    assert checked_framework(copy).framework == loaded.framework


def test_there_is_a_bad_file_for_every_code_but_those_of_the_command_line() -> None:
    expected = {code for path in BAD for code in re.findall(r"^# expect: (\S+)", stated(path), re.MULTILINE)}
    assert set(codes()) - expected == {"SV007", "SV013", "SV024"}
