"""What is asked of a batch, and the parts its competitions are cut into: picklable, for any executor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from svscore.problem import Location, Problem, SvscoreError
from svscore.workbook.limits import Limits

if TYPE_CHECKING:
    from svscore.batch.scenarios import Scenario
    from svscore.framework.load import Loaded
    from svscore.workbook.issued import Acceptance

WORKER_DIED = "BA108"


def worker_died(command: str, hint: str) -> SvscoreError:
    """What is said when a process of a pool, or a worker of a cluster, is gone."""
    return SvscoreError([Problem(Location(command), WORKER_DIED, "a process that was at work died", hint)])


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of every part."""

    scenarios: tuple[Scenario, ...]
    baseline: Loaded | None = None
    """The model before; ``None`` for the one each competition was run with."""
    section: str = "social-value"
    """Id of the section whose mean score, price and break-even weight are worked out."""
    lot: str | None = None
    """The one lot that is wanted; ``None`` for every lot, each a competition of its own."""
    shown: int = 20
    """Changes of the winner, and of the ranking only, that are wanted in words."""
    has_rows: bool = False
    """Whether a row for every bid is wanted."""
    limits: Limits = field(default_factory=Limits)
    """How much of a workbook is read before it counts as failed."""
    acceptance: Acceptance | None = None
    """Who answers for scoring workbooks although the model they were issued with changed."""
    allow_outside: bool = False
    """Whether the models that workbooks name may take from files outside their folders."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the competitions: workbooks, or those of an archive from ``first`` up to ``last``."""

    number: int
    workbooks: tuple[str, ...] = ()
    archive: str = ""
    first: int = 0
    last: int = 0
    """The first that is not in the part."""
    is_heavy: bool = False
    """Whether it is an archive's that the engine has to score, for want of a compiled model."""

    @property
    def size(self) -> int:
        """Workbooks, or archived competitions, in the part."""
        return len(self.workbooks) or self.last - self.first
