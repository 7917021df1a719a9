"""The shape of a definition file, read off the models: which keys stand where.

Walks pydantic's own annotations, so that a new field is known here without a second list.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from svscore.framework.direction import FOREIGN_KEYS
from svscore.framework.fields import Model, shown
from svscore.framework.meant import WORDY_KEYS, in_quotes
from svscore.framework.menu import Menu
from svscore.framework.model import Criterion, Framework, Path
from svscore.framework.nodes import Map, Node, PlainNode, Seq, child
from svscore.problem import Location, Problem, did_you_mean

UNKNOWN_KEY = "SV010"

MAX_UNKNOWN = 200
"""Unknown keys reported of one file: it is another kind of file, and near words take time to find."""
MAX_LISTED = 12
"""Keys a hint lists; where there are more, nobody would read them."""

VARIANT_KEYS = ("extends", "set", "drop", "redistribute")
"""Keys at the top of a file that is written as changes to another."""
USE_KEY = "use"
"""The key of a criterion that takes its words from another file."""


@cache
def fields_of(model: type[Model]) -> dict[str, Any]:
    """The annotation of each key of a mapping, as files write it."""
    return {field.alias or name: _annotation(field) for name, field in model.model_fields.items()}


def _annotation(field: FieldInfo) -> Any:
    """The field's annotation with the constraints pydantic has moved out of it."""
    annotation: Any = field.annotation
    for extra in (*field.metadata, *((field,) if field.discriminator else ())):
        annotation = Annotated[annotation, extra]
    return annotation


def bare(annotation: Any) -> Any:
    """An annotation without ``Annotated`` and ``| None``."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif members := [part for part in _members(annotation) if part is not type(None)]:
            if len(members) > 1:
                return annotation
            annotation = members[0]
        else:
            return annotation


def _members(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else ()


@cache
def tagged(annotation: Any) -> dict[str, type[Model]]:
    """The models of a union by the word that chooses each; empty for anything else."""
    models = [bare(member) for member in _members(bare(annotation))]
    return {_word(model): model for model in models if isinstance(model, type) and issubclass(model, Model)}


def tag_key(annotation: Any) -> str:
    """The key whose word chooses a model of the union: ``formula`` or ``by``."""
    first = next(iter(tagged(annotation).values()))
    return "formula" if "formula" in first.model_fields else "by"


def _word(model: type[Model]) -> str:
    key = "formula" if "formula" in model.model_fields else "by"
    word = get_args(bare(model.model_fields[key].annotation))[0]
    return str(word)


def choose(annotation: Any, data: Node) -> type[Model] | None:
    """The model a mapping must fit, by its ``formula`` or ``by`` where there are several."""
    kind = bare(annotation)
    if isinstance(kind, type) and issubclass(kind, Model):
        return kind
    models = tagged(annotation)
    if not models or not isinstance(data, Map):
        return None
    default = next(
        (word for word, model in models.items() if not model.model_fields[tag_key(annotation)].is_required()), ""
    )
    return models.get(str(data.get(tag_key(annotation), default)))


def file_path(model: type[Model], loc: tuple[str | int, ...]) -> Path:
    """A pydantic error's ``loc`` without the segments that are not in the file."""
    path: list[str | int] = []
    annotation: Any = model
    for segment in loc:
        kind = bare(annotation)
        if isinstance(segment, str) and segment in (models := tagged(annotation)):
            annotation = models[segment]
            continue
        if segment == "[key]":
            continue
        path.append(segment)
        annotation = _below(kind, segment)
    return tuple(path)


def owner_of(model: type[Model], data: Node, path: Path) -> type[Model] | None:
    """The model whose key stands at the end of ``path``; ``None`` for a key of the author's choice."""
    annotation, node = _at(model, data, path[:-1])
    return choose(annotation, node) if node is not None else None


def words_at(model: type[Model], data: Node, path: Path) -> list[str]:
    """The words that may stand at the end of ``path``, or that choose what may; none where any text may."""
    annotation, _ = _at(model, data, path)
    return list(tagged(annotation)) or list(map(str, get_args(bare(annotation))))


def tag_key_at(model: type[Model], data: Node, path: Path) -> str:
    """The key whose word chooses what stands at the end of ``path``."""
    return tag_key(_at(model, data, path)[0])


