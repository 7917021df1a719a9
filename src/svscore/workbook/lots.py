"""Which lot is read, where a file holds several."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from svscore.problem import Location, Problem, SvscoreError
from svscore.workbook import codes
from svscore.workbook.bidders import Record
from svscore.workbook.findings import Findings
from svscore.workbook.names import lot_key, quote, shortened

MAX_LOOKS = 5_000_000
"""Lines read for each lot, those that count for several lots as often, where every lot of a file is read."""
MAX_LISTED = 100
"""Lots named in a message."""


class LotNeededError(SvscoreError):
    """The file holds several lots, and none was named."""

    def __init__(self, problems: Sequence[Problem], lots: Sequence[str]) -> None:
        super().__init__(problems)
        self.lots = tuple(lots)
        """Their names, in the order of the file."""

    def __reduce__(self) -> tuple[type[LotNeededError], tuple[Sequence[Problem], Sequence[str]]]:
        return type(self), (self.problems, self.lots)


@dataclass(frozen=True, slots=True)
class Lots:
    """The lines of a file by lot, put together once however many lots are read.

    Lines are given by their positions, in the order of the file; lots and bidders by what they are compared by.
    """

    records: Sequence[Record]
    names: Mapping[str, str]
    """The name of each lot; empty where the file knows no lots."""
    lines: Mapping[str, Sequence[int]]
    """The lines that name each lot."""
    bidding: Mapping[str, Collection[str]]
    """The lots that each bidder's lines name."""
    bidders: Mapping[str, Collection[str]]
    """The same from the other side: who bids for each lot."""
    unnamed: Mapping[str, Sequence[int]]
    """Lines of each of these bidders on sheets without a column Lot."""
    common: Sequence[int]
    """Lines that are looked at for every lot: nothing says which is meant."""

    @property
    def looks(self) -> int:
        """Lines looked at where every lot is read."""
        unnamed = sum(len(self.bidding[bidder]) * len(lines) for bidder, lines in self.unnamed.items())
        return sum(map(len, self.lines.values())) + unnamed + len(self.names) * len(self.common)


def grouped(records: Sequence[Record]) -> Lots:
    """The lines of a file by lot."""
    names: dict[str, str] = {}
    lines: dict[str, list[int]] = {}
    bidding: dict[str, set[str]] = {}
    bidders: dict[str, set[str]] = {}
    unnamed: dict[str, list[int]] = {}
    common: list[int] = []
    for position, record in enumerate(records):
        if record.lot:
            lot, bidder = record.lot_key, record.key
            names.setdefault(lot, record.lot)
            lines.setdefault(lot, []).append(position)
            bidding.setdefault(bidder, set()).add(lot)
            bidders.setdefault(lot, set()).add(bidder)
    for position, record in enumerate(records) if names else ():
        if not record.lot:
            is_known = "lot" not in record.roles and record.key in bidding
            (unnamed.setdefault(record.key, []) if is_known else common).append(position)
    return Lots(records, names, lines, bidding, bidders, unnamed, common)


def of_lot(lots: Lots, lot: str | None, stated: str, source: str, findings: Findings) -> list[Record]:
    """The records of the lot asked for; all of them where the file knows no lots.

    ``stated`` is the lot the ``Competition`` sheet names.

    Raises:
        LotNeededError: when the file holds several lots and none was named.
        SvscoreError: when it does not hold the one that was.
    """
    names, file = lots.names, Location(source)
    if lot is not None and lot_key(lot) not in (names or {lot_key(stated): stated}):
        known = list(names.values()) or [stated] * bool(stated)
        message = f"it holds no lot {quote(lot)}" + ("" if known else " and has no column Lot")
        near = findings.did_you_mean(lot, known)
        findings.error(codes.UNKNOWN_LOT, file, message, " ".join(filter(None, (near, _listed(known)))))
        findings.raise_errors()
    if lot is None and len(names) > 1:
        message = f"it holds {len(names)} lots and none was named"
        findings.error(codes.LOT_NEEDED, file, message, f"name one with --lot; {_listed(names.values())}")
        raise LotNeededError(findings.problems(), list(names.values()))
    if not names:
        return list(lots.records)
    return _select(lots, lot_key(lot) if lot is not None else next(iter(names)), findings)


def check_work(lots: Lots, source: str) -> None:
    """Look whether all lots of a file can be read one after the other.

    Raises:
        SvscoreError: when that takes too long, as many lines count for every lot.
    """
    if lots.looks > MAX_LOOKS:
        count, lines = len(lots.names), len(lots.records)
        message = f"it holds {count:,} lots on {lines:,} lines, more than are read one after the other"
        raise SvscoreError([Problem(Location(source), codes.TOO_LARGE, message, "name one with --lot, or split it")])


def _listed(lots: Collection[str]) -> str:
    names = ", ".join(map(shortened, islice(lots, MAX_LISTED)))
    more = f" and {len(lots) - MAX_LISTED:,} more" if len(lots) > MAX_LISTED else ""
    return f"its lots are: {names}{more}" if names else ""


def _select(lots: Lots, chosen: str, findings: Findings) -> list[Record]:
    unnamed = (lots.unnamed.get(bidder, ()) for bidder in lots.bidders[chosen])
    records = map(lots.records.__getitem__, sorted(chain(lots.lines[chosen], lots.common, *unnamed)))
    return [record for record in records if record.lot or _belongs(record, lots.bidding, findings)]


def _belongs(record: Record, bidding: Mapping[str, Collection[str]], findings: Findings) -> bool:
    """Whether a line that names no lot is taken for one that its bidder bids for, or nobody can tell."""
    if "lot" in record.roles:
        message = f"the bid of {record.bidder} names no lot"
        findings.error(codes.NO_LOT, record.place("lot"), message, "write the lot of each bid")
        return False
    if len(bidding.get(record.key, ())) > 1:
        message = f"{record.bidder} bids for several lots, and this sheet has no column Lot"
        findings.error(codes.LOT_UNCLEAR, record.at, message, "add a column Lot, or one sheet a lot")
    return True
