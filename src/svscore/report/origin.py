"""What a result was made from: the model file and the workbook, by name and hash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from svscore.bids import NO_ISSUE, Issue

if TYPE_CHECKING:
    from svscore.workbook.issued import Acceptance

SHORT_HASH = 12
"""Hexadecimal digits of a SHA-256 in reports for people; files for programs have all 64."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The files behind a result. The model's id, version and title are in the result itself."""

    framework: str
    """The model's file as it was found, to be printed."""
    framework_sha256: str
    workbook: str
    """Name of the workbook without its folder; empty when anonymised."""
    workbook_sha256: str
    """Empty when anonymised: the order of the anonymous bidders follows from it."""
    lot: str = ""
    model_sha256: str = ""
    """The identity of the model: see :mod:`svscore.framework.identity`."""
    issue: Issue = NO_ISSUE
    """The model the workbook was issued with."""
    acceptance: Acceptance | None = None
    """Who answers for scoring it although that model changed."""

    @property
    def accepted(self) -> str:
        """The same in words, with the first digits of the hashes; empty where the model did not change."""
        if self.acceptance is None:
            return ""
        issued, scored = (sha256[:SHORT_HASH] for sha256 in (self.issue.sha256, self.model_sha256))
        hashes = f"issued with the model SHA-256 {issued}..., scored under {scored}..."
        return f"the model changed since the workbook was issued ({hashes}); accepted by {self.acceptance}"
