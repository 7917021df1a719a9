"""The bytes of a definition file as text, and the letters in it that are none."""

from __future__ import annotations

import re

from svscore.problem import Location, Problem

MAX_BYTES = 1_000_000
MAX_CONTROLS = 20
"""Control characters reported; a file with more of them is no text at all."""

NOT_TEXT = "SV003"
TOO_LARGE = "SV006"

_CONTROL = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"  # YAML's printable, no BOM
)

ODD_INDENT = re.compile(r"^[ \t]*([\u00a0\u2000-\u200a\u202f\u3000])", re.MULTILINE)
"""A space in an indent that YAML takes for a letter; it comes with text copied from a web page or a word processor."""
MAX_ODD = 20
"""Odd indents reported of one file."""


def decode(content: bytes, name: str) -> tuple[str | None, list[Problem]]:
    top = Location(name)
    if len(content) > MAX_BYTES:
        found = f"the file has more than {MAX_BYTES:,} bytes, expected fewer"
        return None, [Problem(top, TOO_LARGE, found, "is it the right file?")]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        found = f"byte {content[error.start]:#04x} is not UTF-8 text"
        return None, [Problem(place_after(before, name), NOT_TEXT, found, "save the file as UTF-8 without BOM")]
    problems = []
    if text.startswith("\ufeff"):
        text = text[1:]
        found = "the file begins with a byte order mark (BOM)"
        problems.append(Problem(Location(name, row=1, column=1), NOT_TEXT, found, "save it as UTF-8 without BOM"))
    controls = [
        Problem(
            place_after(text[: match.start()], name),
            NOT_TEXT,
            f"control character U+{ord(match[0]):04X}, expected text",
            "delete the character",
        )
        for match, _ in zip(_CONTROL.finditer(text), range(MAX_CONTROLS), strict=False)
    ]
    return (None if controls else text), problems + controls


def place_after(before: str, name: str) -> Location:
    """The place just after the text ``before``."""
    row = before.count("\n") + 1
    return Location(name, row=row, column=len(before) - (before.rfind("\n") + 1) + 1)


def odd_indents(text: str, name: str) -> list[Problem]:
    """The lines whose indent holds a space that is none to YAML."""
    return [
        Problem(
            place_after(text[: match.start(1)], name),
            NOT_TEXT,
            f"a special space (U+{ord(match[1]):04X}) stands in the indent of this line",
            "delete it and indent with ordinary spaces; it often comes from a web page or a word processor",
        )
        for match, _ in zip(ODD_INDENT.finditer(text), range(MAX_ODD), strict=False)
    ]
