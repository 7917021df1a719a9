"""Every figure a published evaluation prints comes out, digit for digit; a slip of the source does not.

``tests/golden/README.md`` says how the figures are written down.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from svscore.exact import decimal_text
from tests.golden.evaluation import Entry, evaluation
from tests.golden.readings import READINGS, decimals

CASES = sorted(path.parent for path in (Path(__file__).parent / "golden").glob("*/printed.yaml"))


@cache
def entries(case: Path) -> list[Entry]:
    found: list[Entry] = yaml.load((case / "printed.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return found


def name(entry: Entry) -> str:
    parts = (str(entry[key]) for key in ("lot", "bid", "get", "criterion", "printed") if key in entry)
    return " ".join(parts)


FIGURES = [
    pytest.param(case, entry, id=f"{case.name}: {name(entry)}")
    for case in CASES
    for entry in entries(case)
    if entry["get"] != "nothing"
]


def plain(printed: str) -> str:
    """A printed number without its thousands separators and percent sign."""
    return printed.replace(",", "").removesuffix("%")


def padded(text: str, places: int) -> str:
    """The same number with more trailing zeros; words stay as they are."""
    return decimal_text(Fraction(text), places) if text.replace(".", "").isdigit() else text


@pytest.mark.parametrize(("case", "entry"), FIGURES)
def test_printed_figure_comes_out(case: Path, entry: Entry) -> None:
    value = READINGS[entry["get"]](evaluation(case, entry.get("lot")), entry)
    if isinstance(value, list):
        assert value == entry["printed"]
    elif "exact" in entry:
        assert value == Fraction(entry["exact"])
    else:
        printed = plain(entry["printed"])
        places = int(entry.get("places", decimals(printed)))
        if isinstance(value, Fraction):
            text = decimal_text(value / int(entry.get("unit", 1)), places, entry.get("mode", "half-up"))
        else:
            text = "none" if value is None else str(value)
        assert text == padded(entry.get("slip", printed), places)
        assert ("slip" in entry) == (text != padded(printed, places))


def as_printed(bidder: Mapping[str, Any]) -> Iterator[str | list[str]]:
    """Every figure ``case.yaml`` read off the source for one bidder."""
    for key in ("total_as_printed", "total_percent_as_printed", "rank_as_printed", "flags_as_printed"):
        if key in bidder:
            yield bidder[key]
    yield from bidder.get("weighted_as_printed", {}).values()


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_no_printed_figure_is_left_out(case: Path) -> None:
    facts = yaml.load((case / "case.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    covered = [what for entry in entries(case) for what in listed(entry.get("what", []))]
    assert sorted(covered) == sorted(check["what"] for check in facts.get("checks", []))
    for bidder in facts.get("bidders", []):
        own = [entry["printed"] for entry in entries(case) if bidder["name"] in (entry.get("bid"), entry.get("lot"))]
        assert [figure for figure in as_printed(bidder) if figure not in own] == []


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
