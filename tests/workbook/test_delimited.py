"""Delimited text: encodings, separators, and numbers that are never guessed."""

from __future__ import annotations

import pytest

from svscore.workbook import read_bids, read_several
from svscore.workbook.book import read_book
from tests.workbook.build import Workbooks, framework, lines, values

HEADER = "Bidder,social-value,quality,price,carbon-plan\n"
GOOD = {"Acmé": {"social-value": "3", "quality": "81/2", "price": "1000", "carbon-plan": "yes"}}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_separator_and_line_ends_are_found(
    workbooks: Workbooks, encoding: str, separator: str, end: str
) -> None:
    text = (HEADER + "Acmé,3,40.50,1000,yes\n").replace(",", separator).replace("\n", end)
    path = workbooks.text(text, encoding=encoding)
    assert values(read_bids(path, framework())) == GOOD
    note = [
        (
            "bids.csv: WB105 note: its text is not UTF-8 and was read as Windows-1252: look at names with accents "
            "| save it as CSV UTF-8"
        )
    ]
    assert lines(path, framework()) == (note if encoding == "cp1252" else [])


def test_a_separator_that_is_declared_counts(workbooks: Workbooks) -> None:
    path = workbooks.text("sep=;\n" + HEADER.replace(",", ";") + "Acme;3;4,5;1;yes\n")
    assert lines(path, framework()) == [
        (
            "bids.csv:3:3: WB133 found '4,5' with a decimal comma, "
            "expected points for 'Quality of service' (quality) from 0 to 50 "
            "| write it with a decimal point, like 12.5"
        )
    ]


def test_quoted_fields_may_hold_separators_and_lines(workbooks: Workbooks) -> None:
    path = workbooks.text(HEADER + '"Acme, ""the"" best\nLtd",3,40,"£1,000",yes\n\nBrook,2,x,1,no\n')
    assert lines(path, framework()) == [
        "bids.csv:2:4: WB142 note: the text '£1,000' was read as 1000",
        (
            "bids.csv:5:3: WB137 found 'x', expected points for 'Quality of service' (quality) from 0 to 50 "
            "| write a number"
        ),
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Acme,3,40,1.234,50,yes", "2:6: WB105 it has 6 fields separated by commas, the first line has 5"),
        (
            'Acme,3,"40",1000,"yes',
            "2:1: WB105 its fields cannot be told apart: a quotation mark is not closed, or text follows a closed one",
        ),
        (
            'Acme,3,"40"x,1000,yes',
            "2:1: WB105 its fields cannot be told apart: a quotation mark is not closed, or text follows a closed one",
        ),
        ('Acme,3,,"' + "x" * 40_000 + '",', "2:4: WB103 its text is longer than 32,767 characters"),
    ],
)
def test_rows_that_do_not_fit_are_refused_with_their_place(workbooks: Workbooks, row: str, expected: str) -> None:
    (line,) = lines(workbooks.text(HEADER + row + "\n"), framework())
    assert line.startswith(f"bids.csv:{expected} | ")


@pytest.mark.parametrize("field", ["010", "+5", ".5", "5.", "1_0", "1e1", "٤"])
def test_only_plain_decimals_are_numbers(workbooks: Workbooks, field: str) -> None:
    assert lines(workbooks.text(HEADER + f"Acme,3,{field},1000,yes\n"), framework()) == [
        (
            f"bids.csv:2:3: WB137 found {field!r}, expected points for 'Quality of service' (quality) from 0 to 50 "
            "| write the number alone, in plain digits"
        )
    ]


def test_digits_are_kept_as_they_are_written(workbooks: Workbooks) -> None:
    path = workbooks.text(HEADER + "Acme,3.0, 40.123456789012345678 ,1000.00,yes\n")
    entries = read_bids(path, framework()).bids[0].entries
    assert {name: (str(entry.value), entry.shown) for name, entry in entries.items()} == {
        "social-value": ("3", "3.0"),
        "quality": ("20061728394506172839/500000000000000000", "40.123456789012345678"),
        "price": ("1000", "1000.00"),
        "carbon-plan": ("yes", "yes"),
    }


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "WB101 the file is empty"),
        (b"PK\x03\x04rest", "WB101 it is a zip archive, not text | give it the ending .xlsx"),
        (b"Bidder\x00,price\xff\n", "WB105 it is not text in an encoding that is read | save it as CSV UTF-8"),
        (b"\xff\xfeB\x00i\x00", "WB110 it holds no bids"),
    ],
)
def test_what_is_no_text_is_refused(workbooks: Workbooks, data: bytes, expected: str) -> None:
    path = workbooks.folder / "bids.csv"
    path.write_bytes(data)
    assert lines(path, framework())[0].startswith(f"bids.csv: {expected}")


@pytest.mark.parametrize("name", ["bids.doc", "bids", "bids.pdf"])
def test_other_endings_are_refused(workbooks: Workbooks, name: str) -> None:
    suffix = name.removeprefix("bids")
    assert lines(workbooks.text("x", name), framework()) == [
        (
            f"{name}: WB101 the ending {suffix!r} is not one that is read, expected one of .xlsx, .xlsm, .ods, .xls, "
            ".xlsb, .csv, .tsv | open it in a spreadsheet program, save as .xlsx"
        )
    ]


def test_a_delimited_file_of_very_many_fields_is_refused(workbooks: Workbooks) -> None:
    assert lines(workbooks.text("," * 600_000), framework()) == [
        "bids.csv: WB103 it has a line of 600,001 fields, a sheet has 16,384 | remove what is not bids"
    ]
    assert lines(workbooks.text(f"{',' * 10_000}\n" * 60), framework()) == [
        "bids.csv: WB103 it holds more than 500,000 cells | remove what is not bids, blank lines too"
    ]


def test_the_sheet_of_a_delimited_file_has_no_name(workbooks: Workbooks) -> None:
    (sheet,) = read_book(workbooks.text("a;b\n1;2\n")).sheets
    assert (sheet.name, str(sheet.at(2, 1))) == ("", "bids.csv:2:1")


def test_several_files_without_sheets_are_told_apart_by_their_names(workbooks: Workbooks) -> None:
    marks = workbooks.text("Bidder,social-value,quality\nAcme,3,40\nBolt,2,30\n", "marks.csv")
    prices = workbooks.text("Bidder,price,carbon-plan\nAcme,1000,yes\n", "prices.csv")
    competition = read_several([marks, prices], framework())
    assert [str(note) for note in competition.notes] == [
        "marks.csv:3:1: WB123 warning: 'Bolt' is not in the file prices.csv"
    ]
    assert {name: len(found) for name, found in values(competition).items()} == {"Acme": 4, "Bolt": 2}


def test_a_file_a_bidder_is_not_half_a_bid(workbooks: Workbooks) -> None:
    files = [workbooks.text(HEADER + f"Bidder {name},3,40,1000,yes\n", f"{name}.csv") for name in "ab"]
    competition = read_several(files, framework())
    assert (competition.notes, list(values(competition))) == ((), ["Bidder a", "Bidder b"])
