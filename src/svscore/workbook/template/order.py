"""What a template is made for, and the names people give it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from svscore.bids import CONSENSUS, NO_ISSUE, Competition, Issue
from svscore.framework.model import Framework
from svscore.problem import Location, Problem, SvscoreError, well_formed
from svscore.sources import read_bytes, unreadable
from svscore.workbook import codes
from svscore.workbook.columns import Vocabulary
from svscore.workbook.names import person_key, quote
from svscore.workbook.summaries import line_name

_MAX_BYTES = 1_000_000
"""Of a list of names."""
MAX_NAME = 255
"""Characters of a bidder's or evaluator's name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A bidder or evaluator, and where the name was given."""

    text: str
    at: Location


@dataclass(frozen=True, slots=True)
class Order:
    """One template: the model, who bids, who marks, and what is filled in already."""

    framework: Framework
    named: str
    """The model as ``--framework`` takes it."""
    sha256: str
    """Of the model's file."""
    bidders: tuple[str, ...]
    evaluators: tuple[str, ...] = ()
    filled: Competition | None = None
    issue: Issue = NO_ISSUE
    """The model it is issued with, by whom and when."""
    accepted: str = ""
    """Who lets files be merged although the model changed since they were issued, and why."""

    vocabulary: Vocabulary = field(init=False)
    """The fields of the model, by what people call them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "vocabulary", Vocabulary(self.framework))

    @property
    def has_marks(self) -> bool:
        """Whether the model asks a panel for anything."""
        return any(column.is_mark for column in self.vocabulary.fields)


def names_in(path: Path) -> list[Name]:
    """The names of a text file, one a line; blank lines are passed over.

    Raises:
        SvscoreError: it cannot be read, or is not text in UTF-8.
    """
    try:
        content = read_bytes(path, _MAX_BYTES)
        if len(content) > _MAX_BYTES:
            message = f"the file has more than {_MAX_BYTES:,} bytes, expected one bidder in each line"
            raise SvscoreError([Problem(Location(str(path)), codes.NAME, message, "is it the right file?")])
        text = content.decode("utf-8-sig")
    except OSError as error:
        message = f"the file cannot be read: {unreadable(error)}"
        raise SvscoreError([Problem(Location(str(path)), codes.NAME, message)]) from None
    except UnicodeDecodeError:
        message = "it is not text in UTF-8, expected one bidder in each line"
        raise SvscoreError([Problem(Location(str(path)), codes.NAME, message, "save it as UTF-8 text")]) from None
    lines = enumerate(text.splitlines(), start=1)
    return [Name(line, Location(str(path), row=number, column=1)) for number, line in lines if line.strip()]


def checked_names(bidders: Sequence[Name], evaluators: Sequence[Name]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of bidders and evaluators, fit to be read back.

    Raises:
        SvscoreError: with everything that is wrong with them.
    """
    problems = [*_problems(bidders, "bidder"), *_problems(evaluators, "evaluator")]
    if problems:
        raise SvscoreError(problems)
    return tuple(name.text.strip() for name in bidders), tuple(name.text.strip() for name in evaluators)


def _problems(names: Sequence[Name], who: str) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for name in names:
        text = name.text.strip()
        message, hint = _refused(text, who)
        if not message and person_key(text) in first:
            message = f"the {who} {quote(text)} is given twice, first as {quote(first[person_key(text)])}"
            hint = "names that differ only in case or spaces are one"
        first.setdefault(person_key(text), text)
        if message:
            yield Problem(name.at, codes.NAME, message, hint)


def _refused(text: str, who: str) -> tuple[str, str]:
    """What is wrong with a name on its own, and a hint."""
    if not text:
        return f"the name of a {who} is empty" if who == "bidder" else "the name of an evaluator is empty", ""
    if well_formed(text) != text:
        return f"the name {quote(well_formed(text))} is not UTF-8", "set the terminal to UTF-8, or use --bidders-from"
    if len(text) > MAX_NAME:
        return f"the name {quote(text)} has {len(text)} characters, expected at most {MAX_NAME}", "shorten it"
    if who == "bidder" and line_name(text).is_label:
        return f"{quote(text)} would be read as a line of totals or labels, not as a bidder", "write the full name"
    if who == "evaluator" and person_key(text) == person_key(CONSENSUS):
        return f"{quote(text)} is the word for the agreed mark, not an evaluator", "write a name or code"
    return "", ""
