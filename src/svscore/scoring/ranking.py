"""From figures to ranks, ties, awards and margins. The order never depends on the order of the input."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from svscore.framework.award import AwardBase
from svscore.scoring.result import Tie

Key = Fraction | str | bool
TieBreak = tuple[str, Callable[[int], Key | None]]
"""A name and what it gives each bid by position: higher is better, ``None`` parts nobody."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one bid stands: its position in the input, its rank, and whether it is awarded."""

    position: int
    rank: int
    is_awarded: bool = False


def rank_bids(
    names: Sequence[str],
    figures: Mapping[int, Fraction | None],
    *,
    highest_wins: bool,
    tie_breaks: Sequence[TieBreak],
) -> tuple[list[list[int]], list[Tie]]:
    """Bids in order, level ones together, and the ties.

    ``figures`` has an entry for each bid to rank, by position; one without a figure comes last.
    """
    sign = 1 if highest_wins else -1

    def key(position: int) -> tuple[bool, Fraction]:
        figure = figures[position]
        return figure is not None, sign * (figure or Fraction(0))

    groups: list[list[int]] = []
    ties: list[Tie] = []
    for _, level in groupby(sorted(figures, key=key, reverse=True), key=key):
        tied = sorted(level, key=lambda position: names[position])
        rank = 1 + sum(map(len, groups))
        parted, used = part(tied, tie_breaks)
        if used:
            ties.append(
                Tie(tuple(names[position] for group in parted for position in group), rank, ", then ".join(used))
            )
        for group in parted:
            if len(group) > 1:
                ties.append(Tie(tuple(names[position] for position in group), 1 + sum(map(len, groups)), None))
            groups.append(group)
    return groups, ties


def part(tied: Sequence[int], tie_breaks: Sequence[TieBreak]) -> tuple[list[list[int]], list[str]]:
    """Level bids parted by the tie-breaks in order, and the names of those that parted somebody."""
    groups, used = [list(tied)], []
    for name, value in tie_breaks:
        finer = [smaller for group in groups for smaller in _split(group, value)]
        if len(finer) > len(groups):
            used.append(name)
        groups = finer
    return groups, used


def _split(group: Sequence[int], value: Callable[[int], Key | None]) -> list[list[int]]:
    values = {position: value(position) for position in group}
    if any(found is None for found in values.values()):
        return [list(group)]
    ordered = sorted(set(values.values()), reverse=True)  # type: ignore[type-var]
    return [[position for position in group if values[position] == found] for found in ordered]


def award(
    groups: Sequence[Sequence[int]],
    figures: Mapping[int, Fraction | None],
    settings: AwardBase,
    total_available: Fraction,
    *,
    by_points: bool,
) -> list[Place]:
    """The ranked bids with who is awarded.

    A tie across the last place awards every level bid; so does ``also-within``.
    """
    places: list[Place] = []
    last: Fraction | None = None
    for group in groups:
        rank = len(places) + 1
        within = rank <= settings.places
        if within:
            last = figures[group[0]]
        else:
            within = _is_close(figures[group[0]], last, settings, total_available, by_points=by_points)
        places.extend(Place(position, rank, within) for position in group)
    return places


def _is_close(
    figure: Fraction | None, last: Fraction | None, settings: AwardBase, total: Fraction, *, by_points: bool
) -> bool:
    if settings.also_within is None or figure is None or last is None:
        return False
    return abs(last - figure) <= settings.also_within.of(total if by_points else abs(last))


def ranks_of(groups: Sequence[Sequence[int]]) -> dict[int, int]:
    """Rank by position: 1, 1, 3 where two are level."""
    ranks: dict[int, int] = {}
    for group in groups:
        rank = len(ranks) + 1
        ranks.update(dict.fromkeys(group, rank))
    return ranks
