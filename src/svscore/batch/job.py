"""The job: one part of the competitions under every scenario. Pure, picklable, the same on any machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, Self

from svscore.batch.batches import Batch, Description, batch_of
from svscore.batch.compare import Change, Outcomes, change, movers, numbers_where, outcomes, section_of, themes_of
from svscore.batch.fit import missing_columns, reads_alike
from svscore.batch.plan import NoPlanError, plan_for
from svscore.batch.remote import local
from svscore.batch.rows import rows_of, unread_row
from svscore.batch.scenarios import Scenario
from svscore.batch.standings import Standings, standings_of
from svscore.batch.tally import Tally, count
from svscore.bids import Competition
from svscore.framework.load import Loaded
from svscore.framework.model import Framework
from svscore.lint import checked_framework
from svscore.problem import Location, Problem, Severity, SvscoreError
from svscore.scoring.calculation import overall_weights
from svscore.workbook import Limits, framework_named_in, read_bids

NOT_NAMED = "BA104"
OTHER_BIDDERS = "BA105"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of every part."""

    scenarios: tuple[Scenario, ...]
    baseline: Loaded | None = None
    """The model before; ``None`` for the one each competition was run with."""
    section: str = "social-value"
    """Id of the section whose mean score, price and break-even weight are worked out."""
    lot: str | None = None
    shown: int = 20
    """Changes of the winner, and of the ranking only, that are wanted in words."""
    has_rows: bool = False
    """Whether a row for every bid is wanted."""
    limits: Limits = field(default_factory=Limits)
    """How much of a workbook is read before it counts as failed."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the competitions: workbooks, or those of an archive from ``first`` up to ``last``."""

    number: int
    workbooks: tuple[str, ...] = ()
    archive: str = ""
    first: int = 0
    last: int = 0
    """The first that is not in the part."""

    @property
    def size(self) -> int:
        """Competitions in the part."""
        return len(self.workbooks) or self.last - self.first


@dataclass(frozen=True, slots=True)
class Failure:
    """A competition that could not be scored, with its located problems as text."""

    competition: str
    scenario: str
    problems: tuple[str, ...]


@dataclass(slots=True)
class Found:
    """What one part gives; plain data, so that it can be kept in a file."""

    number: int
    read: int = 0
    failures: list[Failure] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    """One a scenario."""
    changes: list[list[Change]] = field(default_factory=list)
    """One list a scenario."""
    titles: dict[str, str] = field(default_factory=dict)
    """Titles of the themes."""
    rows: list[list[str]] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "number": self.number,
            "read": self.read,
            "failures": [asdict(failure) for failure in self.failures],
            "tallies": [tally.record() for tally in self.tallies],
            "changes": [[asdict(found) for found in changes] for changes in self.changes],
            "titles": self.titles,
            "rows": self.rows,
        }

    @classmethod
    def read_record(cls, record: Mapping[str, Any]) -> Self:
        """From what :meth:`record` gave."""
        return cls(
            record["number"],
            record["read"],
            [Failure(each["competition"], each["scenario"], tuple(each["problems"])) for each in record["failures"]],
            [Tally.read(each) for each in record["tallies"]],
            [[Change(**each) for each in changes] for changes in record["changes"]],
            record["titles"],
            record["rows"],
        )


def rescore_part(request: Request, part: Part) -> Found:
    """Scores one part under the baseline and every scenario and compares them."""
    count_of = len(request.scenarios)
    found = Found(
        part.number, part.size, tallies=[Tally() for _ in range(count_of)], changes=[[] for _ in range(count_of)]
    )
    if part.archive:
        from svscore.batch.archived import batches_in  # noqa: PLC0415 - DuckDB is loaded for archives only

        for batch in batches_in(part.archive, part.first, part.last):
            _rescore(request, batch, [batch] * count_of, found)
        return found
    for own, competitions in _read(request, part.workbooks, found).items():
        _rescore_workbooks(request, _model(own) if own else request.baseline, competitions, found)
    return found


@lru_cache(maxsize=64)
def _model(name: str) -> Loaded:
    return checked_framework(name)


def _read(request: Request, paths: Sequence[str], found: Found) -> dict[str, list[tuple[str, Competition]]]:
    """The competitions of readable workbooks, by the name of the model they name; '' for the baseline."""
    read: dict[str, list[tuple[str, Competition]]] = {}
    for path in paths:
        try:
            own = "" if request.baseline else _named_in(path, request.limits)
            model = request.baseline or _model(own)
            with local(path) as file:
                competition = read_bids(file, model.framework, lot=request.lot, limits=request.limits)
        except SvscoreError as error:
            _fail(request, found, path, error.problems)
        else:
            read.setdefault(own, []).append((path, competition))
    return read


def _named_in(path: str, limits: Limits) -> str:
    with local(path) as file:
        name = framework_named_in(file, limits=limits)
    if name is None:
        message = "it names no framework in a Competition sheet"
        raise SvscoreError([Problem(Location(path), NOT_NAMED, message, "say which model it was run with: --baseline")])
    return name


def _fail(request: Request, found: Found, name: str, problems: Sequence[Problem], scenario: str = "") -> None:
    """Counts a competition as failed, under one scenario or under all."""
    texts = tuple(str(problem) for problem in problems if problem.severity is Severity.ERROR)
    found.failures.append(Failure(name, scenario, texts))
    for asked, tally in zip(request.scenarios, found.tallies, strict=True):
        if scenario in ("", asked.name):
            tally.failed += 1
            if request.has_rows:
                found.rows.append(unread_row(name, asked.name, texts))


