"""Files that hold many of one thing, and the commands that read them: for what must not grow faster than they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MODEL = """svscore: 1
id: growth
title: Growth
version: "1"
regime: other
status: illustrative
missing: zero
"""
SCALE = "scales:\n  five: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}, {mark: 5}]\n"
PRICE = "  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}\n"

Commands = dict[str, list[str]]
"""The arguments of each command, by what the table calls it."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something a file may hold many of."""

    size: int
    """The smallest number that is measured: large enough to take longer than the start."""
    commands: Callable[[Path, int], Commands]
    """Writes the files of so many into a folder."""


def written(path: Path, *parts: str) -> str:
    """The path of a file with these texts one after the other."""
    path.write_text("".join(parts), "utf-8")
    return str(path)


def on_model(model: str, folder: Path) -> Commands:
    """Everything that reads a model alone."""
    return {
        "check": ["check", model],
        "show": ["frameworks", "show", model],
        "resolved": ["frameworks", "show", "--resolved", model],
        "diff": ["frameworks", "diff", model, "ccs-call-off"],
        "template": ["template", "-f", model, "--bidder", "A", "--evaluator", "E", "-o", str(folder / "template.xlsx")],
        "buyer": ["playbook", "-f", model, "--for", "buyer", "-o", str(folder / "buyer.html")],
        "bidder": ["playbook", "-f", model, "--for", "bidder", "-o", str(folder / "bidder.html")],
    }


def on_bids(bids: str, model: str, folder: Path) -> Commands:
    """Every way of evaluating bids."""
    evaluate = ["evaluate", bids, "-f", model]
    return {
        "evaluate": evaluate,
        "json": [*evaluate, "--format", "json"],
        "csv": [*evaluate, "--format", "csv"],
        "markdown": [*evaluate, "--format", "markdown"],
        "xlsx": [*evaluate, "-o", str(folder / "scored.xlsx")],
        "rescore": ["rescore", bids, "--baseline", model, "--set", "price=50", "--jobs", "1"],
    }


def many_bids(folder: Path, count: int) -> Commands:
    """Bids with ties, equal prices, low prices and times of submission."""
    model = written(
        folder / "model.yaml",
        MODEL,
        SCALE,
        "criteria:\n  - {id: quality, title: Quality, weight: 60, scale: five, minimum: 1}\n",
        PRICE,
        "tie-break: [quality, earliest]\n",
        "abnormally-low:\n",
        *(f"  - {{against: {against}, by: 10%}}\n" for against in ("mean-of-others", "mean", "median", "next")),
    )
    rows = (f"B{n},{n % 6},{1000 + n % (count // 2)},2025-01-01T{n % 24:02}:{n % 60:02}\n" for n in range(count))
    return on_bids(written(folder / "bids.csv", "Bidder,quality,price,Submitted\n", *rows), model, folder)


def equal_bids(folder: Path, count: int) -> Commands:
    """Bids that are alike in everything but the time they came."""
    commands = many_bids(folder, count)
    rows = (f"B{n},3,1000,2025-01-{n % 28 + 1:02}T{n // 60 % 24:02}:{n % 60:02}\n" for n in range(count))
    written(folder / "bids.csv", "Bidder,quality,price,Submitted\n", *rows)
    return commands


def without_times(folder: Path, count: int) -> Commands:
    """Pairs of equal bids that nobody says the time of, so that a tie-break is passed over for each pair."""
    commands = many_bids(folder, count)
    rows = (f"B{n},{n // 2 % 4 + 1},{1000 + n // 2},\n" for n in range(count))
    written(folder / "bids.csv", "Bidder,quality,price,Submitted\n", *rows)
    return commands


