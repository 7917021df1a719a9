"""Invented competitions for benchmarks and teaching: plausible marks and prices, labelled synthetic.

Better bidders mark higher throughout and ask a little more; small firms and social enterprises are a
little stronger in social value. The same seed gives the same competitions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from string import ascii_uppercase
from typing import Any

import numpy as np

from svscore.batch.archive import DETAILS, ENTRY, Staged, model_key
from svscore.batch.table import SIZES
from svscore.framework.answer_words import answers_to, passes
from svscore.framework.load import Loaded
from svscore.framework.model import Criterion, Framework

FEWEST, MOST = 3, 8
"""Bids of a synthetic competition."""
SIZE_SHARES = (0.15, 0.30, 0.30, 0.25)
VCSE_SHARE = 0.12
PASS_SHARE = 0.97
AT_ONCE = 20_000
"""Competitions drawn at a time."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Competitions drawn: one entry a row of each column, whole numbers over ``scales``."""

    first: int
    counts: np.ndarray[Any, Any]
    sizes: np.ndarray[Any, Any]
    vcse: np.ndarray[Any, Any]
    values: dict[str, np.ndarray[Any, Any]]
    words: dict[str, tuple[str, ...]]
    """Of columns that hold words: what the numbers stand for."""
    places: dict[str, int]
    """Decimal places of columns that hold numbers."""


def draw(framework: Framework, count: int, seed: int, bids: int | None = None) -> Iterator[Drawn]:
    """``count`` competitions under a model, in batches; ``bids`` fixes how many bid for each."""
    for first in range(0, count, AT_ONCE):
        random = np.random.default_rng([seed, first])
        size = min(AT_ONCE, count - first)
        drawn = FEWEST + (random.random(size) * (MOST - FEWEST + 1)).astype(np.int64)
        counts = np.full(size, bids) if bids else drawn
        yield _Drawing(framework, random, counts).drawn(first)


