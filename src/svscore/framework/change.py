"""``set``, ``drop`` and ``redistribute``: weights changed and criteria left out, exactly.

The same change serves a variant file and ``--set``/``--drop`` on the command line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from typing import Literal

from svscore.framework.fields import number_text, shown
from svscore.framework.left_out import names_left_out, without_rules
from svscore.framework.nodes import Map, Node, PlainNode, Seq
from svscore.framework.spread import Branch, Spread, branches_of, number
from svscore.problem import Location, Problem, did_you_mean

CANNOT_CHANGE = "SV022"

MAX_UNFIT = 100
"""Ids that cannot be changed, of one file: looking for near ones takes time."""


@dataclass(frozen=True, slots=True)
class Changes:
    """New weights by id, and ids of criteria that are left out.

    Weights are in the unit the file uses: inside the parent, or points of the total.
    """

    set: Mapping[str, Fraction] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    redistribute: Literal["proportional", "none"] = "proportional"
    """Whether unset siblings take up the difference in proportion, or keep their weights."""
    places: Mapping[str, Location] = field(default_factory=dict)
    """Where each id is set or dropped; by default the option on the command line."""

    @property
    def asked(self) -> tuple[str, ...]:
        """Every id that is set or dropped."""
        return (*self.set, *self.drop)

    def __bool__(self) -> bool:
        return bool(self.asked)

    def place(self, name: str) -> Location:
        """Where the change of a criterion is asked for."""
        if name in self.places:
            return self.places[name]
        option = f"--set {name}={number_text(self.set[name])}" if name in self.set else f"--drop {name}"
        return Location(option)


def read_changes(variant: Map) -> tuple[Changes, list[Problem]]:
    """The changes a variant file asks for; what is no number or id is left out and reported."""
    problems: list[Problem] = []
    weights: dict[str, Fraction] = {}
    places: dict[str, Location] = {}
    settings = variant.get("set", Map())
    if not isinstance(settings, Map):
        problems.append(_refused(settings, "expected ids with their new weights, like {wellbeing: 30}"))
        settings = Map()
    for name, value in settings.items():
        weight = number(value)
        if weight is None:
            problems.append(_refused(value, "expected a plain decimal number, like 20 or 12.5"))
        else:
            weights[name] = weight
            places[name] = settings.key_location(name)
    dropped = variant.get("drop", Seq())
    if not isinstance(dropped, Seq):
        problems.append(_refused(dropped, "expected a list of ids, like [wellbeing]"))
        dropped = Seq()
    drops = []
    for entry in dropped:
        if isinstance(entry, (Map, Seq)):
            problems.append(_refused(entry, "expected an id"))
        elif entry in places:
            found = f"{str(entry)!r} is both set and dropped"
            problems.append(Problem(entry.location, CANNOT_CHANGE, found, "keep one of the two"))
        else:
            drops.append(str(entry))
            places[entry] = entry.location
    way = variant.get("redistribute", PlainNode("proportional"))
    if way not in ("proportional", "none"):
        problems.append(_refused(way, "expected one of: proportional, none"))
    return Changes(weights, tuple(drops), "none" if way == "none" else "proportional", places), problems


def _refused(node: Node, expected: str) -> Problem:
    return Problem(node.location, CANNOT_CHANGE, f"found {shown(node)}, {expected}")


def apply_changes(data: Map, changes: Changes) -> tuple[Map, list[Problem], list[str]]:
    """The data with the changes made, the problems of those that cannot be, and each change in words.

    With ``of-parent`` weights each group that loses or sets a criterion is spread anew; with
    ``of-total`` weights a group's leaves follow the group, and groups that say a weight follow their
    leaves. Tie-breaks, low-price tests, additions and payments that name a criterion that is left out go with it.
    """
    if not changes or not isinstance(criteria := data.get("criteria"), Seq):
        return data, [], []
    branches = branches_of(criteria)
    everything = {each.id: each for branch in branches for each in branch.walk()}
    of_total = data.get("weights") == "of-total"
    unfit = islice(_unfit(changes, everything, of_total=of_total), MAX_UNFIT)
    problems = [*unfit, *_inside_dropped(changes, everything)]
    if problems:
        return data, problems, []
    spread = Spread(changes.set, dict.fromkeys(changes.drop), of_total, changes.redistribute == "proportional")
    result = spread.made(data, branches)
    if spread.refused:
        return data, [_problem(changes, *refused) for refused in spread.refused], []
    for owner, name in spread.touched:
        owner.key_locations["criteria"] = changes.place(name)
    gone = {branch.id: branch.node for name in changes.drop for branch in everything[name].walk()}
    with_it = without_rules(result, gone) if gone else []
    result.left_out = names_left_out(data, result)
    return result, [], [*_said(changes, everything, of_total=of_total), *with_it]


def _unfit(changes: Changes, everything: Mapping[str, Branch], *, of_total: bool) -> Iterator[Problem]:
    """The ids that cannot be changed as asked."""
    titles = {name: str(branch.node.get("title", "")) for name, branch in everything.items()}
    for name in changes.asked:
        branch = everything.get(name)
        if branch is None:
            yield _problem(changes, name, f"no criterion with the id {name!r}", did_you_mean(name, everything, titles))
        elif name in changes.set and name in changes.drop:
            yield _problem(changes, name, f"{name!r} is both set and dropped", "keep one of the two")
        elif name in changes.set and not branch.says_weight(of_total=of_total):
            yield _problem(changes, name, f"{name!r} has no weight to change", "set only criteria with a weight")
        elif name in changes.set and changes.set[name] < 0:
            found = f"found the weight {number_text(changes.set[name])} for {name!r}, expected 0 or more"
            yield _problem(changes, name, found)


def _inside_dropped(changes: Changes, everything: Mapping[str, Branch]) -> Iterator[Problem]:
    for name in changes.drop:
        for inside in everything[name].walk() if name in everything else ():
            if inside.id in changes.set and inside.id != name:
                found = f"{inside.id!r} is inside {name!r}, which is dropped"
                yield _problem(changes, inside.id, found, "keep one of the two")


def _said(changes: Changes, everything: Mapping[str, Branch], *, of_total: bool) -> list[str]:
    """Each change in words."""
    weights = [
        f"weight of {name} {number_text(weight)} instead of {number_text(old)}"
        for name, weight in changes.set.items()
        if (old := everything[name].weight_in(of_total=of_total)) is not None
    ]
    return [*weights, *(f"without {name}" for name in changes.drop)]


def _problem(changes: Changes, name: str, message: str, hint: str = "") -> Problem:
    return Problem(changes.place(name), CANNOT_CHANGE, message, hint)
