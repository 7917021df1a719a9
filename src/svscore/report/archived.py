"""A bid of an archive as rows for people: what columns hold as JSON becomes a row for each thing said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping


def in_rows(bid: Mapping[str, str]) -> dict[str, str]:
    """The cells of a bid, with the keys of nested ones joined.

    >>> in_rows({"size": "small", "evaluator_marks": '{"E1": {"quality": "3"}}'})
    {'size': 'small', 'evaluator marks, E1, quality': '3'}
    """
    return {name.removeprefix("entry:"): text for column, cell in bid.items() for name, text in _rows(column, cell)}


def _rows(column: str, cell: str) -> Iterator[tuple[str, str]]:
    if not cell.startswith(("{", "[")) or column.startswith("entry:"):
        yield column, cell
        return
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        yield column, cell
        return
    yield from _flat(column.replace("_", " "), value)


def _flat(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _flat(f"{name}, {key}" if key else name, part)
    elif isinstance(value, list):
        yield name, ", ".join(str(part) for part in value if part not in ("", None))
    elif value not in ("", None):
        yield name, str(value)
