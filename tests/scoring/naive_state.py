"""Whether the award is settled, once more: who may be awarded at all, by the naive scorer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.scoring.naive_award import NaiveAward

Plain = dict[str, Any]


def state_of(award: NaiveAward) -> str:
    """``provisional`` where something unknown could move a bid onto a place; or a tie, or ``settled``."""
    if any(is_unknown(award, bid) for bid in award.eligible) or turns_on_a_blank(award):
        return "provisional"
    return "tied-for-last-place" if tied(award) else "settled"


def is_unknown(award: NaiveAward, bid: Plain) -> bool:
    """Whether something about an eligible bid is unknown that the award may hang on."""
    scores, model, name = award.scores, award.model, bid["bidder"]
    is_partial = model.get("missing") == "partial"
    places = int(award.award.get("places", "1"))
    return (
        any("gate" in leaf and excludes(leaf) and scores.gate_answer(leaf, bid) is None for leaf in scores.nodes)
        or (is_partial and scores.is_blank(model, bid))
        or (is_partial and any(rule["when"] not in bid["entries"] for rule in model.get("adjustments", [])))
        or (award.figures[name] is None and (is_partial or award.ranks[name] <= places))
        or any(scores.is_untested(node, bid) for node in scores.nodes if "minimum" in node)
    )


def excludes(leaf: Plain) -> bool:
    return bool(leaf["gate"].get("excludes", "false" if "weight" in leaf else "true") == "true")


def tied(award: NaiveAward) -> set[str]:
    """The bids that are level for the last place, where they are more than it has room for."""
    leading = award.leading()
    if "also-within" in award.award or len(leading) <= int(award.award.get("places", "1")):
        return set()
    last = max(award.ranks[name] for name in leading)
    return {name for name in leading if award.ranks[name] == last}


def turns_on_a_blank(award: NaiveAward) -> bool:
    """Whether level bids were parted at the edge of the places by what came after a tie-break nobody could apply.

    Where they include all that are tied for the last place, nothing parted those, and it is a tie.
    """
    leading, open_tie = award.leading(), tied(award)
    edges = [level for level in award.passed_over if level & leading and level - leading]
    return any(not open_tie or not open_tie <= level for level in edges)
