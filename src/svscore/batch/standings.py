"""Where the bids of many competitions stand under one model: by its plan, and by the engine for the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from svscore.batch.fit import misfits
from svscore.batch.kernel import Sums, run
from svscore.batch.plan import NoPlanError, plan_for
from svscore.batch.table import Flags, Table, Whole, sorted_bids
from svscore.batch.worth import staged
from svscore.bids import Competition
from svscore.framework.model import Framework
from svscore.problem import Problem, SvscoreError
from svscore.scoring.calculation import is_relative
from svscore.scoring.engine import score
from svscore.scoring.printed import margin_text, total_text
from svscore.scoring.ranking import rank_bids
from svscore.scoring.result import AwardState, Result, Tie

States = NDArray[np.int8]

STATES: tuple[AwardState, ...] = get_args(AwardState)
"""What an award can be; a code in :class:`Standings` is the position here."""
TIED = STATES.index("tied-for-last-place")

Fetch = Callable[[Sequence[int]], Mapping[int, Competition]]
"""Competitions of a table in full, by their position in it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One bid under one model; the same as the engine's, field by field."""

    bidder: str
    status: str
    rank: int | None
    is_leading: bool
    is_awarded: bool
    total: Fraction | None
    total_exact: Fraction | None
    figure: Fraction | None
    margin: Fraction | None
    total_shown: str | None
    margin_shown: str | None
    points: Mapping[str, Fraction | None]
    """Of the nodes asked for, after their rounding stage."""


@dataclass(slots=True)
class Standings:
    """All competitions of one table under one model."""

    framework: Framework
    table: Table
    sums: Sums | None
    """``None`` when the model has no plan."""
    rank: Whole
    """One a row: 1, 1, 3 for a tie; 0 for an excluded bid or one in a competition that failed."""
    is_leading: Flags
    """One a row: whether the bid stands on one of the places."""
    by_engine: Flags
    """Competitions scored by the engine, one flag each."""
    state: States
    """One a competition: position in :data:`STATES`. Nobody is awarded unless it is the first, settled."""
    results: dict[int, Result] = field(default_factory=dict)
    failures: dict[int, tuple[Problem, ...]] = field(default_factory=dict)
    why: str = ""
    """Why the model has no plan."""
    relative: frozenset[str] = frozenset()
    """Ids of the nodes that look at other bids."""
    _awarded: Flags | None = None

    @property
    def is_awarded(self) -> Flags:
        """One a row: whether the bid is leading and its competition's award is settled."""
        if self._awarded is None:
            is_open = np.repeat(self.state > 0, self.table.counts) if self.state.any() else None
            self._awarded = self.is_leading if is_open is None else self.is_leading & ~is_open
        return self._awarded

    def award_state(self, competition: int) -> AwardState:
        """The state of a competition's award."""
        return STATES[int(self.state[competition])]

    def fail(self, competition: int, problems: Sequence[Problem]) -> None:
        """Takes a competition out: it has no ranks and no award."""
        rows = self.table.rows(competition)
        self.rank[rows.start : rows.stop] = 0
        self.is_leading[rows.start : rows.stop] = False
        self.state[competition] = 0
        self._awarded = None
        self.results.pop(competition, None)
        self.failures[competition] = tuple(problems)

    def lines(self, competition: int, names: Sequence[str], wanted: Collection[str] = ()) -> list[Line]:
        """The bids of a competition in the engine's order, with the points of the nodes that are ``wanted``.

        ``names`` are its bidders in table order.
        """
        if competition in self.results:
            return _lines_of(self.results[competition], wanted)
        return self._summed(competition, names, wanted)

    def ties(self, competition: int, names: Sequence[str]) -> tuple[Tie, ...]:
        """Bids that are level, or that a tie-break parted."""
        if competition in self.results:
            return self.results[competition].ties
        rows, sums = self.table.rows(competition), self.sums
        if sums is None or sums.ratio is not None:  # level bids beside a ratio are the engine's
            return ()
        first = rows.start
        figures = {row - first: Fraction(int(sums.order[row])) for row in rows if not sums.is_excluded[row]}
        breaks = [(name, _key(sums.tie_keys[at], first)) for at, name in enumerate(sums.plan.tie_breaks or ())]
        return tuple(rank_bids(names, figures, highest_wins=True, tie_breaks=breaks).ties)

    def _summed(self, competition: int, names: Sequence[str], wanted: Collection[str]) -> list[Line]:
        rows = self.table.rows(competition)
        ranked = sorted((row for row in rows if self.rank[row]), key=lambda row: int(self.rank[row]))
        totals = {row: self.total(row) for row in rows}
        texts = {row: total_text(self.framework, total) for row, total in totals.items() if total is not None}
        margins = {row: self._margin(row, after, totals, texts) for row, after in pairwise(ranked)}
        rest = [row for row in rows if not self.rank[row]]
        return [
            self._line(row, names[row - rows.start], totals[row], texts.get(row), margins.get(row), wanted)
            for row in (*ranked, *rest)
        ]

    @staticmethod
    def _margin(
        row: int, after: int, totals: Mapping[int, Fraction | None], texts: Mapping[int, str]
    ) -> tuple[Fraction, str]:
        margin = abs((totals[row] or Fraction(0)) - (totals[after] or Fraction(0)))
        return margin, margin_text(texts[row], texts[after], margin)

    def _line(
        self,
        row: int,
        name: str,
        total: Fraction | None,
        text: str | None,
        margin: tuple[Fraction, str] | None,
        wanted: Collection[str],
    ) -> Line:
        rounding = self.framework.rounding
        rank = int(self.rank[row]) or None
        return Line(
            bidder=name,
            status="eligible" if rank else "excluded",
            rank=rank,
            is_leading=bool(self.is_leading[row]),
            is_awarded=bool(self.is_awarded[row]),
            total=None if total is None else staged(total, rounding.total, rounding),
            total_exact=total,
            figure=total if rank else None,
            margin=margin[0] if margin else None,
            total_shown=text,
            margin_shown=margin[1] if margin else None,
            points={node: self.points(node, row) for node in wanted if self.sums and node in self.sums.plan.nodes},
        )

    def total(self, row: int) -> Fraction | None:
        """The total of a row before its rounding stage, in a competition the plan scored."""
        sums = self.sums
        if sums is None or not sums.has_total[row]:
            return None
        return Fraction(int(sums.total[row]), sums.plan.denominator) + self._ratio(row)

    def points(self, name: str, row: int) -> Fraction | None:
        """Points of a node, in a competition the plan scored."""
        sums = self.sums
        if sums is None:
            return None
        if name in self.relative and not sums.has_total[row]:
            return None
        ratio = self._ratio(row) if name in self.relative else Fraction(0)
        return Fraction(int(sums.points.of(name, np.array([row]))[0]), sums.plan.denominator) + ratio

    def _ratio(self, row: int) -> Fraction:
        sums = self.sums
        if sums is None or sums.ratio is None or sums.plan.ratio is None:
            return Fraction(0)
        lowest, price = sums.ratio
        return Fraction(int(lowest[row]), int(price[row])) * sums.plan.weights[sums.plan.ratio.id]


