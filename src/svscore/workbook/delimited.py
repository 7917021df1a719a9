"""A ``.csv`` file as one sheet: encoding by its first bytes, separator by its first line, no guessing of numbers.

A plain decimal number is a number; ``1,5`` and ``1.234,50`` stay text, for the reader to refuse with their place.
Text that was guarded, as svscore writes it, is read as it was before.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator

from svscore.problem import Location, Problem, Severity, SvscoreError
from svscore.workbook import codes
from svscore.workbook.cells import MAX_COLUMN, Cell, Kind, Sheet
from svscore.workbook.guarded import unguard
from svscore.workbook.limits import Limits
from svscore.workbook.package import PIECE, refusal

MAX_BEGINNING = 1 << 16
"""Characters in which the first line is looked for that is not blank."""
MAX_LINE = 1 << 22
"""Characters of a line: 16,384 fields of 256."""
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DECLARED = re.compile(r"sep=(.)\r?\n")
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}


def read_delimited(data: bytes, source: str, limits: Limits) -> tuple[tuple[Sheet], tuple[Problem, ...]]:
    """The one sheet of a delimited file, and what was taken for granted."""
    encoding, notes = _encoding(data, source)
    stream = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
    beginning = stream.read(MAX_BEGINNING)
    declared = _DECLARED.match(beginning)
    separator = declared[1] if declared else _separator(beginning)
    stream.seek(0)
    if declared:
        stream.readline()
    lines = stream if len(data) <= MAX_LINE else _bounded(stream, source)
    rows: dict[int, dict[int, Cell]] = {}
    width = cells = characters = 0
    for line, fields in _records(lines, separator, source, 2 if declared else 1):
        width = width or len(fields)
        cells += len(fields) or 1
        characters += sum(map(len, fields))
        _check_size(source, line, fields, limits)
        if cells > limits.cells or characters > limits.characters:
            raise _too_large(source, cells, limits)
        _check_width(source, line, fields, width, separator)
        if held := {column: _cell(field) for column, field in enumerate(fields, 1) if field}:
            rows[line] = held
    return (Sheet(source, "", rows, separator=separator),), notes


def _encoding(data: bytes, source: str) -> tuple[str, tuple[Problem, ...]]:
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16" if is_utf16 else "utf-8-sig", "cp1252"):
        if _is_text(data, encoding):
            return encoding, (_windows_note(source),) if encoding == "cp1252" else ()
    raise refusal(source, codes.DELIMITED, "it is not text in an encoding that is read", "save it as CSV UTF-8")


def _is_text(data: bytes, encoding: str) -> bool:
    """Whether all of it is text in an encoding; a piece at a time, since text may take four times the room."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), PIECE):
            if "\0" in decoder.decode(data[start : start + PIECE]):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _bounded(stream: io.TextIOWrapper, source: str) -> Iterator[str]:
    """The lines of a large file.

    Raises:
        SvscoreError: one is longer than any line of bids.
    """
    while line := stream.readline(MAX_LINE):
        if len(line) == MAX_LINE:
            message = f"it has a line of more than {MAX_LINE:,} characters"
            raise refusal(source, codes.TOO_LARGE, message, "remove what is not bids")
        yield line


def _windows_note(source: str) -> Problem:
    message = "its text is not UTF-8 and was read as Windows-1252: look at names with accents"
    return Problem(Location(source), codes.DELIMITED, message, "save it as CSV UTF-8", Severity.NOTE)


def _separator(text: str) -> str:
    """The separator that splits the first line that is not blank into most fields."""
    first = text.lstrip("\r\n \t").partition("\n")[0].partition("\r")[0]
    unquoted = re.sub(r'"[^"]*"', "", first)
    return max(_SEPARATORS, key=unquoted.count)


def _records(lines: Iterable[str], separator: str, source: str, line: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    before = line
    try:
        for fields in reader:
            yield line, fields
            line = before + reader.line_num
    except csv.Error:
        message = "its fields cannot be told apart: a quotation mark is not closed, or text follows a closed one"
        hint = "a text with a quotation mark in it stands between quotation marks, the one inside written twice"
        raise SvscoreError([Problem(Location(source, row=line, column=1), codes.DELIMITED, message, hint)]) from None


def _check_width(source: str, line: int, fields: list[str], width: int, separator: str) -> None:
    filled = max((column for column, field in enumerate(fields, 1) if field.strip()), default=0)
    if filled > width:
        names = _SEPARATORS.get(separator, repr(separator))
        message = f"it has {filled} fields separated by {names}, the first line has {width}"
        hint = "a comma inside a field needs quotation marks around the field; numbers are written 1234.50"
        raise SvscoreError([Problem(Location(source, row=line, column=width + 1), codes.DELIMITED, message, hint)])


def _check_size(source: str, line: int, fields: list[str], limits: Limits) -> None:
    if len(fields) > MAX_COLUMN:
        message = f"it has a line of {len(fields):,} fields, a sheet has {MAX_COLUMN:,}"
        raise refusal(source, codes.TOO_LARGE, message, "remove what is not bids")
    longest = max(range(len(fields)), key=lambda index: len(fields[index]), default=None)
    if longest is not None and len(fields[longest]) > limits.cell_characters:
        message = f"its text is longer than {limits.cell_characters:,} characters"
        place = Location(source, row=line, column=longest + 1)
        raise SvscoreError([Problem(place, codes.TOO_LARGE, message, "close the quotation marks, or shorten the text")])


def _too_large(source: str, cells: int, limits: Limits) -> SvscoreError:
    most = f"{limits.cells:,} cells" if cells > limits.cells else f"{limits.characters:,} characters"
    return refusal(source, codes.TOO_LARGE, f"it holds more than {most}", "remove what is not bids, blank lines too")


def _cell(field: str) -> Cell:
    stripped = field.strip()
    if _NUMBER.fullmatch(stripped):
        return Cell(Kind.NUMBER, stripped)
    return Cell(Kind.TEXT, unguard(field))
