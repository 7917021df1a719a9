"""Text without quotes that ends sooner than it looks, or holds signs that are no text to YAML."""

from __future__ import annotations

import re
from typing import Any

from svscore.framework.meant import in_quotes, quoted, text_of
from svscore.framework.nodes import Node, PlainNode, QuotedNode
from svscore.framework.written import end_of_text
from svscore.problem import Problem, Severity

CUT_TEXT = "SV297"
NO_TEXT = "SV012"

LISTED = re.compile(r"\n[ \t]*-[ \t][^\n]*")
"""A line that looks like the entry of a list, inside a text of several lines."""
_CUT = re.compile(r"[ \t]+#(?:\S|(?<=\S #)[ \t])[^\n]*")
"""A comment that may be the rest of a text: a word follows its sign at once, or one space alone goes before it."""
_CURLY = "\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb"
_SHOWN = 40
"""Characters of a text that are quoted."""


def look_at_text(text: str, key: str, value: PlainNode, event: Any, *, is_flow: bool) -> tuple[Node, list[Problem]]:
    """The text of a key as it is to be read on, and what is odd about it; ``text`` is the whole file."""
    if (rest := _comment(text, event)) and not rest.lstrip("# ").startswith("svscore:"):
        return _cut(key, value, rest[: end_of_text(rest, 0)] if is_flow else rest)
    if event.start_mark is not None and LISTED.search(text[event.start_mark.index : event.end_mark.index]):
        message = f"the lines with '- ' in {text_of(key)} are read as one line"
        return value, [_warning(value, message, f"write {key}: | and the lines below it, to keep them apart")]
    if len(value) > 1 and value[0] in _CURLY and value[-1] in _CURLY:
        message = f"the typographic quotes of {str(value)[:_SHOWN]!r} are part of the text"
        return value, [_warning(value, message, f"write straight quotes, or none: {key}: {quoted(value[1:-1])}")]
    return value, []


def _comment(text: str, event: Any) -> str:
    """The comment right behind a text, which may be the rest of it."""
    match = _CUT.match(text, event.end_mark.index) if event.end_mark is not None else None
    return match[0].strip() if match else ""


def _cut(key: str, value: PlainNode, rest: str) -> tuple[Node, list[Problem]]:
    """Text before a number sign is kept, with a warning; a text that is nothing but a comment is refused."""
    if value:
        message = f"{text_of(key)} ends before {rest[:_SHOWN]!r}, which is read as a comment"
        return value, [_warning(value, message, f"if it belongs to the text, {in_quotes(key, f'{value} {rest}')}")]
    message = f"{text_of(key)} begins with '#', so that all of it is read as a comment"
    return QuotedNode(rest, value.location), [Problem(value.location, NO_TEXT, message, in_quotes(key, rest))]


def _warning(value: PlainNode, message: str, hint: str) -> Problem:
    return Problem(value.location, CUT_TEXT, message, hint, Severity.WARNING)


def alias_text(text: str, start: int, *, is_flow: bool) -> str:
    """What stands from an asterisk to the end of the text it was meant to begin."""
    line = text[start : (text + "\n").index("\n", start)]
    return line[: end_of_text(line, 0) if is_flow else len(line)].strip()
