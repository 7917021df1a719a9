"""What is kept from one reading for the next: never for another model, another file or other limits."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, cast
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from svscore.bids import Competition
from svscore.framework.model import Framework
from svscore.problem import SvscoreError
from svscore.workbook import Limits, cells, columns, contents, entries, layout, package, plain, read_bids
from svscore.workbook.columns import vocabulary_of
from tests.workbook.build import CRITERIA, LINKS, SCALES, Workbooks, framework, values

CELLS = '<c r="A1" t="inlineStr"><is><t>Bidder</t></is></c><c r="B1" t="inlineStr"><is><t>quality</t></is></c>'
STYLED = f'<Relationship Id="rId2" Type="{LINKS}/styles" Target="styles.xml"/>'
QUALITY = {"id": "quality", "title": "Quality", "weight": "100", "scale": "five"}


def sheet(mark: str) -> str:
    row = f'<row r="2"><c r="A2" t="inlineStr"><is><t>Acme</t></is></c>{mark}</row>'
    return f'<worksheet><sheetData><row r="1">{CELLS}</row>{row}</sheetData></worksheet>'


def styles(code: str) -> dict[str, str]:
    formats = f'<numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
    return {"xl/styles.xml": f'<styleSheet>{formats}<cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>'}


@pytest.fixture
def switching() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-7)
    yield
    sys.setswitchinterval(before)


def test_one_file_is_read_with_each_model_by_its_own_words(workbooks: Workbooks) -> None:
    path = workbooks.raw(sheet('<c r="B2"><v>4</v></c>'))
    points = framework(QUALITY | {"scale": None, "points": {"max": "50"}})
    short = framework(QUALITY, scales=SCALES | {"five": [{"mark": "0"}, {"mark": "3"}]})
    for _ in range(2):
        assert values(read_bids(path, framework(QUALITY))) == {"Acme": {"quality": "4"}}
        assert values(read_bids(path, points)) == {"Acme": {"quality": "4"}}
        with pytest.raises(SvscoreError, match="expected a mark for 'Quality': 0 or 3"):
            read_bids(path, short)


def test_files_that_differ_in_one_part_are_read_by_their_own(workbooks: Workbooks) -> None:
    mark = sheet('<c r="B2"><v>4</v></c>')
    number = workbooks.raw(mark, parts=styles("0.0"), links=STYLED, name="number.xlsx")
    percent = workbooks.raw(mark, parts=styles("0.0%"), links=STYLED, name="percent.xlsx")
    other = workbooks.raw(sheet('<c r="B2"><v>3</v></c>'), parts=styles("0.0"), links=STYLED, name="other.xlsx")
    for _ in range(2):
        assert values(read_bids(number, framework(QUALITY))) == {"Acme": {"quality": "4"}}
        assert values(read_bids(other, framework(QUALITY))) == {"Acme": {"quality": "3"}}
        with pytest.raises(SvscoreError, match=r"percent\.xlsx:Bids!B2: WB\d+ found a percentage"):
            read_bids(percent, framework(QUALITY))


def test_a_file_that_was_read_is_held_to_narrower_limits(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": [["Bidder", "quality"], ["Acme", 4]], "Notes": [], "Plan": []})
    assert values(read_bids(path, framework(QUALITY))) == {"Acme": {"quality": "4"}}
    with pytest.raises(SvscoreError, match="it has more than 2 sheets"):
        read_bids(path, framework(QUALITY), limits=replace(Limits(), sheets=2))


def test_little_is_kept_however_many_files_are_read(workbooks: Workbooks, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[object, object] = {}
    monkeypatch.setattr(package, "_KEPT", kept)
    for number in range(20):
        path = workbooks.raw(sheet(f'<c r="B2"><v>{number % 5}</v></c>'), parts=styles(f"0.{number}"), links=STYLED)
        assert values(read_bids(path, framework(QUALITY))) == {"Acme": {"quality": str(number % 5)}}
    assert 0 < len(kept) <= package.MAX_KEPT


def test_a_damaged_part_is_not_taken_for_the_one_it_was(workbooks: Workbooks) -> None:
    mark = sheet('<c r="B2"><v>4</v></c>')
    good = workbooks.raw(mark, parts=styles("0.0"), links=STYLED, name="good.xlsx")
    data = good.read_bytes()
    at = data.index(b"xl/styles.xml") + len("xl/styles.xml") + 9
    for changed in range(2):
        bad = workbooks.folder / f"bad-{changed}.xlsx"
        bad.write_bytes(data[: at + changed] + bytes([data[at + changed] ^ 1]) + data[at + changed + 1 :])
        assert values(read_bids(good, framework(QUALITY))) == {"Acme": {"quality": "4"}}
        with pytest.raises(SvscoreError, match=rf"bad-{changed}\.xlsx: WB101 the part xl/styles.xml is damaged"):
            read_bids(bad, framework(QUALITY))


def test_a_part_counts_once_for_the_total(workbooks: Workbooks) -> None:
    path = workbooks.raw(sheet('<c r="B2"><v>4</v></c>'), parts=styles("0.00"), links=STYLED)
    with ZipFile(path) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
    read = sum(size for name, size in sizes.items() if name != "[Content_Types].xml")
    for _ in range(2):
        assert values(read_bids(path, framework(QUALITY), limits=replace(Limits(), total_bytes=read)))
        with pytest.raises(SvscoreError, match="more than any workbook of bids"):
            read_bids(path, framework(QUALITY), limits=replace(Limits(), total_bytes=read - 1))


def test_elements_count_whether_they_were_met_before_or_not(workbooks: Workbooks) -> None:
    filled = {"xl/styles.xml": f"<styleSheet>{'<a/>' * 50}</styleSheet>"}
    data = sheet('<c r="B2"><v>4</v></c>').replace("</worksheet>", f"{'<a/>' * 50}</worksheet>")
    path = workbooks.raw(data, parts=filled, links=STYLED)
    others = workbooks.raw(sheet('<c r="B2"><v>3</v></c>'), parts=filled, links=STYLED, name="others.xlsx")

    def reads(elements: int) -> bool:
        try:
            return bool(read_bids(path, framework(QUALITY), limits=replace(Limits(), elements=elements)))
        except SvscoreError as error:
            assert "holds more elements than any workbook" in str(error)  # noqa: PT017 - not every one is refused
            return False

    forget()
    least = next(elements for elements in range(90, 200) if reads(elements))
    assert least > 100
    for elements in (least, least - 1, least - 51, 60, 5):
        forget()
        alone = reads(elements)
        assert alone == (elements == least)
        for before in (others, path):
            for limits in (Limits(), replace(Limits(), elements=elements + 1), replace(Limits(), elements=elements)):
                outcome(before, framework(QUALITY), limits)
                assert reads(elements) == alone


def test_parts_that_share_their_bytes_are_refused_on_every_python(workbooks: Workbooks) -> None:
    path = workbooks.raw(sheet('<c r="B2"><v>4</v></c>'), parts=styles("0.0"), links=STYLED)
    data = bytearray(path.read_bytes())
    with ZipFile(path) as archive:
        at = {info.filename: info.header_offset for info in archive.infolist()}
    entry = data.rindex(b"xl/styles.xml") - 46
    data[entry + 20 : entry + 24] = (at["xl/styles.xml"] - at["xl/workbook.xml"]).to_bytes(4, "little")
    for moved in (entry + 42, data.rindex(b"xl/worksheets/sheet1.xml") - 4):
        overlapping = workbooks.folder / "overlapping.xlsx"
        changed = bytearray(data)
        changed[moved : moved + 4] = at["xl/workbook.xml"].to_bytes(4, "little")
        overlapping.write_bytes(changed)
        for _ in range(2):
            assert values(read_bids(path, framework(QUALITY))) == {"Acme": {"quality": "4"}}
            with pytest.raises(SvscoreError, match=r"WB\d+ its part xl/\S+ and another share their bytes"):
                read_bids(overlapping, framework(QUALITY))


def test_a_mark_written_at_length_is_not_kept(workbooks: Workbooks) -> None:
    model = framework(QUALITY | {"scale": "tiered"})
    for length in (10, 1_000):
        mark = f'<c r="B2" t="inlineStr"><is><t xml:space="preserve">A{" " * length}</t></is></c>'
        assert values(read_bids(workbooks.raw(sheet(mark)), model)) == {"Acme": {"quality": "A"}}
    kept = [mark.cell.text for marks in vocabulary_of(model).known.values() for mark in marks.values()]
    assert kept
    assert max(map(len, kept)) < 100


def test_a_long_line_of_headings_is_not_kept(workbooks: Workbooks, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: cells.Lines[object] = cells.Lines()
    monkeypatch.setattr(layout, "_WORDS", lines)
    for length in (10, cells.MAX_LINE + 1):
        note = f'<c r="C1" t="inlineStr"><is><t>{"n" * length}</t></is></c>'
        data = sheet('<c r="B2"><v>4</v></c>').replace("</row>", f"{note}</row>", 1)
        assert values(read_bids(workbooks.raw(data), framework(QUALITY))) == {"Acme": {"quality": "4"}}
    assert len(lines) == 1


def test_shared_texts_are_those_of_each_file(workbooks: Workbooks) -> None:
    shared = f'<Relationship Id="rId3" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    row = '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>4</v></c></row>'
    data = f'<worksheet><sheetData><row r="1">{CELLS}</row>{row}</sheetData></worksheet>'
    for number in range(6):
        texts = {"xl/sharedStrings.xml": f"<sst><si><t>Bidder {number % 3}</t></si></sst>"} | styles("0")
        path = workbooks.raw(data, parts=texts, links=STYLED + shared)
        assert values(read_bids(path, framework(QUALITY))) == {f"Bidder {number % 3}": {"quality": "4"}}


def test_little_is_known_however_much_is_met(workbooks: Workbooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MAX_KNOWN", 8)
    monkeypatch.setattr(entries, "MAX_KNOWN", 8)
    monkeypatch.setattr(cells, "MAX_LINES", 2)
    kept: dict[object, tuple[object, int]] = {}
    monkeypatch.setattr(package, "_KEPT", kept)
    model = framework(QUALITY, {"id": "price", "title": "Price", "weight": "1", "price": {"formula": "none"}})
    for number in range(30):
        rows: list[list[object]] = [["Bidder", "quality", "price", f"Note {number % 7}"]]
        rows += [[f"Bidder {each}", (number + each) % 5, number * 100 + each] for each in range(6)]
        path = workbooks.save({"Bids": rows})
        assert values(read_bids(path, model)) == {
            f"Bidder {each}": {"quality": str((number + each) % 5), "price": str(number * 100 + each)}
            for each in range(6)
        }
    found = [each for pair, _ in kept.values() if isinstance(pair, tuple) for each in pair]
    assert found
    assert all(len(each) <= 8 for each in found)
    assert 0 < sum(map(len, vocabulary_of(model).known.values())) <= 8
    assert len(vocabulary_of(model).headings) <= 2


def forget() -> None:
    """As if nothing had been read before."""
    for kept in (package._KEPT, plain._FRAMES, layout._WORDS, columns._VOCABULARIES):  # noqa: SLF001
        cast("dict[object, object]", kept).clear()


def outcome(path: Path, model: Framework, limits: Limits | None = None) -> object:
    """What a file says, or why it is refused."""
    try:
        return read_bids(path, model, limits=limits or Limits())
    except SvscoreError as error:
        return [*map(str, error.problems)]


def differing(workbooks: Workbooks) -> Iterator[Path]:
    """Workbooks that are much alike, and differ in what must not be taken from one for another."""
    bids: list[list[Any]] = [
        ["Bidder", "quality", "Social value", "price"],
        ["Acme", 40, 3, 100],
        ["Bolt", "38.50", 4, "£90"],
    ]
    gates: list[list[Any]] = [["Bidder", "carbon-plan"], ["Acme", "yes"], ["Bolt", "Y"]]
    whole: list[list[Any]] = [[*row, *gate[1:]] for row, gate in zip(bids, gates, strict=True)]
    yield workbooks.save({"Bids": whole}, name="whole.xlsx")
    yield workbooks.save({"Bids": bids, "Gates": gates}, name="halves.xlsx")
    yield workbooks.save({"Bids": [list(row) for row in zip(*whole, strict=True)]}, name="turned.xlsx")
    yield workbooks.save({"Bids": [["", "Our bids"], *whole]}, name="title.xlsx")
    yield workbooks.save({"Bids": [[*whole[0], "Total"], *([*row, 5] for row in whole[1:])]}, name="more.xlsx")
    yield workbooks.save({"Bids": [whole[0], *whole[1:], ["Average", 39, 3.5, 95, None]]}, name="summary.xlsx")
    yield workbooks.save({"Bids": [whole[0], whole[1], [*whole[2][:2], 9, *whole[2][3:]]]}, name="off-scale.xlsx")

    def formatted(sheets: dict[str, Worksheet]) -> None:
        sheets["Bids"]["B2"].number_format = "0.0%"
        sheets["Bids"].column_dimensions["C"].hidden = True
        sheets["Bids"].merge_cells("D2:D3")

    yield workbooks.save({"Bids": whole}, formatted, name="formatted.xlsx")
    many: list[list[Any]] = [[f"Bidder {number}", 1, 2, 100 + number, "no"] for number in range(1500)]
    for name, rows in {"inline.xlsx": whole, "large.xlsx": whole + many}.items():
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Bids")
        for row in rows:
            sheet.append(row)
        book.save(workbooks.folder / name)
        yield workbooks.folder / name
    marks: list[list[Any]] = [["Bidder", "Criterion", "Evaluator", "Mark"]]
    marks += [[each, "quality", "Ann", 40] for each in ("Acme", "Bolt")]
    yield workbooks.save({"Scores": marks, "Bids": whole}, name="long.xlsx")
    damaged = bytearray((workbooks.folder / "whole.xlsx").read_bytes())
    damaged[damaged.index(b"xl/worksheets/sheet1.xml") + 40] ^= 1
    (broken := workbooks.folder / "broken.xlsx").write_bytes(damaged)
    yield broken


def test_a_file_is_read_the_same_whatever_was_read_before(workbooks: Workbooks) -> None:
    models = [
        framework(),
        framework(missing="partial"),
        framework(scales=SCALES | {"five": [{"mark": "0"}, {"mark": "9"}]}),
        framework(*(each | {"title": "Price"} if each["id"] == "quality" else each for each in CRITERIA)),
    ]
    cases = [(path, model) for path in differing(workbooks) for model in models]
    expected = {}
    for at, case in enumerate(cases):
        forget()
        expected[at] = outcome(*case)
    assert sum(isinstance(each, Competition) for each in expected.values()) > len(cases) // 3
    order = [*range(len(cases))] * 5
    Random(20260101).shuffle(order)  # noqa: S311 - any order
    for at in order:
        assert outcome(*cases[at]) == expected[at], cases[at]


@pytest.mark.usefixtures("switching")
def test_threads_read_what_one_reads(workbooks: Workbooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MAX_KNOWN", 20)
    monkeypatch.setattr(entries, "MAX_KNOWN", 3)
    model = framework(QUALITY)
    marks = [{f"B{each}": (each + number) % 5 for each in range(9)} for number in range(8)]
    paths = [
        workbooks.save({"Bids": [["Bidder", "quality"], *map(list, each.items())]}, name=f"{number}.xlsx")
        for number, each in enumerate(marks)
    ]
    expected = [{bidder: {"quality": str(mark)} for bidder, mark in each.items()} for each in marks]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda path: values(read_bids(path, model)), paths * 20)) == expected * 20


@pytest.mark.usefixtures("switching")
def test_threads_find_the_words_of_their_own_model(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[int, object] = {}
    monkeypatch.setattr(columns, "_VOCABULARIES", kept)
    monkeypatch.setattr(columns, "MAX_VOCABULARIES", 1)
    models = [framework(QUALITY | {"id": f"quality-{number}"}) for number in range(4)]

    def are_its_own(turn: int) -> bool:
        numbers = [(turn + each) % 4 for each in range(2000)]
        return all(vocabulary_of(models[number]).fields[0].id == f"quality-{number}" for number in numbers)

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(are_its_own, range(4)))
    vocabulary_of(framework(QUALITY))
    assert len(kept) == 1, "and what they left is not kept for ever"
