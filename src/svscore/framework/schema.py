"""JSON Schema of definition files, for editors: frameworks, variants of them, and menus.

Made from the models, so that a new key is known here without a second list. It says what may stand
where; whether a model can be scored is for ``svscore check``.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import TypeAdapter

from svscore.framework.descriptions import ANYWHERE, description
from svscore.framework.fields import Id, Model, Number, Text
from svscore.framework.menu import Menu
from svscore.framework.model import Framework
from svscore.framework.resolve import OWN_KEYS

Schema = dict[str, Any]

_NULL = {"type": "null"}
_BY_NAME = ("properties", "$defs")
"""Keywords below which keys are names, not keywords."""
_NOISE = ("title", "discriminator")
"""What pydantic adds and an editor has no use for: its titles are those of Python names."""


def framework_schema() -> Schema:
    """The schema, draft 2020-12, of any file ``svscore check`` takes."""
    framework, menu = (_cleaned(model.model_json_schema()) for model in (Framework, Menu))
    definitions: Schema = {**framework.pop("$defs"), **menu.pop("$defs")}
    _allow_use(definitions["Criterion"])
    _allow_short_forms(definitions["Criterion"]["properties"])
    definitions |= {"Framework": framework, "Menu": menu, "Variant": _variant(framework)}
    models = _models(Model)
    for name, definition in definitions.items():
        _describe(name, definition, models.get(name))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Evaluation model for svscore",
        "description": "One published evaluation model, a variant of one, or a menu of criteria.",
        "type": "object",
        "if": {"required": ["menu"]},
        "then": _ref("Menu"),
        "else": {"if": {"required": ["extends"]}, "then": _ref("Variant"), "else": _ref("Framework")},
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """The schema as a file."""
    return json.dumps(framework_schema(), indent=2) + "\n"


def _models(base: type[Model]) -> dict[str, type[Model]]:
    """Every model of a file, by the name of its definition."""
    below = [model for child in base.__subclasses__() for model in _models(child).values()]
    return {model.__name__: model for model in (*below, base)}


def _describe(name: str, definition: Schema, model: type[Model] | None) -> None:
    """Titles and descriptions of a definition and its properties, for an editor to show."""
    definition["title"] = _title(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))
    definition["description"] = definition.get("description", "").replace("``", "`") or _described_by(definition)
    fields = {field.alias or key: key for key, field in (model or Framework).model_fields.items()}
    for key, schema in definition.get("properties", {}).items():
        text = description(model or Framework, fields[key]) if key in fields else ANYWHERE[key]
        definition["properties"][key] = {"title": _title(key), "description": text, **schema}


def _described_by(definition: Schema) -> str:
    """What a formula or award method is, by the word that chooses it."""
    properties = definition["properties"]
    if "formula" in properties:
        return f"The formula {properties['formula']['const']}: docs/formulas.md says what it does."
    return f"The award method {properties['by']['const']}: docs/formulas.md says what it does."


def _title(name: str) -> str:
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:].lower()


def _cleaned(schema: Schema) -> Schema:
    """A schema without pydantic's additions; nothing may be empty, and a word may look like a number."""
    kept = {key: _below(key, value) for key, value in schema.items() if key not in _NOISE}
    if kept.get("default", "") is None:
        del kept["default"]
    if "anyOf" in kept:
        kept["anyOf"] = [choice for choice in kept["anyOf"] if choice != _NULL]
        if len(kept["anyOf"]) == 1:
            kept |= kept.pop("anyOf")[0]
    if kept.get("type") == "string" and not kept.keys() & {"pattern", "format", "enum", "const"}:
        kept["type"] = ["string", "number"]
    return kept


def _below(key: str, value: Any) -> Any:
    if key in _BY_NAME:
        return {name: _cleaned(schema) for name, schema in value.items()}
    if key == "default":
        return value
    if isinstance(value, dict):
        return _cleaned(value)
    return [_cleaned(part) if isinstance(part, dict) else part for part in value] if isinstance(value, list) else value


def _allow_use(criterion: Schema) -> None:
    """``use`` brings an id and a title with it."""
    criterion["properties"] = {"use": _of(Text), **criterion["properties"]}
    criterion["anyOf"] = [{"required": criterion.pop("required")}, {"required": ["use"]}]


def _allow_short_forms(properties: Schema) -> None:
    """``minimum: 50%`` for ``minimum: {at-least: 50%}``, ``[0, 10]`` for ranges of one weight each."""
    properties["minimum"] = {"anyOf": [_of(Text), properties["minimum"]]}
    ranges = properties["permitted-weights"]
    ranges["items"] = {"anyOf": [_of(Number), ranges["items"]]}


def _variant(framework: Schema) -> Schema:
    """A file written as changes to another: any key but ``criteria``, and what it changes."""
    changes = {
        "extends": _of(Text),
        "set": {"type": "object", "additionalProperties": _of(Number)},
        "drop": {"type": "array", "items": _of(Id)},
        "redistribute": {"enum": ["proportional", "none"]},
    }
    own = {key: value for key, value in framework["properties"].items() if key != "criteria"}
    return {
        "description": "An evaluation model written as changes to another.",
        "type": "object",
        "properties": own | changes,
        "required": [*OWN_KEYS, "extends"],
        "additionalProperties": False,
    }


def _of(annotation: Any) -> Schema:
    return _cleaned(TypeAdapter(annotation).json_schema())


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
