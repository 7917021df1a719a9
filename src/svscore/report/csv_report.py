"""The result as CSV: one row a bid, one column a criterion by id, for spreadsheets and scripts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from svscore.report.notes import question_text
from svscore.report.origin import Origin
from svscore.scoring.result import BidResult, CriterionResult, Result
from svscore.workbook.guarded import guard

_BEFORE = ("rank", "bidder", "status", "awarded", "partial", "total", "figure", "margin")
_AFTER = (
    *("reasons", "framework", "framework_sha256", "what_if", "model_sha256", "changed_model"),
    *("leading", "award_state", "award_because", "questions"),
)


def render(result: Result, origin: Origin) -> str:
    """A header and one row a bid in rank order.

    A criterion's column holds its score, or what the cell says where it carries no weight. Every
    row names the model, so that rows stay true when they are copied elsewhere, and every question about its bid.
    """
    page = StringIO()
    rows = csv.writer(page, lineterminator="\n")
    ids = [node.id for node in result.bids[0].walk()] if result.bids else []
    rows.writerow((*_BEFORE, *ids, *_AFTER))
    for bid in result.bids:
        rows.writerow([guard(cell) for cell in _cells(bid, result, origin)])
    return page.getvalue()


def _cells(bid: BidResult, result: Result, origin: Origin) -> Iterator[str]:
    yield "" if bid.rank is None else str(bid.rank)
    yield bid.bidder
    yield bid.status
    yield _yes_no(bid.is_awarded)
    yield _yes_no(bid.is_partial)
    yield from (text or "" for text in (bid.total_shown, bid.figure_shown, bid.margin_shown))
    yield from (_criterion(node) for node in bid.walk())
    yield "; ".join(bid.reasons)
    yield f"{result.framework_id} {result.framework_version}"
    yield origin.framework_sha256
    yield "; ".join(result.what_if)
    yield origin.model_sha256
    yield origin.accepted
    yield _yes_no(bid.is_leading)
    yield result.state
    yield "; ".join(ground.message for ground in result.because)
    yield "; ".join(
        question_text(asked) for asked in result.questions if bid.bidder in asked.bidders or not asked.bidders
    )


def _criterion(node: CriterionResult) -> str:
    return (node.given if node.overall_weight is None else node.shown) or ""


def _yes_no(claim: bool) -> str:  # noqa: FBT001 - the claim is the value printed
    return "yes" if claim else "no"
