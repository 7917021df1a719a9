"""A quick look for lines of a table that may be no bids: most tables have none, and need no longer one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from svscore.workbook.bidders import Record
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.columns import Vocabulary
from svscore.workbook.evidence import FAR
from svscore.workbook.layout import Table
from svscore.workbook.published import Published
from svscore.workbook.summaries import PLAIN, line_name
from svscore.workbook.twin_signs import may_be_twins, numbers_in
from svscore.workbook.twins import MAX_ALL

MARKS_SEEN = 5
"""Marks of a line that a quick look compares."""
LARGE = 10_000
"""A price that no line of weights or numbers has."""
NEAR_STEP = 1e-6
"""How far off a number of a count may be, as a binary float."""


class Lines(NamedTuple):
    """A table with its lines, in the order of the sheet."""

    table: Table
    records: Sequence[Record]


def suspects(lines: Lines, vocabulary: Vocabulary) -> Iterator[str]:
    """A quick look for lines whose name or figures need a longer one: most tables have none."""
    records = lines.records
    if lines.table.kind == "long":  # a name stands there once a mark
        records = list({record.bidder: record for record in records}.values())
    for record in records:
        if line_name(record.bidder) is not PLAIN:
            yield record.key
    if lines.records:
        yield from _alike(lines, vocabulary)
        yield from _in_ratio(lines, vocabulary)


def _alike(lines: Lines, vocabulary: Vocabulary) -> Iterator[str]:
    """Lines whose figure for one field could be one of the model's, or the sum or mean of the others'."""
    firsts, probe, texts = _first_cells(lines, vocabulary)
    numbers: list[str] = []
    formulas: list[str] = []
    for record, cell in zip(firsts, probe, strict=True):
        if cell is None or cell.kind is not Kind.NUMBER or cell.format.kind == "percent":
            yield record.key
            continue
        text = cell.text
        numbers.append(text)
        if texts is None or (texts and (text.rstrip("0").rstrip(".") if "." in text else text) in texts):
            yield record.key
        if cell.is_formula:
            formulas.append(record.key)
    if len(formulas) == 1:
        yield formulas[0]
    if len(firsts) == len(numbers) > 3:
        total = sum(map(float, numbers))
        yield from (firsts[place].key for place in (0, -1) if _may_be_worked_out(firsts[place], numbers, place, total))


def _in_ratio(lines: Lines, vocabulary: Vocabulary) -> Iterator[str]:
    """Lines that may be in a ratio that the model has, count up or down, or have one figure for mark and price."""
    published, first_line = vocabulary.published, lines.records[0].fields
    fields = [(index, field.id) for index, field in first_line.items() if field.id not in published.answers]
    if lines.table.kind == "long" or len(fields) < 2:
        return
    (first, name), (second, other) = _two(fields, published)
    is_priced = name in published.money
    ratios = [(least, most) for least, most in published.spans(name, other) if abs(least * most - 1) > NEAR_STEP]
    if not (is_priced or ratios) and fields[-1][0] - fields[0][0] > published.highest:
        return  # a count of so many criteria has a number that is no mark
    apart = (first - second, second - first, 0 if is_priced else first - second)
    figures = numbers_in(lines.table, [record.line for record in lines.records], [first, second])
    low = _low_price([left for left, _ in figures]) if is_priced else -inf
    for record, (left, right) in zip(lines.records, figures, strict=True):
        if is_priced and left is not None and left >= LARGE:
            continue
        if left is None or right is None or left <= low:
            yield record.key
            continue
        is_like = left - right in apart or (ratios and _is_within(ratios, left, right))
        if is_like and _goes_on(record, name, (first, left), (second, right), published):
            yield record.key


def _low_price(prices: Sequence[float | None]) -> float:
    """What is far below the mean of the prices that are plain numbers."""
    known = [price for price in prices if price is not None]
    return sum(known) / len(known) / FAR if known else 0


def _is_within(spans: Sequence[tuple[float, float]], left: float, right: float) -> bool:
    """Whether one figure over another is about one of some quotients."""
    return any(right * least <= left <= right * most for least, most in spans)


def _goes_on(
    record: Record,
    name: str,
    first: tuple[int, float],
    second: tuple[int, float],
    published: Published,
) -> bool:
    """Whether the other figures of a line, too, may be in a ratio of the model, count on, or be the same."""
    (place, left), (other, right) = first, second
    step = (right - left) / (other - place)
    may_count, may_be_same, may_be_in_ratio = True, True, left > 0
    for index, field in record.fields.items():
        cell = record.table.cell(record.line, index)
        if index in (place, other) or cell is None or cell.kind is not Kind.NUMBER or field.id in published.answers:
            continue
        figure = float(cell.text)
        may_count = may_count and abs(left + step * (index - place) - figure) < NEAR_STEP
        may_be_same = may_be_same and figure == left
        may_be_in_ratio = may_be_in_ratio and _is_within(published.spans(name, field.id), left, figure)
        if not (may_count or may_be_same or may_be_in_ratio):
            return False
    return True


def _two(fields: Sequence[tuple[int, str]], published: Published) -> tuple[tuple[int, str], tuple[int, str]]:
    """Two fields that tell most: a price, if there is one, and one with another weight, if there is one."""
    first = next((field for field in fields if field[1] in published.money), fields[0])
    others, weights = [field for field in fields if field is not first], published.weight_kinds
    return first, next((field for field in others if weights.get(field[1]) != weights.get(first[1])), others[0])


def may_hold_twins(lines: Lines, vocabulary: Vocabulary) -> bool:
    """Whether some lines of a table may be others weighted, by its first price and its first marks."""
    if len(lines.records) < 2 or lines.table.kind == "long":
        return False
    published, fields = vocabulary.published, lines.records[0].fields.items()
    marks = [(index, field.id) for index, field in fields if field.id in published.most]
    if not marks:
        return False
    finer = [mark for mark in marks if mark[1] in published.finer]
    marks = (finer + [mark for mark in marks if mark not in finer] if finer else marks)[:MARKS_SEEN]
    prices = [(index, field.id) for index, field in fields if field.id in published.prices][:1]
    names = tuple(name for _, name in marks)
    if (
        len(lines.records) <= MAX_ALL
        and published.many.isdisjoint(names)
        and not published.factors(names, of_full=True)
    ):
        return False
    columns = [index for index, _ in (*prices, *marks)]
    figures = numbers_in(lines.table, [record.line for record in lines.records], columns)
    rows = [(line[0], line[1:]) if prices else (None, line) for line in figures]
    return may_be_twins(rows, names, prices[0][1] if prices else "", published)


def _may_be_worked_out(record: Record, texts: Sequence[str], place: int, total: float) -> bool:
    """Whether a figure is about the sum or mean of all others: worth an exact comparison, which is made later."""
    number = float(texts[place])
    rest = total - number
    mean = rest / (len(texts) - 1)
    near = 0.5 if len(texts[place]) > 1 else 0
    if abs(number - rest) > near + abs(rest) / 1e9 and abs(number - mean) > near + abs(mean) / 1e9:
        return False
    if len(record.fields) < 3:
        return True
    table = record.table
    line = table.line(record.line, record.fields) if table.is_turned else table.sheet.rows[record.line]
    return "." in "".join([cell.text for cell in line.values()])


def _first_cells(
    lines: Lines, vocabulary: Vocabulary
) -> tuple[Sequence[Record], list[Cell | None], frozenset[str] | None]:
    """For each name one cell, and what that holds in a line of the model's figures; ``None`` where it may be any.

    The cell is of the field that tells most: one that no line of the model can fill, or else a price.
    """
    if lines.table.kind == "long":
        firsts = list({record.bidder: record for record in reversed(lines.records)}.values())
        return firsts, [record.cell("mark") for record in firsts], None
    published, column, texts = vocabulary.published, 0, frozenset[str]()
    for index, field in lines.records[0].fields.items():
        if field.id not in published.answers:
            column, texts = index, published.texts(field.id)
            if not texts or field.id in published.money:
                break
    if not column:
        return (), [], None
    rows = lines.table.sheet.rows
    if lines.table.is_turned:
        across = rows.get(column, {})
        return lines.records, [across.get(record.line) for record in lines.records], texts
    return lines.records, [rows[record.line].get(column) for record in lines.records], texts
