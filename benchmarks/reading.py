"""How fast workbooks are read, beside python-calamine, openpyxl and pandas.

    python benchmarks/reading.py            one small workbook, 1,000 on two cores, a large sheet, a sparse one
    python benchmarks/reading.py 5000       with so many small workbooks

The readers take turns, so that a busy moment falls on all of them alike; medians, and ratios to ours. The large and
the sparse file are read in a process each, for its memory. Needs python-calamine and pandas.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

# Each reader imports what it needs when it runs, so that a process holds no more than its own.
# ruff: noqa: PLC0415

BIDDERS, CRITERIA = 6, 25
LARGE_ROWS, LARGE_COLUMNS = 100_000, 30
SHEETS = ("Quality", "Social value", "Delivery")
LARGE_LIMIT = 4_000_000
"""Cells: the sheet of 3,000,000 is beyond what is read without being asked to."""
REPEATS = 200
MOST_SECONDS, MOST_BYTES = 60, 4 << 30
"""What one reading of a large or sparse sheet may take."""


def small(path: Path, seed: int) -> None:
    """A workbook of three sheets, each 6 bids by 25 marks, written by openpyxl."""
    from openpyxl import Workbook  # where a file is written, not where it is read

    book = Workbook()
    book.remove(book.worksheets[0])
    for number, name in enumerate(SHEETS):
        sheet = book.create_sheet(name)
        sheet.append(["Bidder", *headings(number)])
        for bid in range(BIDDERS):
            sheet.append([f"Bidder {bid}", *((seed + bid * mark + number) % 6 for mark in range(CRITERIA))])
    book.save(path)


def headings(sheet: int) -> list[str]:
    """The criteria of a sheet."""
    return [f"criterion-{sheet * CRITERIA + number}" for number in range(CRITERIA)]


def large(path: Path) -> None:
    """One sheet of 100,000 rows by 30 columns, a text in front of each row and numbers after it."""
    letters = [chr(65 + n) if n < 26 else "A" + chr(39 + n) for n in range(LARGE_COLUMNS)]
    sheet = ["<worksheet><sheetData>"]
    for row in range(1, LARGE_ROWS + 1):
        numbers = "".join(f'<c r="{a}{row}"><v>{(row * n) % 997 / 4}</v></c>' for n, a in enumerate(letters[1:], 1))
        text = f'<c r="A{row}" t="inlineStr"><is><t>Bidder {row}</t></is></c>'
        sheet.append(f'<row r="{row}">{text}{numbers}</row>')
    sheet.append("</sheetData></worksheet>")
    raw(path, "".join(sheet))


def sparse(path: Path) -> None:
    """A workbook of some bids, and a stray cell in the last row."""
    cells = "".join(f'<c r="{chr(65 + n)}1" t="inlineStr"><is><t>criterion-{n}</t></is></c>' for n in range(26))
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    raw(path, f'<worksheet><sheetData><row r="1">{cells}</row>{last}</sheetData></worksheet>')


def raw(path: Path, sheet: str) -> None:
    """A workbook with this one sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
        )
        for part, kind, target in (
            ("_rels/.rels", "officeDocument", "xl/workbook.xml"),
            ("xl/_rels/workbook.xml.rels", "worksheet", "worksheets/sheet1.xml"),
        ):
            link = f'<Relationship Id="rId1" Type="{links}/{kind}" Target="{target}"/>'
            archive.writestr(part, f'<Relationships xmlns="{package}">{link}</Relationships>')
        sheets = '<sheets><sheet name="Bids" sheetId="1" r:id="rId1"/></sheets>'
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{links}">{sheets}</workbook>')
        archive.writestr("xl/worksheets/sheet1.xml", sheet.replace("<worksheet>", f'<worksheet xmlns="{main}">'))


def svscore_cells(path: Path) -> object:
    """Ours: every cell with its kind, exact text and format, and what is hidden or merged."""
    from svscore.workbook.book import read_book
    from svscore.workbook.limits import Limits

    return read_book(path, limits=Limits(cells=LARGE_LIMIT, part_bytes=1 << 28, total_bytes=1 << 29))


def calamine(path: Path) -> object:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def openpyxl_normal(path: Path) -> object:
    from openpyxl import load_workbook

    return [list(sheet.values) for sheet in load_workbook(path, data_only=True)]


def openpyxl_read_only(path: Path) -> object:
    from openpyxl import load_workbook

    return [list(sheet.values) for sheet in load_workbook(path, data_only=True, read_only=True)]


def pandas_openpyxl(path: Path) -> object:
    import pandas as pd

    return pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")


