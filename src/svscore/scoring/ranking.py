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
    """Where one bid stands: its position in the input, its rank, and whether a place is its own."""

    position: int
    rank: int
    is_leading: bool = False


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A tie-break that could not be applied to bids that were level, by position."""

    name: str
    level: tuple[int, ...]
    unknown: tuple[int, ...]
    """Those of them it knows nothing of."""


@dataclass(frozen=True, slots=True)
class Order:
    """The bids in order, level ones together; the ties; and the tie-breaks that could not be applied."""

    groups: Sequence[Sequence[int]]
    ties: Sequence[Tie]
    passed_over: Sequence[PassedOver]


def rank_bids(
    names: Sequence[str],
    figures: Mapping[int, Fraction | None],
    *,
    highest_wins: bool,
    tie_breaks: Sequence[TieBreak],
) -> Order:
    """The bids in order, and what was level.

    ``figures`` has an entry for each bid to rank, by position; one without a figure comes last.
    """
    sign = 1 if highest_wins else -1

    def key(position: int) -> tuple[bool, Fraction]:
        figure = figures[position]
        return figure is not None, sign * (figure or Fraction(0))

    groups: list[list[int]] = []
    ties: list[Tie] = []
    passed_over: list[PassedOver] = []
    rank = 1
    for _, level in groupby(sorted(figures, key=key, reverse=True), key=key):
        tied = sorted(level, key=lambda position: names[position])
        parted, used, unapplied = part(tied, tie_breaks)
        passed_over += unapplied
        about = _by_position(unapplied)
        if used:
            bidders = tuple(names[position] for group in parted for position in group)
            ties.append(Tie(bidders, rank, ", then ".join(used), _untested(unapplied, names)))
        for group in parted:
            if len(group) > 1:
                bidders = tuple(names[position] for position in group)
                ties.append(Tie(bidders, rank, None, _untested(about.get(group[0], ()), names)))
            groups.append(group)
            rank += len(group)
    return Order(groups, ties, passed_over)


def _by_position(passed_over: Sequence[PassedOver]) -> Mapping[int, Sequence[PassedOver]]:
    """Tie-breaks that could not be applied, by each bid that was level there.

    Groups only ever become smaller, so what was passed over for one bid of a group was for all of them.
    """
    passed: dict[int, list[PassedOver]] = {}
    for each in passed_over:
        for position in each.level:
            passed.setdefault(position, []).append(each)
    return passed


def _untested(passed_over: Sequence[PassedOver], names: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((passed.name, tuple(names[position] for position in passed.unknown)) for passed in passed_over)


def part(tied: Sequence[int], tie_breaks: Sequence[TieBreak]) -> tuple[list[list[int]], list[str], list[PassedOver]]:
    """Level bids parted by the tie-breaks in order, the names of those that parted somebody, and those passed over."""
    groups, used = [list(tied)], []
    passed_over: list[PassedOver] = []
    for name, value in tie_breaks:
        unparted = len(groups)
        groups = [smaller for group in groups for smaller in _split(group, name, value, passed_over)]
        if len(groups) > unparted:
            used.append(name)
    return groups, used, passed_over


def _split(
    group: Sequence[int], name: str, value: Callable[[int], Key | None], passed_over: list[PassedOver]
) -> list[list[int]]:
    unknown: list[int] = []
    by_value: dict[Key, list[int]] = {}
    for position in group:
        worth = value(position)
        if worth is None:
            unknown.append(position)
        else:
            by_value.setdefault(worth, []).append(position)
    if unknown:
        if len(group) > 1:
            passed_over.append(PassedOver(name, tuple(group), tuple(unknown)))
        return [list(group)]
    ordered = sorted(by_value, reverse=True)
    return [by_value[worth] for worth in ordered]


def award(
    groups: Sequence[Sequence[int]],
    figures: Mapping[int, Fraction | None],
    settings: AwardBase,
    total_available: Fraction,
    *,
    by_points: bool,
) -> list[Place]:
    """The ranked bids with who stands on the places, ``also-within`` included.

    All that are level across the last place stand on it: that they are more than there are places left is for
    :mod:`svscore.scoring.settlement` to say. A bid without a figure stands on none.
    """
    places: list[Place] = []
    last: Fraction | None = None
    for group in groups:
        rank, figure = len(places) + 1, figures[group[0]]
        within = figure is not None and rank <= settings.places
        if within:
            last = figure
        else:
            within = _is_close(figure, last, settings, total_available, by_points=by_points)
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
