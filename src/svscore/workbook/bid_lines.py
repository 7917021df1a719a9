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
from svscore.workbook.layout import Table
from svscore.workbook.limits import Limits
from svscore.workbook.names import heading_key, quote
from svscore.workbook.suspects import Lines, may_hold_twins, suspects
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
        left_out = {key for key, verdict in open_ones.items() if not verdict.is_read}
        remaining = [record for record in lines.records if record.key not in left_out] if left_out else lines.records
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
    if lines.table.kind != "long" and len(lines.records) > Limits().most_bids(len(vocabulary.fields)):
        return {}  # refused as too many bids, whatever they are
    keys = set(suspects(lines, vocabulary))
    may_be_twins = may_hold_twins(lines, vocabulary)
    return Judge(lines, vocabulary).verdicts(keys, may_be_twins=may_be_twins) if keys or may_be_twins else {}


def _report(lines: Lines, verdicts: Mapping[str, Verdict], findings: Findings) -> None:
    """Say, once a name, what was skipped and what stops the run: with every line of that name."""
    named: dict[str, list[Record]] = {}
    for record in lines.records if verdicts else ():
        if record.key in verdicts:
            named.setdefault(record.key, []).append(record)
    for key, records in named.items():
        if verdicts[key].lead in named:
            continue  # said there
        _report_line(lines.table, records, verdicts[key], findings)


def _report_line(table: Table, records: Sequence[Record], verdict: Verdict, findings: Findings) -> None:
    """Say what is thought of the lines of one name; a name stands in many rows of a long table."""
    first, name = records[0], quote(records[0].bidder)
    places = [record.line for record in records] if table.kind != "long" else [first.line]
    are_several = len(places) > 1
    if verdict.is_sure:
        beside = f" ({table.line_names(places)})" if are_several else ""
        what = "was taken for a line of totals or labels, not for a bidder, and skipped"
        message = f"{name}{beside} {what}: {verdict.reason}"
        findings.warning(codes.SUMMARY, first.at, message, f"if it is a bidder, {IF_A_LABEL_IS_A_BIDDER}")
    else:
        word = table.record_word
        bids, no_bid, if_bid = "a bid", f"it is not a bid, delete the {word}", "it is"
        if are_several:
            bids, no_bid, if_bid = "bids", f"they are not bids, delete the {word}s", "they are"
        line = f"{table.line_names(places)}, {name},"
        hint = verdict.hint if "keep" in verdict.hint else f"if {no_bid}; if {if_bid}, {verdict.hint}"
        if verdict.is_read:
            read = "was read as a bid" if not are_several else "were read as bids"
            findings.warning(codes.DOUBTFUL_LINE, first.at, f"{line} {read}; {verdict.reason}", hint)
        else:
            findings.error(codes.DOUBTFUL_LINE, first.at, f"{line} may not be {bids}: {verdict.reason}", hint)
