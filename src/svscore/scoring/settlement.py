"""Whether the award is settled, and if it is not, why: the data leaves it open, or a tie does.

The data leaves it open where something is missing that could change who stands on the places. A question
that somebody has to answer but that leaves the arithmetic as it is (a zero price, a low one) does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from svscore.bids import UNSTORED, Bid, unstored
from svscore.framework.model import Framework
from svscore.problem import Problem
from svscore.scoring.eligibility import Standing, gate_excludes
from svscore.scoring.ranking import PassedOver, Place
from svscore.scoring.result import AwardState, Ground
from svscore.scoring.values import LeafValue
from svscore.scoring.wording import in_words

UNTESTED_MINIMUM = "EQ06"
"""The question that the judging of minimums asks where a blank keeps it from an answer."""

MISSING = {"price": "price", "earliest": "date and time of submission"}
"""What a bid lacks where a tie-break cannot be applied to it."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranked bids, and what their order hangs on."""

    places: Sequence[Place]
    figures: Mapping[int, Fraction | None]
    passed_over: Sequence[PassedOver]
    """Tie-breaks that could not be applied to bids that were level."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the bids say, by position, and what was noted when they were read."""

    bids: Sequence[Bid]
    values: Sequence[Mapping[str, LeafValue]]
    partial: Sequence[int]
    """Eligible bids with something unmarked that counts as nothing so far."""
    notes: Sequence[Problem]


def settle(
    framework: Framework, evidence: Evidence, standing: Standing, ranking: Ranking
) -> tuple[AwardState, tuple[Ground, ...]]:
    """The state of the award and its grounds; none where it is settled."""
    gaps = tuple(_gaps(framework, evidence, standing, ranking))
    ties = tuple(_ties(framework, evidence, ranking))
    if gaps:
        return "provisional", (*gaps, *ties)
    return ("tied-for-last-place", ties) if ties else ("settled", ())


def level_at_last_place(framework: Framework, ranking: Ranking) -> tuple[int, ...]:
    """The bids that share the last rank with a place, where there are more of them than places left.

    With ``also-within`` there are none: all that are level are close enough to be awarded.
    """
    award = framework.award
    rank = max((place.rank for place in ranking.places if place.is_leading and place.rank <= award.places), default=0)
    level = tuple(place.position for place in ranking.places if place.rank == rank)
    return level if award.also_within is None and rank + len(level) - 1 > award.places else ()


def _gaps(framework: Framework, evidence: Evidence, standing: Standing, ranking: Ranking) -> Iterator[Ground]:
    """What is missing and could change who stands on the places, one ground a kind."""
    names = [bid.bidder for bid in evidence.bids]
    eligible = sorted(place.position for place in ranking.places)
    gates = [leaf for leaf in framework.leaves() if gate_excludes(leaf)]
    asked = [gate.title for gate in gates if _unanswered([gate.id], evidence, eligible)]
    kinds = {
        "partial": (evidence.partial, "something unmarked that counts as nothing so far"),
        "gate-unanswered": (
            _unanswered([gate.id for gate in gates], evidence, eligible),
            f"no answer to {in_words(asked)}",
        ),
        "minimum-untested": (_untested(evidence, standing, eligible), "a minimum that a blank leaves untested"),
        "no-figure": (_without_figure(framework, ranking), "no figure to be ranked by"),
        "formula-without-value": (
            _unstored(evidence, eligible),
            "a formula without a stored value, which counted as blank",
        ),
        "preference-blank": (_unsaid(framework, evidence, eligible), "no answer to whether a preference applies"),
    }
    for code, (positions, what) in kinds.items():
        if positions:
            yield _ground(code, [names[position] for position in positions], what)
    yield from _decisive_gaps(framework, evidence, ranking)


def _ground(code: str, bidders: Sequence[str], what: str) -> Ground:
    who = tuple(sorted(bidders))
    return Ground(code, who, _have(who, what))


def _have(bidders: Sequence[str], what: str) -> str:
    return f"{in_words(bidders)} {'has' if len(bidders) == 1 else 'have'} {what}"


def untested_text(name: str, bidders: Sequence[str]) -> str:
    """Why a tie-break could not be applied to bids that were level.

    >>> untested_text("earliest", ["Alder"])
    'Alder has no date and time of submission, which the tie-break earliest asks for'
    """
    return _have(bidders, f"no {MISSING.get(name, 'known score')}, which the tie-break {name} asks for")


def _unanswered(gates: Sequence[str], evidence: Evidence, eligible: Sequence[int]) -> list[int]:
    return [position for position in eligible if any(evidence.values[position][name].amount is None for name in gates)]


def _untested(evidence: Evidence, standing: Standing, eligible: Sequence[int]) -> list[int]:
    asked = {name for question in standing.questions if question.code == UNTESTED_MINIMUM for name in question.bidders}
    return [position for position in eligible if evidence.bids[position].bidder in asked]


def _without_figure(framework: Framework, ranking: Ranking) -> list[int]:
    """Bids without a figure that stand where a place is, or that may yet get one."""
    is_open = framework.missing == "partial"
    return [
        place.position
        for place in ranking.places
        if ranking.figures[place.position] is None and (is_open or place.rank <= framework.award.places)
    ]


def _unstored(evidence: Evidence, eligible: Sequence[int]) -> list[int]:
    notes = [note for note in evidence.notes if note.code == UNSTORED]
    return [position for position in eligible if notes and unstored(evidence.bids[position], notes)]


def _unsaid(framework: Framework, evidence: Evidence, eligible: Sequence[int]) -> list[int]:
    if framework.missing != "partial":
        return []
    columns = {adjustment.when for adjustment in framework.adjustments}
    return [position for position in eligible if columns - evidence.bids[position].entries.keys()]


def _ties(framework: Framework, evidence: Evidence, ranking: Ranking) -> Iterator[Ground]:
    """The tie for the last place, and the tie-breaks that could not be applied to it."""
    level = level_at_last_place(framework, ranking)
    if not level:
        return
    who = tuple(sorted(evidence.bids[position].bidder for position in level))
    yield Ground("tie", who, f"{in_words(who)} are tied for the last place, and nothing in the model breaks the tie")
    tied = frozenset(level)
    for passed in ranking.passed_over:
        if tied <= set(passed.level):
            yield _untested_tie_break(evidence, passed)


def _decisive_gaps(framework: Framework, evidence: Evidence, ranking: Ranking) -> Iterator[Ground]:
    """Tie-breaks that could not be applied, where a later one then decided who is awarded.

    Those that leave a tie for the last place belong to the tie: nothing decided it.
    """
    leading = {place.position for place in ranking.places if place.is_leading}
    tied = set(level_at_last_place(framework, ranking))
    for passed in ranking.passed_over:
        level = set(passed.level)
        if leading & level and level - leading and not (tied and tied <= level):
            yield _untested_tie_break(evidence, passed)


def _untested_tie_break(evidence: Evidence, passed: PassedOver) -> Ground:
    bidders = tuple(sorted(evidence.bids[position].bidder for position in passed.unknown))
    return Ground("tie-break-untested", bidders, untested_text(passed.name, bidders))
