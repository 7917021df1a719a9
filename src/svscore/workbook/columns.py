"""What a table may have a column for: the leaves of the model, basket items, and details of the bid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from svscore.problem import with_id
from svscore.workbook.cells import Cell, Lines
from svscore.workbook.marks import marks_of
from svscore.workbook.names import heading_key
from svscore.workbook.published import Published

if TYPE_CHECKING:
    from svscore.framework.model import Criterion, Framework

MAX_VOCABULARIES = 8
FieldKind = Literal["scale", "points", "price", "quantity", "gate", "answer"]


@dataclass(frozen=True, slots=True)
class Field:
    """Something the model asks of every bid."""

    id: str
    title: str
    kind: FieldKind
    """``answer`` is a yes/no column that an adjustment looks at; the others are kinds of criteria."""
    criterion: Criterion | None = None
    scale: str = ""
    """Name of the scale its marks are on; empty when it has none."""

    @property
    def label(self) -> str:
        """What messages call it: its title, with its id where that is another word."""
        return with_id(self.title, self.id)

    @property
    def noun(self) -> str:
        """What a bid has here: a mark, a price, a quantity or an answer."""
        return "mark" if self.is_mark else self.kind if self.kind in ("price", "quantity") else "answer"

    @property
    def is_mark(self) -> bool:
        """Whether evaluators give it, rather than the bidder."""
        return self.kind in ("scale", "points")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading that is understood; in a matrix it is a row."""

    index: int
    heading: Cell
    field: Field | None = None
    role: str = ""
    """The detail of a bid it gives, or the part of a mark in a long table."""


ROLES: Mapping[str, str] = {
    "bidder": "bidder",
    "biddername": "bidder",
    "tenderer": "bidder",
    "reference": "reference",
    "lot": "lot",
    "size": "size",
    "vcse": "vcse",
    "submitted": "submitted",
}
"""Headings of details of a bid."""

LONG_ROLES: Mapping[str, str] = {
    "bidder": "bidder",
    "biddername": "bidder",
    "tenderer": "bidder",
    "lot": "lot",
    "criterion": "criterion",
    "evaluator": "evaluator",
    "mark": "mark",
    "score": "mark",
    "reason": "reason",
    "reference": "reference",
}
"""Headings of a long table: one row a mark."""


def role_headings(roles: Mapping[str, str]) -> Sequence[str]:
    """The headings of details as people write them: ``Bidder``, ``VCSE``."""
    return [role.upper() if role == "vcse" else role.capitalize() for role in dict.fromkeys(roles.values())]


FOR_PEOPLE = frozenset({"lookfor", "check"})
"""Headings the template gives to what helps in filling it in; never read."""


class KnownMark(NamedTuple):
    """What a cell says on a scale, where there was nothing to say about it."""

    value: Fraction | str
    shown: str
    cell: Cell
    """Kept with it, so that no other takes its identity."""


class Vocabulary:
    """The fields of a model by what people may call them."""

    def __init__(self, framework: Framework) -> None:
        self.fields = tuple({field.id: field for field in _fields(framework)}.values())
        self.groups = _group_keys(framework)
        """Keys of criteria that hold others: their columns are sums, not read."""
        self.left_out = frozenset(map(heading_key, framework.left_out)) - self.groups
        """Keys of what a variant or a what-if leaves out: known, and passed over."""
        self.marks = {name: marks_of(scale) for name, scale in framework.scales.items()}
        """The permitted marks, by scale."""
        self.published = Published(framework, self.fields, self.marks)
        """The weights, most marks and quantities, which lines that are no bids repeat."""
        self.headings: Lines[Sequence[Column]] = Lines()
        """Lines of headings met before, where there was nothing to say about them."""
        self.known: Mapping[str, dict[int, KnownMark]] = {name: {} for name in (*self.marks, "")}
        """Marks met before, by scale and by the identity of their cell: cells written the same are one object."""
        self._by_key: dict[str, Field] = {}
        for field in self.fields:
            self._by_key.setdefault(heading_key(field.title), field)
        for field in self.fields:
            self._by_key[heading_key(field.id)] = field
        self._clashes = self._titles_shared()

    def find(self, heading: str) -> Field | None:
        """The field a heading means; an id goes before a title."""
        return self._by_key.get(heading_key(heading))

    def clash(self, heading: str) -> tuple[str, ...]:
        """Ids of the fields that share this title; empty when the heading is clear."""
        return self._clashes.get(heading_key(heading), ())

    def is_unknown(self, heading: str) -> bool:
        """Whether a heading means nothing this model asks for, or leaves out."""
        return self.find(heading) is None and heading_key(heading) not in self.left_out

    def names(self) -> Iterator[str]:
        """Ids and titles, for finding the nearest."""
        for field in self.fields:
            yield field.id
            yield field.title

    def _titles_shared(self) -> dict[str, tuple[str, ...]]:
        ids = {heading_key(field.id) for field in self.fields}
        by_title: dict[str, list[str]] = {}
        for field in self.fields:
            by_title.setdefault(heading_key(field.title), []).append(field.id)
        for key in self.left_out & by_title.keys():
            by_title[key].append("one that is left out")
        return {key: tuple(same) for key, same in by_title.items() if len(same) > 1 and key not in ids}


_VOCABULARIES: dict[int, tuple[Framework, Vocabulary]] = {}
"""By the identity of the model, which is kept with it: many workbooks are read with one model."""


def vocabulary_of(framework: Framework) -> Vocabulary:
    """The vocabulary of a model, made once; another thread may empty what is kept at any time."""
    kept = _VOCABULARIES.get(id(framework))
    if kept is None:
        if len(_VOCABULARIES) >= MAX_VOCABULARIES:
            _VOCABULARIES.clear()
        kept = _VOCABULARIES[id(framework)] = (framework, Vocabulary(framework))
    return kept[1]


def _fields(framework: Framework) -> Iterator[Field]:
    for leaf in framework.leaves():
        kind: FieldKind = leaf.kind  # type: ignore[assignment]
        basket = leaf.offer.basket if leaf.offer is not None else ()
        if not basket:
            yield Field(leaf.id, leaf.title, kind, leaf, (leaf.scale or "") if kind == "scale" else "")
        for item in basket:
            yield Field(item.item, item.title or item.item, kind, leaf)
    taken = {leaf.id for leaf in framework.leaves()}
    for adjustment in framework.adjustments:
        if adjustment.when not in taken:
            yield Field(adjustment.when, adjustment.title, "answer")


def _group_keys(framework: Framework) -> frozenset[str]:
    groups = [node for _, node in framework.walk() if node.criteria is not None or (node.offer and node.offer.basket)]
    return frozenset(heading_key(name) for node in groups for name in (node.id, node.title))
