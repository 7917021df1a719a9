"""What pydantic refuses, in our words and at its place in the file, and the rest kept usable.

After a refusal the offending part is taken out or replaced, and its path remembered as broken, so
that the rules of meaning still run over everything else without reporting the same fault twice.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from pydantic import ValidationError

from svscore.framework.fields import Model, shown, slug
from svscore.framework.menu import Menu
from svscore.framework.model import Framework, Path
from svscore.framework.nodes import Map, Node, QuotedNode, Seq, child, is_there, key_location, value_at, value_location
from svscore.framework.shape import file_path, is_required, owner_of, tag_key_at, words_at
from svscore.problem import Location, Problem, did_you_mean

MISSING_KEY = "SV011"
WRONG_VALUE = "SV012"

MAX_ROUNDS = 20
"""Taking one broken part out can show another; a file that needs more rounds is given up."""
MAX_BROKEN = 500
"""Parts taken out of one file; with more it is given up."""


def validate(
    data: Map, model: type[Framework | Menu]
) -> tuple[Framework | Menu | None, list[Problem], frozenset[Path]]:
    """The definition in the data, the problems of its values, and the paths they have broken.

    With problems the definition is what could be kept, ``None`` when nothing could.
    """
    problems: dict[tuple[Location, str], Problem] = {}
    broken: set[Path] = set()
    for _ in range(MAX_ROUNDS):
        try:
            return model.model_validate(data), list(problems.values()), frozenset(broken)
        except ValidationError as refused:
            errors = [error for error in refused.errors(include_url=False) if not _is_consequence(error)]
        for error in errors:
            path = _path(model, error)
            if not is_inside(path, broken):
                problem = _problem(error, path, data, model)
                problems.setdefault((problem.location, problem.message), problem)
        if len(errors) + len(broken) > MAX_BROKEN:
            break
        for error in errors:
            path = _path(model, error)
            kept, taken = _without(data, model, path)
            if kept is None:
                return None, list(problems.values()), frozenset(broken)
            data = kept
            broken.add(taken)
    return None, list(problems.values()), frozenset(broken)


def is_inside(path: Path, parts: Collection[Path]) -> bool:
    """Whether a path is one of ``parts`` or leads into one; ``parts`` is a set."""
    return any(path[:length] in parts for length in range(len(path) + 1)) if parts else False


def _path(model: type[Model], error: Any) -> Path:
    path = file_path(model, error["loc"])
    key = error.get("ctx", {}).get("key")
    return (*path, key) if key else path


def _is_consequence(error: Any) -> bool:
    """Pydantic counts only the good entries of a list, so a bad one also makes it too short."""
    return error["type"] == "too_short" and len(error["input"]) > 0


def _problem(error: Any, path: Path, data: Map, model: type[Model]) -> Problem:
    kind, context, value = error["type"], error.get("ctx", {}), error["input"]
    place = _place(data, path, context, model)
    if kind == "missing":
        return _missing(place, path)
    if kind == "value":
        return Problem(place, WRONG_VALUE, context["message"], context["hint"])
    if kind == "union_tag_not_found" or (kind == "union_tag_invalid" and not isinstance(value, Map)):
        return _without_tag(place, path, value, tag_key_at(model, data, path))
    if kind in ("literal_error", "union_tag_invalid"):
        return _wrong_word(place, context.get("tag", value), words_at(model, data, path))
    hint = "a later svscore may read it" if path == ("svscore",) else ""
    if kind in ("tuple_type", "list_type") and isinstance(value, str) and value and isinstance(path[-1], str):
        hint = f"write {path[-1]}: [{value}]"
    return Problem(place, WRONG_VALUE, f"found {shown(value)}, expected {_expected(kind, context)}", hint)


def _place(data: Map, path: Path, context: Any, model: type[Model]) -> Location:
    """The key to blame where the error names one, the word that chooses nothing, or the value."""
    if context.get("key"):
        return key_location(data, path)
    if "tag" in context:
        return value_location(data, (*path, tag_key_at(model, data, path)))
    return value_location(data, path)


def _without_tag(place: Location, path: Path, value: object, key: str) -> Problem:
    if isinstance(value, Map):
        return _missing(place, (*path, key))
    hint = f"write {path[-1]}: {{{key}: {value or '...'}}}"
    return Problem(place, WRONG_VALUE, f"found {shown(value)}, expected keys and values", hint)


def _wrong_word(place: Location, value: object, known: list[str]) -> Problem:
    if isinstance(value, str) and value:
        found = f"found {shown(value)}, expected one of: {', '.join(known)}"
        hint = did_you_mean(value, known)
        return Problem(place, WRONG_VALUE, found, hint if hint.startswith("did you") else "")
    return Problem(place, WRONG_VALUE, f"found {shown(value)}, expected one of: {', '.join(known)}")


def _expected(kind: str, context: Any) -> str:
    if kind in ("tuple_type", "list_type"):
        return "a list"
    if kind == "too_short":
        return "a list with at least one entry"
    if kind == "greater_than_equal":
        return f"{context['ge']} or more"
    if kind == "less_than_equal":
        return f"{context['le']} or less"
    return "keys and values"


def _missing(place: Location, path: Path) -> Problem:
    names = [part for part in path[:-1] if isinstance(part, str)]
    inside = f" in {names[-1]!r}" if names else ""
    return Problem(place, MISSING_KEY, f"missing key {path[-1]!r}{inside}", f"add `{path[-1]}: ...` here")


def _without(data: Map, model: type[Model], path: Path) -> tuple[Map | None, Path]:
    """The data with the value at ``path`` taken out, and the path of what had to go with it."""
    for length in range(len(path), 0, -1):
        prefix = path[:length]
        if isinstance(prefix[-1], int):
            if prefix[-2] in _TREE_KEYS:
                return _kept(data, prefix, _stand_in(data, prefix)), prefix
            continue
        owner = owner_of(model, data, prefix)
        if is_there(data, prefix) and (owner is None or not is_required(owner, prefix[-1])):
            return _kept(data, prefix, None), prefix
        if prefix[-1] in _PLACEHOLDERS and (length == 1 or (isinstance(prefix[-2], int) and prefix[-3] in _TREE_KEYS)):
            return _kept(data, prefix, _placeholder(data, prefix)), prefix
    return None, ()


_TREE_KEYS = ("criteria", "menu", "items")
_PLACEHOLDERS = {
    "svscore": "1",
    "id": "unnamed",
    "title": "-",
    "version": "-",
    "regime": "other",
    "status": "illustrative",
    "level": "criterion",
}


def _placeholder(data: Map, path: Path) -> Node:
    """A permitted value for a required key, as near to what stands there as an id can be."""
    found = value_at(data, path)
    text = _PLACEHOLDERS[str(path[-1])]
    if path[-1] == "id" and isinstance(found, str):
        text = slug(found) or text
    return QuotedNode(text, found.location)


def _stand_in(data: Map, path: Path) -> Map:
    keys = ("id", "title", "level") if path[0] == "menu" else ("id", "title")
    return Map(value_location(data, path), {key: _placeholder(data, (*path, key)) for key in keys})


def _kept(data: Map, path: Path, value: Node | None) -> Map:
    return cast("Map", _replaced(data, path, value))


def _replaced(node: Node, path: Path, value: Node | None) -> Node:
    """A copy of the data in which ``value`` stands at ``path``; without that key for ``None``."""
    head, rest = path[0], path[1:]
    below = child(node, head)
    new = _replaced(below, rest, value) if rest and below is not None else value
    if isinstance(node, Map):
        result = node.copy()
        result.pop(str(head), None)
        if new is not None:
            result[str(head)] = new
        return result
    if isinstance(node, Seq) and isinstance(head, int) and new is not None:
        return Seq(node.location, [new if index == head else entry for index, entry in enumerate(node)])
    return node
