"""Lists of problems as text with hints, as GitHub annotations, JSON, SARIF and JUnit XML."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from textwrap import wrap

from svscore.problem import Problem, Severity
from svscore.report.problems_junit import junit
from svscore.report.problems_sarif import sarif
from svscore.report.untrusted import visible

_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
INDENT = "    "


def text(problems: Sequence[Problem], *, width: int | None = None, colour: bool = False) -> str:
    """One line a problem, ``place: CODE message``, its hint indented below; once for several in a row.

    With a ``width``, as on a terminal, lines go on in the next one between words, and no word is broken.
    """
    lines: list[str] = []
    for index, problem in enumerate(problems):
        shown = _wrapped(visible(str(problem)), width)
        lines += _coloured(shown, problem, colour=colour)
        is_repeated = index + 1 < len(problems) and problems[index + 1].hint == problem.hint
        if problem.hint and not is_repeated:
            lines += _wrapped(f"{INDENT}hint: {visible(problem.hint)}", width)
    return "".join(f"{line}\n" for line in lines)


def _wrapped(line: str, width: int | None) -> list[str]:
    if width is None or len(line) <= width:
        return [line]
    return wrap(line, width, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False)


def _coloured(lines: list[str], problem: Problem, *, colour: bool) -> list[str]:
    """The code and the word for how much it matters in the colour of that; the rest as it is."""
    if not colour:
        return lines
    mark = problem.code if problem.severity is Severity.ERROR else f"{problem.code} {problem.severity}:"
    painted = f"\x1b[1;{_COLOURS[problem.severity]}m{mark}\x1b[0m"
    at = next((at for at, line in enumerate(lines) if f" {mark}" in f" {line}"), None)
    return [line.replace(mark, painted, 1) if index == at else line for index, line in enumerate(lines)]


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
    return "%0A".join(visible(line) for line in value.replace("%", "%25").split("\n"))


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
