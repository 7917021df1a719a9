"""The data of a file in which every value and every key knows its place.

Plain mappings, lists and text otherwise, so that data merged from several files keeps the place of
each part, in whichever file it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from svscore.framework.fields import Plain
from svscore.problem import Location

_NOWHERE = Location("")


class PlainNode(Plain):
    """An unquoted scalar with its place."""

    __slots__ = ("location",)
    location: Location

    def __new__(cls, text: str, location: Location = _NOWHERE) -> Self:
        node = super().__new__(cls, text)
        node.location = location
        return node


class QuotedNode(str):
    """A quoted or block scalar with its place."""

    __slots__ = ("location",)
    location: Location

    def __new__(cls, text: str, location: Location = _NOWHERE) -> Self:
        node = super().__new__(cls, text)
        node.location = location
        return node


class StandIn(QuotedNode):
    """What takes the place of text that could not be had, which is a problem already."""

    __slots__ = ()


class Map(dict[str, "Node"]):
    """A mapping with its place and the place of each key."""

    def __init__(
        self,
        location: Location = _NOWHERE,
        entries: Mapping[str, Node] | None = None,
        key_locations: Mapping[str, Location] | None = None,
    ) -> None:
        super().__init__(entries or {})
        self.location = location
        self.key_locations = dict(key_locations or {})
        self.left_out: tuple[str, ...] = ()
        """Of a whole model: the names of what it leaves out of the one it changes."""

    def copy(self) -> Map:
        """The same entries and places in a new mapping."""
        result = Map(self.location, self, self.key_locations)
        result.left_out = self.left_out
        return result

    def put(self, key: str, value: Node, location: Location) -> None:
        """Set a key that stands at ``location``."""
        self[key] = value
        self.key_locations[key] = location

    def key_location(self, key: str) -> Location:
        """Where the key stands; the mapping's own place when it has none."""
        return self.key_locations.get(key, self.location)


class Seq(list["Node"]):
    """A list with its place."""

    def __init__(self, location: Location = _NOWHERE, entries: Iterable[Node] = ()) -> None:
        super().__init__(entries)
        self.location = location


Node = Map | Seq | PlainNode | QuotedNode

Path = tuple[str | int, ...]
"""Keys and list positions from the top of a file."""


def value_at(data: Node, path: Path) -> Node:
    """The value at ``path``, or the nearest thing above it that is in the file."""
    return _follow(data, path)[0]


def is_there(data: Node, path: Path) -> bool:
    """Whether the file has a value at ``path``."""
    return not _follow(data, path)[1]


def value_location(data: Node, path: Path) -> Location:
    """The place of the value at ``path``, or of the nearest thing above it that is in the file."""
    return value_at(data, path).location


def key_location(data: Node, path: Path) -> Location:
    """The place of the key at the end of ``path``, or of the nearest thing above it in the file."""
    node, missing = _follow(data, path[:-1])
    if not missing and isinstance(node, Map):
        return node.key_location(str(path[-1]))
    return value_location(data, path)


def _follow(node: Node, path: Path) -> tuple[Node, Path]:
    for index, segment in enumerate(path):
        below = child(node, segment)
        if below is None:
            return node, path[index:]
        node = below
    return node, ()


def child(node: Node | None, segment: str | int) -> Node | None:
    """The entry of a mapping or list; ``None`` where there is none."""
    if isinstance(node, Map) and isinstance(segment, str):
        return node.get(segment)
    if isinstance(node, Seq) and isinstance(segment, int) and 0 <= segment < len(node):
        return node[segment]
    return None


def stand_ins(node: Node | None) -> frozenset[Path]:
    """The paths of everything that only stands in for something."""
    if isinstance(node, StandIn):
        return frozenset({()})
    entries = node.items() if isinstance(node, Map) else enumerate(node) if isinstance(node, Seq) else ()
    return frozenset((key, *path) for key, entry in entries for path in stand_ins(entry))
