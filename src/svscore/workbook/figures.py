"""A number from a cell, exactly; every way in which it might not be what the person meant is said."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from svscore.exact import is_decimal, parse_number, plain_text
from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.doubtful import report_wrong_type
from svscore.workbook.findings import Findings
from svscore.workbook.formats import other_number, shown_text
from svscore.workbook.names import MAX_QUOTED, heading_key, quote, shortened, text_of

_SIGN = r"(?:US\$|[£€$]|GBP|EUR|USD)"
_CURRENCY = re.compile(rf"(-?)\s?{_SIGN}\s?(?=[-0-9])", re.IGNORECASE)
_CURRENCY_BEHIND = re.compile(rf"(?<=[0-9])\s?{_SIGN}\Z", re.IGNORECASE)
"""At either end of an amount; inside one it is no sign but a separator: 12€50."""
_GROUPING = ",' \u2019\u00a0\u202f\u2009"
"""What people put between thousands."""
_GROUPED = re.compile(rf"-?[0-9]{{1,3}}(?:[{_GROUPING}][0-9]{{3}})+(?:\.[0-9]+)?")
_COMMA = re.compile(rf"-?[0-9][0-9.{_GROUPING}]*,[0-9]+")
_NOTHING = re.compile(
    "na|nil|none|null|blank|empty|missing|unknown|pending|onrequest|tb[acd]|tobe(?:advised|agreed|confirmed|decided)|"
    "not(?:applicable|available|given|marked|scored|submitted|yet)|no(?:bid|mark|offer|price|response|score)"
)
"""Words people write where there is no number, by letters alone."""
_PERCENT = re.compile(r"-?[0-9.,]+ ?%")


_parse = lru_cache(maxsize=4096)(parse_number)
"""Marks repeat."""


def shown(cell: Cell) -> str:
    """The cell as the person who filled it in sees it."""
    if cell.kind is not Kind.NUMBER:
        return text_of(cell)
    if cell.format.shows_all:
        return cell.text
    try:
        return shown_text(_parse(cell.text), cell.text, cell.format)
    except ValueError:
        return cell.text


def read_figure(cell: Cell, at: Location, expected: str, findings: Findings, *, is_money: bool) -> Fraction | None:
    """The number in a cell; ``None``, with the reason reported, when it holds none.

    ``is_money`` takes text with a currency sign and thousands separators, too.
    """
    if report_wrong_type(cell, at, expected, findings):
        return None
    if cell.kind is Kind.TEXT:
        return _from_text(text_of(cell), at, expected, findings, is_money=is_money)
    try:
        value = _parse(cell.text)
    except ValueError:
        message = f"found the number {quote(cell.text)}, expected {expected}"
        findings.error(codes.UNUSUAL_NUMBER, at, message, "write it as a plain decimal number")
        return None
    if not cell.format.shows_all:
        _report_hidden_digits(cell, value, at, findings)
    return value


def _report_hidden_digits(cell: Cell, value: Fraction, at: Location, findings: Findings) -> None:
    seen = other_number(value, cell.text, cell.format)
    if seen is None:
        return
    if seen:
        message = f"shown as {shortened(seen)}, stored as {cell.text}; the stored number was taken"
    else:
        message = f"its number format hides the number; {cell.text} is stored and was taken"
    findings.warning(codes.HIDDEN_DIGITS, at, message, "if the shown number is meant, write that")


def _from_text(text: str, at: Location, expected: str, findings: Findings, *, is_money: bool) -> Fraction | None:
    try:
        value = parse_number(text)
    except ValueError:
        return _from_money_text(text, at, findings, expected, is_money=is_money)
    if "/" in text:
        report_words(text, at, expected, findings)
        return None
    findings.note(codes.TEXT_NUMBER, at, f"the text {quote(text)} was read as the number {plain_text(value)}")
    return value


def bare_amount(text: str) -> str:
    """An amount without its currency sign, before or behind it; a long text is none, and stays as it is.

    >>> bare_amount("-£1,000"), bare_amount("30 USD"), bare_amount("12€50")
    ('-1,000', '30', '12€50')
    """
    text = text.strip()
    if len(text) > MAX_QUOTED:
        return text
    before = _CURRENCY.match(text)
    if before is not None:
        return before[1] + text[before.end() :]
    behind = _CURRENCY_BEHIND.search(text)
    return text[: behind.start()] if behind is not None else text


def _from_money_text(text: str, at: Location, findings: Findings, expected: str, *, is_money: bool) -> Fraction | None:
    bare = bare_amount(text) if is_money else text
    plain = re.sub(f"[{_GROUPING}]", "", bare) if _GROUPED.fullmatch(bare) else bare
    if is_money and "/" not in plain:
        try:
            value = parse_number(plain)
        except ValueError:
            pass
        else:
            findings.note(codes.MONEY_TEXT, at, f"the text {quote(text)} was read as {plain}")
            return value
    if _COMMA.fullmatch(bare):
        message = f"found {quote(text)} with a decimal comma, expected {expected}"
        findings.error(codes.DECIMAL_COMMA, at, message, "write it with a decimal point, like 12.5")
    else:
        report_words(text, at, expected, findings)
    return None


def report_words(text: str, at: Location, expected: str, findings: Findings) -> None:
    """An error for text where something else is meant."""
    if _PERCENT.fullmatch(text):
        message = f"found the percentage {quote(text)}, expected {expected}"
        findings.error(codes.PERCENT, at, message, "write the number itself")
        return
    findings.error(codes.WORDS, at, f"found {quote(text)}, expected {expected}", _hint_for(text))


def _hint_for(text: str) -> str:
    """What to do about words; nothing for a long text, which no number is hidden in."""
    if not any(letter.isalnum() for letter in text) or _NOTHING.fullmatch(heading_key(text)):
        return "leave the cell blank when there is nothing to enter"
    if len(text) > MAX_QUOTED:
        return ""
    return "write the number alone, in plain digits" if any(map(str.isdigit, text)) else "write a number"


def report_places(value: Fraction, at: Location, findings: Findings) -> None:
    """Warn of money with more than two decimal places."""
    if not is_decimal(value, 2):
        message = f"{plain_text(value)} has more than two decimal places; it was taken as it is"
        findings.warning(codes.MONEY_PLACES, at, message, "compare it with the bid")
