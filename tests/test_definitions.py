"""Files that must pass, and files that must fail at a stated place.

A file dropped in ``definitions/bad/`` says what is expected in its first lines: ``# expect: SV012 7:5``,
for another file ``# expect: SV012 parts/base.yaml:7:5``. One in ``definitions/good/`` has no problem at all.
"""

import re
from pathlib import Path

import pytest

from svscore.framework.dump import resolved_yaml
from svscore.framework.load import load_definition
from svscore.framework.model import Menu
from svscore.lint import check_file, checked_framework, codes
from svscore.problem import Problem

DEFINITIONS = Path(__file__).parent / "definitions"
GOOD = sorted((DEFINITIONS / "good").glob("*.yaml"))
BAD = sorted((DEFINITIONS / "bad").glob("*.yaml"))


def expected(path: Path) -> list[str]:
    """The codes and places a bad file states, in its own order."""
    return re.findall(r"^# expect: (.+)$", path.read_text("utf-8-sig", errors="replace"), re.MULTILINE)


def found(path: Path, problem: Problem) -> str:
    """A problem as a bad file states it."""
    source, row, column = problem.location.source, problem.location.row, problem.location.column
    if Path(source).resolve() != path:
        return f"{problem.code} {Path(source).resolve().relative_to(DEFINITIONS).as_posix()}:{row}:{column}"
    return f"{problem.code} {row}:{column}" if row else problem.code


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_has_the_problems_it_states_and_no_others(path: Path) -> None:
    assert expected(path)
    assert [found(path, problem) for problem in check_file(path)] == expected(path)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_file_has_no_problem(path: Path) -> None:
    assert check_file(path) == []


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_framework_written_out_reads_back_the_same(path: Path, tmp_path: Path) -> None:
    if isinstance(load_definition(path), Menu):
        return
    loaded = checked_framework(path)
    copy = tmp_path / "copy.yaml"
    copy.write_text(resolved_yaml(loaded), "utf-8")
    assert checked_framework(copy).framework == loaded.framework


def test_there_is_a_bad_file_for_every_code_but_those_of_the_command_line() -> None:
    stated = {line.split()[0] for path in BAD for line in expected(path)}
    assert set(codes()) - stated == {"SV007", "SV013"}
