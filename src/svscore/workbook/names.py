"""How names are compared: headings loosely, bidders by everything but case and spaces."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from unicodedata import normalize

from svscore.workbook.cells import Cell, Kind

MAX_QUOTED = 60
MAX_NAME = 300
"""Characters of a name that count. A file may hold one text of 32,767 characters in half a million cells."""
MAX_KNOWN = 200
"""Names an unknown one is compared with."""


def heading_key(text: str) -> str:
    """What a heading is compared by: letters and digits only, without case.

    >>> heading_key("Social value (20 %)") == heading_key("social-value 20")
    True
    """
    return _letters_and_digits(text[:MAX_NAME])


@lru_cache(maxsize=4096)
def _letters_and_digits(text: str) -> str:
    return "".join(letter for letter in caseless(text) if letter.isalnum())


def composed(text: str) -> str:
    """The text with each accent joined to its letter: two programs may store one name differently.

    >>> composed("e\u0301cole") == "\u00e9cole"
    True
    """
    return text if text.isascii() else normalize("NFC", text)


def caseless(text: str) -> str:
    """What words are compared by: case and the way accents are stored do not matter.

    >>> caseless("\u01f0") == caseless("J\u030c")
    True
    """
    if text.isascii():
        return text.casefold()
    return composed(composed(text).casefold())  # a letter without case may come apart: \u01f0 is two


def person_key(name: str) -> str:
    """What a bidder or evaluator is compared by: but for case, spaces and the way accents are stored."""
    return " ".join(caseless(name[:MAX_NAME]).split())


def lot_key(name: str) -> str:
    """What a lot is compared by: ``Lot 2`` and ``2`` are one."""
    key = heading_key(name)
    return key.removeprefix("lot") or key


def nearest(found: str, known: Iterable[str]) -> str | None:
    """The known name most like the one found; ``None`` when none is alike."""
    by_key = {heading_key(name): name for name in reversed(list(islice(known, MAX_KNOWN)))}
    close = get_close_matches(heading_key(found), by_key, n=1, cutoff=0.6)
    return by_key[close[0]] if close else None


def shortened(text: str) -> str:
    """A text from a file, where one of many is listed: not too long."""
    return text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 3] + "..."


def quote(text: str) -> str:
    """A text from a file in a message: on one line and not too long.

    >>> quote("N/A"), quote("x" * 70)[-6:]
    ("'N/A'", "xx...'")
    """
    return repr(shortened(text))


_stripped = lru_cache(maxsize=256)(str.strip)
"""The same long text may stand in very many cells."""


def is_blank(cell: Cell | None) -> bool:
    """Whether a person sees an empty cell."""
    return cell is None or (cell.kind is Kind.TEXT and not _stripped(cell.text))


def text_of(cell: Cell | None) -> str:
    """What stands in a cell that names something, without outer spaces; empty for a formula without value."""
    return _stripped(cell.text) if cell is not None else ""
