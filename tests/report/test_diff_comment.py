"""What a comment on a change says, and what no name in it can do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from typer.testing import CliRunner, Result

from svscore.cli.app import app
from svscore.report.diff_formats import MOST_CHARACTERS
from tests.report.test_diff import BIDS, MODEL

NAMES = [
    "@ann", "a@example.org", "#1", "GH-12", "o/r#3", "A|B", "`code`", "<img src=x>", "</details>", "</summary>",
    "*bold*", "[x](https://example.org)", "https://example.org", "www.example.org", "<!-- svscore -->", "-->", "\\",
    "\\@ann", "~~gone~~", "&lt;b&gt;", "$x$", "!picture", "_low_", "| --- |", "\u202eevil", "> quotation", "- item",
]  # fmt: skip
TO_PRICE = MODEL.replace("weight: 60", "weight: 45").replace("weight: 40", "weight: 55")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("old.yaml").write_text(MODEL, "utf-8")
    Path("new.yaml").write_text(TO_PRICE, "utf-8")
    Path("won.csv").write_text(BIDS.replace("Acme <b>", "Acme"), "utf-8")
    Path("same.csv").write_text("Bidder,quality,price\nApex,4,100\nBest,3,200\n", "utf-8")
    Path("moved.csv").write_text("Bidder,quality,price\nA,4,100\nB,4,200\nC,3,120\n", "utf-8")
    return tmp_path


def diff(*words: str) -> Result:
    command = ["frameworks", "diff", "old.yaml", "new.yaml", *words]
    return CliRunner().invoke(app, command, prog_name="svscore", catch_exceptions=False)


def page(*bids: str) -> str:
    return diff("--format", "markdown", *(["--bids", *bids] if bids else [])).stdout


def test_the_first_line_tells_the_comment_from_others_and_stays_when_the_version_changes() -> None:
    Path("new.yaml").write_text(TO_PRICE.replace('version: "1"', 'version: "2"'), "utf-8")
    assert page().splitlines()[0] == "<!-- svscore: frameworks-diff support -->"
    assert page().splitlines()[1] == "## Changes from support 1 to support 2"


@pytest.mark.parametrize(
    ("bids", "expected"),
    [
        (["won.csv"], "**The award changes in 1 of 1 set of bids**: Bright instead of Acme (won.csv)."),
        (["same.csv"], "**No award and no rank changes**."),
        (["moved.csv"], "**No award changes, and ranks change in 1 of 1 set of bids**: moved.csv."),
        (
            ["same.csv", "won.csv", "moved.csv"],
            "**The award changes in 1 of 3 sets of bids**: Bright instead of Acme (won.csv).",
        ),
        ([], "**Not tried on any bids**: this does not say who would win."),
    ],
)
def test_the_headline_is_a_sentence_somebody_can_act_on(bids: list[str], expected: str) -> None:
    assert page(*bids).splitlines()[3] == expected


def test_the_headline_counts_the_workbooks_it_does_not_name() -> None:
    names = [f"won{number}.csv" for number in range(5)]
    for name in names:
        Path(name).write_text(Path("won.csv").read_text("utf-8"), "utf-8")
    line = page(*names).splitlines()[3]
    assert line.startswith("**The award changes in 5 of 5 sets of bids**: Bright instead of Acme (won0.csv); ")
    assert line.endswith("(won2.csv); and 2 more.")


def test_an_award_that_is_no_longer_settled_is_one_that_changes() -> None:
    partial = MODEL.replace("tie-break:", "missing: partial\ntie-break:")
    Path("old.yaml").write_text(partial, "utf-8")
    Path("new.yaml").write_text(
        partial.replace("weight: 60", "weight: 45").replace("weight: 40", "weight: 55"), "utf-8"
    )
    Path("won.csv").write_text("Bidder,quality,price\nAcme,4,12000\nBright,3,8000\nCobalt,2,\n", "utf-8")
    assert page("won.csv").splitlines()[3] == (
        "**The award changes in 1 of 1 set of bids**: Leading so far: Bright, not awarded; "
        "before: Leading so far: Acme, not awarded (won.csv)."
    )
    assert diff("--bids", "won.csv", "--fail-when", "award-changes").exit_code == 3


BEHIND = "Nobody is awarded: Birch and Cobalt are tied for the last place"


@pytest.mark.parametrize(
    ("rows", "before", "after"),
    [
        (["Alder,10,2", "Birch,8,8", "Cobalt,8,8", "Dogwood,2,10"], f"{BEHIND} behind Alder",
         f"{BEHIND} behind Dogwood"),
        (["Alder,10,9", "Birch,8,8", "Cobalt,8,8", "Dogwood,2,1"], f"{BEHIND} behind Alder", ""),
        (["Alder,10,8", "Birch,8,8", "Cobalt,8,8", "Dogwood,2,2"], f"{BEHIND} behind Alder",
         "Nobody is awarded: Alder, Birch and Cobalt are tied for the last place"),
        (["Alder,7,9", "Birch,8,8", "Cobalt,8,8"], "Awarded: Birch and Cobalt", f"{BEHIND} behind Alder"),
        (["Alder,10,10", "Birch,8,2", "Cobalt,8,2", "Dogwood,2,8", "Elm,2,8"], f"{BEHIND} behind Alder",
         "Nobody is awarded: Dogwood and Elm are tied for the last place behind Alder"),
    ],
)  # fmt: skip
def test_no_change_of_who_is_ahead_of_a_tie_hides_behind_it(rows: list[str], before: str, after: str) -> None:
    header = MODEL[: MODEL.index("scales:")] + "award: {places: 2}\n"
    for name, weights in {"old.yaml": ("100", "0"), "new.yaml": ("0", "100")}.items():
        criteria = [
            f"  - {{id: {key}, title: {key.upper()}, weight: {weight}, points: {{max: 10}}}}\n"
            for key, weight in zip("ab", weights, strict=True)
        ]
        Path(name).write_text(f"{header}criteria:\n{''.join(criteria)}", "utf-8")
    Path("tied.csv").write_text("\n".join(["Bidder,a,b", *rows, ""]), "utf-8")
    ran = diff("--bids", "tied.csv", "--fail-when", "award-changes")
    told = " ".join(ran.stdout.split())
    assert (f"{after}; before: {before};" if after else f"{before}, as before;") in told
    assert ran.exit_code == (3 if after else 0)


def test_bids_the_new_model_cannot_score_are_in_the_headline() -> None:
    added = "  - {id: team, title: Team, weight: 10, scale: marks}\n  - {id: price"
    Path("new.yaml").write_text(MODEL.replace("weight: 60", "weight: 50").replace("  - {id: price", added), "utf-8")
    assert page("won.csv").splitlines()[3] == "**1 of 1 set of bids cannot be scored under the new model**."
    assert diff("--bids", "won.csv", "--fail-when", "award-changes").exit_code == 3


def test_what_scores_follow_from_is_all_that_makes_a_change() -> None:
    Path("new.yaml").write_text(MODEL.replace("How?", "How and when?"), "utf-8")
    assert page("won.csv").splitlines()[3] == "**No score changes**: nothing that scores follow from is different."
    assert diff("--fail-when", "score-changes").exit_code == 0


def test_a_workbook_is_open_where_its_award_changes() -> None:
    lines = page("won.csv", "same.csv").splitlines()
    opened = [lines[number : number + 2] for number, line in enumerate(lines) if line.startswith("<details")]
    assert [(start, summary.split(":")[0]) for start, summary in opened] == [
        ("<details open>", "<summary>won.csv"),
        ("<details>", "<summary>same.csv"),
    ]


def html_of(text: str) -> list[Any]:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)


@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_markup_or_calls_anybody(name: str) -> None:
    quoted = name.replace('"', '""')
    Path("won.csv").write_text(f'Bidder,quality,price\n"{quoted} Ltd",4,12000\nBright,3,8000\n', "utf-8")
    rendered = page("won.csv")
    for sign in ("@", "#"):
        inside = rendered.replace("\n## ", "\n").replace("\n### ", "\n")
        assert inside.count(sign) == inside.count(f"{sign}<!-- -->")
    assert not {"://", "www.", "GH-12"} & {word for word in ("://", "www.", "GH-12") if word in rendered}
    tokens = html_of(rendered)
    assert sum(token.type == "table_open" for token in tokens) == 2
    inline = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inline} <= {"text", "strong_open", "strong_close", "html_inline", "softbreak"}
    assert {child.content for child in inline if child.type == "html_inline"} <= {"<!-- -->"}
    blocks = "".join(token.content for token in tokens if token.type == "html_block").replace("<!-- -->", "")
    assert blocks.count("<") == 1 + len(["<details>", "<summary>", "</summary>", "</details>"])


@pytest.fixture
def many() -> list[str]:
    """Thirty workbooks whose tables are longer than a comment takes."""
    rows = "".join(
        f"Bidder number {number} of a very long name {'x' * 40},{number % 5},{number}00\n" for number in range(1, 60)
    )
    names = [f"bids{number}.csv" for number in range(30)]
    for name in names:
        Path(name).write_text(f"Bidder,quality,price\n{rows}", "utf-8")
    return names


@pytest.mark.slow
def test_a_comment_is_cut_at_whole_workbooks_and_the_summary_is_not(many: list[str]) -> None:
    cut, whole = page(*many), diff("--format", "markdown", "--whole", "--bids", *many).stdout
    assert len(cut) <= MOST_CHARACTERS < len(whole)
    assert whole.count("<details") == whole.count("</details>") == 30
    shown = cut.count("<details")
    assert 0 < shown == cut.count("</details>") < 30
    assert cut.endswith(f"\n</details>\n\nAnd {30 - shown} more: see the summary.\n")
    assert whole.startswith(cut[: cut.index("\nAnd ")])
    assert len(cut) + len(whole) / 30 > MOST_CHARACTERS


def test_a_change_that_alone_is_too_long_leaves_its_headline() -> None:
    criteria = "".join(
        f"  - {{id: c{number}, title: {'Long title ' * 40}{number}, weight: 1, scale: marks, question: How?}}\n"
        for number in range(100)
    )
    old = MODEL[: MODEL.index("  - {id: quality")] + criteria + MODEL[MODEL.index("rounding:") :]
    Path("old.yaml").write_text(old.replace("[quality]", "[c1]"), "utf-8")
    shifted = old.replace("weight: 1,", "weight: 0.5,", 50).replace("weight: 1,", "weight: 1.5,")
    Path("new.yaml").write_text(shifted.replace("[quality]", "[c1]"), "utf-8")
    assert page().endswith(
        "\n**Not tried on any bids**: this does not say who would win.\n"
        "\nThe list of changes is too long for a comment: see the summary.\n"
    )
    assert len(diff("--format", "markdown", "--whole").stdout) > MOST_CHARACTERS


@pytest.mark.parametrize(
    ("bids", "kind", "code"),
    [
        (["won.csv"], "award-changes", 3),
        (["won.csv"], "rank-changes", 3),
        (["won.csv"], "score-changes", 3),
        (["moved.csv"], "award-changes", 0),
        (["moved.csv"], "rank-changes", 3),
        (["same.csv"], "rank-changes", 0),
        (["same.csv"], "score-changes", 3),
        (["same.csv", "won.csv"], "award-changes", 3),
        ([], "score-changes", 3),
        ([], "award-changes", 2),
        ([], "rank-changes", 2),
    ],
)
def test_the_exit_code_answers_what_was_asked(bids: list[str], kind: str, code: int) -> None:
    words = ["--bids", *bids] if bids else []
    ran = diff("--fail-when", kind, *words)
    assert ran.exit_code == code
    assert ran.stderr.startswith(f"--fail-when {kind}: ") is (code == 3)
    if code != 2:
        assert ran.stdout == diff(*words).stdout


def test_whole_is_for_what_may_be_cut() -> None:
    ran = diff("--whole")
    assert ran.exit_code == 2
    assert "only markdown is ever cut" in ran.stderr
