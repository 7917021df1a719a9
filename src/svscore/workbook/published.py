"""The figures a model publishes beside its criteria - weights, most marks, quantities - as sheets write them.

A line of a table that repeats them is a line of the model, not a bid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from svscore.exact import is_decimal, plain_text

if TYPE_CHECKING:
    from svscore.framework.model import Criterion, Framework
    from svscore.workbook.columns import Field
    from svscore.workbook.marks import Marks

THOUSAND = 1_000
FEW_MARKS = 12
MAX_STEPS = 1_000
"""How many values a price is taken to have, where nobody says."""
POINTS = 100
"""Points for a price are at most so many, and weights are parts of it."""
NEAR = 1.1
"""How far off a ratio two figures are at most that are shown with two digits each."""


class Rendering(NamedTuple):
    """One way of writing a published figure for every field."""

    what: str
    """What the figures are, as a message says it."""
    figures: Mapping[str, Fraction]
    """By field id; a field without one has no such figure."""


class Published:
    """What a model publishes for its fields, in every way that people write it."""

    def __init__(self, framework: Framework, fields: Sequence[Field], marks: Mapping[str, Marks]) -> None:
        leaves = {field.id: field.criterion for field in fields if field.criterion is not None}
        self.money = frozenset(field.id for field in fields if field.kind in ("price", "quantity"))
        self.answers = frozenset(field.id for field in fields if field.kind in ("gate", "answer"))
        self.most = _most(leaves, marks)
        """The most marks of each field that has marks in numbers."""
        self.thousands = self.money | {name for name, most in self.most.items() if most >= THOUSAND}
        """Fields whose figure may be a thousand or more."""
        self.steps = {name: _steps(leaf, marks) for name, leaf in leaves.items()}
        """How many values a mark can have, by field: how hard it is to meet one by chance."""
        written = {name: leaf.weight for name, leaf in leaves.items() if leaf.weight is not None}
        by_leaf = dict(_overall(framework.criteria, Fraction(1), is_of_parent=framework.weights == "of-parent"))
        self.overall = {name: by_leaf[leaf.id] for name, leaf in leaves.items() if leaf.id in by_leaf}
        kinds = {weight: kind for kind, weight in enumerate(dict.fromkeys(self.overall.values()))}
        self.weight_kinds = {name: kinds[weight] for name, weight in self.overall.items()}
        """The same number for fields of the same weight: fractions take long to compare."""
        self.finer = frozenset(name for name, leaf in leaves.items() if leaf.points is not None)
        """Fields whose marks may be any figure, not only those of a scale."""
        self.many = self.finer | {name for name in self.most if self.steps[name] > FEW_MARKS}
        """Those, and fields of long scales: on a short one the marks times a factor nobody knows are no marks."""
        self.highest = float(max(self.most.values(), default=Fraction(0)))
        self.prices = self.money & self.overall.keys()
        """Fields of money that have a weight."""
        self.weightings = tuple(self._weightings(written))
        """What a mark may be multiplied by where it is weighted, by field: one for each way of doing it."""
        self.renderings = tuple(self._renderings(written, framework.total, _quantities(leaves)))
        self.ratios = tuple(self._ratios(written, _quantities(leaves)))
        """Figures that a line may be in proportion to."""
        self.texts_by_field: dict[str, frozenset[str]] = {}
        self._spans: dict[tuple[str, str], Sequence[tuple[float, float]]] = {}
        self._factors: dict[tuple[tuple[str, ...], bool], Sequence[Sequence[float]]] = {}
        self._marks = {name: marks[leaf.scale] for name, leaf in leaves.items() if leaf.scale is not None}

    def _renderings(
        self, written: Mapping[str, Fraction], total: Fraction, quantities: Mapping[str, Fraction]
    ) -> Iterator[Rendering]:
        overall = self.overall
        yield Rendering("weights", overall)
        for figures, parts in ((overall, total), (written, Fraction(100))):
            for whole in (Fraction(1), Fraction(10), Fraction(100)):
                yield Rendering("weights", {name: figure * whole / parts for name, figure in figures.items()})
        for weights in (overall, written):
            offers = {name: weights[name] for name in self.money if name in weights}
            if offers and self.most:
                yield Rendering("most marks and the weights", {**self.most, **offers})
        if quantities:
            yield Rendering("quantities of the basket", quantities)

    def _weightings(self, written: Mapping[str, Fraction]) -> Iterator[Mapping[str, Fraction]]:
        for weights in (self.overall, written) if written != self.overall else (self.overall,):
            both = [(name, weights[name], most) for name, most in self.most.items() if weights.get(name) and most]
            yield {name: weight / most for name, weight, most in both}
            if any(most != POINTS for _, _, most in both):
                yield {name: weight / POINTS for name, weight, _ in both}
        yield {name: 1 / most for name, most in self.most.items() if most}

    def _ratios(self, written: Mapping[str, Fraction], quantities: Mapping[str, Fraction]) -> Iterator[Rendering]:
        yield Rendering("weights", self.overall)
        if written != self.overall:
            yield Rendering("weights", written)
        offers = {name: self.overall[name] for name in self.money if name in self.overall}
        if self.most:
            yield Rendering("most marks", self.most | offers)
        if quantities:
            yield Rendering("quantities of the basket", quantities)

    def texts(self, field: str) -> frozenset[str]:
        """The same as :meth:`_texts`, worked out once."""
        if field not in self.texts_by_field:
            self.texts_by_field[field] = self._texts(field)
        return self.texts_by_field[field]

    def factors(self, marks: tuple[str, ...], *, of_full: bool) -> Sequence[Sequence[float]]:
        """The factors of some marks for each of the weightings that changes one of them, and may do so to marks.

        Those that make a mark of full marks alone are left out but ``of_full``.
        """
        key = (marks, of_full)
        if key not in self._factors:
            ways = [[float(weighting.get(name, 1)) for name in marks] for weighting in self.weightings]
            self._factors[key] = [
                factors
                for factors in ways
                if any(factor != 1 for factor in factors)
                and all(
                    self._may_be_weighted(name, factor, of_full=of_full)
                    for name, factor in zip(marks, factors, strict=True)
                )
            ]
        return self._factors[key]

    def _may_be_weighted(self, name: str, factor: float, *, of_full: bool) -> bool:
        """Whether a mark times a factor can be a mark again; any may, where any number is one."""
        if factor == 1 or name in self.finer or name not in self._marks:
            return True
        numbers = sorted(float(number) for number in self._marks[name].numbers if number)
        products = {round(number * factor, 6) for number in (numbers if of_full else numbers[:-1])}
        return not products.isdisjoint(round(number, 6) for number in numbers)

    def spans(self, name: str, other: str) -> Sequence[tuple[float, float]]:
        """What the figure of one field is about, over that of another, where both are in proportion to the model's."""
        key = (name, other)
        if key not in self._spans:
            both = [ratio.figures for ratio in self.ratios if ratio.figures.get(name) and ratio.figures.get(other)]
            quotients = {float(figures[name] / figures[other]) for figures in both}
            self._spans[key] = [(quotient / NEAR, quotient * NEAR) for quotient in quotients]
        return self._spans[key]

    def _texts(self, field: str) -> frozenset[str]:
        """What a cell of a field may hold in a line that repeats any of it, as plain text.

        A figure that is no permitted mark is not among them: a line that holds it is refused anyway.
        """
        figures = {rendering.figures[field] for rendering in self.renderings if field in rendering.figures}
        texts = frozenset(text for figure in figures for text in _rounded_texts(figure))
        if field in self._marks:
            numbers = self._marks[field].numbers
            return frozenset(text for text in texts if Fraction(text) in numbers)
        most = self.most.get(field)
        return texts if most is None else frozenset(text for text in texts if Fraction(text) <= most)


