"""Archives made of workbooks: those an archive has already, by hash, are not read again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from svscore.batch.archive import (
    DETAILS,
    PARTIAL,
    Kept,
    Staged,
    connect,
    literal,
    model_key,
    quoted,
    rows_of,
    staged,
    write_archive,
)
from svscore.batch.archived import model_in
from svscore.batch.batches import lot_of, lot_text
from svscore.batch.contents import open_archive, refused_in_words
from svscore.batch.found import Failure
from svscore.batch.inputs import FILES_A_PART
from svscore.batch.reading import model_of, named_model, opened
from svscore.batch.remote import contents
from svscore.batch.remote import shown as named
from svscore.batch.work import worker_died
from svscore.bids import Competition
from svscore.files import written
from svscore.framework.dump import resolved_yaml
from svscore.framework.load import Loaded
from svscore.problem import Location, Problem, SvscoreError
from svscore.workbook import Limits, lots_of
from svscore.workbook.book import without_collection
from svscore.workbook.issued import is_changed
from svscore.workbook.names import lot_key

NOTHING_READ = "BA111"
NO_COMPETITION = "BA113"
LIST_HINT = "svscore archive list says which there are"


@dataclass(slots=True)
class Taken:
    """Workbooks read: what is to be kept, the models it was read with, and what could not be read."""

    kept: list[Kept] = field(default_factory=list)
    models: dict[str, str] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    changed: int = 0
    """Competitions that were issued with the model before it changed."""
    partial: set[str] = field(default_factory=set)
    """Hashes of the workbooks of which some lot was not asked for, or could not be read."""


@dataclass(frozen=True, slots=True)
class Built:
    """What became of the workbooks."""

    read: int
    """Competitions."""
    unchanged: int
    """Workbooks not read again: the archive had them."""
    failures: tuple[Failure, ...]
    changed: int = 0
    """Competitions read that were issued with their model before it changed."""


@without_collection()
def take(
    paths: Sequence[str],
    model: Loaded | None,
    lot: str | None,
    limits: Limits | None,
    *,
    allow_outside: bool = False,
) -> Taken:
    """Reads workbooks with ``model``, or each with the one it names; each lot is a competition of its own."""
    taken = Taken()
    keys: dict[int, tuple[Loaded, str]] = {}  # with each model, so that no other takes its identity
    for path in paths:
        try:
            book = opened(path, limits)
            loaded = model or named_model(model_of(path, book), allow_outside=allow_outside)
            lots = lots_of(book, loaded.framework, lot=lot, limits=limits)
        except SvscoreError as error:
            taken.failures.append(Failure.of(path, error.problems))
            continue
        if id(loaded) not in keys:
            keys[id(loaded)] = loaded, model_key(loaded)
            taken.models[keys[id(loaded)][1]] = resolved_yaml(loaded)
        key = keys[id(loaded)][1]
        read = [each for each in lots.values() if isinstance(each, Competition)]
        taken.changed += sum(is_changed(each.issue, loaded) for each in read)
        failed = [(name, each) for name, each in lots.items() if isinstance(each, SvscoreError)]
        taken.kept += [Kept(named(path), key, each) for each in read]
        taken.failures += [Failure.of(path, each.problems, lot=name) for name, each in failed]
        if lot is not None or failed:
            taken.partial.update(each.sha256 for each in read)
    return taken


def build(  # noqa: PLR0913 - one parameter an option
    workbooks: Sequence[str],
    output: Path,
    *,
    model: Loaded | None = None,
    lot: str | None = None,
    before: Path | None = None,
    limits: Limits | None = None,
    executor: Executor | None = None,
    allow_outside: bool = False,
) -> Built:
    """Writes an archive of workbooks, and of the archive ``before`` when there is one.

    Raises:
        SvscoreError: the file cannot be written, or nothing is there to be put into it.
    """
    with written(output) as whole:  # from here on no other run adds to it
        old = open_archive(str(before)) if before is not None else None
        known = _known(before) if before is not None else _Known()
        new = [path for path in workbooks if not known.lots or not known.has(_hash(path, limits), lot)]
        parts = [new[start : start + FILES_A_PART] for start in range(0, len(new), FILES_A_PART)]
        taken = _all_taken(
            partial(take, model=model, lot=lot, limits=limits, allow_outside=allow_outside), parts, executor
        )
        failures = tuple(failure for part in taken for failure in part.failures)
        kept = [each for part in taken for each in part.kept if not known.holds(each)]
        if not kept and old is None:
            nothing = Problem(
                Location(str(output)), NOTHING_READ, "no workbook could be read", "see what is said of each"
            )
            raise SvscoreError([*dict.fromkeys(each for failure in failures for each in failure.problems), nothing])
        models: dict[str, str] = dict(old.models) if old is not None else {}
        for part in taken:
            models |= part.models
        again = {each.competition.sha256 for part in taken for each in part.kept}
        still = (known.partial - again).union(*(part.partial for part in taken))
        write_archive(whole, _stages(kept, old.competitions if old else 0), models, still, before)
        return Built(len(kept), len(workbooks) - len(new), failures, sum(part.changed for part in taken))


@without_collection()
def _all_taken(
    work: Callable[[Sequence[str]], Taken], parts: Sequence[Sequence[str]], executor: Executor | None
) -> list[Taken]:
    if executor is None:
        return [work(part) for part in parts]
    # not `map`, which cancels what is left when it is stopped: a future may not be both cancelled and broken
    running = [executor.submit(work, part) for part in parts]
    try:
        return [future.result() for future in running]
    except BrokenExecutor:
        raise worker_died("archive", "run the same command again; no archive was written or changed") from None


def _stages(kept: Sequence[Kept], first: int) -> Iterator[Staged]:
    for start in range(0, len(kept), MOST_STAGED):
        yield staged(kept[start : start + MOST_STAGED], first + start)


MOST_STAGED = 5000
"""Competitions written at a time."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What an archive holds already."""

    lots: frozenset[tuple[str, str]] = frozenset()
    """Hash of a workbook, and what its lot is compared by."""
    partial: frozenset[str] = frozenset()
    """Hashes of workbooks of which it lacks some lot."""

    def has(self, sha256: str, lot: str | None) -> bool:
        """Whether it has all that is wanted of a workbook."""
        if lot is not None:
            return (sha256, lot_key(lot)) in self.lots
        return sha256 not in self.partial and any(sha256 == known for known, _ in self.lots)

    def holds(self, kept: Kept) -> bool:
        """Whether it has this very competition."""
        return (kept.competition.sha256, lot_key(lot_of(kept.competition))) in self.lots


