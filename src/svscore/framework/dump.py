"""A framework written out as a file that stands alone and reads back as the same framework."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from svscore.framework.fields import BOOLEAN_WORDS, EMPTY_WORDS, Plain
from svscore.framework.load import Loaded

_INDENT = "  "
_SAFE = re.compile(r"[A-Za-z](?:(?:[\w /.,;()%+'!?&=-]|:(?=\w|//))*[\w.;)%!?])?", re.ASCII)
"""Text no YAML reader takes for anything but text: begins with a letter, no hash, no colon before a space."""
_LINE = re.compile(r"[ -~\xa0-\u2027\u202a-\ud7ff]*")
"""A line of a block of text: nothing in it has to be escaped."""


def resolved_yaml(loaded: Loaded) -> str:
    """The framework as YAML text: complete, without ``use`` and ``extends``, keys in the model's order.

    What a reader would take for granted (defaults) is left out, and so are comments.
    """
    data = loaded.framework.model_dump(by_alias=True, exclude_defaults=True)
    return "".join(f"{line}\n" for line in _mapping(data, ""))


def _mapping(data: dict[str, Any], indent: str) -> Iterator[str]:
    named = [key for key in ("id", "title") if key in data and "svscore" not in data]
    for key in dict.fromkeys([*named, *data]):
        value = data[key]
        yield from _entry(f"{indent}{_scalar(key)}:", value, indent)


def _sequence(entries: tuple[Any, ...] | list[Any], indent: str) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, dict):
            first, *rest = _mapping(entry, indent + _INDENT)
            yield f"{indent}- {first.lstrip()}"
            yield from rest
        else:
            yield from _entry(f"{indent}-", entry, indent)


def _entry(start: str, value: Any, indent: str) -> Iterator[str]:
    """The line that begins with ``start``, and those that belong to it."""
    if isinstance(value, dict) and value:
        yield start
        yield from _mapping(value, indent + _INDENT)
    elif isinstance(value, (tuple, list)) and value:
        yield start
        yield from _sequence(value, indent + _INDENT)
    elif isinstance(value, str) and _is_block(value):
        yield f"{start} {'|' if value.endswith(chr(10)) else '|-'}"
        for line in value.removesuffix("\n").split("\n"):
            yield f"{indent}{_INDENT}{line}" if line else ""
    else:
        yield f"{start} {_scalar(value)}"


def _is_block(text: str) -> bool:
    """Whether a text of several lines can stand as a block, whose indent a reader takes from its first line.

    A line of nothing but blanks would be read as empty, and more than one line break at the end as one.
    """
    lines = text.removesuffix("\n").split("\n")
    begins_with_blank = next(filter(None, lines), " ").startswith((" ", "\xa0"))
    if "\n" not in text or begins_with_blank or not lines[-1]:
        return False
    return all(_LINE.fullmatch(line) and (not line or line.strip(" ")) for line in lines)


def _scalar(value: Any) -> str:
    """A value on one line: text in quotes unless no reader can take it for something else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return json.dumps(value) if isinstance(value, (dict, tuple, list)) else str(value)
    is_word = value.lower() not in BOOLEAN_WORDS | EMPTY_WORDS
    if isinstance(value, Plain) or (is_word and _SAFE.fullmatch(value)):
        return str(value)
    text = json.dumps(value, ensure_ascii=False)
    return re.sub("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", text)
