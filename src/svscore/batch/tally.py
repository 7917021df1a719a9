"""Totals over many competitions: plain sums that add up over parts in any order, and are exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any, Self

import numpy as np

from svscore.batch.compare import Outcomes, section_of
from svscore.batch.standings import STATES, Standings
from svscore.batch.table import SIZES, Column, Flags, Table, Whole
from svscore.scoring.calculation import is_relative
from svscore.scoring.result import AwardState

GROUPS = (*SIZES, "size not said", "VCSE", "not VCSE", "VCSE not said")
"""Kinds of bidder that awards are counted by."""


@dataclass(slots=True)
class Side:
    """One kind of bidder under one model."""

    awards: int = 0
    ranked: int = 0
    """Bids that have a rank."""
    rank_sum: int = 0
    scored: int = 0
    """Bids whose social value is known."""
    points: Fraction = Fraction(0)
    """Their social value points."""

    @property
    def mean_rank(self) -> Fraction | None:
        """Of the bids that have a rank; ``None`` where there are none."""
        return Fraction(self.rank_sum, self.ranked) if self.ranked else None

    @property
    def mean_points(self) -> Fraction | None:
        """Of the bids whose social value is known; ``None`` where there are none."""
        return self.points / self.scored if self.scored else None

    def add(self, other: Side) -> None:
        """Takes in what another part counted."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


@dataclass(slots=True)
class Paid:
    """What the awarded bids cost, and the social value points they earned; those with both only."""

    price: Fraction = Fraction(0)
    points: Fraction = Fraction(0)

    @property
    def per_point(self) -> Fraction | None:
        """Price for each point; ``None`` where no points were earned."""
        return self.price / self.points if self.points > 0 else None

    def add(self, other: Paid) -> None:
        """Takes in what another part counted."""
        self.price += other.price
        self.points += other.points


