"""One filled cell as an entry of a bid, by what the model asks for there."""

from __future__ import annotations

from fractions import Fraction

from svscore.bids import Entry
from svscore.exact import plain_text
from svscore.problem import Location, with_id
from svscore.workbook import codes
from svscore.workbook.answers import answers_expected, read_answer
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.columns import Field, KnownMark, Vocabulary
from svscore.workbook.currencies import Currencies
from svscore.workbook.doubtful import report_unusable
from svscore.workbook.figures import read_figure, report_places, report_words, shown
from svscore.workbook.findings import Findings
from svscore.workbook.marks import read_mark, read_points
from svscore.workbook.names import MAX_NAME, is_blank, text_of
from svscore.workbook.separators import Separators

MAX_KNOWN = 10_000
"""Marks kept to be met again, those of all scales together."""


class EntryReader:
    """Reads cells for one model, reporting what it cannot take."""

    def __init__(
        self, vocabulary: Vocabulary, findings: Findings, separators: Separators, *, may_be_missing: bool
    ) -> None:
        self._findings = findings
        self.currencies = Currencies(findings)
        """Those of the prices read so far."""
        self._separators = separators
        self._may_be_missing = may_be_missing
        self._scales = vocabulary.marks
        self._expectations: dict[str, str] = {}
        self.known = vocabulary.known
        """Marks met before, by scale and by the identity of their cell."""

    def read(
        self, field: Field, cell: Cell | None, at: Location, reason: str = "", reference: str = ""
    ) -> Entry | None:
        """The entry; ``None`` for a blank cell, and, with the reason reported, for one that cannot be used."""
        known = self.known[field.scale].get(id(cell))
        if known is None:
            return self.read_new(field, cell, at, reason, reference)
        return _entry(known.value, known.shown, at, reason, reference)

    def read_new(
        self, field: Field, cell: Cell | None, at: Location, reason: str = "", reference: str = ""
    ) -> Entry | None:
        """The same for a cell that is not ``known``."""
        found = self._findings.total
        entry = self._read(field, cell, at, reason, reference)
        if entry is not None and cell is not None and field.scale and self._findings.total == found:
            self._keep(field, cell, entry)
        return entry

    def _keep(self, field: Field, cell: Cell, entry: Entry) -> None:
        """Keep a mark there was nothing to say about; a long text is none, however it begins."""
        if len(cell.text) <= MAX_NAME:
            known = self.known[field.scale]
            if len(known) >= MAX_KNOWN // len(self.known):
                known.clear()
            known[id(cell)] = KnownMark(entry.value, entry.shown, cell)

    def _read(self, field: Field, cell: Cell | None, at: Location, reason: str, reference: str) -> Entry | None:
        if cell is None or is_blank(cell):
            self._report_spaces(cell, at)
            return None
        expected = self._expectations.get(field.id) or self._expectations.setdefault(field.id, self._expected(field))
        if cell.kind is Kind.TEXT and len(text_of(cell)) > MAX_NAME:
            report_words(text_of(cell), at, expected, self._findings)
            return None
        if report_unusable(cell, at, expected, self._findings, may_be_missing=self._may_be_missing):
            return None
        value = self._value(field, cell, at, expected)
        return None if value is None else _entry(value, shown(cell), at, reason, reference)

    def _report_spaces(self, cell: Cell | None, at: Location) -> None:
        if cell is not None and (cell.text or cell.is_formula):
            what = "only spaces" if cell.text else "a formula that gives an empty text"
            self._findings.note(codes.ONLY_SPACES, at, f"the cell holds {what}; it counts as blank")

    def _value(self, field: Field, cell: Cell, at: Location, expected: str) -> Fraction | str | None:
        leaf = field.criterion
        if leaf is None or leaf.gate is not None:
            return read_answer(cell, leaf.gate if leaf else None, at, expected, self._findings)
        if self._separators.report_unclear(field, cell, at, expected, self._findings):
            return None
        if leaf.scale is not None:
            return read_mark(cell, self._scales[leaf.scale], at, expected, self._findings)
        if leaf.points is not None:
            return read_points(cell, leaf.points.max, at, expected, self._findings)
        value = read_figure(cell, at, expected, self._findings, is_money=True)
        if value is not None:
            self.currencies.look_at(with_id(leaf.title, leaf.id), cell, at)
        if value is not None and field.kind == "price":
            report_places(value, at, self._findings)
        return value

    def _expected(self, field: Field) -> str:
        leaf = field.criterion
        if leaf is None or leaf.gate is not None:
            return f"{answers_expected(leaf.gate if leaf else None)} for {field.label}"
        if leaf.scale is not None:
            return f"a mark for {field.label}: {self._scales[leaf.scale].listed}"
        if leaf.points is not None:
            return f"points for {field.label} from 0 to {plain_text(leaf.points.max)}"
        if field.kind == "price":
            return f"an amount for {field.label}, like 1234.50"
        unit = leaf.offer.unit if leaf.offer is not None else None
        return f"a number for {field.label}" + (f" in {unit}" if unit else "")


def _entry(value: Fraction | str, seen: str, at: Location, reason: str, reference: str) -> Entry:
    return Entry(value, seen, Location(at.source, at.sheet), reason, reference, at.row, at.column)
