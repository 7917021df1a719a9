"""What a cell holds, from what stands in the file: its type, its style and its text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from svscore.workbook.cells import Cell, Kind
from svscore.workbook.formats import GENERAL, NumberFormat
from svscore.workbook.markup import LimitError, PartError
from svscore.workbook.numbers import date_text, number_text
from svscore.workbook.strings import unescape

T = TypeVar("T")
MAX_KNOWN = 5_000
"""Numbers and cells kept to be met again."""
_MAX_KEPT = 200
"""Characters of a cell that is kept."""
_IS_NUMBER, _IS_TEXT = Kind.NUMBER, Kind.TEXT  # asking an enumeration for a member takes longer than reading a cell
_SHARED = ' t="s"'
"""Stands in every cell that refers to a shared text, and maybe in others."""
_BOOLEANS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
_NAMED = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_CHARACTER = r"[^<>&\x00-\x1f\ufffe\uffff]"
"""No line break either, so that the parser counts lines right."""
_VALUE = rf"{_CHARACTER}*+"
_TEXT = rf"{_VALUE}(?:&(?:amp|lt|gt|quot|apos);{_VALUE})*+"
_FORMULA = (
    r'(<f(?: aca="\w+")?(?: t="(?:shared|array)")?(?: ref="[A-Z0-9:]+")?(?: si="\d+")?(?: ca="\w+")?'
    rf"(?: ?/>|>{_TEXT}</f>))?"
)
_USUAL = re.compile(
    r'(?: s="([0-9]{1,6})")?(?:'
    rf'(?: t="([nsbe])")?(?: ?/>|>{_FORMULA}(?:<v>({_VALUE})</v>|<v ?/>)?</c>)'
    rf'| t="(str)">{_FORMULA}<v>({_TEXT})</v></c>'
    rf'| t="(inlineStr)"><is><t(?: xml:space="preserve")?>({_TEXT})</t></is></c>)',
    re.ASCII,
)
"""A cell as Excel, LibreOffice, openpyxl and XlsxWriter write it, after its reference; stricter than XML."""


class Contents(dict[str, Cell | None]):
    """What the cells of a workbook hold: most marks and formats repeat, so what was met is kept.

    As a mapping, what a cell written like this holds, read when first asked for; ``None`` for nothing.
    But for cells that refer to shared texts, it is the same in all workbooks of the same styles.
    """

    def __init__(
        self,
        texts: Sequence[str] = (),
        formats: Mapping[str, NumberFormat] | None = None,
        *,
        is_1904: bool = False,
        max_characters: int,
        without_texts: Contents | None = None,
    ) -> None:
        super().__init__()
        self._without_texts = without_texts
        """Reads, and keeps for the next workbook, what refers to no shared text."""
        self._texts = texts
        self._formats = {} if formats is None else formats
        """By the style number cells give, as text."""
        self._numbers: dict[str, str] = {}
        """Stored numbers met so far as decimal text."""
        self._is_1904 = is_1904
        self.max_characters = max_characters
        self._characters = 0
        self.too_long = f"holds a text longer than {max_characters:,} characters"

    @property
    def characters(self) -> int:
        """Characters of the texts that stood in cells themselves, each as often as it was made; only ever more."""
        return self._characters + (self._without_texts.characters if self._without_texts is not None else 0)

    def with_texts(self, texts: Sequence[str]) -> Contents:
        """The same for a workbook with these shared texts; what refers to none of them is still read here."""
        if not texts:
            return self
        return Contents(
            texts, self._formats, is_1904=self._is_1904, max_characters=self.max_characters, without_texts=self
        )

    def __missing__(self, written: str) -> Cell | None:
        """Read a cell that is written in one of the usual ways.

        Raises:
            PartError: when it is not, and when it is not allowed; in words that follow its place.
        """
        without = None if _SHARED in written else self._without_texts
        cell = self._read(written) if without is None else without[written]
        if len(written) <= _MAX_KEPT:
            _put(self, written, cell)
        return cell

    def _read(self, written: str) -> Cell | None:
        parts = _USUAL.fullmatch(written)
        if parts is None:
            raise PartError("is written in an unusual way")
        style, kind, formula, value, result, other_formula, outcome, inline, text = parts.groups("")
        text = value or outcome or text
        if "&" in text:
            text = _unnamed(text)
        is_formula = formula != "" or other_formula != ""
        return self.cell(kind or result or inline or "n", text, style, is_formula=is_formula)

    def cell(self, kind: str, text: str | None, style_number: str, *, is_formula: bool) -> Cell | None:
        """A cell, by the type and the style the file gives it; ``None`` when it holds nothing.

        Raises:
            PartError: as above.
        """
        try:
            style = self._formats[style_number or "0"]
        except KeyError:
            style = GENERAL
        if text is None or (not text and kind != "str"):
            return Cell(Kind.UNSTORED, "", style, is_formula) if is_formula else None
        return Cell(*self._value(kind, text, style), style, is_formula)

    def _value(self, kind: str, text: str, style: NumberFormat) -> tuple[Kind, str]:
        if len(text) > self.max_characters:
            raise LimitError(self.too_long)
        if kind == "n":
            return self._number(text, style)
        if kind in ("str", "inlineStr"):
            self._characters += len(text)
            return _IS_TEXT, unescape(text)
        if kind == "s":
            return _IS_TEXT, self._shared_text(text)
        text = text.strip()
        if kind == "b":
            return (Kind.BOOLEAN, _BOOLEANS[text]) if text in _BOOLEANS else (Kind.JUNK, text)
        if kind in ("e", "d"):
            return Kind.ERROR if kind == "e" else Kind.DATE, text
        raise PartError(f"is of the unknown type {kind[:20]!r}")

    def _number(self, stored: str, style: NumberFormat) -> tuple[Kind, str]:
        number = self._numbers.get(stored)
        if number is None:
            number = number_text(stored)
            if number is None:
                return Kind.JUNK, stored
            if len(stored) <= _MAX_KEPT:
                _put(self._numbers, stored, number)
        if style.kind == "date":
            return Kind.DATE, date_text(number, is_1904=self._is_1904) or number
        return _IS_NUMBER, number

    def _shared_text(self, index: str) -> str:
        if index.isdecimal() and index.isascii() and len(index) < 10 and int(index) < len(self._texts):
            return self._texts[int(index)]
        raise PartError(f"refers to the shared text {index[:20]!r}, which is not in the file")


def _put(known: dict[str, T], written: str, found: T) -> None:
    """Keep what was found; where there is no room, all else goes, and what is common comes again."""
    if len(known) >= MAX_KNOWN:
        known.clear()
    known[written] = found


def _unnamed(text: str) -> str:
    for name, character in _NAMED.items():
        text = text.replace(name, character)
    return text
