"""Files that programs leave beside workbooks and that nobody means, though a pattern takes them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

BEGINNINGS = ("~$", "._", ".~lock.")
"""Of Excel and Word beside an open file, of macOS beside a copied one, of LibreOffice beside an open one."""
SYSTEM = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".localized"})
MOST_NAMED = 3


def is_leftover(name: str) -> bool:
    """Whether a file of this name was left by a program.

    >>> is_leftover("~$bids.xlsx"), is_leftover("Thumbs.db"), is_leftover("bids.xlsx")
    (True, True, False)
    """
    return name.startswith(BEGINNINGS) or name.casefold() in SYSTEM


def refusal_of(name: str) -> tuple[str, str] | None:
    """What a file left by a program is and what to name instead; ``None`` for any other name.

    >>> refusal_of("~$bids.xlsx")
    ("it is the lock file that Excel keeps beside 'bids.xlsx'", "name 'bids.xlsx'; save and close it in Excel first")
    """
    if not is_leftover(name):
        return None
    workbook = repr(name.removesuffix("#"))
    for beginning, what, first in (
        ("~$", "the lock file that Excel keeps", "; save and close it in Excel first"),
        (".~lock.", "the lock file that LibreOffice keeps", "; save and close it in LibreOffice first"),
        ("._", "what macOS keeps", ""),
    ):
        if name.startswith(beginning):
            meant = workbook.replace(beginning, "", 1)
            return f"it is {what} beside {meant}", f"name {meant}{first}"
    return "it is a file of the operating system, no workbook", "name a workbook"


def passed_over_text(paths: Iterable[PurePath | str]) -> str:
    """One line on the files that were passed over; empty where there are none."""
    names = [PurePath(path).name for path in paths]
    if not names:
        return ""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    was = "was" if len(names) == 1 else "were"
    return f"note: {', '.join(names[:MOST_NAMED])}{more} {was} passed over: left by a program, no workbook of bids\n"
