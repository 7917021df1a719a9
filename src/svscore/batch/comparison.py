"""One scenario beside the baseline, over one batch: counted, put in words, written out as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from svscore.batch.batches import Batch, Description
from svscore.batch.compare import Change, Outcomes, change, movers, numbers_where, outcomes, section_of, themes_of
from svscore.batch.found import Found
from svscore.batch.levels import parts_of_points
from svscore.batch.rows import model_cells, rows_of
from svscore.batch.scenarios import Scenario
from svscore.batch.standings import Standings
from svscore.batch.tally import count
from svscore.batch.work import Request
from svscore.framework.load import Loaded
from svscore.scoring.result import AwardState


@dataclass(frozen=True)
class Comparison:
    """One scenario beside the baseline, over one batch."""

    request: Request
    scenario: Scenario
    batch: Batch
    before: Standings
    after: Standings
    found: Found
    models: tuple[Loaded, Loaded]
    """Before and after."""
    accepted: frozenset[int] = frozenset()
    """Positions of competitions that somebody lets be scored although their model changed."""

    def into(self, at: int) -> None:
        """Adds what is found to the part's."""
        result = outcomes(self.before, self.after)
        tally = count(result, self.before, self.after, self.request.section)
        won = numbers_where(result.winner_changed)
        moved = numbers_where(result.re_ranked)
        moved_by = movers(self.before, self.after, won, self._themes())
        rest = [position for position in won if position not in moved_by]
        shown = won[: self._room(at, is_winner=True)], moved[: self._room(at, is_winner=False)]
        said = self._described(result, [*rest, *shown[0], *shown[1]])
        moved_by |= {position: self._change(position, said[position], None).moved_by for position in rest}
        tally.themes.update(moved_by.values())
        self._report_failures()
        if self.request.has_rows:
            self.found.rows += self._rows(result, said, moved_by)
        self.found.titles |= themes_of(self.before.framework) | themes_of(self.after.framework)
        section = section_of(self.before.framework, self.request.section)
        self.found.titles |= {section.id: section.title} if section else {}
        self.found.tallies[at].add(tally)
        for positions in shown:
            changes = [self._change(position, said[position], moved_by.get(position)) for position in positions]
            self.found.changes[at] += changes

    def _room(self, at: int, *, is_winner: bool) -> int:
        """How many more changes are wanted in words."""
        return max(0, self.request.shown - sum(each.is_winner_changed == is_winner for each in self.found.changes[at]))

    def _described(self, result: Outcomes, positions: Sequence[int]) -> Mapping[int, Description]:
        """What these competitions are called, or all of them when every row is wanted."""
        wanted = numbers_where(~result.failed) if self.request.has_rows else sorted(set(positions))
        return self.batch.describe(wanted) if wanted else {}

    def _change(self, position: int, said: Description, moved_by: str | None) -> Change:
        rows = slice(*(int(self.before.table.starts[each]) for each in (position, position + 1)))
        is_same = bool((self.before.is_leading[rows] == self.after.is_leading[rows]).all())
        is_known = moved_by is not None or is_same
        wanted = [self.request.section] if is_known else [*self._themes(), self.request.section]
        before = self.before.lines(position, said.bidders, wanted)
        after = self.after.lines(position, said.bidders, wanted)
        moved = moved_by or "" if is_known else self._themes()
        return change(said, before, after, moved, self._section, self._states(position))

    def _states(self, position: int) -> tuple[AwardState, AwardState]:
        return self.before.award_state(position), self.after.award_state(position)

    def _themes(self) -> list[str]:
        return list(themes_of(self.before.framework) | themes_of(self.after.framework))

    @cached_property
    def _section(self) -> tuple[str, Fraction, Fraction] | None:
        name = self.request.section
        parts = parts_of_points(self.before.framework, name)
        return None if parts is None else (name, parts[0], self.before.framework.total)

    def _report_failures(self) -> None:
        failures = self.before.failures | self.after.failures
        said = self.batch.describe(sorted(failures)) if failures else {}
        for position in sorted(failures):
            here = said[position]
            self.found.list_failure(
                self.request, here.file, failures[position], lot=here.lot, scenario=self.scenario.name
            )

    def _rows(
        self, result: Outcomes, said: Mapping[int, Description], moved_by: Mapping[int, str]
    ) -> Iterator[list[str]]:
        for position in numbers_where(~result.failed):
            names = said[position].bidders
            before, after = self.before.lines(position, names), self.after.lines(position, names)
            is_changed = bool(result.winner_changed[position])
            changed = self._change(position, said[position], moved_by[position]) if is_changed else None
            sides = (before, self.before.award_state(position)), (after, self.after.award_state(position))
            word = self.request.acceptance if position in self.accepted else None
            end = model_cells(self.models, word)
            yield from rows_of(self.scenario.name, said[position], *sides, changed, end)
