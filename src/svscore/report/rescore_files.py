"""The rows of a re-scoring as a file: CSV, JSON, Parquet or a workbook, written as a stream, whole or not at all."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svscore.batch.rows import COLUMNS
from svscore.files import written
from svscore.problem import Location, Problem, SvscoreError
from svscore.report.rescore import accepted_text, totals_of
from svscore.report.rescore_totals import totals
from svscore.workbook.guarded import guard
from svscore.workbook.timeless import MADE, timeless

if TYPE_CHECKING:
    from svscore.batch.run import Summary

Rows = Iterable[list[str]]

MOST_SHEET_ROWS = 1_048_575
NUMBERS = ("rank_before", "rank_after")
FLAGS = ("winner_changed", "awarded_before", "leading_before", "awarded_after", "leading_after")
FIGURES = (*NUMBERS, "level_at", "total_before", "total_after", "margin_before", "margin_after")
PLAIN = frozenset((*FIGURES, *FLAGS, "total_before_exact", "total_after_exact"))
"""What no bid's text stands in: a fraction below zero is no formula."""
FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?")
MOST_DIGITS = 15


def write_rows(path: Path, rows: Rows, summary: Summary) -> None:
    """Writes rows of :data:`svscore.batch.rows.COLUMNS` in the format of the suffix.

    JSON and workbooks hold the totals of ``summary`` beside them; the other formats the rows only.

    Raises:
        SvscoreError: the file cannot be written, or a sheet cannot hold so many rows.
    """
    with written(path) as temporary:
        FORMATS[path.suffix.lower()](temporary, rows, summary)


def _csv(path: Path, rows: Rows, _summary: Summary) -> None:
    with path.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(
            [cell if name in PLAIN else guard(cell) for name, cell in zip(COLUMNS, row, strict=True)] for row in rows
        )


def _json(path: Path, rows: Rows, summary: Summary) -> None:
    start = json.dumps({"svscore": 1} | totals(summary), indent=2).removesuffix("\n}")
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(f'{start},\n  "rows": [')
        for number, row in enumerate(rows):
            record = {name: cell or None for name, cell in zip(COLUMNS, row, strict=True)}
            file.write(f"{',' if number else ''}\n    {json.dumps(record)}")
        file.write("\n  ]\n}\n")


def _parquet(path: Path, rows: Rows, _summary: Summary) -> None:
    """Through a plain text file: exact text stays text, ranks become whole numbers."""
    from svscore.batch.archive import connect, copied, literal, quoted  # noqa: PLC0415 - DuckDB is loaded when it is needed

    plain = path.with_name(f"{path.name}.csv")
    connection = connect()
    try:
        with plain.open("x", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
            writer.writerow(COLUMNS)
            writer.writerows(rows)
        kinds = dict.fromkeys(NUMBERS, "INTEGER") | dict.fromkeys(FLAGS, "BOOLEAN")
        cells = ", ".join(f"CAST(nullif({name}, '') AS {kinds.get(name, 'VARCHAR')}) AS {name}" for name in COLUMNS)
        place = f"{quoted(literal(plain))}, hive_partitioning = false"
        source = f"read_csv({place}, all_varchar = true, header = true, delim = ',', quote = '\"')"
        connection.execute("SET threads = 1")  # the same rows make the same bytes
        copied(connection, f"SELECT {cells} FROM {source}", path, "FORMAT parquet")
    finally:
        connection.close()
        plain.unlink(missing_ok=True)


def _xlsx(path: Path, rows: Rows, summary: Summary) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import

    from svscore.workbook.saving import save, stream  # noqa: PLC0415

    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = MADE
    bids = book.create_sheet("Rescore")
    bids.freeze_panes = "A2"
    stream(bids, path.with_name("bids.xml")).append(COLUMNS)
    for number, row in enumerate(rows, start=1):
        if number > MOST_SHEET_ROWS:
            message = f"a sheet holds {MOST_SHEET_ROWS:,} rows, and there are more"
            raise SvscoreError([Problem(Location(str(path)), "RP103", message, "write .parquet or .csv")])
        named = zip(COLUMNS, row, strict=True)
        bids.append([_figure(text) if name in FIGURES else _text(bids, text) for name, text in named])
    sheet = book.create_sheet("Totals")
    sheet.column_dimensions["A"].width = 50
    stream(sheet)
    if accepted := accepted_text(summary).strip():
        sheet.append([_text(sheet, accepted)])
    for table in totals_of(summary):
        for texts in ((table.title,), table.heading, *table.rows, ()):
            sheet.append([_text(sheet, text) for text in texts])
    made = path.with_name(f"{path.name}.new")
    with made.open("xb") as target:
        save(book, target)
    with made.open("rb") as source, path.open("xb") as target:
        timeless(source, target)


def _figure(text: str) -> Decimal | str | None:
    """A number as spreadsheet programs keep one; text where it has more digits than they do, or is a fraction."""
    is_kept = FIGURE.fullmatch(text) and sum(map(str.isdigit, text)) <= MOST_DIGITS
    return Decimal(text) if is_kept else text or None


def _text(sheet: Any, text: str) -> Any:
    """A cell of text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    from svscore.workbook.template.text import escaped  # noqa: PLC0415

    cell = WriteOnlyCell(sheet, escaped(text))
    cell.data_type = "s"
    return cell


FORMATS: dict[str, Callable[[Path, Rows, Summary], None]] = {
    ".csv": _csv,
    ".json": _json,
    ".parquet": _parquet,
    ".xlsx": _xlsx,
}
"""What writes rows, by the suffix of the file."""
