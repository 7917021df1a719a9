"""The criteria of a model by id, and models that are partly as one says and partly as another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from svscore.framework.fields import number_text
from svscore.framework.model import Criterion, Framework
from svscore.framework.wording import MARKING

Aspect = tuple[str, str]
"""What a difference is about: a kind, and the id of a criterion, the name of a scale or the key of a rule."""

TOP = ""
"""Stands for the id of the group the top level is in."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A model with its criteria by id."""

    framework: Framework
    nodes: Mapping[str, Criterion]
    parent: Mapping[str, str]
    """The id of the group each is in."""
    parents: Mapping[str, tuple[str, ...]]
    """The ids in each group, groups before their parts."""

    def title(self, name: str) -> str:
        """The title of a group."""
        return self.nodes[name].title if name else "the top level"

    def weight_text(self, name: str) -> str:
        """A weight as the file gives it; empty for none."""
        weight = self.nodes[name].weight
        return "" if weight is None else number_text(weight)


def outline(framework: Framework) -> Tree:
    """A model by the ids of its criteria, which are all different."""
    parents: dict[str, tuple[str, ...]] = {TOP: tuple(node.id for node in framework.criteria)}
    for _, node in framework.walk():
        if node.criteria is not None:
            parents[node.id] = tuple(child.id for child in node.criteria)
    nodes = {node.id: node for _, node in framework.walk()}
    return Tree(framework, nodes, {name: group for group, names in parents.items() for name in names}, parents)


def between(before: Tree, after: Tree, switched: Collection[Aspect]) -> Framework:
    """The model that is as ``after`` says in the ``switched`` aspects, and in wording, else as ``before``.

    Not checked: it may refer to a criterion that is not there yet.
    """
    criteria = _parts(TOP, before, after, switched)
    there = _ids(criteria)
    old, new = before.framework, after.framework
    scales = {**old.scales, **{name: scale for name, scale in new.scales.items() if name not in old.scales}}
    scales |= {name: new.scales[name] for kind, name in switched if kind == "scale"}
    keys = [name.replace("-", "_") for kind, name in switched if kind == "rule"]
    if ("parts", TOP) in switched:
        keys += ["total", "weights"]
    changed = {key: getattr(new, key) for key in keys}
    order = changed.get("tie_break", old.tie_break)
    gone = (before.nodes.keys() | after.nodes.keys()) - there
    changed |= {"tie_break": tuple(name for name in order if name not in gone)}
    return old.model_copy(update={"criteria": criteria, "scales": scales, **changed})


def _parts(group: str, before: Tree, after: Tree, switched: Collection[Aspect]) -> tuple[Criterion, ...]:
    is_new = ("parts", group) in switched or group not in before.parents
    side = after if is_new and group in after.parents else before
    return tuple(_node(side.nodes[name], before, after, switched) for name in side.parents[group])


def _node(listed: Criterion, before: Tree, after: Tree, switched: Collection[Aspect]) -> Criterion:
    """A criterion with the weight of the list it stands in, and the rest as far as it is switched."""
    name = listed.id
    old, new = before.nodes.get(name, listed), after.nodes.get(name, listed)
    marked = new if ("marking", name) in switched else old
    values = {key: getattr(marked, key) for key in MARKING}
    for key in ("minimum", "rescale"):
        values[key] = getattr(new if (key, name) in switched else old, key)
    values["criteria"] = _parts(name, before, after, switched) if marked.criteria is not None else None
    return new.model_copy(update={**values, "weight": listed.weight})


def _ids(criteria: tuple[Criterion, ...]) -> set[str]:
    return {name for node in criteria for name in (node.id, *_ids(node.criteria or ()))}
