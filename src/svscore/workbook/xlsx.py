"""A ``.xlsx`` or ``.xlsm`` workbook: the index, the shared texts, the styles and then each sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from svscore.problem import Location, Problem, Severity
from svscore.workbook import codes
from svscore.workbook.cells import Sheet
from svscore.workbook.contents import Contents
from svscore.workbook.formats import NumberFormat, built_in_format, read_format
from svscore.workbook.index import links_of, one_of, read_index, workbook_part
from svscore.workbook.markup import Outline
from svscore.workbook.package import Package, refusal
from svscore.workbook.plain import remember, without_rows
from svscore.workbook.sheet import SheetHandler
from svscore.workbook.strings import SharedStrings, unescape

MAX_WRITTEN = 2_000
"""Characters a format code may take in the file, escapes written out."""


def read_sheets(
    package: Package, wanted: Callable[[str], bool] = lambda _name: True
) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """The worksheets whose name is ``wanted``, in the workbook's order, and what was taken for granted."""
    workbook = workbook_part(package)
    links = links_of(package, workbook)
    index = read_index(package, workbook)
    texts = _texts(package, one_of(package, links, "sharedStrings"))
    contents = _styles(package, one_of(package, links, "styles"))[index.is_1904].with_texts(texts)
    sheets: list[Sheet] = []
    cells, characters = 0, contents.characters + package.limits.characters
    for name, relationship, is_hidden in index.sheets:
        link = links.get(relationship)
        if link is None or not link.target:
            raise refusal(package.source, codes.NOT_A_WORKBOOK, f"the sheet {name!r} is not in the file")
        if link.kind == "worksheet" and wanted(name):
            handler = _read_sheet(package, link.target, name, contents, cells, characters)
            cells = handler.counted
            sheets.append(_sheet(package.source, name, handler, is_hidden=is_hidden))
    return tuple(sheets), _notes(package)


def _texts(package: Package, part: str) -> list[str]:
    if part not in package:
        return []
    handler = SharedStrings(package.limits.cells, package.limits.cell_characters, package.limits.characters)
    package.parse(part, handler, "the list of shared texts")
    return handler.texts


def _styles(package: Package, part: str) -> tuple[Contents, Contents]:
    """What cells hold where days are counted from 1900, and where from 1904, by the workbook's styles."""
    return package.once(part, _read_styles) if part in package else _contents(package, {})


def _contents(package: Package, formats: Mapping[str, NumberFormat]) -> tuple[Contents, Contents]:
    most = package.limits.cell_characters
    return (
        Contents(formats=formats, max_characters=most),
        Contents(formats=formats, is_1904=True, max_characters=most),
    )


def _read_styles(package: Package, part: str) -> tuple[Contents, Contents]:
    """Number formats by the style number cells give, as what cells of these styles hold."""
    own: dict[str, str] = {}
    numbers: list[str] = []

    def opened(parent: str, name: str, attributes: Mapping[str, str]) -> None:
        if name == "x:numFmt" and parent == "x:numFmts":
            own[attributes.get("numFmtId", "")] = unescape(attributes.get("formatCode", "")[:MAX_WRITTEN])
        elif name == "x:xf" and parent == "x:cellXfs":
            numbers.append(attributes.get("numFmtId", "0"))

    package.parse(part, Outline(opened, "x:styleSheet"), "the list of styles")
    return _contents(package, _Formats(numbers, own))


class _Formats(dict[str, NumberFormat]):
    """Number formats by the style number cells give, each read when a cell first has it."""

    def __init__(self, numbers: Sequence[str], own: Mapping[str, str]) -> None:
        super().__init__()
        self._numbers = numbers
        """Of the format of each style."""
        self._own = own

    def __missing__(self, style: str) -> NumberFormat:
        if not (style.isdecimal() and style.isascii() and len(style) < 8 and int(style) < len(self._numbers)):
            raise KeyError(style)
        self[style] = _format(self._numbers[int(style)], self._own)
        return self[style]


def _format(number: str, own: Mapping[str, str]) -> NumberFormat:
    if number in own:
        return read_format(own[number])
    return built_in_format(int(number) if number.isdecimal() and len(number) < 6 else 0)


def _read_sheet(
    package: Package, part: str, name: str, contents: Contents, cells: int, characters: int
) -> SheetHandler:
    handler = SheetHandler(contents, package.limits.cells, characters)
    handler.counted = cells
    left = package.elements_left
    package.parse(part, handler, f"the sheet {name!r}", lambda pieces: without_rows(pieces, handler, left))
    remember(handler, cells)
    return handler


def _sheet(source: str, name: str, handler: SheetHandler, *, is_hidden: bool) -> Sheet:
    return Sheet(
        source,
        name,
        {row: cells for row, cells in handler.rows.items() if cells},
        is_hidden,
        frozenset(handler.hidden_rows),
        frozenset(
            column for column in range(handler.hidden_columns.bit_length()) if handler.hidden_columns >> column & 1
        ),
        tuple(handler.merged),
    )


def _notes(package: Package) -> tuple[Problem, ...]:
    said = {
        "xl/vbaproject.bin": "it holds macros; they were not run, stored values were taken",
        "xl/externallinks/": "it refers to other workbooks; they were not opened, stored values were taken",
    }
    return tuple(
        Problem(Location(package.source), codes.STORED_ONLY, message, severity=Severity.NOTE)
        for start, message in said.items()
        if any(part.startswith(start) for part in package)
    )
