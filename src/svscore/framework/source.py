"""YAML text to data with places, from the parser's events.

Its own small loader: numbers, dates and words stay the text that stands in the file, a key given
twice is seen, and neither deep nesting nor aliases of aliases can exhaust time or memory. What is
wrong becomes problems, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn, cast

import yaml

from svscore.framework.file_text import ODD_INDENT, TOO_LARGE, decode, odd_indents, place_after
from svscore.framework.nodes import Map, Node, PlainNode, QuotedNode, Seq
from svscore.framework.syntax import LOADER, SYNTAX, located, syntax_problem, too_deep
from svscore.problem import Location, Problem, Severity, has_errors

MAX_VALUES = 20_000
"""Keys, values and lists in one file, those repeated by aliases included."""
MAX_DEPTH = 50
MAX_ALIASED = 10_000
"""Values that aliases may add by repeating what stands elsewhere."""

DUPLICATE_KEY = "SV002"
NOT_ONE_MAPPING = "SV004"
UNUSED_FEATURE = "SV005"
CUT_TEXT = "SV297"

WORDY_KEYS = frozenset({"title", "question", "descriptor", "label", "look-for", "agreement", "source", "reason"})
"""Keys whose text people write freely, so that it may hold a number sign."""
_CURLY = "\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb"
_SHOWN = 40
"""Characters of a text that are quoted."""

_NESTED = (f"nested deeper than {MAX_DEPTH} levels", "is it the right file?")


_CUT = re.compile(r"[ \t]+#(?:\S|(?<=\S #)[ \t])[^\n]*")
"""A comment that may be the rest of a text: a word follows its sign at once, or one space alone goes before it."""


@dataclass(slots=True)
class Parsed:
    """A file's data, ``None`` when it has none to speak of, and every problem in file order."""

    data: Map | None
    problems: list[Problem] = field(default_factory=list)


def parse_definition(content: bytes, name: str) -> Parsed:
    """The data of a definition file. ``name`` is what problems call the file."""
    text, problems = decode(content, name)
    if text is None:
        return Parsed(None, problems)
    builder = _Builder(name, problems, text)
    try:
        data = builder.document(yaml.parse(text, Loader=LOADER))
    except _StopError:
        data = None
    except yaml.YAMLError as error:
        builder.problems.append(_given_up(error, text, name))
        data = None
    if is_odd := has_errors(builder.problems) or data is None:
        builder.problems[:] = odd_indents(text, name) or builder.problems
    return Parsed(data if not is_odd or not ODD_INDENT.search(text) else None, sorted(builder.problems))


def _given_up(error: yaml.YAMLError, text: str, name: str) -> Problem:
    """Why the parser stopped: nesting it has a bound of its own for, or text that is not YAML."""
    mark = getattr(error, "problem_mark", None)
    read = text if mark is None else text[: mark.index]
    deep = too_deep(read, MAX_DEPTH)
    if deep is None:
        return syntax_problem(error, text, name)
    return Problem(place_after(text[:deep], name), TOO_LARGE, *_NESTED)


def _tag(name: str) -> str:
    """A tag as files write it."""
    return name.replace("tag:yaml.org,2002:", "!!")


class _StopError(Exception):
    """Reading cannot go on; the reason is among the problems."""


