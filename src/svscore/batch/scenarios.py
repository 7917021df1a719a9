"""The models competitions are scored under: the one they were run with, and what is asked instead."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from svscore.framework.catalogue import is_path
from svscore.framework.change import Changes, read_changes
from svscore.framework.file_text import MAX_BYTES
from svscore.framework.load import NO_CHANGES, Loaded
from svscore.framework.named import file_named
from svscore.framework.nodes import Map, Node
from svscore.framework.reach import leads_elsewhere
from svscore.framework.source import parse_definition
from svscore.lint import changed_framework, checked_framework
from svscore.problem import Location, Problem, SvscoreError
from svscore.sources import is_file, read_bytes, real_path, unreadable

WRONG_SCENARIO = "BA101"

KEYS = ("framework", "set", "drop", "redistribute")
"""What a scenario may say."""


_CHANGED: dict[tuple[str, str, str], Loaded] = {}
"""Models changed in this process, by file, hash and changes: the same for every part."""

MOST_CHANGED = 512


@dataclass(frozen=True, slots=True)
class Scenario:
    """A question: another model, or changes to each competition's own."""

    name: str
    loaded: Loaded | None = None
    """The model, its changes made; ``None`` for the competition's own with ``changes``."""
    changes: Changes = NO_CHANGES

    def under(self, own: Loaded) -> Loaded:
        """The model this asks for, for a competition that was run under ``own``.

        Raises:
            SvscoreError: the changes cannot be made to that model.
        """
        if self.loaded is not None:
            return self.loaded
        key = (str(real_path(own.path)), own.sha256, repr(self.changes))
        if key not in _CHANGED:
            if len(_CHANGED) >= MOST_CHANGED:
                _CHANGED.clear()
            _CHANGED[key] = changed_framework(own, self.changes) if self.changes else own
        return _CHANGED[key]


def read_scenarios(path: Path, framework: str | None, *, allow_outside: bool = False) -> tuple[Scenario, ...]:
    """The named scenarios of a file; ``framework`` is meant by those that name none.

    The file names models by id, or by paths below its folder or the working folder.

    Raises:
        SvscoreError: with every problem of the file.
    """
    try:
        content = read_bytes(path, MAX_BYTES)
    except OSError as error:
        message = f"the file cannot be read: {unreadable(error)}"
        raise SvscoreError([Problem(Location(str(path)), WRONG_SCENARIO, message, "check the path")]) from None
    parsed = parse_definition(content, str(path))
    problems = list(parsed.problems)
    named = parsed.data.get("scenarios") if parsed.data is not None else None
    if not isinstance(named, Map) or not named:
        hint = "write scenarios:, and below it each name with framework, set or drop"
        problems.append(Problem(Location(str(path)), WRONG_SCENARIO, "the file holds no scenarios", hint))
        raise SvscoreError(sorted(set(problems)))
    scenarios = [
        _scenario(name, node, framework, path, problems, allow_outside=allow_outside) for name, node in named.items()
    ]
    if problems:
        raise SvscoreError(sorted(set(problems)))
    return tuple(scenario for scenario in scenarios if scenario is not None)


def _scenario(
    name: str, node: Node, framework: str | None, path: Path, problems: list[Problem], *, allow_outside: bool
) -> Scenario | None:
    if not isinstance(node, Map) or (unknown := [key for key in node if key not in KEYS]):
        found = f"{unknown[0]!r}" if isinstance(node, Map) else "text or a list"
        problems.append(Problem(node.location, WRONG_SCENARIO, f"{name}: found {found}, expected {', '.join(KEYS)}"))
        return None
    changes, found_wrong = read_changes(node)
    problems += found_wrong
    model = node.get("framework", framework)
    if model is None or found_wrong:
        return Scenario(name, changes=changes)
    try:
        found = _model(node["framework"], path) if "framework" in node else str(model)
        return Scenario(name, checked_framework(found, changes=changes, allow_outside=allow_outside), changes)
    except SvscoreError as error:
        problems += error.problems
        return None


def _model(named: Node, file: Path) -> str:
    """What finds the model that a file of scenarios names.

    Raises:
        SvscoreError: it leads out of the folders that it may name files of.
    """
    name, place = str(named), getattr(named, "location", Location(str(file)))
    if leads_elsewhere(name) or is_path(name) or is_file(file.parent / name):
        return file_named(name, place, [file.parent, Path()], "a file of scenarios")
    return name
