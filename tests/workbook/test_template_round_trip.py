"""A template filled in through its dropdowns is read back as what was entered, under any model."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from svscore.bids import Competition, Entry
from svscore.problem import Location, Severity, SvscoreError
from svscore.workbook import codes, read_bids, read_several
from svscore.workbook.columns import Vocabulary
from svscore.workbook.names import person_key
from svscore.workbook.template import Name, Order, checked_names, separate_templates, template
from tests.properties import UNSHRUNK, examples
from tests.scoring import models
from tests.workbook.filling import Slot, Value, fill

ODD = [
    '=HYPERLINK("https://example.org","x")',
    "+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-1",
    "'quoted'",
    "Model",
    "History",
    "O'Neil & Söhne <b>",
    "a/b:c*d?[e]",
    "_x0041_",
    "Esc\x1b[2J",
    "No\ufffe\uffff",
    "Line\nbreak",
    "\u202eright to left",
    "#N/A",
    "TRUE",
    "12",
    "🏗" * 20,
    "Bidder",
    "Criterion",
    "Consensus Ltd",
    "A name of more than thirty-one characters, twice over",
    "A name of more than thirty-one characters, and again",
]
NAMES = st.lists(
    st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)),
    min_size=1,
    max_size=4,
    unique_by=person_key,
)
LUCK = st.integers(0, 2**32).map(Random)
TEXTS = ["", "", "Names owners and dates", "=1+1", "Section 4.2", "3/4", "two\nlines", "  spaced  "]


@st.composite
def orders(draw: Any) -> Order:
    model, _ = draw(models.competitions())
    bidders, evaluators = draw(NAMES), draw(NAMES)
    here = Location("names")
    try:
        names = checked_names([Name(text, here) for text in bidders], [Name(text, here) for text in evaluators])
    except SvscoreError:
        reject()
    return Order(models.framework(model), "drawn@1", "0" * 64, *names)


def chosen(luck: Random, slot: Slot) -> Value | None:
    """Something the cell takes: nothing, now and then."""
    if luck.random() < 0.1:
        return None
    if slot.choices:
        return luck.choice(slot.choices)
    if slot.bounds is not None:
        low, high = (
            int(bound * 100) if abs(bound) < 10**9 else 10**11 * (1 if bound > 0 else -1) for bound in slot.bounds
        )
        return Decimal(luck.randint(low, high)) / 100
    return None if slot.sheet == "Competition" or slot.heading == "Submitted" else luck.choice(TEXTS) or None


def exact(value: Value) -> Fraction | str:
    return value if isinstance(value, str) else Fraction(str(value))


def read_back(competition: Competition, order: Order) -> dict[tuple[str, str, str, str], Fraction | str]:
    """What was read, in the words of the template."""
    titles = {field.id: field.title for field in Vocabulary(order.framework).fields}
    marks = {field.id for field in Vocabulary(order.framework).fields if field.is_mark}
    words = {True: "yes", False: "no", None: ""}
    found: dict[tuple[str, str, str, str], Fraction | str] = {}

    def add(name: str, entry: Entry, who: str, bidder: str) -> None:
        if name in marks:
            found["Mark", who, bidder, titles[name]] = entry.value
            found["Reason", who, bidder, titles[name]] = entry.reason
            found["Reference", who, bidder, titles[name]] = entry.reference
        else:
            found["Bids", "", bidder, titles[name]] = entry.value

    if "value" in competition.details:
        found["Competition", "", "None", "Value"] = Fraction(competition.details["value"])
    for bid in competition.bids:
        for name, entry in bid.entries.items():
            add(name, entry, "", bid.bidder)
        for who, entries in bid.evaluator_marks.items():
            for name, entry in entries.items():
                add(name, entry, who, bid.bidder)
        for heading, text in (("Reference", bid.reference), ("Size", bid.size), ("VCSE", words[bid.is_vcse])):
            found["Bids", "", bid.bidder, heading] = text
    for evaluator in competition.evaluators:
        found["Evaluators", evaluator.name, "None", "Role"] = evaluator.role
        found["Evaluators", evaluator.name, "None", "Declared conflict"] = words[evaluator.declared_conflict]
    return {key: value for key, value in found.items() if value != ""}


def expected(entered: dict[tuple[str, str, str, str], Value]) -> dict[tuple[str, str, str, str], Fraction | str]:
    """What should be read: reasons count where there is a mark; spaces around a text do not."""
    marked = {key[1:] for key in entered if key[0] == "Mark"}
    kept = {key: value for key, value in entered.items() if key[0] not in ("Reason", "Reference") or key[1:] in marked}
    return {
        key: exact(value).strip() if isinstance(value, str) else exact(value)  # type: ignore[union-attr]
        for key, value in kept.items()
    }


def is_silent(competition: Competition) -> bool:
    """Whether nothing but a reading of text as a number, or outer spaces, had to be said."""
    said = {note.code for note in competition.notes if note.severity is not Severity.NOTE}
    return said <= {codes.DETAIL}


@pytest.mark.slow
@examples(40, phases=UNSHRUNK)
@given(orders(), LUCK)
def test_what_is_filled_in_is_what_is_read(order: Order, luck: Random) -> None:
    filled, entered = fill(template(order).data, lambda slot: chosen(luck, slot))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bids.xlsx"
        path.write_bytes(filled)
        competition = read_bids(path, order.framework)
    assert [bid.bidder for bid in competition.bids] == list(order.bidders)
    assert [evaluator.name for evaluator in competition.evaluators] == list(order.evaluators)
    assert read_back(competition, order) == expected(entered)
    assert is_silent(competition)
    again = Order(order.framework, order.named, order.sha256, order.bidders, order.evaluators, competition)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bids.xlsx"
        path.write_bytes(template(again).data)
        assert read_back(read_bids(path, order.framework), order) == expected(entered)


@pytest.mark.slow
@examples(10, phases=UNSHRUNK)
@given(orders(), LUCK)
def test_separate_files_read_together_are_what_was_filled_in(order: Order, luck: Random) -> None:
    entered: dict[tuple[str, str, str, str], Value] = {}
    with TemporaryDirectory() as folder:
        for name, file in separate_templates(order).items():
            filled, here = fill(file.data, lambda slot: chosen(luck, slot))
            (Path(folder) / name).write_bytes(filled)
            entered |= here
        competition = read_several(sorted(Path(folder).iterdir()), order.framework)
    assert read_back(competition, order) == expected(entered)
    assert {bid.bidder for bid in competition.bids} == set(order.bidders)
