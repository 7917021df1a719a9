"""Runs the rules over a definition and gives every problem its place."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from svscore.framework.change import Changes
from svscore.framework.load import NO_CHANGES, Draft, Loaded, accept, changed_draft, draft_of, read_draft
from svscore.framework.menu import Menu
from svscore.framework.model import Framework, Path
from svscore.framework.nodes import Map, Seq, key_location, value_at
from svscore.framework.salvage import is_inside
from svscore.lint.finding import Finding, Rule
from svscore.lint.ignores import apply_ignores
from svscore.lint.menus import used_menus
from svscore.lint.rules import OF_MENUS, RULES, duplicate_id, long_weight, other_title, permitted_weights
from svscore.problem import Location, Problem, Severity, SvscoreError, has_errors

MAX_FINDINGS = 200
"""Findings of one rule in one file; nobody mends more in one go, and near words take time to find."""


def check_file(path: str | pathlib.Path, *, allow_outside: bool = False) -> list[Problem]:
    """Everything wrong with a framework, variant or menu, in file order.

    ``path`` may also be an id or id@version. ``allow_outside`` lets the file name others outside its folder.
    Never raises for what is in the file.
    """
    try:
        draft = read_draft(path, allow_outside=allow_outside)
    except SvscoreError as error:
        return list(error.problems)
    return check_draft(draft)


def checked_framework(
    name_or_path: str | pathlib.Path, *, changes: Changes = NO_CHANGES, allow_outside: bool = False
) -> Loaded:
    """The framework of an id, id@version or path, with ``changes`` made to it, fit to be scored.

    Warnings are in its ``problems``. ``allow_outside`` lets the file name others outside its folder.

    Raises:
        SvscoreError: with every error of the file, of its structure and of its sense. Its warnings are for
            whoever maintains it: :func:`check_file` has them.
    """
    loaded = _accepted(read_draft(name_or_path, allow_outside=allow_outside))
    return changed_framework(loaded, changes) if changes else loaded


def changed_framework(loaded: Loaded, changes: Changes) -> Loaded:
    """A framework that is fit to be scored, with ``changes`` made to it.

    Raises:
        SvscoreError: with every error the changes make.
    """
    return _accepted(changed_draft(loaded, changes))


def checked_text(content: bytes, name: str) -> Loaded:
    """The framework that the bytes of a complete file define, fit to be scored; problems call it ``name``.

    Raises:
        SvscoreError: with every error in it, or it names another file.
    """
    return _accepted(draft_of(content, name))


def _accepted(draft: Draft) -> Loaded:
    problems = tuple(check_draft(draft))
    errors = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
    return accept(draft, errors or problems)


def check_draft(draft: Draft) -> list[Problem]:
    """The problems of a file's structure, and those the rules find in what could be kept of it.

    Warnings a comment answers with a reason are left out.
    """
    found = [*draft.problems, *_found(draft)]
    is_whole = draft.definition is not None and not has_errors(found)
    return sorted(set(apply_ignores(found, draft.contents, draft.name, is_whole=is_whole)))


def _found(draft: Draft) -> Iterator[Problem]:
    definition, data = draft.definition, draft.data
    if data is None:
        return
    if isinstance(definition, Menu):
        yield from _problems(duplicate_id, duplicate_id.check(definition), data, draft.broken)
    if isinstance(definition, Framework):
        menus, is_published = used_menus(data, draft.menus), definition.status != "illustrative"
        for code, rule in RULES.items():
            if draft.what_if and code in (long_weight.CODE, permitted_weights.CODE):
                continue  # a what-if is nobody's published weight, and says itself where the publisher forbids it
            of_menus = OF_MENUS.get(code)
            findings = of_menus.check_with_menus(definition, menus) if of_menus else rule.check(definition)
            yield from _problems(rule, findings, data, draft.broken, is_published=is_published)
        for problem in other_title.check_uses(draft.retitled):
            yield replace(problem, hint=other_title.PUBLISHED) if is_published else problem


def _problems(
    rule: Rule, findings: Iterator[Finding], data: Map, broken: frozenset[Path], *, is_published: bool = False
) -> Iterator[Problem]:
    """A rule's findings with their places, but for those that rest on a part of the file that is broken.

    Nobody may change the rules of a model that is published, so there a hint says how to handle them.
    """
    needs_broken: dict[tuple[Path, ...], bool] = {}
    for finding in islice(findings, MAX_FINDINGS):
        if broken and finding.needs not in needs_broken:
            needs_broken[finding.needs] = any(is_inside(path, broken) for path in finding.needs)
        rests_on = (finding.path, finding.first or finding.path)
        if broken and (needs_broken[finding.needs] or any(is_inside(path, broken) for path in rests_on)):
            continue
        first = f", first at {_place(data, finding.first)}" if finding.first else ""
        is_handled = is_published and not finding.completes
        hint = getattr(rule, "PUBLISHED", finding.hint) if is_handled else finding.hint
        yield Problem(_place(data, finding.path), rule.CODE, finding.message + first, hint, rule.SEVERITY)


def _place(data: Map, path: Path) -> Location:
    """A scalar's own place; of a mapping or list under a key, the key's."""
    node = value_at(data, path)
    if isinstance(node, (Map, Seq)) and isinstance(path[-1], str):
        return key_location(data, path)
    return node.location
