"""Workbooks read for a batch: each lot a competition of its own, what cannot be read an outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from svscore.batch.batches import Batch, batch_of, lot_of
from svscore.batch.found import Found
from svscore.batch.kept import model_digest
from svscore.batch.remote import contents, is_remote, shown
from svscore.batch.work import Request
from svscore.bids import Competition
from svscore.framework.load import Loaded
from svscore.framework.named import named_by_workbook
from svscore.lint import checked_framework
from svscore.problem import Location, Problem, SvscoreError
from svscore.scoring.refusals import with_refusals
from svscore.workbook import Limits, bids_of, framework_named, framework_place, lots_of
from svscore.workbook.book import book_of, read_book
from svscore.workbook.cells import Book
from svscore.workbook.findings import Findings
from svscore.workbook.issued import changed_model, is_changed, issue_of

NOT_NAMED = "BA104"
OTHER_BIDDERS = "BA105"

Read = tuple[str, Competition]
"""The path of a workbook, and a competition in it."""


@lru_cache(maxsize=64)
def named_model(name: str, *, allow_outside: bool = False) -> Loaded:
    """The model of that name; found and checked once in a process."""
    return checked_framework(name, allow_outside=allow_outside)


@lru_cache(maxsize=64)
def named_digest(name: str, *, allow_outside: bool = False) -> str:
    """What tells the model of that name from others; empty where there is none, or none that can be used."""
    try:
        return model_digest(named_model(name, allow_outside=allow_outside).framework)
    except SvscoreError:
        return ""


def opened(path: str, limits: Limits | None) -> Book:
    """A workbook, before anybody asks what it means.

    Raises:
        SvscoreError: it cannot be read.
    """
    if not is_remote(path):
        return read_book(Path(path), limits=limits)
    limits = limits or Limits()
    return book_of(contents(path, limits.file_bytes), shown(path).rpartition("/")[2], limits)


def model_of(path: str, book: Book) -> str:
    """The model a workbook says it was run with.

    Raises:
        SvscoreError: it names none, or there is no such model.
    """
    name = framework_named(book)
    if name is None:
        message = "it names no framework in a Competition sheet"
        hint = "name it there in a row Framework, or say which model these were run with: --baseline, in archives -f"
        raise SvscoreError([Problem(Location(shown(path)), NOT_NAMED, message, hint)])
    folder = None if is_remote(path) else Path(path).parent
    try:
        return _located(name, folder)
    except SvscoreError:
        return named_by_workbook(name, framework_place(book), folder)  # says in which cell the name stands


@lru_cache(maxsize=1024)
def _located(name: str, folder: Path | None) -> str:
    return named_by_workbook(name, Location(name), folder)


def read_workbooks(request: Request, paths: Sequence[str], found: Found) -> dict[str, list[Read]]:
    """The competitions of readable workbooks, by the name of the model they name; '' for the baseline."""
    read: dict[str, list[Read]] = {}
    for path in paths:
        try:
            book = opened(path, request.limits)
            own = "" if request.baseline else model_of(path, book)
            if own:
                found.models[own] = named_digest(own, allow_outside=request.allow_outside)
            model = request.baseline or named_model(own, allow_outside=request.allow_outside)
            lots = _lots(request, book, model)
        except SvscoreError as error:
            found.read += 1
            found.fail(request, path, error.problems)
            continue
        found.read += len(lots)
        for lot, outcome in lots.items():
            if isinstance(outcome, SvscoreError):
                found.fail(request, path, _why(request, book, model, outcome), lot=lot)
            else:
                read.setdefault(own, []).append((path, outcome))
    return read


def _lots(request: Request, book: Book, model: Loaded) -> Mapping[str, Competition | SvscoreError]:
    try:
        return lots_of(book, model.framework, lot=request.lot, limits=request.limits)
    except SvscoreError as error:
        raise SvscoreError(_why(request, book, model, error)) from None


def _why(request: Request, book: Book, model: Loaded, error: SvscoreError) -> Sequence[Problem]:
    """Why bids cannot be read: where they were issued with the model before it changed, that and nothing else."""
    issue = issue_of(book, Findings(book.source))
    if request.acceptance is None and is_changed(issue, model):
        return changed_model(issue, model)
    return with_refusals(model.framework, error).problems


def read_again(request: Request, own: Loaded, competitions: Sequence[Read], found: Found) -> tuple[Batch, Batch] | None:
    """Competitions as their own model reads them, and as the one scenario's does, which asks other things.

    ``None`` when none of them could be read again.
    """
    (scenario,) = request.scenarios
    model = scenario.under(own)
    pairs: list[tuple[str, Competition, Competition]] = []
    for path, competition in competitions:
        lot = lot_of(competition)
        try:
            book = opened(path, request.limits)
            other = bids_of(book, model.framework, lot=lot or None, limits=request.limits)
            if {bid.bidder for bid in other.bids} != {bid.bidder for bid in competition.bids}:
                message, hint = "the two models find different bidders in it", "give every bidder a row in each table"
                raise SvscoreError([Problem(Location(shown(path)), OTHER_BIDDERS, message, hint)])
        except SvscoreError as error:
            problems = with_refusals(model.framework, error).problems
            found.fail(request, path, problems, lot=lot, scenario=scenario.name)
        else:
            pairs.append((path, competition, other))
    if not pairs:
        return None
    first = batch_of(own, [(path, competition) for path, competition, _ in pairs])
    return first, batch_of(model, [(path, other) for path, _, other in pairs])