def _known(path: Path) -> _Known:
    """What an archive holds already; its every cell is read, as all of it is written again.

    Raises:
        SvscoreError: it is damaged.
    """
    with refused_in_words(str(path)), closing(connect()) as connection:
        connection.execute(f"SELECT bit_xor(hash(row)) FROM {rows_of(path)} AS row").fetchall()
        query = f"SELECT DISTINCT file_sha256, coalesce(lot, '') FROM {rows_of(path)}"
        lots = frozenset((sha256, lot_key(lot)) for sha256, lot in connection.execute(query).fetchall())
        query = f"SELECT value FROM parquet_kv_metadata({quoted(literal(path))}) WHERE key = {quoted(PARTIAL)}"
        said = connection.execute(query).fetchone()
        return _Known(lots, frozenset(json.loads(bytes(said[0]))) if said else frozenset())


def _hash(path: str, limits: Limits | None) -> str:
    try:
        return hashlib.sha256(contents(path, (limits or Limits()).file_bytes)).hexdigest()
    except (OSError, SvscoreError):
        return ""  # reading it will say why


@dataclass(frozen=True, slots=True)
class Listed:
    """One competition of an archive, for a list."""

    number: int
    reference: str
    title: str
    file: str
    lot: str
    model: str
    bids: int
    issued_sha256: str = ""
    """The identity of the model it was issued with; empty where it does not say."""
    model_sha256: str = ""
    """Of the one it was read with."""

    @property
    def name(self) -> str:
        """What reports call it."""
        return f"{self.reference or self.file}{lot_text(self.lot)}"


def listed(path: str) -> list[Listed]:
    """The competitions of an archive, in order."""
    archive = open_archive(path)
    hashes = {key: model_in(key, text).model_sha256 for key, text in archive.models.items()}
    with refused_in_words(path), closing(connect()) as connection:
        columns = ("competition", "reference", "title", "file", "lot", "model")
        issued = "coalesce(any_value(issued_sha256), '')"
        firsts = ", ".join(f"coalesce(any_value({name})::VARCHAR, '')" for name in columns[1:])
        query = (
            f"SELECT competition, {firsts}, count(*), {issued} FROM {rows_of(archive.path)} "
            "GROUP BY competition ORDER BY competition"
        )
        rows = connection.execute(query).fetchall()
        return [Listed(*(*row, hashes.get(row[5], ""))) for row in rows]


def shown(path: str, number: int) -> tuple[dict[str, str], list[dict[str, str]]]:
    """One competition of an archive: what is said of it, and each bid, by column, as text; blanks left out.

    Raises:
        SvscoreError: the archive holds no such competition.
    """
    archive = open_archive(path)
    with refused_in_words(path), closing(connect()) as connection:
        cursor = connection.execute(f"SELECT * FROM {rows_of(archive.path)} WHERE competition = {number}")
        names = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchall()
    if not rows:
        raise SvscoreError([Problem(Location(path), NO_COMPETITION, f"it holds no competition {number}", LIST_HINT)])
    texts = [{name: _text(cell) for name, cell in zip(names, row, strict=True) if cell is not None} for row in rows]
    details = {name: text for name, text in texts[0].items() if name in OF_COMPETITION}
    if (key := details.get("model", "")) in archive.models:
        details["model_sha256"] = model_in(key, archive.models[key]).model_sha256
    return details, [{name: text for name, text in bid.items() if name not in OF_COMPETITION} for bid in texts]


OF_COMPETITION = tuple(DETAILS)[: tuple(DETAILS).index("bidder")]
"""The columns that are the same for every bid of a competition."""


def _text(cell: object) -> str:
    return ("yes" if cell else "no") if isinstance(cell, bool) else str(cell)
