"""The fuzzer for a fixed number of cases, and workbooks of random structure."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from svscore.problem import SvscoreError
from svscore.scoring.engine import score
from svscore.workbook import read_bids
from tests.fuzz.seeds import FOLDER, HEADINGS, ROW, SEEDS, STYLES
from tests.fuzz.target import NEXT, PARTS, TEXT, model, run, same_either_way, written
from tests.properties import examples
from tests.workbook.build import in_namespace

ROOT = Path(__file__).parents[2]
MODEL = model()
HAS_WHEELS = sys.platform == "linux" and platform.machine() == "x86_64"
HAS_ATHERIS = importlib.util.find_spec("atheris") is not None


def test_the_corpus_is_what_the_code_makes() -> None:
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == SEEDS


@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_is_read_or_refused(name: str, tmp_path: Path) -> None:
    run(SEEDS[name], tmp_path, MODEL)


@pytest.mark.skipif(
    not HAS_ATHERIS and not (os.environ.get("CI") and HAS_WHEELS),
    reason="atheris, the coverage-guided fuzzer, is not installed: it has wheels for Linux on x86-64 only",
)
def test_no_case_of_the_fuzzer_ends_in_anything_but_a_refusal(tmp_path: Path) -> None:
    fuzz = [sys.executable, "-m", "tests.fuzz.run", str(tmp_path), "-runs=6000", "-seed=1", "-max_total_time=40"]
    # from a small process: the peak of memory of one that starts another is taken for its own
    command = [sys.executable, "-c", "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))", *fuzz]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, done.stderr[-4000:]
    ended = re.search(r"^Done (\d+) runs", done.stderr, re.MULTILINE)
    assert ended is not None
    assert int(ended[1]) > 500, "a machine that does less in the time says nothing"
    assert not list(tmp_path.glob("find-*"))
    memory = [int(size) for size in re.findall(r"rss: (\d+)Mb", done.stderr)]
    assert memory[-1] < memory[0] + 50, "it does not grow with the cases"


WORDS = st.sampled_from([
    *HEADINGS, "Criterion", "Evaluator", "Mark", "Consensus", "Lot", "Size", "Reason", "Ann", "Acme", "ACME ", "Bolt",
    "TOTAL", "N/A", "n/a", "-", "£1,000.00", "1,5", "12%", " 4 ", "4\u00a0", "yes", "Y", "=1+1", "social value",
    "qualty",
])  # fmt: skip
TEXTS = WORDS | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
NUMBERS = st.sampled_from(["4", "40.5", "78.44999", "-1", "0", "NaN", "1E400", "45719.5", "1000.555", "0.1e-9", ""])
SEPARATORS = st.sampled_from(",;\t")


@st.composite
def cells(draw: st.DrawFn) -> str:
    """One cell of any type, more often an honest one than not."""
    kind = draw(st.sampled_from(["inlineStr", "inlineStr", "n", "n", "str", "b", "e", "s", "d"]))
    text = escape(draw(TEXTS if kind in ("inlineStr", "str", "e") else NUMBERS))
    inside = f"<is><t>{text}</t></is>" if kind == "inlineStr" else f"<v>{text}</v>"
    formula = draw(st.sampled_from(["", "", "", "<f>A1</f>"]))
    return f'<c t="{kind}" s="{draw(st.integers(0, 3))}">{formula}{inside}</c>'


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """A sheet that often has headings, rows of cells below, and things hidden or merged."""
    words = draw(st.lists(WORDS, max_size=8, unique=True))
    heading = "".join(f'<c t="str"><v>{escape(word)}</v></c>' for word in words)
    openings = draw(st.lists(st.sampled_from(["<row>", "<row>", '<row hidden="1">']), max_size=5))
    rows = [f"{opening}{''.join(draw(st.lists(cells(), max_size=8)))}</row>" for opening in openings]
    merged = draw(st.sampled_from(["", '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>']))
    hidden = draw(st.sampled_from(["", '<cols><col min="2" max="3" hidden="1"/></cols>']))
    bidder = draw(st.sampled_from(['<c t="str"><v>Bidder</v></c>', '<c t="str"><v>Criterion</v></c>', ""]))
    return f"<worksheet>{hidden}<sheetData><row>{bidder}{heading}</row>{''.join(rows)}</sheetData>{merged}</worksheet>"


USUALLY = [
    "><v>4</v></c>", ' t="n"><v>40.5</v></c>', ' s="2"><v>45719.5</v></c>', ' t="s"><v>1</v></c>', "/>", ' s="1"/>',
    ' t="inlineStr"><is><t>a &amp; b</t></is></c>', ' t="str"><f>A1</f><v>x</v></c>', ' t="b"><v>1</v></c>',
    "><v></v></c>", ' t="inlineStr"><is><t></t></is></c>', "><f>A1</f></c>", "><f>A1</f><v/></c>",
]  # fmt: skip
"""Cells as programs write them, after the reference."""
ODDLY = [
    ' t="inlineStr"><is><t xml:space="preserve"> </t></is></c>', ' t="q"><v>4</v></c>', ' t=""><v>4</v></c>',
    ' t="s"><v>9</v></c>', "><v>4</v><v>5</v></c>", "><v>NaN</v></c>", "><v>&#52;</v></c>", "></c >", "><v>4</c>",
    f' t="str"><v>{"x" * 501}</v></c>', f'><v>{" " * 501}4</v></c>', ' t="str"><v>\u00e9</v></c>', ' x="1"/>',
    "><!-- --><v>4</v></c>", "><v>4</v></c><v>5</v>", "></c><is><t>a</t></is>",
]  # fmt: skip
CONTENTS = st.sampled_from([*USUALLY * 20, *ODDLY])
REFERENCES = st.sampled_from([*["{letter}{row}"] * 200, "A{row}", "{letter}9", "XFE{row}", "a{row}", ""])
OPENINGS = st.sampled_from([
    *['r="{row}"', 'r="{row}" spans="1:3"', 'r="{row}" hidden="1"', 'r="{row}" ht="0.0"'] * 15, 'spans="1:3" r="{row}"',
    'r="1"', 'r="{row}" r="9"', 'r="{row}" ht="1" ht="0"', 'r="1048577"', "", 'r="{row}" x="&amp;"', "r='{row}'",
])  # fmt: skip
BETWEEN = st.sampled_from([*[""] * 100, "<v>5</v>", " ", "\n", "text", "<!-- -->", "</row>", "<c/>"])
WHOLE = st.sampled_from(["<row {opening}>{cells}</row>"] * 12 + ["<row {opening}/>", "<row {opening}>{cells}</row >"])
COLUMNS = st.sampled_from(
    ["", "", '<cols><col min="1" max="2"/></cols>', '<cols><col min="2" max="3" hidden="1"/></cols>']
)
BEHIND = st.sampled_from(
    ["", "", "<pageMargins/>", '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>', "<rowBreaks/>"]
)
BEFORE = st.sampled_from([
    *["", '<?xml version="1.0" encoding="UTF-8"?>'] * 6, '\ufeff<?xml version="1.0" encoding = "US-ASCII"?>',
    '<?xml version="1.0"\nencoding="US-ASCII"?>', "<!-- <sheetData> -->",
])  # fmt: skip


@st.composite
def usual_sheets(draw: st.DrawFn) -> str:
    """A sheet as programs write it, in which now and then something is else."""
    rows = ""
    for row in range(1, draw(st.integers(1, 8)) + 1):
        cells = ""
        for letter in "ABCDE"[: draw(st.integers(0, 5))]:
            place = draw(REFERENCES).format(letter=letter, row=row)
            cells += f'<c r="{place}"{draw(CONTENTS)}' if place else f"<c{draw(CONTENTS)}"
        opening = draw(OPENINGS).format(row=row)
        rows += draw(WHOLE).format(opening=opening, cells=cells) + draw(BETWEEN)
    return f"{draw(BEFORE)}<worksheet>{draw(COLUMNS)}<sheetData>{rows}</sheetData>{draw(BEHIND)}</worksheet>"


@pytest.mark.slow
@examples(1500)
@given(usual_sheets())
def test_a_sheet_is_the_same_by_pattern_and_by_parser(sheet: str) -> None:
    event(same_either_way(PARTS + in_namespace(sheet).encode()))


@pytest.mark.slow
@examples(400)
@given(st.lists(sheets(), min_size=1, max_size=2))
def test_a_workbook_of_any_structure_is_scored_or_refused(parts: list[str]) -> None:
    texts = f"<sst>{''.join(f'<si><t>{word}</t></si>' for word in HEADINGS)}</sst>"
    case = [*parts, *[""] * (2 - len(parts)), texts, STYLES]
    event(read_and_scored(PARTS + NEXT.join(in_namespace(part).encode() for part in case)))


HONEST = [st.one_of([*[st.just(value)] * 20, TEXTS, NUMBERS]) for value in ROW]
"""A row of a table of bids in which now and then a cell is something else."""
ROWS = st.one_of([*[st.tuples(*HONEST)] * 5, st.lists(TEXTS, min_size=1, max_size=8)])


@pytest.mark.slow
@examples(400)
@given(st.lists(ROWS, min_size=1, max_size=4), SEPARATORS)
def test_delimited_text_of_any_structure_is_scored_or_refused(rows: list[Sequence[str]], separator: str) -> None:
    named = [[f"{row[0]} {number}", *row[1:]] for number, row in enumerate(rows)]
    lines = "".join(f"{separator.join(row)}\n" for row in [HEADINGS, *named])
    event(read_and_scored(TEXT + lines.encode()))


def read_and_scored(case: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        run(case, Path(folder), MODEL)
        try:
            competition = read_bids(written(case, Path(folder)), MODEL)
            result = score(MODEL, competition)
        except SvscoreError:
            return "refused"
    assert [bid.bidder for bid in result.bids]
    return "scored"
