"""A file of bids opened by what it is, whatever its name says."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from svscore.problem import Problem, SvscoreError, well_formed
from svscore.sources import read_bytes, unreadable
from svscore.workbook import codes
from svscore.workbook.cells import Book, Sheet
from svscore.workbook.delimited import read_delimited
from svscore.workbook.foreign import SUFFIXES as _FOREIGN
from svscore.workbook.foreign import read_foreign
from svscore.workbook.leftovers import refusal_of
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
    source = well_formed(path.name)
    with within_memory(source):
        return book_of(_bytes(path, limits), source, limits, wanted, path)


def book_of(
    data: bytes,
    source: str,
    limits: Limits,
    wanted: Callable[[str], bool] = lambda _name: True,
    path: Path | None = None,
) -> Book:
    """The same of the bytes of a file called ``source``, which lies at ``path`` where it is a file here.

    Raises:
        SvscoreError: with one problem, when they are no workbook or too many.
    """
    suffix = Path(source).suffix.lower()
    _check_name(source, data)
    _check_size(data, source, limits)
    _check_kind(source, suffix, data)
    sheets: tuple[Sheet, ...]
    with without_collection():
        if suffix in _DELIMITED:
            sheets, notes = read_delimited(data, source, limits)
        elif suffix in _FOREIGN:
            sheets, notes = read_foreign(data, source, suffix, limits, wanted)
        else:
            sheets, notes = read_sheets(Package(data, source, limits), wanted)
    return Book(source, sha256(data).hexdigest(), sheets, notes, path)


def read_books(paths: Sequence[Path], *, limits: Limits | None = None) -> Book:
    """The sheets of several files as one book; of a single file, that file.

    Raises:
        SvscoreError: with one problem for each file that cannot be read.
    """
    books: list[Book] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            books.append(read_book(path, limits=limits))
        except SvscoreError as error:
            problems += error.problems
    if problems:
        raise SvscoreError(problems)
    if len(books) == 1:
        return books[0]
    together = sha256("".join(book.sha256 for book in books).encode()).hexdigest()
    sheets = tuple(sheet for book in books for sheet in book.sheets)
    notes = tuple(note for book in books for note in book.notes)
    return Book(", ".join(book.source for book in books), together, sheets, notes, parts=tuple(books))


@contextmanager
def within_memory(source: str) -> Iterator[None]:
    """One line for a file that asks for more memory than this process may have.

    Raises:
        SvscoreError: it does.
    """
    try:
        yield
    except MemoryError:
        message = "it needs more memory than there is"
        raise refusal(source, codes.TOO_LARGE, message, "remove what is not bids, or give the program more") from None


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep Python from looking for cycles among cells, which have none: a third of the time of a large sheet."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _bytes(path: Path, limits: Limits) -> bytes:
    try:
        return read_bytes(path, limits.file_bytes)
    except OSError as error:
        source = path.name or path.as_posix()  # a folder like . has no name
        _check_name(source, b"")
        raise refusal(source, codes.NOT_A_WORKBOOK, f"the file cannot be read: {unreadable(error)}") from None


def _check_name(source: str, data: bytes) -> None:
    """Refuses what a program left beside a workbook, unless a workbook has such a name."""
    if not data.startswith(_ZIP) and (left := refusal_of(source)) is not None:
        raise refusal(source, codes.NOT_A_WORKBOOK, *left)


def _check_size(data: bytes, source: str, limits: Limits) -> None:
    if len(data) > limits.file_bytes:
        message = f"the file is larger than {limits.file_bytes:,} bytes, more than any workbook of bids"
        raise refusal(source, codes.TOO_LARGE, message, "remove pictures and what is not bids")
    if not data:
        raise refusal(source, codes.NOT_A_WORKBOOK, "the file is empty")


def _check_kind(source: str, suffix: str, data: bytes) -> None:
    if suffix in _FOREIGN:
        return
    if data.startswith(_OLE):
        raise refusal(
            source,
            codes.PASSWORD,
            "it is password-protected or an old .xls",
            "open it, save as .xlsx without a password",
        )
    if suffix not in _DELIMITED + _WORKBOOK:
        expected = ", ".join(_WORKBOOK + _FOREIGN + _DELIMITED[:2])
        message = f"the ending {suffix!r} is not one that is read, expected one of {expected}"
        raise refusal(source, codes.NOT_A_WORKBOOK, message, "open it in a spreadsheet program, save as .xlsx")
    if suffix in _DELIMITED and data.startswith(_ZIP):
        raise refusal(source, codes.NOT_A_WORKBOOK, "it is a zip archive, not text", "give it the ending .xlsx")
    if suffix in _WORKBOOK and not data.startswith(_ZIP):
        message = "it is not a workbook: a text or web page renamed, or a damaged file"
        hint = "open it in a spreadsheet program and save as .xlsx; if it is comma-separated text, end its name in .csv"
        raise refusal(source, codes.NOT_A_WORKBOOK, message, hint)
