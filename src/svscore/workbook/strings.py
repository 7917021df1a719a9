"""Texts of a workbook: the shared ones, and the escapes that stand for characters XML forbids."""

from __future__ import annotations

import re
from collections.abc import Mapping

from svscore.workbook.markup import PLACES, LimitError, PartError, check_place, check_root

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    r"""``_x000D_`` as the character it stands for; ``_x005F_`` is the underscore of a real ``_x``.

    >>> unescape("a_x000A_b, _x005F_x000A_")
    'a\nb, _x000A_'
    """
    if "_x" not in text:
        return text
    found = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    # Characters beyond the first 65,536 come as two halves; a half alone cannot be written anywhere.
    return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class SharedStrings:
    """Collects the texts of ``sharedStrings.xml``; rich text is joined, phonetic hints are left out."""

    def __init__(self, max_count: int, max_characters: int, max_total: int) -> None:
        self.started = self.ended = 0
        self.prefixes: list[str | None] = []
        self.texts: list[str] = []
        self._max_count = max_count
        self._max_characters = max_characters
        self._path = [""]
        self._max_total = max_total
        self._total = 0
        """Characters of all texts."""
        self._runs: list[str] = []
        """The parts of the open text, joined at its end: to join each at once takes longer with every one."""
        self._length = 0
        self._takes_text = False

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        parent = self._path[-1]
        self.started += 1
        if self._takes_text:
            raise PartError(f"the text {len(self.texts) + 1} has an element in it")
        if not parent:
            check_root(name, "x:sst")
        if parent not in PLACES.get(name, ()):
            check_place(name, parent)
        elif name == "x:t":
            self._takes_text = parent != "x:rPh"
        elif name == "x:si":
            self._runs = []
            self._length = 0
        self._path.append(name)

    def end(self, name: str) -> None:
        self.ended += 1
        self._path.pop()
        if name == "x:t":
            self._takes_text = False
        elif name == "x:si":
            self._add(unescape("".join(self._runs)))

    def text(self, data: str) -> None:
        if self._takes_text:
            self._runs.append(data)
            self._length += len(data)
            if self._length > self._max_characters:
                raise LimitError(f"a text is longer than {self._max_characters:,} characters")

    def _add(self, text: str) -> None:
        self.texts.append(text)
        self._total += len(text)
        if len(self.texts) > self._max_count:
            raise LimitError(f"it holds more than {self._max_count:,} texts")
        if self._total > self._max_total:
            raise LimitError(f"it holds more than {self._max_total:,} characters")
