"""Lists of problems as text with hints, as GitHub annotations, JSON, SARIF and JUnit XML."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence

from svscore.problem import Problem, Severity
from svscore.report.problems_junit import junit
from svscore.report.problems_sarif import sarif
from svscore.report.untrusted import visible

_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def text(problems: Sequence[Problem]) -> str:
    """One line a problem, ``place: CODE message``, its hint indented below; once for several in a row."""
    lines: list[str] = []
    for index, problem in enumerate(problems):
        lines.append(visible(str(problem)))
        is_repeated = index + 1 < len(problems) and problems[index + 1].hint == problem.hint
        if problem.hint and not is_repeated:
            lines.append(f"    hint: {visible(problem.hint)}")
    return "".join(f"{line}\n" for line in lines)


def github(problems: Sequence[Problem]) -> str:
    """Workflow commands that GitHub shows at the line of the file.

    Source: "Workflow commands for GitHub Actions", GitHub documentation.
    """
    return "".join(f"{_github_line(problem)}\n" for problem in problems)


def _github_line(problem: Problem) -> str:
    where = problem.location
    words = problem.message if not where.sheet else f"{where}: {problem.message}"
    place = {"file": where.source}
    if where.row and not where.sheet:
        place |= {"line": str(where.row), "col": str(where.column)}
    place["title"] = problem.code
    properties = ",".join(f"{key}={_github_property(value)}" for key, value in place.items())
    body = _github_data(f"{words}\n{problem.hint}" if problem.hint else words)
    return f"::{_GITHUB_LEVELS[problem.severity]} {properties}::{body}"


def _github_data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _github_property(value: str) -> str:
    return _github_data(value).replace(":", "%3A").replace(",", "%2C")


def as_json(problems: Sequence[Problem]) -> str:
    """``{"svscore": 1, "problems": [...]}``, each as in the JSON of a result."""
    document = {"svscore": 1, "problems": [record(problem) for problem in problems]}
    return json.dumps(document, indent=2) + "\n"


def record(problem: Problem) -> dict[str, str | int | None]:
    """A problem with its place in parts; ``None`` where the place has no such part."""
    where = problem.location
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
        "source": where.source,
        "sheet": where.sheet or None,
        "row": where.row or None,
        "column": where.column or None,
    }


Render = Callable[[Sequence[Problem], Sequence[str], Collection[Severity]], str]
"""From problems, the names of the files that were checked, and the severities that fail."""

FORMATS: dict[str, Render] = {
    "text": lambda problems, _files, _fails: text(problems),
    "github": lambda problems, _files, _fails: github(problems),
    "json": lambda problems, _files, _fails: as_json(problems),
    "sarif": lambda problems, _files, _fails: sarif(problems),
    "junit": junit,
}
