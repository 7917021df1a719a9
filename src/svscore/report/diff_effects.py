"""What a changed model does to the bids of one competition, in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from svscore.batch.effects import Effect, Movement, Stage
from svscore.exact import decimal_text, is_decimal
from svscore.report.standings import NONE
from svscore.scoring.result import AwardState, Result, shown
from svscore.scoring.wording import in_words

MOST_CRITERIA = 5
"""Criteria named for one change of one bid; the rest are summed."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a head; ``sides`` has ``>`` for a column of numbers and ``<`` for one of text."""

    head: tuple[str, ...]
    sides: str
    rows: tuple[tuple[str, ...], ...]


def stage_label(stage: Stage, numbers: Mapping[int, str]) -> str:
    """The numbers of the changes a stage makes: ``2``, or ``2 and 3`` for those that go together."""
    return in_words([numbers[id(step)] for step in stage.steps])


def awarded_words(effect: Effect) -> str:
    if effect.before.state != "settled" or effect.after.state != "settled":
        return _award_words(effect.before, effect.after)
    before, after = awarded(effect.before), awarded(effect.after)
    return f"{in_words(after) or 'nobody'} instead of {in_words(before) or 'nobody'}"


def is_awarded_anew(effect: Effect) -> bool:
    return _award(effect.before) != _award(effect.after)


def is_reordered(effect: Effect) -> bool:
    return is_awarded_anew(effect) or any(is_moved(effect, movement) for movement in effect.movements)


def verdict(effect: Effect) -> str:
    """Who wins, and how many bids change rank."""
    award = _award_words(effect.before, effect.after)
    count = sum(movement.ranks[0] != movement.ranks[-1] for movement in effect.movements)
    others = f"{count} of {len(effect.movements)} bids change{'s' if count == 1 else ''} rank"
    return f"{award}; {others if count else 'no bid changes rank'}."


def _award(result: Result) -> tuple[AwardState, list[str], list[str]]:
    """What an award comes to: its state, who stands on the places, and who is tied for the last of them."""
    return result.state, leading(result), _tied(result)


def _award_words(before: Result, after: Result) -> str:
    is_same = _award(before) == _award(after)
    if before.state == after.state == "settled":
        old, new = in_words(awarded(before)) or "nobody", in_words(awarded(after)) or "nobody"
        return f"The award stays with {new}" if is_same else f"The award goes to {new}, not {old}"
    old, new = _state_words(before), _state_words(after)
    return f"{new}, as before" if is_same else f"{new}; before: {old}"


def _state_words(result: Result) -> str:
    who = in_words(leading(result)) or "nobody"
    if result.state == "settled":
        return f"Awarded: {who}"
    if result.state == "provisional":
        return f"Leading so far: {who}, not awarded"
    tied = _tied(result)
    ahead = in_words([name for name in leading(result) if name not in tied])
    words = f"Nobody is awarded: {in_words(tied)} are tied for the last place"
    return f"{words} behind {ahead}" if ahead else words


def _tied(result: Result) -> list[str]:
    """Who is tied for the last place, by name."""
    return sorted(bid.bidder for bid in result.bids if bid.is_tied)


def leading(result: Result) -> list[str]:
    """Who stands on the places, by name; awarded only where the award is settled."""
    return sorted(bid.bidder for bid in result.bids if bid.is_leading)


def awarded(result: Result) -> list[str]:
    """Who is awarded, by name."""
    return sorted(bid.bidder for bid in result.bids if bid.is_awarded)


def is_moved(effect: Effect, movement: Movement) -> bool:
    """Whether a bid has another rank or another fate."""
    is_won = [movement.bidder in awarded(result) for result in (effect.before, effect.after)]
    return movement.ranks[0] != movement.ranks[-1] or is_won[0] != is_won[1]


def standings(effect: Effect, labels: Sequence[str], columns: Sequence[int]) -> Table:
    """Every bid with rank and number before and after, and what each change adds where there are several."""
    name = "total" if effect.is_by_points else effect.after.figure_name.lower()
    head = ("rank", f"{name} before", "after", "change", *(f"by {labels[place]}" for place in columns), "bidder")
    rows = tuple(_row(effect, movement, columns) for movement in effect.movements)
    return Table(head, f"<>>>{'>' * len(columns)}<", rows)


def _row(effect: Effect, movement: Movement, columns: Sequence[int]) -> tuple[str, ...]:
    first, last = movement.numbers[0], movement.numbers[-1]
    change = None if first is None or last is None else last - first
    steps = [signed(movement.changes[place]) for place in columns]
    fate = {(True, True): ", awarded as before", (False, True): ", now awarded", (True, False): ", no longer awarded"}
    is_won = [movement.bidder in awarded(result) for result in (effect.before, effect.after)]
    words = f"{movement.bidder}{fate.get((is_won[0], is_won[1]), '')}"
    return (rank_text(movement), number(first), number(last), signed(change), *steps, words)


def rank_text(movement: Movement) -> str:
    """``2``, or ``2 to 1``."""
    return _from_to(movement.ranks[0], movement.ranks[-1])


def _from_to(before: int | None, after: int | None) -> str:
    words = ["excluded" if rank is None else str(rank) for rank in (before, after)]
    return words[1] if before == after else " to ".join(words)


def number(value: Fraction | None) -> str:
    """A total or figure with two decimals; one that has more is marked where it is cut."""
    if value is None:
        return NONE
    return decimal_text(value, 2) if is_decimal(value, 2) else shown(value, 4)


def signed(change: Fraction | None) -> str:
    """A change with its sign."""
    return f"+{number(change)}" if change is not None and change > 0 else number(change)


def why(effect: Effect, movement: Movement, labels: Sequence[str], titles: Mapping[str, str]) -> str:
    """Which change moved a bid, and by which criteria."""
    parts = []
    for place, stage in enumerate(effect.stages):
        before, after = movement.ranks[place : place + 2]
        change = movement.changes[place]
        if before == after and not change:
            continue
        by = f"by {labels[place]}: " if len(labels) > 1 else ""
        rank = f"rank {_from_to(before, after)}"
        if after is None:
            reasons = next(bid.reasons for bid in stage.result.bids if bid.bidder == movement.bidder)
            parts.append(f"{by}{rank}, {'; '.join(reasons)}")
        elif change:
            parts.append(f"{by}{rank}, {signed(change)}{_criteria(movement.criteria[place], titles)}")
        else:
            parts.append(f"{by}{rank}, its own number unchanged")
    return "; ".join(parts)


def _criteria(gained: Mapping[str, Fraction], titles: Mapping[str, str]) -> str:
    """The criteria that gained or lost most, and the sum of the others."""
    largest = sorted(gained.items(), key=lambda item: -abs(item[1]))
    rest = largest[MOST_CRITERIA:] if len(largest) > MOST_CRITERIA + 1 else []
    told = [(titles.get(name, name), change) for name, change in largest[: len(largest) - len(rest)]]
    if rest:
        told.append(("others", sum((change for _, change in rest), Fraction(0))))
    words = ", ".join(f"{name} {signed(change)}" for name, change in told)
    return f" ({words})" if words else ""


def acts(movements: Sequence[Movement], position: int) -> bool:
    return any(
        movement.changes[position] or movement.ranks[position] != movement.ranks[position + 1] for movement in movements
    )
