"""Which lines of the tables are bids: no line is ranked that may be something else.

Two things speak: the name of a line and its figures. Where both say that it is no bid it is skipped, and said. Where
only one does, nobody can tell: the run stops, unless a list of the bidders has the name. See decision 0013.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from svscore.workbook import codes
from svscore.workbook.bidders import Record, report_hidden_bids
from svscore.workbook.columns import Vocabulary
from svscore.workbook.findings import Findings
from svscore.workbook.limits import Limits
from svscore.workbook.names import heading_key, quote
from svscore.workbook.suspects import Lines, suspects
from svscore.workbook.verdicts import IF_A_LABEL_IS_A_BIDDER, Judge, Verdict

LISTS = frozenset({"bids", "bidders", "tenderers"})
"""Sheets that list who bids."""


def lists_among(tables: Sequence[Lines], *, has_template: bool) -> list[Lines]:
    """The tables that say who bids: the sheet ``Bids`` beside others, and tables of nothing but names and details."""
    return [
        lines
        for lines in tables
        if lines.table.kind != "long"
        and (
            (heading_key(lines.table.sheet.name) in LISTS and (len(tables) > 1 or has_template))
            or (lines.records and not lines.records[0].fields)
        )
    ]


def bids_among(
    tables: Sequence[Lines], lists: Sequence[Lines], vocabulary: Vocabulary, findings: Findings
) -> list[Record]:
    """The records of bids; what is none, or may be none, is reported and left out."""
    judged = [_judged(lines, vocabulary) for lines in tables]
    bids: list[Record] = []
    settled = _settled(tables, judged, lists) if any(judged) else frozenset()
    for lines, verdicts in zip(tables, judged, strict=True):
        open_ones = {key: verdict for key, verdict in verdicts.items() if verdict.is_sure or key not in settled}
        _report(lines, open_ones, findings)
        remaining = [record for record in lines.records if record.key not in open_ones] if open_ones else lines.records
        report_hidden_bids(lines.table, remaining, findings)
        bids += remaining
    return bids


def _settled(
    tables: Sequence[Lines], judged: Sequence[Mapping[str, Verdict]], lists: Sequence[Lines]
) -> frozenset[str]:
    """The names that a list of the bidders has and another table has, too: a line of sums may stand below a list."""
    places: dict[str, int] = {}
    for lines, verdicts in zip(tables, judged, strict=True):
        for key in {record.key for record in lines.records}:
            places[key] = places.get(key, 0) + (key not in verdicts or not verdicts[key].is_sure)
    return frozenset(record.key for lines in lists for record in lines.records if places[record.key] > 1)


def _judged(lines: Lines, vocabulary: Vocabulary) -> dict[str, Verdict]:
    """What is thought of the lines that may be no bids, by the key of their names."""
    if lines.table.kind != "long" and len(lines.records) > Limits().bids:
        return {}  # refused as too many bids, whatever they are
    keys = set(suspects(lines, vocabulary))
    return Judge(lines, vocabulary).verdicts(keys) if keys else {}


def _report(lines: Lines, verdicts: Mapping[str, Verdict], findings: Findings) -> None:
    """Say, once a name, what was skipped and what stops the run."""
    table, unsaid = lines.table, set(verdicts)
    for record in lines.records if verdicts else ():
        if record.key not in unsaid:
            continue
        unsaid.discard(record.key)
        verdict, name = verdicts[record.key], quote(record.bidder)
        if verdict.is_sure:
            message = (
                f"{name} was taken for a line of totals or labels, not for a bidder, and skipped: {verdict.reason}"
            )
            findings.warning(codes.SUMMARY, record.at, message, f"if it is a bidder, {IF_A_LABEL_IS_A_BIDDER}")
        elif verdict.reason:
            message = f"{table.line_name(record.line)}, {name}, may not be a bid: {verdict.reason}"
            hint = f"if it is not a bid, delete the {table.record_word}; if it is, {verdict.hint}"
            findings.error(codes.DOUBTFUL_LINE, record.at, message, verdict.hint if "keep" in verdict.hint else hint)
