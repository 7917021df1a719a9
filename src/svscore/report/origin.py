"""What a result was made from: the model file and the workbook, by name and hash."""

from __future__ import annotations

from dataclasses import dataclass

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
