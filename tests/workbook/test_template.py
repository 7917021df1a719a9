"""What a template looks like: hard to fill in wrongly, open to everybody, the same every time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from svscore.framework.model import Framework, ScaleLevel
from svscore.lint import checked_framework
from svscore.problem import Location, SvscoreError
from svscore.workbook import read_bids
from svscore.workbook.strings import unescape
from svscore.workbook.template import Name, Order, checked_names, gaps, names_in, separate_templates, template
from svscore.workbook.template.names import MAX_SHEET, RESERVED, file_names, sheet_names
from svscore.workbook.template.rules import MAX_MESSAGE, scale_message
from svscore.workbook.template.text import cut
from tests.workbook.build import framework
from tests.workbook.filling import HEADER, Slot, Value, fill, opened, slots

ROOT = Path(__file__).parents[2]
BIDDERS = ("Abbots Digital", "=1+1", "Burnfoot & Sons")
GATE = {"id": "rating", "title": "Safety rating", "gate": {"fail-when": "poor"}}
BASKET = {
    "id": "rates",
    "title": "Day rates",
    "weight": "80",
    "price": {"formula": "lowest-ratio", "basket": [{"item": f"rate-{line}", "quantity": "2"} for line in range(60)]},
}


def order(model: Framework | None = None, evaluators: tuple[str, ...] = ("E1", "A. Patel")) -> Order:
    return Order(model or framework(), "it-support@1", "ab" * 32, BIDDERS, evaluators)


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(template(order()).data)


def sheets(book: Workbook) -> Iterator[Worksheet]:
    yield from book.worksheets


def rows(sheet: Worksheet, header: int = HEADER) -> list[dict[str, object]]:
    headings = [str(cell.value) for cell in sheet[header]]
    return [
        dict(zip(headings, (cell.value for cell in line), strict=True)) for line in sheet.iter_rows(min_row=header + 1)
    ]


def test_the_sheets(book: Workbook) -> None:
    assert book.sheetnames == ["Start here", "Competition", "Bids", "E1", "A. Patel", "Consensus", "Evaluators"]
    assert book.security.lockStructure
    assert [sheet["A1"].value for sheet in sheets(book)] == [
        "Start here: how to fill in this workbook",
        "Competition",
        "Bids and prices",
        "Marks of E1",
        "Marks of A. Patel",
        "Consensus of the panel",
        "Evaluators and declarations of interest",
    ]


def test_the_same_order_gives_the_same_bytes() -> None:
    assert template(order()).data == template(order()).data
    assert template(order()).data != template(order(evaluators=("E1",))).data


def test_start_here_says_how_and_under_which_model(book: Workbook) -> None:
    sheet = book["Start here"]
    words = [str(cell.value) for cell in sheet["A"]]
    assert "Model: IT support" in words
    assert "Id it-support, version 1, status illustrative" in words
    assert f"SHA-256 of its file: {'ab' * 32}" in words
    table = rows(sheet, words.index("Used for") + 1)
    assert [row["Entry"] for row in table if row["Used for"] == "Marks: five"] == [0, 1, 2, 3, 4]
    assert [row["Entry"] for row in table if row["Used for"] == "Yes or no"] == ["yes", "no"]


def test_an_evaluator_marks_every_bid_under_each_criterion_and_sees_no_price(book: Workbook) -> None:
    found = [(row["Criterion"], row["Bidder"]) for row in rows(book["E1"])]
    assert found == [(criterion, bidder) for criterion in ("Social value", "Quality of service") for bidder in BIDDERS]
    assert {row["Evaluator"] for row in rows(book["E1"])} == {"E1"}
    words = {str(cell.value) for line in book["E1"].iter_rows() for cell in line}
    assert not {word for word in words if "price" in word.casefold()}


def test_what_to_look_for_stands_beside_the_first_bid_of_each_criterion() -> None:
    words = {"question": "How will you deliver?", "look-for": ["Owners", "Dates"]}
    leaf = {"id": "social-value", "title": "Social value", "weight": "100", "scale": "five"} | words
    found = [row["Look for"] for row in rows(opened(template(order(framework(leaf))).data)["E1"])]
    assert found == ["How will you deliver?\n- Owners\n- Dates", "As above", "As above"]


def test_every_mark_amount_and_answer_is_validated(book: Workbook) -> None:
    free = {"Reason", "Reference", "Role"}
    for sheet in sheets(book):
        if sheet.title not in ("Start here", "Competition"):
            found = {slot.heading: bool(slot.choices or slot.bounds) for _, slot in slots(sheet)}
            assert {heading for heading, is_ruled in found.items() if not is_ruled} <= free, sheet.title
    bids = {slot.heading: slot for _, slot in slots(book["Bids"])}
    assert bids["Total price"].bounds == (Fraction(0), Fraction(10**15 - 1))
    assert bids["Carbon reduction plan"].choices == ("yes", "no")
    assert bids["Size"].choices == ("micro", "small", "medium", "large")
    marks = {str(slot.row["Criterion"]): slot for _, slot in slots(book["E1"]) if slot.heading == "Mark"}
    assert marks["Social value"].choices == (0, 1, 2, 3, 4)
    assert marks["Quality of service"].bounds == (Fraction(0), Fraction(50))
    assert marks["Quality of service"].text == "Quality of service: Points from 0 to 50."
    conflicts = [slot for _, slot in slots(book["Evaluators"]) if slot.heading == "Declared conflict"]
    assert [slot.choices for slot in conflicts] == [("yes", "no")] * 2


def test_what_is_refused_is_refused_with_a_reason(book: Workbook) -> None:
    for sheet in sheets(book):
        for rule in sheet.data_validations.dataValidation:
            assert rule.errorStyle == "stop"
            assert rule.showErrorMessage
            assert rule.showInputMessage
            refusals = ("Choose one of the entries of the list in this cell.", "Expected a number. ")
            assert str(rule.error).startswith(refusals)
            assert len(rule.error) <= 225
            assert len(rule.prompt or "") <= MAX_MESSAGE
            assert len(rule.promptTitle or "") <= 32


def test_a_message_holds_the_meaning_of_each_mark() -> None:
    levels = (ScaleLevel(mark="0", label="None"), ScaleLevel(mark="5", label="Good", descriptor="All of it."))
    assert scale_message(levels) == "0 None\n5 Good: All of it."


def test_a_message_too_long_is_cut_evenly_and_names_the_sheet_that_has_it_whole() -> None:
    levels = [ScaleLevel(mark=str(mark), label="L", descriptor=f"{mark} " * 60) for mark in range(6)]
    message = scale_message(levels)
    assert len(message) <= MAX_MESSAGE
    assert message.endswith("\nIn full: sheet Start here")
    assert {len(line) for line in message.splitlines()[:-1]} <= {36, 37, 38}
    many = [ScaleLevel(mark=str(mark), label="A long label") for mark in range(100)]
    assert scale_message(many).startswith("0, 1, 2, 3")
    assert len(scale_message(many)) <= MAX_MESSAGE
    assert cut("🏗" * 20, 32) == "🏗" * 15 + "…"


def test_only_what_is_filled_in_is_open(book: Workbook) -> None:
    opens = {sheet.title: sorted({slot.heading for _, slot in slots(sheet)}) for sheet in sheets(book)}
    assert opens == {
        "Start here": [],
        "Competition": ["Value"],
        "Bids": ["Carbon reduction plan", "Reference", "Size", "Total price", "VCSE"],
        "E1": ["Mark", "Reason", "Reference"],
        "A. Patel": ["Mark", "Reason", "Reference"],
        "Consensus": ["Mark", "Reason", "Reference"],
        "Evaluators": ["Declared conflict", "Role"],
    }
    assert all(sheet.protection.sheet and sheet.protection.password is None for sheet in sheets(book))


def test_a_blank_that_is_needed_shows_by_colour_and_in_words(book: Workbook) -> None:
    sheet = book["E1"]
    conditions = {str(block.sqref): rule.formula for block in sheet.conditional_formatting for rule in block.rules}
    assert conditions["D4:D9"] == ["LEN(TRIM(D4))=0"]
    assert conditions["E4:E9"] == ["LEN(TRIM(E4))=0"]
    assert sheet["G4"].value == '=IF(LEN(TRIM(D4))=0,"Mark needed",IF(LEN(TRIM(E4))=0,"Reason needed","complete"))'


def test_the_check_of_many_columns_stays_a_formula_programs_take() -> None:
    sheet = opened(template(order(framework(BASKET))).data)["Bids"]
    formula = str(sheet.cell(4, sheet.max_column).value)
    assert formula.count("IF(") == 51
    assert 'COUNTBLANK(BC4:BL4)>0,"more needed"' in formula
    assert len(formula) < 8192


def test_tables_are_named_described_and_unfiltered(book: Workbook) -> None:
    names = [name for sheet in sheets(book) for name in sheet.tables]
    assert names == ["Permitted_entries", "Competition", "Bids", "Marks_1", "Marks_2", "Consensus_marks", "Evaluators"]
    for sheet in sheets(book):
        (table,) = sheet.tables.values()
        assert table.autoFilter is None
        _, bottom = table.ref.split(":")
        assert sheet[bottom].row == sheet.max_row
        header = sheet[re.sub(r"^\D+", "", table.ref.split(":")[0])]
        assert [cell.value for cell in header] == table.column_names
        assert len(set(table.column_names)) == len(table.column_names)
        assert sheet.freeze_panes == (None if sheet.title == "Start here" else f"A{header[0].row + 1}")
        assert sheet.print_title_rows == f"${header[0].row}:${header[0].row}"
        assert not sheet.merged_cells.ranges
        assert all(cell.value is not None for cell in sheet["A"])
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_tables_have_alternative_text() -> None:
    with ZipFile(BytesIO(template(order()).data)) as parts:
        tables = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/tables/")]
    assert len(tables) == 7
    assert all(
        re.search(r'<x14:table altTextSummary="[A-Z][^"]+\."/></ext></extLst></table>$', table) for table in tables
    )


def test_the_print_leaves_out_only_the_evaluators_name(book: Workbook) -> None:
    assert book["E1"].print_area == "'E1'!$A$1:$G$9"
    assert book["E1"]["H3"].value == "Evaluator"


def test_a_table_too_wide_for_a_page_prints_over_several_with_the_names_on_each() -> None:
    sheet = opened(template(order(framework(BASKET))).data)["Bids"]
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols, sheet.freeze_panes) == (7, "$A:$A", "B4")


@pytest.mark.parametrize("name", ["=1+1", "+1", "@x", "-1", "'quoted"])
def test_a_name_is_never_a_formula(name: str) -> None:
    asked = Order(framework(), "it-support@1", "0", (name,), ("E1",))
    cell = opened(template(asked).data)["Bids"]["A4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


def test_sheets_are_named_after_evaluators_as_far_as_programs_allow() -> None:
    names = ["Model", "A:B/C", "a b c", "x" * 40, "X" * 40, "''", "🏗" * 30, "History", "?\ufffe"]
    made = sheet_names(names)
    assert made[:6] == ["Model (2)", "A B C", "a b c (2)", "x" * 31, "X" * 27 + " (2)", "Evaluator"]
    assert made[6:] == ["🏗" * 15, "History (2)", "Evaluator (2)"]
    assert all(len(name.encode("utf-16-le")) // 2 <= MAX_SHEET for name in made)
    assert not {name.casefold() for name in made} & RESERVED


def test_files_are_named_after_evaluators_as_far_as_systems_allow() -> None:
    assert file_names(["A/B", "a|b", "Zoë", "..", "../../etc"]) == ["A B", "a b (2)", "Zoë", "evaluator", "etc"]
    assert file_names(["Zoe\u0308"]) == ["Zoë"]


def test_names_that_cannot_be_read_back_are_refused_all_at_once() -> None:
    bidders = [Name(text, Location("--bidder")) for text in ("Acme", " ACME ", "", "Grand total", "x" * 256)]
    evaluators = [Name("consensus", Location("--evaluator"))]
    with pytest.raises(SvscoreError) as raised:
        checked_names(bidders, evaluators)
    assert str(raised.value) == (
        "--bidder: WB180 the bidder 'ACME' is given twice, first as 'Acme'\n"
        "--bidder: WB180 the name of a bidder is empty\n"
        "--bidder: WB180 'Grand total' would be read as a line of totals or labels, not as a bidder\n"
        f"--bidder: WB180 the name '{'x' * 57}...' has 256 characters, expected at most 255\n"
        "--evaluator: WB180 'consensus' is the word for the agreed mark, not an evaluator"
    )


def test_names_from_a_file_keep_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "bidders.txt"
    path.write_bytes("\ufeffAcme Ltd\r\n\r\nBørge A/S\n".encode())
    assert names_in(path) == [
        Name("Acme Ltd", Location(str(path), row=1, column=1)),
        Name("Børge A/S", Location(str(path), row=3, column=1)),
    ]
    path.write_bytes(b"caf\xe9")
    with pytest.raises(
        SvscoreError, match=r"bidders\.txt: WB180 it is not text in UTF-8, expected one bidder in each line"
    ):
        names_in(path)
    with pytest.raises(SvscoreError, match="nowhere: WB180 the file cannot be read: no such file or directory"):
        names_in(tmp_path / "nowhere")


def test_a_title_that_means_something_else_gives_way_to_the_id() -> None:
    leaves = [
        {"id": "how", "title": "Reference", "weight": "50", "scale": "five"},
        {"id": "what", "title": "Same", "weight": "25", "scale": "five"},
        {"id": "when", "title": "Same", "weight": "25", "scale": "five"},
    ]
    found = [row["Criterion"] for row in rows(opened(template(order(framework(*leaves))).data)["E1"])][::3]
    assert found == ["how", "what", "when"]


@pytest.mark.parametrize(
    ("title", "heading"),
    [("A\nfolded  title", "A folded title"), ("t" * 121, "odd"), ("=1+1", "=1+1"), ("a_x0041_", "a_x0041_")],
)
def test_headings_are_the_same_in_the_cell_and_in_the_table(title: str, heading: str, tmp_path: Path) -> None:
    model = framework({"id": "odd", "title": title, "weight": "100", "price": {"formula": "lowest-ratio"}})
    data = template(order(model)).data
    sheet = opened(data)["Bids"]
    assert unescape(str(sheet["E3"].value)) == heading
    assert sheet.tables["Bids"].column_names[4] == heading
    (tmp_path / "bids.xlsx").write_bytes(fill(data, lambda slot: 5 if slot.bounds else None)[0])
    assert {bid.entries["odd"].value for bid in read_bids(tmp_path / "bids.xlsx", model).bids} == {5}


def test_a_rule_names_blocks_of_cells_not_each_of_them(book: Workbook) -> None:
    found = [str(rule.sqref) for rule in book["E1"].data_validations.dataValidation]
    assert found == ["D4:D6", "D7:D9"]


def test_a_gate_with_one_word_offers_it_and_its_opposite(tmp_path: Path) -> None:
    model = framework({"id": "quality", "title": "Quality", "weight": "100", "scale": "five"}, GATE)
    filled, _ = fill(template(order(model)).data, lambda slot: "not poor" if slot.heading == "Safety rating" else None)
    (tmp_path / "bids.xlsx").write_bytes(filled)
    competition = read_bids(tmp_path / "bids.xlsx", model)
    assert {bid.entries["rating"].value for bid in competition.bids} == {"not poor"}
    assert competition.notes == ()


def test_separate_files_keep_prices_from_evaluators() -> None:
    files = separate_templates(order())
    assert {name: file.sheets for name, file in files.items()} == {
        "commercial.xlsx": ("Start here", "Competition", "Bids"),
        "consensus.xlsx": ("Start here", "Consensus"),
        "marks E1.xlsx": ("Start here", "E1", "Evaluators"),
        "marks A. Patel.xlsx": ("Start here", "A. Patel", "Evaluators"),
    }
    for name in ("consensus.xlsx", "marks E1.xlsx"):
        with ZipFile(BytesIO(files[name].data)) as parts:
            assert not [part for part in parts.namelist() if b"price" in parts.read(part).lower()]


def test_a_model_without_marks_needs_no_panel() -> None:
    model = framework({"id": "price", "title": "Price", "weight": "100", "price": {"formula": "lowest-ratio"}})
    assert template(order(model, ())).sheets == ("Start here", "Competition", "Bids")
    assert list(separate_templates(order(model, ()))) == ["commercial.xlsx"]


def test_an_agreed_mark_is_asked_for_only_where_it_was_promised() -> None:
    sheet = opened(template(order(framework(moderation="mean"))).data)["Consensus"]
    assert not sheet.conditional_formatting
    assert "Check" not in [cell.value for cell in sheet[HEADER]]
    assert str(sheet["A2"].value).startswith("Under this model the mean of the evaluators' marks counts")


def test_gaps_name_the_cell_that_waits(tmp_path: Path) -> None:
    model = framework()
    skipped = {("Mark", "Quality of service", "=1+1"), ("Mark", "Quality of service", "Burnfoot & Sons")}

    def choose(slot: Slot) -> Value | None:
        is_skipped = (slot.heading, slot.row.get("Criterion"), slot.row.get("Bidder")) in skipped
        if slot.sheet not in ("E1", "Bids") or is_skipped:
            return None
        return slot.choices[0] if slot.choices else 7 if slot.bounds else None

    filled, _ = fill(template(order(model)).data, choose)
    (tmp_path / "bids.xlsx").write_bytes(filled)
    asked = order(model)
    known = Order(model, asked.named, asked.sha256, BIDDERS, asked.evaluators, read_bids(tmp_path / "bids.xlsx", model))
    assert [str(problem) for problem in gaps(known, "new.xlsx")] == [
        "new.xlsx:E1!D8: WB181 warning: no mark for Quality of service of =1+1, Burnfoot & Sons",
        "new.xlsx:A. Patel: WB181 warning: the sheet A. Patel has none of its 6 marks",
        "new.xlsx:Consensus: WB181 warning: the sheet Consensus has none of its 6 marks",
        "new.xlsx:Evaluators!C4: WB181 warning: 'E1' lacks Declared conflict",
        "new.xlsx:Evaluators!C5: WB181 warning: 'A. Patel' lacks Declared conflict",
    ]


MODELS = [path for path in sorted((ROOT / "frameworks").glob("*.yaml")) if "\nmenu:" not in path.read_text("utf-8")]


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_every_shipped_model_has_a_template(path: Path, tmp_path: Path) -> None:
    loaded = checked_framework(path)
    (tmp_path / "bids.xlsx").write_bytes(template(order(loaded.framework)).data)
    competition = read_bids(tmp_path / "bids.xlsx", loaded.framework)
    assert [bid.bidder for bid in competition.bids] == list(BIDDERS)
    assert competition.notes == ()
