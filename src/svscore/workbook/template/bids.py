"""The sheet ``Bids``: what each bidder offers and answers, which no evaluator has to see."""

from __future__ import annotations

from collections.abc import Iterator

from svscore.bids import Bid
from svscore.workbook.columns import Field
from svscore.workbook.template.marks import cell_value, heading_of
from svscore.workbook.template.order import Order
from svscore.workbook.template.page import Column, Page, check
from svscore.workbook.template.rules import Rules

_ASKED = {"gate": 0, "answer": 1, "quantity": 2, "price": 3}
"""Order of the columns: answers first, money last."""
LEAD = (
    "One row a bid. Write amounts as plain numbers, without currency signs. Keep this sheet from evaluators until "
    "the marks are agreed."
)
_VCSE = "Is the bidder a voluntary, community or social enterprise? Leave blank if not known."


def bids_page(order: Order, rules: Rules) -> Page:
    """One row a bid: details, answers, quantities and prices."""
    columns = (Column("Bidder", 30, order.bidders), *_details(order, rules), *_offers(order, rules))
    columns = (*columns, check(len(order.bidders))) if any(column.is_needed for column in columns) else columns
    lead = (LEAD,)
    summary = "Bids: one row a bidder, with details, answers, quantities and prices."
    return Page("Bids", "Bids and prices", lead, columns, "Bids", summary)


def _offers(order: Order, rules: Rules) -> Iterator[Column]:
    vocabulary = order.vocabulary
    fields = [field for field in vocabulary.fields if not field.is_mark]
    for field in sorted(fields, key=lambda field: _ASKED[field.kind]):
        entries = (bid.entries.get(field.id) if bid else None for bid in _bids(order))
        values = tuple(map(cell_value, entries))
        rule = rules.of(field)
        shown = "#,##0.00" if field.kind == "price" else "General"
        yield Column(
            heading_of(field, vocabulary), _width(field), values, (rule,) * len(values), is_needed=True, format=shown
        )


def _width(field: Field) -> float:
    return 18 if field.kind in ("price", "quantity") else 16


def _bids(order: Order) -> list[Bid | None]:
    """The bid of each bidder as far as it is known."""
    known = {bid.bidder: bid for bid in order.filled.bids} if order.filled is not None else {}
    return [known.get(bidder) for bidder in order.bidders]


def _details(order: Order, rules: Rules) -> Iterator[Column]:
    bids = _bids(order)
    free = (None,) * len(bids)
    vcse = rules.answer(None, "VCSE", _VCSE)
    words = {True: "yes", False: "no", None: None}
    has_lot = any(bid is not None and bid.lot for bid in bids)
    has_time = "earliest" in order.framework.tie_break or any(bid is not None and bid.submitted for bid in bids)
    columns = [
        Column("Reference", 16, tuple((bid and bid.reference) or None for bid in bids), free, format="@"),
        *[Column("Lot", 12, tuple((bid and bid.lot) or None for bid in bids), free, is_needed=True)] * has_lot,
        Column("Size", 12, tuple((bid and bid.size) or None for bid in bids), (rules.size(),) * len(bids)),
        Column("VCSE", 10, tuple(words[bid.is_vcse if bid else None] for bid in bids), (vcse,) * len(bids)),
        *[Column("Submitted", 22, tuple((bid and bid.submitted) or None for bid in bids), free, format="@")] * has_time,
    ]
    taken = order.vocabulary
    yield from (column for column in columns if taken.find(column.heading) is None and not taken.clash(column.heading))
