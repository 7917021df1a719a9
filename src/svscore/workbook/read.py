"""From a file of bids to a competition, or to every problem in it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from svscore.bids import Competition, Evaluator, Issue, UnreadableBidsError
from svscore.problem import Location, SvscoreError
from svscore.workbook import codes
from svscore.workbook.bid_lines import bids_among, lists_among
from svscore.workbook.bidders import Record, read_records
from svscore.workbook.book import read_book, read_books, within_memory, without_collection
from svscore.workbook.cells import Book, Sheet
from svscore.workbook.columns import Column, Vocabulary, vocabulary_of
from svscore.workbook.details import place_of, read_competition, read_evaluators
from svscore.workbook.drafts import Drafts
from svscore.workbook.entries import EntryReader
from svscore.workbook.findings import Findings
from svscore.workbook.gather import Gatherer, report_empty, report_missing_columns, report_one_sided
from svscore.workbook.headings import read_headings
from svscore.workbook.issued import issue_of
from svscore.workbook.layout import DETAILS_SHEETS, OWN_SHEETS, Table, find_table
from svscore.workbook.limits import Limits
from svscore.workbook.lots import LotNeededError, Lots, check_work, grouped, of_lot
from svscore.workbook.names import heading_key, quote
from svscore.workbook.panel import Panel
from svscore.workbook.separators import Separators
from svscore.workbook.several import report_evaluators
from svscore.workbook.suspects import Lines

if TYPE_CHECKING:
    from svscore.framework.model import Framework


def read_bids(path: Path, framework: Framework, *, lot: str | None = None, limits: Limits | None = None) -> Competition:
    """Everything a file of bids says, for one model and one lot.

    What was taken in a particular way is in the competition's ``notes``.

    Raises:
        SvscoreError: with every problem in the file, each with its cell.
    """
    return read_several([path], framework, lot=lot, limits=limits)


def read_several(
    paths: Sequence[Path], framework: Framework, *, lot: str | None = None, limits: Limits | None = None
) -> Competition:
    """The same of several files that hold parts of one competition: marks in some, prices in another.

    Raises:
        SvscoreError: with every problem in the files; what stands in two of them is one.
    """
    return bids_of(read_books(paths, limits=limits), framework, lot=lot, limits=limits)


def bids_of(book: Book, framework: Framework, *, lot: str | None = None, limits: Limits | None = None) -> Competition:
    """The same of opened files.

    Raises:
        SvscoreError: with every problem in them.
    """
    with within_memory(book.source):
        return _competition(_lines(book, framework), framework, lot, limits or Limits())


def lots_of(
    book: Book, framework: Framework, *, lot: str | None = None, limits: Limits | None = None
) -> dict[str, Competition | SvscoreError]:
    """Every lot of an opened file: what :func:`read_bids` gives or raises when the lot is named.

    By the name of the lot, in the file's order. A file that knows no lots, or of which one ``lot`` is wanted, is
    one competition, without a name.

    Raises:
        SvscoreError: with every problem of a file that is one competition; when there are too many lots to read each.
    """
    limits = limits or Limits()
    with within_memory(book.source):
        lines = _lines(book, framework)
        try:
            return {"": _competition(lines, framework, lot, limits)}
        except LotNeededError as error:
            check_work(lines.lots, book.source)
            return {name: _lot(lines, framework, name, limits) for name in error.lots}


def _lot(lines: _Lines, framework: Framework, lot: str, limits: Limits) -> Competition | SvscoreError:
    try:
        return _competition(lines, framework, lot, limits)
    except SvscoreError as error:
        return error


@dataclass(frozen=True, slots=True)
class _Lines:
    """What the sheets say, before anybody asks for which lot."""

    book: Book
    details: Mapping[str, str]
    listed: list[Evaluator] | None
    tables: Sequence[tuple[Table, Sequence[Column]]]
    lots: Lots
    bidders: frozenset[str]
    """The names on lists of the bidders, by what they are compared by."""
    findings: Findings
    issue: Issue


@without_collection()
def _lines(book: Book, framework: Framework) -> _Lines:
    findings = Findings(book.source, book.notes)
    issue = issue_of(book, findings)
    details = _details(book, findings)
    listed = _listed(book, findings)
    vocabulary = vocabulary_of(framework)
    tables = [(table, read_headings(table, vocabulary, findings)) for table in _tables(book, findings)]
    lines = [Lines(table, read_records(table, columns, findings)) for table, columns in tables]
    lists = lists_among(lines, has_template=bool(_named(book, "starthere")))
    bidders = frozenset(record.key for names in lists for record in names.records)
    records = bids_among(lines, lists, vocabulary, findings)
    return _Lines(book, details, listed, tables, grouped(records), bidders, findings, issue)


@without_collection()
def _competition(lines: _Lines, framework: Framework, lot: str | None, limits: Limits) -> Competition:
    """What the lines say of one lot."""
    book, findings, vocabulary = lines.book, lines.findings.branch(), vocabulary_of(framework)
    records = of_lot(lines.lots, lot, lines.details.get("lot", ""), book.source, findings)
    panel = Panel(lines.listed, findings)
    separators = Separators(records, vocabulary)
    reader = EntryReader(vocabulary, findings, separators, may_be_missing=framework.missing != "refuse")
    gatherer = Gatherer(vocabulary, reader, panel, Drafts(findings, limits.most_bids(len(vocabulary.fields))))
    for record in records:
        gatherer.add(record)
    reader.currencies.report()
    report_empty(gatherer.drafts, framework.missing, lines.bidders, findings)
    _report_gaps(lines.tables, records, gatherer, vocabulary, findings)
    bids = tuple(draft.bid() for draft in gatherer.drafts.by_key.values())
    problems = findings.problems()
    competition = Competition(book.source, book.sha256, bids, panel.evaluators(), lines.details, problems, lines.issue)
    if findings.has_errors:
        raise UnreadableBidsError(problems, competition)
    return competition


def framework_named_in(path: Path, *, limits: Limits | None = None) -> str | None:
    """The framework the ``Competition`` sheet names; ``None`` when there is no such row.

    Raises:
        SvscoreError: when the file cannot be read.
    """
    return framework_named(read_book(path, limits=limits, wanted=lambda name: heading_key(name) == "competition"))


def framework_named(book: Book) -> str | None:
    """The same of an opened file."""
    named = (read_competition(sheet, Findings(book.source)) for sheet in _named(book, "competition"))
    return next((details["framework"] for details in named if "framework" in details), None)


def framework_place(book: Book) -> Location:
    """The cell that names the framework; the file where none does."""
    for sheet in _named(book, "competition"):
        if "framework" in read_competition(sheet, Findings(book.source)):
            return place_of(sheet, "framework")
    return Location(book.source)


def framework_file(book: Book) -> Path | None:
    """The file that names the framework; ``None`` where none does, or it is not here."""
    findings = Findings(book.source)  # what is wrong with the sheet is said with all that is read
    sheets = ((file.path, sheet) for file in book.files for sheet in _named(file, "competition"))
    return next((path for path, sheet in sheets if "framework" in read_competition(sheet, findings)), None)


def _named(book: Book, key: str) -> list[Sheet]:
    """The sheets of a name; several where several files were read."""
    return [sheet for sheet in book.sheets if heading_key(sheet.name) == key]


def _details(book: Book, findings: Findings) -> dict[str, str]:
    """What the ``Competition`` sheets say; where they differ, the first counts, and it is said."""
    details: dict[str, str] = {}
    for sheet in _named(book, "competition"):
        for key, value in read_competition(sheet, findings).items():
            if details.setdefault(key, value) != value:
                message = f"the {key} {quote(value)} differs from {quote(details[key])} in another file; "
                findings.warning(codes.DETAIL, sheet.at(), f"{message}the first was taken")
    return details


def _listed(book: Book, findings: Findings) -> list[Evaluator] | None:
    """Everybody on the ``Evaluators`` sheets; ``None`` where there is no such sheet."""
    sheets = _named(book, "evaluators")
    return [evaluator for sheet in sheets for evaluator in read_evaluators(sheet, findings)] if sheets else None


def _tables(book: Book, findings: Findings) -> list[Table]:
    """The tables of bids; a sheet without one is said.

    Raises:
        SvscoreError: when no sheet has a table, or one has no room for all its marks.
    """
    tables: list[Table] = []
    for sheet in book.sheets:
        key = heading_key(sheet.name)
        if key in DETAILS_SHEETS or not sheet.rows:
            continue
        table = find_table(sheet)
        if table is not None and key not in OWN_SHEETS:
            tables.append(table)
        elif sheet.name and key != "starthere":
            _report_unread(sheet, table, findings)
    if not tables:
        message = "it holds no bids: no row is headed Bidder, and none begins with Criterion"
        hint = "head the column of bidders Bidder, and each other column with the id of a criterion"
        findings.error(codes.NO_BIDS, Location(book.source), message, hint)
        findings.raise_errors()
    across = [table for table in tables if report_evaluators(table, findings)]
    if across:
        findings.raise_errors()
    return tables


def _report_unread(sheet: Sheet, table: Table | None, findings: Findings) -> None:
    if table is None:
        message = f"the sheet {quote(sheet.name)} is not read: no row of it is headed Bidder or Criterion"
    else:
        message = f"the sheet {quote(sheet.name)} is not read: a sheet of this name holds results"
    findings.note(codes.NOT_READ, sheet.at(), message)


def _report_gaps(
    tables: Sequence[tuple[Table, Sequence[Column]]],
    records: Sequence[Record],
    gatherer: Gatherer,
    vocabulary: Vocabulary,
    findings: Findings,
) -> None:
    """What no table holds, and who stands on one sheet only."""
    named = [(table, [column.field.id for column in columns if column.field]) for table, columns in tables]
    report_missing_columns(vocabulary, named, gatherer.seen, findings)
    for table, columns in tables:
        roles = {column.role for column in columns}
        for role in ("mark",) if table.kind == "long" and "mark" not in roles else ():
            message = f"the table has a column Criterion and no column {role.capitalize()}"
            findings.error(codes.MISSING_COLUMN, table.at(table.heading, table.bidder), message, "head the marks Mark")
    if not gatherer.drafts.by_key and not findings.has_errors:
        message = "it names no bidder below its headings"
        findings.error(codes.NO_BIDS, Location(findings.source), message, "write one row for each bid")
    filled = {record.table.label: record.table for record in records}
    report_one_sided(gatherer.drafts.by_key.values(), list(filled.values()), findings)
