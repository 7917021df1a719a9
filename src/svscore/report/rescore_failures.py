"""What could not be read or scored, as text: each reason once, with the competitions it stands in the way of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from svscore.problem import MAX_PATH, shortened
from svscore.report.problems import text
from svscore.report.untrusted import visible

if TYPE_CHECKING:
    from svscore.batch.found import Failure
    from svscore.problem import Problem

MOST_REASONS = 20
MOST_NAMED = 5


def failures_text(failures: Sequence[Failure], *, with_scenarios: bool = False) -> str:
    """The competitions that failed, those with the same problems together, and the problems with their hints.

    ``with_scenarios`` says under which scenario, where a competition failed under one only.
    """
    from svscore.batch.batches import lot_text  # noqa: PLC0415 - numpy comes with it, and takes its time

    alike: dict[tuple[str, tuple[Problem, ...]], dict[str, None]] = {}
    for failure in failures:
        scenario = failure.scenario if with_scenarios else ""
        alike.setdefault((scenario, failure.problems), {})[f"{failure.file}{lot_text(failure.lot)}"] = None
    lines: list[str] = []
    for (scenario, problems), names in list(alike.items())[:MOST_REASONS]:
        shown = ", ".join(shortened(name, MAX_PATH) for name in list(names)[:MOST_NAMED])
        more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
        under = f", under {shortened(scenario, MAX_PATH)}" if scenario else ""
        lines += [f"{visible(shown)}{more}{visible(under)}:", *(f"  {line}" for line in text(problems).splitlines())]
    if len(alike) > MOST_REASONS:
        left = sum(len(names) for names in list(alike.values())[MOST_REASONS:])
        lines.append(f"... and {left:,} more for other reasons")
    return "".join(f"{line}\n" for line in lines)