class _Drawing:
    def __init__(self, framework: Framework, random: np.random.Generator, counts: np.ndarray[Any, Any]) -> None:
        self.framework, self.random, self.counts = framework, random, counts
        self.rows = int(counts.sum())
        self.size = np.searchsorted(np.cumsum(SIZE_SHARES)[:-1], random.random(self.rows)).astype(np.int8)
        self.vcse = (random.random(self.rows) < VCSE_SHARE).astype(np.int8)
        self.skill = self._bell(0.62, 0.13)
        self.value = np.repeat(30_000 + 2_000_000 * random.random(len(counts)) ** 3, counts)
        """What the contract is worth, in pounds: one number a competition."""
        self.words: dict[str, tuple[str, ...]] = {}
        self.places: dict[str, int] = {}

    def _bell(self, mean: float, deviation: float) -> np.ndarray[Any, Any]:
        """About normal numbers, one a row: sums and products only, so the same on every machine."""
        return np.asarray(mean + deviation * (self.random.random((12, self.rows)).sum(axis=0) - 6))

    def drawn(self, first: int) -> Drawn:
        values: dict[str, np.ndarray[Any, Any]] = {}
        for section in self.framework.criteria:
            for leaf in _leaves(section):
                basket = leaf.offer.basket if leaf.offer else ()
                for name in tuple(item.item for item in basket) or (leaf.id,):
                    values[name] = self._leaf(leaf, name, is_social="social" in section.id)
        return Drawn(first, self.counts, self.size, self.vcse, values, self.words, self.places)

    def _leaf(self, leaf: Criterion, name: str, *, is_social: bool) -> np.ndarray[Any, Any]:
        if leaf.gate is not None:
            one, other = answers_to(leaf.gate)[:2]
            self.words[name] = (one, other) if passes(leaf.gate, one) else (other, one)
            return (self.random.random(self.rows) > PASS_SHARE).astype(np.int16)
        lift = 0.06 * (self.size < 2) + 0.05 * self.vcse if is_social else 0
        level = np.clip(self.skill + lift + self._bell(0, 0.16), 0, 1)
        if leaf.scale is not None:
            return self._marks(leaf, name, level)
        if leaf.points is not None:
            self.places[name] = 0
            return np.asarray(np.floor(level * int(leaf.points.max)), np.int16)
        self.places[name] = 2
        if leaf.price is not None:
            asked = self.value * (0.8 + 0.3 * self.skill) * self._bell(1, 0.09)
            return np.asarray(np.maximum(np.rint(asked), 1), np.int64) * 100
        return np.asarray(np.rint(level * 40) * 100, np.int64)

    def _marks(self, leaf: Criterion, name: str, level: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Marks of a scale, the lowest levels first."""
        levels = self.framework.scales[leaf.scale or ""]
        shares = [(each.share if each.share is not None else each.number or Fraction(0), each) for each in levels]
        ordered = [each for _, each in sorted(shares, key=lambda pair: pair[0])]
        chosen = np.minimum((level * len(ordered)).astype(np.int16), len(ordered) - 1)
        numbers = [each.number for each in ordered]
        if any(number is None or number.denominator != 1 for number in numbers):
            self.words[name] = tuple(each.mark for each in ordered)
            return np.asarray(chosen)
        self.places[name] = 0
        return np.asarray(np.array([int(number or 0) for number in numbers], dtype=np.int16)[chosen])


def _leaves(node: Criterion) -> list[Criterion]:
    return [leaf for child in node.criteria for leaf in _leaves(child)] if node.criteria is not None else [node]


def staged(drawn: Drawn, loaded: Loaded) -> Staged:
    """A batch as columns of an archive, every row labelled synthetic."""
    numbers = np.repeat(np.arange(drawn.first, drawn.first + len(drawn.counts)), drawn.counts)
    names = [f"synthetic-{number + 1:07}" for number in range(drawn.first, drawn.first + len(drawn.counts))]
    hashes = [hashlib.sha256(name.encode()).hexdigest() for name in names]
    columns: dict[str, np.ndarray[Any, Any]] = {
        "competition": numbers,
        "file": _repeated([f"{name}.xlsx" for name in names], drawn.counts),
        "file_sha256": _repeated(hashes, drawn.counts),
        "model": _constant(model_key(loaded), len(numbers)),
        "issued_model": _constant(f"{loaded.framework.id}@{loaded.framework.version}", len(numbers)),
        "issued_sha256": _constant(loaded.model_sha256, len(numbers)),
        "reference": _repeated([f"SYN-{name[-7:]}" for name in names], drawn.counts),
        "title": _constant("Synthetic competition", len(numbers)),
        "buyer": _constant("Synthetic: no buyer, bidder, mark or price is real", len(numbers)),
        "bidder": _chosen([f"Bidder {letter}" for letter in ascii_uppercase], _positions(drawn.counts)),
        "size": _chosen(list(SIZES), drawn.sizes),
        "vcse": drawn.vcse == 1,
    }
    types = {name: kind for name, kind in DETAILS.items() if name in columns}
    for name, kind in DETAILS.items():
        if name not in columns:
            columns[name], types[name] = _constant(None, len(numbers)), kind
    for name, values in drawn.values.items():
        types[ENTRY + name], columns[ENTRY + name] = _column(drawn, name, values)
    return Staged(columns, types)


def _column(drawn: Drawn, name: str, values: np.ndarray[Any, Any]) -> tuple[str, np.ndarray[Any, Any]]:
    if name in drawn.words:
        return "VARCHAR", _chosen(list(drawn.words[name]), values)
    if not drawn.places[name]:
        return "SMALLINT", values
    return f"DECIMAL(18,{drawn.places[name]})", values


def _positions(counts: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """0, 1, 2, ... within each competition."""
    positions: np.ndarray[Any, Any] = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return positions


def _repeated(texts: Sequence[str], counts: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.repeat(np.array(texts, dtype=object), counts)


def _constant(text: str | None, count: int) -> np.ndarray[Any, Any]:
    column = np.empty(count, dtype=object)
    column[:] = text
    return column


def _chosen(texts: Sequence[str], positions: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    chosen: np.ndarray[Any, Any] = np.array(texts, dtype=object)[positions]
    return chosen
