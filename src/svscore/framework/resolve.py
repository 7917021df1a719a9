"""``use`` and ``extends``: a file that refers to others becomes one complete definition.

Works on plain data, so that every value keeps the place it came from, in whichever file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from svscore.framework.catalogue import find, printed
from svscore.framework.change import Changes, apply_changes, read_changes
from svscore.framework.model import Menu
from svscore.framework.shape import USE_KEY, VARIANT_KEYS, check_keys, model_of
from svscore.framework.source import Map, Node, PlainNode, QuotedNode, Seq, parse_definition
from svscore.problem import Location, Problem, SvscoreError, did_you_mean

__all__ = ["Changes", "Resolver", "Source"]

NOT_TAKEN = "SV020"
CYCLE = "SV021"
EXCLUSIVE_KEYS = "SV023"

MAX_CHAIN = 20
"""Files that extend each other in a row."""

WORDS = ("title", "code", "question", "guidance", "look-for", "metrics", "sdgs", "unconfirmed")
"""What ``use`` takes from an item of a menu or a criterion of another framework."""


@dataclass(slots=True)
class Source:
    """One file as read, with its keys put right."""

    path: Path
    name: str
    content: bytes
    data: Map | None
    problems: list[Problem]


@dataclass(slots=True)
class Resolver:
    """Reads each file once and collects the problems of all of them."""

    problems: list[Problem] = field(default_factory=list)
    what_if: list[str] = field(default_factory=list)
    _read: dict[Path, Source] = field(default_factory=dict)
    _resolved: dict[Path, Map | None] = field(default_factory=dict)
    _open: list[Path] = field(default_factory=list)

    def read(self, path: Path) -> Source:
        """The file's data with misspelt keys put right, each as a problem."""
        key = path.resolve()
        if key not in self._read:
            name = printed(path)
            content = path.read_bytes()
            parsed = parse_definition(content, name)
            data, problems = parsed.data, parsed.problems
            if data is not None:
                data, unknown = check_keys(data, model_of(data))
                problems = [*problems, *unknown]
            self.problems += problems
            self._read[key] = Source(path, name, content, data, problems)
        return self._read[key]

    def resolve(self, source: Source, changes: Changes | None = None) -> Map:
        """The complete data of a file that could be read, with ``changes`` made to it."""
        data = self._complete(source)
        if changes:
            data, problems, said = apply_changes(data, changes)
            self.problems += problems
            self.what_if += said
        return data

    def _complete(self, source: Source) -> Map:
        key = source.path.resolve()
        data = source.data or Map()
        if key in self._resolved:
            return self._resolved[key] or data
        self._open.append(key)
        if "extends" in data:
            data = self._extended(source, data)
        else:
            data = self._without_variant_keys(data)
        if model_of(data) is not Menu and isinstance(criteria := data.get("criteria"), Seq):
            data = data.copy()
            data["criteria"] = self._with_uses(criteria, source)
        self._open.pop()
        self._resolved[key] = data
        return data

    def _without_variant_keys(self, data: Map) -> Map:
        result = data.copy()
        for key in VARIANT_KEYS:
            if key in result:
                hint = "name the file that is changed with `extends`"
                self._problem(data.key_location(key), EXCLUSIVE_KEYS, f"found {key!r} without 'extends'", hint)
                del result[key]
        return result

    def _extended(self, source: Source, variant: Map) -> Map:
        if "criteria" in variant:
            hint = "change the base's criteria with `set` and `drop`, or write a complete file without `extends`"
            self._problem(variant.key_location("criteria"), EXCLUSIVE_KEYS, "found 'criteria' beside 'extends'", hint)
        base = self._target(variant["extends"], source)
        if base is None:
            return Map(variant.location)
        result = base.copy()
        for key, value in variant.items():
            if key not in (*VARIANT_KEYS, "criteria"):
                result.put(key, value, variant.key_location(key))
        changes, problems = read_changes(variant)
        self.problems += problems
        result, problems, _ = apply_changes(result, changes)
        self.problems += problems
        return result

    def _target(self, name: Node, source: Source, text: str | None = None) -> Map | None:
        """The complete data of the file another file names; ``None``, and a problem, when there is none."""
        if isinstance(name, (Map, Seq)):
            self._problem(name.location, NOT_TAKEN, "found no text, expected the id of a file", "write an id or a path")
            return None
        text = str(name) if text is None else text
        try:
            path = find(text, location=name.location, code=NOT_TAKEN, folder=source.path.parent)
        except SvscoreError as error:
            self.problems += error.problems
            return None
        if path.resolve() in self._open or len(self._open) > MAX_CHAIN:
            chain = " -> ".join([*(step.name for step in self._open), path.name])
            self._problem(name.location, CYCLE, f"{text!r} leads back to this file: {chain}", "end the circle")
            return None
        target = self.read(path)
        return None if target.data is None else self._complete(target)

    def _with_uses(self, criteria: Seq, source: Source) -> Seq:
        result = Seq(criteria.location)
        for criterion in criteria:
            if isinstance(criterion, Map):
                criterion = self._used(criterion, source) if USE_KEY in criterion else criterion
                if isinstance(inner := criterion.get("criteria"), Seq):
                    criterion = criterion.copy()
                    criterion["criteria"] = self._with_uses(inner, source)
            result.append(criterion)
        return result

    def _used(self, criterion: Map, source: Source) -> Map:
        """The criterion with the words of the item it names; what it says itself wins."""
        name = criterion[USE_KEY]
        place = criterion.key_location(USE_KEY)
        item = self._item(name, source)
        result = Map(criterion.location)
        for key in ("id", *WORDS):
            if key not in criterion and key in item:
                result.put(key, item[key], item.key_location(key))
        for key, value in criterion.items():
            if key != USE_KEY:
                result.put(key, value, criterion.key_location(key))
        if "unconfirmed" not in criterion and isinstance(listed := result.get("unconfirmed"), Seq):
            result["unconfirmed"] = Seq(listed.location, [key for key in listed if key not in criterion])
        for key in ("id", "title"):
            if key not in result:  # the item could not be taken, which is already a problem
                result.put(key, QuotedNode(str(name).rpartition("/")[2] if isinstance(name, str) else "unnamed"), place)
        return result

    def _item(self, name: Node, source: Source) -> Map:
        if isinstance(name, (Map, Seq)) or "/" not in name:
            found = "found no text" if isinstance(name, (Map, Seq)) else f"found {str(name)!r}"
            hint = "like ppn-06-20/fighting-climate-change"
            self._problem(name.location, NOT_TAKEN, f"{found}, expected a file's id, a slash and an item's id", hint)
            return Map()
        file, _, wanted = name.rpartition("/")
        target = self._target(name, source, file)
        if target is None:
            return Map()
        items = dict(_items(target))
        if wanted not in items:
            at = name.location
            place = Location(at.source, row=at.row, column=at.column + len(file) + 1 + isinstance(name, QuotedNode))
            self._problem(place, NOT_TAKEN, f"{file!r} has no item {wanted!r}", did_you_mean(wanted, items))
            return Map()
        item = items[wanted]
        if "question" not in item and "menu" in target and "question" in target:
            item = item.copy()
            item.put("question", target["question"], target.key_location("question"))
        return item

    def _problem(self, place: Location, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(place, code, message, hint))


def _items(data: Map) -> Iterator[tuple[str, Map]]:
    """Every item or criterion that has an id, at any level, by id."""
    for key in ("menu", "items", "criteria"):
        entries = data.get(key)
        for entry in entries if isinstance(entries, Seq) else ():
            if isinstance(entry, Map):
                if isinstance(name := entry.get("id"), (PlainNode, QuotedNode)):
                    yield str(name), entry
                yield from _items(entry)
