"""Archives made of workbooks: those an archive has already, by hash, are not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from svscore.batch.archive import DETAILS, Kept, Staged, connect, model_key, quoted, staged, write_archive
from svscore.batch.archived import open_archive
from svscore.batch.inputs import FILES_A_PART
from svscore.batch.job import Failure
from svscore.batch.remote import local
from svscore.framework.dump import resolved_yaml
from svscore.framework.load import Loaded
from svscore.lint import checked_framework
from svscore.problem import Location, Problem, SvscoreError
from svscore.workbook import Limits, framework_named_in, read_bids

NOT_NAMED = "BA104"
NOTHING_READ = "BA111"
NO_COMPETITION = "BA113"
LIST_HINT = "svscore archive list says which there are"


@dataclass(slots=True)
class Taken:
    """Workbooks read: what is to be kept, the models it was read with, and what could not be read."""

    kept: list[Kept] = field(default_factory=list)
    models: dict[str, str] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Built:
    """What became of the workbooks."""

    read: int
    unchanged: int
    """Not read again: the archive had them."""
    failures: tuple[Failure, ...]


def take(paths: Sequence[str], model: Loaded | None, lot: str | None, limits: Limits | None) -> Taken:
    """Reads workbooks with ``model``, or each with the one it names."""
    taken = Taken()
    named: dict[str, Loaded] = {}
    for path in paths:
        try:
            loaded = model or _named(path, named, limits)
            with local(path) as file:
                competition = read_bids(file, loaded.framework, lot=lot, limits=limits)
        except SvscoreError as error:
            taken.failures.append(Failure(path, "", tuple(str(problem) for problem in error.problems)))
            continue
        key = model_key(loaded)
        taken.models.setdefault(key, resolved_yaml(loaded))
        taken.kept.append(Kept(path, key, competition, lot or ""))
    return taken


def _named(path: str, named: dict[str, Loaded], limits: Limits | None) -> Loaded:
    with local(path) as file:
        name = framework_named_in(file, limits=limits)
    if name is None:
        message = "it names no framework in a Competition sheet"
        raise SvscoreError([Problem(Location(path), NOT_NAMED, message, "say which model it was run with")])
    if name not in named:
        named[name] = checked_framework(name)
    return named[name]


def build(
    workbooks: Sequence[str],
    output: Path,
    *,
    model: Loaded | None = None,
    lot: str | None = None,
    before: Path | None = None,
    limits: Limits | None = None,
    executor: Executor | None = None,
) -> Built:
    """Writes an archive of workbooks, and of the archive ``before`` when there is one.

    Raises:
        SvscoreError: the file cannot be written, or nothing is there to be put into it.
    """
    old = open_archive(str(before)) if before is not None else None
    known = hashes_in(before) if before is not None else frozenset()
    new = [path for path in workbooks if not known or _hash(path) not in known]
    parts = [new[start : start + FILES_A_PART] for start in range(0, len(new), FILES_A_PART)]
    work = partial(take, model=model, lot=lot, limits=limits)
    taken = list(executor.map(work, parts) if executor is not None else map(work, parts))
    failures = tuple(failure for part in taken for failure in part.failures)
    kept = [each for part in taken for each in part.kept]
    if not kept and old is None:
        reasons = "; ".join(dict.fromkeys(text for failure in failures for text in failure.problems))
        raise SvscoreError([Problem(Location(str(output)), NOTHING_READ, "no workbook could be read", reasons)])
    models: dict[str, str] = dict(old.models) if old is not None else {}
    for part in taken:
        models |= part.models
    write_archive(output, _stages(kept, old.competitions if old else 0), models, before)
    return Built(len(kept), len(workbooks) - len(new), failures)


def _stages(kept: Sequence[Kept], first: int) -> Iterator[Staged]:
    for start in range(0, len(kept), MOST_STAGED):
        yield staged(kept[start : start + MOST_STAGED], first + start)


MOST_STAGED = 5000
"""Competitions written at a time."""


def hashes_in(path: Path) -> frozenset[str]:
    """The hashes of the workbooks an archive holds."""
    connection = connect()
    try:
        query = f"SELECT DISTINCT file_sha256 FROM read_parquet({quoted(str(path))})"
        return frozenset(row[0] for row in connection.execute(query).fetchall())
    finally:
        connection.close()


def _hash(path: str) -> str:
    try:
        with local(path) as file:
            return hashlib.sha256(file.read_bytes()).hexdigest()
    except (OSError, SvscoreError):
        return ""  # reading it will say why


@dataclass(frozen=True, slots=True)
class Listed:
    """One competition of an archive, for a list."""

    number: int
    reference: str
    title: str
    file: str
    model: str
    bids: int


def listed(path: str) -> list[Listed]:
    """The competitions of an archive, in order."""
    open_archive(path)
    connection = connect()
    try:
        columns = ("competition", "reference", "title", "file", "model")
        firsts = ", ".join(f"coalesce(any_value({name})::VARCHAR, '')" for name in columns[1:])
        query = (
            f"SELECT competition, {firsts}, count(*) FROM read_parquet({quoted(path)}) "
            "GROUP BY competition ORDER BY competition"
        )
        return [Listed(*row) for row in connection.execute(query).fetchall()]
    finally:
        connection.close()


def shown(path: str, number: int) -> tuple[dict[str, str], list[dict[str, str]]]:
    """One competition of an archive: what is said of it, and each bid, by column, as text; blanks left out.

    Raises:
        SvscoreError: the archive holds no such competition.
    """
    open_archive(path)
    connection = connect()
    try:
        cursor = connection.execute(f"SELECT * FROM read_parquet({quoted(path)}) WHERE competition = {number}")
        names = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchall()
    finally:
        connection.close()
    if not rows:
        raise SvscoreError([Problem(Location(path), NO_COMPETITION, f"it holds no competition {number}", LIST_HINT)])
    texts = [{name: _text(cell) for name, cell in zip(names, row, strict=True) if cell is not None} for row in rows]
    details = {name: text for name, text in texts[0].items() if name in OF_COMPETITION}
    return details, [{name: text for name, text in bid.items() if name not in OF_COMPETITION} for bid in texts]


OF_COMPETITION = tuple(DETAILS)[: tuple(DETAILS).index("bidder")]
"""The columns that are the same for every bid of a competition."""


def _text(cell: object) -> str:
    return ("yes" if cell else "no") if isinstance(cell, bool) else str(cell)
