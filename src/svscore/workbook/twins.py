"""Lines that hold other lines once more, weighted: beside them, in a block of their own, or in any other order.

A weighted line has each mark of its raw line times one factor for the criterion, and the price, points for it, or
nothing. One bid may be so by chance: what counts is how many lines are, in how many figures, out of how many orders.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import comb, perm, prod
from typing import NamedTuple

from svscore.workbook.evidence import FAR, Line
from svscore.workbook.published import Published
from svscore.workbook.repeats import FULL
from svscore.workbook.twin_odds import Span, is_points, odds_of_factor, odds_of_points

MAX_ALL = 12
"""Lines of which each is compared with each; of more only those at the ends and in the middle are."""
MAX_SOME = 64
"""Lines that may be weighted in any order; of more only those beside their raw ones, or in a block of their own."""
MAX_SAME = 16
"""Lines with one figure that another line is compared with."""
ASKED = 500
"""One table in so many has such lines by chance: they are read as bids, and said."""
SAMPLE = 16
"""Pairs of many that are compared before all are."""
MAX_ORDERS = 3
"""Distances between raw and weighted lines that are looked at, the most frequent ones."""

Pair = tuple[int, int]
"""The places of a raw line and of its weighted one."""


class Twins(NamedTuple):
    """Raw lines with their weighted ones, and one table in how many has such lines by chance."""

    pairs: Sequence[Pair] = ()
    one_in: int = 1


class _Idea(NamedTuple):
    """How weighted lines may have been made. A price without a factor became points."""

    factors: Mapping[str, Span]
    is_free: bool = False
    """Whether the factors are those of two lines, and nobody's before."""


def twins_among(lines: Sequence[Line], names: Sequence[str], published: Published) -> Twins:
    """The pairs that are least likely by chance; ``names`` are what the lines are called, by what they are compared."""
    table = _Table(lines, names, published)
    ideas = [*table.known_ideas(), *table.free_ideas()]
    return max((table.best(idea) for idea in ideas), key=lambda twins: twins.one_in, default=Twins())


def usual_orders(count: int) -> Iterator[Sequence[Pair]]:
    """The pairs where weighted lines stand beside their raw ones, or in a block, in the same order or turned round."""
    half = count // 2
    for first, second in ((range(0, count - 1, 2), range(1, count, 2)), (range(half), range(half, 2 * half))):
        yield list(zip(first, second, strict=False))
        yield list(zip(second, first, strict=False))
    for pairs in ([(place, count - 1 - place) for place in range(half)],):
        yield pairs
        yield [(weighted, raw) for raw, weighted in pairs]


