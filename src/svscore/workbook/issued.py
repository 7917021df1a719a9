"""The model a file was issued with, and whether it is the one that the bids are about to be scored under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from svscore.bids import Issue
from svscore.problem import Location, Problem, Severity
from svscore.workbook import codes
from svscore.workbook.cells import Book, Sheet
from svscore.workbook.details import read_issue, read_issue_in_words
from svscore.workbook.findings import Findings
from svscore.workbook.names import heading_key

if TYPE_CHECKING:
    from svscore.framework.load import Loaded

SHOWN = 12
"""Digits of a hash in a sentence."""
ACCEPT = '--accept-changed-model "NAME: REASON"'


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who says that bids may be scored although their model changed, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


def issue_of(book: Book, findings: Findings) -> Issue:
    """The model a file, or several files of one competition, say they were issued with.

    The sheet ``Competition`` of a file goes before its sheet ``Start here``. A hash that is none is an error, and
    so are files that were issued with different models.
    """
    issues = [_of_file(file.sheets, findings) for file in book.files]
    _report_different(issues, findings)
    return _together(issues)


def _of_file(sheets: Sequence[Sheet], findings: Findings) -> Issue:
    issue = Issue()
    for sheet in sheets:
        if heading_key(sheet.name) == "competition":
            issue = read_issue(sheet, findings)
    for sheet in sheets:
        if heading_key(sheet.name) == "starthere":
            return _completed(issue, read_issue_in_words(sheet))
    return issue


def _completed(issue: Issue, words: Issue) -> Issue:
    """What the rows of a file say, and what its words say where the rows say nothing."""
    if issue.sha256:
        return replace(issue, model=issue.model or words.model, file_sha256=words.file_sha256)
    return replace(words, by=issue.by, on=issue.on)


def _report_different(issues: Sequence[Issue], findings: Findings) -> None:
    first: dict[str, Issue] = {}
    for issue in issues:
        if issue.sha256:
            first.setdefault(issue.sha256, issue)
    if len(first) > 1:
        listed = "; ".join(f"{sha256} at {issue.location}" for sha256, issue in first.items())
        message = f"these files were issued with different models: {listed}"
        hint = "bring together only files that were issued with one model, and have the others marked anew"
        findings.error(codes.SEVERAL_MODELS, Location(findings.source), message, hint)


def _together(issues: Sequence[Issue]) -> Issue:
    """The first that knows the model, with who issued it and when from the first that says so."""
    if len(issues) == 1:
        return issues[0]
    ordered = sorted(issues, key=lambda issue: (not issue.sha256, not issue.file_sha256))
    first = ordered[0] if ordered else Issue()
    by = next(filter(None, (issue.by for issue in ordered)), "")
    day = next(filter(None, (issue.on for issue in ordered)), "")
    return replace(first, by=by, on=day)


def other_version(issue: Issue, loaded: Loaded) -> bool:
    """Whether the file was issued with a model of another id or version, which it names."""
    model = loaded.framework
    return bool(issue.sha256 and issue.model) and issue.model != f"{model.id}@{model.version}"


def is_changed(issue: Issue, loaded: Loaded) -> bool:
    """Whether the model is not the one, of the same id and version as far as that is known, that was issued."""
    if issue.sha256 in ("", loaded.model_sha256):
        return False
    return not other_version(issue, loaded)


def changed_model(issue: Issue, loaded: Loaded, more: str = "") -> list[Problem]:
    """Why bids may not be scored under a model: an error where it is not the one the file was issued with.

    Only a warning where nothing but the hash of the model's file is known, and that is another. ``more`` says what
    changed, and where the model is that was issued.
    """
    model = f"{loaded.framework.id} {loaded.framework.version}"
    if is_changed(issue, loaded):
        message = (
            f"the model {model} changed since this was issued, and its version did not. Its SHA-256 was "
            f"{issue.sha256[:SHOWN]}... and is now {loaded.model_sha256[:SHOWN]}... in {loaded.name}"
        )
        hint = (
            "score under the file it was issued with (--framework FILE). Or give the changed model a new version, and "
            f"issue the workbook again. Or let a named person answer for the change: {ACCEPT}"
        )
        return [Problem(issue.location, codes.CHANGED_MODEL, message + more, hint)]
    if not issue.sha256 and issue.file_sha256 not in ("", loaded.sha256) and _is_of(issue, loaded):
        message = (
            f"the file of the model {model} changed since this was issued (SHA-256 {issue.file_sha256[:SHOWN]}... "
            f"then, {loaded.sha256[:SHOWN]}... now). Nobody can tell whether a rule changed or only a comment"
        )
        hint = "compare the two: svscore frameworks diff OLD NEW"
        return [Problem(issue.location, codes.CHANGED_FILE, message, hint, Severity.WARNING)]
    return []


def accepted(issue: Issue, loaded: Loaded, acceptance: Acceptance, doing: str) -> Problem:
    """That somebody lets bids be scored or merged, as ``doing`` says, under a changed model."""
    message = (
        f"{doing} although the model {loaded.framework.id} {loaded.framework.version} changed since this was issued: "
        f"{acceptance}"
    )
    return Problem(issue.location, codes.CHANGED_MODEL, message, "", Severity.WARNING)


def _is_of(issue: Issue, loaded: Loaded) -> bool:
    return issue.model in ("", f"{loaded.framework.id}@{loaded.framework.version}")
