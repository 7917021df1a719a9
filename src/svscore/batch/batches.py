"""Competitions of one model together with their table, and how to get each of them in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from svscore.batch.remote import shown
from svscore.batch.standings import Fetch
from svscore.batch.table import Table, sorted_bids, table_of
from svscore.bids import Competition, Issue
from svscore.framework.load import Loaded


@dataclass(frozen=True, slots=True)
class Description:
    """What reports call a competition."""

    reference: str
    title: str
    buyer: str
    file: str
    sha256: str
    lot: str
    bidders: tuple[str, ...]
    """In table order."""

    @property
    def name(self) -> str:
        """Its reference, or else the name of its file, and the lot where there is one."""
        return f"{self.reference or self.file}{lot_text(self.lot)}"


def lot_text(lot: str) -> str:
    """A lot behind the name of what it is a part of.

    >>> lot_text("2"), lot_text("Lot 2"), lot_text("")
    (' lot 2', ' Lot 2', '')
    """
    return f" {lot}" if lot.casefold().startswith("lot") else f" lot {lot}" * bool(lot)


def lot_of(competition: Competition) -> str:
    """The lot its bids are for, or else the one the workbook names; empty where there are no lots."""
    return next((bid.lot for bid in competition.bids if bid.lot), competition.details.get("lot", ""))


@dataclass(frozen=True, slots=True)
class Batch:
    """Competitions read with one model."""

    read_with: Loaded
    table: Table
    fetch: Fetch
    describe: Callable[[Sequence[int]], Mapping[int, Description]]
    issues: Callable[[], Sequence[tuple[Issue, Sequence[int]]]] = tuple
    """The models that competitions were issued with, each with their positions; those that name none left out."""


def description(competition: Competition, file: str) -> Description:
    """What the workbook says of itself."""
    said = competition.details
    return Description(
        reference=said.get("reference", ""),
        title=said.get("title", ""),
        buyer=said.get("buyer", ""),
        file=shown(file),
        sha256=competition.sha256,
        lot=lot_of(competition),
        bidders=tuple(bid.bidder for bid in sorted_bids(competition)),
    )


def batch_of(read_with: Loaded, competitions: Sequence[tuple[str, Competition]]) -> Batch:
    """A batch of competitions at hand, each with the name of its file."""

    def fetch(positions: Sequence[int]) -> Mapping[int, Competition]:
        return {position: competitions[position][1] for position in positions}

    def describe(positions: Sequence[int]) -> Mapping[int, Description]:
        return {at: description(competitions[at][1], competitions[at][0]) for at in positions}

    def issues() -> list[tuple[Issue, Sequence[int]]]:
        found = ((competition.issue, [at]) for at, (_, competition) in enumerate(competitions))
        return [(issue, positions) for issue, positions in found if issue.sha256]

    return Batch(read_with, table_of([competition for _, competition in competitions]), fetch, describe, issues)
