"""How many awards would have gone elsewhere had a section weighed something else, at every whole percent.

The section gets a part of all points and the rest shares what is left in proportion; marks, prices and exclusions
stay, and rounding is left out. The lead of a winner over another bid is then linear in the part: the award goes
elsewhere below some weight, above some other, or at none. Whole numbers where the model has a plan; floating
point with a bound on its error parts the clear cases where a price is not rounded, and exact fractions the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from svscore.batch.kernel import Sums
from svscore.batch.standings import Line, Standings
from svscore.batch.table import Flags, Whole
from svscore.framework.model import Framework
from svscore.scoring.calculation import overall_weights

GRID = 100
NEVER = GRID + 1
MAX_SUM = 2**53
"""Whole numbers below are exact in floating point too."""
ERROR = 2.0**-40
"""Far above the relative error of the few operations in floating point."""

Numbers = NDArray[np.floating[Any]]


@dataclass(slots=True)
class Levels:
    """Awards by the weights of a section at which they go elsewhere."""

    awards: int = 0
    """Competitions whose award went by points, of which the section has some."""
    kept: int = 0
    """Those that no weight from 0 to 100% changes."""
    elsewhere: list[int] = field(default_factory=lambda: [0] * NEVER)
    """At each whole percent of all points, how many others would have been awarded."""
    leaves_out_rounding: bool = False
    """Whether some model rounds on the way, so that the counts may be off by awards that hang on a rounding."""

    def add(self, other: Levels) -> None:
        """Takes in what another part counted."""
        self.awards += other.awards
        self.kept += other.kept
        self.leaves_out_rounding |= other.leaves_out_rounding
        self.elsewhere = [mine + theirs for mine, theirs in zip(self.elsewhere, other.elsewhere, strict=True)]

    def record(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Self:
        """From what :meth:`record` gave."""
        return cls(**record)


def parts_of_points(framework: Framework, section: str) -> tuple[Fraction, Fraction] | None:
    """The points of a section and of the rest; ``None`` where not both decide the award, by their sum."""
    award = framework.award
    if all(node.id != section for _, node in framework.walk()):
        return None
    if award.by != "highest-total" or award.also_within is not None or framework.moderation == "rank-sum":
        return None
    here = overall_weights(framework).get(section, Fraction(0))
    return (here, framework.total - here) if 0 < here < framework.total else None


def rounds_on_the_way(framework: Framework) -> bool:
    """Whether a rounding stage can decide an order: the last one is only for show, unless the model says so."""
    rounding = framework.rounding
    stages = [rounding.share, rounding.criterion, rounding.section]
    return any(places is not None for places in stages) or (
        rounding.total is not None and framework.award.on == "rounded"
    )


def levels(standings: Standings, section: str) -> Levels:
    """Counts the awards of one table under its model."""
    parts = parts_of_points(standings.framework, section)
    table = standings.table
    if parts is None or not len(table):
        return Levels()
    below, above = np.zeros(len(table), np.int64), np.full(len(table), NEVER, np.int64)
    is_left = standings.by_engine.copy()
    if standings.sums is not None:
        below, above, is_close = _Planned(standings, standings.sums, section, parts).edges()
        is_left |= is_close
    is_counted = np.bitwise_or.reduceat(standings.is_awarded, table.starts[:-1])
    for position in np.flatnonzero(is_left & is_counted).tolist():
        names = [str(number) for number in range(len(table.rows(position)))]
        edges = edges_among(standings.lines(position, names, (section,)), section, parts)
        is_counted[position] = edges is not None
        below[position], above[position] = edges or (0, NEVER)
    counted = _counted(below[is_counted], above[is_counted])
    counted.leaves_out_rounding = counted.awards > 0 and rounds_on_the_way(standings.framework)
    return counted


def _counted(below: Whole, above: Whole) -> Levels:
    first = np.minimum(below, above)  # a winner by rounded totals may be behind at every weight
    lost = len(first) - np.cumsum(np.bincount(first, minlength=NEVER + 1))
    lost += np.cumsum(np.bincount(above, minlength=NEVER + 1))
    return Levels(len(first), int(((below == 0) & (above == NEVER)).sum()), lost[:NEVER].tolist())


def edges_among(lines: Sequence[Line], section: str, parts: tuple[Fraction, Fraction]) -> tuple[int, int] | None:
    """How many whole percents from 0 up an award is lost at, and the first from which it is lost again.

    ``None`` where points or a total are not known.
    """
    here, rest = parts
    shares: list[tuple[bool, Fraction, Fraction]] = []
    for line in lines:
        if line.rank is None:
            continue
        points, total = line.points.get(section), line.total_exact
        if points is None or total is None:
            return None
        shares.append((line.is_awarded, points / here, (total - points) / rest))
    below, above = 0, NEVER
    for is_awarded, value, others in shares:
        for is_rival, value_too, others_too in shares:
            if is_awarded and not is_rival:
                low, high = _edges(value - value_too, others - others_too)
                below, above = max(below, low), min(above, high)
    return below, above


def _edges(lead: Fraction, lead_in_rest: Fraction) -> tuple[int, int]:
    """The two for one rival, by the winner's lead in the section and in the rest, as parts of their points."""
    lost = [at for at in range(NEVER) if at * lead + (GRID - at) * lead_in_rest < 0]
    if not lost:
        return 0, NEVER
    return (len(lost), NEVER) if lead_in_rest < 0 else (0, lost[0])