def _key(values: Whole, first: int) -> Callable[[int], Fraction]:
    return lambda position: Fraction(int(values[first + position]))


def _lines_of(result: Result, wanted: Collection[str]) -> list[Line]:
    return [
        Line(
            bid.bidder,
            bid.status,
            bid.rank,
            bid.is_leading,
            bid.is_awarded,
            bid.total,
            bid.total_exact,
            bid.figure,
            bid.margin,
            bid.total_shown,
            bid.margin_shown,
            {node.id: node.score for node in bid.walk() if node.id in wanted},
        )
        for bid in result.bids
    ]


def standings_of(framework: Framework, table: Table, fetch: Fetch) -> Standings:
    """Every competition of the table under a model: the plan's answer, or else the engine's."""
    sums, why = _sums(framework, table)
    size = int(table.starts[-1])
    standings = Standings(
        framework=framework,
        table=table,
        sums=sums,
        rank=sums.rank if sums else np.zeros(size, np.int64),
        is_leading=sums.is_leading if sums else np.zeros(size, bool),
        by_engine=sums.is_open if sums else np.ones(len(table), bool),
        state=_states(framework, table, sums),
        why=why,
        relative=frozenset(node.id for _, node in framework.walk() if is_relative(node)),
    )
    left = np.flatnonzero(standings.by_engine).tolist()
    for position, competition in fetch(left).items() if left else ():
        _by_engine(standings, position, competition)
    return standings


def _states(framework: Framework, table: Table, sums: Sums | None) -> States:
    """Settled, or tied where more bids stand on the places than there are: a plan leaves nothing else open."""
    if sums is None or framework.award.also_within is not None or not len(table):
        return np.zeros(len(table), np.int8)
    leading = np.add.reduceat(sums.is_leading.astype(np.int64), table.starts[:-1])
    return np.where(leading > framework.award.places, TIED, 0).astype(np.int8)


def _sums(framework: Framework, table: Table) -> tuple[Sums | None, str]:
    try:
        return run(plan_for(framework, table.columns), table), ""
    except NoPlanError as error:
        return None, str(error)


def _by_engine(standings: Standings, position: int, competition: Competition) -> None:
    rows = standings.table.rows(position)
    standings.rank[rows.start : rows.stop] = 0
    standings.is_leading[rows.start : rows.stop] = False
    standings.state[position] = 0
    try:
        if problems := misfits(standings.framework, competition):
            raise SvscoreError(problems)
        result = score(standings.framework, competition)
    except SvscoreError as error:
        standings.failures[position] = tuple(error.problems)
        return
    standings.results[position] = result
    standings.state[position] = STATES.index(result.state)
    places = {bid.bidder: bid for bid in result.bids}
    for row, bid in zip(rows, sorted_bids(competition), strict=True):
        standings.rank[row] = places[bid.bidder].rank or 0
        standings.is_leading[row] = places[bid.bidder].is_leading
