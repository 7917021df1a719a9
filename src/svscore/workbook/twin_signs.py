"""A quick look for lines that may be other lines weighted, by binary floats; ``twins`` compares them exactly."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from svscore.workbook.cells import Cell, Kind
from svscore.workbook.evidence import FAR
from svscore.workbook.layout import Table
from svscore.workbook.published import POINTS, Published
from svscore.workbook.twins import MAX_ALL, MAX_SAME, MAX_SOME, Pair, sampled, usual_orders

MOST_TRIED = 3
"""Pairs that others are compared with; one may have no mark."""
NEAR_PRICES = 0.002
"""The same of prices, which have more digits."""
NEAR = 0.03
"""How far apart two quotients of rounded figures are, as a part of them."""

Row = tuple[float | None, Sequence[float | None]]
"""The price of a line and its marks; ``None`` for what it does not have, or has no plain number for."""


class _Factors(NamedTuple):
    """What the marks of a line may be multiplied by, and how far off the result may be."""

    marks: Sequence[Sequence[float]]
    near: Sequence[float]


def numbers_in(table: Table, records: Sequence[int], columns: Sequence[int]) -> Sequence[list[float | None]]:
    """The plain numbers of some lines under some headings."""
    rows = table.sheet.rows
    if table.is_turned:
        across = [rows.get(column, {}) for column in columns]
        return [[_number(cells.get(record)) for cells in across] for record in records]
    return [[_number(rows[record].get(column)) for column in columns] for record in records]


LARGEST = 1e100
"""A figure that is larger is none that anybody weights; it is refused where it is read."""


def _number(cell: Cell | None) -> float | None:
    if cell is None or cell.kind is not Kind.NUMBER:
        return None
    number = float(cell.text)
    return number if abs(number) < LARGEST else None  # a cell may have any number of digits


def may_be_twins(rows: Sequence[Row], marks: tuple[str, ...], price: str, published: Published) -> bool:
    """Whether some lines may be others weighted. ``marks`` and ``price`` are the fields of the figures of each row."""
    count, prices = len(rows), [one for one, _ in rows] if price else []
    if count > MAX_SOME:
        return any(_is_in_one_ratio(rows, sampled(pairs)) for pairs in usual_orders(count))
    factors = _Factors(
        published.factors(marks, of_full=count <= MAX_ALL), [0.5 if name in published.finer else 1e-9 for name in marks]
    )
    targets = _weighted_by_price(prices, float(published.overall[price]) / POINTS) if price else range(count)
    if count <= MAX_ALL:
        has_known = bool(targets and factors.marks and _has_known(rows, targets, factors, 1))
        return has_known or (not published.many.isdisjoint(marks) and _has_repeated(rows))
    if price and _are_points_among(prices):
        return True
    return bool(targets and _has_known(rows, targets, factors, count // 8)) or _is_half_a_multiple(rows, prices)


def _are_points_among(prices: Sequence[float | None]) -> bool:
    """Whether some lines have no price, or points that are far below the prices of the others."""
    points = [price or 0 for price in prices if price is None or price <= POINTS]
    others = [price for price in prices if price is not None and price > POINTS]
    return len(points) >= len(prices) // 8 and bool(points and others) and max(points) * 2 <= min(others)


def _is_in_one_ratio(rows: Sequence[Row], pairs: Sequence[Pair]) -> bool:
    """Whether the marks of many pairs were multiplied by the same; of most, where there is one mark to compare."""
    quotients = [list(_quotients(rows[raw], rows[weighted])) for raw, weighted in pairs]
    alike = max(sum(_are_alike(first, other) for other in quotients) for first in quotients[:MOST_TRIED])
    return alike > len(pairs) // (2 if len(rows[0][1]) == 1 else 4)


def _weighted_by_price(prices: Sequence[float | None], part: float) -> Sequence[int]:
    """The lines whose price may be points, far too low, that of another line, or that of one times the weight."""
    times = Counter(prices)
    parts = {round(price * part) for price in times if price is not None}
    least = max(POINTS, max(filter(None, prices), default=0) / FAR)
    return [
        place
        for place, price in enumerate(prices)
        if price is None or price <= least or times[price] > 1 or round(price) in parts
    ]


def _has_known(rows: Sequence[Row], targets: Sequence[int], factors: _Factors, least: int) -> bool:
    """Whether so many lines have the marks of another line times the weights."""
    column = sorted((first, place) for place in targets if (first := rows[place][1][0]) is not None)
    values, count = [value for value, _ in column], 0
    for some in factors.marks:
        for raw, (price, marks) in enumerate(rows):
            if not marks[0]:
                continue
            middle = marks[0] * some[0]
            start, end = bisect_left(values, middle - factors.near[0]), bisect_right(values, middle + factors.near[0])
            for _, place in column[start : min(end, start + MAX_SAME)]:
                if place != raw and _is_known(price, marks, rows[place], some, factors):
                    count += 1
                    if count >= least:
                        return True
    return False


def _is_known(
    price: float | None, marks: Sequence[float | None], other: Row, some: Sequence[float], factors: _Factors
) -> bool:
    """Whether a line has the marks of another times these factors, and a price that fits."""
    points, weighted = other
    if not _may_be_made(points, price):
        return False
    return all(
        mark is None or after is None or abs(after - mark * factor) <= near
        for mark, after, factor, near in zip(marks, weighted, some, factors.near, strict=True)
    )


def _may_be_made(points: float | None, price: float | None) -> bool:
    """Whether a weighted line may have this in place of a price."""
    return points is None or price is None or points <= max(price, POINTS)


def _has_repeated(rows: Sequence[Row]) -> bool:
    """Whether two pairs of lines, all different, have marks in one ratio."""
    lines = _with_zeros_alike(rows)
    if len(lines) < 4:
        return False
    pairs = [
        (quotients[0], quotients, raw, weighted)
        for raw in lines
        for weighted in lines
        if raw != weighted
        and (quotients := _multiplied(rows[raw][1], rows[weighted][1]))
        and _may_be_made(rows[weighted][0], rows[raw][0])
    ]
    pairs.sort(key=itemgetter(0))
    for place, (first, quotients, raw, weighted) in enumerate(pairs):
        for other, others, next_raw, next_weighted in pairs[place + 1 : place + MAX_SAME]:
            if other > first * (1 + NEAR):
                break
            if len({raw, weighted, next_raw, next_weighted}) == 4 and _are_alike(quotients, others):
                return True
    return False


def _with_zeros_alike(rows: Sequence[Row]) -> Sequence[int]:
    """The lines with a first mark that have their zeros where another has them: a multiple of zero is zero."""
    zeros = [None if None in marks else tuple(map(bool, marks)) for _, marks in rows]
    times = Counter(zeros)
    return [
        place
        for place, (pattern, (_, marks)) in enumerate(zip(zeros, rows, strict=True))
        if marks[0] and (times[None] or times[pattern] > 1)
    ]


def _multiplied(marks: Sequence[float | None], others: Sequence[float | None]) -> Sequence[Any]:
    """What each mark was multiplied by, or ``None``; nothing where the first was by nothing, or zero became more."""
    quotients: list[float | None] = []
    for before, after in zip(marks, others, strict=True):
        if before and after:
            quotients.append(after / before)
        elif before is not None and after is not None and before != after:
            return ()
        else:
            quotients.append(None)
    return quotients if quotients[0] is not None else ()


def _quotients(raw: Row, weighted: Row) -> Iterator[float | None]:
    """What each mark was multiplied by."""
    for before, after in zip(raw[1], weighted[1], strict=True):
        yield after / before if before and after is not None else None


def _are_alike(first: Iterable[float | None], second: Iterable[float | None]) -> bool:
    """Whether all quotients are about the same, and some is not 1."""
    differs = False
    for one, two in zip(first, second, strict=True):
        if one is not None and two is not None:
            if abs(one - two) > NEAR * one:
                return False
            differs = differs or abs(one - 1) > NEAR
    return differs


def _is_half_a_multiple(rows: Sequence[Row], prices: Sequence[float | None]) -> bool:
    """Whether the larger half of the first figures is the smaller one times one figure."""
    values = sorted(filter(None, prices or (marks[0] for _, marks in rows)))
    half = len(values) // 2
    if not half:
        return False
    quotients = [values[half + place] / values[place] for place in (0, half // 2, half - 1)]
    return quotients[0] > 1 + NEAR and max(quotients) <= min(quotients) * (1 + (NEAR_PRICES if prices else NEAR))
