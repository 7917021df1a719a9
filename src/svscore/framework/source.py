"""YAML text to plain data in which every value and key knows its place.

Built on the parser's events, not its constructors: numbers, dates and words stay the text that
stands in the file, a key given twice is seen, and neither deep nesting nor aliases of aliases can
exhaust time or memory. What is wrong becomes problems, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn, Self

import yaml

from svscore.framework.fields import Plain
from svscore.problem import Location, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
MAX_ALIASED = 10_000
"""Values that aliases may add by repeating what stands elsewhere."""

SYNTAX = "SV001"
DUPLICATE_KEY = "SV002"
NOT_TEXT = "SV003"
NOT_ONE_MAPPING = "SV004"
UNUSED_FEATURE = "SV005"
TOO_LARGE = "SV006"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOWHERE = Location("")
_CONTROL = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"  # YAML 1.1 printable, no BOM
)


class PlainNode(Plain):
    """An unquoted scalar with its place."""

    location: Location

    def __new__(cls, text: str, location: Location = _NOWHERE) -> Self:
        node = super().__new__(cls, text)
        node.location = location
        return node


class QuotedNode(str):
    """A quoted or block scalar with its place."""

    location: Location

    def __new__(cls, text: str, location: Location = _NOWHERE) -> Self:
        node = super().__new__(cls, text)
        node.location = location
        return node


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

    def copy(self) -> Map:
        """The same entries and places in a new mapping."""
        return Map(self.location, self, self.key_locations)

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


@dataclass(slots=True)
class Parsed:
    """A file's data, ``None`` when it has none to speak of, and every problem in file order."""

    data: Map | None
    problems: list[Problem] = field(default_factory=list)


def value_at(data: Node, path: Path) -> Node:
    """The value at ``path``, or the nearest thing above it that is in the file."""
    return _follow(data, path)[0]


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


def parse_definition(content: bytes, name: str) -> Parsed:
    """The data of a definition file. ``name`` is what problems call the file."""
    text, problems = _decode(content, name)
    if text is None:
        return Parsed(None, problems)
    builder = _Builder(name, problems)
    try:
        data = builder.document(yaml.parse(text, Loader=_LOADER))
    except _StopError:
        data = None
    except yaml.YAMLError as error:
        builder.problems.append(_syntax_problem(error, text, name))
        data = None
    return Parsed(data, sorted(builder.problems))


def _decode(content: bytes, name: str) -> tuple[str | None, list[Problem]]:
    top = Location(name)
    if len(content) > MAX_BYTES:
        found = f"the file is {len(content):,} bytes, expected at most {MAX_BYTES:,}"
        return None, [Problem(top, TOO_LARGE, found, "is it the right file?")]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        found = f"byte {content[error.start]:#04x} is not UTF-8 text"
        return None, [Problem(_place(before, name), NOT_TEXT, found, "save the file as UTF-8 without BOM")]
    problems = []
    if text.startswith("\ufeff"):
        text = text[1:]
        found = "the file begins with a byte order mark (BOM)"
        problems.append(Problem(Location(name, row=1, column=1), NOT_TEXT, found, "save it as UTF-8 without BOM"))
    controls = [
        Problem(
            _place(text[: match.start()], name),
            NOT_TEXT,
            f"control character U+{ord(match[0]):04X}, expected text",
            "delete the character",
        )
        for match, _ in zip(_CONTROL.finditer(text), range(20), strict=False)
    ]
    return (None if controls else text), problems + controls


def _place(before: str, name: str) -> Location:
    """The place just after the text ``before``."""
    row = before.count("\n") + 1
    return Location(name, row=row, column=len(before) - (before.rfind("\n") + 1) + 1)


class _StopError(Exception):
    """Reading cannot go on; the reason is among the problems."""


