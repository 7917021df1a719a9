"""The job: one part of the competitions under every scenario. Pure, picklable, the same on any machine."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from svscore.batch.batches import Batch, batch_of
from svscore.batch.comparison import Comparison
from svscore.batch.fit import missing_columns, reads_alike
from svscore.batch.found import Found
from svscore.batch.levels import levels
from svscore.batch.plan import NoPlanError, plan_for
from svscore.batch.standings import Standings, standings_of
from svscore.batch.tally import Tally
from svscore.batch.work import Part, Request
from svscore.framework.limits import outside_limits
from svscore.framework.load import Loaded
from svscore.problem import SvscoreError

if TYPE_CHECKING:
    from svscore.batch.reading import Read

# What reads workbooks and what reads archives is loaded by who has some.
# ruff: noqa: PLC0415


def rescore_packed(packed: bytes, part: Part) -> Found:
    """The same elsewhere, for a request that was pickled once: all parts there have the very same models."""
    return rescore_part(_unpacked(packed), part)


@lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> Request:
    request: Request = pickle.loads(packed)  # noqa: S301 - from this program, in the way executors send it
    return request


def rescore_part(request: Request, part: Part) -> Found:
    """Scores one part under the baseline and every scenario and compares them."""
    scenarios = request.scenarios
    found = Found(part.number, tallies=[Tally() for _ in scenarios], changes=[[] for _ in scenarios])
    if part.archive:
        from svscore.batch.archived import batches_in

        for batch in batches_in(part.archive, part.first, part.last, request.lot, most=request.limits.file_bytes):
            found.read += len(batch.table)
            found.accepted += len(_rescore(request, batch, [batch] * len(scenarios), found))
        return found
    from svscore.workbook.book import without_collection

    with without_collection():
        _rescore_files(request, part.workbooks, found)
    return found


def _rescore_files(request: Request, paths: Sequence[str], found: Found) -> None:
    from svscore.batch.reading import named_model, read_workbooks

    for own, competitions in read_workbooks(request, paths, found).items():
        model = named_model(own, allow_outside=request.allow_outside) if own else request.baseline
        if model is not None:
            _rescore_workbooks(request, model, competitions, found)


def _rescore_workbooks(request: Request, own: Loaded, competitions: list[Read], found: Found) -> None:
    """Scores workbooks that share a model; those a scenario asks other things of are read again for it."""
    from svscore.batch.reading import read_again

    batch = batch_of(own, competitions)
    alike = [_is_alike(request, at, own) for at in range(len(request.scenarios))]
    if all(alike):
        found.accepted += len(_rescore(request, batch, [batch] * len(alike), found))
        return
    accepted: set[tuple[str, str]] = set()
    if isinstance(first := _standings(own, batch), Standings):
        found.levels.add(levels(first, request.section))
    for at, scenario in enumerate(request.scenarios):
        single = replace(request, scenarios=(scenario,))
        mine = Found(found.number, tallies=[found.tallies[at]], changes=[found.changes[at]])
        pair = (batch, batch) if alike[at] else read_again(single, own, competitions, mine)
        if pair is not None:
            positions = sorted(_rescore(single, pair[0], [pair[1]], mine))
            accepted.update((said.file, said.lot) for said in pair[0].describe(positions).values())
        found.failures += mine.failures
        found.rows += mine.rows
        found.titles |= mine.titles
        found.outside |= mine.outside
    found.accepted += len(accepted)


def _is_alike(request: Request, at: int, own: Loaded) -> bool:
    """Whether a scenario scores what the workbooks' own model reads."""
    try:
        return reads_alike(request.scenarios[at].under(own).framework, own.framework)
    except SvscoreError:
        return True  # said once, when the scenario is scored


def _rescore(request: Request, before: Batch, after: Sequence[Batch], found: Found) -> frozenset[int]:
    """Scores a batch under its own model, then under each scenario from the batch read for it.

    Gives the positions of those scored under some model that changed, since somebody answers for it.
    """
    scored: frozenset[int] = frozenset()
    baseline = request.baseline or before.read_with
    first = _standings(baseline, before)
    if isinstance(first, Standings):
        accepted = _hold_to_issue(first, before, baseline, request)
        found.levels.add(levels(first, request.section))
    for at, (scenario, batch) in enumerate(zip(request.scenarios, after, strict=True)):
        try:
            if isinstance(first, SvscoreError):
                raise first
            model = scenario.under(baseline)
            found.outside |= dict.fromkeys(outside_limits(model.framework), scenario.name)
            then = _standings(model, batch)
            if isinstance(then, SvscoreError):
                raise then
            also = _hold_to_issue(then, before, model, request)
        except SvscoreError as error:
            for said in before.describe(range(len(before.table))).values():
                found.fail(request, said.file, error.problems, lot=said.lot, scenario=scenario.name)
            continue
        Comparison(request, scenario, before, first, then, found, (baseline, model), accepted | also).into(at)
        scored |= (accepted | also).difference(first.failures, then.failures)
    return scored


def _hold_to_issue(standings: Standings, batch: Batch, model: Loaded, request: Request) -> frozenset[int]:
    """Fails the competitions that were issued with the model before it changed; or gives those somebody answers for."""
    from svscore.workbook.issued import changed_model, is_changed

    accepted: set[int] = set()
    for issue, positions in batch.issues():
        if not is_changed(issue, model):
            continue
        if request.acceptance is not None:
            accepted.update(positions)
            continue
        for position in positions:
            standings.fail(position, changed_model(issue, model))
    return frozenset(accepted)


def _standings(model: Loaded, batch: Batch) -> Standings | SvscoreError:
    """The batch under a model; an error when the bids were never asked what the model asks."""
    if problems := missing_columns(model.framework, batch.read_with.framework):
        return SvscoreError(problems)
    return standings_of(model.framework, batch.table, batch.fetch)


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


__all__ = ["Found", "Part", "Request", "has_plan", "rescore_packed", "rescore_part"]