def _at(model: type[Model], data: Node, path: Path) -> tuple[Any, Node | None]:
    """The annotation of what stands at the end of ``path``, and what does."""
    annotation: Any = model
    node: Node | None = data
    for segment in path:
        annotation = _below((choose(annotation, node) if node is not None else None) or bare(annotation), segment)
        node = child(node, segment)
    return annotation, node


def is_required(model: type[Model], key: str) -> bool:
    """Whether a mapping of this model must have the key."""
    return any(field.is_required() for name, field in model.model_fields.items() if (field.alias or name) == key)


def _below(kind: Any, segment: str | int) -> Any:
    if isinstance(kind, type) and issubclass(kind, Model):
        return fields_of(kind).get(str(segment), Any)
    arguments = get_args(kind)
    if get_origin(kind) is tuple:
        return arguments[0]
    if get_origin(kind) is dict:
        return arguments[1]
    return Any


def model_of(data: Map) -> type[Framework | Menu]:
    """Whether a file is meant as a menu or as a framework."""
    if {"criteria", "extends"} & data.keys():
        return Framework
    return Menu if get_close_matches("menu", data.keys(), n=1, cutoff=0.75) else Framework


def check_keys(data: Map, model: type[Model]) -> tuple[Map, list[Problem]]:
    """The data with nearly right keys put right and unknown ones left out, and each as a problem."""
    problems: list[Problem] = []
    result = _corrected(data, model, problems)
    return result, problems


def _known(model: type[Model]) -> list[str]:
    known = list(fields_of(model))
    if model is Framework:
        known += VARIANT_KEYS
    return [*known, USE_KEY] if model is Criterion else known


def _corrected(data: Map, model: type[Model], problems: list[Problem], under: str = "") -> Map:
    """``under`` is the key the mapping stands at: a price and a quantity are one model with keys of their own."""
    known = _known(model)
    fitting = [key for key in known if key not in FOREIGN_KEYS.get(under, ())]
    result = Map(data.location)
    before: tuple[str, Node] | None = None
    for key, value in data.items():
        place = data.key_location(key)
        previous, before = before, (key, value)
        meant = key
        if key not in known and len(problems) >= MAX_UNKNOWN:
            continue
        if key not in known:
            near = get_close_matches(key.casefold(), fitting, n=1, cutoff=0.75)
            hint = _hint(key, fitting) + ("" if near else _perhaps_text(previous, key, value, place))
            problems.append(Problem(place, UNKNOWN_KEY, f"unknown key {shown(key)}", hint))
            if not near or near[0] in data or near[0] in result:
                continue
            meant = near[0]
        result.put(meant, _inside(value, fields_of(model).get(meant, Any), problems, meant), place)
    return result


def _perhaps_text(before: tuple[str, Node] | None, key: str, value: Node, place: Location) -> str:
    """What to do where an unknown key stands in the line of a text before it, as in ``{title: A, B: C}``."""
    if before is None or not isinstance(before[1], PlainNode) or not isinstance(value, PlainNode):
        return ""
    name, start = before
    is_beside = start.location.row == place.row and name in WORDY_KEYS
    return f"; if it belongs to the text, {in_quotes(name, f'{start}, {key}: {value}')}" if is_beside else ""


def _hint(key: str, known: list[str]) -> str:
    hint = did_you_mean(key, known)
    is_long = len(known) > MAX_LISTED and not hint.startswith("did you mean")
    return "docs/framework-file.md lists the keys" if is_long else hint


def _inside(value: Node, annotation: Any, problems: list[Problem], under: str = "") -> Node:
    if isinstance(value, Map) and (model := choose(annotation, value)):
        return _corrected(value, model, problems, under)
    kind = bare(annotation)
    if isinstance(value, Seq) and get_origin(kind) is tuple:
        return Seq(value.location, [_inside(entry, get_args(kind)[0], problems) for entry in value])
    if isinstance(value, Map) and get_origin(kind) is dict:
        entries = {key: _inside(entry, get_args(kind)[1], problems) for key, entry in value.items()}
        return Map(value.location, entries, value.key_locations)
    return value
