"""The sheets beside the bids: ``Competition``, a list of words and values, and ``Evaluators``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from svscore.bids import Evaluator, Issue
from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.answers import yes_or_no
from svscore.workbook.cells import Sheet
from svscore.workbook.doubtful import report_unusable
from svscore.workbook.figures import shown
from svscore.workbook.findings import Findings
from svscore.workbook.names import heading_key, is_blank, person_key, quote, text_of

KEYS = ("reference", "title", "buyer", "framework", "notice-date", "value", "lot")
ISSUE_LABELS = ("Issued model", "Model SHA-256", "Issued by", "Issued on")
"""Words of the rows that say which model the file was issued with, in the order of :class:`Issue`'s fields."""
_KEYS = {heading_key(key): key for key in KEYS}
_ISSUE_KEYS = {heading_key(label): label for label in ISSUE_LABELS}
_LABELS = ("key", "item", "detail", "field")


def read_competition(sheet: Sheet, findings: Findings) -> dict[str, str]:
    """The values of the known words, in the second column as the first names them."""
    details: dict[str, str] = {}
    for row, word_column, value_column in _pairs(sheet):
        word, value = text_of(sheet.rows[row][word_column]), sheet.rows[row][value_column]
        key = _KEYS.get(heading_key(word))
        at = sheet.at(row, word_column)
        if key is None:
            if heading_key(word) not in (*_LABELS, *_ISSUE_KEYS):
                message = f"{quote(word)} is not a detail that is read"
                findings.warning(codes.UNKNOWN_COLUMN, at, message, findings.did_you_mean(word, (*KEYS, *ISSUE_LABELS)))
        elif key in details:
            findings.warning(codes.DETAIL, at, f"{key} is given a second time; the first was taken")
        elif not report_unusable(value, sheet.at(row, value_column), key, findings, may_be_missing=True):
            details[key] = shown(value)
    return details


def read_issue(sheet: Sheet, findings: Findings) -> Issue:
    """What a ``Competition`` sheet says of the model it was issued with."""
    texts: dict[str, str] = {}
    location = sheet.at()
    for row, word_column, value_column in _pairs(sheet, [row for row in sheet.rows if _may_say(sheet, row)]):
        label = _ISSUE_KEYS.get(heading_key(text_of(sheet.rows[row][word_column])))
        if label is None or label in texts:
            continue
        texts[label] = text_of(sheet.rows[row][value_column])
        if label == "Model SHA-256":
            location = sheet.at(row, value_column)
            texts[label] = _sha256(texts[label], location, findings)
    model, sha256, by, on = (texts.get(label, "") for label in ISSUE_LABELS)
    return Issue(model, sha256, by=by, on=on, location=location)


def _may_say(sheet: Sheet, row: int) -> bool:
    """Whether a cell of a row begins as one of the labels does, or with a sign: a quick look at very many workbooks."""
    firsts = (cell.text[:1] for cell in sheet.rows[row].values())
    return any(first in "iImM" or not first.isalnum() for first in firsts)


def _sha256(text: str, at: Location, findings: Findings) -> str:
    if re.fullmatch("[0-9a-f]{64}", text.casefold()):
        return text.casefold()
    message = f"found {quote(text)} for the SHA-256 of the model, expected 64 digits and letters from a to f"
    hint = "copy it whole from the workbook that was issued; in one made by hand, delete the row"
    findings.error(codes.MODEL_HASH, at, message, hint)
    return ""


_IN_WORDS = re.compile(
    r"Id (?P<id>\S+), version (?P<version>.+), status \w+|"
    r"SHA-256 of (?P<what>the model|its file): (?P<sha256>[0-9a-f]{64})"
)
"""Lines of a template's sheet ``Start here``."""


def read_issue_in_words(sheet: Sheet) -> Issue:
    """What the sheet ``Start here`` of a template says of the model it was issued with."""
    issue = Issue()
    for row in sorted(sheet.rows):
        found = _IN_WORDS.fullmatch(text_of(sheet.cell(row, 1)))
        if found is None:
            continue
        if found["id"]:
            issue = replace(issue, model=f"{found['id']}@{found['version']}")
        elif found["what"] == "the model":
            issue = replace(issue, sha256=found["sha256"], location=sheet.at(row, 1))
        else:
            issue = replace(issue, file_sha256=found["sha256"], location=sheet.at(row, 1))
    return issue


def place_of(sheet: Sheet, key: str) -> Location:
    """The cell that holds the value of a known word; the sheet itself where there is none."""
    places = (
        sheet.at(row, value_column)
        for row, word_column, value_column in _pairs(sheet)
        if heading_key(text_of(sheet.rows[row][word_column])) == heading_key(key)
    )
    return next(places, sheet.at())


def _pairs(sheet: Sheet, rows: Iterable[int] | None = None) -> Iterator[tuple[int, int, int]]:
    """Row and columns of each word and of the next filled cell beside it; rows with one filled cell are titles."""
    for row in sorted(sheet.rows if rows is None else rows):
        filled = [column for column, cell in sorted(sheet.rows[row].items()) if not is_blank(cell)]
        if len(filled) > 1:
            yield row, filled[0], filled[1]


class _Headings(NamedTuple):
    row: int
    columns: Mapping[str, int]


_NAMES = ("evaluator", "name", "code", "nameorcode")
_CONFLICT = ("conflict", "declaredconflict", "conflictdeclared", "conflictofinterest", "declaredconflictofinterest")


def read_evaluators(sheet: Sheet, findings: Findings) -> tuple[Evaluator, ...]:
    """The evaluators listed, each once, in order."""
    headings = _headings(sheet)
    if headings is None:
        message = "the sheet Evaluators has no column Name"
        findings.warning(codes.MISSING_COLUMN, sheet.at(), message, "head its columns Name, Role, Declared conflict")
        return ()
    found: dict[str, Evaluator] = {}
    for row in sorted(row for row in sheet.rows if row > headings.row):
        name = text_of(sheet.cell(row, headings.columns["name"]))
        if not name:
            continue
        at = sheet.at(row, headings.columns["name"])
        if person_key(name) in found:
            findings.warning(codes.DETAIL, at, f"{quote(name)} is listed before; the first was taken")
            continue
        role = text_of(sheet.cell(row, headings.columns.get("role", 0)))
        found[person_key(name)] = Evaluator(name, role, _conflict(sheet, row, headings, findings))
    return tuple(found.values())


def _headings(sheet: Sheet) -> _Headings | None:
    for row in sorted(sheet.rows):
        keys = {heading_key(text_of(cell)): column for column, cell in sorted(sheet.rows[row].items())}
        name = next((keys[key] for key in _NAMES if key in keys), None)
        if name is not None:
            columns = {"name": name, "role": keys.get("role", 0)}
            conflict = next((keys[key] for key in _CONFLICT if key in keys), 0)
            return _Headings(row, columns | {"conflict": conflict})
    return None


def _conflict(sheet: Sheet, row: int, headings: _Headings, findings: Findings) -> bool | None:
    cell = sheet.cell(row, headings.columns["conflict"])
    if cell is None or is_blank(cell):
        return None
    answer = yes_or_no(cell.text)
    if not answer:
        at = sheet.at(row, headings.columns["conflict"])
        findings.warning(codes.DETAIL, at, f"found {quote(text_of(cell))}, expected yes or no; it was left out")
        return None
    return answer == "yes"
