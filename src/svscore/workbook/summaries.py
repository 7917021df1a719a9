"""Rows and columns that people add beside the bids: totals, averages, weights, maximum marks."""

from __future__ import annotations

import re
from functools import lru_cache

_WHAT = "total|sum|subtotal|average|mean|median|min|minimum|max|maximum|weight|weighting"
_OF = "score|mark|point|price|bid|available|possible"
_SUMMARY = re.compile(
    rf"(?:(?:grand|sub|overall|{_OF}) )?(?:{_WHAT})s?(?: (?:{_OF})s?)*(?: %)?|(?:highest|lowest|best)(?: (?:{_OF})s?)+"
)
_LABELS = frozenset({"title", "question", "description", "scale", "unit", "id", "notes", "comments"})


@lru_cache(maxsize=256)
def is_summary(name: str) -> bool:
    """Whether the name of a line of bids says that it is no bid.

    >>> is_summary("TOTAL:"), is_summary("Average mark"), is_summary("Total Energy Ltd")
    (True, True, False)
    """
    words = re.sub(r"[^\w%]+", " ", name[:80].casefold()).strip()
    return bool(_SUMMARY.fullmatch(words)) or words in _LABELS
