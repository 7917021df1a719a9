"""The comparison of two models as text, as the Markdown of a pull-request comment, and as JSON."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap
from typing import Any

from svscore.exact import exact_text
from svscore.framework.diff import Diff, Difference
from svscore.report.diff import (
    Section,
    Tried,
    headline,
    kinds_of_change,
    sections,
    step_text,
    title,
)
from svscore.report.diff_effects import Table, awarded, leading, stage_label
from svscore.report.model import INDENT, WIDTH, aligned
from svscore.report.problems import record
from svscore.report.untrusted import escaped, visible
from svscore.scoring.calculation import overall_weights

MOST_CHARACTERS = 60_000
"""Of a comment. GitHub takes 65,536; whoever posts it may add a line or two."""
_ROOM = 100
"""Of those, for the sentence that says what was left out."""
_BREAK = "<!-- -->"
_REFERENCE = re.compile(r"([@#]|\bGH-(?=\d)|:(?=//)|\bwww(?=\.))", re.IGNORECASE)
"""What a comment makes a link or a call of; broken by something nobody sees."""


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
    """A comment for a pull request, cut at whole workbooks where it would be longer than a comment may be.

    The first line, which nobody sees, tells the comment from others: it is the same for every later version of the
    change to one model.
    """
    top, *workbooks = _blocks(diff, tried)
    if len(top) > MOST_CHARACTERS - _ROOM:
        top = _beginning(diff, tried) + "\nThe list of changes is too long for a comment: see the summary.\n"
    kept, length = 0, len(top)
    while kept < len(workbooks) and length + len(workbooks[kept]) <= MOST_CHARACTERS - _ROOM:
        length += len(workbooks[kept])
        kept += 1
    left = len(workbooks) - kept
    more = f"\nAnd {left} more: see the summary.\n" if left else ""
    return "".join([top, *workbooks[:kept], more])


def whole_markdown(diff: Diff, tried: Sequence[Tried]) -> str:
    """The same with every workbook, however long."""
    return "".join(_blocks(diff, tried))


def _blocks(diff: Diff, tried: Sequence[Tried]) -> Iterator[str]:
    """What changes, and then each workbook, to be opened by whoever wants to see it."""
    changes, *rest = sections(diff, tried)
    top = ["", f"### {_safe(changes.title)}", *_markdown_of(changes)]
    yield _beginning(diff, tried) + "".join(f"{line}\n" for line in top)
    for workbook, section in zip(tried, rest, strict=True):
        is_open = " open" if "award-changes" in kinds_of_change(diff, [workbook]) else ""
        summary = f"<summary>{_in_html(f'{workbook.workbook}: {section.lead}')}</summary>"
        lines = ["", f"<details{is_open}>", summary, *_markdown_of(section, has_lead=True), "", "</details>"]
        yield "".join(f"{line}\n" for line in lines)


def _beginning(diff: Diff, tried: Sequence[Tried]) -> str:
    claim, rest = headline(diff, tried)
    marker = f"<!-- svscore: frameworks-diff {diff.old.id} -->"
    return f"{marker}\n## {_safe(title(diff))}\n\n**{_safe(claim)}**{_safe(rest)}\n"


def _safe(text: str) -> str:
    """Plain words in a comment: no markup, and nothing that calls a person or links to an issue.

    >>> _safe("@ann, see #1 <b>")
    '@<!-- -->ann, see #<!-- -->1 &lt;b&gt;'
    """
    return _REFERENCE.sub(rf"\1{_BREAK}", escaped(text).replace(r"\#", "#"))


def _in_html(text: str) -> str:
    """The same inside an HTML element, where no backslash counts."""
    return _REFERENCE.sub(rf"\1{_BREAK}", html.escape(visible(text), quote=False))


def _markdown_of(section: Section, *, has_lead: bool = False) -> Iterator[str]:
    """The parts of a section below its title; ``has_lead`` where its first sentence is shown already."""
    if section.lead and not has_lead:
        yield from ("", f"**{_safe(section.lead)}**")
    if section.steps:
        yield ""
    for place, (name, words) in enumerate(section.steps, start=1):
        yield f"{place}. **{_safe(name)}**: {_safe(words)}"
    if section.table:
        yield from ("", *_markdown_table(section.table))
    if section.points:
        yield from ("", *(f"- **{_safe(name)}**: {_safe(words)}" for name, words in section.points))
    for note in section.notes:
        yield from ("", _safe(note))


def _markdown_table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(_safe(cell) for cell in table.head)} |"
    yield f"|{'|'.join(' ---: ' if side == '>' else ' --- ' for side in table.sides)}|"
    for row in table.rows:
        yield f"| {' | '.join(_safe(cell) for cell in row)} |"


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
