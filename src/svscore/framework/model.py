"""What a framework definition is: frozen models, one published evaluation model each.

A :class:`Framework` is complete: nothing in it refers to another file.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from svscore.exact import RoundingMode, parse_number
from svscore.framework.award import Award, HighestTotal
from svscore.framework.bounds import Positive, refusal
from svscore.framework.direction import PriceFormula, QuantityFormula
from svscore.framework.fields import (
    Boolean,
    Day,
    Id,
    Model,
    Number,
    NumberOrPercent,
    Percent,
    Places,
    Text,
    Title,
    Whole,
    number_text,
)
from svscore.framework.formula import Formula, Unscored

Path = tuple[str | int, ...]
"""Where a value stands in a framework file: keys and list positions from the top."""


class Source(Model):
    """A document the definition was taken from."""

    title: Title
    url: Text | None = None
    note: Text | None = None


class Validity(Model):
    """The days on which procurements may use the model, both included."""

    from_: Day | None = None
    until: Day | None = None


class ScaleLevel(Model):
    """One permitted mark of a scale, with what it means."""

    mark: Text
    share: Number | None = None
    """Percent of the weight this mark earns; by default the mark over the scale's highest."""
    label: Text | None = None
    descriptor: Text | None = None

    @cached_property  # asked for with every mark of every bid
    def number(self) -> Fraction | None:
        """The mark as a number; ``None`` for a letter or word."""
        try:
            return parse_number(self.mark)
        except ValueError:
            return None


Scale = tuple[ScaleLevel, ...]
"""A list of permitted marks, not a range."""


class Minimum(Model):
    """The threshold below which a bid fails, not merely scores low."""

    at_least: Text | None = None
    above: Text | None = None
    """The exclusive form: a bid at exactly this fails."""
    on: Literal["unrounded", "rounded"] = "unrounded"

    @property
    def bound(self) -> str:
        """The threshold as the file gives it: a raw mark, or a percent of what can be scored."""
        return self.at_least if self.at_least is not None else self.above or ""


def _minimum(value: object) -> object:
    return {"at-least": value} if isinstance(value, str) else value


class WeightRange(Model):
    """Weights a publisher permits, both ends included; an end left out is open."""

    from_: Number | None = None
    to: Number | None = None

    @model_validator(mode="after")
    def _holds_a_weight(self) -> Self:
        if self.from_ is None and self.to is None:
            raise refusal("found a range without from and to, expected one of them or both", "like {from: 10, to: 20}")
        if self.from_ is not None and self.to is not None and self.to < self.from_:
            found = f"found a range from {number_text(self.from_)} to {number_text(self.to)}, which holds nothing"
            raise refusal(found, "write the lesser number first")
        return self

    def holds(self, weight: Fraction) -> bool:
        """Whether the publisher permits this weight by this range."""
        return (self.from_ is None or weight >= self.from_) and (self.to is None or weight <= self.to)

    def __str__(self) -> str:
        if self.from_ is None:
            return "any" if self.to is None else f"up to {number_text(self.to)}"
        if self.to is None:
            return f"{number_text(self.from_)} or more"
        return (
            number_text(self.from_) if self.from_ == self.to else f"{number_text(self.from_)} to {number_text(self.to)}"
        )


def _weight_range(value: object) -> object:
    return {"from": value, "to": value} if isinstance(value, str) else value


class Points(Model):
    """Points given directly, from 0 to ``max``."""

    max: Positive


class Gate(Model):
    """A pass or fail question. Without a weight failing excludes; with one it earns nothing."""

    fail_when: Text | None = None
    pass_when: Text | None = None
    excludes: Boolean | None = None
    """Whether failing excludes even though the gate has a weight."""


class Described(Model):
    """What is asked and looked for: the words of a criterion or of an item of a menu."""

    code: Text | None = None
    """The publisher's own reference, such as MAC 4.1; never interpreted."""
    question: Text | None = None
    guidance: Text | None = None
    look_for: tuple[Text, ...] = ()
    metrics: tuple[Text, ...] = ()
    sdgs: tuple[Annotated[Whole, Field(ge=1, le=17)], ...] = ()
    """UN Sustainable Development Goals it supports, by number."""
    unconfirmed: tuple[Text, ...] = ()
    """Keys of this item whose content no source we read confirms."""


