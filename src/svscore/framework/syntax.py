"""What the YAML parser objects to, in one clear line with its place.

Told from the kind of the error, its marks and the text that stands there. The parser's own words are
not read: they differ between its two implementations, and change from one release to the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from svscore.framework.early_end import Stop, after_brackets, all_comment, early_end
from svscore.problem import Location, Problem

SYNTAX = "SV001"

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it, else the same in Python."""

_SHOWN = 30
"""Characters of a line that are quoted."""
_NEIGHBOURS = "line it up with its neighbours"
_OPENERS = {
    '"': ("a quote is opened here and never closed", "close the quote"),
    "'": ("a quote is opened here and never closed", "close the quote"),
    "[": ("a list is opened with '[' here and not closed", "close it with ']'"),
    "{": ("a mapping is opened with '{' here and not closed", "close it with '}'"),
}
_QUOTED_OR_COMMENT = re.compile(r"(?<!\\)\"(?:[^\"\\]|\\.)*+\"|'[^'\n]*'|(?<!\S)#[^\n]*")
_LEAD = re.compile(r"[ \t]*+(?:[-?:][ \t]++)*")
"""What stands before the text of a line: its indent and the signs of lists and keys."""
_CURLY = re.compile("[\u201c\u201d\u201e\u2018]|[:,[{]\\s*\u2019")
_BRACKETS = {"[": 1, "{": 1, "]": -1, "}": -1}


@dataclass(frozen=True, slots=True)
class _Place:
    """A place as the parser's marks have it, from 0."""

    line: int
    column: int
    index: int


def syntax_problem(error: yaml.YAMLError, text: str, name: str) -> Problem:
    """The parser's complaint about ``text`` as a problem of the file called ``name``."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Problem(Location(name), SYNTAX, "the file is not YAML", "compare it with a shipped framework")
    began = getattr(error, "context_mark", None)
    place, message, hint = _early_end(text, mark, began) or _complaint(error, text, mark, began)
    if _CURLY.search(_line(text, place)):
        hint = "typographic quotes are no quotes in YAML: write straight ones, \" or '"
    return Problem(located(name, place), SYNTAX, message, hint)


def _early_end(text: str, mark: Any, began: Any) -> tuple[Any, str, str] | None:
    """The complaint about a text that ends sooner than was meant, in the line the parser gave up in."""
    opened = "" if began is None else text[began.index : mark.index]
    start = text.rfind("\n", 0, mark.index) + 1
    lines = text[:start].rstrip().rsplit("\n", 1)
    if lines[-1] and (comment := all_comment(lines[-1])) is not None:
        return _Place(lines[0].count("\n") + len(lines) - 1, comment[0], start), comment[1], comment[2]
    line, column = _line(text, mark), mark.index - start
    is_flow = (opened[:1] in _BRACKETS and _balance(opened) > 0) or _balance(line[:column]) > 0
    stop = Stop(line, column, is_flow)
    ended = after_brackets(stop) or early_end(stop)
    return None if ended is None else (mark, *ended)


def _complaint(error: yaml.YAMLError, text: str, mark: Any, began: Any) -> tuple[Any, str, str]:
    """The mark to point at, what was found there, and what to do."""
    rest, opened = _rest(text, mark), "" if began is None else _rest(text, began)
    if rest.startswith("\t"):
        return mark, "found a tab, expected spaces", "indent with spaces"
    read = opened[: len(opened) - len(rest)]  # from where the parser began something to where it gave up
    opener = read[:1]
    if opener in ('"', "'") or (opener in _BRACKETS and _balance(read) > 0):
        return _unclosed(rest, read, mark, began)
    if not rest.strip():
        return mark, "the file ends in the middle of a value", "close every bracket and quote"
    if re.match(r":\s", rest + "\n"):
        hint = "put text with ': ' in quotes, or mend the indent"
        return mark, "found ': ' where no key can stand", hint
    is_scanned = not isinstance(error, yaml.scanner.ScannerError)
    return _misplaced(rest, opener, mark, began) if is_scanned else _unscanned(rest, read, mark, began)


def _unclosed(rest: str, read: str, mark: Any, began: Any) -> tuple[Any, str, str]:
    """Where a quote or bracket is open."""
    if read[0] in ('"', "'") and rest.strip() and "\\" in (rest[0], *read[-2:]):
        return mark, "found a backslash before an unknown letter in double quotes", "use single quotes"
    return began, *_OPENERS[read[0]]


def _unscanned(rest: str, read: str, mark: Any, began: Any) -> tuple[Any, str, str]:
    """Where the letters make no sense."""
    if rest[0] in "@`%":
        return mark, "found a character that cannot begin a value", "put the value in quotes"
    if read[:1].isalnum() and "\n" in read:
        hint = "write a key, a colon, a space and a value; or indent it if it goes on with the text above"
        return began, "found a line without ': '", hint
    return mark, *_unknown(rest)


def _misplaced(rest: str, opener: str, mark: Any, began: Any) -> tuple[Any, str, str]:
    """Where a thing stands that cannot stand there."""
    if began is None and rest[0] != "%":
        return mark, "found something after the end of the document", "keep one document in a file"
    if not opener and rest[0] in "]},":
        return mark, "found a sign where a value should begin", "delete it, or put the value in quotes"
    if opener == "-":
        return mark, "found a key where a list goes on", "indent it under its list item, or end the list"
    if opener:
        return mark, "found something that is not a key at this indent", _NEIGHBOURS
    return mark, *_unknown(rest)


def _unknown(rest: str) -> tuple[str, str]:
    line = rest.split("\n", 1)[0].rstrip()
    quoted = repr(line if len(line) <= _SHOWN else line[: _SHOWN - 3] + "...") if line else "the end of the line"
    return f"found {quoted}, which is not YAML here", "compare the line with a shipped framework"


def too_deep(text: str, most: int) -> int | None:
    """Where brackets, list signs and indents first nest deeper than ``most``; ``None`` where they do not.

    An estimate from the letters alone, for a text that the parser has given up: it may read far ahead of what it
    hands over, and has a bound of its own.
    """
    indents: list[int] = []
    brackets = start = 0
    for line in _QUOTED_OR_COMMENT.sub(lambda match: "x" * len(match[0]), text).split("\n"):
        lead = _LEAD.match(line)
        content = lead.end() if lead else 0
        if not brackets and line.strip():
            for column in [sign.start() for sign in re.finditer(r"\S", line[:content])] + [content]:
                while indents and indents[-1] >= column:
                    indents.pop()
                indents.append(column)
                if len(indents) > most:
                    return start + column
        for sign in re.finditer(r"[\[\]{}]", line):
            brackets = max(0, brackets + _BRACKETS[sign[0]])
            if len(indents) + brackets > most:
                return start + sign.start()
        start += len(line) + 1
    return None


def located(name: str, mark: Any) -> Location:
    """A mark of the parser as a place; the whole file where there is none."""
    return Location(name) if mark is None else Location(name, row=mark.line + 1, column=mark.column + 1)


def _rest(text: str, mark: Any) -> str:
    """The text from the mark on."""
    return text[mark.index :]


def _line(text: str, mark: Any) -> str:
    """The line the mark stands in."""
    start = text.rfind("\n", 0, mark.index) + 1
    return text[start : (text + "\n").index("\n", mark.index)]


def _balance(text: str) -> int:
    """Brackets opened in a text and not closed in it."""
    return sum(_BRACKETS.get(letter, 0) for letter in _QUOTED_OR_COMMENT.sub("", text))
