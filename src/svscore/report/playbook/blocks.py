"""What a playbook is made of: headings, paragraphs, lists, tables and formulas, in no format yet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 2 begins a section, 3 and 4 are inside it."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``is_ordered`` where one thing comes after the other."""

    items: tuple[str, ...]
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """Arithmetic on a line of its own."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names each row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    """Positions of the columns that hold numbers."""


Block = Heading | Paragraph | Items | Formula | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A whole playbook."""

    title: str
    blocks: tuple[Block, ...]
