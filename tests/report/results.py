"""Results made by hand, so that reports are tested without the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from svscore.report.origin import Origin
from svscore.scoring.result import BidResult, CriterionResult, Result

ORIGIN = Origin("models/it-support.yaml", "ab" * 32, "bids.xlsx", "cd" * 32)

HOSTILE = [
    '=HYPERLINK("http://evil.example","click")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd",
    "@SUM(1)",
    "\t=1",
    "<img src=x onerror=alert(1)>",
    "[red]x[/red]",
    "[x](http://evil.example)",
    "A | B",
    "\x1b[2J\x1b]0;owned\x07",
    "Acme\u202egnp.exe",
    "line\nbreak",
    "Société ünïcode 株式会社",
]
"""Names no terminal, spreadsheet or page may obey."""


def section(title: str, weight: int, score: str | None, **changes: Any) -> CriterionResult:
    points = None if score is None else Fraction(score)
    node = CriterionResult(
        id=title.lower().replace(" ", "-"),
        title=title,
        kind="criteria",
        weight=Fraction(weight),
        overall_weight=Fraction(weight),
        raw=None,
        score=points,
        exact=points,
        shown=score,
    )
    return replace(node, **changes)


def bid(name: str, rank: int | None, scores: dict[str, tuple[int, str | None]], **changes: Any) -> BidResult:
    """A bid with a score for each section, given as title to weight and score."""
    known = [Fraction(score) for _, score in scores.values() if score is not None]
    total = sum(known, Fraction(0)) if len(known) == len(scores) else None
    text = None if total is None else f"{total.numerator * 100 // total.denominator / 100:.2f}"
    made = BidResult(
        bidder=name,
        status="excluded" if rank is None else "eligible",
        rank=rank,
        is_leading=rank == 1,
        is_tied=False,
        is_awarded=rank == 1,
        total=total,
        total_exact=total,
        total_shown=text,
        figure=total if rank else None,
        figure_shown=text if rank else None,
        margin=None,
        margin_shown=None,
        is_partial=False,
        criteria=tuple(section(title, weight, score) for title, (weight, score) in scores.items()),
    )
    return replace(made, **changes)


def result(bids: Sequence[BidResult], **changes: Any) -> Result:
    made = Result(
        framework_id="it-support",
        framework_version="2025-03",
        framework_title="IT support services",
        award_by="highest-total",
        figure_name="Total",
        highest_wins=True,
        total_available=Fraction(100),
        bids=tuple(bids),
    )
    return replace(made, **changes)


def three_bids(**changes: Any) -> Result:
    """A winner, a runner-up with a long name, and a bid that was excluded."""
    first = bid(
        "Acme Digital Services Ltd",
        1,
        {"Social value": (20, "15.00"), "Technical quality": (50, "40.00"), "Price": (30, "27.35")},
        margin=Fraction("2.35"),
        margin_shown="2.35",
    )
    second = bid(
        "Brightwater Consulting Partnership LLP",
        2,
        {"Social value": (20, "12.00"), "Technical quality": (50, "38.00"), "Price": (30, "30.00")},
    )
    third = bid(
        "Cobalt",
        None,
        {"Social value": (20, "8.00"), "Technical quality": (50, "41.00"), "Price": (30, None)},
        reasons=("failed Carbon reduction plan: answered no",),
    )
    return result([first, second, third], **changes)


def named(names: Sequence[str], **changes: Any) -> Result:
    """Bids by these names, level sections, ranked in the order given."""
    scores: dict[str, tuple[int, str | None]] = {"Quality": (60, "30.00"), "Price": (40, "20.00")}
    bids = [bid(name, rank, scores, reasons=(f"remark on {name}",)) for rank, name in enumerate(names, start=1)]
    return result(bids, **changes)
