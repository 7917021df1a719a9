"""Which menus the criteria of a model were taken from, and on which days those are valid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from svscore.framework.nodes import Map, Node, Seq, child
from svscore.framework.resolve import WORDS


@dataclass(frozen=True, slots=True)
class UsedMenu:
    """A menu that gave a model some of its words."""

    id: str
    title: str
    criteria: tuple[str, ...]
    """Ids of the criteria with words of the menu, in file order."""
    first_day: date | None = None
    last_day: date | None = None
    """The days on which procurements may use the menu, both included; ``None`` for an open end."""

    def is_valid_on(self, day: date) -> bool:
        """Whether a procurement that commenced on this day may use the menu, by its own dates."""
        return (self.first_day is None or day >= self.first_day) and (self.last_day is None or day <= self.last_day)


def used_menus(data: Map, menus: Mapping[str, Map]) -> tuple[UsedMenu, ...]:
    """The menus the criteria of resolved ``data`` have words of.

    ``menus`` are the menus that were read, by the name their places carry. Every value keeps the place it
    came from, so words that passed through another framework are known, too.
    """
    if not menus:
        return ()
    criteria: dict[str, dict[str, None]] = {}
    for criterion in _criteria(data):
        for source in {_source(criterion[key]) for key in WORDS if key in criterion} & menus.keys():
            criteria.setdefault(source, {})[str(criterion.get("id", ""))] = None
    return tuple(_used(menus[source], tuple(ids)) for source, ids in sorted(criteria.items()))


def _criteria(node: Map) -> Iterator[Map]:
    entries = node.get("criteria")
    for entry in entries if isinstance(entries, Seq) else ():
        if isinstance(entry, Map):
            yield entry
            yield from _criteria(entry)


def _source(node: Node) -> str:
    return node.location.source


def _used(menu: Map, criteria: tuple[str, ...]) -> UsedMenu:
    valid = menu.get("valid")
    return UsedMenu(
        str(menu.get("id", "")),
        str(menu.get("title", "")),
        criteria,
        _day(child(valid, "from")),
        _day(child(valid, "until")),
    )


def _day(node: Node | None) -> date | None:
    """The day at a node; ``None`` where there is none, or none that can be read."""
    try:
        return date.fromisoformat(node) if isinstance(node, str) else None
    except ValueError:
        return None  # a problem of the menu, said when the menu is checked
