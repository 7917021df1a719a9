"""What scoring gives: every number with its inputs, rule, exact value and shown value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from svscore.exact import plain_text
from svscore.problem import Problem

CUT = 9
"""Decimals of a number that has more: enough for a calculator to come to the same two or three places."""


AwardState = Literal["settled", "provisional", "tied-for-last-place"]
"""Whether anybody can be awarded: only ``settled`` awards the bids that stand on the places."""


NOTHING = "-"
"""Stands for the numbers of a rule that has none to put in: what comes out follows from the rule alone."""


@dataclass(frozen=True, slots=True)
class Working:
    """A rule, the same with the numbers substituted, and what comes out exactly."""

    rule: str
    """In the field's words: ``lowest price / price``."""
    substituted: str
    """With this bid's numbers: ``8,000 / 10,000``."""
    value: Fraction


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the worked calculation of a bid."""

    subject: str
    """Id of the criterion, ``total``, ``award`` or the id of an adjustment."""
    name: str
    """What the number is: ``share``, ``points``, ``section``, ``total``, ``rescaled``, ``figure``, ..."""
    rule: str
    substituted: str
    exact: Fraction
    shown: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a basket of prices for one bid."""

    id: str
    title: str
    rate: str | None
    """What the cell says; ``None`` for a blank one."""
    quantity: Fraction
    """The published quantity its rate is multiplied by."""


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One node of the tree for one bid.

    ``score`` is in points, after the rounding stages the model asks for; ``exact`` is the same
    before this node's own stage. Both are ``None`` where the bid could not be scored: an excluded
    bid under a relative formula, or a node without weight.
    """

    id: str
    title: str
    kind: str
    weight: Fraction | None
    """As the file gives it, inside its parent or of the total."""
    overall_weight: Fraction | None
    """Points it can earn; ``None`` without weight."""
    raw: str | None
    """What the cell says; ``None`` for a group, a basket and a blank cell."""
    score: Fraction | None
    exact: Fraction | None
    shown: str | None
    """``score`` as the model rounds it."""
    is_partial: bool = False
    """Whether something below is still unmarked and counted as nothing yet."""
    steps: tuple[Step, ...] = ()
    criteria: tuple[CriterionResult, ...] = ()
    reason: str = ""
    """The evaluators' reason for the agreed mark."""
    reference: str = ""
    items: tuple[Item, ...] = ()
    """The lines of a basket; its cells are theirs."""
    offered: str | None = None
    """What a basket comes to, as decimal text; ``None`` for others, and where a line of it is blank."""

    @property
    def given(self) -> str | None:
        """What the bid has there: the cell's words, or the sum of a basket."""
        return self.offered if self.items else self.raw

    def walk(self) -> Iterator[CriterionResult]:
        """This node and everything below, parents first."""
        yield self
        for child in self.criteria:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class BidResult:
    """What one bid scored and where it stands."""

    bidder: str
    status: str
    """``eligible`` or ``excluded``."""
    rank: int | None
    """1, 1, 3 for a tie; ``None`` for an excluded bid."""
    is_leading: bool
    """Whether it stands on one of the places, ``also-within`` included."""
    is_tied: bool
    """Whether nothing but a tie for the last place keeps it from being awarded."""
    is_awarded: bool
    """Whether it is leading and the award is settled."""
    total: Fraction | None
    """Points, after the model's last rounding stage."""
    total_exact: Fraction | None
    """Points, before it."""
    total_shown: str | None
    figure: Fraction | None
    """What the award method orders by, unrounded; the total for ``highest-total``."""
    figure_shown: str | None
    margin: Fraction | None
    """How far ahead of the next bid, in the figure's unit; ``None`` for the last."""
    margin_shown: str | None
    is_partial: bool
    criteria: tuple[CriterionResult, ...]
    steps: tuple[Step, ...] = ()
    """The total, adjustments and award figure."""
    reasons: tuple[str, ...] = ()
    """Why it was excluded, flagged, or placed where it is."""

    def walk(self) -> Iterator[CriterionResult]:
        """Every node of the tree, parents first."""
        for criterion in self.criteria:
            yield from criterion.walk()


@dataclass(frozen=True, slots=True)
class Tie:
    """Bids that share a rank because nothing in the model breaks the tie, or that a tie-break put in order."""

    bidders: tuple[str, ...]
    rank: int
    broken_by: str | None
    """The tie-break that broke the tie; ``None`` when they stay tied."""
    untested: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Tie-breaks that could not be applied, each with the bidders it knows nothing of."""


GROUNDS = (
    "partial",
    "gate-unanswered",
    "minimum-untested",
    "no-figure",
    "formula-without-value",
    "preference-blank",
    "tie-break-untested",
    "tie",
)
"""The kinds of reasons why an award is not settled."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason why the award is not settled."""

    code: str
    """What kind of reason: one of :data:`GROUNDS`."""
    bidders: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something a named person has to answer before anybody relies on the ranking."""

    code: str
    bidders: tuple[str, ...]
    message: str
    location: str = ""
    criterion: str = ""
    """Title of the criterion, or item of a basket, that it is about; empty where it is about the whole bid."""


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one competition under one model; bids in rank order, excluded ones last."""

    framework_id: str
    framework_version: str
    framework_title: str
    award_by: str
    """Name of the award method."""
    figure_name: str
    """What the ranking figure is called: ``Total``, ``Price per quality point``, ..."""
    highest_wins: bool
    total_available: Fraction
    bids: tuple[BidResult, ...]
    places: int = 1
    """How many bids are to be awarded."""
    state: AwardState = "settled"
    because: tuple[Ground, ...] = ()
    """Why it is not settled; empty where it is."""
    ties: tuple[Tie, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Warnings and notes; errors forbid a result."""
    what_if: tuple[str, ...] = field(default_factory=tuple)
    """Changes that make this not the published model, in words."""


def shown(value: Fraction, places: int = CUT) -> str:
    """A number inside a worked calculation: exact when it fits, else marked as cut."""
    text = plain_text(value, places, "down")
    return text if Fraction(text) == value else f"{text}..."
