"""What the YAML parser objects to, in one clear line with its place."""

from __future__ import annotations

from typing import Any

import yaml

from svscore.problem import Location, Problem

SYNTAX = "SV001"

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it, else the same in Python."""

_FINDINGS = (
    (
        "mapping values are not allowed",
        "found ': ' where no key can stand",
        "put text with ': ' in quotes, or mend the indent",
    ),
    ("end of stream", "a quote is opened here and never closed", "close the quote"),
    ("'-' indicator", "found a key where a list goes on", "indent it under its list item, or end the list"),
    ("<block end>", "found something at an unexpected indent", "line it up with its neighbours"),
    ("expected key", "found something that is not a key at this indent", "line it up with its neighbours"),
    ("',' or ']'", "a list is opened with '[' here and not closed", "close it with ']'"),
    ("',' or '}'", "a mapping is opened with '{' here and not closed", "close it with '}'"),
    ("expected ':'", "found a line without ': '", "write a key, a colon, a space and a value"),
    ("cannot start any token", "found a character that cannot begin a value", "put the value in quotes"),
    ("document start", "found something after the end of the document", "keep one document in a file"),
    ("unknown escape", "found a backslash before an unknown letter in double quotes", "use single quotes"),
    ("node content", "found a sign where a value should begin", "put the value in quotes"),
)
"""By words of the parser's complaint: what was found, and what to do."""

_OPENED = ("a quoted scalar", "a flow sequence", "a flow mapping")
"""What the parser was in the middle of when the place that matters is where that began."""


def syntax_problem(error: yaml.YAMLError, text: str, name: str) -> Problem:
    """The parser's complaint about ``text`` as a problem of the file called ``name``."""
    mark = getattr(error, "problem_mark", None)
    found = str(getattr(error, "problem", None) or "something the parser cannot read")
    if mark is not None and _rest(text, mark).startswith("\t"):
        return Problem(located(name, mark), SYNTAX, "found a tab, expected spaces", "indent with spaces")
    place = located(name, mark)
    if "escape" not in found and str(getattr(error, "context", "")).endswith(_OPENED):
        place = located(name, getattr(error, "context_mark", None) or mark)
    elif mark is not None and not _rest(text, mark).strip():
        return Problem(place, SYNTAX, "the file ends in the middle of a value", "close every bracket and quote")
    for words, message, hint in _FINDINGS:
        if words in found:
            return Problem(place, SYNTAX, message, hint)
    return Problem(place, SYNTAX, f"not YAML: {found.lower()}", "compare the line with a shipped framework")


def located(name: str, mark: Any) -> Location:
    """A mark of the parser as a place; the whole file where there is none."""
    return Location(name) if mark is None else Location(name, row=mark.line + 1, column=mark.column + 1)


def _rest(text: str, mark: Any) -> str:
    """The text from the mark on."""
    return "\n".join(text.split("\n")[mark.line :])[mark.column :]
