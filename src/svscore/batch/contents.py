"""What an archive holds as a whole: its models, its columns, how many bids, and for which lots."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG

import duckdb
import numpy as np

from svscore.batch.archive import (
    DETAILS,
    ENTRY,
    ENTRY_TYPE,
    FORMAT,
    NOT_AN_ARCHIVE,
    connect,
    literal,
    name_of,
    quoted,
    rows_of,
)
from svscore.batch.checksum import is_sealed
from svscore.batch.remote import InMemory, in_memory, is_remote, remote_mark, shown, stream_of
from svscore.batch.table import SIZES
from svscore.problem import Location, Problem, SvscoreError
from svscore.workbook.limits import Limits

MOST_FETCHED = Limits().file_bytes

ANEW = "build it anew from the workbooks with `svscore archive build`"
WHOLE = ("competition", "file", "file_sha256", "model", "bidder")
"""Columns that every row has something in."""
MOST_REASON = 200
"""Characters shown of what may be long."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive holds, without its rows."""

    path: str
    """Where queries find it."""
    name: str
    """Where its user keeps it."""
    models: Mapping[str, str]
    """The text of each model the bids were read with, by key."""
    types: Mapping[str, str]
    competitions: int
    bids: int
    held: InMemory | None = None
    """What keeps it where queries find it, if it came from elsewhere."""


@lru_cache(maxsize=8)
def _opened(path: str, name: str, size: int, modified: int) -> Archive:  # noqa: ARG001 - a changed file is opened anew
    with refused_in_words(name), closing(connection_here().cursor()) as connection:
        file = quoted(literal(path))
        metadata = connection.execute(f"SELECT key, value FROM parquet_kv_metadata({file})").fetchall()
        said = {bytes(key): bytes(value) for key, value in metadata}
        if said.get(b"format") != FORMAT.encode():
            raise _refusal(name, "it is no archive of bids", "make one with `svscore archive build`")
        _check_seal(path, name)
        described = connection.execute(f"DESCRIBE SELECT * FROM {rows_of(path)}").fetchall()
        types = {row[0]: row[1] for row in described}
        models = _models(said.get(b"models", b""))
        if wrong := _wrong_columns(types):
            raise _refusal(name, wrong, ANEW)
        competitions, bids, wrong = _counted(connection, path, models or {})
        if wrong or models is None:
            raise _refusal(name, wrong or "it does not say which models its bids were read with", ANEW)
        return Archive(path, name, models, types, competitions, bids)


@contextmanager
def refused_in_words(name: str) -> Iterator[None]:
    """Ends what reads an archive by one line where DuckDB finds it damaged.

    Raises:
        SvscoreError: it cannot be read.
    """
    try:
        yield
    except (duckdb.Error, UnicodeDecodeError) as error:
        reason = str(error).partition("\n")[0].partition(": ")[2].lower() or "unknown reason"
        raise _refusal(name, f"the archive cannot be read: {reason[:MOST_REASON]}", ANEW) from None


def _check_seal(path: str, name: str) -> None:
    """Sees that an archive is as it was written.

    Raises:
        SvscoreError: it is not, or nobody can tell.
    """
    with stream_of(path) as file:
        sealed = is_sealed(file)
    if sealed is None:
        message = "the archive has no checksum: an early svscore made it, or another program changed it"
        raise _refusal(name, message, ANEW)
    if not sealed:
        raise _refusal(name, "the archive was changed or damaged since it was written: its checksum is another", ANEW)


def _models(text: bytes) -> dict[str, str] | None:
    """The models of an archive by their keys; ``None`` where it is not said."""
    try:
        models = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_whole = isinstance(models, dict) and all(isinstance(each, str) for each in models.values())
    return models if is_whole else None


def _wrong_columns(types: Mapping[str, str]) -> str:
    """What is wrong with the columns of an archive, against :data:`svscore.batch.archive.DETAILS`; else nothing."""
    for name, kind in DETAILS.items():
        if types.get(name) != kind:
            return f"its column {name!r} is {types.get(name, 'missing')}, expected {kind}"
    for name, kind in types.items():
        if name not in DETAILS and not (name.startswith(ENTRY) and ENTRY_TYPE.fullmatch(kind)):
            return f"its column {name[:MOST_REASON]!r} is {kind[:MOST_REASON]}, which no archive has"
    return ""


