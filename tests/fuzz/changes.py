"""Changes of a text that know what it is made of: tags and values, lines and blocks, cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

TAG = re.compile(r"<[^<>]*>|[^<>]+|[<>]")
ATTRIBUTE = re.compile(r'="[^"]*"')
WORD = re.compile(r"[^\s:,{}\[\]#\"'&*!|>]+")
LINE = re.compile(r".*\n?")
CELL = re.compile(r"[^,;\t\n\"]+|.|\n")

Change = Callable[[str, Random], str]

ODD = (
    "", "0", "-1", "1", "2", "100", "0.1", "1e3", "1E400", "NaN", "inf", "1/3", "1/0", "100%", "-0", "9" * 30,
    "9" * 400, "9" * 5000, "0." + "3" * 200, "1048577", "2025-02-30", "2025-01-01T00:00", "24:00", "yes", "no", "null",
    "~", "true", "A", "a" * 70, "a" * 2_000, "a b", "é", "\U0001f600", "\u200b", "\u202e", "\x00", "\x07", "\x1b[31m",
    "\ufeff", "\ufffe", "£5", "12€50", "1.234,5", "1 234", "=1+1", "@x", "-x", "../x", "/etc/passwd", "con", "%s",
    "http://x.example", "{0}", "\\", "$x", "[", "{", "*a", "&a", "!!python/object:os.system", "<<", "|", ">", "#", "'",
    '"', "?", "- -", "1:1", "0x1F", "1_000",
)  # fmt: skip
"""Values that programs trip over."""


def changed(text: str, draw: Random, steps: Sequence[Change], most: int = 20_000) -> str:
    """A text after one change or a few, cut where it grows too long."""
    for _ in range(draw.choice([1, 1, 1, 1, 2, 2, 3, 5])):
        text = draw.choice(steps)(text, draw)[:most]
    return text


def moved(pattern: re.Pattern[str], words: Sequence[str] = ODD) -> Change:
    """A change that takes one piece of a text away, doubles it, puts it elsewhere or something else in its place."""

    def change(text: str, draw: Random) -> str:
        pieces = [found for found in pattern.finditer(text) if found[0]]
        if not pieces:
            return text + draw.choice(words)
        one, other = draw.choice(pieces), draw.choice(pieces)
        new = draw.choice(["", one[0] * 2, other[0], other[0], *[draw.choice(words)] * 3])
        return text[: one.start()] + new + text[one.end() :]

    return change


def repeated(text: str, draw: Random) -> str:
    """A piece of a text many times."""
    start = draw.randint(0, len(text))
    piece = text[start : start + draw.choice([1, 3, 10, 40])]
    return text[:start] + piece * draw.choice([2, 20, 300]) + text[start:]


def cut(text: str, draw: Random) -> str:
    """A text without a piece."""
    start = draw.randint(0, len(text))
    return text[:start] + text[start + draw.choice([1, 2, 8, 60, 600]) :]


def attribute(text: str, draw: Random) -> str:
    """Another value of one attribute."""
    places = list(ATTRIBUTE.finditer(text))
    if not places:
        return text
    one, other = draw.choice(places), draw.choice(places)
    new = draw.choice([other[0], f'="{draw.choice(ODD)}"'])
    return text[: one.start()] + new + text[one.end() :]


def block(text: str, draw: Random) -> str:
    """A line with all that stands below it elsewhere, twice, or further in."""
    lines = text.splitlines(keepends=True) or [""]
    start = draw.randrange(len(lines))
    depth = _depth(lines[start])
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or _depth(lines[end]) > depth):
        end += 1
    piece, place = lines[start:end], draw.randint(0, len(lines))
    if draw.random() < 0.3:
        piece = [draw.choice(["  ", "    ", "- ", "\t"]) + line for line in piece]
    rest = lines if draw.random() < 0.5 else lines[:start] + lines[end:]
    return "".join(rest[:place] + piece + rest[place:])


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" -"))


def spliced(others: Sequence[str]) -> Change:
    """A change that puts lines of another text into this one."""

    def change(text: str, draw: Random) -> str:
        lines, other = text.splitlines(keepends=True), draw.choice(others).splitlines(keepends=True)
        start, place = draw.randrange(len(other)), draw.randint(0, len(lines))
        return "".join(lines[:place] + other[start : start + draw.choice([1, 2, 6])] + lines[place:])

    return change


def flipped(content: bytes, draw: Random) -> bytes:
    """Bytes of which a few are others, missing or twice."""
    changed_bytes = bytearray(content)
    for _ in range(draw.randint(1, 4)):
        place = draw.randrange(len(changed_bytes) or 1)
        kind = draw.randrange(4)
        if kind == 0 and changed_bytes:
            changed_bytes[place] ^= 1 << draw.randrange(8)
        elif kind == 1:
            del changed_bytes[place : place + draw.choice([1, 4, 50])]
        elif kind == 2:
            changed_bytes[place:place] = changed_bytes[place : place + draw.choice([1, 4, 50])]
        elif changed_bytes:
            changed_bytes[place] = draw.randrange(256)
    return bytes(changed_bytes)


OF_XML = (moved(TAG), moved(TAG), attribute, attribute, moved(re.compile(r"(?<=>)[^<]+(?=<)")), cut, repeated)
OF_CELLS = (moved(CELL), moved(CELL), moved(LINE), cut, repeated)
OF_JSON = (moved(WORD), moved(WORD), moved(re.compile(r"[\[\]{}:,]")), cut, repeated)


def of_yaml(others: Sequence[str]) -> Sequence[Change]:
    """Changes of a definition, with words and lines of others."""
    words = sorted({word for other in others for word in WORD.findall(other)})
    scalar = moved(WORD, words), moved(WORD), moved(WORD)
    return (*scalar, *scalar, block, block, moved(LINE), spliced(others), cut, repeated)
