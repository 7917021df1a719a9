"""The answers people write to a pass-or-fail question, each with its opposite.

A gate that publishes one word is answered by that word, by its opposite here, or by `not WORD`. Nothing else
decides it: `Failed` is neither `fail` nor `pass`, and whoever wrote it must say which.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from svscore.framework.model import Gate

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


def published_words(gate: Gate | None) -> tuple[str, ...]:
    """The words a gate publishes, in lower case; none for a question of yes or no."""
    words = (gate.fail_when, gate.pass_when) if gate is not None else ()
    return tuple(word.casefold() for word in words if word)


def answers_to(gate: Gate | None) -> tuple[str, ...]:
    """The answers a gate takes, in lower case; yes and no where it publishes no word."""
    words = published_words(gate)
    if len(words) == 2:
        return words
    if not words or words[0] in YES_NO:
        return ("yes", "no")
    return (words[0], *_opposites(words[0]))


def answer_of(gate: Gate | None, text: str) -> str | None:
    """The answer that a text means to a gate, as bids keep it: a published word, its opposite, or yes or no.

    Case, the number of spaces and the kind of dash do not matter. ``None`` where the text decides nothing.
    """
    return _answers(published_words(gate)).get(_form(text))


def answer_forms(gate: Gate | None) -> tuple[str, ...]:
    """Every text that decides a gate, in lower case and with spaces for dashes."""
    return tuple(_answers(published_words(gate)))


def passes(gate: Gate, text: str) -> bool | None:
    """Whether an answer passes a gate; ``None`` where it does not decide it."""
    answer = answer_of(gate, text)
    if answer is None:
        return None
    if gate.fail_when is not None:
        return answer != gate.fail_when.casefold()
    return answer == (gate.pass_when or "").casefold()


_SPACES_AND_DASHES = re.compile(r"[\s\u2010-\u2015\u2212-]+")


def _form(text: str) -> str:
    """What texts are compared in: programs also differ in how they store an accent."""
    return _SPACES_AND_DASHES.sub(" ", normalize("NFC", text).casefold()).strip()


@lru_cache(maxsize=512)
def _answers(words: tuple[str, ...]) -> Mapping[str, str]:
    """Every text that decides, in the form texts are compared in, with the answer it means."""
    published = {YES_NO.get(word, word): word for word in words}
    is_open = not words or (len(words) == 1 and words[0] in YES_NO)  # yes and no count, whichever is published
    spelled = {
        spelling: published.get(answer, answer) for spelling, answer in YES_NO.items() if is_open or answer in published
    }
    opposites = _opposites(words[0]) if len(words) == 1 and not is_open else ()
    return {
        **spelled,
        **{_form(other): other for other in opposites},
        **{_form(word): word for word in words},
    }


def _opposites(word: str) -> tuple[str, ...]:
    """The answers that mean the opposite of the only word a gate publishes."""
    plain = re.sub(r"^\s*(not\s+|non[\s-]+)", "", word)
    negated = plain if plain != word else f"not {word}"
    listed = next((other for one, other in OPPOSITES.items() if _form(one) == _form(word)), "")
    return tuple({_form(other): other for other in (listed, negated) if other}.values())
