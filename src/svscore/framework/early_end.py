"""Where the parser gives up because a text without quotes, or with the wrong ones, ends sooner than was meant."""

from __future__ import annotations

import re
from typing import NamedTuple

from svscore.framework.meant import WORDY_KEYS, in_quotes
from svscore.framework.written import Written, end_of_text, every_key, written_before

_ALL_COMMENT = re.compile(r"\b([a-z][a-z0-9-]*):[ \t]+(#[^\n]*)$")
_LAST_WORD = re.compile(r"(?:^|[ \t])([a-z][a-z0-9-]*)$")
_SIGN = re.compile(r"[|>@`%]|[-?](?=\s|$)")
"""A sign that a text without quotes cannot begin with."""


class Stop(NamedTuple):
    """Where the parser gave up: the line, the column in it, from 0, and whether a bracket is open."""

    line: str
    column: int
    is_flow: bool


def early_end(stop: Stop) -> tuple[str, str] | None:
    """What ends the text that was being written, and the whole of it in quotes; ``None`` where none was."""
    written = written_before(stop.line, stop.column, is_flow=stop.is_flow)
    if written is None or not written.text:
        return None
    before, rest = stop.line[written.start : stop.column].strip(), stop.line[stop.column :]
    key, first = written.key, written.text[0]
    if _SIGN.match(written.text):
        return f"a text without quotes cannot begin with '{first}'", in_quotes(key, written.text)
    if first in "'\"" and before.endswith(first) and len(before) > 1 and rest.strip()[:1] not in ("", "#"):
        return _after_quotes(written, before)
    if before.endswith(("]", "}")) and first in "[{" and not stop.is_flow and rest.strip():
        return f"found more text after '{before[-1]}'", in_quotes(key, written.text)
    if before and rest[:1] in ("[", "{", "?") and stop.is_flow:
        return f"found '{rest[0]}' inside the text of '{key}'", in_quotes(key, written.text)
    return _colon(stop, written, before) if before and re.match(r":(\s|$)", rest) else None


def all_comment(line: str) -> tuple[int, str, str] | None:
    """A text in ``{}`` that begins with a number sign, so that the rest of its line is a comment; and its column."""
    match = _ALL_COMMENT.search(line)
    if match is None or match[1] not in WORDY_KEYS or "{" not in line[: match.start()]:
        return None
    text = line[match.start(2) : end_of_text(line, match.start(2))].strip()
    message = f"the text of '{match[1]}' begins with '#', so that all of it is read as a comment"
    return match.start(2), message, in_quotes(match[1], text)


def after_brackets(stop: Stop) -> tuple[str, str] | None:
    """What stands behind the bracket that ends a value: a text may hold that bracket."""
    before, rest = stop.line[: stop.column].rstrip(), stop.line[stop.column :]
    if stop.is_flow or not before.endswith(("]", "}")) or not rest.startswith((",", "]", "}")):
        return None
    message = f"found '{rest[0]}' after the bracket that ends the value"
    return message, "delete the bracket before it, or put a text that holds one in quotes"


def _after_quotes(written: Written, before: str) -> tuple[str, str]:
    """Text behind a closing quote: often an apostrophe in single quotes."""
    text, quote = written.text, written.text[0]
    inner = text[1:-1] if text.endswith(quote) and text.count(quote) > 2 and quote == "'" else text
    return f"found more text after the quoted {before}", in_quotes(written.key, inner)


def _colon(stop: Stop, written: Written, before: str) -> tuple[str, str]:
    """A second ': ' in a line: text that needs quotes, or a key without a comma before it."""
    word = _LAST_WORD.search(before)
    is_key = stop.is_flow and word is not None and word[1] in every_key() and word.start() > 0
    if word is None or not is_key:
        return f"found ': ' inside the text of '{written.key}'", in_quotes(written.key, written.text)
    comma = f"write a comma before `{word[1]}:`"
    hint = f"{comma}, or {in_quotes(written.key, written.text)}" if written.key in WORDY_KEYS else comma
    return f"found '{word[1]}: ' inside the value of '{written.key}'", hint
