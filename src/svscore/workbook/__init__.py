"""From a workbook people filled in to bids with exact numbers, and every doubt said with its cell.

Reads ``.xlsx``, ``.xlsm`` and ``.csv``, others with an extra, and executes nothing it reads; ``template``
writes what is to be filled in. Must not score, round, or decide what a blank means: that is the model's and the
engine's business.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from svscore.workbook.limits import Limits

if TYPE_CHECKING:
    from svscore.workbook.read import (
        bids_of,
        framework_file,
        framework_named,
        framework_named_in,
        framework_place,
        lots_of,
        read_bids,
        read_several,
    )

__all__ = [
    "Limits",
    "bids_of",
    "framework_file",
    "framework_named",
    "framework_named_in",
    "framework_place",
    "lots_of",
    "read_bids",
    "read_several",
]


def __getattr__(name: str) -> Any:
    """The reader is loaded when it is first asked for: who scores an archive needs its limits only."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("svscore.workbook.read"), name)
