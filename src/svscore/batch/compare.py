"""What another model would have changed: winners, ranks, ties, and which theme's weight moved them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from svscore.batch.batches import Description
from svscore.batch.plan import MAX_SUM
from svscore.batch.standings import Line, Standings
from svscore.batch.table import Flags, Whole
from svscore.exact import decimal_text
from svscore.framework.model import Criterion, Framework
from svscore.scoring.result import AwardState


@dataclass(frozen=True, slots=True)
class Change:
    """One competition whose winner or ranking another model changes; all numbers as text."""

    competition: str
    file: str
    is_winner_changed: bool
    before: str
    """The winner, or the winners, and whether they are not awarded yet."""
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
    """Whether any two bids share a rank; for the last place or not."""
    tied_after: Flags


def outcomes(before: Standings, after: Standings) -> Outcomes:
    """Compares the two, competition by competition."""
    table = before.table
    failed = np.zeros(len(table), bool)
    failed[np.array([*before.failures, *after.failures], np.int64)] = True
    won = table.any(before.is_leading != after.is_leading) & ~failed
    moved = table.any(before.rank != after.rank) & ~failed & ~won
    return Outcomes(failed, won, moved, is_tied(before) & ~failed, is_tied(after) & ~failed)


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
    moved_by: str | Sequence[str],
    section: tuple[str, Fraction, Fraction] | None,
    states: tuple[AwardState, AwardState] = ("settled", "settled"),
) -> Change:
    """One change in words; the winners are the bids that stand on the places, awarded or not yet.

    ``moved_by`` is the theme that moved it, or all themes where that is still to be found; ``section`` the
    social value section's id, its points, and the points of all.
    """
    first, then = before[0], after[0]
    is_changed = {line.bidder for line in before if line.is_leading} != {
        line.bidder for line in after if line.is_leading
    }
    old = {line.bidder: line for line in before}
    new = {line.bidder: line for line in after}
    loser = next((line.bidder for line in before if line.is_leading and not new[line.bidder].is_leading), first.bidder)
    winner = next((line.bidder for line in after if line.is_leading and not old[line.bidder].is_leading), then.bidder)
    moved = moved_by if isinstance(moved_by, str) else mover(old[loser], old[winner], new[loser], new[winner], moved_by)
    level = break_even(old[loser], old[winner], *section) if section and is_changed else None
    return Change(
        competition=said.name,
        file=said.file,
        is_winner_changed=is_changed,
        before=_winners(before, states[0]),
        after=_winners(after, states[1]),
        margin_before=first.margin_shown or "",
        margin_after=then.margin_shown or "",
        moved_by=moved if is_changed else "",
        break_even="" if level is None else decimal_text(level * 100, 2),
    )


def _winners(lines: Sequence[Line], state: AwardState) -> str:
    """The bids on the places; with what keeps them from being awarded."""
    names = "; ".join(line.bidder for line in lines if line.is_leading)
    return f"{names} ({UNSETTLED[state]})" if names and state != "settled" else names


UNSETTLED: Mapping[AwardState, str] = {
    "provisional": "provisional",
    "tied-for-last-place": "tied for the last place",
}


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


def movers(before: Standings, after: Standings, changed: Sequence[int], themes: Sequence[str]) -> dict[int, str]:
    """What :func:`mover` says of many competitions at once, by position.

    Leaves out those that whole numbers cannot say it of: scored by the engine, with a ratio left, with
    products that do not fit.
    """
    one, other = before.sums, after.sums
    if one is None or other is None or one.ratio or other.ratio:
        return {}
    scales = other.plan.denominator, one.plan.denominator
    if scales[0] * scales[1] * 4 * (before.framework.total + after.framework.total) >= MAX_SUM:
        return {}
    is_open = before.by_engine | after.by_engine
    positions = np.array([position for position in changed if not is_open[position]], np.int64)
    if not len(positions):
        return {}
    rows, starts = before.table.rows_of(positions)
    lost = _first(rows, starts, before.is_leading & ~after.is_leading, before.rank == 1)
    won = _first(rows, starts, after.is_leading & ~before.is_leading, after.rank == 1)
    moved = np.zeros((len(themes), len(positions)), np.int64)
    for at, name in enumerate(themes):
        moved[at] = scales[1] * _ahead(after, name, won, lost) - scales[0] * _ahead(before, name, won, lost)
    best = moved.argmax(axis=0).tolist()
    names = (themes[at] if moved[at, column] > 0 else "" for column, at in enumerate(best))
    return dict(zip(positions.tolist(), names, strict=True))


def _ahead(standings: Standings, name: str, rows: Whole, others: Whole) -> Whole:
    """By how many points of a node rows are ahead of others, over the plan's denominator."""
    points = _whole(standings, name, np.concatenate([rows, others]))
    difference: Whole = points[: len(rows)] - points[len(rows) :]
    return difference


def _whole(standings: Standings, name: str, rows: Whole) -> Whole:
    """Points of a node over the plan's denominator; nothing where it has none."""
    sums = standings.sums
    if sums is None or name not in sums.plan.nodes:
        return np.zeros(len(rows), np.int64)
    points = sums.points.of(name, rows)
    return np.where(sums.has_total[rows], points, 0) if name in standings.relative else points


def _first(rows: Whole, starts: Whole, flags: Flags, otherwise: Flags) -> Whole:
    """The first row of each competition at which a flag is set; or the other flag; or the first row."""
    count = len(rows)
    preference = np.where(flags[rows], 0, np.where(otherwise[rows], count, 2 * count)) + np.arange(count)
    found: Whole = rows[np.minimum.reduceat(preference, starts) % count]
    return found


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
