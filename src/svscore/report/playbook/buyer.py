"""For the buyer: the evaluation section of an invitation to tender, from the model alone."""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.load import Loaded
from svscore.framework.model import Criterion, Framework
from svscore.report.playbook.blocks import Block, Document, Heading, Items, Paragraph, Table
from svscore.report.playbook.parts import (
    about,
    award,
    listed,
    low_prices,
    offer,
    offers,
    rounding,
    sentences,
    status,
    ties,
    unconfirmed,
)
from svscore.report.playbook.rules import (
    BY_MONEY,
    METHODS,
    MISSING,
    is_marked,
    moderation_words,
    number,
)
from svscore.report.playbook.thresholds import (
    below_minimum,
    fails,
    how_marked,
    minimum_words,
    reference_words,
    rescaled_words,
)
from svscore.scoring.calculation import overall_weights
from svscore.scoring.values import share_of_mark


def document(loaded: Loaded, file: str) -> Document:
    """What has to be published of a model before bids are made."""
    return Document(f"How tenders are evaluated: {loaded.framework.title}", tuple(_blocks(loaded, file)))


def _blocks(loaded: Loaded, file: str) -> Iterator[Block]:
    framework = loaded.framework
    yield status(framework)
    yield Heading(2, "Method in short")
    yield Items(tuple(_steps(framework)), is_ordered=True)
    if overall_weights(framework):
        yield Heading(2, "Award criteria and their weights")
        yield from _criteria(framework)
    yield from _gates(framework)
    if any(_is_told(node) for _, node in framework.walk()):
        yield Heading(2, "What is asked and looked for")
        yield from _questions(framework)
    yield from _scales(framework)
    if is_marked(framework):
        yield Heading(2, "How marks are agreed")
        yield from sentences(*moderation_words(framework))
    yield from _offers(framework)
    yield from _minimums(framework)
    yield Heading(2, "What is left blank")
    yield from sentences(
        MISSING[framework.missing],
        "Nothing is ever excluded for a blank: the bidder is asked." if framework.missing != "zero" else "",
    )
    yield Heading(2, "Rounding")
    yield from rounding(framework)
    yield Heading(2, "Award")
    yield from award(framework)
    yield Heading(2, "Ties")
    yield from ties(framework)
    yield Heading(2, "Abnormally low prices")
    yield from low_prices(framework)
    yield from about(loaded, file)


def _steps(framework: Framework) -> Iterator[str]:
    if any(leaf.gate for leaf in framework.leaves()):
        yield "Pass or fail: the conditions below are looked at first."
    if is_marked(framework):
        yield "Each answer is marked for itself, on the published scale."
    if any(node.minimum for _, node in framework.walk()):
        yield f"Minimums are applied. {below_minimum(framework)}"
    if any(leaf.is_weighted for leaf in offers(framework)):
        yield f"Prices and measured offers are worked out by their formulas. {reference_words(framework)}".strip()
    if framework.award.by in BY_MONEY:
        yield METHODS[framework.award.by]
    else:
        yield f"Points are added up, out of {number(framework.total)}, and bids are put in order."


def _criteria(framework: Framework) -> Iterator[Block]:
    unit = "within its section" if framework.weights == "of-parent" else "in points"
    head = ("Criterion", f"Weight {unit}", f"Points of {number(framework.total)}", "How it is assessed", "Minimum")
    rows = tuple(_rows(framework, framework.criteria, ""))
    yield Table("Criteria, weights and minimums", head, rows, frozenset({1, 2}))
    yield Paragraph("The points of a section are those of the criteria in it, added up.")


def _rows(framework: Framework, siblings: tuple[Criterion, ...], outline: str) -> Iterator[tuple[str, ...]]:
    """A row for each criterion that has points, numbered as in a document, sections before their parts."""
    weights = overall_weights(framework)
    for place, node in enumerate((node for node in siblings if node.id in weights), start=1):
        least = minimum_words(node, framework) if node.minimum else "none"
        kind = how_marked(node) or rescaled_words(node) or "sum of the criteria in it"
        yield f"{outline}{place} {node.title}", _weight(node), number(weights[node.id]), kind, least
        yield from _rows(framework, node.criteria or (), f"{outline}{place}.")


def _weight(node: Criterion) -> str:
    return "sum" if node.weight is None else number(node.weight)


def _gates(framework: Framework) -> Iterator[Block]:
    gates = [leaf for leaf in framework.leaves() if leaf.gate is not None]
    if gates:
        yield Heading(2, "Conditions: pass or fail")
        rows = tuple((leaf.title, leaf.question or leaf.title, fails(leaf)) for leaf in gates)
        yield Table("Conditions", ("Condition", "Question", "Consequence"), rows)
        yield Paragraph("A condition that is not answered is asked about; it does not exclude.")


def _questions(framework: Framework) -> Iterator[Block]:
    for path, node in framework.walk():
        if _is_told(node):
            yield Heading(min(len(path) // 2 + 2, 4), node.title)
            yield from _told(node)


def _is_told(node: Criterion) -> bool:
    """Whether there is more to say than other sections do: those have the gates' questions and all prices."""
    if node.criteria is not None:
        return any(_is_told(part) for part in node.criteria)
    return node.offer is None and (node.gate is None or bool(node.guidance or node.look_for))


def _told(node: Criterion) -> Iterator[Block]:
    if node.code:
        yield Paragraph(f"The publisher's reference: {node.code}.")
    yield from sentences(node.question or "")
    yield from sentences(node.guidance or "")
    yield from listed("Looked for:", node.look_for)
    yield from listed("Delivery is measured by:", node.metrics)
    if node.sdgs:
        yield Paragraph(f"Sustainable Development Goals: {', '.join(map(str, node.sdgs))}.")
    yield from unconfirmed(node)


def _scales(framework: Framework) -> Iterator[Block]:
    used = dict.fromkeys(leaf.scale for leaf in framework.leaves() if leaf.scale is not None)
    if not used:
        return
    yield Heading(2, "Marking scales")
    yield Paragraph("A mark is one of those listed; nothing between them is given.")
    for name in used:
        rows = []
        for level in framework.scales[name]:
            value = level.number if level.number is not None else level.mark
            share = share_of_mark(framework.scales[name], value).value
            rows.append((level.mark, level.label or "", level.descriptor or "", f"{number(share * 100)}%"))
        head = ("Mark", "Meaning", "What such an answer looks like", "Part of the points")
        yield Table(f"Scale {name}", head, tuple(rows), frozenset({3}))


def _offers(framework: Framework) -> Iterator[Block]:
    found = offers(framework)
    if found:
        yield Heading(2, "Prices and measured offers")
        for leaf in found:
            yield Heading(3, leaf.title)
            yield from offer(framework, leaf)


def _minimums(framework: Framework) -> Iterator[Block]:
    found = [node for _, node in framework.walk() if node.minimum is not None]
    yield Heading(2, "Minimums")
    if not found:
        yield Paragraph("There are no minimums.")
        return
    rows = tuple((node.title, minimum_words(node, framework)) for node in found)
    yield Table("Minimums", ("Criterion", "A bid needs"), rows)
    yield from sentences(below_minimum(framework), "Unless said otherwise a minimum is compared with unrounded values.")
