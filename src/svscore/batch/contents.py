"""What an archive holds as a whole: its models, its columns, how many bids, and for which lots."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from svscore.batch.archive import FORMAT, NOT_AN_ARCHIVE, connect, quoted
from svscore.batch.remote import in_memory, is_remote, remote_mark
from svscore.problem import Location, Problem, SvscoreError


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


@lru_cache(maxsize=8)
def _opened(path: str, name: str, size: int, modified: int) -> Archive:  # noqa: ARG001 - a changed file is opened anew
    connection = connection_here().cursor()
    try:
        metadata = connection.execute(f"SELECT key, value FROM parquet_kv_metadata({quoted(path)})").fetchall()
        said = {bytes(key).decode(): bytes(value).decode() for key, value in metadata}
        if said.get("format") != FORMAT:
            raise _refusal(name, "it is no archive of bids", "make one with `svscore archive build`")
        described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({quoted(path)})").fetchall()
        counted = f"SELECT coalesce(max(competition) + 1, 0), count(*) FROM read_parquet({quoted(path)})"
        competitions, bids = connection.execute(counted).fetchall()[0]
        return Archive(
            path, name, json.loads(said["models"]), {row[0]: row[1] for row in described}, competitions, bids
        )
    except duckdb.Error as error:
        reason = str(error).splitlines()[0].partition(": ")[2].lower() or "unknown reason"
        raise _refusal(name, f"the archive cannot be read: {reason}", "build it anew") from None
    finally:
        connection.close()


def open_archive(path: str) -> Archive:
    """The archive at ``path``.

    Raises:
        SvscoreError: there is none, or it is damaged or something else.
    """
    if is_remote(path):
        system, address = in_memory(path, remote_mark(path))
        if "memory" not in connection_here().list_filesystems():
            connection_here().register_filesystem(system)
        return _opened(address, path, system.size(address), 0)
    try:
        stat = Path(path).stat()
    except OSError:
        raise _refusal(path, "no such file", "check the path") from None
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


def lots_in(path: str) -> list[str]:
    """The lots of an archive, as they are written there.

    Raises:
        SvscoreError: there is no archive at ``path``, or it is damaged or something else.
    """
    return _lots(connection_here().cursor(), f"FROM read_parquet({quoted(open_archive(path).path)}) WHERE true")


def _lots(connection: duckdb.DuckDBPyConnection, rows: str) -> list[str]:
    found = connection.execute(f"SELECT DISTINCT lot {rows} AND lot IS NOT NULL ORDER BY lot").fetchall()
    return [name for (name,) in found]