def _counted(connection: duckdb.DuckDBPyConnection, path: str, models: Mapping[str, str]) -> tuple[int, int, str]:
    """How many competitions and bids there are; and what is wrong with their numbers, models and names."""
    rows = f"FROM {rows_of(path)}"
    bids, *given = connection.execute(f"SELECT count(*), {', '.join(map(_count, WHOLE))} {rows}").fetchall()[0]
    if lacking := [name for name, count in zip(WHOLE, given, strict=True) if count != bids]:
        return 0, bids, f"its column {lacking[0]!r} has empty cells"
    if not bids:
        return 0, 0, ""
    numbers = connection.execute(f"SELECT competition {rows}").fetchnumpy()["competition"]
    steps = np.diff(numbers)
    if numbers[0] != 0 or ((steps != 0) & (steps != 1)).any():
        return 0, bids, "its competitions are not numbered 0, 1, 2 and so on, in order"
    used = {key for (key,) in connection.execute(f"SELECT DISTINCT model {rows}").fetchall()}
    if unknown := sorted(used - models.keys()):
        return 0, bids, f"its bids were read with {unknown[0][:MOST_REASON]!r}, and it holds no such model"
    sizes = {size for (size,) in connection.execute(f"SELECT DISTINCT size {rows}").fetchall()}
    if others := sorted(sizes.difference(("", None, *SIZES))):
        return 0, bids, f"its column 'size' holds {others[0][:MOST_REASON]!r}, expected one of: {', '.join(SIZES)}"
    return int(numbers[-1]) + 1, bids, ""


def _count(column: str) -> str:
    return f"count({name_of(column)})"


def open_archive(path: str, most: int = MOST_FETCHED) -> Archive:
    """The archive at ``path``; one at an address is fetched if it has no more than ``most`` bytes.

    Raises:
        SvscoreError: there is none, or it is damaged or something else.
    """
    if is_remote(path):
        held = in_memory(path, remote_mark(path), most)
        if "memory" not in connection_here().list_filesystems():
            connection_here().register_filesystem(held.system)
        return replace(_opened(held.address, shown(path), held.system.size(held.address), 0), held=held)
    try:
        stat = Path(path).stat()
    except (OSError, ValueError):
        raise _refusal(path, "no such file", "check the path") from None
    if not S_ISREG(stat.st_mode):
        raise _refusal(path, "it is a folder, a device or a pipe, expected a file", "check the path")
    return _opened(path, path, stat.st_size, stat.st_mtime_ns)


def _refusal(path: str, message: str, hint: str) -> SvscoreError:
    return SvscoreError([Problem(Location(path), NOT_AN_ARCHIVE, message, hint)])


@lru_cache(maxsize=1)
def connection_here() -> duckdb.DuckDBPyConnection:
    """One database a process: making one takes as long as reading a part, and so does looking where all parts are."""
    connection = connect()
    connection.execute("SET parquet_metadata_cache = true")
    return connection


def lots_like(connection: duckdb.DuckDBPyConnection, rows: str, lot: str) -> str:
    """The ways in which a lot is written in some rows, for a query; nothing where no row is for it."""
    from svscore.workbook.names import lot_key  # noqa: PLC0415 - where a lot is asked for only

    return ", ".join(quoted(name) for name in _lots(connection, rows) if lot_key(name) == lot_key(lot)) or "NULL"


def lots_in(path: str, most: int = MOST_FETCHED) -> list[str]:
    """The lots of an archive, as they are written there.

    Raises:
        SvscoreError: there is no archive at ``path``, or it is damaged or something else.
    """
    archive = open_archive(path, most)
    with refused_in_words(archive.name):
        return _lots(connection_here().cursor(), f"FROM {rows_of(archive.path)} WHERE true")


def _lots(connection: duckdb.DuckDBPyConnection, rows: str) -> list[str]:
    found = connection.execute(f"SELECT DISTINCT lot {rows} AND lot IS NOT NULL ORDER BY lot").fetchall()
    return [name for (name,) in found]