class _Builder:
    """Turns events into nodes, collecting problems."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = problems
        self.count = 0
        self.aliased = 0
        self.anchors: dict[str, tuple[Node, int] | None] = {}

    def document(self, events: Iterator[yaml.Event]) -> Map | None:
        """The one document of the file."""
        data: Map | None = None
        documents = 0
        for event in events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            documents += 1
            if documents > 1:
                self._problem(event, NOT_ONE_MAPPING, "a second document begins, expected one", "make it its own file")
                break
            first = next(events)
            node = self._node(first, events, 1)
            if isinstance(node, Map):
                data = node
            else:
                found = "nothing" if node == "" else "a list" if isinstance(node, Seq) else "text"
                self._problem(
                    first, NOT_ONE_MAPPING, f"found {found}, expected keys and values", "begin with svscore: 1"
                )
        if documents == 0:
            top = Location(self.name)
            message = "the file is empty, expected keys and values"
            self.problems.append(Problem(top, NOT_ONE_MAPPING, message, "begin with svscore: 1"))
        return data

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if depth > MAX_DEPTH:
            self._stop(event, TOO_LARGE, f"nested deeper than {MAX_DEPTH} levels", "is it the right file?")
        if event.tag is not None:
            self._problem(event, UNUSED_FEATURE, f"found the tag {event.tag!r}, expected none", "delete the tag")
        start = self.count
        self.count += 1
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = (QuotedNode if event.style else PlainNode)(event.value, self._location(event))
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._seq(event, events, depth)
        else:
            node = self._map(event, events, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, self.count - start)
        return node

    def _seq(self, start: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Seq:
        seq = Seq(self._location(start))
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            seq.append(self._node(event, events, depth + 1))
        return seq

    def _map(self, start: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Map:
        result = Map(self._location(start))
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            place = self._location(event)
            if isinstance(key, (Map, Seq)):
                self._problem(event, UNUSED_FEATURE, "found a key that is not text", "write a word and a colon")
            elif isinstance(key, PlainNode) and key == "<<":
                hint = "write the keys out, or take a criterion from another file with `use`"
                self._problem(event, UNUSED_FEATURE, "found the merge key '<<', expected none", hint)
            elif key in result:
                found = f"key {str(key)!r} given twice, first at {result.key_location(key)}"
                self._problem(event, DUPLICATE_KEY, found, "keep one of the two")
            else:
                result.put(str(key), value, place)
        return result

    def _alias(self, event: yaml.Event) -> Node:
        if event.anchor not in self.anchors:
            self._stop(event, SYNTAX, f"alias '*{event.anchor}' without an anchor above it", "write the value out")
        target = self.anchors[event.anchor]
        if target is None:
            self._stop(event, UNUSED_FEATURE, f"alias '*{event.anchor}' stands inside itself", "write the value out")
        node, size = target
        self.count += size
        self.aliased += size
        if self.aliased > MAX_ALIASED:
            found = f"aliases repeat more than {MAX_ALIASED:,} values"
            self._stop(event, TOO_LARGE, found, "write the values out")
        return node

    def _location(self, event: yaml.Event) -> Location:
        mark = event.start_mark
        return Location(self.name, row=mark.line + 1, column=mark.column + 1)

    def _problem(self, event: yaml.Event, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self._location(event), code, message, hint))

    def _stop(self, event: yaml.Event, code: str, message: str, hint: str) -> NoReturn:
        self._problem(event, code, message, hint)
        raise _StopError


_SYNTAX_HINTS = (
    ("mapping values are not allowed", "found a second ': ' or a wrong indent", "put text with ': ' in quotes"),
    ("end of stream", "a quote is opened and never closed", "close the quote"),
    ("'-' indicator", "found a key where a list goes on", "indent it under its list item, or end the list"),
    ("<block end>", "found a key or item at an unexpected indent", "line it up with its neighbours"),
    ("did not find expected key", "found something that is not a key at this indent", "line it up with its neighbours"),
    ("',' or ']'", "a list opened with '[' is not closed", "close it with ']'"),
    ("',' or '}'", "a mapping opened with '{' is not closed", "close it with '}'"),
    ("expected ':'", "found a line without ': '", "write a key, a colon, a space and a value"),
    ("cannot start any token", "found a character that cannot begin a value", "put the value in quotes"),
    ("unknown escape", "found a backslash with an unknown letter inside double quotes", "use single quotes"),
    ("node content", "found a bracket or sign where a value should begin", "put the value in quotes"),
)


def _syntax_problem(error: yaml.YAMLError, text: str, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Problem(Location(name), SYNTAX, "not YAML that can be read", "is it the right file?")
    place = Location(name, row=mark.line + 1, column=mark.column + 1)
    lines = text.split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    if line[mark.column : mark.column + 1] == "\t":
        return Problem(place, SYNTAX, "found a tab, expected spaces", "indent with spaces")
    found = str(getattr(error, "problem", "") or "")
    for words, message, hint in _SYNTAX_HINTS:
        if words in found:
            return Problem(place, SYNTAX, message, hint)
    return Problem(place, SYNTAX, f"not YAML: {found.lower()}", "compare the line with a shipped framework")
