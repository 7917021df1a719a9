"""How hypothesis draws examples: the same ones in every run.

A run by hand may draw many others: with ``SVSCORE_RANDOM=20`` in the environment each property has twenty times as many
examples, at random, and what fails is kept in ``.hypothesis`` and tried first in the next run.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.database import DirectoryBasedExampleDatabase

VARIABLE = "SVSCORE_RANDOM"
TIMES = int(os.environ.get(VARIABLE) or 0)
EXAMPLES = ".hypothesis/examples"
UNSHRUNK = (Phase.explicit, Phase.generate)
"""For models of a hundred drawn values and whole workbooks: to make one smaller takes minutes."""


def load_profile() -> None:
    """Let every property be drawn in this way, those that say nothing about it included."""
    # said in both ways: where the environment tells of continuous integration, hypothesis has other defaults
    steady: dict[str, Any] = {"derandomize": True, "database": None}
    random: dict[str, Any] = {"derandomize": False, "database": DirectoryBasedExampleDatabase(EXAMPLES)}
    settings.register_profile(
        "svscore",
        deadline=None,  # machines are busy; what must end soon is measured in processor time
        max_examples=100 * max(TIMES, 1),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        print_blob=TIMES > 0,
        **(random if TIMES else steady),
    )
    settings.load_profile("svscore")


def examples(count: int, **changes: Any) -> settings:
    """So many examples of a property, or as many times more as a random run asks for."""
    return settings(max_examples=count * max(TIMES, 1), **changes)
