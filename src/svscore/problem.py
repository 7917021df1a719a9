"""What can be wrong, and where: plain values that compare, sort and pickle.

Functions that check return problems; functions that cannot go on raise
:class:`SvscoreError` carrying them. Anything else that escapes is a bug.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from itertools import count, islice
from typing import NamedTuple


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """It cannot be scored."""
    WARNING = "warning"
    """It can be scored, but somebody should look."""
    NOTE = "note"
    """Something was read in a particular way, and is said."""


class Location(NamedTuple):
    """A place in a user's file, one-based; 0 where there is none.

    Prints as ``file.yaml:12:5``, ``bids.csv:7:4`` or, with a sheet,
    ``bids.xlsx:Scores!D7``.
    """

    source: str
    sheet: str = ""
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        source = shortened(self.source, MAX_PATH)
        if self.sheet:
            place = f"{column_letters(self.column)}{self.row}" if self.row else ""
            sheet = cut(self.sheet)
            return f"{source}:{sheet}!{place}" if place else f"{source}:{sheet}"
        if self.row:
            return f"{source}:{self.row}:{self.column}"
        return source


def column_letters(column: int) -> str:
    """Name of a sheet's column: 1 is ``A``, 27 is ``AA``; 0 is empty."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing that is wrong, with its place, what was found and what to do.

    ``message`` says what is wrong, what was found and what was expected;
    ``hint`` says what to do about it.
    """

    location: Location
    code: str
    message: str
    hint: str = ""
    severity: Severity = field(default=Severity.ERROR, compare=False)

    def __post_init__(self) -> None:
        """Text of every kind comes in: what is said of it stays short, and can be written in UTF-8."""
        object.__setattr__(self, "location", self.location._replace(source=well_formed(self.location.source)))
        object.__setattr__(self, "message", shortened(well_formed(self.message)))
        object.__setattr__(self, "hint", shortened(well_formed(self.hint)))

    def __str__(self) -> str:
        level = "" if self.severity is Severity.ERROR else f"{self.severity}: "
        return f"{self.location}: {self.code} {level}{self.message}"


class SvscoreError(Exception):
    """The user's files do not allow going on; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = tuple(problems)
        super().__init__(self.problems)  # as given, so that a copy from another process is the same

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by file, sheet and cell; those of one place in the order they were found."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.location))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems forbids going on."""
    return any(problem.severity is Severity.ERROR for problem in problems)


MAX_TITLE = 60
"""Characters of a title in a message: some are whole sentences."""


def with_id(title: str, name: str) -> str:
    """What a message calls something that sheets show by its title and commands take by its id.

    >>> with_id("Service desk", "mac-1a"), with_id("Service desk", "service-desk")
    ("'Service desk' (mac-1a)", "'Service desk'")
    """
    shown = cut(title)
    is_said = title.casefold().replace(" ", "-") == name.casefold()
    return repr(shown) if is_said else f"{shown!r} ({name})"


MAX_COMPARED = 200
"""Known names, and characters of each, that a misspelt one is compared with: the comparison is slow."""
MAX_HINTS = 20
"""Misspelt names of one kind that are compared at all; the hints help nobody after the first twenty."""
MAX_ALIKE = 3
"""Names of one title that a hint offers."""
MAX_NAMED = 40
"""Known names that a hint lists."""


def did_you_mean(found: str, known: Iterable[str], titles: Mapping[str, str] | None = None) -> str:
    """A hint naming the nearest known word, or the known ones when none is near.

    Args:
        found: what somebody wrote.
        known: what may be written there.
        titles: what people call some of the known words: a title written instead is found, too.
    """
    words = list(dict.fromkeys(known))
    named_by: dict[str, list[str]] = {}
    for word in words:
        named_by.setdefault(word.casefold(), [word])
    ids = set(named_by)
    for word, title in (titles or {}).items():
        if title.casefold() not in ids:
            named_by.setdefault(title.casefold(), []).append(word)
    near = _nearest(found.casefold(), named_by)
    if not near:
        return f"expected one of: {named(words)}" if words else ""
    options = [_with_title(word, near, titles or {}) for word in named_by[near][:MAX_ALIKE]]
    return f"did you mean {' or '.join(options)}?"


def _nearest(found: str, known: Collection[str]) -> str:
    """The known word that is the same or nearly so; empty where none is."""
    if found in known:
        return found
    short = [word for word in islice(known, MAX_COMPARED) if len(word) <= MAX_COMPARED]
    return next(iter(get_close_matches(found, short, n=1, cutoff=0.6)), "") if len(found) <= MAX_COMPARED else ""


def _with_title(word: str, near: str, titles: Mapping[str, str]) -> str:
    return repr(word) if word.casefold() == near else f"{word!r} ({cut(titles[word])!r})"


def named(words: Sequence[str]) -> str:
    """Known names as a message lists them: the first forty, and how many more there are, each cut where it is long.

    >>> named(["A", "B"]), named([str(n) for n in range(1000)])[-16:]
    ('A, B', '39, and 960 more')
    """
    more = f", and {len(words) - MAX_NAMED:,} more" if len(words) > MAX_NAMED else ""
    return ", ".join(cut(word) for word in words[:MAX_NAMED]) + more


def cut(text: str, most: int = MAX_TITLE) -> str:
    """A text no longer than ``most`` characters, marked where it was cut.

    >>> cut("Service desk", 8)
    'Servi...'
    """
    return text if len(text) <= most else text[: most - 3] + "..."


MAX_SAID = 1_500
"""Characters of a message, and of a hint."""
MAX_PATH = 500
"""Characters of a path or address in a line of text; other formats have it whole."""


def shortened(text: str, most: int = MAX_SAID) -> str:
    """A text no longer than ``most`` characters, with its beginning and its end.

    >>> shortened("no framework with the id 'aaaaaaaaaa', which Competition!B2 names", 50)
    "no framework with the id 'aaaaa...etition!B2 names"
    """
    if len(text) <= most:
        return text
    end = most // 3
    return f"{text[: most - end - 3]}...{text[-end:]}"


def well_formed(text: str) -> str:
    r"""A text that can be written in UTF-8: bytes of a name that are none are shown as they are, like ``\xff``.

    >>> print(well_formed("b\udcff.csv"))
    b\xff.csv
    """
    return text if text.isascii() else _SURROGATE.sub(_escaped, text)


_SURROGATE = re.compile("[\ud800-\udfff]")


def _escaped(half: re.Match[str]) -> str:
    code = ord(half[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:x}"


def hints_for(known: Iterable[str]) -> Callable[[str], str]:
    """The same for many misspelt names and one list of known ones; after twenty, no hint."""
    words, asked = list(known), count()
    return lambda found: did_you_mean(found, words) if next(asked) < MAX_HINTS else ""
