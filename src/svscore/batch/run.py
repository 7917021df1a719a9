"""A whole run: parts done on an executor, kept as they come, added up in order."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from svscore.batch.compare import Change
from svscore.batch.found import Failure, Found
from svscore.batch.job import has_plan, rescore_packed, rescore_part
from svscore.batch.kept import Parts
from svscore.batch.levels import Levels
from svscore.batch.tally import Tally
from svscore.batch.work import Part, Request, worker_died

if TYPE_CHECKING:
    from svscore.workbook.issued import Acceptance

AHEAD = 3
"""Parts handed out beyond those done, per process: enough to keep all busy, and memory flat."""

Watcher = Callable[[int, int], None]
"""Told, after each part, how many workbooks or archived competitions it had, and how many competitions failed."""


@dataclass(slots=True)
class Summary:
    """What a run found: one entry a scenario, in order."""

    names: tuple[str, ...]
    section: str = ""
    """Id of the section that points, prices and weights are said of."""
    read: int = 0
    failures: list[Failure] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    changes: list[list[Change]] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    levels: Levels = field(default_factory=Levels)
    accepted: int = 0
    """Competitions scored although the model they were issued with changed."""
    outside: dict[str, str] = field(default_factory=dict)
    """The scenario, by each sentence on a weight the publisher does not permit."""
    acceptance: Acceptance | None = None
    """Who answers for that."""
    models: set[str] = field(default_factory=set)
    """What workbooks call the models they name."""

    def add(self, found: Found) -> None:
        """Takes in one part; called in the order of the parts."""
        self.read += found.read
        self.failures += found.failures
        self.titles |= found.titles
        self.models |= found.models.keys()
        self.levels.add(found.levels)
        self.accepted += found.accepted
        self.outside |= found.outside
        for at in range(len(self.names)):
            self.tallies[at].add(found.tallies[at])
            self.changes[at] += found.changes[at]

    @property
    def section_title(self) -> str:
        """The title of the section, or its id where no model has it."""
        return self.titles.get(self.section, self.section)

    @property
    def failed(self) -> int:
        """Competitions that could not be scored under some scenario."""
        return len({failure.competition for failure in self.failures})


def rescore(
    request: Request,
    parts: Sequence[Part],
    executor: Executor | None = None,
    *,
    processes: int | None = None,
    kept: Parts | None = None,
    watch: Watcher = lambda _read, _failed: None,
) -> Summary:
    """Does every part and adds up what they find; the same for any executor, and for a run in pieces.

    Args:
        request: what is asked.
        parts: the work, in order.
        executor: does the parts; ``None`` does them here, one after the other.
        processes: how many the executor has; by default one for each processor here.
        kept: where parts are kept, and looked for before they are done.
        watch: told of each part as it is done.

    Raises:
        SvscoreError: a process of the executor died.
    """
    done: dict[int, Found] = {}
    left: list[Part] = []
    sizes = {part.number: part.size for part in parts}

    def take(found: Found, keep: Parts | None) -> None:
        if keep is not None:
            keep.save(found)
        found.rows = []  # they stand in the part's file; here they would fill the memory
        done[found.number] = found
        watch(sizes[found.number], len({failure.competition for failure in found.failures}))

    for part in parts:
        earlier = kept.load(part.number) if kept else None
        if earlier is None:
            left.append(part)
        else:
            take(earlier, None)
    most = AHEAD * (processes or os.cpu_count() or 1)
    # Parts behind those with all the changes that will be listed need none in words; but where parts are kept, one
    # before them may be done again under another model, and give fewer.
    later = request if kept is not None else replace(request, shown=0)
    for found in _done(request, later, left, executor, most):
        take(found, kept)
    return _added_up(request, done)


def _done(
    request: Request, later: Request, parts: Sequence[Part], executor: Executor | None, most: int
) -> Iterator[Found]:
    """What the parts give, as they are done; at most so many are handed out at a time.

    ``later`` is asked of parts behind those that have all the changes that will be listed.
    """
    listed: list[list[Change]] = [[] for _ in request.scenarios]
    if executor is None:
        for part in parts:
            found = rescore_part(later if _are_full(listed, request) else request, part)
            _list(found, listed, request)
            yield found
        return
    packed, packed_later = pickle.dumps(request), pickle.dumps(later)
    waiting = iter(parts)
    running: set[Future[Found]] = set()
    try:
        while True:
            running |= {executor.submit(rescore_packed, packed, part) for part in islice(waiting, most - len(running))}
            if not running:
                return
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                found = future.result()
                _list(found, listed, request)
                yield found
            if _are_full(listed, request):
                packed = packed_later
    except (KeyboardInterrupt, SystemExit, GeneratorExit):  # the other where it comes while a part is being kept
        running.clear()  # their processes are about to end, and a future may not be both cancelled and broken
        raise
    except BrokenExecutor:
        raise worker_died("rescore", "run the same command again: with --output, what was done is kept") from None
    finally:
        for future in running:
            future.cancel()


def _added_up(request: Request, done: dict[int, Found]) -> Summary:
    count = len(request.scenarios)
    names = tuple(scenario.name for scenario in request.scenarios)
    summary = Summary(
        names, request.section, tallies=[Tally() for _ in range(count)], changes=[[] for _ in range(count)]
    )
    summary.acceptance = request.acceptance
    for number in sorted(done):
        summary.add(done[number])
    summary.changes = [_listed(changes, request.shown) for changes in summary.changes]
    return summary


def _list(found: Found, listed: list[list[Change]], request: Request) -> None:
    """Add the changes of a part to as many as are wanted in words; those that will be listed are no later ones."""
    for at, changes in enumerate(found.changes):
        listed[at] = _listed([*listed[at], *changes], request.shown)


def _are_full(listed: Sequence[Sequence[Change]], request: Request) -> bool:
    return all(len(changes) == 2 * request.shown for changes in listed)


def _listed(changes: Sequence[Change], shown: int) -> list[Change]:
    """The first changes of the winner, and the first of the ranking only."""
    kinds = ([change for change in changes if change.is_winner_changed is changed] for changed in (True, False))
    return [change for kind in kinds for change in kind[:shown]]


def heavy_archives(request: Request, archives: Sequence[str]) -> set[str]:
    """The archives for which some scenario has no compiled model, so that the engine has to score them."""
    if not archives:
        return set()
    from svscore.batch.archived import samples_in  # noqa: PLC0415 - DuckDB is loaded for archives only

    return {
        path
        for path in archives
        if any(not has_plan(request, batch) for batch in samples_in(path, request.limits.file_bytes))
    }
