"""Templates in LibreOffice: opened without repair, recalculated, saved, printed, and read back the same."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from svscore.bids import Competition
from svscore.lint import checked_framework
from svscore.workbook import read_bids
from svscore.workbook.template import Order, template
from tests.workbook.filling import Slot, Value, fill, slots
from tests.workbook.office import convert, program

BIDDERS = ('=HYPERLINK("https://example.org")', "Abbots & Sons <b>", "Esc\x1b[2J", "_x0041_", "-1")
EVALUATORS = ("E1", "+1", "O'Neil: a/b [lead]")
MODEL = checked_framework("dsp-lot2").framework
REASON = "Names owners and dates for every action, and says in three places how each of them is checked. " * 4


def chosen(slot: Slot) -> Value | None:
    """The last entry of every list, an amount, and a long reason; the second bidder lacks all of it."""
    if slot.row.get("Bidder") == BIDDERS[1] or slot.sheet == "Competition":
        return None
    if slot.choices:
        return slot.choices[-1]
    return 431200.55 if slot.bounds else REASON if slot.heading == "Reason" else "4.2"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    data, _ = fill(template(Order(MODEL, "dsp-lot2@2021-10", "0" * 64, BIDDERS, EVALUATORS)).data, chosen)
    (folder / "bids.xlsx").write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def saved(folder: Path) -> Path:
    return convert(folder / "bids.xlsx", "xlsx", folder)


@pytest.fixture(scope="module")
def printed(folder: Path) -> Path:
    return convert(folder / "bids.xlsx", "pdf", folder)


def entries(competition: Competition) -> Mapping[str, object]:
    return {
        bid.bidder: (
            {name: (entry.value, entry.reason, entry.reference) for name, entry in bid.entries.items()},
            {who: {name: entry.value for name, entry in marks.items()} for who, marks in bid.evaluator_marks.items()},
            (bid.reference, bid.size, bid.is_vcse),
        )
        for bid in competition.bids
    }


def test_what_libreoffice_saves_is_read_as_what_was_filled_in(folder: Path, saved: Path) -> None:
    before, after = (read_bids(path, MODEL) for path in (folder / "bids.xlsx", saved))
    assert entries(after) == entries(before)
    assert [bid.bidder for bid in after.bids] == list(BIDDERS)
    assert after.bids[0].entries["price"].value == Fraction("431200.55")
    assert set(after.bids[0].evaluator_marks) == set(EVALUATORS)
    assert (after.evaluators, after.details) == (before.evaluators, before.details)


def test_the_checks_say_what_is_needed(saved: Path) -> None:
    book: Workbook = load_workbook(saved, data_only=True)
    for name in ("E1", "Consensus", "Bids"):
        sheet = book[name]
        headings = [cell.value for cell in sheet[3]]
        bidder, check = headings.index("Bidder"), headings.index("Check")
        found = {(line[bidder].value == BIDDERS[1], line[check].value) for line in sheet.iter_rows(min_row=4)}
        needed = "Carbon reduction plan needed" if name == "Bids" else "Mark needed"
        assert found == {(True, needed), (False, "complete")}


def test_dropdowns_locks_and_tables_survive(folder: Path, saved: Path) -> None:
    before, after = load_workbook(folder / "bids.xlsx"), load_workbook(saved)
    assert after.sheetnames == before.sheetnames
    for old, new in zip(before.worksheets, after.worksheets, strict=True):
        choices = [{place: (slot.choices, slot.text) for place, slot in slots(sheet)} for sheet in (old, new)]
        assert choices[0] == choices[1], old.title
        assert new.protection.sheet
        assert list(new.tables) == list(old.tables)


def test_names_stay_text(saved: Path) -> None:
    cells = [cell for sheet in load_workbook(saved).worksheets for line in sheet.iter_rows() for cell in line]
    assert {str(cell.value)[:4] for cell in cells if cell.data_type == "f"} == {"=IF("}


def test_no_text_is_cut_in_print(printed: Path) -> None:
    text = subprocess.run(
        [program("pdftotext"), "-layout", str(printed), "-"], check=True, capture_output=True, text=True
    ).stdout
    words = text.split()
    assert words.count("Commitment") >= 1
    for descriptor in ("learned.", "contract.", "answers."):  # the last words of the longest meanings
        assert descriptor in words
    pages = text.split("\f")
    assert all("Page" in page for page in pages[:-1])
    assert not [page for page in pages[:-1] if "###" in page]
