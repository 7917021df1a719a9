"""Writes the example workbooks, the same bytes every time: ``python examples/build.py [FOLDER]``.

Without a folder the committed workbooks are written anew. Everything in them is invented.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from svscore.workbook.template.saved import saved

HERE = Path(__file__).parent
MADE = datetime(2021, 11, 1)  # noqa: DTZ001 - a workbook's dates carry no time zone
WIDTHS = {"Reason": 90, "Reference": 34, "Bidder": 26, "Criterion": 34}

Row = Sequence[str | int]
Sheets = dict[str, list[Row]]

INVENTED = "Invented example: no buyer, bidder, mark, reason or price is real"


def dsp_lot2() -> Sheets:
    """Seven bids marked by three evaluators, with the consensus: the long layout."""
    return {
        "Competition": [
            (INVENTED,),
            ("Reference", "EX-2021-02"),
            ("Title", "Digital specialists for a casework service"),
            ("Buyer", "Department of Invented Affairs"),
            ("Framework", "dsp-lot2"),
            ("Notice date", "2021-11-05"),
            ("Value", 450000),
            ("Lot", "Lot 2"),
        ],
        "Bids": [
            ("Bidder", "Reference", "Size", "VCSE", "Carbon reduction plan", "Price"),
            ("Amberwick Digital", "B01", "small", "no", "yes", 438600),
            ("Brackenshaw Systems", "B02", "medium", "no", "yes", 431200),
            ("Thornleaze Technologies", "B03", "large", "no", "yes", 389500),
            ("Pipistrelle Works CIC", "B04", "micro", "yes", "yes", 462000),
            ("Quillmoor Co-operative", "B05", "small", "yes", "yes", 447250),
            ("Ottermead Consulting", "B06", "medium", "no", "yes", 402800),
            ("Velderstone Group", "B07", "large", "no", "no", 351900),
        ],
        "Scores": list(_scores(HERE / "dsp-lot2" / "scores.tsv")),
        "Evaluators": [
            ("Evaluator", "Role", "Declared conflict"),
            ("E1", "Social value lead", "no"),
            ("E2", "Head of digital delivery", "no"),
            ("E3", "Community panel member", "no"),
        ],
    }


def ccs_call_off() -> Sheets:
    """Four bids with their agreed marks, criteria down and bidders across: the matrix layout."""
    return {
        "Competition": [
            (INVENTED,),
            ("Reference", "EX-2023-07"),
            ("Title", "Rebuild of a licence application service"),
            ("Buyer", "Borough of Nowhere"),
            ("Framework", "ccs-call-off"),
            ("Notice date", "2023-05-15"),
            ("Value", 260000),
        ],
        "Marks": [
            ("Criterion", "Fennimarch Digital", "Hollinwray", "Skerrowby Systems", "Tarnedge Data"),
            ("Competition rules accepted", "yes", "yes", "yes", "yes"),
            ("Bid pack read", "yes", "yes", "yes", "yes"),
            ("Contract terms accepted", "yes", "yes", "yes", "yes"),
            ("Supplier profile accurate", "yes", "yes", "yes", "yes"),
            ("Quality of service", 100, 66, 33, 66),
            ("Knowledge transfer", 100, 66, 66, 66),
            ("Delivery approach", 66, 100, 66, 100),
            ("Proposed team", 66, 66, 100, 66),
            ("Tackling economic inequality", 66, 66, 100, 66),
            ("Wellbeing", 66, 100, 66, 66),
            ("Working together", 66, 100, 66, 100),
            ("Price", 209200, 250000, 228000, 296500),
        ],
        "Bids": [
            ("Bidder", "Reference", "Size", "VCSE"),
            ("Fennimarch Digital", "T1", "medium", "no"),
            ("Hollinwray", "T2", "small", "no"),
            ("Skerrowby Systems", "T3", "large", "no"),
            ("Tarnedge Data", "T4", "small", "yes"),
        ],
    }


def build(folder: Path) -> None:
    """Write every example workbook below ``folder``."""
    for name, sheets in (("dsp-lot2", dsp_lot2()), ("ccs-call-off", ccs_call_off())):
        path = folder / name / "bids.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(saved(_workbook(sheets), MADE))


def _scores(path: Path) -> Iterable[Row]:
    """The rows of the ``Scores`` sheet, marks as numbers."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t"):
            yield [int(cell) if cell.isdigit() else cell for cell in row]


def _workbook(sheets: Sheets) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        _dress(sheet)
    book.properties.creator = "svscore examples"
    return book


def _dress(sheet: Worksheet) -> None:
    """Bold headings that stay in view, columns wide enough, long text wrapped, prices grouped."""
    sheet.freeze_panes = "B2"
    for column, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(str(cell.value), 20)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(cell.value, int) and cell.value >= 1000:
                cell.number_format = "#,##0"


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
