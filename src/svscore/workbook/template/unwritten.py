"""What a competition says and the workbook written for it has no cell for."""

from __future__ import annotations

from collections.abc import Iterator

from svscore.bids import Bid
from svscore.problem import Location, Problem, Severity
from svscore.workbook import codes
from svscore.workbook.names import quote
from svscore.workbook.template.order import Order

_HINT = "keep the file it is in, or write it beside a mark"


def unwritten(order: Order) -> tuple[Problem, ...]:
    """A warning for every reason that stands beside what a bidder offers: the sheet ``Bids`` has one row a bid."""
    offers = [field.id for field in order.vocabulary.fields if not field.is_mark]
    bids = order.filled.bids if order.filled is not None else ()
    return tuple(
        Problem(at, codes.UNWRITTEN, _message(name, bid.bidder), _HINT, Severity.WARNING)
        for bid in bids
        for name, at in _said(bid, offers)
    )


def _message(name: str, bidder: str) -> str:
    return f"the reason beside {name} of {quote(bidder)} is not carried over: there are reasons for marks only"


def _said(bid: Bid, offers: list[str]) -> Iterator[tuple[str, Location]]:
    """The offers with something beside them, and where."""
    beside_blanks = bid.remarks.get("", {})
    for name in offers:
        entry = bid.entries.get(name)
        if entry is not None and (entry.reason or entry.reference):
            yield name, entry.location
        elif name in beside_blanks:
            yield name, bid.blanks.get(name, bid.location)
