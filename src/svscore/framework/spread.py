"""Weights spread anew over a tree of criteria, exactly, when some are set and some left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from svscore.exact import MAX_DIGITS, parse_number
from svscore.framework.fields import number_text
from svscore.framework.nodes import Map, Node, PlainNode, Seq


@dataclass(slots=True)
class Branch:
    """A criterion of the data with what it weighs."""

    node: Map
    id: str
    weight: Fraction | None
    """As the file says it; ``None`` also where the file says something that is no number."""
    parts: list[Branch] | None

    def walk(self) -> Iterator[Branch]:
        """This criterion and everything below."""
        yield self
        for part in self.parts or ():
            yield from part.walk()

    def weight_in(self, *, of_total: bool) -> Fraction | None:
        """What it weighs among its siblings: its weight, or the sum of its leaves; ``None`` without one."""
        if not of_total or self.parts is None:
            return self.weight
        sizes = [size for part in self.parts if (size := part.weight_in(of_total=of_total)) is not None]
        return sum(sizes, Fraction(0)) if sizes else None

    def says_weight(self, *, of_total: bool) -> bool:
        """Whether the file gives it a weight, readable or not."""
        if of_total and self.parts is not None:
            return any(part.says_weight(of_total=of_total) for part in self.parts)
        return "weight" in self.node


def branches_of(criteria: Seq) -> list[Branch]:
    """The criteria of a list that can be told apart from other things in it."""
    return [
        Branch(
            node,
            str(node.get("id", "")),
            number(node.get("weight")),
            branches_of(inner) if isinstance(inner := node.get("criteria"), Seq) else None,
        )
        for node in criteria
        if isinstance(node, Map)
    ]


def number(node: Node | None) -> Fraction | None:
    """The number written there; ``None`` where there is none, which the models refuse in their own words."""
    try:
        return parse_number(node)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return None


@dataclass(slots=True)
class Spread:
    """The arithmetic of one change. ``refused`` holds what cannot add up, by the id that asks for it."""

    set: Mapping[str, Fraction]
    drop: Mapping[str, None]
    is_of_total: bool
    is_proportional: bool
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    touched: list[tuple[Map, str]] = field(default_factory=list)
    """New mappings whose list of criteria is no longer as the file has it, each with the id that is why."""

    def made(self, data: Map, branches: list[Branch]) -> Map:
        """A copy of the data with the new weights."""
        result = data.copy()
        total = number(data.get("total", PlainNode("100")))
        is_touched = any(self._is_asked(branch) for branch in branches)
        self._put_parts(result, branches, total if self.is_proportional and is_touched else None, "the model")
        return result

    def _is_asked(self, branch: Branch) -> bool:
        return branch.id in self.set or branch.id in self.drop

    def _put_parts(self, owner: Map, branches: list[Branch], target: Fraction | None, name: str) -> Fraction | None:
        """Give ``owner`` its changed parts; the sum of their weights.

        ``target`` is what they must add up to; ``None`` leaves unset parts as they are.
        """
        asked = [branch.id for branch in branches if self._is_asked(branch)]
        kept = [branch for branch in branches if branch.id not in self.drop]
        if branches and not kept:
            self.refused.append((asked[0], f"every criterion of {name} is dropped", "drop the group instead"))
            return None
        weights = self._weights(kept, target, [*asked, *self.set, *self.drop][0])
        if weights is None and self.is_of_total:
            return None  # what the parts must add up to is not known either
        weights = weights or {}
        changed = {id(branch.node): self._part(branch, weights.get(branch.id), target) for branch in kept}
        gone = {id(branch.node) for branch in branches} - changed.keys()
        old = owner["criteria"]
        entries = [node for node in old if id(node) not in gone] if isinstance(old, Seq) else []
        owner["criteria"] = Seq(old.location, [changed.get(id(node), (node, None))[0] for node in entries])
        if asked:
            self.touched.append((owner, asked[0]))
        return sum((weight for _, weight in changed.values() if weight is not None), Fraction(0))

    def _part(self, branch: Branch, weight: Fraction | None, above: Fraction | None) -> tuple[Map, Fraction | None]:
        """A changed copy of a criterion, and what it weighs now; ``above`` is its group's target."""
        node = branch.node.copy()
        if branch.parts is not None:
            inside = self._put_parts(node, branch.parts, self._target(branch, weight, above), repr(branch.id))
            weight = inside if self.is_of_total else weight
        if weight is not None and branch.weight is not None and weight != branch.weight:
            text = number_text(weight)
            if len(text) > MAX_DIGITS:
                found = f"the weight of {branch.id!r} becomes a fraction of more than {MAX_DIGITS} characters"
                self.refused.append((next(iter([*self.set, *self.drop])), found, "set a shorter number"))
            node["weight"] = PlainNode(text, node["weight"].location)
        return node, weight

    def _target(self, group: Branch, weight: Fraction | None, above: Fraction | None) -> Fraction | None:
        """What a group's parts must add up to; ``None`` to leave the unset ones as they are."""
        if self.is_of_total:
            return weight if self.is_proportional or group.id in self.set or above is not None else None
        is_touched = any(self._is_asked(part) for part in group.parts or ())
        return Fraction(100) if self.is_proportional and is_touched else None

    def _weights(self, kept: list[Branch], target: Fraction | None, name: str) -> dict[str, Fraction] | None:
        """The new weight of each part that has one; ``None`` when they cannot add up, which ``name`` asks for."""
        weights = {branch.id: branch.weight_in(of_total=self.is_of_total) for branch in kept}
        old = {name: weight for name, weight in weights.items() if weight is not None}
        fixed = {name: self.set[name] for name in old if name in self.set}
        free = {name: weight for name, weight in old.items() if name not in fixed}
        is_unread = any(each.weight is None and "weight" in each.node for branch in kept for each in branch.walk())
        if target is None or is_unread:
            return {**free, **fixed}
        taken, before = sum(fixed.values(), Fraction(0)), sum(free.values(), Fraction(0))
        rest = target - taken
        if rest < 0 or (before == 0 and rest != 0):
            most = "at most " if before else ""
            found = f"the weights set add up to {number_text(taken)}, expected {most}{number_text(target)}"
            self.refused.append((next(iter(fixed), name), found, "nothing else can take the difference"))
            return None
        factor = rest / before if before else Fraction(0)
        return {**{name: weight * factor for name, weight in free.items()}, **fixed}
