"""What a line of a file was meant to say, where YAML ends a text sooner than its writer did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from svscore.framework.fields import Model
from svscore.framework.shape import USE_KEY, VARIANT_KEYS, fields_of

_KEY = re.compile(r"(?:^[ \t]*(?:-[ \t]++)*|[{,][ \t]*)([a-z][a-z0-9-]*):(?:[ \t]+|$)")
_NEXT_KEY = re.compile(r",[ \t]*([a-z][a-z0-9-]*):(?:[ \t]|$)")
_BRACKETS = {"[": 1, "{": 1, "]": -1, "}": -1}


@cache
def every_key() -> frozenset[str]:
    """Every key that may stand somewhere in a file."""
    return frozenset({USE_KEY, *VARIANT_KEYS, *(key for model in _models(Model) for key in fields_of(model))})


def _models(base: type[Model]) -> Iterator[type[Model]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


class Written(NamedTuple):
    """A key and its text as a line of a file has them."""

    key: str
    text: str
    start: int
    """Where the text begins in the line."""


def written_before(line: str, column: int, *, is_flow: bool) -> Written | None:
    """The text that is being written where something stands that YAML takes for the end of it."""
    keys = [match for match in _KEY.finditer(line) if match.end() <= column and match[1] in every_key()]
    if not keys:
        return None
    start = keys[-1].end()
    text = line[start : end_of_text(line, start) if is_flow else len(line)].strip()
    return Written(keys[-1][1], text, start)


def end_of_text(line: str, start: int) -> int:
    """Where a text in ``{}`` was meant to end: before the next key there is, or the bracket around it."""
    depth = 0
    for index in range(start, len(line)):
        depth += _BRACKETS.get(line[index], 0)
        following = _NEXT_KEY.match(line, index) if not depth and line[index] == "," else None
        if depth < 0 or (following is not None and following[1] in every_key()):
            return index
    return len(line)
