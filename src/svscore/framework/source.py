"""YAML text to data with places, from the parser's events.

Its own small loader: numbers, dates and words stay the text that stands in the file, a key given
twice is seen, and neither deep nesting nor aliases of aliases can exhaust time or memory. What is
wrong becomes problems, never an exception.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import yaml

from svscore.framework.builder import MAX_DEPTH, NESTED, Builder, StopError
from svscore.framework.cut_text import CUT_TEXT, NO_TEXT
from svscore.framework.file_text import ODD_INDENT, TOO_LARGE, decode, odd_indents, place_after
from svscore.framework.nodes import Map
from svscore.framework.syntax import LOADER, SYNTAX, syntax_problem, too_deep
from svscore.problem import Problem, Severity, has_errors


@dataclass(slots=True)
class Parsed:
    """A file's data, ``None`` when it has none to speak of, and every problem in file order."""

    data: Map | None
    problems: list[Problem] = field(default_factory=list)


def parse_definition(content: bytes, name: str) -> Parsed:
    """The data of a definition file. ``name`` is what problems call the file."""
    text, problems = decode(content, name)
    if text is None:
        return Parsed(None, problems)
    builder = Builder(name, problems, text)
    try:
        data = builder.document(yaml.parse(text, Loader=LOADER))
    except StopError:
        data = None
    except yaml.YAMLError as error:
        _give_up(builder.problems, _given_up(error, text, name))
        data = None
    if is_odd := has_errors(builder.problems) or data is None:
        builder.problems[:] = odd_indents(text, name) or builder.problems
    return Parsed(data if not is_odd or not ODD_INDENT.search(text) else None, sorted(builder.problems))


def _give_up(problems: list[Problem], last: Problem) -> None:
    """Adds why the parser stopped, unless a comment that cuts a text is the cause: one problem for the line."""
    row = last.location.row if last.code == SYNTAX else 0
    cut = next((problem for problem in problems if problem.code == CUT_TEXT and problem.location.row == row), None)
    problems[:] = [
        problem for problem in problems if problem.location.row != row or problem.code not in (CUT_TEXT, NO_TEXT)
    ]
    problems.append(last if cut is None else replace(cut, severity=Severity.ERROR))


def _given_up(error: yaml.YAMLError, text: str, name: str) -> Problem:
    """Why the parser stopped: nesting it has a bound of its own for, or text that is not YAML."""
    mark = getattr(error, "problem_mark", None)
    read = text if mark is None else text[: mark.index]
    deep = too_deep(read, MAX_DEPTH)
    if deep is None:
        return syntax_problem(error, text, name)
    return Problem(place_after(text[:deep], name), TOO_LARGE, *NESTED)
