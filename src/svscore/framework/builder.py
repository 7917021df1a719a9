"""The parser's events as nodes with places, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NoReturn, cast

import yaml

from svscore.framework.cut_text import LISTED, NO_TEXT, alias_text, look_at_text
from svscore.framework.file_text import TOO_LARGE
from svscore.framework.flow_text import FlowText, is_bare, joined
from svscore.framework.meant import ENTRY, WORDY_KEYS, WORDY_LISTS, in_quotes, quoted
from svscore.framework.nodes import Map, Node, PlainNode, QuotedNode, Seq
from svscore.framework.syntax import SYNTAX, located
from svscore.problem import Location, Problem

MAX_VALUES = 20_000
"""Keys, values and lists in one file, those repeated by aliases included."""
MAX_DEPTH = 50
MAX_ALIASED = 10_000
"""Values that aliases may add by repeating what stands elsewhere."""

DUPLICATE_KEY = "SV002"
NOT_ONE_MAPPING = "SV004"
UNUSED_FEATURE = "SV005"
UNKNOWN_KEY = "SV010"

_ALIAS = re.compile(r"\*([^\s,\[\]{}]+)")
NESTED = (f"nested deeper than {MAX_DEPTH} levels", "is it the right file?")


def _tag(name: str) -> str:
    """A tag as files write it."""
    return name.replace("tag:yaml.org,2002:", "!!")


def _index(mark: Any) -> int:
    """The place of a mark in the text of the file."""
    return 0 if mark is None else int(mark.index)


class StopError(Exception):
    """Reading cannot go on; the reason is among the problems."""


class Builder:
    """Turns events into nodes, collecting problems."""

    def __init__(self, name: str, problems: list[Problem], text: str) -> None:
        self.name = name
        self.text = text
        self.problems = problems
        self.count = 0
        self.aliased = 0
        self.anchors: dict[str | None, tuple[Node, int] | None] = {}
        """Each anchor's node and how many values it holds; ``None`` while it is being read."""
        self.flow = 0
        """How many brackets are open."""
        self.in_texts = False
        """Whether the entries of the list that is read are texts."""
        self.end = 0
        """Index behind the list or mapping that was read last."""
        self.aliases: frozenset[str] | None = None
        """Names that stand behind an asterisk somewhere, once they are asked for."""

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
            self._stop(event, TOO_LARGE, *NESTED)
        start = self.count
        self._count(event, 1)
        self.anchors[opened.anchor] = None
        node = self._built(opened, events, depth)
        if opened.tag is not None:
            node = self._tagged(opened, opened.tag, node)
        self.anchors[opened.anchor] = (node, self.count - start)
        return self._anchored(opened, node) if opened.anchor is not None and isinstance(node, PlainNode) else node

    def _anchored(self, event: yaml.Event, node: PlainNode) -> Node:
        """Plain text behind an anchor; one that nothing refers to is rather text that needs quotes."""
        anchor = getattr(event, "anchor", "")
        if self.aliases is None:
            self.aliases = frozenset(_ALIAS.findall(self.text))
        if anchor in self.aliases:
            return node
        written = self._written(event)
        hint = f"delete the anchor, or put a text in quotes: {quoted(written)}"
        self._problem(event, UNUSED_FEATURE, f"found the anchor '&{anchor}', which nothing refers to", hint)
        return node if node[:1].isdigit() else QuotedNode(written, node.location)

    def _tagged(self, event: yaml.Event, tag: str, node: Node) -> Node:
        """A value with a tag, which is refused; a word with an exclamation mark before it is text that needs quotes."""
        written, hint = self._written(event), "delete the tag"
        if isinstance(node, PlainNode) and re.match("!(?![!<])", written):
            hint += f", or put the text in quotes: {quoted(written)}"
            node = QuotedNode(written, node.location)
        self._problem(event, UNUSED_FEATURE, f"found the tag '{_tag(tag)}', expected none", hint)
        return node

    def _written(self, event: yaml.Event) -> str:
        """What stands in the file for a value, its anchor and tag included."""
        return self.text[_index(event.start_mark) : _index(event.end_mark)].strip()

    def _built(
        self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, events: Iterator[yaml.Event], depth: int
    ) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return (QuotedNode if event.style else PlainNode)(event.value, self._location(event))
        self.flow += bool(event.flow_style)
        node: Node
        if isinstance(event, yaml.MappingStartEvent):
            node = self._map(event, events, depth)
        else:
            node = self._seq(event, events, depth)
        self.flow -= bool(event.flow_style)
        return node

    def _seq(self, start: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Seq:
        seq = Seq(self._location(start))
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            seq.append(self._entry(event, events, depth + 1))
        self.end = _index(event.end_mark)
        return seq

    def _entry(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        """An entry of a list; the next one is read as a part of it where its indent is wrong."""
        count, is_text = len(self.problems), self.in_texts
        node = self._node(event, events, depth)
        if is_text and isinstance(event, yaml.MappingStartEvent):
            del self.problems[count:]
            text = self.text[_index(event.start_mark) : self.end].strip()
            self._problem(event, NO_TEXT, "found a key and a value, expected text", in_quotes(ENTRY, text))
            return QuotedNode(text, self._location(event))
        if isinstance(node, PlainNode) and (swallowed := LISTED.search(self._written(event))):
            hint = "line it up with its neighbours, or put a text of several lines in quotes"
            self._problem(event, SYNTAX, f"found {swallowed[0].strip()!r} inside the list entry before it", hint)
            return PlainNode(str(node)[: node.index(swallowed[0].strip())].strip(), node.location)
        return self._looked_at(ENTRY, node, event) if is_text else node

    def _looked_at(self, key: str, node: Node, event: yaml.Event) -> Node:
        """A text without quotes as it is to be read on, after saying what is odd about it; anything else as it is."""
        if not isinstance(node, PlainNode) or not isinstance(event, yaml.ScalarEvent):
            return node
        looked_at, problems = look_at_text(self.text, key, node, event, is_flow=self.flow > 0)
        self.problems += problems
        return looked_at

    def _map(self, start: yaml.MappingStartEvent, events: Iterator[yaml.Event], depth: int) -> Map | Seq:
        result = Map(self._location(start))
        merged = Map()
        before: FlowText | None = None
        alone: list[Node] = []
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            opened = next(events)
            value = self._value(key, opened, events, depth + 1)
            if start.flow_style and isinstance(key, PlainNode):
                is_text, before = self._flow_key(result, before, key, event, opened)
                if is_text:
                    continue
                if is_bare(self.text, event, opened):
                    alone.append(key)
                    self._bare(result, key, event, is_first=len(alone) == 1)
                    continue
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
        self._close(result, before)
        for name in merged.keys() - result.keys():  # refused already; what was meant is not missing as well
            result.put(name, merged[name], merged.key_location(name))
        self.end = _index(event.end_mark)
        return Seq(result.location, alone) if len(alone) > 1 and not result else result

    def _value(self, key: Node, opened: Any, events: Iterator[yaml.Event], depth: int) -> Node:
        """The value of a key; text that begins like a list or a mapping is taken as the text it was meant as."""
        count, was_in_texts = len(self.problems), self.in_texts
        self.in_texts = isinstance(key, PlainNode) and key in WORDY_LISTS
        value = self._node(opened, events, depth)
        self.in_texts = was_in_texts
        if not isinstance(key, PlainNode):
            return value
        is_text = key in WORDY_KEYS
        if is_text and isinstance(opened, (yaml.SequenceStartEvent, yaml.MappingStartEvent)) and opened.flow_style:
            del self.problems[count:]
            text = self.text[_index(opened.start_mark) : self.end]
            message = f"found '{text[0]}', which begins a {'list' if text[0] == '[' else 'mapping'}, expected text"
            self._problem(opened, NO_TEXT, message, in_quotes(key, text))
            return QuotedNode(text, self._location(opened))
        return self._looked_at(key, value, opened) if is_text else value

    def _flow_key(
        self, result: Map, before: FlowText | None, key: PlainNode, event: yaml.Event, opened: Any
    ) -> tuple[bool, FlowText | None]:
        """Whether a key in ``{}`` is rather a part of the text before it; and the text that the next may belong to."""
        if before is not None and before.takes(self.text, key, event, opened):
            return True, before
        self._close(result, before)
        is_text = isinstance(opened, yaml.ScalarEvent) and not opened.style and opened.value
        return False, FlowText(key, _index(opened.start_mark), _index(opened.end_mark)) if is_text else None

    def _close(self, result: Map, text: FlowText | None) -> None:
        """Says of a text in ``{}`` that a comma cut it, and puts the whole of it in its place."""
        if text is not None and text.cut is not None and text.key in result:
            self._problem(text.cut, UNKNOWN_KEY, *text.complaint(self.text))
            result[text.key] = PlainNode(text.whole(self.text), result[text.key].location)

    def _bare(self, result: Map, key: PlainNode, event: yaml.Event, *, is_first: bool) -> None:
        """Says of a key in ``{}`` that no colon and space follow it."""
        pair = joined(key, alone=True)
        if pair is not None:
            self._problem(event, UNKNOWN_KEY, f"found {str(key)!r} without ': '", f"write {pair[0]}: {pair[1]}")
            result.put(pair[0], PlainNode(pair[1], key.location), key.location)
        elif is_first:
            hint = "write a list in square brackets, like [a, b], and a key with a colon, a space and its value"
            self._problem(event, UNKNOWN_KEY, f"{str(key)!r} has no value", hint)

    def _alias(self, event: yaml.AliasEvent) -> Node:
        if event.anchor not in self.anchors:
            written = alias_text(self.text, _index(event.start_mark), is_flow=self.flow > 0)
            hint = f"write the value out, or put a text in quotes: {quoted(written)}"
            self._stop(event, SYNTAX, f"alias '*{event.anchor}' without an anchor above it", hint)
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
        raise StopError
