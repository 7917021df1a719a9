"""A definition file, read, resolved and validated: a framework or menu, or every problem with a place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from svscore.framework import model as models
from svscore.framework.catalogue import find
from svscore.framework.change import Changes
from svscore.framework.menu import Definition, Menu
from svscore.framework.model import Framework
from svscore.framework.nodes import Map, stand_ins
from svscore.framework.resolve import Resolver, Use
from svscore.framework.salvage import validate
from svscore.framework.shape import model_of
from svscore.problem import Location, Problem, SvscoreError, has_errors

WRONG_FILE = "SV013"

NO_CHANGES = Changes()


@dataclass(frozen=True, slots=True)
class Draft:
    """What could be made of a file, sound or not."""

    definition: Definition | None
    """With problems: what could be kept, with stand-ins at the ``broken`` paths."""
    data: Map | None
    """The resolved data with the place of every value; what ``definition`` was validated from."""
    broken: frozenset[models.Path]
    problems: tuple[Problem, ...]
    """In file order."""
    path: Path
    name: str
    """The file as printed."""
    sha256: str
    """Of the file's bytes, in hexadecimal."""
    what_if: tuple[str, ...] = ()
    contents: Mapping[str, bytes] = field(default_factory=dict)
    """The bytes of each file it is made of, by the name problems call it."""
    retitled: tuple[Use, ...] = ()
    """Criteria taken from other files and given another title."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A framework and the file it came from."""

    framework: Framework
    path: Path
    name: str
    """The file as printed."""
    sha256: str
    """Of the file's bytes, in hexadecimal."""
    what_if: tuple[str, ...] = ()
    """Changes that make this not the published model, in words."""
    problems: tuple[Problem, ...] = ()
    """Warnings and notes."""


def load_framework(name_or_path: str | Path, *, changes: Changes = NO_CHANGES) -> Loaded:
    """The framework of an id, id@version or path, with ``changes`` made to it.

    Checks structure only: :func:`svscore.lint.checked_framework` also checks that it can be scored.

    Raises:
        SvscoreError: with every problem of the file.
    """
    return accept(read_draft(name_or_path, changes=changes))


def load_definition(name_or_path: str | Path) -> Definition:
    """The framework or menu of an id, id@version or path.

    Raises:
        SvscoreError: with every problem of the file.
    """
    draft = read_draft(name_or_path)
    if draft.definition is None or has_errors(draft.problems):
        raise SvscoreError(draft.problems)
    return draft.definition


def accept(draft: Draft, problems: tuple[Problem, ...] | None = None) -> Loaded:
    """A draft as a loaded framework. ``problems`` replaces the draft's own list.

    Raises:
        SvscoreError: when there is an error among the problems, or it is a menu.
    """
    problems = draft.problems if problems is None else problems
    if draft.definition is None or has_errors(problems):
        raise SvscoreError(problems)
    if isinstance(draft.definition, Menu):
        message = f"{draft.definition.id!r} is a menu of criteria, expected a framework"
        hint = "take its criteria into a framework with `use`"
        raise SvscoreError([Problem(Location(draft.name), WRONG_FILE, message, hint)])
    return Loaded(draft.definition, draft.path, draft.name, draft.sha256, draft.what_if, problems)


def read_draft(name_or_path: str | Path, *, changes: Changes = NO_CHANGES) -> Draft:
    """What can be made of a file, with every problem of its structure.

    Raises:
        SvscoreError: when there is no such file.
    """
    path = name_or_path if isinstance(name_or_path, Path) else find(name_or_path)
    resolver = Resolver()
    source = resolver.files.read(path)
    data = resolver.resolve(source, changes)
    definition, refused, broken = validate(data, model_of(data)) if data is not None else (None, [], frozenset())
    return Draft(
        definition,
        data,
        broken | stand_ins(data),
        tuple(sorted({*resolver.files.problems, *refused})),
        path,
        source.name,
        hashlib.sha256(source.content).hexdigest(),
        tuple(resolver.what_if),
        resolver.files.contents,
        tuple(resolver.retitled),
    )
