"""Whether a workbook may be scored, or merged, under a model: by the model it was issued with, or somebody's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

# Commands import what they use when they run: --help then needs neither pydantic nor a reader.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from svscore.bids import Issue
    from svscore.framework.load import Loaded
    from svscore.problem import Problem
    from svscore.workbook.cells import Book
    from svscore.workbook.issued import Acceptance

MOST_DIFFERENCES = 3


def checked_issue(
    book: Book, loaded: Loaded, acceptance: Acceptance | None, doing: str = "scored"
) -> tuple[Issue, tuple[Problem, ...]]:
    """The model a workbook was issued with, and what there is to be said of it; ``doing`` is what is done with it.

    Raises:
        SvscoreError: it was issued with another model of the same id and version, and nobody accepts that.
    """
    from svscore.problem import SvscoreError
    from svscore.workbook.findings import Findings
    from svscore.workbook.issued import accepted, changed_model, is_changed, issue_of

    issue = issue_of(book, Findings(book.source))  # what is wrong with it is said with all that is read
    if not is_changed(issue, loaded):
        return issue, tuple(changed_model(issue, loaded))
    if acceptance is None:
        raise SvscoreError(changed_model(issue, loaded, _difference(issue, loaded)))
    return issue, (accepted(issue, loaded, acceptance, doing),)


def _difference(issue: Issue, loaded: Loaded) -> str:
    """What changed, and where the model is that was issued, as far as one of its kind is at hand."""
    from svscore.framework.diff import diff
    from svscore.framework.identified import model_identified
    from svscore.framework.model import Framework

    old = model_identified(loaded.framework.id, issue.sha256, beside=loaded.path)
    published = loaded.published.definition if loaded.published is not None else None
    if old is None or not isinstance(published, Framework):
        return ""
    found = diff(old.framework, published)
    changes = [*(each for step in found.steps for each in step.differences), *found.words]
    texts = [f"{each.name} ({each.kind}: {each.before or '-'} to {each.after or '-'})" for each in changes]
    more = f", and {len(texts) - MOST_DIFFERENCES} more" if len(texts) > MOST_DIFFERENCES else ""
    return (
        f"; the model that was issued is in {old.name}, and what changed is {', '.join(texts[:MOST_DIFFERENCES])}{more}"
    )
