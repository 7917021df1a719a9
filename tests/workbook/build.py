"""Workbooks built by the tests: by openpyxl where it can, from raw XML where it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from svscore.bids import Competition
from svscore.framework.model import Framework
from svscore.problem import SvscoreError
from svscore.workbook import read_bids

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

_ROOTS = {"worksheet": MAIN, "sst": MAIN, "styleSheet": MAIN, "workbook": MAIN, "Relationships": PACKAGE}
_ROOT = re.compile(rf"<(?:(x):)?({'|'.join(_ROOTS)})(?=[ />])(?![^>]*xmlns)")


def in_namespace(xml: str) -> str:
    """The part of a workbook with the namespace of its first element, where a test leaves it out.

    >>> in_namespace("<x:sst/>")
    '<x:sst xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    """
    return _ROOT.sub(_with_namespace, xml, count=1)


def _with_namespace(root: re.Match[str]) -> str:
    links = f' xmlns:r="{LINKS}"' if root[2] == "workbook" else ""
    return f'{root[0]} xmlns{":x" if root[1] else ""}="{_ROOTS[root[2]]}"{links}'


class Workbooks:
    """Writes files into the folder of one test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(
        self,
        sheets: Mapping[str, Iterable[Sequence[Any]]],
        adjust: Callable[[dict[str, Worksheet]], None] = lambda _sheets: None,
        name: str = "bids.xlsx",
    ) -> Path:
        """A workbook of these rows, written by openpyxl after ``adjust`` had its way with the sheets."""
        book = Workbook()
        book.remove(book.worksheets[0])
        made: dict[str, Worksheet] = {}
        for title, rows in sheets.items():
            made[title] = book.create_sheet(title)
            for row in rows:
                made[title].append(list(row))
        adjust(made)
        path = self.folder / name
        book.save(path)
        return path

    def text(self, text: str, name: str = "bids.csv", encoding: str = "utf-8") -> Path:
        """A delimited file."""
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return path

    def raw(
        self,
        sheet: str | bytes,
        *,
        parts: Mapping[str, str | bytes] | None = None,
        index: str = "",
        links: str = "",
        name: str = "bids.xlsx",
        drop: Sequence[str] = (),
    ) -> Path:
        """A workbook with this XML as its one sheet, and with parts added, replaced or dropped."""
        files: dict[str, str | bytes] = {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{index}'
            '<sheets><sheet name="Bids" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>{links}</Relationships>',
            "xl/worksheets/sheet1.xml": sheet,
            **(parts or {}),
        }
        path = self.folder / name
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            for part, content in files.items():
                if part not in drop:
                    archive.writestr(part, in_namespace(content) if isinstance(content, str) else content)
        return path

    def cells(self, cells: str, **more: Any) -> Path:
        """A raw workbook whose one row holds these cells."""
        return self.raw(
            f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>', **more
        )


SCALES = {
    "five": [{"mark": str(mark)} for mark in range(5)],
    "tiered": [{"mark": "A", "share": "100"}, {"mark": "B", "share": "60"}, {"mark": "C", "share": "0"}],
}
CRITERIA: list[dict[str, Any]] = [
    {"id": "social-value", "title": "Social value", "weight": "20", "scale": "five"},
    {"id": "quality", "title": "Quality of service", "weight": "50", "points": {"max": "50"}},
    {"id": "price", "title": "Total price", "weight": "30", "price": {"formula": "lowest-ratio"}},
    {"id": "carbon-plan", "title": "Carbon reduction plan", "gate": {"fail-when": "no"}},
]


def framework(*criteria: Mapping[str, Any], **changes: Any) -> Framework:
    """A model with a scale mark, points, a price and a gate, or with the criteria given."""
    data = {
        "svscore": "1",
        "id": "it-support",
        "title": "IT support",
        "version": "1",
        "regime": "other",
        "status": "illustrative",
        "scales": SCALES,
        "criteria": list(criteria) or CRITERIA,
    }
    return Framework.model_validate(data | {key.replace("_", "-"): value for key, value in changes.items()})


def lines(path: Path, model: Framework, **options: Any) -> list[str]:
    """Everything said about a file, one line a problem, with its hint after a bar."""
    try:
        problems = read_bids(path, model, **options).notes
    except SvscoreError as error:
        problems = tuple(error.problems)
    return [f"{problem} | {problem.hint}" if problem.hint else str(problem) for problem in problems]


def values(competition: Competition) -> dict[str, dict[str, str]]:
    """Entries as text, by bidder and criterion."""
    return {bid.bidder: {name: str(entry.value) for name, entry in bid.entries.items()} for bid in competition.bids}
