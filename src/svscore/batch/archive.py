"""The archive: the bids of many workbooks in one Parquet file, every value exact.

One row a bid, in the order of competitions and bidders. A criterion, basket item or answer is a column
``entry:ID``: whole numbers as SMALLINT, decimals as DECIMAL, everything else (letters, answers, more than
nine places) as text. The models the bids were read with stand in the file's metadata, written out whole.
"""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from svscore.batch.batches import lot_of
from svscore.batch.checksum import CHECKSUM, UNSEALED, seal
from svscore.batch.table import sorted_bids
from svscore.bids import Bid, Competition, unstored
from svscore.exact import exact_text
from svscore.files import NO_ROOM
from svscore.framework.load import Loaded
from svscore.problem import Location, Problem, SvscoreError, well_formed

NOT_AN_ARCHIVE = "BA110"

FORMAT = "svscore-archive-1"
PARTIAL = "partial"
"""Key of the metadata that names, by hash, workbooks of which the archive lacks some lot."""
ENTRY = "entry:"
ROW_GROUP = 61440
"""Rows of a part of the file that is read on its own; a multiple of DuckDB's 2,048."""
MAX_PLACES = 9
TOLD = (*NO_ROOM, errno.EACCES, errno.EROFS, errno.ENOENT)
"""What DuckDB says in words only."""
PATTERN = re.compile(r"[*?\[]")

DETAILS: dict[str, str] = {
    "competition": "INTEGER",
    "file": "VARCHAR",
    "file_sha256": "VARCHAR",
    "model": "VARCHAR",
    "lot": "VARCHAR",
    "reference": "VARCHAR",
    "title": "VARCHAR",
    "buyer": "VARCHAR",
    "notice_date": "VARCHAR",
    "value": "VARCHAR",
    "issued_model": "VARCHAR",
    "issued_sha256": "VARCHAR",
    "issued_by": "VARCHAR",
    "issued_on": "VARCHAR",
    "bidder": "VARCHAR",
    "bid_reference": "VARCHAR",
    "size": "VARCHAR",
    "vcse": "BOOLEAN",
    "submitted": "VARCHAR",
    "evaluator_marks": "VARCHAR",
    "unstored": "VARCHAR",
}
"""The columns of an archive, in order, with their types."""
ENTRY_TYPE = re.compile(r"SMALLINT|VARCHAR|DECIMAL\(\d+,\d\)")
"""Those of ``entry:ID``."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One competition to be put into an archive."""

    file: str
    model: str
    """Key of the model it was read with: see :func:`model_key`."""
    competition: Competition


@dataclass(frozen=True, slots=True)
class Staged:
    """Columns ready to be written: text or whole numbers, and the type each has in the file."""

    columns: Mapping[str, np.ndarray[Any, Any]]
    types: Mapping[str, str]


def model_key(loaded: Loaded) -> str:
    """What an archive calls a model: id, version and the beginning of its SHA-256."""
    return f"{loaded.framework.id}@{loaded.framework.version}#{loaded.model_sha256[:12]}"


def staged(kept: Sequence[Kept], first: int = 0) -> Staged:
    """The columns of competitions, numbered from ``first``."""
    rows = [(number, each, bid) for number, each in enumerate(kept, first) for bid in sorted_bids(each.competition)]
    texts = [_details(number, each, bid) for number, each, bid in rows]
    columns = {name: _objects([text[at] for text in texts]) for at, name in enumerate(DETAILS)}
    types = dict(DETAILS)
    for name in sorted({name for _, _, bid in rows for name in bid.entries}):
        values = [bid.entries[name].value if name in bid.entries else None for _, _, bid in rows]
        distinct = {id(value): value for value in values}  # marks repeat, and the same mark is nearly always one object
        kind = types[ENTRY + name] = type_of(distinct.values())
        written = {key: None if value is None else _text(value, kind) for key, value in distinct.items()}
        columns[ENTRY + name] = _objects([written[id(value)] for value in values])
    return Staged(columns, types)


def _objects(values: Sequence[str | None]) -> np.ndarray[Any, Any]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _details(number: int, kept: Kept, bid: Bid) -> tuple[str | None, ...]:
    said, issue = kept.competition.details, kept.competition.issue
    marks = {
        name: {leaf: _text(entry.value, "VARCHAR") for leaf, entry in cells.items()}
        for name, cells in bid.evaluator_marks.items()
    }
    found = (
        str(number),
        kept.file,
        kept.competition.sha256,
        kept.model,
        lot_of(kept.competition),
        *(said.get(key, "") for key in ("reference", "title", "buyer", "notice-date", "value")),
        *((issue.model, issue.sha256, issue.by, issue.on) if issue.sha256 else ("", "", "", "")),
        bid.bidder,
        bid.reference,
        bid.size,
        None if bid.is_vcse is None else str(bid.is_vcse).lower(),
        bid.submitted,
        json.dumps(marks, ensure_ascii=False) if marks else "",
        ",".join(unstored(bid, kept.competition.notes)),
    )
    return tuple(text or None for text in found)


def type_of(values: Iterable[Fraction | str | None]) -> str:
    """The narrowest type that holds every value exactly."""
    places, most = 0, Fraction(0)
    for value in values:
        if isinstance(value, str):
            return "VARCHAR"
        if value is not None:
            needed = next((each for each in range(MAX_PLACES + 1) if 10**each % value.denominator == 0), None)
            if needed is None:
                return "VARCHAR"
            places, most = max(places, needed), max(most, abs(value))
    if not places and most < 2**15:
        return "SMALLINT"
    return f"DECIMAL(18,{places})" if most * 10**places < 10**18 else "VARCHAR"


