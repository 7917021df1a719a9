"""Collects what is found wrong or remarkable in one file, so that all of it is said at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from svscore.problem import Location, Problem, Severity, SvscoreError, has_errors
from svscore.workbook.names import nearest

MAX_LISTED = 1_000
"""Problems listed of each code; the rest is counted, so that a hostile file cannot fill the memory."""
MAX_COMPARED = 200
"""Names compared with all others; the comparison is slow, and helps nobody after the first hundreds."""


class Findings:
    """The problems of one file, in the order they were found."""

    def __init__(self, source: str, known: Iterable[Problem] = ()) -> None:
        self.source = source
        self._problems = list(known)
        self._counts: Counter[tuple[str, Severity]] = Counter()
        self._compared = 0
        self.total = 0
        """How many there are, those included that are not listed."""

    def branch(self) -> Findings:
        """Another one that knows what was found so far, and goes its own way."""
        other = Findings(self.source, self._problems)
        other._counts, other._compared, other.total = self._counts.copy(), self._compared, self.total
        return other

    def error(self, code: str, at: Location, message: str, hint: str = "") -> None:
        self._add(Problem(at, code, message, hint))

    def warning(self, code: str, at: Location, message: str, hint: str = "") -> None:
        self._add(Problem(at, code, message, hint, Severity.WARNING))

    def note(self, code: str, at: Location, message: str, hint: str = "") -> None:
        self._add(Problem(at, code, message, hint, Severity.NOTE))

    def _add(self, problem: Problem) -> None:
        self.total += 1
        kind = (problem.code, problem.severity)
        self._counts[kind] += 1
        if self._counts[kind] <= MAX_LISTED:
            self._problems.append(problem)

    def nearest(self, found: str, known: Iterable[str]) -> str | None:
        """The known name most like the one found; ``None`` when none is, or after many questions."""
        self._compared += 1
        return nearest(found, known) if self._compared <= MAX_COMPARED else None

    def did_you_mean(self, found: str, known: Iterable[str]) -> str:
        """A hint that names the nearest known name; empty when none is near."""
        near = self.nearest(found, known)
        return f"did you mean {near!r}?" if near else ""

    @property
    def has_errors(self) -> bool:
        """Whether something found so far forbids going on."""
        return has_errors(self._problems)

    def problems(self) -> tuple[Problem, ...]:
        """Everything found, by place; where there was too much of one kind, how much more."""
        more = [
            Problem(Location(self.source), code, f"and {count - MAX_LISTED:,} more like these", severity=severity)
            for (code, severity), count in self._counts.items()
            if count > MAX_LISTED
        ]
        return tuple(sorted(self._problems, key=lambda problem: problem.location) + more)

    def raise_errors(self) -> None:
        """Stop here when something forbids going on.

        Raises:
            SvscoreError: with everything found so far, warnings and notes included.
        """
        if self.has_errors:
            raise SvscoreError(self.problems())
