"""What another model would have changed: winners, ranks, ties, and which theme's weight moved them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from svscore.batch.batches import Description
from svscore.batch.plan import MAX_SUM
from svscore.batch.standings import Line, Standings
from svscore.batch.table import Flags, Table, Whole
from svscore.exact import decimal_text
from svscore.framework.model import Criterion, Framework


@dataclass(frozen=True, slots=True)
class Change:
    """One competition whose winner or ranking another model changes; all numbers as text."""

    competition: str
    file: str
    is_winner_changed: bool
    before: str
    """The winner, or the winners."""
    after: str
    margin_before: str
    margin_after: str
    moved_by: str
    """Id of the theme whose points moved most towards the new winner; empty where the winner stays."""
    break_even: str
    """Percent of all points the social value section needs for the two to be level, before rounding; or empty."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What happened to each competition, one flag each; none is set for one that failed."""

    failed: Flags
    winner_changed: Flags
    re_ranked: Flags
    """The winner stays, somebody else's rank does not."""
    tied_before: Flags
    tied_after: Flags


def outcomes(before: Standings, after: Standings) -> Outcomes:
    """Compares the two, competition by competition."""
    table = before.table
    failed = np.zeros(len(table), bool)
    failed[np.array([*before.failures, *after.failures], np.int64)] = True
    won = _any(table, before.is_awarded != after.is_awarded) & ~failed
    moved = _any(table, before.rank != after.rank) & ~failed & ~won
    return Outcomes(failed, won, moved, is_tied(before) & ~failed, is_tied(after) & ~failed)


def _any(table: Table, flags: Flags) -> Flags:
    return np.bitwise_or.reduceat(flags, table.starts[:-1]) if len(table) else np.zeros(0, bool)


def is_tied(standings: Standings) -> Flags:
    """Whether two bids share a rank: the ranks of n bids then add up to less than 1 + 2 + ... + n."""
    starts = standings.table.starts[:-1]
    if not len(starts):
        return np.zeros(0, bool)
    ranked = np.add.reduceat((standings.rank > 0).astype(np.int64), starts)
    flags: Flags = np.add.reduceat(standings.rank, starts) < ranked * (ranked + 1) // 2
    return flags


def themes_of(framework: Framework) -> dict[str, str]:
    """What a change of weights is said of, by id with its title: the parts of each section, or the section itself."""
    nodes = (child for node in framework.criteria for child in node.criteria or (node,))
    return {node.id: node.title for node in nodes}


def section_of(framework: Framework, name: str) -> Criterion | None:
    """The node of that id."""
    return next((node for _, node in framework.walk() if node.id == name), None)


def change(
    said: Description,
    before: Sequence[Line],
    after: Sequence[Line],
    themes: Sequence[str],
    section: tuple[str, Fraction, Fraction] | None,
) -> Change:
    """One change in words. ``section`` is the social value section's id, its points, and the points of all."""
    first, then = before[0], after[0]
    is_changed = {line.bidder for line in before if line.is_awarded} != {
        line.bidder for line in after if line.is_awarded
    }
    old = {line.bidder: line for line in before}
    new = {line.bidder: line for line in after}
    loser = next((line.bidder for line in before if line.is_awarded and not new[line.bidder].is_awarded), first.bidder)
    winner = next((line.bidder for line in after if line.is_awarded and not old[line.bidder].is_awarded), then.bidder)
    moved = mover(old[loser], old[winner], new[loser], new[winner], themes) if is_changed else ""
    level = break_even(old[loser], old[winner], *section) if section and is_changed else None
    return Change(
        competition=said.name,
        file=said.file,
        is_winner_changed=is_changed,
        before=_winners(before),
        after=_winners(after),
        margin_before=_text(first.margin),
        margin_after=_text(then.margin),
        moved_by=moved,
        break_even="" if level is None else decimal_text(level * 100, 2),
    )


def _winners(lines: Sequence[Line]) -> str:
    return "; ".join(line.bidder for line in lines if line.is_awarded)


