"""Runs the rules over a definition and gives every problem its place."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

from svscore.framework.change import Changes
from svscore.framework.load import NO_CHANGES, Draft, Loaded, accept, read_draft
from svscore.framework.model import Framework, Menu, Path
from svscore.framework.nodes import Map, Seq, key_location, value_at
from svscore.lint.finding import Finding, Rule
from svscore.lint.rules import RULES, duplicate_id
from svscore.problem import Location, Problem, SvscoreError


def check_file(path: str | pathlib.Path) -> list[Problem]:
    """Everything wrong with a framework, variant or menu, in file order.

    ``path`` may also be an id or id@version. Never raises for what is in the file.
    """
    try:
        draft = read_draft(path)
    except SvscoreError as error:
        return list(error.problems)
    return check_draft(draft)


def checked_framework(name_or_path: str | pathlib.Path, *, changes: Changes = NO_CHANGES) -> Loaded:
    """The framework of an id, id@version or path, with ``changes`` made to it, fit to be scored.

    Warnings are in its ``problems``.

    Raises:
        SvscoreError: with every problem of the file, of its structure and of its sense.
    """
    draft = read_draft(name_or_path)
    loaded = accept(draft, tuple(check_draft(draft)))
    if not changes:
        return loaded
    draft = read_draft(loaded.path, changes=changes)
    return accept(draft, tuple(check_draft(draft)))


def check_draft(draft: Draft) -> list[Problem]:
    """The problems of a file's structure, and those the rules find in what could be kept of it."""
    return sorted({*draft.problems, *_found(draft)})


def _found(draft: Draft) -> Iterator[Problem]:
    definition, data = draft.definition, draft.data
    if data is None:
        return
    if isinstance(definition, Menu):
        for finding in duplicate_id.check(definition):
            yield from _problem(duplicate_id, finding, data, draft.broken)
    if isinstance(definition, Framework):
        for rule in RULES.values():
            for finding in rule.check(definition):
                yield from _problem(rule, finding, data, draft.broken)


def _problem(rule: Rule, finding: Finding, data: Map, broken: frozenset[Path]) -> Iterator[Problem]:
    """The finding with its place; nothing when it rests on a part of the file that is broken."""
    rests_on = (finding.path, *finding.needs, *((finding.first,) if finding.first else ()))
    if any(path[: len(part)] == part for path in rests_on for part in broken):
        return
    first = f", first at {_place(data, finding.first)}" if finding.first else ""
    yield Problem(_place(data, finding.path), rule.CODE, finding.message + first, finding.hint, rule.SEVERITY)


def _place(data: Map, path: Path) -> Location:
    """A scalar's own place; of a mapping or list under a key, the key's."""
    node = value_at(data, path)
    if isinstance(node, (Map, Seq)) and isinstance(path[-1], str):
        return key_location(data, path)
    return node.location
