"""What a part of a batch gives: plain data that adds up, and can be kept in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from svscore.batch.compare import Change
from svscore.batch.levels import Levels
from svscore.batch.remote import shown
from svscore.batch.rows import unread_row
from svscore.batch.tally import Tally
from svscore.batch.work import Request
from svscore.problem import Location, Problem, Severity


@dataclass(frozen=True, slots=True)
class Failure:
    """A competition that could not be scored, and why."""

    file: str
    scenario: str
    """Empty where it could not be read, for any scenario."""
    problems: tuple[Problem, ...]
    """Those that forbid going on."""
    lot: str = ""
    """The lot of the file that failed; empty where it has none, or all of it failed."""

    @classmethod
    def of(cls, file: str, problems: Sequence[Problem], *, lot: str = "", scenario: str = "") -> Self:
        """From everything that was found."""
        return cls(shown(file), scenario, tuple(each for each in problems if each.severity is Severity.ERROR), lot)

    @property
    def competition(self) -> tuple[str, str]:
        """What tells one competition from another."""
        return self.file, self.lot

    def record(self) -> list[Any]:
        """As plain data."""
        problems = [[list(each.location), each.code, each.message, each.hint] for each in self.problems]
        return [self.file, self.scenario, problems, self.lot]

    @classmethod
    def read_record(cls, record: Sequence[Any]) -> Self:
        """From what :meth:`record` gave."""
        file, scenario, problems, lot = record
        return cls(file, scenario, tuple(Problem(Location(*place), *words) for place, *words in problems), lot)


@dataclass(slots=True)
class Found:
    """What one part gives."""

    number: int
    read: int = 0
    """Competitions, those that failed included."""
    failures: list[Failure] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    """One a scenario."""
    changes: list[list[Change]] = field(default_factory=list)
    """One list a scenario."""
    titles: dict[str, str] = field(default_factory=dict)
    """Titles of the themes and of the section."""
    levels: Levels = field(default_factory=Levels)
    """Under the model before."""
    models: dict[str, str] = field(default_factory=dict)
    """Digests of the models its workbooks name, by what they call them."""
    rows: list[list[str]] = field(default_factory=list)
    accepted: int = 0
    """Competitions scored although the model they were issued with changed, since somebody answers for it."""
    outside: dict[str, str] = field(default_factory=dict)
    """The scenario, by each sentence on a weight the publisher does not permit."""

    def record(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "number": self.number,
            "read": self.read,
            "failures": [failure.record() for failure in self.failures],
            "tallies": [tally.record() for tally in self.tallies],
            "changes": [[asdict(found) for found in changes] for changes in self.changes],
            "titles": self.titles,
            "levels": self.levels.record(),
            "models": self.models,
            "rows": self.rows,
            "accepted": self.accepted,
            "outside": self.outside,
        }

    @classmethod
    def read_record(cls, record: Mapping[str, Any]) -> Self:
        """From what :meth:`record` gave."""
        return cls(
            record["number"],
            record["read"],
            [Failure.read_record(each) for each in record["failures"]],
            [Tally.read(each) for each in record["tallies"]],
            [[Change(**each) for each in changes] for changes in record["changes"]],
            record["titles"],
            Levels.read(record["levels"]),
            record["models"],
            record["rows"],
            record["accepted"],
            record["outside"],
        )

    def fail(
        self, request: Request, file: str, problems: Sequence[Problem], *, lot: str = "", scenario: str = ""
    ) -> None:
        """Counts and lists a competition that failed, under one scenario or under all."""
        for asked, tally in zip(request.scenarios, self.tallies, strict=True):
            tally.failed += scenario in ("", asked.name)
        self.list_failure(request, file, problems, lot=lot, scenario=scenario)

    def list_failure(
        self, request: Request, file: str, problems: Sequence[Problem], *, lot: str = "", scenario: str = ""
    ) -> None:
        """Lists one that the tallies have counted already."""
        failure = Failure.of(file, problems, lot=lot, scenario=scenario)
        self.failures.append(failure)
        if request.has_rows:
            names = [scenario] if scenario else [asked.name for asked in request.scenarios]
            self.rows += [
                unread_row(failure.file, lot, name, [str(each) for each in failure.problems]) for name in names
            ]
