"""Competitions out of an archive: columns for the compiled model, and any of them in full."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from typing import Any

import duckdb
import numpy as np

from svscore.batch.archive import ENTRY, NOT_AN_ARCHIVE, name_of, quoted, rows_of
from svscore.batch.batches import Batch, Description
from svscore.batch.contents import (
    ANEW,
    MOST_FETCHED,
    Archive,
    connection_here,
    lots_like,
    open_archive,
    refused_in_words,
)
from svscore.batch.fit import asked, columns_of
from svscore.batch.memory import keep_freed_memory
from svscore.batch.table import SIZES, Column, Table
from svscore.bids import UNSTORED, Bid, Competition, Entry, Issue
from svscore.exact import decimal_text, parse_number
from svscore.framework.load import Loaded
from svscore.framework.model import Framework
from svscore.lint import checked_text
from svscore.problem import Location, Problem, Severity, SvscoreError


@lru_cache(maxsize=64)
def model_in(key: str, text: str) -> Loaded:
    """A model out of an archive, by what it is called there.

    Raises:
        SvscoreError: it is none, or another than the one it is called by.
    """
    loaded = checked_text(text.encode(), key)
    given = key.rpartition("#")[2]
    if given not in (loaded.model_sha256[:12], sha256(text.encode()).hexdigest()[:12]):  # the latter in 0.1.0
        message = f"the model in the archive is not the one its name gives the hash of: it has {loaded.model_sha256}"
        raise SvscoreError([Problem(Location(key), NOT_AN_ARCHIVE, message, "build the archive anew")])
    return loaded


def batches_in(
    path: str, first: int, last: int, lot: str | None = None, *, most: int = MOST_FETCHED
) -> Iterator[Batch]:
    """The competitions from ``first`` up to ``last`` (not in it), those read with one model together.

    With a ``lot``, those for that lot only.
    """
    keep_freed_memory()
    archive = open_archive(path, most)
    path = archive.path
    connection = connection_here().cursor()
    with refused_in_words(archive.name):
        rows = f"FROM {rows_of(path)} WHERE competition >= {first} AND competition < {last}"
        if lot is not None:
            rows += f" AND lot IN ({lots_like(connection, rows, lot)})"
        if len(archive.models) == 1 and lot is None:
            keys = list(archive.models)
        else:
            keys = [row[0] for row in connection.execute(f"SELECT DISTINCT model {rows} ORDER BY model").fetchall()]
        for key in keys:
            of_model = rows if len(keys) == 1 else f"{rows} AND model = {quoted(key)}"
            yield _Reader(archive, connection, of_model, model_in(key, archive.models[key])).batch()


def samples_in(path: str, most: int = MOST_FETCHED) -> Iterator[Batch]:
    """The first competition of each model.

    Raises:
        SvscoreError: there is no archive at ``path``, or it is damaged or something else.
    """
    archive = open_archive(path, most)
    if len(archive.models) == 1:
        firsts = [0][: archive.competitions]
    else:
        query = f"SELECT min(competition) FROM {rows_of(archive.path)} GROUP BY model ORDER BY 1"
        with refused_in_words(archive.name):
            firsts = [first for (first,) in connection_here().cursor().execute(query).fetchall()]
    for first in firsts:
        yield from batches_in(path, first, first + 1, most=most)


class _Reader:
    """Reads the competitions of one model."""

    def __init__(self, archive: Archive, connection: duckdb.DuckDBPyConnection, rows: str, loaded: Loaded) -> None:
        self.archive, self.connection, self.rows, self.loaded = archive, connection, rows, loaded
        self.framework = loaded.framework
        self.numbers: Sequence[int] = ()

    def batch(self) -> Batch:
        table = self._table()
        self.numbers = table.origin
        said = refused_in_words(self.archive.name)
        return Batch(self.loaded, table, said(self._fetch), said(self._describe), lru_cache(1)(said(self._issues)))

    def _issues(self) -> list[tuple[Issue, Sequence[int]]]:
        """The models the competitions were issued with, each with their positions."""
        columns = "coalesce(issued_model, ''), issued_sha256"
        rows = f"{self.rows} AND issued_sha256 IS NOT NULL"
        place = Location(self.archive.name)
        found = self.connection.execute(f"SELECT DISTINCT {columns} {rows} ORDER BY 1, 2").fetchall()
        is_blank = self.connection.execute(f"SELECT count(*) {self.rows} AND issued_sha256 IS NULL").fetchone() != (0,)
        if len(found) == 1 and not is_blank:  # the usual case: no need to look which they are
            return [(Issue(found[0][0], found[0][1], location=place), range(len(self.numbers)))]
        positions = {number: position for position, number in enumerate(self.numbers)}
        issues: dict[tuple[str, str], list[int]] = {}
        for number, *texts in self.connection.execute(f"SELECT DISTINCT competition, {columns} {rows}").fetchall():
            issues.setdefault((texts[0], texts[1]), []).append(positions[number])
        return [
            (Issue(model, hashed, location=place), sorted(numbers))
            for (model, hashed), numbers in sorted(issues.items())
        ]

    def _table(self) -> Table:
        present = [name for name in asked(self.framework) if ENTRY + name in self.archive.types]
        words = {name: self._words(name) for name in present if self.archive.types[ENTRY + name] == "VARCHAR"}
        selected = [f"{self._expression(name, words)} AS {name_of(ENTRY + name)}" for name in present]
        sizes = ", ".join(quoted(size) for size in SIZES)
        query = (
            f"SELECT competition, coalesce(list_position([{sizes}], size) - 1, -1)::TINYINT AS size, "
            f"coalesce(vcse::TINYINT, -1)::TINYINT AS vcse{''.join(', ' + each for each in selected)} {self.rows}"
        )
        found = self.connection.execute(query).fetchnumpy()
        number = _plain(found["competition"])
        starts = np.flatnonzero(np.diff(number, prepend=-1))
        columns = {
            name: Column(_plain(found[ENTRY + name]), 10 ** self._places(name), tuple(words.get(name, ())))
            for name in present
        }
        offers = {name for leaf in self.framework.leaves() if leaf.offer is not None for name in columns_of(leaf)}
        columns |= {name: columns[name].in_numbers() for name in sorted(words) if name in offers}
        ends = np.concatenate([starts, np.array([len(number)])]).astype(np.int64)
        return Table(ends, columns, _plain(found["size"]), _plain(found["vcse"]), number[starts].tolist())

    def _places(self, name: str) -> int:
        kind = self.archive.types[ENTRY + name]
        return int(kind.removesuffix(")").rpartition(",")[2]) if kind.startswith("DECIMAL") else 0

    def _expression(self, name: str, words: Mapping[str, Sequence[Fraction | str]]) -> str:
        column = name_of(ENTRY + name)
        if name in words:
            listed = ", ".join(quoted(str(word)) for word in words[name])
            return f"coalesce(list_position([{listed}]::VARCHAR[], {column}) - 1, -1)::INTEGER"
        if self.archive.types[ENTRY + name].startswith("DECIMAL"):
            return f"coalesce({_whole(column, self._places(name))}, -1)"
        return f"coalesce({column}, -1::SMALLINT)"

    def _words(self, name: str) -> list[Fraction | str]:
        column = name_of(ENTRY + name)
        query = f"SELECT DISTINCT {column} {self.rows} AND {column} IS NOT NULL ORDER BY 1"
        return [self._value(name, text) for (text,) in self.connection.execute(query).fetchall()]

    def _value(self, name: str, text: str) -> Fraction | str:
        """What was read: answers stay words, and so does what is no number."""
        if name in _answers(self.framework):
            return text
        try:
            return parse_number(text)
        except ValueError:
            return text

    def _fetch(self, positions: Sequence[int]) -> dict[int, Competition]:
        """The competitions at these positions, in full."""
        found: dict[int, list[dict[str, Any]]] = {}
        places = {self.numbers[position]: position for position in positions}
        for row in self._chosen(list(places), "*"):
            found.setdefault(places[row["competition"]], []).append(row)
        return {position: self._competition(rows) for position, rows in sorted(found.items())}

    def _chosen(self, numbers: Sequence[int], columns: str) -> Iterator[dict[str, Any]]:
        listed = ", ".join(map(str, numbers))
        cursor = self.connection.execute(f"SELECT {columns} {self.rows} AND competition IN ({listed})")
        names = [column[0] for column in cursor.description or ()]
        for row in cursor.fetchall():
            yield dict(zip(names, row, strict=True))

    def _competition(self, rows: Sequence[dict[str, Any]]) -> Competition:
        said = rows[0]
        keys = {"reference": "reference", "title": "title", "buyer": "buyer", "notice-date": "notice_date",
                "value": "value", "lot": "lot"}  # fmt: skip
        details = {key: said[column] for key, column in keys.items() if said[column] is not None}
        texts = [said.get(f"issued_{name}") or "" for name in ("model", "sha256", "by", "on")]
        issue = Issue(texts[0], texts[1], by=texts[2], on=texts[3], location=Location(said["file"]))
        bids = tuple(self._bid(row) for row in rows)
        if len({bid.bidder for bid in bids}) < len(bids):
            raise self._refusal("one of its competitions has two bids by one bidder")
        notes = tuple(_unstored(name, place) for bid in bids for name, place in bid.blanks.items())
        return Competition(said["file"], said["file_sha256"], bids, (), details, notes, issue=issue)

    def _bid(self, row: Mapping[str, Any]) -> Bid:
        place = Location(row["file"])
        marks = self._marks(row["evaluator_marks"])
        return Bid(
            bidder=row["bidder"],
            location=place,
            entries={
                name.removeprefix(ENTRY): self._entry(name.removeprefix(ENTRY), value, place)
                for name, value in row.items()
                if name.startswith(ENTRY) and value is not None
            },
            evaluator_marks={
                who: {name: self._entry(name, value, place) for name, value in cells.items()}
                for who, cells in marks.items()
            },
            reference=row["bid_reference"] or "",
            lot=row["lot"] or "",
            size=row["size"] or "",
            is_vcse=row["vcse"],
            submitted=row["submitted"] or "",
            blanks=dict.fromkeys(filter(None, (row.get("unstored") or "").split(",")), place),
        )

    def _marks(self, text: str | None) -> Mapping[str, Mapping[str, str]]:
        """The marks of evaluators, by their names and then by criterion, as an archive keeps them."""
        try:
            marks: Any = json.loads(text or "{}")
        except (ValueError, RecursionError):
            marks = None
        if not isinstance(marks, dict) or not all(map(_is_cells, marks.values())):
            raise self._refusal("its column 'evaluator_marks' holds something other than marks by evaluator")
        return marks

    def _refusal(self, message: str) -> SvscoreError:
        return SvscoreError([Problem(Location(self.archive.name), NOT_AN_ARCHIVE, message, ANEW)])

    def _entry(self, name: str, value: Any, place: Location) -> Entry:
        exact = self._value(name, value) if isinstance(value, str) else Fraction(value)
        shown = exact if isinstance(exact, str) else decimal_text(exact, 0 if exact.denominator == 1 else 2)
        return Entry(exact, shown, place)

    def _describe(self, positions: Sequence[int]) -> dict[int, Description]:
        places = {self.numbers[position]: position for position in positions}
        rows: dict[int, list[dict[str, Any]]] = {}
        for row in self._chosen(list(places), "competition, reference, title, buyer, file, file_sha256, lot, bidder"):
            rows.setdefault(places[row["competition"]], []).append(row)
        return {
            position: Description(
                reference=found[0]["reference"] or "",
                title=found[0]["title"] or "",
                buyer=found[0]["buyer"] or "",
                file=found[0]["file"],
                sha256=found[0]["file_sha256"],
                lot=found[0]["lot"] or "",
                bidders=tuple(row["bidder"] for row in found),
            )
            for position, found in sorted(rows.items())
        }


def _is_cells(cells: object) -> bool:
    return isinstance(cells, dict) and all(isinstance(value, str) for value in cells.values())


def _unstored(name: str, place: Location) -> Problem:
    message = f"the formula of {name} has no stored value; it counts as blank"
    hint = "open the workbook, recalculate, save it and make the archive again"
    return Problem(place, UNSTORED, message, hint, Severity.WARNING)


def _whole(column: str, places: int) -> str:
    """A decimal as the whole number of its last places, for a query; blank where that does not fit.

    The product takes the column's own 18 digits, and a wider one ten times as long: only where it has to.
    """
    scale, most = 10**places, 10 ** (18 - 2 * places)
    wide = f"CAST({column} AS DECIMAL(28,{places}))"
    return (
        f"CASE WHEN {column} >= 0 AND {column} < {most} THEN TRY_CAST({column} * {scale} AS BIGINT) "
        f"ELSE TRY_CAST({wide} * {scale} AS BIGINT) END"
    )


def _answers(framework: Framework) -> frozenset[str]:
    gates = (leaf.id for leaf in framework.leaves() if leaf.gate is not None)
    return frozenset((*gates, *(rule.when for rule in framework.adjustments)))


def _plain(values: Any) -> Any:
    """A column without the mask DuckDB may put on it: blanks are -1 already."""
    return values.data if isinstance(values, np.ma.MaskedArray) else values
