"""A file of bids opened by what it is, whatever its name says."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from svscore.workbook import codes
from svscore.workbook.cells import Book, Sheet
from svscore.workbook.delimited import read_delimited
from svscore.workbook.limits import Limits
from svscore.workbook.package import Package, refusal
from svscore.workbook.xlsx import read_sheets

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP = b"PK\x03\x04"
_DELIMITED = (".csv", ".tsv", ".txt")
_WORKBOOK = (".xlsx", ".xlsm")


def read_book(path: Path, *, limits: Limits | None = None, wanted: Callable[[str], bool] = lambda _name: True) -> Book:
    """Everything the sheets of a file hold; of a workbook, those whose name is ``wanted``.

    Raises:
        SvscoreError: with one problem, when the file cannot be read.
    """
    limits = limits or Limits()
    source, suffix = path.name, path.suffix.lower()
    data = _bytes(path, limits)
    _check_kind(source, suffix, data)
    sheets: tuple[Sheet, ...]
    if suffix in _DELIMITED:
        sheets, notes = read_delimited(data, source, limits)
    else:
        sheets, notes = read_sheets(Package(data, source, limits), wanted)
    return Book(source, sha256(data).hexdigest(), sheets, notes)


def _bytes(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.file_bytes + 1)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise refusal(path.name, codes.NOT_A_WORKBOOK, f"the file cannot be read: {reason}") from None
    if len(data) > limits.file_bytes:
        message = f"the file is larger than {limits.file_bytes:,} bytes, more than any workbook of bids"
        raise refusal(path.name, codes.TOO_LARGE, message, "remove pictures and what is not bids")
    if not data:
        raise refusal(path.name, codes.NOT_A_WORKBOOK, "the file is empty")
    return data


def _check_kind(source: str, suffix: str, data: bytes) -> None:
    if data.startswith(_OLE):
        raise refusal(
            source,
            codes.PASSWORD,
            "it is password-protected or an old .xls",
            "open it, save as .xlsx without a password",
        )
    if suffix not in _DELIMITED + _WORKBOOK:
        expected = ", ".join(_WORKBOOK + _DELIMITED[:2])
        message = f"the ending {suffix!r} is not one that is read, expected one of {expected}"
        raise refusal(source, codes.NOT_A_WORKBOOK, message, "open it in a spreadsheet program, save as .xlsx")
    if suffix in _DELIMITED and data.startswith(_ZIP):
        raise refusal(source, codes.NOT_A_WORKBOOK, "it is a zip archive, not text", "give it the ending .xlsx")
    if suffix in _WORKBOOK and not data.startswith(_ZIP):
        message = "it is not a workbook: a text or web page renamed, or a damaged file"
        hint = "open it in a spreadsheet program and save as .xlsx; if it is comma-separated text, end its name in .csv"
        raise refusal(source, codes.NOT_A_WORKBOOK, message, hint)
