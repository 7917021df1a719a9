"""Framework files that are nearly right, given to every command that reads one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

from svscore.batch.reading import named_digest, named_model
from tests.fuzz.changes import Change, changed, of_yaml
from tests.fuzz.watched import CODES, Done, own_folder, run

__all__ = ["drawn", "mutated", "own_folder", "prepare", "starting", "try_case"]

SHIPPED = Path(__file__).parents[2] / "frameworks"
MODEL = "model.yaml"
RESOLVED = "resolved.yaml"
BIDS = "bids.csv"
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check", MODEL),
    ("check", MODEL, "--format", "json"),
    ("check", MODEL, "--format", "sarif"),
    ("frameworks", "show", "--resolved", MODEL),
    ("frameworks", "show", "--resolved", MODEL),
    ("frameworks", "show", MODEL),
    ("frameworks", "diff", MODEL, "base.yaml"),
    ("evaluate", BIDS, "-f", MODEL),
    ("rescore", BIDS, "--baseline", "base.yaml", "-f", MODEL, "--jobs", "1"),
    ("playbook", "-f", MODEL, "--for", "bidder", "-o", "book.html"),
    ("playbook", "-f", MODEL, "--for", "buyer", "-o", "book.md"),
    ("template", "-f", MODEL, "--bidder", "A", "--evaluator", "E", "-o", "blank.xlsx"),
)
BASE = """svscore: 1
id: base
title: Base
version: "1"
regime: other
status: illustrative
scales: {five: [{mark: 0}, {mark: 2.5, share: 40}, {mark: 5, label: Good, descriptor: All of it.}]}
criteria:
  - {id: quality, title: Quality, weight: 60, scale: five, minimum: 2.5}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
"""
VARIANT = "svscore: 1\nextends: base.yaml\nid: more\ntitle: More\nversion: '2'\nregime: other\nstatus: illustrative\n"
MORE = (
    VARIANT + "set: {price: 50}\nredistribute: proportional\n",
    VARIANT + "set:\n  quality: 50\n  price: 50\n",
    BASE.replace("criteria:", "note: |\n  First line.\n    - indented\n   - list\ncriteria:"),
    BASE.replace("svscore: 1\n", "svscore: 1 # svscore: ignore SV301 because of it\n"),
    BASE.replace("weight: 60", "weight: 200/3").replace("weight: 40", "weight: 100/3")
    + "tie-break: [quality, earliest]\n",
    BASE + "abnormally-low: [{against: mean, by: 10%}]\nmissing: zero\nrounding: {mode: half-even, total: 2}\n",
    BASE + "adjustments: [{id: local, title: Local offeror, when: local, add: 10%}]\nmoderation: median\n",
)


@cache
def seeds() -> tuple[str, ...]:
    """The shipped definitions, and small ones with what these lack: small ones, which are tried more often."""
    shipped = sorted(path.read_text("utf-8") for path in SHIPPED.glob("*.yaml"))
    return (*shipped, *(BASE, *MORE) * (3 * len(shipped) // (1 + len(MORE))))


def starting() -> tuple[bytes, ...]:
    """Cases in which no change has been made."""
    return tuple(bytes([number % len(COMMANDS)]) + text.encode() for number, text in enumerate(dict.fromkeys(seeds())))


@cache
def _steps() -> Sequence[Change]:
    return of_yaml(seeds())


def drawn(draw: Random) -> bytes:
    """A new case: a definition with changes, and the command that reads it."""
    return mutated(bytes([draw.randrange(len(COMMANDS))]) + draw.choice(seeds()).encode(), draw)


def mutated(case: bytes, draw: Random) -> bytes:
    """A case with other changes; now and then for another command."""
    number = draw.choice([draw.randrange(len(COMMANDS)), *case[:1]])
    text = changed(case[1:].decode("utf-8", "replace"), draw, _steps())
    return bytes([number]) + text.encode("utf-8", "replace")


def prepare() -> None:
    """The files beside the definition."""
    Path("base.yaml").write_text(BASE)
    Path(BIDS).write_text("Bidder,Quality,Price\nAlder,5,100\nBirch,2.5,90\n")


def try_case(case: bytes) -> Done:
    """Give the definition of a case to its command.

    Raises:
        FindError: see :func:`tests.fuzz.watched.run`; or a resolved definition is not what it was resolved from.
    """
    words = COMMANDS[(case[:1] or b"\0")[0] % len(COMMANDS)]
    named_model.cache_clear()
    named_digest.cache_clear()
    Path(MODEL).write_bytes(case[1:])
    output = words[words.index("-o") + 1] if "-o" in words else ""
    done = run(words, output)
    if output:
        Path(output).unlink(missing_ok=True)
    if "--format" in words and done.code != max(CODES):
        json.loads(done.stdout)
    return done
