"""The schema of definition files takes what the program takes, and marks what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from svscore.framework import award, formula, menu
from svscore.framework import model as model_room
from svscore.framework.descriptions import IN_MODEL
from svscore.framework.schema import framework_schema

ROOT = Path(__file__).parents[2]
FILES = sorted(
    [*ROOT.glob("frameworks/*.yaml"), *ROOT.glob("examples/*/*.yaml"), *ROOT.glob("tests/golden/*/framework.yaml")]
)
SCHEMA = Draft202012Validator(framework_schema())


class _Loader(yaml.SafeLoader):
    """As editors read YAML: numbers are numbers, dates stay text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

MODEL = """\
svscore: 1
id: hosting
title: Cloud hosting
version: 2
regime: other
status: illustrative
scales: {marks: [{mark: 0}, {mark: A, share: 12.5}]}
criteria:
  - {id: quality, title: Quality, weight: 70, scale: marks, minimum: 50%}
  - {use: ppn-06-20/wellbeing, weight: 30, scale: marks, minimum: {above: 1}}
"""
VARIANT = """\
id: hosting-dearer
title: Cloud hosting, dearer
version: "2"
extends: hosting
set: {quality: 60}
drop: [wellbeing]
redistribute: proportional
"""


def read(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(framework_schema())


def test_the_shipped_schema_is_current() -> None:
    """If not: ``svscore frameworks schema > frameworks/framework.schema.json``."""
    shipped = (ROOT / "frameworks" / "framework.schema.json").read_text("utf-8")
    assert json.loads(shipped) == framework_schema()


def test_the_first_line_of_every_shipped_file_leads_to_it() -> None:
    lines = {path.name: path.read_text("utf-8").partition("\n")[0] for path in ROOT.glob("frameworks/*.yaml")}
    assert len(lines) > 20
    assert set(lines.values()) == {"# yaml-language-server: $schema=./framework.schema.json"}


def test_everything_has_a_title_and_says_what_it_is() -> None:
    definitions = {"": framework_schema(), **framework_schema()["$defs"]}
    properties = {
        f"{name}.{key}": schema
        for name, definition in definitions.items()
        for key, schema in definition.get("properties", {}).items()
    }
    assert len(properties) > 150
    wordless = [name for name, schema in (definitions | properties).items() if not schema.get("description")]
    assert wordless == []
    assert [name for name, schema in (definitions | properties).items() if not schema.get("title")] == []
    assert properties["Minimum.above"]["description"] == "The exclusive form: a bid at exactly this fails."
    assert properties["Criterion.look-for"]["title"] == "Look for"


def test_no_description_is_of_a_key_that_is_gone() -> None:
    for name in IN_MODEL:
        owner, _, field = name.partition(".")
        model = next(getattr(room, owner) for room in (award, formula, menu, model_room) if hasattr(room, owner))
        assert field in model.__annotations__, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_here_fits(path: Path) -> None:
    SCHEMA.validate(read(path.read_text("utf-8")))


@pytest.mark.parametrize("text", [MODEL, VARIANT])
def test_plain_numbers_uses_and_variants_fit(text: str) -> None:
    SCHEMA.validate(read(text))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("weight: 70", "wieght: 70"),
        ("weight: 70", "weight:"),
        ("weight: 70", "weight: many"),
        ("id: quality, ", ""),
        ("minimum: 50%", "minimum: [50%]"),
        ("regime: other", "regime: uk"),
        ("title: Cloud hosting\n", ""),
        ("status:", "extends: other\nstatus:"),
    ],
)
def test_what_is_refused_is_marked(was: str, now: str) -> None:
    assert was in MODEL
    assert not SCHEMA.is_valid(read(MODEL.replace(was, now)))


@pytest.mark.parametrize(
    ("was", "now"), [("quality: 60", "quality: dear"), ("proportional", "evenly"), ('version: "2"\n', "")]
)
def test_what_is_refused_in_a_variant_is_marked(was: str, now: str) -> None:
    assert was in VARIANT
    assert not SCHEMA.is_valid(read(VARIANT.replace(was, now)))
