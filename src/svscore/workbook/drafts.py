"""Bids as they come together from several tables: one draft a bidder, each entry once."""

from __future__ import annotations

from dataclasses import dataclass, field

from svscore.bids import CONSENSUS, Bid, Entry, Remark
from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.bidders import Record
from svscore.workbook.columns import Field
from svscore.workbook.findings import Findings
from svscore.workbook.look_alikes import difference, looks_key
from svscore.workbook.names import composed, person_key, quote, shortened

AGREED = person_key(CONSENSUS)
MAX_JOINED = 2_000
"""Characters of remarks that are put together: a file may hold one long text in half a million cells."""


@dataclass(slots=True)
class Draft:
    """A bid being read."""

    bidder: str
    at: Location
    line_word: str = "row"
    """What it has in the table where it was met first."""
    entries: dict[str, Entry] = field(default_factory=dict)
    marks: dict[str, dict[str, Entry]] = field(default_factory=dict)
    blanks: dict[str, Location] = field(default_factory=dict)
    evaluator_blanks: dict[str, dict[str, Location]] = field(default_factory=dict)
    remarks: dict[str, dict[str, Remark]] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, Location] = field(default_factory=dict)
    """Where it stands on each sheet, by label."""
    spellings: set[str] = field(default_factory=set)
    has_unread: bool = False
    """Whether a cell holds something that could not be used."""

    @property
    def is_empty(self) -> bool:
        """Whether it has no mark, price or answer, and no remark on one: a name, and details of it at most."""
        return not (self.entries or self.marks or self.remarks or self.has_unread)

    def add(self, field: Field, entry: Entry, evaluator: str, findings: Findings) -> None:
        """Take an entry, unless there is one for the same bid, criterion and evaluator."""
        entries = self.marks.setdefault(evaluator, {}) if evaluator else self.entries
        first = entries.setdefault(field.id, entry)
        if first is not entry:
            by = f" by {shortened(evaluator)}" if evaluator else ""
            message = (
                f"{self.bidder} has a second {field.noun}{by} for {field.label}: {entry.shown}; {first.shown} is at "
            )
            place = as_seen_from(entry.location, first.location)
            hint = _second_hint(field, entry.location, first.location, evaluator)
            findings.error(codes.TWO_MARKS, entry.location, message + place, hint)

    def remark(self, field: Field, evaluator: str, remark: Remark, at: Location, findings: Findings) -> None:
        """Keep what stands beside a blank mark, also with what stood beside it before, unless that is too much."""
        name = field.id
        remarks = self.remarks.setdefault(evaluator, {})
        both = remarks[name].and_also(remark.reason, remark.reference) if name in remarks else remark
        if both is not remark and len(both.reason) + len(both.reference) > MAX_JOINED:
            message = f"another remark beside the blank mark for {field.label} of {self.bidder} was left out: "
            hint = "keep one of them, or shorten them"
            findings.warning(
                codes.UNWRITTEN, at, f"{message}together they have more than {MAX_JOINED:,} characters", hint
            )
        else:
            remarks[name] = both

    def bid(self) -> Bid:
        """The finished record."""
        vcse = self.details.get("vcse")
        return Bid(
            self.bidder,
            self.at,
            self.entries,
            self.marks,
            self.blanks,
            reference=self.details.get("reference", ""),
            lot=self.details.get("lot", ""),
            size=self.details.get("size", ""),
            is_vcse=None if vcse is None else vcse == "yes",
            submitted=self.details.get("submitted", ""),
            remarks=self.remarks,
            evaluator_blanks=self.evaluator_blanks,
        )


def _second_hint(field: Field, at: Location, first: Location, evaluator: str) -> str:
    """What to do about two entries for one thing, so that nobody takes out a mark somebody gave."""
    if not field.is_mark:
        return "ask the bidder which of the two stands, and enter it once"
    if (at.source, at.sheet) == (first.source, first.sheet):
        who = "two evaluators of one name marked, tell them apart" if evaluator else "two evaluators marked, name each"
        return f"if {who} in a column Evaluator; if one is a slip, correct it"
    names = "two evaluators have one name, tell them apart" if evaluator else "two evaluators marked, name each"
    return f"if {names} in a column Evaluator; if one sheet is a copy or an older version, leave it out"


def as_seen_from(here: Location, place: Location) -> str:
    """A place as a message about another names it: without the file where both are in one."""
    return str(place).removeprefix(f"{place.source}:") if place.source == here.source else str(place)


class Drafts:
    """All bids of a file, in the order they first appear."""

    def __init__(self, findings: Findings, max_bids: int) -> None:
        self.by_key: dict[str, Draft] = {}
        self.findings = findings
        self._max_bids = max_bids
        self._by_looks: dict[str, Draft] = {}

    def draft_of(self, record: Record) -> Draft | None:
        """The draft a record belongs to; ``None``, reported, for a second bid of one bidder in a table.

        Raises:
            SvscoreError: when there are more bids than any competition has.
        """
        key, at = record.key, record.at
        draft = self.by_key.get(key)
        if draft is None:
            draft = self.by_key[key] = Draft(record.bidder, at, record.table.record_word)
            self._report_look_alike(draft)
        if len(self.by_key) > self._max_bids:
            message = f"it holds more than {self._max_bids:,} bids"
            self.findings.error(codes.TOO_LARGE, Location(at.source), message, "split it")
            self.findings.raise_errors()
        sheet = record.table.label
        if record.table.kind != "long" and sheet in draft.sheets:
            self._report_duplicate(record, draft, draft.sheets[sheet])
            return None
        draft.sheets.setdefault(sheet, at)
        self._report_spelling(record, draft)
        return draft

    def _report_look_alike(self, draft: Draft) -> None:
        """An error for a new bidder whom people would take for another."""
        other = self._by_looks.setdefault(looks_key(draft.bidder), draft)
        if other is not draft:
            message = (
                f"{quote(draft.bidder)} looks like the bidder at {as_seen_from(draft.at, other.at)} and is written "
                f"differently: one of them has {difference(draft.bidder, other.bidder)}"
            )
            hint = "write one bidder's name in one way, by copying it; tell two bidders apart by name"
            self.findings.error(codes.LOOK_ALIKE, draft.at, message, hint)

    def _report_duplicate(self, record: Record, draft: Draft, first: Location) -> None:
        place = as_seen_from(record.at, first)
        same = "" if composed(record.bidder) == composed(draft.bidder) else f" as {quote(draft.bidder)}"
        message = f"{quote(record.bidder)} has bid before, at {place}{same}"
        hint = "keep one bid of each bidder, or tell them apart by name"
        self.findings.error(codes.DUPLICATE_BIDDER, record.at, message, hint)

    def _report_spelling(self, record: Record, draft: Draft) -> None:
        if record.bidder == draft.bidder or record.bidder in draft.spellings:
            return
        draft.spellings.add(record.bidder)
        if composed(record.bidder) != composed(draft.bidder):  # else nobody could see the difference
            message = f"{quote(record.bidder)} was read as the bidder {quote(draft.bidder)}"
            self.findings.warning(codes.SPELLING, record.at, message, "write the name in one way")
