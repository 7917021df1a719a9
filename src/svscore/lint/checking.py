"""Runs the rules over a definition and gives every problem its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from svscore.framework.load import NO_CHANGES, Draft, Loaded, accept, read_draft
from svscore.framework.model import Framework
from svscore.framework.resolve import Changes
from svscore.framework.source import Map, Node, Seq, key_location, value_at
from svscore.lint import weights_sum
from svscore.lint.finding import Finding, Rule
from svscore.problem import Location, Problem, SvscoreError, has_errors

RULES: dict[str, Rule] = {rule.CODE: rule for rule in (weights_sum,)}


def check_file(path: str | Path) -> list[Problem]:
    """Everything wrong with a framework, variant or menu, in file order.

    ``path`` may also be an id or id@version. Never raises for what is in the file.
    """
    try:
        draft = read_draft(path)
    except SvscoreError as error:
        return list(error.problems)
    return check_draft(draft)


def checked_framework(name_or_path: str | Path, *, changes: Changes = NO_CHANGES) -> Loaded:
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
    problems = set(draft.problems)
    if isinstance(draft.definition, Framework) and draft.data is not None:
        for rule in RULES.values():
            for finding in rule.check(draft.definition):
                if not _rests_on_broken(finding, draft):
                    place = _place(draft.data, finding)
                    problems.add(Problem(place, rule.CODE, finding.message, finding.hint, rule.SEVERITY))
    return sorted(problems)


def _rests_on_broken(finding: Finding, draft: Draft) -> bool:
    paths = (finding.path, *finding.needs)
    return any(path[: len(broken)] == broken for path in paths for broken in draft.broken)


def _place(data: Map, finding: Finding) -> Location:
    """A scalar's own place; of a mapping or list under a key, the key's."""
    node = value_at(data, finding.path)
    if isinstance(node, (Map, Seq)) and finding.path and isinstance(finding.path[-1], str):
        return key_location(data, finding.path)
    return node.location
