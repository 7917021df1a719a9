"""The answers people write to a pass-or-fail question, each with its opposite.

A gate that publishes one word is answered by that word or by its opposite here; any other word is unknown.
"""

from __future__ import annotations

YES_NO = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}
"""The spellings of yes and no, in lower case."""

_PAIRS = (
    ("yes", "no"),
    ("pass", "fail"),
    ("passed", "failed"),
    ("met", "not met"),
    ("meets", "does not meet"),
    ("compliant", "non-compliant"),
    ("acceptable", "unacceptable"),
    ("accept", "reject"),
    ("accepted", "rejected"),
    ("agree", "disagree"),
    ("agreed", "not agreed"),
    ("satisfactory", "unsatisfactory"),
    ("adequate", "inadequate"),
    ("valid", "invalid"),
    ("complete", "incomplete"),
    ("eligible", "ineligible"),
    ("confirmed", "not confirmed"),
    ("provided", "not provided"),
    ("signed", "unsigned"),
)
"""What passes first."""

OPPOSITES = {word: other for passes, fails in _PAIRS for word, other in ((passes, fails), (fails, passes))}
"""The known opposite of an answer, both in lower case."""


def answer_key(text: str) -> str:
    """What an answer is compared by: every spelling of yes is ``yes``; case and outer spaces do not count.

    >>> answer_key(" Y"), answer_key("FALSE"), answer_key("Late")
    ('yes', 'no', 'late')
    """
    word = text.strip().casefold()
    return YES_NO.get(word, word)


def opposite(text: str) -> str:
    """The known opposite of an answer, in lower case; empty where none is known.

    >>> opposite("No"), opposite("Pass"), opposite("late")
    ('yes', 'fail', '')
    """
    return OPPOSITES.get(answer_key(text), "")
