"""No output calls a bid awarded while another says that the award is open."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest

from svscore.report import RENDERERS, explain
from svscore.report.anonymise import anonymise
from svscore.scoring.engine import score
from svscore.scoring.result import Result
from tests.report.results import ORIGIN
from tests.scoring.examples import bid, gate, model, node, price
from tests.scoring.models import Plain, competition, framework


def lab(**keys: str | Plain) -> Plain:
    parts = [gate(), node("quality", "60", points={"max": "100"}), price("40")]
    return model(*parts, **({"rounding": {"total": "2"}, "tie_break": ["quality"]} | keys))


def offers(*rows: str) -> list[Plain]:
    """Bids as ``Alder yes 80 100``, a dash for a blank."""
    cells = [[cell.replace("-", "") for cell in row.split()] for row in rows]
    return [bid(name, gate=says, quality=mark, price=cost) for name, says, mark, cost in cells]


SETTLED = lab(), offers("Alder yes 80 100", "Birch yes 70 90")
TIED = lab(), offers("Alder yes 80 100", "Birch yes 80 100")
TIED_BEHIND = (
    lab(award={"places": "2"}),
    offers("Alder yes 90 100", "Birch yes 80 100", "Cedar yes 80 100", "Elm no 99 1"),
)
PARTIAL = lab(missing="partial"), offers("Alder yes 8 100", "Birch yes - 90")
UNANSWERED = lab(), offers("Alder yes 80 100", "Birch - 70 90")
NOBODY = lab(), offers("Alder no 80 100")
FEW = lab(award={"places": "3"}), offers("Alder yes 80 100", "Birch yes 70 90")

CASES = [
    (SETTLED, "Awarded", "Alder, by the highest total", ["awarded", "eligible"]),
    (TIED, "Tied for the last place", "Alder and Birch", ["tied for the last place"] * 2),
    (
        TIED_BEHIND,
        "Tied for the last place",
        "Birch and Cedar",
        ["provisional", "tied for the last place", "tied for the last place", "excluded"],
    ),
    (PARTIAL, "Leading so far", "Alder, by the highest total, not awarded: Birch", ["provisional", "eligible"]),
    (UNANSWERED, "Leading so far", "Alder, by the highest total, not awarded: Birch", ["provisional", "eligible"]),
    (NOBODY, "Awarded", "nobody: no bid is eligible", ["excluded"]),
    (FEW, "Awarded", "1 of 3 places stays empty: no other bid is eligible", ["awarded", "awarded"]),
]


def result_of(case: tuple[Plain, list[Plain]]) -> Result:
    return score(framework(case[0]), competition(case[1]))


@pytest.mark.parametrize(("case", "label", "text", "statuses"), CASES)
def test_the_first_line_below_the_table_does_not_leave_the_state_out(
    case: tuple[Plain, list[Plain]], label: str, text: str, statuses: list[str]
) -> None:
    result = result_of(case)
    printed = RENDERERS["table"](result, ORIGIN)
    table, below = printed.split("\n\n")[1:3]
    assert below.startswith(label)
    assert text in " ".join(below.split())
    rows = [row for row in table.splitlines() if row.split()[0] in {"1", "2", "3", "4", "-"}]
    assert [row.endswith(status) for row, status in zip(rows, statuses, strict=True)] == [True] * len(rows)


@pytest.mark.parametrize(("case", "label", "statuses"), [(case, label, found) for case, label, _, found in CASES])
def test_no_two_outputs_differ_on_who_is_awarded(
    case: tuple[Plain, list[Plain]], label: str, statuses: list[str]
) -> None:
    result = result_of(case)
    document = json.loads(RENDERERS["json"](result, ORIGIN))
    rows = list(csv.DictReader(StringIO(RENDERERS["csv"](result, ORIGIN))))
    markdown = RENDERERS["markdown"](result, ORIGIN)
    awarded = [status == "awarded" for status in statuses]
    assert [each["awarded"] for each in document["bids"]] == awarded
    assert [row["awarded"] == "yes" for row in rows] == awarded
    assert {row["award_state"] for row in rows} == {document["award"]["state"]} == {result.state}
    assert f"- **{label}:**" in markdown
    assert all(line.endswith(f"| {status} |") for line, status in zip(table_rows(markdown), statuses, strict=True))
    for each, status in zip(result.bids, statuses, strict=True):
        text_of_bid = explain.render(result, ORIGIN, each.bidder, framework(case[0]))
        assert status in text_of_bid.splitlines()[0]
        assert (label in text_of_bid) == (result.state != "settled")


def table_rows(markdown: str) -> list[str]:
    return [line for line in markdown.splitlines() if line.startswith("| ")][2:]


@pytest.mark.parametrize(("case", "statuses"), [(case, found) for case, _, _, found in CASES])
def test_no_name_comes_through_the_reasons_for_an_open_award(
    case: tuple[Plain, list[Plain]], statuses: list[str]
) -> None:
    result, origin, letters = anonymise(result_of(case), ORIGIN)
    for name in ("table", "json", "csv", "markdown"):
        printed = RENDERERS[name](result, origin)
        assert not [bidder for bidder in letters if bidder in printed]
    assert [bid.is_awarded for bid in result.bids] == [status == "awarded" for status in statuses]
    assert {bidder for ground in result.because for bidder in ground.bidders} <= set(letters.values())
