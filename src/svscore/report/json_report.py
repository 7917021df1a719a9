"""The result as JSON: a contract, described by :mod:`svscore.report.schema`.

Numbers are decimal text, ``*_exact`` the same without loss as a fraction; keys stand in a fixed
order and everything is ASCII, so that the same result gives the same bytes anywhere.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from svscore.bids import Issue
from svscore.exact import exact_text, plain_text
from svscore.report.origin import Origin
from svscore.report.problems import record
from svscore.scoring.result import BidResult, CriterionResult, Ground, Item, Question, Result, Tie

FORMAT = 1
"""Version of the contract."""


def render(result: Result, origin: Origin) -> str:
    """The whole result with where it came from."""
    return json.dumps(document(result, origin), indent=2) + "\n"


def document(result: Result, origin: Origin) -> dict[str, Any]:
    """What :func:`render` writes, as plain values."""
    return {
        "svscore": FORMAT,
        "framework": {
            "id": result.framework_id,
            "version": result.framework_version,
            "sha256": origin.framework_sha256,
            "model_sha256": origin.model_sha256 or None,
        },
        "issued": _issue(origin.issue),
        "changed_model": _changed(origin),
        "workbook": {"name": origin.workbook or None, "sha256": origin.workbook_sha256 or None},
        "lot": origin.lot or None,
        "award": {
            "by": result.award_by,
            "figure": result.figure_name,
            "highest_wins": result.highest_wins,
            "places": result.places,
            "state": result.state,
            "because": [_ground(ground) for ground in result.because],
        },
        "what_if": list(result.what_if),
        "bids": [_bid(bid) for bid in result.bids],
        "ties": [_tie(tie) for tie in result.ties],
        "questions": [_question(question) for question in result.questions],
        "problems": [record(problem) for problem in result.problems],
    }


def _issue(issue: Issue) -> dict[str, Any] | None:
    texts = {"model": issue.model, "model_sha256": issue.sha256, "by": issue.by, "on": issue.on}
    return {key: text or None for key, text in texts.items()} if issue.sha256 else None


def _changed(origin: Origin) -> dict[str, Any] | None:
    accepted = origin.acceptance
    return None if accepted is None else {"accepted_by": accepted.name, "reason": accepted.reason}


def _bid(bid: BidResult) -> dict[str, Any]:
    return {
        "bidder": bid.bidder,
        "status": bid.status,
        "rank": bid.rank,
        "awarded": bid.is_awarded,
        "leading": bid.is_leading,
        "partial": bid.is_partial,
        "total": bid.total_shown,
        "total_exact": _exact(bid.total_exact),
        "figure": bid.figure_shown,
        "figure_exact": _exact(bid.figure),
        "margin": bid.margin_shown,
        "criteria": [_criterion(node) for node in bid.criteria],
        "reasons": list(bid.reasons),
    }


def _criterion(node: CriterionResult) -> dict[str, Any]:
    return {
        "id": node.id,
        "title": node.title,
        "weight": _decimal(node.weight),
        "overall_weight": _decimal(node.overall_weight),
        "score": node.shown,
        "score_exact": _exact(node.exact),
        "raw": node.raw,
        "offered": node.offered,
        "items": [_item(item) for item in node.items],
        "criteria": [_criterion(child) for child in node.criteria],
    }


def _item(item: Item) -> dict[str, Any]:
    return {"id": item.id, "title": item.title, "rate": item.rate, "quantity": _decimal(item.quantity)}


def _tie(tie: Tie) -> dict[str, Any]:
    untested = [{"tie_break": name, "bidders": list(bidders)} for name, bidders in tie.untested]
    return {"bidders": list(tie.bidders), "rank": tie.rank, "broken_by": tie.broken_by, "untested": untested}


def _ground(ground: Ground) -> dict[str, Any]:
    return {"code": ground.code, "bidders": list(ground.bidders), "message": ground.message}


def _question(question: Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "bidders": list(question.bidders),
        "criterion": question.criterion or None,
        "message": question.message,
        "location": question.location or None,
    }


def _decimal(value: Fraction | None) -> str | None:
    return None if value is None else plain_text(value)


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)
