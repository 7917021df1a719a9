"""A ``.csv`` file as one sheet: encoding by its first bytes, separator by its first line, no guessing of numbers.

A plain decimal number is a number; ``1,5`` and ``1.234,50`` stay text, for the reader to refuse with their place.
Text that was guarded, as svscore writes it, is read as it was before.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from svscore.problem import Location, Problem, Severity, SvscoreError
from svscore.workbook import codes
from svscore.workbook.cells import MAX_COLUMN, Cell, Kind, Sheet
from svscore.workbook.guarded import unguard
from svscore.workbook.limits import Limits
from svscore.workbook.package import refusal

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DECLARED = re.compile(r"sep=(.)\r?\n")
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}


def read_delimited(data: bytes, source: str, limits: Limits) -> tuple[tuple[Sheet], tuple[Problem, ...]]:
    """The one sheet of a delimited file, and what was taken for granted."""
    text, notes = _decode(data, source)
    declared = _DECLARED.match(text)
    separator = declared[1] if declared else _separator(text)
    rows: dict[int, dict[int, Cell]] = {}
    width = count = 0
    for line, fields in _records(text[declared.end() if declared else 0 :], separator, source, 2 if declared else 1):
        width = width or len(fields)
        count += len(fields)
        _check_width(source, line, fields, width, separator)
        _check_size(source, line, fields, count, limits)
        if cells := {column: _cell(field) for column, field in enumerate(fields, 1) if field}:
            rows[line] = cells
    return (Sheet(source, "", rows, separator=separator),), notes


def _decode(data: bytes, source: str) -> tuple[str, tuple[Problem, ...]]:
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16" if is_utf16 else "utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, (_windows_note(source),) if encoding == "cp1252" else ()
    raise refusal(source, codes.DELIMITED, "it is not text in an encoding that is read", "save it as CSV UTF-8")


def _windows_note(source: str) -> Problem:
    message = "its text is not UTF-8 and was read as Windows-1252: look at names with accents"
    return Problem(Location(source), codes.DELIMITED, message, "save it as CSV UTF-8", Severity.NOTE)


def _separator(text: str) -> str:
    """The separator that splits the first line into most fields."""
    first = next((line for line in io.StringIO(text, newline="") if line.strip()), "")[: 1 << 16]
    unquoted = re.sub(r'"[^"]*"', "", first)
    return max(_SEPARATORS, key=unquoted.count)


def _records(text: str, separator: str, source: str, line: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
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


def _check_size(source: str, line: int, fields: list[str], count: int, limits: Limits) -> None:
    if count > limits.cells or len(fields) > MAX_COLUMN:
        raise refusal(source, codes.TOO_LARGE, f"it holds more than {limits.cells:,} cells", "remove what is not bids")
    longest = max(range(len(fields)), key=lambda index: len(fields[index]), default=None)
    if longest is not None and len(fields[longest]) > limits.cell_characters:
        message = f"its text is longer than {limits.cell_characters:,} characters"
        place = Location(source, row=line, column=longest + 1)
        raise SvscoreError([Problem(place, codes.TOO_LARGE, message, "close the quotation marks, or shorten the text")])


def _cell(field: str) -> Cell:
    stripped = field.strip()
    if _NUMBER.fullmatch(stripped):
        return Cell(Kind.NUMBER, stripped)
    return Cell(Kind.TEXT, unguard(field))
