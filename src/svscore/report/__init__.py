"""A result as text for people and programs: table, JSON, CSV, Markdown, worked calculations.

Computes nothing: every number, rank and reason comes from scoring. Text from bids is data here: no
terminal, spreadsheet or page obeys it.
"""

from __future__ import annotations

from collections.abc import Callable

from svscore.report import csv_report, json_report, markdown, table
from svscore.report.origin import Origin
from svscore.scoring.result import Result

__all__ = ["RENDERERS", "SUFFIXES", "WORKBOOK_SUFFIX", "Origin"]

RENDERERS: dict[str, Callable[[Result, Origin], str]] = {
    "table": table.render,
    "json": json_report.render,
    "csv": csv_report.render,
    "markdown": markdown.render,
}
"""What gives a result as text, by the name of the format."""

SUFFIXES = {".txt": "table", ".json": "json", ".csv": "csv", ".md": "markdown"}
"""The format a file is written in when none is named."""

WORKBOOK_SUFFIX = ".xlsx"
"""A copy of the user's workbook with the result in it, by :mod:`svscore.report.scored`."""