class _Planned:
    """The edges of every competition that a plan scored."""

    def __init__(self, standings: Standings, sums: Sums, section: str, parts: tuple[Fraction, Fraction]) -> None:
        self.standings, self.table = standings, standings.table
        unit = parts[0].denominator * parts[1].denominator
        here, rest = int(parts[0] * unit), int(parts[1] * unit)
        points = sums.points.of(section)
        self.value, self.others = points * float(rest), (sums.total - points) * float(here)
        """A bid's parts of the section's points and of the others', over one denominator."""
        added = sum(abs(points) for _, points in sums.plan.adjustments)
        most = 4 * GRID * (int(standings.framework.total + 1) * sums.plan.denominator + added) * max(here, rest)
        doubt = 0.0 if most < MAX_SUM else ERROR
        self.errors = [doubt * abs(self.value), doubt * abs(self.others)]
        """Bounds on the errors of the two: of their parts, which may cancel."""
        if sums.ratio is not None and sums.plan.ratio is not None:
            lowest, price = sums.ratio
            bare = lowest / np.maximum(price, 1) * float(sums.plan.weights[sums.plan.ratio.id] * sums.plan.denominator)
            is_inside = section in standings.relative
            whole, bare = (self.value, bare * rest) if is_inside else (self.others, bare * here)
            self.errors[not is_inside] = ERROR * (abs(whole) + bare)
            whole += bare

    def edges(self) -> tuple[Whole, Whole, Flags]:
        """One entry a competition, and whether it is too close to call."""
        standings, starts, counts = self.standings, self.table.starts[:-1], self.table.counts
        awarded = np.flatnonzero(standings.is_awarded)
        wins = np.add.reduceat(standings.is_awarded.astype(np.int64), starts)
        first = np.cumsum(wins) - wins
        competition = np.repeat(np.arange(len(counts)), counts)
        below, above = np.zeros(len(counts), np.int64), np.full(len(counts), NEVER, np.int64)
        is_close = np.zeros(len(counts), bool)
        for nth in range(int(wins.max(initial=0))):
            rivals = np.flatnonzero((standings.rank > 0) & ~standings.is_awarded & (wins > nth)[competition])
            if not len(rivals):
                break
            of = competition[rivals]
            low, high, close = self._against(awarded[first[of] + nth], rivals)
            edge = np.flatnonzero(np.diff(of, prepend=-1))
            here = of[edge]
            below[here] = np.maximum(below[here], np.maximum.reduceat(low, edge))
            above[here] = np.minimum(above[here], np.minimum.reduceat(high, edge))
            is_close[of[close]] = True
        return below, above, is_close

    def _against(self, winner: Whole, rival: Whole) -> tuple[Whole, Whole, Flags]:
        """The edges of each pair, and whether an error could have moved them."""
        lead, lead_error = _lead(self.value, self.errors[0], winner, rival)
        rest, rest_error = _lead(self.others, self.errors[1], winner, rival)
        slope = np.where(rest == lead, 1.0, rest - lead)
        at = np.clip(np.rint(GRID * rest / slope), 0, GRID)  # the whole percent nearest to where they are level
        left = at * lead + (GRID - at) * rest
        low = np.where(rest < 0, np.where(lead < 0, NEVER, at + (left < 0)), 0).astype(np.int64)
        high = np.where((lead < 0) & (rest >= 0), at + (left >= 0), NEVER).astype(np.int64)
        error = at * lead_error + (GRID - at) * rest_error
        is_close: Flags = (abs(lead) < lead_error) | (abs(rest) < rest_error) | (abs(left) < error)
        return low, high, is_close


def _lead(numbers: Numbers, errors: Numbers, winner: Whole, rival: Whole) -> tuple[Numbers, Numbers]:
    """By how much the winner leads, and a bound on the error of that."""
    return numbers[winner] - numbers[rival], errors[winner] + errors[rival]