def _text(value: Fraction | None) -> str:
    return "" if value is None else decimal_text(value, 2)


def mover(old_loser: Line, old_winner: Line, new_loser: Line, new_winner: Line, themes: Sequence[str]) -> str:
    """The theme whose points moved the gap between two bids most towards the new winner.

    A theme that only one of the models has counts as nothing in the other. Empty where the points
    of no theme moved: a gate or minimum did, or an award by price.
    """
    moved = {
        name: (_of(new_winner, name) - _of(new_loser, name)) - (_of(old_winner, name) - _of(old_loser, name))
        for name in themes
    }
    most = max(moved, key=lambda name: moved[name], default="")
    return most if most and moved[most] > 0 else ""


def movers(before: Standings, after: Standings, changed: Sequence[int], themes: Sequence[str]) -> list[str] | None:
    """What :func:`mover` says of many competitions at once; ``None`` where whole numbers cannot say it.

    Holds for competitions both plans scored, when no ratio is left and a product of the denominators fits.
    """
    one, other = before.sums, after.sums
    if one is None or other is None or one.ratio or other.ratio or not len(changed):
        return None
    scales = other.plan.denominator, one.plan.denominator
    most = 4 * (before.framework.total + after.framework.total)
    positions = np.asarray(changed)
    if scales[0] * scales[1] * most >= MAX_SUM or (before.by_engine | after.by_engine)[positions].any():
        return None
    table = before.table.taken(changed)
    rows = _rows_of(before.table, positions)
    lost = before.is_awarded[rows] & ~after.is_awarded[rows]
    won = after.is_awarded[rows] & ~before.is_awarded[rows]
    if not (_any(table, lost).all() and _any(table, won).all()):
        return None
    loser, winner = rows[_first(table, lost)], rows[_first(table, won)]
    moved = np.zeros((len(themes), len(positions)), np.int64)
    for at, name in enumerate(themes):
        if name in other.nodes:
            moved[at] += (other.nodes[name][winner] - other.nodes[name][loser]) * scales[1]
        if name in one.nodes:
            moved[at] -= (one.nodes[name][winner] - one.nodes[name][loser]) * scales[0]
    best = moved.argmax(axis=0)
    return [themes[at] if moved[at, column] > 0 else "" for column, at in enumerate(best.tolist())]


def _rows_of(table: Table, positions: Whole) -> Whole:
    counts = table.counts[positions]
    ends = np.cumsum(counts)
    rows: Whole = np.repeat(table.starts[positions] - ends + counts, counts) + np.arange(int(ends[-1]))
    return rows


def _first(table: Table, flags: Flags) -> Whole:
    """The first row of each competition at which a flag is set."""
    numbered = np.where(flags, np.arange(len(flags)), len(flags))
    rows: Whole = np.minimum.reduceat(numbered, table.starts[:-1])
    return rows


def _of(line: Line, name: str) -> Fraction:
    return line.points.get(name) or Fraction(0)


def break_even(one: Line, other: Line, name: str, available: Fraction, total: Fraction) -> Fraction | None:
    """The part of all points at which a section makes two bids level; ``None`` where there is none.

    The rest shares what is left in proportion; rounding is left out. With ``s`` and ``r`` the shares
    of the section's and of the rest's points: ``w s1 + (1 - w) r1 = w s2 + (1 - w) r2``.
    """
    rest = total - available
    points = (one.points.get(name), other.points.get(name), one.total_exact, other.total_exact)
    if available <= 0 or rest <= 0 or None in points:
        return None
    first, second, first_total, second_total = (value or Fraction(0) for value in points)
    section = (first - second) / available
    others = ((first_total - first) - (second_total - second)) / rest
    if section == others:
        return None
    part = others / (others - section)
    return part if 0 <= part <= 1 else None


def numbers_where(flags: Flags) -> list[int]:
    """The positions at which a flag is set."""
    return [int(position) for position in np.flatnonzero(flags)]
