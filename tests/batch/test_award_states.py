"""Re-scoring gives the state of each award as evaluating its workbook does, and counts none that is open as one."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from random import Random

import pytest

from svscore.batch.standings import STATES
from svscore.lint import checked_framework
from svscore.scoring.engine import score
from svscore.workbook import read_bids
from tests.batch.running import svscore
from tests.batch.test_exactness import compare
from tests.scoring.examples import bid, gate, model, node, price
from tests.scoring.models import Plain, competition, framework

MODEL = """svscore: 1
id: lab
title: Lab
version: "1"
regime: other
status: illustrative
missing: {missing}
rounding: {{total: 2}}
criteria:
  - {{id: insured, title: Insured, gate: {{fail-when: "no"}}}}
  - {{id: quality, title: Quality, weight: 60, points: {{max: 100}}}}
  - {{id: price, title: Price, weight: 40, price: {{formula: lowest-ratio}}}}
award: {{places: {places}}}
tie-break: [quality, earliest]
"""

FILES = {
    "settled": "Alder,yes,80,100\nBirch,yes,70,90\n",
    "tied": "Alder,yes,80,100\nBirch,yes,80,100\n",
    "tied-behind": "Alder,yes,90,100\nBirch,yes,80,100\nCedar,yes,80,100\n",
    "tied-three": "Alder,yes,80,100\nBirch,yes,80,100\nCedar,yes,80,100\n",
    "partial": "Alder,yes,8,100\nBirch,yes,,90\n",
    "unanswered": "Alder,yes,80,100\nBirch,,70,100\n",
    "unanswered-and-tied": "Alder,,80,100\nBirch,yes,80,100\n",
    "one": "Alder,yes,80,100\n",
    "none": "Alder,no,80,100\n",
    "out-and-blank": "Alder,yes,80,100\nBirch,no,,\n",
}


def write(folder: Path, missing: str, places: int) -> tuple[Path, Path]:
    file, bids = folder / "lab.yaml", folder / "bids"
    file.write_text(MODEL.format(missing=missing, places=places), encoding="utf-8")
    bids.mkdir()
    for name, rows in FILES.items():
        (bids / f"{name}.csv").write_text(f"Bidder,Insured,Quality,Price\n{rows}", encoding="utf-8")
    return file, bids


@pytest.mark.parametrize("is_asked_before", [False, True])
def test_a_competition_that_was_taken_out_never_keeps_its_award(
    is_asked_before: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    file, bids = write(tmp_path, "partial", 1)
    model = checked_framework(str(file)).framework
    read = [read_bids(bids / f"{name}.csv", model) for name in ("settled", "one")]
    standings = compare(model, read)
    if is_asked_before:
        assert standings.is_awarded.tolist() == [True, False, True]
    standings.fail(0, [])
    assert standings.is_awarded.tolist() == [False, False, True]


def rescored(file: Path, bids: Path, output: Path) -> str:
    words = (
        "rescore",
        str(bids),
        "--baseline",
        str(file),
        "-f",
        str(file),
        "--set",
        "quality=30",
        "--section",
        "quality",
    )
    answer = svscore(*words, "-o", str(output))
    assert answer.exit_code == 0, answer.output
    return answer.stdout


@pytest.mark.parametrize(("missing", "places"), [("partial", 1), ("partial", 2), ("zero", 1), ("zero", 2), ("zero", 4)])
def test_no_state_differs_from_that_of_evaluate(missing: str, places: int, tmp_path: Path) -> None:
    file, bids = write(tmp_path, missing, places)
    rescored(file, bids, tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as lines:
        rows = {(Path(row["file"]).stem, row["bidder"]): row for row in csv.DictReader(lines)}
    framework = checked_framework(file).framework
    checked = 0
    for path in sorted(bids.iterdir()):
        result = score(framework, read_bids(path, framework))
        for each in result.bids:
            row = rows[path.stem, each.bidder]
            found = (row["state_before"], row["leading_before"], row["awarded_before"])
            assert found == (result.state, yes_no(each.is_leading), yes_no(each.is_awarded)), path.stem
            assert (row["total_before"], row["margin_before"]) == (each.total_shown or "", each.margin_shown or "")
            checked += 1
    assert checked == sum(rows.count("\n") for rows in FILES.values())


def yes_no(claim: bool) -> str:  # noqa: FBT001 - the claim is the value printed
    return "yes" if claim else "no"


def test_an_open_award_is_counted_as_open_and_not_as_an_award(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "partial", 1)
    monkeypatch.chdir(tmp_path)
    text = rescored(Path("lab.yaml"), Path("bids"), Path("rows.json"))
    found = json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))
    (scenario,) = found["scenarios"]
    assert (scenario["tied_before"], scenario["provisional_before"]) == (2, 3)
    settled = len(FILES) - 2 - 3 - 1  # and nobody is eligible in one
    assert scenario["bidders"]["size not said"]["before"]["awards"] == settled
    assert found["weights"]["awards"] == settled
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert {"nobody awarded: tied 2 -> 2", "nobody awarded: provisional 3 -> 3"} <= set(lines)


def test_an_open_award_does_not_pass_for_one_among_the_changes(tmp_path: Path) -> None:
    file, bids = write(tmp_path, "partial", 1)
    for name in FILES.keys() - {"partial"}:
        (bids / f"{name}.csv").unlink()
    text = rescored(file, bids, tmp_path / "rows.csv")
    assert text.count("(provisional)") == 2


def test_a_run_without_open_awards_says_nothing_of_them(tmp_path: Path) -> None:
    file, bids = write(tmp_path, "partial", 1)
    for name in FILES.keys() - {"settled", "none"}:
        (bids / f"{name}.csv").unlink()
    assert "nobody awarded" not in rescored(file, bids, tmp_path / "rows.csv")


@pytest.mark.parametrize("seed", range(12))
def test_kernel_and_engine_agree_on_ties_for_the_last_place(seed: int) -> None:
    """Few marks and many bids, so that ties are common; by the kernel where it can and the engine where it must."""
    random = Random(seed)  # noqa: S311 - drawing cases
    award: Plain = {"by": "highest-total", "places": str(random.randint(1, 3))}
    if random.random() < 0.2:
        award["also-within"] = random.choice(("0", "5"))
    drawn = model(
        gate(),
        node("a", "50", minimum=random.choice(("1", "25%"))),
        node("b", "50"),
        award=award,
        missing=random.choice(("zero", "partial", "refuse")),
        tie_break=random.choice(([], ["a"], ["earliest"], ["a", "earliest"])),
    )
    batch = [competition(some_bids(random)) for _ in range(40)]
    found = compare(framework(drawn), batch)
    states = {STATES[code] for code in found.state}
    assert states >= {"settled"}
    assert not found.by_engine.all()


def some_bids(random: Random) -> list[Plain]:
    bids = []
    for name in random.sample("ABCDEFG", random.randint(1, 6)):
        blank = random.choice(("a", "gate")) if random.random() < 0.05 else ""
        cells: Plain = {"a": str(random.randint(0, 4)), "b": str(random.randint(3, 4)), "gate": "yes"}
        submitted = "" if random.random() < 0.1 else f"2025-03-0{random.randint(1, 2)}T12:00"
        bids.append(bid(name, submitted=submitted, **{key: text for key, text in cells.items() if key != blank}))
    return bids


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (("yes", "yes"), "settled"),
        (("", "yes"), "provisional"),
        (("yes", ""), "provisional"),
        (("", ""), "provisional"),
        (("no", "yes"), "settled"),
        (("no", ""), "provisional"),
    ],
)
def test_a_blank_preference_is_no_answer_to_the_kernel(answers: tuple[str, str], expected: str) -> None:
    extra = [{"id": "local", "title": "Local", "when": "is-local", "add": "10"}]
    drawn = model(node("a", "60"), price("40"), missing="partial", adjustments=extra, rounding={"criterion": "2"})
    bids = [bid(name, a=mark, price="90", is_local=says) for name, mark, says in zip("XY", "43", answers, strict=True)]
    answered = [bid(name, a=mark, price="90", is_local="no") for name, mark in zip("XY", "31", strict=True)]
    found = compare(framework(drawn), [competition(bids), competition(answered)])
    assert [STATES[code] for code in found.state] == [expected, "settled"]