class Criterion(Described):
    """A node of the tree of what is assessed: a group of criteria, or a leaf with one kind."""

    id: Id
    title: Title
    weight: Number | None = None
    permitted_weights: tuple[Annotated[WeightRange, BeforeValidator(_weight_range)], ...] = ()
    """What the publisher lets a buyer choose, in the unit of ``weight``: numbers and ranges, with
    holes where there are some."""
    minimum: Annotated[Minimum | None, BeforeValidator(_minimum)] = None
    rescale: Literal["best"] | None = None
    """The best eligible bid earns the full weight, the others in proportion."""
    criteria: tuple[Criterion, ...] | None = None
    scale: Text | None = None
    points: Points | None = None
    price: PriceFormula | None = None
    quantity: QuantityFormula | None = None
    gate: Gate | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The keys present of those of which a criterion has exactly one."""
        return tuple(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def kind(self) -> str:
        """``criteria``, ``scale``, ``points``, ``price``, ``quantity`` or ``gate``."""
        return self.kinds[0]

    @property
    def offer(self) -> Formula | None:
        """The formula and its settings of a price or quantity; ``None`` for other kinds."""
        return self.price or self.quantity

    @property
    def is_weighted(self) -> bool:
        """Whether it is meant to carry a weight; a gate may or may not."""
        if self.gate is not None:
            return self.weight is not None
        return not isinstance(self.offer, Unscored)


KINDS = ("criteria", "scale", "points", "price", "quantity", "gate")


class Rounding(Model):
    """Decimal places at each stage; a stage left out is not rounded."""

    mode: RoundingMode = "half-up"
    share: Places | None = None
    """The part of the weight a bid earned, as a fraction 0 to 1."""
    criterion: Places | None = None
    """A leaf's points after weighting."""
    section: Places | None = None
    """A group's sum."""
    total: Places | None = None


class AbnormallyLow(Model):
    """When a low price becomes a question for a named person. Never a reason to exclude."""

    against: Literal["mean-of-others", "mean", "median", "next"]
    by: Percent
    """This far below, or further: the question is raised at exactly this, too."""
    price: Id | None = None
    """The price criterion tested; may be left out when there is only one."""
    of: Id | None = None
    """The price criterion the others are compared by; by default the same."""
    bids: Literal["all", "leading"] = "all"
    """Whether only the bid ranked first is tested."""


class Adjustment(Model):
    """A published preference added to the total of qualifying bids after scoring."""

    id: Id
    title: Title
    when: Id
    """The yes/no column that says which bids qualify."""
    add: NumberOrPercent
    """Points, or percent of all points available."""


class Header(Model):
    """What every definition file says about itself."""

    svscore: Annotated[Whole, Field(ge=1, le=1)]
    id: Id
    title: Title
    version: Text
    agreement: Text | None = None
    regime: Literal["pa-2023", "pcr-2015", "other"]
    status: Literal["published", "reconstructed", "illustrative"]
    commenced: Day | None = None
    valid: Validity | None = None
    sources: tuple[Source, ...] = ()
    note: Text | None = None


class Framework(Header):
    """One evaluation model, complete."""

    value: Positive | None = None
    """The estimated value of the contract in pounds, including VAT: some minimum weights depend on it."""
    scales: dict[Text, Annotated[Scale, Field(min_length=1)]] = Field(default_factory=dict)
    total: Positive = Fraction(100)
    weights: Literal["of-parent", "of-total"] = "of-parent"
    rounding: Rounding = Rounding()
    missing: Literal["refuse", "zero", "partial"] = "refuse"
    moderation: Literal["consensus", "mean", "median", "rank-sum"] = "consensus"
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    below_minimum: Literal["exclude", "flag"] = "exclude"
    reference_bids: Literal["eligible", "all"] = "eligible"
    award: Award = HighestTotal()
    tie_break: tuple[Text, ...] = ()
    """Criterion ids in order; ``price`` is the cheaper bid, ``met-minimums`` a bid below no
    minimum, ``earliest`` the one submitted first."""
    adjustments: tuple[Adjustment, ...] = ()
    abnormally_low: tuple[AbnormallyLow, ...] = ()

    @cached_property  # no field: it is no part of the model, and two models are the same without it
    def left_out(self) -> tuple[str, ...]:
        """Ids and titles of what this variant or what-if leaves out of the model it changes: bids may still hold it."""
        return ()

    def leaving_out(self, names: tuple[str, ...]) -> Self:
        """The same model, which knows the names of what it leaves out."""
        model = self.model_copy()
        model.__dict__["left_out"] = names
        return model

    def walk(self) -> Iterator[tuple[Path, Criterion]]:
        """Every criterion with its path in the file, groups before their parts, in file order."""
        yield from _walk(("criteria",), self.criteria)

    def leaves(self) -> tuple[Criterion, ...]:
        """The criteria that hold no others, in file order."""
        return tuple(criterion for _, criterion in self.walk() if criterion.criteria is None)


def _walk(path: Path, criteria: tuple[Criterion, ...]) -> Iterator[tuple[Path, Criterion]]:
    for index, criterion in enumerate(criteria):
        here = (*path, index)
        yield here, criterion
        if criterion.criteria is not None:
            yield from _walk((*here, "criteria"), criterion.criteria)
