"""The totals of a re-scoring for programs: every number that is no count as decimal text, and exact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svscore.exact import decimal_text, exact_text

if TYPE_CHECKING:
    from fractions import Fraction

    from svscore.batch.run import Summary
    from svscore.batch.tally import Paid, Side, Tally


def totals(summary: Summary) -> dict[str, Any]:
    """What the JSON file says before its rows."""
    levels = summary.levels
    return {
        "read": summary.read,
        "failed": summary.failed,
        "changed_model": _changed(summary),
        "section": {"id": summary.section, "title": summary.section_title},
        "scenarios": [
            {"name": name} | _scenario(tally) for name, tally in zip(summary.names, summary.tallies, strict=True)
        ],
        "weights": {
            "awards": levels.awards,
            "kept_by_every_weight": levels.kept,
            "rounding": "left-out" if levels.leaves_out_rounding else "none",
            "elsewhere_at_percent": {str(weight): count for weight, count in enumerate(levels.elsewhere)},
        },
    }


def _changed(summary: Summary) -> dict[str, Any] | None:
    accepted = summary.acceptance
    if accepted is None or not summary.accepted:
        return None
    return {"competitions": summary.accepted, "accepted_by": accepted.name, "reason": accepted.reason}


def _scenario(tally: Tally) -> dict[str, Any]:
    return tally.counts() | {
        "winner_moved_by": dict(tally.themes.most_common()),
        "bidders": {
            group: {"before": _side(tally.before[group]), "after": _side(tally.after[group])}
            for group in tally.before
            if tally.before[group].ranked or tally.after[group].ranked
        },
        "awarded_bids": {"before": _paid(tally.paid_before), "after": _paid(tally.paid_after)},
    }


def _side(side: Side) -> dict[str, Any]:
    ranks, points = _number("mean_rank", side.mean_rank), _number("mean_points", side.mean_points)
    return {"awards": side.awards, "ranked": side.ranked, **ranks, "scored": side.scored, **points}


def _paid(paid: Paid) -> dict[str, Any]:
    sums = {"price": exact_text(paid.price), "points": exact_text(paid.points)}
    return sums | _number("price_per_point", paid.per_point)


def _number(name: str, value: Fraction | None) -> dict[str, str | None]:
    """To two places and exact; ``None`` where it is not known."""
    if value is None:
        return {name: None, f"{name}_exact": None}
    return {name: decimal_text(value, 2), f"{name}_exact": exact_text(value)}