def many_marks(folder: Path, count: int) -> Commands:
    """A scale of many marks, with minimums."""
    levels = (f"    - {{mark: {n}, descriptor: Level {n}.}}\n" for n in range(count))
    criteria = (f"  - {{id: c{n}, title: C{n}, weight: 3, scale: s, minimum: {count // 2}}}\n" for n in range(20))
    model = written(folder / "model.yaml", MODEL, "scales:\n  s:\n", *levels, "criteria:\n", *criteria, PRICE)
    names = ",".join(f"c{n}" for n in range(20))
    rows = (f"B{n},{','.join(str((n + c) % count) for c in range(20))},{100 + n}\n" for n in range(count // 4))
    bids = written(folder / "bids.csv", f"Bidder,{names},price\n", *rows)
    return on_model(model, folder) | on_bids(bids, model, folder)


def many_marks_and_criteria(folder: Path, count: int) -> Commands:
    """A scale of many marks, and as many criteria with a minimum on it."""
    levels = (f"    - {{mark: {n}, share: {100 * n}/{count - 1}}}\n" for n in range(count))
    criteria = (f"  - {{id: c{n}, title: C{n}, weight: 60/{count}, scale: s, minimum: {n}}}\n" for n in range(count))
    model = written(folder / "model.yaml", MODEL, "scales:\n  s:\n", *levels, "criteria:\n", *criteria, PRICE)
    return on_model(model, folder)


def many_criteria(folder: Path, count: int) -> Commands:
    """A flat model of many criteria, each with a minimum, and five bids."""
    criteria = (f"  - {{id: c{n}, title: C{n}, weight: 60/{count}, scale: five, minimum: 1}}\n" for n in range(count))
    return _criteria(folder, count, "criteria:\n", *criteria)


def many_scales(folder: Path, count: int) -> Commands:
    """A model in which every criterion has a scale of its own."""
    scales = (f"  s{n}: [{{mark: 0}}, {{mark: 1}}, {{mark: 2}}, {{mark: 3}}, {{mark: 4}}]\n" for n in range(count))
    criteria = (f"  - {{id: c{n}, title: C{n}, weight: 60/{count}, scale: s{n}, minimum: 1}}\n" for n in range(count))
    return _criteria(folder, count, *scales, "criteria:\n", *criteria)


def many_groups(folder: Path, count: int) -> Commands:
    """A model of many groups of four criteria, each group with a minimum of its share."""
    parts = ", ".join("{id: c%d, title: C%d, weight: 25, scale: five}" for _ in range(4))
    groups = (
        f"  - {{id: g{n}, title: G{n}, weight: 60/{count // 4}, minimum: 20%, criteria: ["
        + parts % tuple(number for part in range(4) for number in [4 * n + part] * 2)
        + "]}\n"
        for n in range(count // 4)
    )
    return _criteria(folder, count, "criteria:\n", *groups)


def _criteria(folder: Path, count: int, *parts: str) -> Commands:
    model = written(folder / "model.yaml", MODEL, SCALE, *parts, PRICE)
    names = ",".join(f"c{n}" for n in range(count))
    rows = (f"B{bid},{','.join(str((n + bid) % 4 + 1) for n in range(count))},{100 + bid}\n" for bid in range(5))
    bids = written(folder / "bids.csv", f"Bidder,{names},price\n", *rows)
    return on_model(model, folder) | on_bids(bids, model, folder)


def many_items(folder: Path, count: int) -> Commands:
    """A price made of many rates."""
    items = ", ".join(f"{{item: i{n}, title: Item {n}, quantity: {n + 1}}}" for n in range(count))
    model = written(
        folder / "model.yaml",
        MODEL,
        SCALE,
        "criteria:\n  - {id: quality, title: Quality, weight: 60, scale: five}\n",
        f"  - {{id: price, title: Price, weight: 40, price: {{formula: lowest-ratio, basket: [{items}]}}}}\n",
    )
    names = ",".join(f"i{n}" for n in range(count))
    rows = (f"B{bid},3,{','.join(str((n + bid) % 90 + 1) for n in range(count))}\n" for bid in range(5))
    bids = written(folder / "bids.csv", f"Bidder,quality,{names}\n", *rows)
    return on_model(model, folder) | on_bids(bids, model, folder)


def many_evaluators(folder: Path, count: int) -> Commands:
    """Marks of many evaluators, averaged."""
    model = written(
        folder / "model.yaml",
        MODEL,
        "moderation: mean\n",
        SCALE,
        "criteria:\n  - {id: quality, title: Quality, weight: 60, scale: five, minimum: 1}\n",
        PRICE,
    )
    rows = (f"B{bid},E{n},quality,{(n + bid) % 6}\n" for bid in range(4) for n in range(count))
    prices = (f"B{bid},,price,{100 + bid}\n" for bid in range(4))
    bids = written(folder / "bids.csv", "Bidder,Evaluator,Criterion,Mark\n", *rows, *prices)
    return on_bids(bids, model, folder)


def many_panels(folder: Path, count: int) -> Commands:
    """Bids that two evaluators each marked, who marked no other bid."""
    commands = many_evaluators(folder, 4)
    rows = (f"B{n},E{n} {half},quality,{(n + half) % 6}\n" for n in range(count) for half in range(2))
    prices = (f"B{n},,price,{100 + n}\n" for n in range(count))
    written(folder / "bids.csv", "Bidder,Evaluator,Criterion,Mark\n", *rows, *prices)
    return commands


def many_ranks(folder: Path, count: int) -> Commands:
    """Ranks by many evaluators, summed."""
    commands = many_evaluators(folder, count)
    model = folder / "model.yaml"
    written(model, model.read_text("utf-8").replace("moderation: mean", "moderation: rank-sum"))
    del commands["rescore"]
    return commands


def many_lots(folder: Path, count: int) -> Commands:
    """A file of many lots with three bids each."""
    model = written(
        folder / "model.yaml",
        MODEL,
        SCALE,
        "criteria:\n  - {id: quality, title: Quality, weight: 60, scale: five}\n",
        PRICE,
    )
    rows = (f"{lot},B{bid},{(lot + bid) % 6},{100 + bid}\n" for lot in range(count) for bid in range(3))
    bids = written(folder / "bids.csv", "Lot,Bidder,quality,price\n", *rows)
    return {
        "evaluate": ["evaluate", bids, "-f", model, "--lot", "7"],
        "rescore": ["rescore", bids, "--baseline", model, "--set", "price=50", "--jobs", "1"],
    }


def many_lots_of_one(folder: Path, count: int) -> Commands:
    """Lots that each have one of many bidders, and one bidder who bids for all."""
    commands = many_lots(folder, count)
    rows = (f"{lot},A,{lot % 6},100\n{lot},B{lot},3,{100 + lot}\n" for lot in range(count))
    written(folder / "bids.csv", "Lot,Bidder,quality,price\n", *rows)
    return commands


def many_scenarios(folder: Path, count: int) -> Commands:
    """Variants of the weights, side by side."""
    bids = many_criteria(folder, 8)["evaluate"][1]
    variants = (f"  v{n}: {{set: {{price: {n % 60 + 20}}}}}\n" for n in range(count))
    scenarios = written(folder / "scenarios.yaml", "scenarios:\n", *variants)
    rescore = ["rescore", bids, "--baseline", str(folder / "model.yaml"), "--scenarios", scenarios, "--jobs", "1"]
    return {"rescore": rescore, "csv": [*rescore, "-o", str(folder / "result.csv")]}


def many_wrong(folder: Path, count: int) -> Commands:
    """Names of scales that are not there, and keys that do not exist."""
    criteria = (f"  - {{id: c{n}, title: C{n}, weigth: 1, weight: 1, scale: fvie{n}}}\n" for n in range(count))
    model = written(folder / "model.yaml", MODEL, SCALE, "criteria:\n", *criteria, PRICE)
    return {"check": ["check", model], "sarif": ["check", model, "--format", "sarif"]}


def many_blanks(folder: Path, count: int) -> Commands:
    """Bids with blanks where the model refuses them, and cells that hold no mark."""
    many_bids(folder, count)
    model = folder / "model.yaml"
    written(model, model.read_text("utf-8").replace("missing: zero", "missing: refuse"))
    rows = (f"B{n},{'' if n % 2 else 'x'},,\n" for n in range(count))
    bids = written(folder / "bids.csv", "Bidder,quality,price,Submitted\n", *rows)
    return {"evaluate": ["evaluate", bids, "-f", str(model)]}


def many_ignores(folder: Path, count: int) -> Commands:
    """Comments that silence a rule for a line, each used."""
    criteria = (
        f"  # svscore: ignore SV143\n  - {{id: c{n}, title: C{n}, weight: 60/{count}, points: {{max: 5}}}}\n"
        for n in range(count)
    )
    model = written(folder / "model.yaml", MODEL, SCALE, "criteria:\n", *criteria, PRICE)
    return {"check": ["check", model]}


THINGS = {
    "bids": Thing(1250, many_bids),
    "equal bids": Thing(1250, equal_bids),
    "blanks": Thing(1250, many_blanks),
    "unknown times": Thing(1250, without_times),
    "marks": Thing(400, many_marks),
    "marks and criteria": Thing(250, many_marks_and_criteria),
    "criteria": Thing(400, many_criteria),
    "scales": Thing(300, many_scales),
    "groups": Thing(400, many_groups),
    "basket items": Thing(500, many_items),
    "evaluators": Thing(500, many_evaluators),
    "panels": Thing(500, many_panels),
    "ranks": Thing(250, many_ranks),
    "lots": Thing(500, many_lots),
    "lots of one bidder": Thing(500, many_lots_of_one),
    "scenarios": Thing(50, many_scenarios),
    "wrong names": Thing(500, many_wrong),
    "ignores": Thing(1000, many_ignores),
}
