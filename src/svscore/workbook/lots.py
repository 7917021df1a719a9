"""Which lot is read, where a file holds several."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from svscore.problem import Location, Problem, SvscoreError
from svscore.workbook import codes
from svscore.workbook.bidders import Record
from svscore.workbook.findings import Findings
from svscore.workbook.names import lot_key, quote, shortened

MAX_LOOKS = 5_000_000
"""Lines times lots, where every lot of a file is read."""
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


def of_lot(records: Sequence[Record], lot: str | None, stated: str, source: str, findings: Findings) -> list[Record]:
    """The records of the lot asked for; all of them where the file knows no lots.

    ``stated`` is the lot the ``Competition`` sheet names.

    Raises:
        LotNeededError: when the file holds several lots and none was named.
        SvscoreError: when it does not hold the one that was.
    """
    names: dict[str, str] = {}
    for record in records:
        if record.lot:
            names.setdefault(record.lot_key, record.lot)
    file = Location(source)
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
    chosen = lot_key(lot) if lot is not None else next(iter(names), "")
    return _select(records, chosen, findings) if names else list(records)


def check_work(lots: int, lines: int, source: str) -> None:
    """Look whether all lots of a file can be read one after the other, for which each looks at every line.

    Raises:
        SvscoreError: when that takes too long.
    """
    if lots * lines > MAX_LOOKS:
        message = f"it holds {lots:,} lots on {lines:,} lines, more than are read one after the other"
        raise SvscoreError([Problem(Location(source), codes.TOO_LARGE, message, "name one with --lot, or split it")])


def _listed(lots: Collection[str]) -> str:
    names = ", ".join(map(shortened, islice(lots, MAX_LISTED)))
    more = f" and {len(lots) - MAX_LISTED:,} more" if len(lots) > MAX_LISTED else ""
    return f"its lots are: {names}{more}" if names else ""


def _select(records: Sequence[Record], chosen: str, findings: Findings) -> list[Record]:
    bidding: dict[str, set[str]] = {}
    for record in records:
        if record.lot:
            bidding.setdefault(record.key, set()).add(record.lot_key)
    return [record for record in records if _belongs(record, chosen, bidding, findings)]


def _belongs(record: Record, chosen: str, bidding: Mapping[str, set[str]], findings: Findings) -> bool:
    if record.lot:
        return record.lot_key == chosen
    if "lot" in record.roles:
        message = f"the bid of {record.bidder} names no lot"
        findings.error(codes.NO_LOT, record.place("lot"), message, "write the lot of each bid")
        return False
    lots = bidding.get(record.key, {chosen})
    if chosen in lots and len(lots) > 1:
        message = f"{record.bidder} bids for several lots, and this sheet has no column Lot"
        findings.error(codes.LOT_UNCLEAR, record.at, message, "add a column Lot, or one sheet a lot")
    return chosen in lots
