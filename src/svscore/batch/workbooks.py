"""Synthetic competitions as workbooks: the wide layout, one file each, the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from svscore.batch.synth import Drawn
from svscore.batch.table import SIZES
from svscore.files import written
from svscore.framework.load import Loaded
from svscore.workbook.timeless import MADE, timeless

Row = Sequence[str | int | float]


def write_workbooks(folder: Path, loaded: Loaded, batches: Iterable[Drawn]) -> int:
    """Writes one workbook a competition into ``folder`` and gives how many.

    Raises:
        SvscoreError: one cannot be written.
    """
    count = 0
    for drawn in batches:
        for number, rows in _competitions(drawn):
            with written(folder / _name(number)) as path:
                path.write_bytes(_workbook(loaded, number, list(drawn.values), rows))
            count += 1
    return count


def names_of(count: int) -> Iterator[str]:
    """What the workbooks of so many competitions are called."""
    return map(_name, range(count))


def _name(number: int) -> str:
    return f"synthetic-{number + 1:07}.xlsx"


def _competitions(drawn: Drawn) -> Iterator[tuple[int, list[Row]]]:
    start = 0
    cells = {name: _cells(drawn, name, values) for name, values in drawn.values.items()}
    for offset, count in enumerate(drawn.counts.tolist()):
        rows: list[Row] = []
        for position in range(count):
            row = start + position
            said = (f"Bidder {ascii_uppercase[position]}", SIZES[drawn.sizes[row]], "yes" if drawn.vcse[row] else "no")
            rows.append((*said, *(column[row] for column in cells.values())))
        yield drawn.first + offset, rows
        start += count


def _cells(drawn: Drawn, name: str, values: Any) -> list[Any]:
    if name in drawn.words:
        return [drawn.words[name][code] for code in values.tolist()]
    scale = 10 ** drawn.places[name]
    return [value // scale for value in values.tolist()]


def _workbook(loaded: Loaded, number: int, ids: Sequence[str], rows: Sequence[Row]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import

    from svscore.workbook.saving import save, stream  # noqa: PLC0415

    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = MADE
    model = loaded.framework
    details = stream(book.create_sheet("Competition"))
    for row in (
        ("Synthetic: no buyer, bidder, mark or price is real",),
        ("Reference", f"SYN-{number + 1:07}"),
        ("Title", "Synthetic competition"),
        ("Framework", f"{model.id}@{model.version}"),
        ("Issued model", f"{model.id}@{model.version}"),
        ("Model SHA-256", loaded.model_sha256),
    ):
        details.append(row)
    bids = stream(book.create_sheet("Bids"))
    bids.append(("Bidder", "Size", "VCSE", *ids))
    for each in rows:
        bids.append(each)
    made, result = BytesIO(), BytesIO()
    save(book, made)
    timeless(made, result)
    return result.getvalue()