def pandas_calamine(path: Path) -> object:
    import pandas as pd

    return pd.read_excel(path, sheet_name=None, header=None, engine="calamine")


READERS: dict[str, Callable[[Path], object]] = {
    "svscore": svscore_cells,
    "python-calamine": calamine,
    "openpyxl": openpyxl_normal,
    "openpyxl read_only": openpyxl_read_only,
    "pandas, calamine": pandas_calamine,
    "pandas, openpyxl": pandas_openpyxl,
}


def model() -> Any:
    """A model with the 75 criteria of a small workbook."""
    from svscore.framework.model import Framework

    names = [name for sheet in range(len(SHEETS)) for name in headings(sheet)]
    weights = ["1.34"] * 50 + ["1.32"] * 25
    criteria = [
        {"id": name, "title": name, "weight": w, "scale": "six"} for name, w in zip(names, weights, strict=True)
    ]
    about = {"svscore": "1", "id": "m", "title": "M", "version": "1", "regime": "other", "status": "illustrative"}
    scale = [{"mark": str(mark)} for mark in range(6)]
    return Framework.model_validate(about | {"scales": {"six": scale}, "criteria": criteria})


def bids(path: Path, framework: Any) -> int:
    """From the file to bids with exact marks."""
    from svscore.workbook import read_bids

    return len(read_bids(path, framework).bids)


def in_turn(readers: dict[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Seconds of each, the median of so many turns; the first only warms."""
    times: dict[str, list[float]] = {name: [] for name in readers}
    for turn in range(repeats + 1):
        for name, read in readers.items():
            start = time.perf_counter()
            read()
            if turn:
                times[name].append(time.perf_counter() - start)
    return {name: median(taken) for name, taken in times.items()}


def many(files: list[Path], read: Callable[..., object]) -> float:
    """Seconds to read all files on both cores, with the start of the processes."""
    start = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        for _ in pool.map(partial(counted, read), files, chunksize=64):
            pass
    return time.perf_counter() - start


def counted(read: Callable[[Path], object], path: Path) -> int:
    """Nothing but a number goes back between processes."""
    read(path)
    return 1


def alone(reader: str, path: Path) -> tuple[float, float]:
    """Seconds and peak MB of one reading in a process of its own, the process included; no MB when it failed."""
    start = time.perf_counter()
    command = [sys.executable, __file__, "--alone", reader, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=MOST_SECONDS)
        memory = float(done.stdout)
    except subprocess.SubprocessError:
        memory = float("nan")
    return time.perf_counter() - start, memory


def read_alone(reader: str, path: Path) -> None:
    """Read within bounds, and print the MB held at most; in the process that ``alone`` starts."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    READERS[reader](path)
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    print(next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:")))


def table(title: str, rows: dict[str, tuple[float, ...]], heads: tuple[str, ...]) -> None:
    """Print figures with the ratio of the first column to ours."""
    ours = rows["svscore"][0]
    print(f"\n{title}\n{'':22}" + "".join(f"{head:>12}" for head in (*heads, "ratio")))
    for name, figures in rows.items():
        cells = "".join(f"{figure:12.2f}" if figure == figure else f"{'failed':>12}" for figure in figures)  # noqa: PLR0124
        print(f"{name:22}{cells}{figures[0] / ours:12.2f}")


def main(count: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        one, big, far = (Path(folder) / name for name in ("one.xlsx", "large.xlsx", "sparse.xlsx"))
        small(one, 1)
        framework = model()
        readers = {name: partial(read, one) for name, read in READERS.items()}
        taken = in_turn({**readers, "svscore, to bids": partial(bids, one, framework)}, REPEATS)
        table("One workbook, 3 sheets of 6 x 25", {n: (s * 1000,) for n, s in taken.items()}, ("ms",))
        files = [Path(folder) / f"{seed}.xlsx" for seed in range(count)]
        for seed, path in enumerate(files):
            small(path, seed)
        pools: dict[str, Callable[..., object]] = {**READERS, "svscore, to bids": partial(bids, framework=framework)}
        table(f"{count:,} of them on two cores", {n: (many(files, read),) for n, read in pools.items()}, ("s",))
        large(big)
        sparse(far)
        for path, what in ((big, "One sheet of 100,000 x 30"), (far, "A stray cell in row 1,048,576")):
            table(f"{what}, {path.stat().st_size / 1024:,.0f} kB", {n: alone(n, path) for n in READERS}, ("s", "MB"))


if __name__ == "__main__":
    if "--alone" in sys.argv:
        read_alone(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
