"""``use`` and ``extends``: a file that refers to others becomes one complete definition.

Works on plain data, so that every value keeps the place it came from, in whichever file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from svscore.framework.change import apply_changes, read_changes
from svscore.framework.fields import shown, slug
from svscore.framework.files import NOT_TAKEN, Files, Source
from svscore.framework.left_out import names_left_out
from svscore.framework.nodes import Map, Node, PlainNode, QuotedNode, Seq, StandIn
from svscore.framework.salvage import MISSING_KEY
from svscore.framework.shape import USE_KEY, VARIANT_KEYS
from svscore.problem import Location, Problem, did_you_mean
from svscore.sources import real_path

CYCLE = "SV021"
EXCLUSIVE_KEYS = "SV023"

MAX_CHAIN = 20
"""Files that extend each other in a row."""

OWN_KEYS = ("id", "title", "version")
"""What a variant must say itself."""

WORDS = ("title", "code", "question", "guidance", "look-for", "metrics", "sdgs", "unconfirmed")
"""What ``use`` takes from an item of a menu or a criterion of another framework."""


@dataclass(frozen=True, slots=True)
class Use:
    """A criterion taken from another file with a title of its own."""

    name: str
    """What `use` names."""
    title: str
    menu_title: str
    location: Location
    """Of the criterion's own title."""


