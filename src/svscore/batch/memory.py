"""Memory of a process that makes and drops the same large arrays part after part."""

from __future__ import annotations

import ctypes
import sys
from functools import lru_cache

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
KEPT = 64 * 2**20
"""Bytes that stay with the process when freed: about what one part takes."""
LARGEST = 32 * 2**20
"""Bytes of the largest array that is kept: the most the GNU C library documents, and older ones refuse more."""


@lru_cache(maxsize=1)
def keep_freed_memory() -> None:
    """Has the C library keep what is freed, where it can be told to.

    By default it gives every large array back to the system, and each new one begins with the system
    clearing its pages: two fifths of the time compiled models take.

    Source: mallopt(3), GNU C library.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_TRIM_THRESHOLD, KEPT)
        mallopt(M_MMAP_THRESHOLD, LARGEST)
