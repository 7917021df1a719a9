"""The rows of the output file: one a bid, scenario and competition; numbers as `evaluate` prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from svscore.batch.batches import Description
from svscore.batch.compare import Change
from svscore.batch.standings import Line
from svscore.exact import exact_text
from svscore.scoring.result import AwardState

if TYPE_CHECKING:
    from svscore.framework.load import Loaded
    from svscore.workbook.issued import Acceptance

COLUMNS = (
    "scenario",
    "competition",
    "file",
    "file_sha256",
    "lot",
    "outcome",
    "winner_changed",
    "moved_by",
    "level_at",
    "bidder",
    "status_before",
    "rank_before",
    "awarded_before",
    "leading_before",
    "state_before",
    "total_before",
    "total_before_exact",
    "margin_before",
    "status_after",
    "rank_after",
    "awarded_after",
    "leading_after",
    "state_after",
    "total_after",
    "total_after_exact",
    "margin_after",
    "problems",
    "model_before",
    "model_before_sha256",
    "model_after",
    "model_after_sha256",
    "changed_model",
)


Side = tuple[Sequence[Line], AwardState]
"""The bids of one competition under one model, and the state of the award."""


def rows_of(
    scenario: str, said: Description, before: Side, after: Side, change: Change | None, end: Sequence[str]
) -> Iterator[list[str]]:
    """The rows of one competition, in the order of the bids before.

    ``change`` where its winner changed; ``end`` is what :func:`model_cells` gives.
    """
    new = {line.bidder: line for line in after[0]}
    changed = ("yes", change.moved_by, change.break_even) if change else ("no", "", "")
    start = [scenario, said.reference or said.file, said.file, said.sha256, said.lot, "scored", *changed]
    for line in before[0]:
        yield [*start, line.bidder, *_cells(line, before[1]), *_cells(new[line.bidder], after[1]), "", *end]


def model_cells(models: tuple[Loaded, Loaded], acceptance: Acceptance | None) -> list[str]:
    """Name and identity of the published models before and after, and who lets a changed one be used.

    What a what-if changes in them is the scenario's name.
    """
    names = [(f"{each.framework.id} {each.framework.version}", each.model_sha256) for each in models]
    return [*(text for pair in names for text in pair), str(acceptance or "")]


def unread_row(file: str, lot: str, scenario: str, problems: Sequence[str]) -> list[str]:
    """The row of a competition that could not be scored."""
    said = {"scenario": scenario, "competition": file, "file": file, "lot": lot, "outcome": "failed"}
    return list((dict.fromkeys(COLUMNS, "") | said | {"problems": "; ".join(problems)}).values())


def _cells(line: Line, state: AwardState) -> Iterator[str]:
    yield line.status
    yield "" if line.rank is None else str(line.rank)
    yield _yes_no(line.is_awarded)
    yield _yes_no(line.is_leading)
    yield state
    yield line.total_shown or ""
    yield "" if line.total_exact is None else exact_text(line.total_exact)
    yield line.margin_shown or ""


def _yes_no(claim: bool) -> str:  # noqa: FBT001 - the claim is the value printed
    return "yes" if claim else "no"