def _text(value: Fraction | str, kind: str) -> str:
    if isinstance(value, str) or kind == "VARCHAR":
        return value if isinstance(value, str) else exact_text(value)
    places = 0 if kind == "SMALLINT" else int(kind.removesuffix(")").rpartition(",")[2])
    whole = value * 10**places
    digits = str(abs(whole.numerator)).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def write_archive(
    whole: Path,
    parts: Iterable[Staged],
    models: Mapping[str, str],
    partial: Iterable[str] = (),
    before: Path | None = None,
) -> None:
    """Writes an archive of an earlier one's rows, when there is one, and of ``parts``, as the new file ``whole``.

    ``models`` has the text of every model by its key, those of the earlier archive included; ``partial`` the
    hashes of workbooks not all lots of which are in it. Each part is written down beside the file before the next
    is taken, so that memory stays flat.

    Raises:
        OSError: the file cannot be written.
    """
    connection = connect()
    try:
        pieces = [before] if before is not None else []
        for number, part in enumerate(parts):
            pieces.append(whole.with_name(f"{number}.parquet"))
            connection.register("part", dict(part.columns))
            copied(connection, f"SELECT {_casts(part)} FROM part", pieces[-1], "FORMAT parquet")
            connection.unregister("part")
        write_parquet(connection, f"SELECT * FROM {rows_of(*pieces)}", whole, models, partial)
    finally:
        connection.close()


def _casts(part: Staged) -> str:
    """Each column in its type; whole numbers that stand for decimals are scaled without a float."""
    return ", ".join(
        f"{_cast(name, kind, is_text=part.columns[name].dtype == object)} AS {name_of(name)}"
        for name, kind in part.types.items()
    )


def _cast(name: str, kind: str, *, is_text: bool) -> str:
    places = int(kind.removesuffix(")").rpartition(",")[2]) if kind.startswith("DECIMAL") else 0
    if is_text or not places:
        return f"CAST({name_of(name)} AS {kind})"
    unit = f"CAST('0.{'1'.rjust(places, '0')}' AS DECIMAL({places + 1},{places}))"
    return f"CAST(CAST({name_of(name)} AS DECIMAL(18,0)) * {unit} AS {kind})"


def write_parquet(
    connection: duckdb.DuckDBPyConnection,
    select: str,
    path: Path,
    models: Mapping[str, str],
    partial: Iterable[str] = (),
) -> None:
    """Writes the rows of a query as an archive."""
    metadata = {"format": FORMAT, CHECKSUM: UNSEALED, "models": json.dumps(models, ensure_ascii=False)}
    if hashes := sorted(partial):
        metadata[PARTIAL] = json.dumps(hashes)
    pairs = ", ".join(f"{quoted(key)}: {quoted(text)}" for key, text in metadata.items())
    options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}, KV_METADATA {{{pairs}}}"
    copied(connection, select, path, options)
    seal(path)


def copied(connection: duckdb.DuckDBPyConnection, select: str, path: Path, options: str) -> None:
    """Writes the rows of a query to a new file.

    Raises:
        OSError: it cannot be written.
    """
    try:
        connection.execute(f"COPY ({select}) TO {quoted(str(path))} ({options})")
    except duckdb.Error as error:
        text = str(error)
        number = next((each for each in TOLD if os.strerror(each).lower() in text.lower()), None)
        if number is None and not isinstance(error, duckdb.IOException):
            raise
        raise OSError(number or errno.EIO, os.strerror(number) if number else text.partition("\n")[0]) from error


def rows_of(*paths: Path | str) -> str:
    """The rows of these very files for a query, with their own columns only.

    DuckDB takes a path for a pattern, and the names of folders for columns, unless it is told otherwise.
    """
    listed = ", ".join(quoted(literal(path)) for path in paths)
    return f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false, filename = false)"


def literal(path: Path | str) -> str:
    """A path as DuckDB takes it for that one file.

    Raises:
        SvscoreError: it cannot be told.
    """
    text = str(path)
    if "://" in text:
        return text
    text = os.path.join(Path.cwd(), text)  # noqa: PTH118 - whole, as DuckDB has meanings for how a path begins
    if well_formed(text) != text:
        message = "its path is not UTF-8, and cannot be read as an archive"
        raise SvscoreError([Problem(Location(text), NOT_AN_ARCHIVE, message, "rename the file or the folder")])
    if not PATTERN.search(text):
        return text
    if os.sep == "/" and "\\" in text:
        message = "its path has a backslash, and a sign of patterns: * ? or ["
        raise SvscoreError([Problem(Location(text), NOT_AN_ARCHIVE, message, "rename the file or the folder")])
    return PATTERN.sub(lambda sign: f"[{sign[0]}]", text)


def connect() -> duckdb.DuckDBPyConnection:
    """A database in memory that loads no extension by itself, and puts nothing on disk when memory is short."""
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "temp_directory": ""})
    connection.execute("SET preserve_insertion_order = true")
    return connection


def quoted(text: str) -> str:
    """Text in a query."""
    return "'" + text.replace("'", "''") + "'"


def name_of(column: str) -> str:
    """A column's name in a query."""
    return '"' + column.replace('"', '""') + '"'
