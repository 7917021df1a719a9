"""Every command with every word that names a file, as a table; and the small files that they are given."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.batch.running import svscore

MODEL = """\
svscore: 1
id: small
title: Small
version: "1"
regime: other
status: illustrative
criteria:
  - {id: quality, title: Quality, weight: 60, points: {max: 100}}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
"""
BIDS = "Bidder,quality,price\nAsh,50,10\nElm,60,20\n"

Words = tuple[str, ...]
NAME = "NAME"
"""What stands in the words for the name that is tried."""
OTHER = ("--baseline", "m.yaml", "-f", "m.yaml", "--set", "quality=50")

OF_MODELS: Mapping[str, Words] = {
    "check": ("check", NAME),
    "evaluate": ("evaluate", "b.csv", "-f", NAME),
    "frameworks show": ("frameworks", "show", NAME),
    "frameworks show --resolved": ("frameworks", "show", NAME, "--resolved"),
    "frameworks diff": ("frameworks", "diff", NAME, "m.yaml"),
    "playbook": ("playbook", "-f", NAME, "--for", "buyer"),
    "template": ("template", "-f", NAME, "--bidder", "Ash", "--evaluator", "E1", "-o", "out.xlsx"),
    "merge": ("merge", "b.csv", "-f", NAME, "-o", "out.xlsx"),
    "rescore -f": ("rescore", "books", "--baseline", "m.yaml", "-f", NAME),
    "rescore --baseline": ("rescore", "books", "--baseline", NAME, "--drop", "quality"),
    "archive build": ("archive", "build", "books", "-f", NAME, "-o", "out.parquet"),
    "archive synth": ("archive", "synth", "-n", "1", "-f", NAME, "-o", "out.parquet"),
}
OF_OTHERS: Mapping[str, Words] = {
    "rescore --scenarios": ("rescore", "books", "--baseline", "m.yaml", "--scenarios", NAME),
    "template --bidders-from": ("template", "-f", "m.yaml", "--bidders-from", NAME, "-o", "out.xlsx"),
}
OF_BIDS: Mapping[str, Words] = {
    "evaluate": ("evaluate", NAME, "-f", "m.yaml"),
    "merge": ("merge", NAME, "-f", "m.yaml", "-o", "out.xlsx"),
    "frameworks diff": ("frameworks", "diff", "m.yaml", "m.yaml", "--bids", NAME),
    "rescore": ("rescore", NAME, *OTHER),
    "archive build": ("archive", "build", NAME, "-f", "m.yaml", "-o", "out.parquet"),
    "archive add": ("archive", "add", "a.parquet", NAME, "-f", "m.yaml"),
}
OF_ARCHIVES: Mapping[str, Words] = {
    "archive list": ("archive", "list", NAME),
    "archive show": ("archive", "show", NAME, "0"),
    "rescore": ("rescore", NAME, "--set", "quality=50"),
}
OUTPUTS: Mapping[str, Words] = {
    "evaluate .json": ("evaluate", "b.csv", "-f", "m.yaml", "-o", f"{NAME}.json"),
    "evaluate .xlsx": ("evaluate", "b.csv", "-f", "m.yaml", "-o", f"{NAME}.xlsx"),
    "playbook": ("playbook", "-f", "m.yaml", "--for", "buyer", "-o", f"{NAME}.md"),
    "rescore .csv": ("rescore", "books", *OTHER, "-o", f"{NAME}.csv"),
    "rescore .parquet": ("rescore", "books", *OTHER, "-o", f"{NAME}.parquet"),
    "archive build": ("archive", "build", "books", "-f", "m.yaml", "-o", f"{NAME}.parquet"),
    "archive synth": ("archive", "synth", "-n", "1", "-f", "m.yaml", "-o", f"{NAME}.parquet"),
    "merge": ("merge", "b.csv", "-f", "m.yaml", "-o", f"{NAME}.xlsx"),
    "template": ("template", "-f", "m.yaml", "--bidder", "Ash", "--evaluator", "E1", "-o", f"{NAME}.xlsx"),
    "frameworks new": ("frameworks", "new", "abc", "-o", f"{NAME}.yaml"),
}


def named(words: Words, name: str) -> list[str]:
    """The words of a command with a name in their place for one."""
    return [word.replace(NAME, name) for word in words]


def written(folder: Path) -> None:
    """The files that the commands of the table are given, in a folder."""
    (folder / "m.yaml").write_text(MODEL, "utf-8")
    (folder / "b.csv").write_text(BIDS, "utf-8")
    (folder / "books").mkdir()
    shutil.copy(folder / "b.csv", folder / "books")


def archived(folder: Path) -> None:
    """An archive beside them."""
    assert svscore("archive", "build", "books", "-f", "m.yaml", "-o", str(folder / "a.parquet")).exit_code == 0


def rows(*tables: Mapping[str, Words]) -> Iterator[Words]:
    """The words of each command of some tables."""
    return (words for table in tables for words in table.values())
