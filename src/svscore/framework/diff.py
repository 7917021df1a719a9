"""What is different between two models, in words, and the models in between: one difference made after the other.

The order is fixed: criteria and weights from the top down, scales, how each criterion is marked and its minimum,
then the rules that hold for the whole model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from svscore.framework.model import Criterion, Framework, Scale
from svscore.framework.tree import TOP, Aspect, Tree, between, outline
from svscore.framework.wording import (
    HEADER,
    RULES,
    WORDS,
    marking_text,
    marking_texts,
    minimum_text,
    rule_text,
    scale_text,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was; a text is empty where there was nothing, or is nothing any more."""

    kind: str
    """``added``, ``removed``, ``renamed``, ``moved``, ``weight``, ``scale``, ``marking``, ``minimum``,
    ``rescale``, ``rule``, ``words`` or ``header``."""
    subject: str
    """Id of the criterion (the new one of two), name of the scale, or key of the file."""
    name: str
    """For people: title of the criterion, or the subject again."""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """Differences that only make sense together, and the model once these and all before them are made."""

    title: str
    differences: tuple[Difference, ...]
    framework: Framework
    taken: frozenset[str]
    """Ids of criteria whose cells are now read as the new model reads them."""


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that is different between two models."""

    old: Framework
    new: Framework
    steps: tuple[Step, ...]
    """Differences that scores may follow from, in the order in which they are made."""
    words: tuple[Difference, ...]
    """Differences of wording, dates and sources, which no score follows from."""

    def __bool__(self) -> bool:
        return bool(self.steps or self.words)


def diff(old: Framework, new: Framework) -> Diff:
    """Compares two complete models."""
    before, after = outline(old), outline(new)
    switched: set[Aspect] = set()
    steps: list[Step] = []
    for title, aspects, differences in (*_structure(before, after), *_rules(before, after)):
        switched |= aspects
        taken = frozenset(subject for kind, subject in switched if kind == "marking")
        steps.append(Step(title, differences, between(before, after, frozenset(switched)), taken))
    return Diff(old, new, tuple(steps), tuple(_words(before, after)))


Group = tuple[str, frozenset[Aspect], tuple[Difference, ...]]
"""A title, the aspects that change together, and the differences that makes."""


def _structure(before: Tree, after: Tree) -> Iterator[Group]:
    """Criteria and weights: one group for each list of siblings, or one in all where they hang together."""
    lists = [parent for parent in before.parents if parent in after.parents]
    changed = [parent for parent in lists if _siblings_differ(before, after, parent)]
    if not changed:
        return
    if _hang_together(before, after):
        yield "Criteria and weights", _of_lists(before, after, lists), _siblings(before, after, lists)
        return
    for parent in changed:
        where = f" in {after.nodes[parent].title}" if parent else ""
        yield f"Criteria and weights{where}", _of_lists(before, after, [parent]), _siblings(before, after, [parent])


def _hang_together(before: Tree, after: Tree) -> bool:
    """Whether one list cannot be changed without another: points of the total, or a criterion that moves."""
    framework, other = before.framework, after.framework
    is_of_total = "of-total" in (framework.weights, other.weights)
    return is_of_total or any(
        before.parent[name] != after.parent[name] or _turned(before, after, name)
        for name in before.nodes.keys() & after.nodes.keys()
    )


def _turned(before: Tree, after: Tree, name: str) -> bool:
    """Whether a criterion is a group in one model and a leaf in the other."""
    return (name in before.parents) != (name in after.parents)


def _of_lists(before: Tree, after: Tree, parents: list[str]) -> frozenset[Aspect]:
    """The lists, and what a criterion is marked by where it turns from a group into a leaf or back."""
    turned = [name for name in before.nodes.keys() & after.nodes.keys() if _turned(before, after, name)]
    return frozenset({("parts", parent) for parent in (*parents, *turned)} | {("marking", name) for name in turned})


def _siblings_differ(before: Tree, after: Tree, parent: str) -> bool:
    weights = [{name: tree.nodes[name].weight for name in tree.parents[parent]} for tree in (before, after)]
    whole = [(tree.framework.total, tree.framework.weights) if parent == TOP else None for tree in (before, after)]
    turned = any(_turned(before, after, name) for name in weights[0].keys() & weights[1].keys())
    return weights[0] != weights[1] or whole[0] != whole[1] or turned


def _siblings(before: Tree, after: Tree, parents: list[str]) -> tuple[Difference, ...]:
    changed = [parent for parent in parents if _siblings_differ(before, after, parent)]
    return tuple(difference for parent in changed for difference in _of_list(before, after, parent))


def _of_list(before: Tree, after: Tree, parent: str) -> Iterator[Difference]:
    renamed = _renamed(before, after, parent)
    if parent == TOP:
        yield from _key(before, after, "total")
        yield from _key(before, after, "weights")
    for name in before.parents[parent]:
        if name not in after.nodes and name not in renamed.values():
            yield Difference("removed", name, before.nodes[name].title, before.weight_text(name), "")
    for name in after.parents[parent]:
        was = renamed.get(name, name)
        if was in before.nodes:
            yield from _of_kept(before, after, was, name)
        else:
            yield Difference("added", name, after.nodes[name].title, "", after.weight_text(name))


def _of_kept(before: Tree, after: Tree, was: str, name: str) -> Iterator[Difference]:
    """How a criterion stands in its list that was there before, perhaps with another id or elsewhere."""
    old, new = before.nodes[was], after.nodes[name]
    if was != name:
        yield Difference("renamed", name, new.title, was, name)
    elif before.parent[was] != after.parent[name]:
        places = before.title(before.parent[was]), after.title(after.parent[name])
        yield Difference("moved", name, new.title, *places)
    if old.weight != new.weight:
        yield Difference("weight", name, new.title, before.weight_text(was), after.weight_text(name))
    if was == name and _turned(before, after, name):
        yield Difference("marking", name, new.title, marking_text(old), marking_text(new))


def _renamed(before: Tree, after: Tree, parent: str) -> dict[str, str]:
    """New ids with the old one of the criterion of the same title in the same place."""
    gone = {before.nodes[name].title: name for name in before.parents[parent] if name not in after.nodes}
    come = {after.nodes[name].title: name for name in after.parents[parent] if name not in before.nodes}
    return {come[title]: gone[title] for title in gone if title in come}


def _rules(before: Tree, after: Tree) -> Iterator[Group]:
    old, new = before.framework, after.framework
    for name in new.scales:
        if name in old.scales:
            texts = scale_text(old.scales[name]), scale_text(new.scales[name])
            yield from _group(f"Scale {name}", ("scale", name), Difference("scale", name, name, *texts))
    for name, node in after.nodes.items():
        was = before.nodes.get(name)
        if was is None:
            continue
        if not _turned(before, after, name):  # that is a difference of its list
            yield from _of_node("marking", "Marking", node, *marking_texts(was, node))
        yield from _of_node("rescale", "Rescaling", node, was.rescale or "", node.rescale or "")
        yield from _of_node("minimum", "Minimum", node, minimum_text(was.minimum), minimum_text(node.minimum))
    for key in RULES:
        for difference in _key(before, after, key):
            yield key.replace("-", " ").capitalize(), frozenset({("rule", key)}), (difference,)


def _of_node(kind: str, what: str, node: Criterion, before: str, after: str) -> Iterator[Group]:
    difference = Difference(kind, node.id, node.title, before, after)
    yield from _group(f"{what} of {node.title}", (kind, node.id), difference)


def _group(title: str, aspect: Aspect, difference: Difference) -> Iterator[Group]:
    if difference.before != difference.after:
        yield title, frozenset({aspect}), (difference,)


def _key(before: Tree, after: Tree, key: str) -> Iterator[Difference]:
    texts = rule_text(before.framework, key), rule_text(after.framework, key)
    yield from _if_different("rule", key, key.replace("-", " "), *texts)


def _words(before: Tree, after: Tree) -> Iterator[Difference]:
    for name in [name for name in after.nodes if name in before.nodes]:
        old, new = before.nodes[name], after.nodes[name]
        for key in WORDS:
            yield from _if_different("words", name, f"{key} of {new.title}", _said(old, key), _said(new, key))
    for name in [name for name in after.framework.scales if name in before.framework.scales]:
        was = _descriptors(before.framework.scales[name])
        for mark, text in _descriptors(after.framework.scales[name]).items():
            if mark in was:
                yield from _if_different("words", name, f"mark {mark} of scale {name}", was[mark], text)
    for key in HEADER:
        yield from _if_different("header", key, key, rule_text(before.framework, key), rule_text(after.framework, key))


def _if_different(kind: str, subject: str, name: str, before: str, after: str) -> Iterator[Difference]:
    if before != after:
        yield Difference(kind, subject, name, before, after)


def _descriptors(scale: Scale) -> dict[str, str]:
    """What each mark means, in words."""
    return {level.mark: ": ".join(filter(None, (level.label, level.descriptor))) for level in scale}


def _said(node: Criterion, key: str) -> str:
    value = getattr(node, key.replace("-", "_"))
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")