def _rescore_workbooks(
    request: Request, own: Loaded | None, competitions: list[tuple[str, Competition]], found: Found
) -> None:
    """Scores workbooks that share a model; those a scenario asks other things of are read again for it."""
    if own is None:
        return
    batch = batch_of(own, competitions)
    again: list[Batch | None] = []
    for scenario in request.scenarios:
        try:
            model = scenario.under(own)
        except SvscoreError:
            again.append(batch)  # said once, when the scenario is scored
            continue
        again.append(batch if reads_alike(model.framework, own.framework) else None)
    if None not in again:
        _rescore(request, batch, [each or batch for each in again], found)
        return
    for at, scenario in enumerate(request.scenarios):
        single = replace(request, scenarios=(scenario,))
        mine = Found(found.number, tallies=[found.tallies[at]], changes=[found.changes[at]])
        if again[at] is not None:
            _rescore(single, batch, [batch], mine)
        else:
            _read_again(single, own, competitions, mine)
        found.failures += mine.failures
        found.rows += mine.rows
        found.titles |= mine.titles


def _read_again(request: Request, own: Loaded, competitions: list[tuple[str, Competition]], found: Found) -> None:
    """One scenario that asks other things than the workbooks' own model does."""
    scenario = request.scenarios[0]
    model = scenario.under(own)
    pairs: list[tuple[str, Competition, Competition]] = []
    for path, competition in competitions:
        try:
            with local(path) as file:
                other = read_bids(file, model.framework, lot=request.lot, limits=request.limits)
        except SvscoreError as error:
            _fail(request, found, path, error.problems, scenario.name)
            continue
        if {bid.bidder for bid in other.bids} == {bid.bidder for bid in competition.bids}:
            pairs.append((path, competition, other))
        else:
            message = "the two models find different bidders in it"
            problem = Problem(Location(path), OTHER_BIDDERS, message, "give every bidder a row in each table")
            _fail(request, found, path, [problem], scenario.name)
    if pairs:
        first = batch_of(own, [(path, competition) for path, competition, _ in pairs])
        _rescore(request, first, [batch_of(model, [(path, other) for path, _, other in pairs])], found)


def _rescore(request: Request, before: Batch, after: Sequence[Batch], found: Found) -> None:
    """Scores a batch under its own model, then under each scenario from the batch read for it."""
    baseline = request.baseline or before.read_with
    first = _standings(request, baseline, before)
    for at, (scenario, batch) in enumerate(zip(request.scenarios, after, strict=True)):
        try:
            if isinstance(first, SvscoreError):
                raise first
            model = scenario.under(before.read_with if request.baseline is None else baseline)
            then = _standings(request, model, batch)
            if isinstance(then, SvscoreError):
                raise then
        except SvscoreError as error:
            said = before.describe(range(len(before.table)))
            for position in range(len(before.table)):
                _fail(request, found, said[position].file, error.problems, scenario.name)
            continue
        _Comparison(request, scenario, before, first, then, found).into(at)


def _standings(request: Request, model: Loaded, batch: Batch) -> Standings | SvscoreError:
    """The batch under a model; an error when the bids were never asked what the model asks."""
    if problems := missing_columns(model.framework, batch.read_with.framework):
        return SvscoreError(problems)
    wanted = frozenset((*themes_of(model.framework), request.section))
    return standings_of(model.framework, batch.table, batch.fetch, wanted=wanted)


def has_plan(request: Request, batch: Batch) -> bool:
    """Whether the batch can be scored by compiled models; true where it cannot be scored at all."""
    own = request.baseline or batch.read_with
    try:
        for model in (own, *(scenario.under(own) for scenario in request.scenarios)):
            plan_for(model.framework, batch.table.columns)
    except NoPlanError:
        return False
    except SvscoreError:
        return True
    return True


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One scenario beside the baseline, over one batch."""

    request: Request
    scenario: Scenario
    batch: Batch
    before: Standings
    after: Standings
    found: Found

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
        is_same = bool((self.before.is_awarded[rows] == self.after.is_awarded[rows]).all())
        is_known = moved_by is not None or is_same
        wanted = [self.request.section] if is_known else [*self._themes(), self.request.section]
        before = self.before.lines(position, said.bidders, wanted)
        after = self.after.lines(position, said.bidders, wanted)
        return change(said, before, after, moved_by or "" if is_known else self._themes(), self._section())

    def _themes(self) -> list[str]:
        return list(themes_of(self.before.framework) | themes_of(self.after.framework))

    def _section(self) -> tuple[str, Fraction, Fraction] | None:
        framework: Framework = self.before.framework
        name = self.request.section
        if framework.award.by != "highest-total" or section_of(framework, name) is None:
            return None
        return name, overall_weights(framework).get(name, Fraction(0)), framework.total

    def _report_failures(self) -> None:
        failures = self.before.failures | self.after.failures
        said = self.batch.describe(sorted(failures)) if failures else {}
        for position in sorted(failures):
            texts = tuple(str(problem) for problem in failures[position])
            self.found.failures.append(Failure(said[position].file, self.scenario.name, texts))
            if self.request.has_rows:
                self.found.rows.append(unread_row(said[position].file, self.scenario.name, texts))

    def _rows(
        self, result: Outcomes, said: Mapping[int, Description], moved_by: Mapping[int, str]
    ) -> Iterator[list[str]]:
        for position in numbers_where(~result.failed):
            names = said[position].bidders
            before, after = self.before.lines(position, names), self.after.lines(position, names)
            is_changed = bool(result.winner_changed[position])
            changed = self._change(position, said[position], moved_by[position]) if is_changed else None
            yield from rows_of(self.scenario.name, said[position], before, after, changed)


__all__ = ["Failure", "Found", "Part", "Request", "rescore_part"]