def sampled(pairs: Sequence[Pair]) -> Sequence[Pair]:
    """A few of many pairs, at equal distances."""
    return pairs[:: max(1, len(pairs) // SAMPLE)][:SAMPLE]


def _disjoint(pairs: Sequence[Pair]) -> list[Pair]:
    """Pairs of which no two share a line; the earlier ones go first."""
    used: set[int] = set()
    kept: list[Pair] = []
    for pair in pairs:
        if used.isdisjoint(pair):
            used.update(pair)
            kept.append(pair)
    return kept


class _Table:
    """The lines of one table, and what is known of their columns."""

    def __init__(self, lines: Sequence[Line], names: Sequence[str], published: Published) -> None:
        self._lines, self._names, self._published = lines, names, published
        filled = {name for line in lines for name in line.figures}
        self._marks = [name for name in published.most if name in filled]
        self._prices = [name for name in published.overall if name in filled and name in published.prices]
        self._columns: dict[str, list[tuple[float, int]]] = {}

    def known_ideas(self) -> Iterator[_Idea]:
        """Marks times the published weights; prices as points, as they are, or times the weights."""
        for weighting in self._published.weightings:
            marks = {name: weighting.get(name, Fraction(1)) for name in self._marks}
            if all(factor == 1 for factor in marks.values()):
                continue
            parts = {name: self._published.overall[name] / 100 for name in self._prices}
            same = dict.fromkeys(self._prices, Fraction(1))
            for prices in ({}, same, parts) if parts else ({},):
                yield _Idea({name: (factor, factor) for name, factor in (marks | prices).items()})

    def free_ideas(self) -> Iterator[_Idea]:
        """What makes one line into another, for lines of which one may be the other."""
        for raw, weighted in self._seeds():
            spans = self._spans(raw, weighted)
            if spans:
                marks = {name: span for name, span in spans.items() if name in self._published.most}
                yield _Idea(marks, is_free=True)
                if len(marks) < len(spans):
                    yield _Idea(spans, is_free=True)

    def _seeds(self) -> Iterator[Pair]:
        """Pairs of a few lines each, or of many the ends and the best: a block stands behind, before or between."""
        count = len(self._lines)
        if count <= MAX_ALL:
            yield from ((raw, weighted) for raw in range(count) for weighted in range(count) if raw != weighted)
            return
        for other in (1, count // 2, count - 1):
            yield from ((0, other), (other, 0))
        if self._prices and self._marks:
            price, mark = self._prices[0], self._marks[0]
            few = {place for place, line in enumerate(self._lines) if is_points(line.figures.get(price))}
            ranked = sorted(self._column(mark), reverse=True)
            best = [next((place for _, place in ranked if (place in few) is is_few), None) for is_few in (False, True)]
            if best[0] is not None and best[1] is not None:
                yield best[0], best[1]

    def _spans(self, raw: int, weighted: int) -> dict[str, Span]:
        """The factors between two lines; none where one is no multiple of the other, or they have the same marks."""
        before, after = self._lines[raw].figures, self._lines[weighted].figures
        spans: dict[str, Span] = {}
        for name, figure in after.items():
            first = before.get(name)
            if first is None or first.value < 0 or bool(figure.value) != bool(first.value):
                return {}
            if first.value:
                near = figure.near if figure.value.denominator > 1 else Fraction(0)
                spans[name] = ((figure.value - near) / first.value, (figure.value + near) / first.value)
        marks = [span for name, span in spans.items() if name in self._published.most]
        return spans if any(not least <= 1 <= most for least, most in marks) else {}

    def best(self, idea: _Idea) -> Twins:
        """The pairs of one kind that are least likely by chance."""
        pairs = list(self._pairs(idea))
        if not pairs or (idea.is_free and len(pairs) < 2):
            return Twins()
        count, anyhow = len(self._lines), _disjoint(pairs)
        ways = perm(count - 1, len(anyhow)) * (comb(count, len(anyhow)) if count > MAX_ALL else 1)
        found = [Twins(anyhow, self._one_in(anyhow, idea) // ways)]
        for distance, _ in Counter(weighted - raw for raw, weighted in pairs).most_common(MAX_ORDERS):
            some = _disjoint([pair for pair in pairs if pair[1] - pair[0] == distance])
            places = count // 2 if abs(distance) == 1 else max(count - abs(distance), len(some))
            ways = comb(places, len(some)) * (1 if abs(distance) == 1 else count)
            found.append(Twins(some, self._one_in(some, idea) // ways))
        for total, _ in Counter(map(sum, pairs)).most_common(MAX_ORDERS):
            some = _disjoint([pair for pair in pairs if sum(pair) == total])
            found.append(Twins(some, self._one_in(some, idea) // (count * comb(count // 2, len(some)))))
        return max(found, key=lambda twins: twins.one_in)

    def _column(self, field: str) -> list[tuple[float, int]]:
        """The figures of a field in order, each with the place of its line."""
        if field not in self._columns:
            places = enumerate(self._lines)
            cells = [(line.figures[field].value, place) for place, line in places if field in line.figures]
            self._columns[field] = sorted((float(value), place) for value, place in cells)
        return self._columns[field]

    def _pairs(self, idea: _Idea) -> Iterator[Pair]:
        """Every raw line with every weighted one, found by the field that tells lines apart best."""
        if not idea.factors:
            return
        if len(self._lines) > MAX_SOME:
            for pairs in usual_orders(len(self._lines)):
                if sum(self._is_pair(*pair, idea) for pair in sampled(pairs)) > SAMPLE // 4:
                    yield from (pair for pair in pairs if self._is_pair(*pair, idea))
            return
        field = max(idea.factors, key=lambda name: len({value for value, _ in self._column(name)}))
        prices = [name for name in self._prices if name not in idea.factors]
        column = [pair for pair in self._column(field) if self._may_be_weighted(pair[1], prices)]
        values = [value for value, _ in column]
        least, most = map(float, idea.factors[field])
        for raw, line in enumerate(self._lines if column else ()):
            if (first := line.figures.get(field)) is not None:
                start = bisect_left(values, float(first.value) * least - 0.5)
                end = bisect_right(values, float(first.value) * most + 0.5)
                for _, weighted in column[start : min(end, start + MAX_SAME)]:
                    if weighted != raw and self._is_pair(raw, weighted, idea):
                        yield raw, weighted

    def _may_be_weighted(self, place: int, prices: Sequence[str]) -> bool:
        """Whether its prices may be points, or are far too low."""
        figures = self._lines[place].figures
        far = {name: self._column(name)[-1][0] / FAR for name in prices}
        return all(is_points(figures.get(name)) or figures[name].value <= far[name] for name in prices)

    def _is_pair(self, raw: int, weighted: int, idea: _Idea) -> bool:
        """Whether all that the second line has is made of the first."""
        before, has_mark = self._lines[raw].figures, False
        for name, figure in self._lines[weighted].figures.items():
            first = before.get(name)
            if first is None:
                return False
            if name in idea.factors:
                least, most = idea.factors[name]
                if not first.value * least - figure.near <= figure.value <= first.value * most + figure.near:
                    return False
                has_mark = has_mark or (bool(first.value) and name in self._published.most)
            elif name in self._published.prices:
                if not (is_points(figure) or 0 <= figure.value < first.value):
                    return False
            elif figure.value != first.value:
                return False
        return has_mark

    def _one_in(self, pairs: Sequence[Pair], idea: _Idea) -> int:
        """One table in how many has these pairs by chance.

        Marks that all have one factor are too few to tell by, as one bid may be half as good as the next: then the
        prices have to agree, or every line has to be in a pair.
        """
        marks, prices = self._odds_of_marks(pairs, idea), self._odds_of_prices(pairs, idea)
        is_told = prices > 1 or self._have_points(pairs) or self._are_unlike(pairs, idea)
        are_all = len(pairs) > 1 and 2 * len(pairs) == len(self._lines)
        if marks == 1 or not prices or not (is_told or are_all):
            return 1
        return (
            marks * prices * prod(FAR for raw, weighted in pairs if self._names[raw].startswith(self._names[weighted]))
        )

    def _odds_of_marks(self, pairs: Sequence[Pair], idea: _Idea) -> int:
        """One in how many has such marks. Equal ones count once and full ones little; a free factor costs one."""
        steps_of: dict[Span, dict[Fraction, int]] = {}
        for raw, weighted in pairs:
            for name in self._lines[weighted].figures:
                mark = self._lines[raw].figures[name].value
                if mark and name in self._published.most and name in idea.factors:
                    steps = self._published.steps[name]
                    is_full = mark == self._published.most[name]
                    steps_of.setdefault(idea.factors[name], {})[mark] = min(steps, FULL) if is_full else steps
        odds = 1
        for span, by_mark in steps_of.items():
            counted = sorted(by_mark.values())[int(idea.is_free) :]
            odds *= prod(max(1, step // (1 if span[0] == span[1] else 3)) for step in counted)
        return odds

    def _are_unlike(self, pairs: Sequence[Pair], idea: _Idea) -> bool:
        """Whether the marks of the criteria have different factors."""
        names = {
            name for _, weighted in pairs for name in self._lines[weighted].figures if name in self._published.most
        }
        spans = [span for name, span in idea.factors.items() if name in names]
        return bool(spans) and max(least for least, _ in spans) > min(most for _, most in spans)

    def _have_points(self, pairs: Sequence[Pair]) -> bool:
        """Whether some weighted lines have no more than the weight for a price, and none has more."""
        most = self._published.overall
        points = [
            (self._lines[weighted].figures.get(name), most[name]) for _, weighted in pairs for name in self._prices
        ]
        filled = [(figure.value, weight) for figure, weight in points if figure is not None]
        return bool(filled) and all(value <= weight for value, weight in filled)

    def _odds_of_prices(self, pairs: Sequence[Pair], idea: _Idea) -> int:
        """One in how many has such prices; 0 where they are neither points nor made by a factor."""
        odds, are_weighted = 1, {weighted for _, weighted in pairs}
        for name in self._prices:
            both = [
                (self._lines[raw].figures[name], self._lines[weighted].figures[name])
                for raw, weighted in pairs
                if name in self._lines[weighted].figures
            ]
            rest = [
                line.figures[name].value
                for place, line in enumerate(self._lines)
                if place not in are_weighted and name in line.figures
            ]
            if not both:
                odds *= prod([FAR] * len(pairs)) if len(rest) == len(self._lines) - len(pairs) else 1
            elif name in idea.factors:
                odds *= odds_of_factor(both, rest, idea.factors[name], is_free=idea.is_free)
            else:
                odds *= odds_of_points(both, rest, self._published.overall[name])
        return odds
