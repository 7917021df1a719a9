"""``set``, ``drop`` and ``redistribute``: weights changed and criteria left out, exactly.

The same change serves a variant file and ``--set``/``--drop`` on the command line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from svscore.exact import MAX_DIGITS, exact_text, parse_number
from svscore.framework.nodes import Map, Node, PlainNode, Seq
from svscore.problem import Location, Problem, did_you_mean

CANNOT_CHANGE = "SV022"


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

    def __bool__(self) -> bool:
        return bool(self.set or self.drop)

    def place(self, name: str) -> Location:
        """Where the change of a criterion is asked for."""
        if name in self.places:
            return self.places[name]
        option = f"--set {name}={exact_text(self.set[name])}" if name in self.set else f"--drop {name}"
        return Location(option)


@dataclass(slots=True)
class _Branch:
    """A criterion of the data, for the arithmetic."""

    node: Map
    id: str
    weight: Fraction | None
    parts: list[_Branch] | None

    def walk(self) -> Iterator[_Branch]:
        yield self
        for part in self.parts or ():
            yield from part.walk()

    def size(self) -> Fraction | None:
        """The points of a leaf, or of all leaves of a group; ``None`` where nothing is weighted."""
        if self.parts is None:
            return self.weight
        sizes = [size for part in self.parts if (size := part.size()) is not None]
        return sum(sizes, Fraction(0)) if sizes else None


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
        try:
            weights[name] = parse_number(value)  # type: ignore[arg-type]
            places[name] = settings.key_location(name)
        except (ValueError, TypeError):
            problems.append(_refused(value, "expected a plain decimal number, like 20 or 12.5"))
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
    found = "keys and values" if isinstance(node, Map) else "a list" if isinstance(node, Seq) else repr(str(node))
    return Problem(node.location, CANNOT_CHANGE, f"found {found}, {expected}")


def apply_changes(data: Map, changes: Changes) -> tuple[Map, list[Problem], list[str]]:
    """The data with the changes made, the problems of those that cannot be, and each change in words.

    With ``of-parent`` weights each group that loses or sets a criterion is spread anew; with
    ``of-total`` weights a group's leaves follow the group, and groups that say a weight follow their
    leaves. Tie-breaks by a criterion that is left out go with it.
    """
    if not changes or not isinstance(criteria := data.get("criteria"), Seq):
        return data, [], []
    change = _Change(data, changes, _branches(criteria))
    change.refuse()
    if change.problems:
        return data, change.problems, []
    result = change.made()
    return (data if change.problems else result), change.problems, change.said()


def _branches(criteria: Seq) -> list[_Branch]:
    result = []
    for node in criteria:
        if isinstance(node, Map):
            inner = node.get("criteria")
            parts = _branches(inner) if isinstance(inner, Seq) else None
            result.append(_Branch(node, str(node.get("id", "")), _number(node.get("weight")), parts))
    return result


def _number(node: Node | None) -> Fraction | None:
    try:
        return parse_number(node)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return None  # not set, or refused elsewhere


class _Change:
    def __init__(self, data: Map, changes: Changes, branches: list[_Branch]) -> None:
        self.data = data
        self.changes = changes
        self.branches = branches
        self.everything = {each.id: each for branch in branches for each in branch.walk()}
        self.is_of_total = data.get("weights") == "of-total"
        self.is_proportional = changes.redistribute == "proportional"
        self.asked = (*changes.set, *changes.drop)
        self.problems: list[Problem] = []

    def refuse(self) -> None:
        """Report the ids that cannot be changed as asked."""
        changes = self.changes
        for name in self.asked:
            if name not in self.everything:
                self._problem(name, f"no criterion with the id {name!r}", did_you_mean(name, self.everything))
            elif name in changes.set and name in changes.drop:
                self._problem(name, f"{name!r} is both set and dropped", "keep one of the two")
            elif name in changes.set and self._weight(self.everything[name]) is None:
                self._problem(name, f"{name!r} has no weight to change", "only a criterion with a weight can be set")
            elif name in changes.set and changes.set[name] < 0:
                found = f"found the weight {exact_text(changes.set[name])} for {name!r}, expected 0 or more"
                self._problem(name, found, "")
        for name in changes.drop:
            for inside in self.everything[name].walk() if name in self.everything else ():
                if inside.id in changes.set and inside.id != name:
                    self._problem(
                        inside.id, f"{inside.id!r} is inside {name!r}, which is dropped", "keep one of the two"
                    )

    def made(self) -> Map:
        """The changed data; what cannot add up is reported."""
        result = self.data.copy()
        total = _number(self.data.get("total", PlainNode("100")))
        is_spread = self.is_proportional and any(branch.id in self.asked for branch in self.branches)
        self._put_group(result, self.branches, total if is_spread else None, "")
        if isinstance(order := self.data.get("tie-break"), Seq):
            gone = {each.id for name in self.changes.drop for each in self.everything[name].walk()}
            result["tie-break"] = Seq(order.location, [name for name in order if name not in gone])
        return result

    def said(self) -> list[str]:
        """Each change in words."""
        weights = [
            f"weight of {name} {exact_text(weight)} instead of {exact_text(old)}"
            for name, weight in self.changes.set.items()
            if name in self.everything and (old := self._weight(self.everything[name])) is not None
        ]
        return [*weights, *(f"without {name}" for name in self.changes.drop)]

    def _weight(self, branch: _Branch) -> Fraction | None:
        return branch.size() if self.is_of_total else branch.weight

    def _put_group(self, owner: Map, branches: list[_Branch], target: Fraction | None, name: str) -> Fraction | None:
        """Write a group's changed parts into a copy of its mapping, and give what they add up to.

        ``target`` is what they must add up to; ``None`` leaves unset parts as they are.
        """
        kept = [branch for branch in branches if branch.id not in self.changes.drop]
        touched = [branch.id for branch in branches if branch.id in self.asked]
        if branches and not kept:
            self._problem(touched[0], f"every criterion of {name or 'the model'} is dropped", "drop the group instead")
            return None
        weights = self._spread(kept, target)
        sum_ = Fraction(0)
        entries: list[Node] = []
        for branch in kept:
            node, weight = self._put(branch, weights.get(branch.id))
            entries.append(node)
            sum_ += weight or 0
        place = self.changes.place(touched[0]) if touched else owner.key_location("criteria")
        owner.put("criteria", Seq(owner["criteria"].location, entries), place)
        return sum_

    def _put(self, branch: _Branch, weight: Fraction | None) -> tuple[Map, Fraction | None]:
        """A changed copy of a criterion and what it now weighs; ``weight`` is its new weight, if it has one."""
        node = branch.node.copy()
        if branch.parts is not None:
            inside = self._put_group(node, branch.parts, self._target(branch, weight), repr(branch.id))
            weight = inside if self.is_of_total else weight
        if weight is not None and branch.weight is not None and weight != branch.weight:
            self._put_weight(node, branch.id, weight)
        return node, weight

    def _target(self, group: _Branch, weight: Fraction | None) -> Fraction | None:
        """What a group's parts must add up to; ``None`` to leave the unset ones as they are."""
        if self.is_of_total:
            return weight if self.is_proportional or group.id in self.changes.set else None
        is_touched = any(part.id in self.asked for part in group.parts or ())
        return Fraction(100) if self.is_proportional and is_touched else None

    def _put_weight(self, node: Map, name: str, weight: Fraction) -> None:
        text = exact_text(weight)
        if len(text) > MAX_DIGITS:
            self._problem(self.asked[0], f"the weight of {name!r} becomes too long a fraction", "")
        place = self.changes.place(name) if name in self.changes.set else node["weight"].location
        node.put("weight", PlainNode(text, place), node.key_location("weight"))

    def _spread(self, kept: list[_Branch], target: Fraction | None) -> dict[str, Fraction]:
        """The new weight of each weighted part of a group."""
        old = {branch.id: weight for branch in kept if (weight := self._weight(branch)) is not None}
        fixed = {name: self.changes.set[name] for name in old if name in self.changes.set}
        free = {name: weight for name, weight in old.items() if name not in fixed}
        if target is None:
            return {**free, **fixed}
        rest, before = target - sum(fixed.values()), sum(free.values())
        if rest < 0 or (before == 0 and rest != 0):
            shown = exact_text(sum(fixed.values(), Fraction(0)))
            found = f"the weights set add up to {shown}, expected {'at most ' if free else ''}{exact_text(target)}"
            self._problem((*fixed, *self.asked)[0], found, "nothing else can take the difference")
        factor = rest / before if before else Fraction(0)
        return {**{name: weight * factor for name, weight in free.items()}, **fixed}

    def _problem(self, name: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.changes.place(name), CANNOT_CHANGE, message, hint))
