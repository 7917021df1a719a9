"""The columns of the sheet ``Workings``, and where each figure stands on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from openpyxl.worksheet.worksheet import Worksheet

HEADER_ROW = 4
COLUMNS = (
    ("Bidder", 28),
    ("Criterion", 26),
    ("Mark, price or answer", 16),
    ("Amount or sum", 16),
    ("Share", 12),
    ("Share used", 12),
    ("Weight", 10),
    ("Points", 14),
    ("As svscore found", 14),
    ("Agrees", 9),
    ("In words", 60),
)
BIDDER, CRITERION, RAW, AMOUNT, SHARE, USED, WEIGHT, POINTS, FOUND, AGREES, WORDS = range(1, 12)

POINTS_FORMAT = "0.00####"
MOST_ARGUMENTS = 200
"""More bids than a spreadsheet function takes one by one; beyond it relative shares are plain values."""


@dataclass(slots=True)
class Workings:
    """Where on the sheet each figure stands, for formulas on others."""

    sheet: Worksheet
    amounts: dict[tuple[str, str], str] = field(default_factory=dict)
    """Cell with an offer or a sum, by bidder and id."""
    shares: dict[tuple[str, str], str] = field(default_factory=dict)
    points: dict[tuple[str, str], str] = field(default_factory=dict)
    """Cell with the points, by bidder and id; ``total`` for the total."""
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
