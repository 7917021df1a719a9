"""For the bidder: what is asked, what good looks like, what each mark is worth, and what the rules mean."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from svscore.framework.levels import levels_of
from svscore.framework.load import Loaded
from svscore.framework.model import Criterion, Framework, ScaleLevel
from svscore.report.playbook.blocks import Block, Document, Heading, Items, Paragraph, Table
from svscore.report.playbook.parts import (
    about,
    award,
    listed,
    low_prices,
    offer,
    rounding,
    sentences,
    status,
    ties,
    unconfirmed,
)
from svscore.report.playbook.rules import (
    MISSING,
    award_words,
    is_marked,
    moderation_words,
    number,
)
from svscore.report.playbook.thresholds import (
    below_minimum,
    below_this,
    excludes,
    fails,
    how_marked,
    mark_points,
    minimum_words,
    misses,
    rescaled_words,
)
from svscore.scoring.calculation import is_relative, overall_weights

MOST_MARKS = 200
"""Marks of one scale that are listed for each criterion; those in the middle of a longer one are left out."""


def document(loaded: Loaded, file: str) -> Document:
    """A guide to a bid under the model, for somebody who has never made one."""
    return Document(f"Bidder's guide: {loaded.framework.title}", tuple(_blocks(loaded, file)))


def _blocks(loaded: Loaded, file: str) -> Iterator[Block]:
    framework = loaded.framework
    yield status(framework)
    yield Heading(2, "In short")
    yield Items(tuple(_short(framework)))
    yield from _gates(framework)
    if overall_weights(framework):
        yield Heading(2, "Where the points are")
        yield from _points(framework)
    yield Heading(2, "Question by question")
    yield from _questions(framework)
    yield Heading(2, "Your questions, answered")
    yield from _answers(framework)
    yield Heading(2, "Before you send it")
    yield Items(tuple(_checklist(framework)))
    yield from about(loaded, file)


def _short(framework: Framework) -> Iterator[str]:
    leaves = framework.leaves()
    gates = [leaf for leaf in leaves if leaf.gate is not None]
    counts = (
        (len(_hurdles(framework)), "condition to pass", "conditions to pass"),
        (len(gates) - len(_hurdles(framework)), "yes-or-no question", "yes-or-no questions"),
        (sum(leaf.offer is None for leaf in leaves) - len(gates), "question to answer", "questions to answer"),
        (sum(leaf.price is not None for leaf in leaves), "price to give", "prices to give"),
        (sum(leaf.quantity is not None for leaf in leaves), "quantity to offer", "quantities to offer"),
    )
    told = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    yield f"You have {', '.join(told)}."
    points = f"There are {number(framework.total)} points in all. " if overall_weights(framework) else ""
    yield f"{points}{award_words(framework)[0]}"
    if any(node.minimum for _, node in framework.walk()):
        yield f"There are minimums. {below_minimum(framework)}"


def _hurdles(framework: Framework) -> list[Criterion]:
    """The gates that exclude."""
    return [leaf for leaf in framework.leaves() if leaf.gate is not None and excludes(leaf.gate, leaf)]


def _gates(framework: Framework) -> Iterator[Block]:
    gates, weights = _hurdles(framework), overall_weights(framework)
    if not gates:
        return
    yield Heading(2, "Pass these first")
    yield Paragraph("These are pass or fail. Check that you can give the right answer before you write anything else.")
    rows = tuple(
        (leaf.question or leaf.title, fails(leaf), number(weights.get(leaf.id, Fraction(0)))) for leaf in gates
    )
    yield Table("Conditions to meet", ("You are asked", "Take care", "Points for passing"), rows, frozenset({2}))
    for leaf in gates:
        if leaf.guidance or leaf.look_for:
            yield Heading(3, leaf.title)
            yield from sentences(leaf.guidance or "")
            yield from listed("Have ready:", leaf.look_for)


def _points(framework: Framework) -> Iterator[Block]:
    weights = overall_weights(framework)
    leaves = sorted((leaf for leaf in framework.leaves() if leaf.id in weights), key=lambda leaf: -weights[leaf.id])
    rows = tuple((leaf.title, number(weights[leaf.id]), how_marked(leaf)) for leaf in leaves)
    yield Paragraph("The parts that can earn the most points come first.")
    yield Table("What each part of the bid can earn", ("Part", "Points", "How"), rows, frozenset({1}))


def _questions(framework: Framework) -> Iterator[Block]:
    for path, node in framework.walk():
        if _asked(node):
            yield Heading(min(len(path) // 2 + 2, 4), node.title)
            yield from _worth(framework, node)
            yield from _offered(framework, node) if node.offer is not None else _told(framework, node)


def _asked(node: Criterion) -> bool:
    """Whether it is more than a condition to pass, which has its own section."""
    if node.criteria is not None:
        return any(_asked(part) for part in node.criteria)
    return node.gate is None or not excludes(node.gate, node)


def _worth(framework: Framework, node: Criterion) -> Iterator[Paragraph]:
    points = overall_weights(framework).get(node.id)
    worth = (
        f"Worth up to {number(points)} of {number(framework.total)} points." if points else "Worth no points by itself."
    )
    least = (
        f"You need {minimum_words(node, framework)}; a bid with less is {below_this(framework)}."
        if node.minimum
        else ""
    )
    yield from sentences(worth, least, rescaled_words(node) if node.offer is None else "")


def _told(framework: Framework, node: Criterion) -> Iterator[Block]:
    yield from sentences(f"You are asked: {node.question.strip()}" if node.question else "")
    yield from sentences(node.guidance or "")
    yield from listed("What good looks like, and what to show evidence of:", node.look_for)
    yield from listed("Show how delivery will be measured, for example by:", node.metrics)
    yield from unconfirmed(node)
    if node.scale is not None:
        yield from _marks(framework, node, framework.scales[node.scale])
    elif node.gate is not None:
        yield Paragraph(f"Pass or fail: {fails(node)}.")
    elif node.points is not None:
        yield Paragraph(f"Points from 0 to {number(node.points.max)} are given, and count in proportion.")


def _offered(framework: Framework, node: Criterion) -> Iterator[Block]:
    yield from offer(framework, node)
    yield from unconfirmed(node)


def _marks(framework: Framework, node: Criterion, scale: tuple[ScaleLevel, ...]) -> Iterator[Block]:
    best = levels_of(scale).best
    if best.descriptor:
        yield Paragraph(f"The highest mark, {_named(best)}, is for an answer like this: {best.descriptor}")
    listed_marks = scale if len(scale) <= MOST_MARKS else (*scale[: MOST_MARKS // 2], *scale[-MOST_MARKS // 2 :])
    rows = tuple(
        (level.mark, mark_points(framework, node, level), _meaning(framework, node, level), level.descriptor or "")
        for level in listed_marks
    )
    head = ("Mark", "Points", "Meaning", "Such an answer")
    yield Table(f"{node.title}: what each mark is worth", head, rows, frozenset({1}))
    if len(scale) > MOST_MARKS:
        yield Paragraph(f"The scale has {len(scale):,} marks: those in the middle of it are left out here.")


def _named(level: ScaleLevel) -> str:
    return f"{level.mark} ({level.label})" if level.label else level.mark


def _meaning(framework: Framework, node: Criterion, level: ScaleLevel) -> str:
    below = "below the minimum" if misses(framework, node, level) else ""
    return "; ".join(part for part in (level.label or "", below) if part)


def _answers(framework: Framework) -> Iterator[Block]:
    if is_marked(framework):
        yield Heading(3, "Who marks my answers?")
        yield from sentences(*moderation_words(framework))
    if overall_weights(framework):
        yield Heading(3, "Do other bids change my points?")
        yield from _others(framework)
    yield Heading(3, "What if I leave something blank?")
    yield from sentences(
        MISSING[framework.missing],
        "A blank never excludes you by itself; you are asked about it." if framework.missing != "zero" else "",
    )
    if any(node.minimum for _, node in framework.walk()):
        yield Heading(3, "What if I am just below a minimum?")
        yield Paragraph(f"Near is not enough, and nothing is rounded up to reach it. {below_minimum(framework)}")
    yield Heading(3, "Who wins?")
    yield from award(framework)
    yield Heading(3, "What if two bids are tied?")
    yield from ties(framework)
    yield Heading(3, "Can a price be too low?")
    yield from low_prices(framework)
    yield Heading(3, "How are numbers rounded?")
    yield from rounding(framework)


def _others(framework: Framework) -> Iterator[Paragraph]:
    nodes = [node for _, node in framework.walk()]
    compared = [node.title for node in nodes if node.rescale or (node.criteria is None and is_relative(node))]
    if compared:
        yield Paragraph(f"Yes, in {', '.join(compared)}. Everywhere else your answer is marked for itself.")
    else:
        yield Paragraph("No. You can work out your own points without knowing any other bid.")


def _checklist(framework: Framework) -> Iterator[str]:
    for leaf in framework.leaves():
        if leaf.gate is not None:
            yield f"{leaf.title}: answered"
        elif leaf.offer is not None and leaf.offer.basket:
            yield f"{leaf.title}: every rate filled in"
        elif leaf.offer is not None:
            yield f"{leaf.title}: {'price' if leaf.price is not None else leaf.offer.unit or 'quantity'} filled in"
        else:
            evidence = f", with evidence of: {'; '.join(leaf.look_for)}" if leaf.look_for else ""
            yield f"{leaf.title}: question answered{evidence}"
