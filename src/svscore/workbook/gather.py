"""The tables of a file joined: marks from one sheet, prices from another, one bid a bidder."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from svscore.bids import Entry, Remark
from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.attributes import read_details
from svscore.workbook.bidders import Record
from svscore.workbook.columns import Field, KnownMark, Vocabulary
from svscore.workbook.drafts import AGREED, Draft, Drafts
from svscore.workbook.entries import EntryReader
from svscore.workbook.findings import Findings
from svscore.workbook.layout import Table
from svscore.workbook.names import heading_key, is_blank, person_key, quote
from svscore.workbook.panel import Panel

_IF_A_BID = "if it is a bid, list every bidder on a sheet Bids, or fill in what there is of it"
_IF_A_NOTE = "if it is a bid, fill it in; if it is a note, move it out of the table"

_Column = tuple[int, str, Callable[[int], KnownMark | None], Field]
"""Of a table: its place, the id of its field, what finds a mark of its scale by its cell, and the field."""


class Gatherer:
    """Puts the records of all tables together."""

    def __init__(self, vocabulary: Vocabulary, reader: EntryReader, panel: Panel, drafts: Drafts) -> None:
        self.drafts = drafts
        self.seen: set[str] = set()
        """Ids of the fields that some row of a long table names."""
        self._vocabulary = vocabulary
        self._reader = reader
        self._panel = panel
        self._findings = drafts.findings
        self._unknown: dict[str, str] = {}
        self._fields: Mapping[int, Field] = {}
        self._columns: Sequence[_Column] = ()
        """Those of the table whose line was taken last, by its fields."""

    def add(self, record: Record) -> None:
        """Take one line of a table into its bid."""
        draft = self.drafts.draft_of(record)
        if draft is None:
            return
        read_details(record, draft, self._findings)
        if record.table.kind == "long":
            self._add_mark(record, draft)
            return
        self._add_line(record, draft)

    def _add_line(self, record: Record, draft: Draft) -> None:
        table, index, entries = record.table, record.line, draft.entries
        sheet, is_turned = table.sheet.at(), table.is_turned
        cell_of = table.line(index, record.fields).get
        new = tuple.__new__  # takes the fields in their order, in half the time of calling what is made
        for column, name, known_mark, field in self._columns_of(record.fields):
            cell = cell_of(column)
            mark = known_mark(id(cell))
            if mark is None:
                entry = self._reader.read_new(field, cell, table.at(index, column))
            elif is_turned:
                entry = new(Entry, (mark.value, mark.shown, sheet, "", "", column, index))
            else:
                entry = new(Entry, (mark.value, mark.shown, sheet, "", "", index, column))
            if entry is None:
                draft.blanks.setdefault(name, table.at(index, column))
                draft.has_unread = draft.has_unread or not is_blank(cell)
            elif entries.setdefault(name, entry) is not entry:
                draft.add(field, entry, "", self._findings)

    def _columns_of(self, fields: Mapping[int, Field]) -> Sequence[_Column]:
        """The columns of a table, whose lines share their fields."""
        if self._fields is not fields:
            known = self._reader.known
            self._fields = fields
            self._columns = [(column, field.id, known[field.scale].get, field) for column, field in fields.items()]
        return self._columns

    def _add_mark(self, record: Record, draft: Draft) -> None:
        field = self._field(record)
        if field is None:
            return
        self.seen.add(field.id)
        cell, at = record.cell("mark"), record.place("mark")
        reason, reference = record.text("reason"), record.text("reference")
        entry = self._reader.read(field, cell, at, reason, reference)
        evaluator = self._evaluator(record, field)
        if entry is not None:
            draft.add(field, entry, evaluator, self._findings)
            return
        draft.has_unread = draft.has_unread or not is_blank(cell)
        if reason or reference:
            draft.remark(field, evaluator, Remark(reason, reference), at, self._findings)
        blanks = draft.evaluator_blanks.setdefault(evaluator, {}) if evaluator else draft.blanks
        blanks.setdefault(field.id, at)

    def _field(self, record: Record) -> Field | None:
        """The criterion a row of a long table marks.

        A name near a criterion's would lose that criterion's mark, so it is an error; one that is near
        none is a criterion of another model, and said once.
        """
        name, at = record.text("criterion"), record.place("criterion")
        field = None if self._vocabulary.clash(name) else self._vocabulary.find(name)
        if field is not None or is_blank(record.cell("mark")):
            return field
        if heading_key(name) in self._vocabulary.left_out:
            self._note_left_out(name, at)
            return None
        is_new = name not in self._unknown
        if is_new:
            self._unknown[name] = self._findings.did_you_mean(name, self._vocabulary.names())
        if clash := self._vocabulary.clash(name):
            message = f"{quote(name)} is the title of several criteria: {', '.join(clash)}"
            self._findings.error(codes.AMBIGUOUS, at, message, "write the id instead")
        elif not name:
            self._findings.error(codes.UNKNOWN_CRITERION, at, "the mark names no criterion", "write its id or title")
        elif self._unknown[name]:
            message = f"{quote(name)} is not a criterion of the model"
            self._findings.error(codes.UNKNOWN_CRITERION, at, message, self._unknown[name])
        elif is_new:
            message = f"{quote(name)} is not a criterion of the model; its marks are not used"
            self._findings.warning(
                codes.UNKNOWN_CRITERION, at, message, "take its rows out, or name the model that has it"
            )
        return None

    def _note_left_out(self, name: str, at: Location) -> None:
        """Said once, at the first row."""
        if name not in self._unknown:
            self._unknown[name] = ""
            message = f"{quote(name)} is left out of this model, and its marks are not read"
            self._findings.note(codes.NOT_READ, at, message)

    def _evaluator(self, record: Record, field: Field) -> str:
        """Who gave the mark; empty for the agreed one, and for what the bidder offers."""
        name = record.text("evaluator")
        if not name or person_key(name) == AGREED or not field.is_mark:
            return ""
        return self._panel.name_of(name, record.place("evaluator"))


def report_missing_columns(
    vocabulary: Vocabulary, tables: Sequence[tuple[Table, Iterable[str]]], seen: set[str], findings: Findings
) -> None:
    """An error for every field that no heading of any table names.

    In a file with a long table, marks may be missing: each is then a blank, the engine's business.
    """
    found = seen.union(*(names for _, names in tables))
    has_long = any(table.kind == "long" for table, _ in tables)
    places = [table for table, _ in tables if table.kind != "long"] or [tables[0][0]]
    for field in vocabulary.fields:
        if field.id not in found and not (has_long and field.is_mark):
            table, near = _nearest_heading(field, places, vocabulary, findings)
            message = f"no {table.heading_word} is headed {field.label}"
            hint = f"is {near!r} meant?" if near else f"add a {table.heading_word} headed {field.id}"
            findings.error(codes.MISSING_COLUMN, table.at(table.heading, table.bidder), message, hint)


def _nearest_heading(
    field: Field, tables: Sequence[Table], vocabulary: Vocabulary, findings: Findings
) -> tuple[Table, str | None]:
    """The heading most like a missing one, with its table; the first table when none is like it."""
    for table in tables:
        if table.kind != "long":
            spare = [cell.text for _, cell in table.headings() if vocabulary.is_unknown(cell.text)]
            if near := findings.nearest(field.id, spare) or findings.nearest(field.title, spare):
                return table, near
    return tables[0], None


def report_empty(drafts: Drafts, missing: str, bidders: Collection[str], findings: Findings) -> None:
    """Say which lines hold no mark, price or answer, unless a list of the ``bidders`` has them: a footnote is no bid.

    Refused where a model refuses blanks, left out where they count as zero or the list has other names. A line that
    may be a bid without marks so far, or that gives a detail of one, stays a bid.
    """
    for key, draft in list(drafts.by_key.items()):
        if not draft.is_empty or key in bidders or (draft.details and missing == "refuse"):
            continue  # a blank that is refused is said of each criterion
        message, hint = f"{quote(draft.bidder)} has no mark, price or answer", _IF_A_BID
        if missing == "refuse":
            findings.error(codes.EMPTY_LINE, draft.at, message, _IF_A_NOTE)
            continue
        if draft.details or (missing == "partial" and not bidders):
            message += "; it was read as a bid"
            message += " that is not marked yet, and may hold up the award" if missing == "partial" else ""
            hint = f"if it is no bid, delete the {draft.line_word}; if it is, list every bidder on a sheet Bids"
        else:
            del drafts.by_key[key]
            message += ", and no list of the bidders has it; it was not scored" if bidders else "; it was not scored"
        findings.warning(codes.EMPTY_LINE, draft.at, message, hint)


def report_one_sided(drafts: Iterable[Draft], tables: Sequence[Table], findings: Findings) -> None:
    """Say which bidders stand on one sheet and not on another.

    It is an error where the other sheet has a name much like it: two halves of one bid.
    """
    all_drafts = list(drafts)
    for table in tables:
        on_it = [draft for draft in all_drafts if table.label in draft.sheets]
        if not table.sheet.name and all(len(draft.sheets) == 1 for draft in on_it):
            continue  # a file that holds whole bids, not halves
        spare = [draft.bidder for draft in on_it if len(draft.sheets) < len(tables)]
        for draft in all_drafts:
            if table.label not in draft.sheets:
                _report_absent(draft, table, findings.nearest(draft.bidder, spare), findings)


def _report_absent(draft: Draft, table: Table, near: str | None, findings: Findings) -> None:
    message = f"{quote(draft.bidder)} is not {'on the sheet' if table.sheet.name else 'in the file'} {table.label}"
    if near:
        findings.error(codes.ONE_SHEET_ONLY, draft.at, message, f"is it {near!r} there? write one name")
    else:
        findings.warning(codes.ONE_SHEET_ONLY, draft.at, message)
