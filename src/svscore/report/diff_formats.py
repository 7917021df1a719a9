"""The comparison of two models as text, as the Markdown of a pull-request comment, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap
from typing import Any

from svscore.exact import exact_text
from svscore.framework.diff import Diff, Difference
from svscore.report.diff import Section, Table, Tried, awarded, leading, sections, stage_label, step_text, title
from svscore.report.model import INDENT, WIDTH, aligned
from svscore.report.problems import record
from svscore.report.untrusted import escaped, visible
from svscore.scoring.calculation import overall_weights


def text(diff: Diff, tried: Sequence[Tried]) -> str:
    """Sections one below the other, at most 80 characters wide where tables allow."""
    lines = [title(diff), *(line for section in sections(diff, tried) for line in ("", *_text_of(section)))]
    return "".join(f"{visible(line).rstrip()}\n" for line in lines)


def _text_of(section: Section) -> Iterator[str]:
    yield section.title
    if section.lead:
        yield from wrap(section.lead, WIDTH)
    for place, (name, words) in enumerate(section.steps, start=1):
        yield from _wrapped(f"{place}. ", f"{name}: {words}")
    if section.table:
        yield ""
        yield from aligned([section.table.head, *section.table.rows], section.table.sides[:-1])
    if section.points:
        yield ""
    for name, words in section.points:
        yield from _wrapped("", f"{name}: {words}")
    for note in section.notes:
        yield ""
        yield from wrap(note, WIDTH)


def _wrapped(label: str, words: str) -> list[str]:
    hanging = " " * len(label) or INDENT
    return wrap(words, WIDTH, initial_indent=label, subsequent_indent=hanging, break_on_hyphens=False)


def markdown(diff: Diff, tried: Sequence[Tried]) -> str:
    """A comment for a pull request: headings, numbered changes, tables."""
    lines = [f"## {escaped(title(diff))}"]
    for section in sections(diff, tried):
        lines += ["", *_markdown_of(section)]
    return "".join(f"{line}\n" for line in lines)


def _markdown_of(section: Section) -> Iterator[str]:
    yield f"### {escaped(section.title)}"
    if section.lead:
        yield from ("", f"**{escaped(section.lead)}**")
    if section.steps:
        yield ""
    for place, (name, words) in enumerate(section.steps, start=1):
        yield f"{place}. **{escaped(name)}**: {escaped(words)}"
    if section.table:
        yield from ("", *_markdown_table(section.table))
    if section.points:
        yield from ("", *(f"- **{escaped(name)}**: {escaped(words)}" for name, words in section.points))
    for note in section.notes:
        yield from ("", escaped(note))


def _markdown_table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(escaped(cell) for cell in table.head)} |"
    yield f"|{'|'.join(' ---: ' if side == '>' else ' --- ' for side in table.sides)}|"
    for row in table.rows:
        yield f"| {' | '.join(escaped(cell) for cell in row)} |"


def as_json(diff: Diff, tried: Sequence[Tried]) -> str:
    """Every difference and every bid, exact; ranks are ``null`` where a bid is excluded."""
    document = {
        "svscore": 1,
        "old": {"id": diff.old.id, "version": diff.old.version},
        "new": {"id": diff.new.id, "version": diff.new.version},
        "steps": [
            {
                "title": step.title,
                "text": step_text(step),
                "differences": [_difference(each) for each in step.differences],
            }
            for step in diff.steps
        ],
        "points": _points(diff),
        "words": [_difference(each) for each in diff.words],
        "workbooks": [_workbook(diff, each) for each in tried],
    }
    return json.dumps(document, indent=2) + "\n"


def _points(diff: Diff) -> list[dict[str, str | None]]:
    """The points every criterion can earn of the total, of those for which they change; exact."""
    before, after = overall_weights(diff.old), overall_weights(diff.new)
    texts = [{name: exact_text(value) for name, value in weights.items()} for weights in (before, after)]
    return [
        {"id": name, "before": texts[0].get(name), "after": texts[1].get(name)}
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]


def _difference(difference: Difference) -> dict[str, str]:
    return {
        "kind": difference.kind,
        "subject": difference.subject,
        "name": difference.name,
        "before": difference.before,
        "after": difference.after,
    }


def _workbook(diff: Diff, tried: Tried) -> dict[str, Any]:
    effect = tried.effect
    if effect is None:
        return {"workbook": tried.workbook, "refused": [record(problem) for problem in tried.refused]}
    numbers = {id(step): str(position) for position, step in enumerate(diff.steps, start=1)}
    return {
        "workbook": tried.workbook,
        "sha256": effect.competition.sha256,
        "by": "total" if effect.is_by_points else effect.after.figure_name,
        "awarded_before": awarded(effect.before),
        "awarded_after": awarded(effect.after),
        "leading_before": leading(effect.before),
        "leading_after": leading(effect.after),
        "state_before": effect.before.state,
        "state_after": effect.after.state,
        "stages": [stage_label(stage, numbers) for stage in effect.stages],
        "bids": [
            {
                "bidder": movement.bidder,
                "ranks": movement.ranks,
                "numbers_exact": [None if value is None else exact_text(value) for value in movement.numbers],
                "changes_exact": [None if change is None else exact_text(change) for change in movement.changes],
                "criteria_exact": [
                    {name: exact_text(change) for name, change in gained.items()} for gained in movement.criteria
                ],
            }
            for movement in effect.movements
        ],
    }


FORMATS: dict[str, Callable[[Diff, Sequence[Tried]], str]] = {"text": text, "markdown": markdown, "json": as_json}