@dataclass(slots=True)
class Resolver:
    """Makes complete definitions of files, and collects the problems of all of them."""

    files: Files = field(default_factory=Files)
    retitled: list[Use] = field(default_factory=list)
    """What was taken from a menu or model and given another title."""
    _resolved: dict[Path, Map | None] = field(default_factory=dict)
    _open: list[Path] = field(default_factory=list)

    def resolve(self, source: Source) -> Map | None:
        """The complete data of a file.

        ``None`` when there is none: nothing could be read, or what the file extends could not.
        """
        key = real_path(source.path)
        if key not in self._resolved:
            self._open.append(key)
            self._resolved[key] = self._completed(source)
            self._open.pop()
        return self._resolved[key]

    def _completed(self, source: Source) -> Map | None:
        data = source.data
        if data is not None:
            data = self._extended(data, source) if "extends" in data else self._without_variant_keys(data)
        if data is None or not isinstance(criteria := data.get("criteria"), Seq):
            return data
        result = data.copy()
        result["criteria"] = self._with_uses(criteria, source)
        return result

    def _without_variant_keys(self, data: Map) -> Map:
        result = data.copy()
        for key in VARIANT_KEYS:
            if result.pop(key, None) is not None:
                hint = "name the file that is changed with `extends`"
                self._problem(data.key_location(key), EXCLUSIVE_KEYS, f"found {key!r} without 'extends'", hint)
        return result

    def _extended(self, variant: Map, source: Source) -> Map | None:
        """The file a variant extends, with the variant's keys in place of its own and its weights changed."""
        if "criteria" in variant:
            hint = "change the criteria with `set` and `drop`, or write a complete file without `extends`"
            self._problem(variant.key_location("criteria"), EXCLUSIVE_KEYS, "found 'criteria' beside 'extends'", hint)
        for key in OWN_KEYS:
            if key not in variant:
                hint = f"add `{key}: ...`, so that it is not taken for the file it extends"
                self._problem(variant.location, MISSING_KEY, f"missing key {key!r} in a variant", hint)
        base = self._target(variant["extends"], str(variant["extends"]), source)
        if base is None:
            return None
        if "menu" in base:
            hint = "take its criteria with `use`"
            self._problem(variant["extends"].location, NOT_TAKEN, "found a menu, expected a framework to extend", hint)
            return None
        result = base.copy()
        for key, value in variant.items():
            if key not in (*VARIANT_KEYS, "criteria"):
                result.put(key, value, variant.key_location(key))
        changes, unread = read_changes(variant)
        result, refused, _ = apply_changes(result, changes)
        result.left_out = names_left_out(base, result)
        self.files.problems += [*unread, *refused]
        return result

    def _target(self, node: Node, name: str, source: Source) -> Map | None:
        """The complete data of the file named at ``node``; ``None``, and a problem, when there is none."""
        if isinstance(node, (Map, Seq)):
            self._problem(node.location, NOT_TAKEN, f"found {shown(node)}, expected the id or path of a file", "")
            return None
        path = self.files.find(name, node.location, source.path.parent)
        if path is None:
            return None
        if real_path(path) in self._open:
            chain = " -> ".join(step.name for step in (*self._open[self._open.index(real_path(path)) :], path))
            self._problem(node.location, CYCLE, f"{name!r} leads back to where it began: {chain}", "end the circle")
            return None
        if len(self._open) > MAX_CHAIN:
            found = f"{name!r} is more than {MAX_CHAIN} files away from the first"
            self._problem(node.location, CYCLE, found, "extend a file nearer the end")
            return None
        return self.resolve(self.files.read(path, node.location))

    def _with_uses(self, criteria: Seq, source: Source) -> Seq:
        return Seq(criteria.location, [self._with_use(criterion, source) for criterion in criteria])

    def _with_use(self, criterion: Node, source: Source) -> Node:
        if not isinstance(criterion, Map):
            return criterion
        result = self._used(criterion, source) if USE_KEY in criterion else criterion.copy()
        if isinstance(inner := result.get("criteria"), Seq):
            result["criteria"] = self._with_uses(inner, source)
        return result

    def _used(self, criterion: Map, source: Source) -> Map:
        """The criterion with the words of the item it names; what it says itself wins."""
        name = criterion[USE_KEY]
        place = criterion.key_location(USE_KEY)
        item = self._item(name, source)
        result = Map(criterion.location)
        for key in WORDS:
            if key in item:
                result.put(key, item[key], item.key_location(key))
        wanted = name.rpartition("/")[2] if isinstance(name, str) else ""
        if item:
            result.put("id", QuotedNode(wanted, name.location), place)
        else:  # a problem already, so what could not be taken is not missing as well
            result.put("id", StandIn(slug(wanted) or "unnamed", name.location), place)
            result.put("title", StandIn(wanted or "-", name.location), place)
        for key, value in criterion.items():
            if key != USE_KEY:
                result.put(key, value, criterion.key_location(key))
        own, other = criterion.get("title"), item.get("title")
        if isinstance(own, str) and isinstance(other, str) and own != other:
            self.retitled.append(Use(str(name), str(own), str(other), own.location))
        if "unconfirmed" not in criterion and isinstance(listed := result.get("unconfirmed"), Seq):
            result["unconfirmed"] = Seq(listed.location, [key for key in listed if key not in criterion])
        return result

    def _item(self, name: Node, source: Source) -> Map:
        """The item of a menu, or the criterion, that ``use`` names; empty, and a problem, when there is none."""
        if isinstance(name, (Map, Seq)) or "/" not in name:
            found = f"found {shown(name)}, expected a file's id, a slash and an item's id"
            self._problem(name.location, NOT_TAKEN, found, "like ppn-06-20/fighting-climate-change")
            return Map()
        file, _, wanted = name.rpartition("/")
        target = self._target(name, file, source)
        if target is None:
            return Map()
        items = dict(_items(target))
        if wanted not in items:
            at = name.location
            place = Location(at.source, row=at.row, column=at.column + len(file) + 1 + isinstance(name, QuotedNode))
            hint = did_you_mean(wanted, items)
            self.files.fail(Problem(place, NOT_TAKEN, f"{file!r} has no item {wanted!r}", hint))
            return Map()
        item = items[wanted].copy()
        if "question" not in item and "menu" in target and "question" in target:
            item.put("question", target["question"], target.key_location("question"))
        return item

    def _problem(self, place: Location, code: str, message: str, hint: str) -> None:
        self.files.problems.append(Problem(place, code, message, hint))


def _items(data: Map) -> Iterator[tuple[str, Map]]:
    """Every item or criterion that has an id, at any level, by id."""
    for key in ("menu", "items", "criteria"):
        entries = data.get(key)
        for entry in entries if isinstance(entries, Seq) else ():
            if isinstance(entry, Map):
                if isinstance(name := entry.get("id"), (PlainNode, QuotedNode)):
                    yield str(name), entry
                yield from _items(entry)
