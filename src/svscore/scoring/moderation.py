"""Marks of several evaluators brought to one by the rule a model publishes; who has not marked counts as zero.

The work grows with the marks that were given, and not with the evaluators of all other bids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from svscore.bids import Bid, Entry
from svscore.scoring.result import Working, shown

MOST_NAMED = 20
"""Evaluators without a mark for a bid who are named; of more it is said how many they are."""


class Absent(NamedTuple):
    """The evaluators who marked other bids at a criterion and not this one."""

    names: tuple[str, ...] = ()
    """All of them, or the first."""
    number: int = 0

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.number - len(self.names)


NOBODY = Absent()


class Moderated(NamedTuple):
    """One mark made of several."""

    raw: str
    working: Working
    mark: Fraction | None
    """The same of the marks themselves; ``None`` where one is a letter."""


def marks_by_leaf(bid: Bid) -> dict[str, dict[str, Entry]]:
    """The marks evaluators gave a bid, by criterion id and evaluator."""
    marks: dict[str, dict[str, Entry]] = {}
    for name in sorted(bid.evaluator_marks):
        for leaf, entry in bid.evaluator_marks[name].items():
            marks.setdefault(leaf, {})[name] = entry
    return marks


def absent_from(panel: Sequence[str], marks: Mapping[str, Entry]) -> Absent:
    """Those of a panel, in its order, who gave no mark; everybody who gave one is on it."""
    names = (name for name in panel if name not in marks)
    return Absent(tuple(islice(names, MOST_NAMED)), len(panel) - len(marks))


def moderated(
    rule: str, marks: Mapping[str, Entry], shares: Sequence[Fraction], panel: Sequence[str], absent: Absent
) -> Moderated:
    """The mean, or the median where that is the ``rule``, of the marks given and a zero for each that was not.

    ``shares`` are what the marks earn, in their order.
    """
    name = "median" if rule == "median" else "mean"
    middle = _median if name == "median" else _mean
    zeros = ", ".join(["0"] * absent.number) if not absent.more else f"and 0 for each of {absent.number:,} others"
    texts = ", ".join(filter(None, (*map(shown, shares), zeros)))
    working = Working(f"{name} of the evaluators' shares", texts, middle(shares, absent.number))
    numbers = [entry.value for entry in marks.values() if isinstance(entry.value, Fraction)]
    mark = middle(numbers, absent.number) if len(numbers) == len(shares) else None
    raw = f"{name} of {_given(marks, panel, absent)}" if len(panel) > 1 else next(iter(marks.values())).shown
    return Moderated(raw, working, mark)


def _given(marks: Mapping[str, Entry], panel: Sequence[str], absent: Absent) -> str:
    """What each of a panel gave."""
    if not absent.more:
        return ", ".join(f"{name} {marks[name].shown if name in marks else 'blank'}" for name in panel)
    return ", ".join(f"{name} {entry.shown}" for name, entry in marks.items()) + f" and {absent.number:,} others blank"


def _mean(numbers: Sequence[Fraction], zeros: int) -> Fraction:
    return sum(numbers, Fraction(0)) / (len(numbers) + zeros)


def _median(numbers: Sequence[Fraction], zeros: int) -> Fraction:
    """The middle of some numbers and so many zeros.

    >>> _median([Fraction(3), Fraction(1)], 1), _median([Fraction(4), Fraction(2)], 0), _median([Fraction(-1)], 2)
    (Fraction(1, 1), Fraction(3, 1), Fraction(0, 1))
    """
    ordered = sorted(numbers)
    below = sum(number < 0 for number in ordered)
    count = len(ordered) + zeros

    def at(place: int) -> Fraction:
        if below <= place < below + zeros:
            return Fraction(0)
        return ordered[place if place < below else place - zeros]

    return (at((count - 1) // 2) + at(count // 2)) / 2
