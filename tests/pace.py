"""How fast this machine is just now: bounds on work are for one on which a known loop takes a known time.

Machines in a cloud work at half their speed for minutes. A bound that is wide enough for them would let a fast machine
work twice as long; so each bound grows with the loop that is measured beside it.
"""

from __future__ import annotations

import time

LOOP = 300_000
USUAL = 0.02
"""Seconds of work of the loop, on the machine for which the bounds were chosen."""


def allowed(seconds: float) -> float:
    """Seconds of work, as many times more as this machine is slower; never less."""
    return seconds * max(1.0, max(_measured() for _ in range(3)) / USUAL)


def _measured() -> float:
    begun = time.process_time()
    total = 0
    for number in range(LOOP):
        total += number
    return time.process_time() - begun
