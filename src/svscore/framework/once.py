"""What is worked out once for each model or part of one, however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Whole = TypeVar("Whole")
Figure = TypeVar("Figure")


def once_for_each(most: int) -> Callable[[Callable[[Whole], Figure]], Callable[[Whole], Figure]]:
    """Keep what a function gives for the objects it was asked about, up to ``most`` of them.

    By the identity of the object, which is kept with it, so that no other takes its identity: to compare whole
    models would take longer than the work it spares.

    >>> asked = []
    >>> length = once_for_each(10)(lambda scale: asked.append(scale) or len(scale))
    >>> marks = ["A", "B"]
    >>> length(marks), length(marks), length(["A"]), len(asked)
    (2, 2, 1, 2)
    """

    def decorate(work: Callable[[Whole], Figure]) -> Callable[[Whole], Figure]:
        kept: dict[int, tuple[Whole, Figure]] = {}

        @wraps(work)
        def once(whole: Whole) -> Figure:
            entry = kept.get(id(whole))  # another thread may empty what is kept at any time
            if entry is None:
                if len(kept) >= most:
                    kept.clear()
                entry = kept[id(whole)] = whole, work(whole)
            return entry[1]

        return once

    return decorate
