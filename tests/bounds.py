"""The kinds of file whose worst is measured, by what the table in ``docs/bounds.md`` calls them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests import bound_files as made
from tests.bound_files import FACE, HEADING, MODEL, PRICE, QUALITY, Maker, filled

PAGE = Path(__file__).parents[1] / "docs" / "bounds.md"
BEGIN, BEGIN_GROWTH, END = "<!-- bounds -->\n", "<!-- growth -->\n", "<!-- end of table -->\n"
WHOLE = MODEL + QUALITY + PRICE

KINDS: dict[str, Maker] = {
    "xlsx: 440,000 numbers in 55,000 rows": made.xlsx(lambda: made.numbers(55_000)),
    "xlsx: 500,000 cells and more": made.xlsx(lambda: f"<row>{'<c><v>4</v></c>' * 1_000}</row>" * 2_000),
    "xlsx: 249,000 rows of different numbers": made.xlsx(
        lambda: "".join(f'<row r="{n}"><c r="D{n}"><v>{n}.{n}</v></c></row>' for n in range(9, 249_000))
    ),
    "xlsx: 499,000 empty rows": made.xlsx(lambda: "<row/>" * 499_000),
    "xlsx: rows with a cell far apart": made.xlsx(
        lambda: "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(10, 200_000))
    ),
    "xlsx: texts of 8,000,000 letters": made.xlsx(
        lambda: "".join(
            f'<row r="{n}"><c r="D{n}" t="inlineStr"><is><t>{"x" * 31_000}{n}</t></is></c></row>' for n in range(9, 260)
        )
    ),
    "xlsx: texts of pictograms": made.shared(lambda: (f"<t>{FACE * 30_000}{n}</t>" for n in range(260))),
    "xlsx: 490,000 shared texts": made.shared(lambda: (f"<t>{n}</t>" for n in range(490_000))),
    "xlsx: 300,000 runs of text": made.shared(lambda: ("<r><t>a</t></r>" * 30_000 for _ in range(10))),
    "xlsx: 59,800 number formats": made.formats,
    "xlsx: 490,000 merged ranges": made.xlsx(
        after=lambda: "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 490_000 + "</mergeCells>"
    ),
    "xlsx: 490,000 groups of columns": made.xlsx(
        before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 490_000 + "</cols>"
    ),
    "xlsx: 490,000 conditional formats": made.xlsx(
        after=lambda: '<conditionalFormatting sqref="A1"><cfRule type="x"/></conditionalFormatting>' * 490_000
    ),
    "xlsx: 490,000 data validations": made.xlsx(
        after=lambda: "<dataValidations>" + '<dataValidation sqref="A1"/>' * 490_000 + "</dataValidations>"
    ),
    "xlsx: 9,990 parts with long names": made.part_names,
    "xlsx: copied with 4,999 comments": made.comments,
    "xlsx: copied with 24,000 merged cells": made.copied(
        lambda: '</sheetData><mergeCells><mergeCell ref="H1:K6000"/></mergeCells>'
    ),
    "xlsx: copied with 68,000 numbers": made.copied(lambda: made.numbers(8_500) + "</sheetData>"),
    "csv: 64 MB of blank lines": made.csv(lambda: HEADING + filled("\n")),
    "csv: 64 MB of plain text": made.csv(lambda: HEADING + filled("some text,3,100\n")),
    "csv: 64 MB with a pictogram": made.csv(lambda: HEADING + FACE + filled("some text,3,100\n")),
    "csv: UTF-16, 64 MB of plain text": made.csv(lambda: HEADING + filled("some text,3,100\n", 33_000_000), "utf-16"),
    "csv: UTF-16, 64 MB of blank lines": made.csv(lambda: HEADING + filled("\n", 33_000_000), "utf-16"),
    "csv: one text of 64 MB": made.csv(lambda: HEADING + '"' + filled("x")),
    "csv: 64 MB of commas": made.csv(lambda: HEADING + filled("," * 1_000 + "\n")),
    "csv: 9,990 bids, 1 criterion": made.many_bids(1),
    "csv: 9,990 bids, 9 criteria": made.many_bids(9),
    "csv: 9,990 bids, 45 criteria": made.many_bids(45),
    "csv: 9,990 bids, to a workbook": made.many_bids(1, "-o", "scored.xlsx"),
    "csv: 124,000 marks of 3,100 evaluators": made.panel,
    "csv: 9,990 lots, re-scored": made.lots,
    "csv: 16,000 unknown headings": made.csv(
        lambda: f"{HEADING.strip()},{','.join(f'qualty {n}' for n in range(16_000))}\nAsh,3,100\n"
    ),
    "csv: 120,000 unknown criteria": made.csv(
        lambda: "Bidder,Criterion,Mark\n" + "".join(f"Ash,qualty {n},4\n" for n in range(120_000))
    ),
    "ods: many cells": made.foreign("many cells.ods"),
    "ods: long texts": made.foreign("long texts.ods"),
    "xlsb: many cells": made.foreign("many cells.xlsb"),
    "xlsb: a gigabyte of nothing": made.foreign("a gigabyte of nothing.xlsb"),
    "xls: many cells": made.foreign("many cells.xls"),
    "xls: merged ranges": made.foreign("merged ranges.xls"),
    "yaml: 1 MB of comments that silence a rule": made.model(
        lambda: WHOLE, lambda: "# svscore: ignore SV143 because\n" * 30_000
    ),
    "yaml: 1,500 criteria": made.model(made.criteria(1_500)),
    "yaml: 1,500 criteria, resolved": made.model(
        made.criteria(1_500), command=["frameworks", "show", "--resolved", "model.yaml"]
    ),
    "yaml: 1,500 criteria, a guide for bidders": made.model(
        made.criteria(1_500), command=["playbook", "-f", "model.yaml", "--for", "bidder"]
    ),
    "yaml: 5,000 marks with minimums": made.model(made.marks(5_000, str)),
    "yaml: 1,500 unknown scales": made.model(made.criteria(1_500, "scale: fvie")),
    "yaml: a name of 900,000 letters": made.model(lambda: f"svscore: 1\nextends: {'dsp-lot2x' * 100_000}\n"),
    "yaml: aliases": made.model(lambda: f"note: &a {'x' * 400_000}\nx: [{', '.join(['*a'] * 9_000)}]\n{WHOLE}"),
    "yaml: 1 MB of brackets": made.model(lambda: WHOLE + "note: " + "[" * 990_000),
    "yaml: 1 MB of quotation marks": made.model(lambda: WHOLE + 'note: "' + '\\"' * 490_000),
    "yaml: 6,000 scenarios": made.scenarios,
    "parquet: 64 MB that are no archive": made.archive,
    "address: a body without end": made.address,
}


def write(begin: str, lines: Sequence[str]) -> None:
    """Put a table into the page, in place of the one there."""
    before, _, rest = PAGE.read_text("utf-8").partition(begin)
    PAGE.write_text(before + begin + "\n".join(lines) + "\n" + END + rest.partition(END)[2], "utf-8")