class _Builder:
    """Turns events into nodes, collecting problems."""

    def __init__(self, name: str, problems: list[Problem], text: str) -> None:
        self.name = name
        self.text = text
        self.problems = problems
        self.count = 0
        self.aliased = 0
        self.anchors: dict[str | None, tuple[Node, int] | None] = {}
        """Each anchor's node and how many values it holds; ``None`` while it is being read."""

    def document(self, events: Iterator[yaml.Event]) -> Map | None:
        """The one document of the file."""
        data: Map | None = None
        is_first = True
        for event in events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if not is_first:
                self._problem(event, NOT_ONE_MAPPING, "a second document begins, expected one", "make it its own file")
                break
            is_first = False
            data = self._top(next(events), events)
        if is_first:
            message = "the file is empty, expected keys and values"
            self.problems.append(Problem(Location(self.name), NOT_ONE_MAPPING, message, "begin with `svscore: 1`"))
        return data

    def _top(self, first: yaml.Event, events: Iterator[yaml.Event]) -> Map | None:
        node = self._node(first, events, 1)
        if isinstance(node, Map):
            return node
        found = "nothing" if node == "" else "a list" if isinstance(node, Seq) else "text"
        message = f"found {found}, expected keys and values"
        self._problem(first, NOT_ONE_MAPPING, message, "begin with `svscore: 1`")
        return None

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        opened = cast("yaml.ScalarEvent | yaml.CollectionStartEvent", event)
        if depth > MAX_DEPTH:
            self._stop(event, TOO_LARGE, *_NESTED)
        if opened.tag is not None:
            self._problem(event, UNUSED_FEATURE, f"found the tag '{_tag(opened.tag)}', expected none", "delete the tag")
        start = self.count
        self._count(event, 1)
        self.anchors[opened.anchor] = None
        node = self._built(opened, events, depth)
        self.anchors[opened.anchor] = (node, self.count - start)
        return node

    def _built(
        self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, events: Iterator[yaml.Event], depth: int
    ) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return (QuotedNode if event.style else PlainNode)(event.value, self._location(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._seq(event, events, depth)
        return self._map(event, events, depth)

    def _seq(self, start: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Seq:
        seq = Seq(self._location(start))
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            seq.append(self._node(event, events, depth + 1))
        return seq

    def _map(self, start: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Map:
        result = Map(self._location(start))
        merged = Map()
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            opened = next(events)
            value = self._node(opened, events, depth + 1)
            if isinstance(value, PlainNode) and isinstance(key, PlainNode) and isinstance(opened, yaml.ScalarEvent):
                self._look_at_text(key, value, opened)
            if isinstance(key, (Map, Seq)):
                self._problem(event, UNUSED_FEATURE, "found a key that is not text", "write a word and a colon")
            elif isinstance(key, PlainNode) and key == "<<":
                hint = "write the keys out, or take a criterion from another file with `use`"
                self._problem(event, UNUSED_FEATURE, "found the merge key '<<', expected none", hint)
                merged = value if isinstance(value, Map) else merged
            elif key in result:
                found = f"key {str(key)!r} given twice, first at {result.key_location(key)}"
                self._problem(event, DUPLICATE_KEY, found, "keep one of the two")
            else:
                result.put(str(key), value, self._location(event))
        for name in merged.keys() - result.keys():  # refused already; what was meant is not missing as well
            result.put(name, merged[name], merged.key_location(name))
        return result

    def _look_at_text(self, key: str, value: str, event: yaml.ScalarEvent) -> None:
        """Warns of a text that a comment cuts short, and of quotes that are none to YAML."""
        end = event.end_mark
        if key in WORDY_KEYS and end is not None and (cut := _CUT.match(self.text, end.index)) is not None:
            rest = cut[0].strip()
            if not rest.lstrip("# ").startswith("svscore:"):
                message = f"the text of '{key}' ends before {rest[:_SHOWN]!r}, which is read as a comment"
                hint = f'if it belongs to the text, put all of it in quotes: {key}: "{value} {rest}"'
                self._warn(event, message, hint)
        if key in WORDY_KEYS and len(value) > 1 and value[0] in _CURLY and value[-1] in _CURLY:
            hint = f'write straight quotes, or none: {key}: "{value[1:-1]}"'
            self._warn(event, f"the typographic quotes of {str(value)[:_SHOWN]!r} are part of the text", hint)

    def _warn(self, event: yaml.Event, message: str, hint: str) -> None:
        self.problems.append(Problem(self._location(event), CUT_TEXT, message, hint, Severity.WARNING))

    def _alias(self, event: yaml.AliasEvent) -> Node:
        if event.anchor not in self.anchors:
            self._stop(event, SYNTAX, f"alias '*{event.anchor}' without an anchor above it", "write the value out")
        target = self.anchors[event.anchor]
        if target is None:
            self._stop(event, UNUSED_FEATURE, f"alias '*{event.anchor}' stands inside itself", "write the value out")
        node, size = target
        self._count(event, size)
        self.aliased += size
        if self.aliased > MAX_ALIASED:
            self._stop(event, TOO_LARGE, f"aliases repeat more than {MAX_ALIASED:,} values", "write the values out")
        return node

    def _count(self, event: yaml.Event, size: int) -> None:
        self.count += size
        if self.count > MAX_VALUES:
            self._stop(event, TOO_LARGE, f"more than {MAX_VALUES:,} keys and values", "is it the right file?")

    def _location(self, event: yaml.Event) -> Location:
        return located(self.name, event.start_mark)

    def _problem(self, event: yaml.Event, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self._location(event), code, message, hint))

    def _stop(self, event: yaml.Event, code: str, message: str, hint: str) -> NoReturn:
        self._problem(event, code, message, hint)
        raise _StopError
