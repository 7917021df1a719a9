"""Text without quotes in ``{}``: a comma ends it, and YAML reads the rest of it as keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from svscore.framework.fields import shown
from svscore.framework.meant import WORDY_KEYS, in_quotes
from svscore.framework.written import every_key

_JOINED = re.compile(r"([a-z][a-z0-9-]*)(?::|[ \t]*=[ \t]*|[ \t]+)(\S.*)", re.DOTALL)
_NUMBER = re.compile(r"[0-9]+(?:,[ \t]*+[0-9]++)+")


@dataclass(slots=True)
class FlowText:
    """A value of a mapping in ``{}``, and what of the text behind it belongs to it."""

    key: str
    start: int
    """Index of its first letter in the file."""
    end: int
    cut: Any = None
    """The first key that is a part of the text."""

    def takes(self, text: str, key: str, event: Any, value: Any) -> bool:
        """Whether a key, with its value, is rather a part of this text."""
        is_part = is_bare(text, event, value) and joined(key, alone=False) is None
        if not is_part:
            is_part = self.key in WORDY_KEYS and " " in key and isinstance(value, yaml.ScalarEvent)
        if is_part:
            self.cut = self.cut or event
            self.end = max(event.end_mark.index, value.end_mark.index if value.value else 0)
        return is_part

    def whole(self, text: str) -> str:
        """The text as it was meant; a number without its commas."""
        whole = " ".join(text[self.start : self.end].split())
        if not _NUMBER.fullmatch(whole):
            return whole
        parts = [part.strip() for part in whole.split(",")]
        is_grouped = len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
        return "".join(parts) if is_grouped or len(parts) > 2 else ".".join(parts)

    def complaint(self, text: str) -> tuple[str, str]:
        """What a comma did to the text, and what to write."""
        cut = shown(" ".join(text[self.cut.start_mark.index : self.cut.end_mark.index].split())) if self.cut else ""
        message = f"the comma ends the value of '{self.key}', so that {cut} is read as a key"
        if _NUMBER.fullmatch(" ".join(text[self.start : self.end].split())):
            return message, f"write the number with a point and without commas: {self.key}: {self.whole(text)}"
        return message, in_quotes(self.key, self.whole(text))


def is_bare(text: str, key: Any, value: Any) -> bool:
    """Whether a key in ``{}`` has no colon behind it, and so no value."""
    is_empty = isinstance(value, yaml.ScalarEvent) and not value.value and not value.style
    return is_empty and ":" not in text[key.end_mark.index : value.end_mark.index]


def joined(key: str, *, alone: bool) -> tuple[str, str] | None:
    """The key and the value of ``weight:60``; of ``weight 60`` only where no text stands before it that it may end.

    >>> joined("weight:60", alone=False), joined("weight 60", alone=False), joined("weight 60", alone=True)
    (('weight', '60'), None, ('weight', '60'))
    """
    match = _JOINED.fullmatch(key)
    if match is None or match[1] not in every_key() or not (alone or key[match.end(1)] in ":="):
        return None
    return match[1], match[2]
