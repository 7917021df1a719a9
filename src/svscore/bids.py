"""What was bid and how it was marked: frozen records between reading and scoring.

The reader makes them, scoring takes them, and neither sees the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from svscore.problem import Location, Problem, SvscoreError

NOWHERE = Location("")
CONSENSUS = "Consensus"
"""The name under which the agreed mark stands where evaluators' marks stand too."""


UNSTORED = "WB130"
"""The warning of the reading that a formula had no stored value and its cell counted as blank."""

ASKING_CODES = frozenset({UNSTORED, "WB143", "WB146"})
"""Warnings of the reading that a person has to answer, which scoring lists as questions: a formula without a stored
value, money with more than two places, prices in several currencies."""


class Entry(NamedTuple):
    """One filled cell: a raw mark, a price, a rate, a quantity or an answer.

    ``value`` is exact: a ``Fraction`` for numbers, text for lettered marks and for answers
    (those in lower case).
    """

    value: Fraction | str
    shown: str
    """As the person who filled it in sees it."""
    place: Location
    """Of the cell; or of the sheet, where ``row`` and ``column`` say which cell of it: they are many, and share it."""
    reason: str = ""
    reference: str = ""
    """The place in the tender that supports the mark."""
    row: int = 0
    column: int = 0

    @property
    def location(self) -> Location:
        """The place of the cell."""
        return Location(self.place.source, self.place.sheet, self.row, self.column) if self.row else self.place


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote beside a mark that is not given."""

    reason: str = ""
    reference: str = ""

    def and_also(self, reason: str, reference: str) -> Remark:
        """With more texts, each on a line of its own, and none twice."""
        return Remark(_lines(self.reason, reason), _lines(self.reference, reference))


def _lines(*texts: str) -> str:
    return "\n".join(dict.fromkeys(filter(None, texts)))


@dataclass(frozen=True, slots=True)
class Bid:
    """One bidder's bid for one lot, with everything a model may ask of it.

    ``entries`` are by id: of a leaf criterion (the agreed mark, a price, a quantity, an answer),
    of an item of a price basket, or of the column an adjustment names. An id without an entry
    was left blank.
    """

    bidder: str
    location: Location
    entries: Mapping[str, Entry] = field(default_factory=dict)
    evaluator_marks: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)
    """By evaluator, then by criterion id: what each gave alone, before any agreement."""
    blanks: Mapping[str, Location] = field(default_factory=dict)
    """Where a cell for an id was left blank, as far as the file has one."""
    reference: str = ""
    lot: str = ""
    size: str = ""
    """micro, small, medium or large; empty when not said."""
    is_vcse: bool | None = None
    submitted: str = ""
    """ISO date and time of submission, so that text order is time order; empty when not said."""
    remarks: Mapping[str, Mapping[str, Remark]] = field(default_factory=dict)
    """By evaluator, empty for the agreed marks, then by criterion id: what stands beside a blank mark."""
    evaluator_blanks: Mapping[str, Mapping[str, Location]] = field(default_factory=dict)
    """By evaluator, then by criterion id: the cell that waits for this evaluator's mark."""

    def cells(self) -> Iterator[tuple[str, Location]]:
        """Every cell, filled or blank, agreed or an evaluator's, after the id it is for."""
        for entries in (self.entries, *self.evaluator_marks.values()):
            for name, entry in entries.items():
                yield name, entry.location
        yield from self.blank_cells()

    def blank_cells(self) -> Iterator[tuple[str, Location]]:
        """Every blank cell, agreed or an evaluator's, after the id it is for."""
        for blanks in (self.blanks, *self.evaluator_blanks.values()):
            yield from blanks.items()


def unstored(bid: Bid, notes: Iterable[Problem]) -> list[str]:
    """The ids that count as blank, in whole or for one evaluator, because a formula has no stored value."""
    places = {note.location for note in notes if note.code == UNSTORED}
    names = (name for name, place in bid.blank_cells() if place in places and name not in bid.entries)
    return list(dict.fromkeys(names)) if places else []


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Somebody who marks, by name or code."""

    name: str
    role: str = ""
    declared_conflict: bool | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """What a workbook says of the model it was issued with; a text is empty where it says nothing."""

    model: str = ""
    """Id and version, like dsp-lot2@2021-10."""
    sha256: str = ""
    """The identity of the model: see :mod:`svscore.framework.identity`."""
    file_sha256: str = ""
    """Of the model's file, in which a comment counts, too; all that workbooks of svscore 0.1.0 say."""
    by: str = ""
    on: str = ""
    """ISO date."""
    location: Location = NOWHERE
    """Of the hash."""


NO_ISSUE = Issue()


@dataclass(frozen=True, slots=True)
class Competition:
    """Everything one workbook says: the bids and who marked them."""

    source: str
    """Name of the file, without its folder."""
    sha256: str
    bids: tuple[Bid, ...]
    evaluators: tuple[Evaluator, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    """The ``Competition`` sheet: reference, title, buyer, framework, notice-date, value, lot."""
    notes: tuple[Problem, ...] = ()
    """Warnings and notes of the reading: what was taken, and how."""
    issue: Issue = NO_ISSUE


class UnreadableBidsError(SvscoreError):
    """The bids cannot be used as they are written; ``competition`` is what could be read nevertheless."""

    def __init__(self, problems: Iterable[Problem], competition: Competition) -> None:
        super().__init__(problems)
        self.competition = competition
        self.args = (self.problems, competition)  # what a copy from another process is made from
