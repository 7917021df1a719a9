"""Comments that answer a warning: `# svscore: ignore SV123 because ...`.

The comment stands at the end of the line the warning is located at, or on lines of its own right above.
Text that only looks like one, inside a quoted value or a block of text, does not count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import yaml

from svscore.framework.syntax import LOADER
from svscore.problem import Location, Problem, Severity

WITHOUT_REASON = "SV298"
UNUSED = "SV299"

FORM = "write `# svscore: ignore SV123 because ...`, with the reason"

PAGES: dict[str, tuple[str, str]] = {
    WITHOUT_REASON: (
        "ignore-without-reason",
        """A comment that ignores a warning names its code and says why.

`# svscore: ignore SV202 because buyers may choose this scale instead` stands at the end of the line the
warning is located at, or on a line of its own right above. Commas separate several codes. Only
warnings can be ignored: an error cannot be scored, whatever the reason. Without a reason nothing is ignored.

Why it matters: the next reader has to know whether somebody looked, and what they saw.

Fails:

    scales:
      five-point: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}]  # svscore: ignore SV208

Passes:

    scales:
      # svscore: ignore SV208 because the descriptors stand in an annex to the invitation
      five-point: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}]
""",
    ),
    UNUSED: (
        "unused-ignore",
        """A comment ignores a warning that is not there.

The rule finds nothing on that line, or no longer: the model was mended, or the line moved. The comment may
also name a code there is not, or one of an error, which cannot be ignored.

Why it matters: a reason for nothing hides the next warning of that kind on the line.

Fails:

    tie-break: [quality, price]  # svscore: ignore SV204 because bids were never level

Passes:

    tie-break: [quality, price]
""",
    ),
}

_COMMENT = re.compile(r"(?<!\S)#\s*svscore:\s*ignore\b:?(.*)")
_MEANT = re.compile(r"\s*+([A-Z]{2}\d++(?:\s*+,\s*+[A-Z]{2}\d++)*)\s+because\s+(\S.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ignore:
    """One code ignored with a reason."""

    location: Location
    """Of the comment."""
    row: int
    """The line whose warnings it answers."""
    code: str


def apply_ignores(problems: list[Problem], contents: Mapping[str, bytes], own: str, *, is_whole: bool) -> list[Problem]:
    """The problems without those a file answers, and with those of the comments themselves.

    ``contents`` are the bytes of each file by the name problems call it, ``own`` the name of the file
    that is checked: comments of files it takes parts from are answered for there. Without ``is_whole``
    not every rule could look, so no comment is called unused.
    """
    ignores: list[Ignore] = []
    for name, content in contents.items():
        found, refused = read_ignores(content, name)
        ignores += found
        problems = [*problems, *(refused if name == own else ())]
    if not ignores:
        return problems
    answers = {(ignore.location.source, ignore.row, ignore.code) for ignore in ignores}
    answered = {_key(problem) for problem in problems if problem.severity is not Severity.ERROR} & answers
    unused = [
        Problem(ignore.location, UNUSED, f"no {ignore.code} to ignore here", "delete it", Severity.WARNING)
        for ignore in ignores
        if ignore.location.source == own and (own, ignore.row, ignore.code) not in answered
    ]
    kept = [problem for problem in problems if problem.severity is Severity.ERROR or _key(problem) not in answered]
    return kept + (unused if is_whole else [])


def _key(problem: Problem) -> tuple[str, int, str]:
    return problem.location.source, problem.location.row, problem.code


def read_ignores(content: bytes, name: str) -> tuple[list[Ignore], list[Problem]]:
    """The comments of a file that ignore something, and the problems of those that do not say what and why."""
    ignores: list[Ignore] = []
    problems: list[Problem] = []
    for row, column, text, line in _comments(content):
        place = Location(name, row=row, column=column)
        if meant := _MEANT.fullmatch(text):
            codes = dict.fromkeys(code.strip().upper() for code in meant[1].split(","))
            ignores += [Ignore(place, line, code) for code in codes]
        else:
            found = f"found {text.strip()!r} after 'ignore', expected a code and a reason"
            problems.append(Problem(place, WITHOUT_REASON, found, FORM, Severity.WARNING))
    return ignores, problems


def _comments(content: bytes) -> Iterator[tuple[int, int, str, int]]:
    """Row, column and text of each comment, and the row of the line it is about."""
    if b"svscore: ignore" not in content and b"svscore:ignore" not in content:
        return
    try:
        text = content.decode("utf-8-sig")
        inside = list(_scalars(text))
    except (UnicodeDecodeError, yaml.YAMLError):
        return  # a problem already
    lines = text.split("\n")
    below = _below(lines)
    for row, line in enumerate(lines, start=1):
        for match in _COMMENT.finditer(line):
            if not _is_inside((row, match.start()), inside):
                about = row if line[: match.start()].strip() else below[row]
                yield row, match.start() + 1, match[1], about
                break


def _is_inside(place: tuple[int, int], scalars: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> bool:
    """Whether a place is in one of the scalars, which stand in the file's order and do not overlap."""
    before = bisect_right(scalars, place, key=itemgetter(0))
    return before > 0 and place < scalars[before - 1][1]


def _scalars(text: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where each scalar begins and ends: rows from one, columns from zero."""
    for token in yaml.scan(text, Loader=LOADER):
        if isinstance(token, yaml.ScalarToken):
            first, last = token.start_mark, token.end_mark
            is_block = token.style in ("|", ">")  # a comment may follow the sign that opens the block
            start = (first.line + 2, 0) if is_block else (first.line + 1, first.column)
            yield start, (last.line + 1, last.column)


def _below(lines: Sequence[str]) -> list[int]:
    """For each row, counted from one, the first row below that is neither empty nor a comment; itself without one."""
    below = list(range(len(lines) + 1))
    next_row = 0
    for row in range(len(lines), 0, -1):
        below[row] = next_row or row
        if lines[row - 1].strip() and not lines[row - 1].lstrip().startswith("#"):
            next_row = row
    return below
