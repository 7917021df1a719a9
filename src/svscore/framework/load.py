"""A definition file, read, resolved and validated: a framework or menu, or every problem with a place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from svscore.framework import model as models
from svscore.framework.catalogue import find
from svscore.framework.change import Changes, apply_changes
from svscore.framework.files import Files, Source
from svscore.framework.identity import model_sha256
from svscore.framework.limits import outside_limits
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
    paths: tuple[Path, ...] = ()
    """Where those files are."""
    retitled: tuple[Use, ...] = ()
    """Criteria taken from other files and given another title."""
    menus: Mapping[str, Map] = field(default_factory=dict)
    """Id, title and days of each menu it takes from, by the name problems call its file."""
    published: Draft | None = None
    """With changes: what they were made to."""


@dataclass(frozen=True)
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
    published: Draft | None = field(default=None, repr=False, compare=False)
    """What it was made from, before any change: what-ifs are made from this, and no file is read again."""

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file it is made of: its own, and those it takes from with ``extends`` and ``use``."""
        return (self.path, *(self.published.paths if self.published is not None else ()))

    @cached_property
    def model_sha256(self) -> str:
        """The identity of the published model, before any change: see :mod:`svscore.framework.identity`."""
        published = self.published.definition if self.published is not None else None
        return model_sha256(published if isinstance(published, Framework) else self.framework)


def load_framework(name_or_path: str | Path, *, changes: Changes = NO_CHANGES, allow_outside: bool = False) -> Loaded:
    """The framework of an id, id@version or path, with ``changes`` made to it.

    ``allow_outside`` lets it name files that are outside its folder and the folders of frameworks.

    Checks structure only: :func:`svscore.lint.checked_framework` also checks that it can be scored.

    Raises:
        SvscoreError: with every problem of the file.
    """
    loaded = accept(read_draft(name_or_path, allow_outside=allow_outside))
    return accept(changed_draft(loaded, changes)) if changes else loaded


def load_definition(name_or_path: str | Path, *, allow_outside: bool = False) -> Definition:
    """The framework or menu of an id, id@version or path.

    Raises:
        SvscoreError: with every problem of the file.
    """
    draft = read_draft(name_or_path, allow_outside=allow_outside)
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
    published = draft if draft.published is None else draft.published
    return Loaded(draft.definition, draft.path, draft.name, draft.sha256, draft.what_if, problems, published)


def read_draft(name_or_path: str | Path, *, allow_outside: bool = False) -> Draft:
    """What can be made of a file, with every problem of its structure.

    ``allow_outside`` lets it name files that are outside its folder and the folders of frameworks.

    Raises:
        SvscoreError: when there is no such file.
    """
    path = name_or_path if isinstance(name_or_path, Path) else find(name_or_path)
    resolver = Resolver(Files(allow_outside=allow_outside))
    return _draft(resolver, resolver.files.read(path))


def draft_of(content: bytes, name: str) -> Draft:
    """The same of bytes at hand, which may name no other file; problems call them ``name``."""
    resolver = Resolver(Files(stands_alone=True))
    return _draft(resolver, resolver.files.take(content, name))


def _draft(resolver: Resolver, source: Source) -> Draft:
    data = resolver.resolve(source)
    definition, refused, broken = validate(data, model_of(data)) if data is not None else (None, [], frozenset())
    return Draft(
        _knowing(definition, data),
        data,
        broken | stand_ins(data),
        tuple(sorted({*resolver.files.problems, *refused})),
        source.path,
        source.name,
        hashlib.sha256(source.content).hexdigest(),
        contents=resolver.files.contents,
        paths=resolver.files.paths,
        retitled=tuple(resolver.retitled),
        menus=resolver.files.menus,
    )


def changed_draft(loaded: Loaded, changes: Changes) -> Draft:
    """The published model of ``loaded`` with ``changes`` made to it, from what was read of its file before.

    Raises:
        ValueError: it was not made from a file.
    """
    published = loaded.published
    if published is None or published.data is None:
        raise ValueError(f"{loaded.name} was not made from a file")
    data, problems, what_if = apply_changes(published.data, changes)
    definition, refused, broken = validate(data, model_of(data))
    if isinstance(definition, Framework):
        what_if = [*what_if, *outside_limits(definition)]
    return replace(
        published,
        definition=_knowing(definition, data),
        data=data,
        broken=broken | stand_ins(data),
        problems=tuple(sorted({*published.problems, *problems, *refused})),
        what_if=tuple(what_if),
        published=published,
    )


def _knowing(definition: Definition | None, data: Map | None) -> Definition | None:
    """The definition with the names of what it leaves out."""
    if isinstance(definition, Framework) and data is not None and data.left_out:
        return definition.leaving_out(data.left_out)
    return definition