def _rounded_texts(figure: Fraction) -> Iterator[str]:
    """A figure as it is, and as people shorten it, to two digits at least."""
    for places in (0, 1, 2, 3, 4, 12):
        text = plain_text(figure, places)
        if is_decimal(figure, places):
            yield text
            return
        if sum(map(str.isdecimal, text.lstrip("0."))) > 1:
            yield text


def _overall(nodes: Sequence[Criterion], parent: Fraction, *, is_of_parent: bool) -> Iterator[tuple[str, Fraction]]:
    """The weight of each weighted leaf in the total, by id."""
    for node in nodes:
        own = (node.weight or Fraction(0)) * (parent if is_of_parent else 1)
        if node.criteria is not None:
            yield from _overall(node.criteria, own / 100, is_of_parent=is_of_parent)
        elif node.weight is not None:
            yield node.id, own


def _most(leaves: Mapping[str, Criterion], marks: Mapping[str, Marks]) -> dict[str, Fraction]:
    most = {name: leaf.points.max for name, leaf in leaves.items() if leaf.points is not None}
    numbers = {name: marks[leaf.scale].numbers for name, leaf in leaves.items() if leaf.scale is not None}
    return most | {name: max(values) for name, values in numbers.items() if values}


def _steps(leaf: Criterion, marks: Mapping[str, Marks]) -> int:
    if leaf.scale is not None:
        return len(marks[leaf.scale].numbers) + len(marks[leaf.scale].words)
    return int(leaf.points.max) + 1 if leaf.points is not None else MAX_STEPS


def _quantities(leaves: Mapping[str, Criterion]) -> dict[str, Fraction]:
    offers = {leaf.offer for leaf in leaves.values() if leaf.offer is not None}
    return {item.item: item.quantity for offer in offers for item in offer.basket}
