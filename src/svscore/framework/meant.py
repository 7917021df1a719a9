"""Keys whose values are text, and the hint that a text needs quotes."""

from __future__ import annotations

WORDY_KEYS = frozenset(
    {
        *("title", "question", "guidance", "descriptor", "label", "agreement", "source", "note", "licence", "edition"),
        *("unit", "reason", "url"),
    }
)
"""Keys whose text people write freely, so that it may hold any sign."""
WORDY_LISTS = frozenset({"look-for", "metrics", "unconfirmed"})
"""Keys with a list of such texts."""
ENTRY = "-"
"""Stands for the key of a text in a list."""
MOST_LETTERS = 300
"""Letters of a text that a hint repeats."""


def quoted(text: str) -> str:
    """A text in the quotes that YAML needs.

    >>> print(quoted("Quality: method"), quoted('the "best" team'))
    "Quality: method" 'the "best" team'
    """
    return f'"{text}"' if '"' not in text and "\\" not in text else "'" + text.replace("'", "''") + "'"


def in_quotes(key: str, text: str) -> str:
    """The hint that a text needs quotes, with the whole text as it is to be written."""
    whole = " ".join(text.split())
    is_long = len(whole) > MOST_LETTERS
    start = ENTRY if key == ENTRY else f"{key}:"
    return f"put the text in quotes: {start} {quoted(whole[:MOST_LETTERS] + '...' if is_long else whole)}"


def text_of(key: str) -> str:
    """What a message calls the text of a key, or of an entry of a list."""
    return "the text of this entry" if key == ENTRY else f"the text of '{key}'"