@dataclass(slots=True)
class Tally:
    """What one scenario does to all competitions."""

    scored: int = 0
    failed: int = 0
    unchanged: int = 0
    re_ranked: int = 0
    winner_changed: int = 0
    ties_made: int = 0
    ties_broken: int = 0
    tied_before: int = 0
    """Competitions in which nobody is awarded because of a tie for the last place."""
    tied_after: int = 0
    provisional_before: int = 0
    """Competitions in which nobody is awarded because the data leaves it open."""
    provisional_after: int = 0
    themes: Counter[str] = field(default_factory=Counter)
    """Changes of winner by the theme that moved them."""
    before: dict[str, Side] = field(default_factory=lambda: {group: Side() for group in GROUPS})
    after: dict[str, Side] = field(default_factory=lambda: {group: Side() for group in GROUPS})
    paid_before: Paid = field(default_factory=Paid)
    paid_after: Paid = field(default_factory=Paid)

    def add(self, other: Tally) -> None:
        """Takes in what another part counted."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.themes.update(other.themes)
        for mine, theirs in ((self.before, other.before), (self.after, other.after)):
            for group in GROUPS:
                mine[group].add(theirs[group])
        self.paid_before.add(other.paid_before)
        self.paid_after.add(other.paid_after)

    def counts(self) -> dict[str, int]:
        """How many competitions of each kind."""
        return {name: getattr(self, name) for name in COUNTS}

    def record(self) -> dict[str, Any]:
        """As plain data; fractions as text."""
        sides = {name: {group: _side(side) for group, side in getattr(self, name).items()} for name in SIDES}
        paid = {name: [str(getattr(self, name).price), str(getattr(self, name).points)] for name in PAID}
        return self.counts() | {"themes": dict(self.themes)} | sides | paid

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Self:
        """From what :meth:`record` gave."""
        tally = cls(**{name: record[name] for name in COUNTS}, themes=Counter(record["themes"]))
        for name in SIDES:
            for group, (awards, ranked, rank_sum, scored, points) in record[name].items():
                getattr(tally, name)[group] = Side(awards, ranked, rank_sum, scored, Fraction(points))
        for name in PAID:
            setattr(tally, name, Paid(*(Fraction(text) for text in record[name])))
        return tally


COUNTS = (
    *("scored", "failed", "unchanged", "re_ranked", "winner_changed", "ties_made", "ties_broken"),
    *("tied_before", "tied_after", "provisional_before", "provisional_after"),
)
SIDES = ("before", "after")
PAID = ("paid_before", "paid_after")


def _side(side: Side) -> list[int | str]:
    return [side.awards, side.ranked, side.rank_sum, side.scored, str(side.points)]


def count(found: Outcomes, before: Standings, after: Standings, section: str) -> Tally:
    """Counts one table; ``section`` is the id of the social value section."""
    tally = Tally(
        scored=int((~found.failed).sum()),
        failed=int(found.failed.sum()),
        re_ranked=int(found.re_ranked.sum()),
        winner_changed=int(found.winner_changed.sum()),
        ties_made=int((found.tied_after & ~found.tied_before).sum()),
        ties_broken=int((found.tied_before & ~found.tied_after).sum()),
        tied_before=_in_state(before, found, "tied-for-last-place"),
        tied_after=_in_state(after, found, "tied-for-last-place"),
        provisional_before=_in_state(before, found, "provisional"),
        provisional_after=_in_state(after, found, "provisional"),
    )
    tally.unchanged = tally.scored - tally.re_ranked - tally.winner_changed
    used = ~np.repeat(found.failed, before.table.counts)
    _count_side(tally.before, tally.paid_before, before, used, section)
    _count_side(tally.after, tally.paid_after, after, used, section)
    return tally


def _in_state(standings: Standings, found: Outcomes, state: AwardState) -> int:
    return int(((standings.state == STATES.index(state)) & ~found.failed).sum())


def _count_side(sides: Mapping[str, Side], paid: Paid, standings: Standings, used: Flags, section: str) -> None:
    points = _Points(standings, section, used)
    rank, kinds = standings.rank, _kinds(standings.table)
    won = standings.is_awarded & used
    width = int(rank.max(initial=0)) + 1
    places = kinds * width + rank if used.all() else (kinds * width + rank)[used]
    ranks = np.bincount(places, minlength=KINDS * width).reshape(KINDS, width)
    awards = np.bincount(kinds[won], minlength=KINDS)
    scored, earned = points.sums(used, kinds)
    for group, codes in MEMBERS.items():
        side, here = sides[group], ranks[codes].sum(axis=0)
        side.awards = int(awards[codes].sum())
        side.ranked = int(here[1:].sum())
        side.rank_sum = int(here @ np.arange(width))
        side.scored = int(scored[codes].sum())
        side.points = sum((earned[code] for code in codes), Fraction(0))
    price = _price_column(standings)
    if price is not None:
        costed = won & points.known & (price.values >= 0)
        values = price.values[costed].astype(np.int64)
        if price.words:
            counts = np.bincount(values, minlength=len(price.words)).tolist()
            costs = (count * Fraction(word) for count, word in zip(counts, price.words, strict=True))
            paid.price = sum(costs, Fraction(0))
        else:
            paid.price = Fraction(sum(_exact_sums(values, kinds[costed])), price.scale)
        paid.points = sum(points.sums(costed, kinds)[1], Fraction(0))


SAID = 3
"""Whether a bidder is a VCSE: not said, no, yes."""
KINDS = (len(SIZES) + 1) * SAID
"""Every size, or none, with each of those."""


def _kinds(table: Table) -> Whole:
    """What kind of bidder made each bid."""
    kinds: Whole = (table.sizes.astype(np.int64) + 1) * SAID + table.vcse + 1
    return kinds


def _members() -> dict[str, list[int]]:
    """The kinds that each of the groups holds."""
    by_size = {name: [code * SAID + said for said in range(SAID)] for code, name in enumerate(SIZES, 1)}
    by_size["size not said"] = list(range(SAID))
    by_said = {name: list(range(said, KINDS, SAID)) for name, said in (("VCSE", 2), ("not VCSE", 1))}
    return by_size | by_said | {"VCSE not said": list(range(0, KINDS, SAID))}


MEMBERS = _members()


def _exact_sums(values: Whole, kinds: Whole) -> list[int]:
    """The sums of whole numbers by kind, which may themselves be too large for one of theirs."""
    high = values >> 32
    sums = np.zeros((2, KINDS), np.int64)
    np.add.at(sums[0], kinds, high)
    np.add.at(sums[1], kinds, values - (high << 32))
    return [(above << 32) + below for above, below in sums.T.tolist()]


def _price_column(standings: Standings) -> Column | None:
    """The column of the model's only price criterion, where all in it are numbers."""
    prices = [leaf.id for leaf in standings.framework.leaves() if leaf.price is not None]
    column = standings.table.columns.get(prices[0]) if len(prices) == 1 else None
    return None if column is None or any(isinstance(word, str) for word in column.words) else column


class _Points:
    """The social value points of every row whose section is scored: whole numbers, and the engine's apart."""

    def __init__(self, standings: Standings, section: str, used: Flags) -> None:
        self.known = np.zeros(len(standings.rank), bool)
        self.apart: dict[int, Fraction] = {}
        self.whole = np.zeros(len(standings.rank), np.int64)
        self.denominator = 1
        sums = standings.sums
        node = section_of(standings.framework, section)
        if sums is not None and node is not None and section in sums.plan.nodes and not is_relative(node):
            planned = ~np.repeat(standings.by_engine, standings.table.counts) & used
            self.known |= planned
            self.whole = np.where(planned, sums.points.of(section), 0)
            self.denominator = sums.plan.denominator
        self._take_apart(standings, section)

    def _take_apart(self, standings: Standings, section: str) -> None:
        for position, result in standings.results.items():
            places = {bid.bidder: bid for bid in result.bids}
            for row, name in zip(standings.table.rows(position), sorted(places), strict=True):
                node = next((node for node in places[name].walk() if node.id == section), None)
                if node is not None and node.score is not None:
                    self.apart[row] = node.score
                    self.known[row] = True

    def sums(self, rows: Flags, kinds: Whole) -> tuple[Whole, list[Fraction]]:
        """By kind, how many of the rows are known, and their points together."""
        known = np.flatnonzero(rows & self.known)
        sums = [Fraction(whole, self.denominator) for whole in _exact_sums(self.whole[known], kinds[known])]
        for row, points in self.apart.items():
            if rows[row]:
                sums[kinds[row]] += points
        return np.bincount(kinds[known], minlength=KINDS), sums
