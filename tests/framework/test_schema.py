"""The schema of definition files takes what the program takes, and marks what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

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
