"""A workbook knows the model it was issued with: another one of that version needs a person who answers for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from typer.testing import CliRunner

from svscore.batch.reading import named_model
from svscore.cli.app import app
from svscore.lint import checked_framework
from svscore.report.schema import result_schema
from tests.workbook.filling import Slot, Value, fill

MODEL = """\
svscore: 1
id: small
title: A small model
version: "1"
regime: other
status: illustrative
scales: {two: [{mark: 0, descriptor: no}, {mark: 1, descriptor: some}, {mark: 2, descriptor: all}]}
rounding: {total: 2}
criteria:
  - {id: quality, title: Quality, weight: 60, scale: two, question: How?}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
tie-break: [price]
""".replace("descriptor: no", 'descriptor: "none"')
HEAVIER = MODEL.replace("weight: 60", "weight: 70").replace("weight: 40", "weight: 30")
WORD = "A. Patel: the weights were printed wrongly"
CHANGES = {
    "weights": HEAVIER,
    "a mark": MODEL.replace("mark: 2,", "mark: 2, share: 90,"),
    "the way of rounding": MODEL.replace("{total: 2}", "{total: 2, mode: down}"),
    "a question": MODEL.replace("How?", "How often?"),
    "a minimum": MODEL.replace("scale: two,", "scale: two, minimum: 1,"),
    "the tie-break": MODEL.replace("tie-break: [price]", "tie-break: [quality]"),
    "a criterion more": MODEL.replace("tie-break", "  - {id: visit, title: Visit, gate: {fail-when: 'no'}}\ntie-break"),
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(MODEL, encoding="utf-8")
    return tmp_path


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words), prog_name="svscore", env={"COLUMNS": "300", "NO_COLOR": "1"})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def issue(*more: str, name: str = "bids.xlsx") -> str:
    """A workbook issued under the model of the day, with its marks filled in."""
    bidders = ("--bidder", "Alder", "--bidder", "Birch", "--evaluator", "E1")
    code, _, said = run("template", "-f", "small.yaml", *bidders, *more, "-o", name)
    assert code == 0, said
    for path in [Path(name)] if name.endswith(".xlsx") else Path(name).iterdir():
        path.write_bytes(fill(path.read_bytes(), mark)[0])
    return name


def mark(slot: Slot) -> Value | None:
    if slot.sheet == "Evaluators":
        return "no" if slot.choices else None
    if slot.heading == "Price":
        return 100
    return 1 if slot.heading == "Mark" else "said so" if slot.heading == "Reason" else None


def competition(path: str) -> dict[str, str | None]:
    sheet = load_workbook(path)["Competition"]
    return {str(row[0]): row[1] for row in sheet.iter_rows(values_only=True) if row[0]}  # type: ignore[misc]


def put(path: str, label: str, value: str | None, sheet: str = "Competition") -> None:
    book = load_workbook(path)
    for row in book[sheet].iter_rows():
        if row[0].value == label:
            row[1].value = value
    book.save(path)


def change(text: str) -> None:
    Path("small.yaml").write_text(text, encoding="utf-8")


def test_a_template_says_which_model_it_was_issued_with_by_whom_and_when() -> None:
    issue("--issued-by", "B. Okafor", "--issued-on", "2025-03-03")
    found = competition("bids.xlsx")
    sha256 = checked_framework("small.yaml").model_sha256
    labels = ("Framework", "Issued model", "Model SHA-256", "Issued by", "Issued on")
    assert [found[label] for label in labels] == ["small.yaml", "small@1", sha256, "B. Okafor", "2025-03-03"]
    assert any(sha256 in str(row[0]) for row in load_workbook("bids.xlsx")["Start here"].iter_rows(values_only=True))


def test_a_template_never_asks_the_clock() -> None:
    issue(name="one.xlsx")
    assert [competition("one.xlsx")[label] for label in ("Issued by", "Issued on")] == [None, None]


@pytest.mark.parametrize(
    "day", ["yesterday", "03/03/2025", "2025-3-3", "20250303", "2025-02-30", "", "2025-03-03T10:00"]
)
def test_a_day_that_is_none_is_never_issued_on(day: str) -> None:
    code, _, said = run("template", "-f", "small.yaml", "--bidder", "A", "--issued-on", day, "-o", "x.xlsx")
    assert (code, Path("x.xlsx").exists()) == (2, False)
    assert "--issued-on" in said


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("command", ["evaluate", "merge"])
def test_bids_are_never_scored_or_merged_under_a_changed_model_of_the_same_version(what: str, command: str) -> None:
    issued = checked_framework("small.yaml").model_sha256
    issue()
    change(CHANGES[what])
    code, out, said = run(command, "bids.xlsx", "-o", "out.xlsx")
    assert (code, out, Path("out.xlsx").exists()) == (1, "", False)
    assert said.count("WB19") == 1, said
    assert "bids.xlsx:Competition!B" in said
    for sha256 in (issued, checked_framework("small.yaml").model_sha256):
        assert f"{sha256[:12]}..." in said
        assert sha256 not in said, "64 digits in a sentence are read by nobody"
    assert '--accept-changed-model "NAME: REASON"' in " ".join(said.split())


SAME = {
    "a comment": "# checked in March\n" + MODEL,
    "a note": MODEL.replace("regime:", "note: checked\nregime:"),
    "a source": MODEL.replace("regime:", "sources: [{title: Tender}]\nregime:"),
    "quotes": MODEL.replace("title: Price", 'title: "Price"'),
    "decimals": MODEL.replace("weight: 60", "weight: 60.0"),
    "key order": MODEL.replace("id: small\ntitle: A small model\n", "title: A small model\nid: small\n"),
}


@pytest.mark.parametrize("what", SAME)
def test_a_comment_never_stops_anybody(what: str) -> None:
    issue()
    change(SAME[what])
    code, _, said = run("evaluate", "bids.xlsx")
    assert (code, "WB19" in said, "EV110" in said) == (0, False, False)


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "xlsx", "explain"])
def test_who_accepted_a_changed_model_stands_in_every_output(form: str) -> None:
    issue()
    change(HEAVIER)
    how = ["--explain", "Alder"] if form == "explain" else ["--format", form]
    how += ["-o", "out.xlsx"] if form == "xlsx" else []
    code, out, said = run("evaluate", "bids.xlsx", *how, "--accept-changed-model", WORD)
    assert code == 0
    if form == "xlsx":
        rows = load_workbook("out.xlsx")["Results"].iter_rows(values_only=True)
        out = "\n".join(str(cell) for row in rows for cell in row)
    words = " ".join(out.replace("|", " ").split())
    assert (WORD if form != "json" else "A. Patel") in words
    assert WORD in " ".join(said.split())
    if form == "json":
        found = json.loads(out)
        Draft202012Validator(result_schema()).validate(found)
        assert found["changed_model"] == {"accepted_by": "A. Patel", "reason": "the weights were printed wrongly"}
        assert found["issued"]["model_sha256"] != found["framework"]["model_sha256"]


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "explain"])
def test_every_output_names_the_model_by_its_own_hash_beside_that_of_the_file(form: str) -> None:
    issue("--issued-by", "B. Okafor")
    how = ["--explain", "Alder"] if form == "explain" else ["--format", form]
    code, out, _ = run("evaluate", "bids.xlsx", *how)
    loaded = checked_framework("small.yaml")
    assert code == 0
    assert {sha256 for sha256 in (loaded.sha256, loaded.model_sha256) if sha256[:12] in out} == {
        loaded.sha256,
        loaded.model_sha256,
    }


@pytest.mark.parametrize("word", ["A. Patel", ": a misprint", "A. Patel:", "A. Patel:   ", "", " : ", "--: .."])
@pytest.mark.parametrize("command", ["evaluate", "merge", "rescore"])
def test_nobody_accepts_without_a_name_and_a_reason(word: str, command: str) -> None:
    issue()
    change(HEAVIER)
    more = ["--drop", "price"] if command == "rescore" else ["-o", "out.xlsx"] if command == "merge" else []
    code, out, said = run(command, "bids.xlsx", *more, "--accept-changed-model", word)
    assert (code, out) == (2, "")
    assert "--accept-changed-model" in said


def test_a_what_if_is_held_against_the_published_model() -> None:
    issue()
    code, out, _ = run("evaluate", "bids.xlsx", "--set", "quality=80", "--format", "json")
    assert code == 0
    assert json.loads(out)["framework"]["model_sha256"] == checked_framework("small.yaml").model_sha256
    change(HEAVIER)
    assert run("evaluate", "bids.xlsx", "--set", "quality=60")[0] == 1


def test_the_model_that_was_issued_and_what_changed_are_said_where_the_old_file_is_at_hand() -> None:
    issue()
    Path("small-as-issued.yaml").write_text("# as issued\n" + MODEL, encoding="utf-8")
    change(HEAVIER)
    said = " ".join(run("evaluate", "bids.xlsx")[2].split())
    assert "small-as-issued.yaml" in said
    assert "Quality (weight: 60 to 70)" in said
    assert run("evaluate", "bids.xlsx", "-f", "small-as-issued.yaml")[0] == 0


def test_a_new_version_is_said_and_scored() -> None:
    issue()
    change(HEAVIER.replace('version: "1"', 'version: "2"'))
    code, _, said = run("evaluate", "bids.xlsx")
    assert code == 0
    assert "EV110 warning: it was issued with small@1, and was scored under small@2" in " ".join(said.split())


def test_another_id_is_said_and_scored() -> None:
    issue()
    Path("other.yaml").write_text(HEAVIER.replace("id: small", "id: other"), encoding="utf-8")
    code, _, said = run("evaluate", "bids.xlsx", "-f", "other.yaml")
    assert code == 0
    assert "EV110 warning: it was issued with small@1, and was scored under other@1" in " ".join(said.split())


@pytest.mark.parametrize(
    "text", ["abc", "0" * 63, "g" * 64, "sha256:" + "0" * 64, "419bbafe1362", "0" * 32 + " " + "0" * 32]
)
def test_a_malformed_hash_is_never_passed_over(text: str) -> None:
    issue()
    put("bids.xlsx", "Model SHA-256", text)
    code, _, said = run("evaluate", "bids.xlsx")
    assert code == 1
    assert "WB191" in said
    assert said.count("Competition!B") == 1


def test_a_hash_in_capitals_is_the_same_hash() -> None:
    issue()
    put("bids.xlsx", "Model SHA-256", f" {checked_framework('small.yaml').model_sha256.upper()} ")
    assert run("evaluate", "bids.xlsx")[0] == 0


def test_a_workbook_made_by_hand_is_scored_as_ever() -> None:
    Path("bids.csv").write_text("Bidder,Quality,Price\nAlder,1,100\nBirch,2,200\n", encoding="utf-8")
    for text in (MODEL, HEAVIER):
        change(text)
        code, out, said = run("evaluate", "bids.csv", "-f", "small.yaml", "--format", "json")
        assert (code, json.loads(out)["issued"], "WB19" in said) == (0, None, False)


def test_a_hash_by_hand_is_believed_though_id_and_version_are_not_said() -> None:
    issue()
    put("bids.xlsx", "Issued model", None)
    book = load_workbook("bids.xlsx")
    del book["Start here"]
    book.save("bids.xlsx")
    assert run("evaluate", "bids.xlsx")[0] == 0
    change(HEAVIER)
    assert run("evaluate", "bids.xlsx")[0] == 1


def merged(path: str) -> dict[str, str | None]:
    return competition(path)


def test_merge_never_overwrites_the_model_that_was_issued() -> None:
    issue("--separate", "--issued-by", "B. Okafor", "--issued-on", "2025-03-03", name="panel")
    issued = checked_framework("small.yaml").model_sha256
    files = [str(path) for path in sorted(Path("panel").iterdir())]
    assert run("merge", *files, "-o", "plain.xlsx")[0] == 0
    change(HEAVIER)
    assert run("merge", *files, "-o", "changed.xlsx")[0] == 1
    code, _, said = run("merge", *files, "-o", "accepted.xlsx", "--accept-changed-model", WORD)
    assert "merged although the model" in " ".join(said.split())
    assert "scored" not in said
    assert code == 0
    assert WORD in " ".join(said.split())
    for name in ("plain.xlsx", "accepted.xlsx"):
        found = merged(name)
        labels = ("Issued model", "Model SHA-256", "Issued by", "Issued on")
        assert [found[label] for label in labels] == ["small@1", issued, "B. Okafor", "2025-03-03"]
    start = [str(row[0]) for row in load_workbook("accepted.xlsx")["Start here"].iter_rows(values_only=True)]
    assert any(WORD in line for line in start)
    assert run("evaluate", "accepted.xlsx")[0] == 1, "what was accepted for merging is not accepted for scoring"


def test_files_issued_under_different_models_are_never_merged() -> None:
    issue("--separate", name="panel")
    change(HEAVIER)
    issue("--separate", name="later")
    files = ["panel/commercial.xlsx", "later/marks E1.xlsx", "later/consensus.xlsx"]
    for more in ([], ["--accept-changed-model", WORD]):
        code, _, said = run("merge", *files, "-o", "all.xlsx", *more)
        assert (code, Path("all.xlsx").exists()) == (1, False)
        assert "WB190" in said or "WB192" in said
    Path("small.yaml").write_text(MODEL, encoding="utf-8")
    code, _, said = run("merge", *files, "-o", "all.xlsx")
    assert (code, "WB192" in said) == (1, True)
    assert "commercial.xlsx:Competition!B" in said
    assert "marks E1.xlsx:Start here!A" in said


def test_merge_issues_nothing_where_nothing_was_issued() -> None:
    Path("marks.csv").write_text("Bidder,Quality\nAlder,1\nBirch,2\n", encoding="utf-8")
    Path("prices.csv").write_text("Bidder,Price\nAlder,100\nBirch,200\n", encoding="utf-8")
    assert run("merge", "marks.csv", "prices.csv", "-f", "small.yaml", "-o", "all.xlsx")[0] == 0
    assert merged("all.xlsx")["Model SHA-256"] is None


def as_in_0_1_0(path: str) -> None:
    """What version 0.1.0 wrote: no rows on the model in Competition, and the hash of its file in words."""
    book = load_workbook(path)
    sheet = book["Competition"]
    sheet.delete_rows(next(row[0].row for row in sheet.iter_rows() if row[0].value == "Issued model"), 4)
    for row in book["Start here"].iter_rows():
        if str(row[0].value).startswith("SHA-256 of the model"):
            row[0].value = None
    book.save(path)


def test_an_old_template_is_warned_of_when_the_file_changed_and_never_refused() -> None:
    issue()
    as_in_0_1_0("bids.xlsx")
    assert "WB193" not in run("evaluate", "bids.xlsx")[2]
    for text in (HEAVIER, "# a comment\n" + MODEL):
        change(text)
        code, _, said = run("evaluate", "bids.xlsx")
        assert (code, "WB193 warning" in said) == (0, True)
    assert run("merge", "bids.xlsx", "-o", "all.xlsx")[0] == 0
    assert "WB193 warning" in run("evaluate", "all.xlsx")[2]


def test_nothing_that_a_model_is_made_of_changes_unseen() -> None:
    Path("lot.yaml").write_text(
        "svscore: 1\nid: lot\ntitle: Lot\nversion: '1'\nextends: small.yaml\nset: {quality: 50}\n", encoding="utf-8"
    )
    bidders = ("--bidder", "Alder", "--bidder", "Birch", "--evaluator", "E1")
    assert run("template", "-f", "lot.yaml", *bidders, "-o", "lot.xlsx")[0] == 0
    Path("lot.xlsx").write_bytes(fill(Path("lot.xlsx").read_bytes(), mark)[0])
    assert run("evaluate", "lot.xlsx")[0] == 0
    change(MODEL.replace("total: 2", "total: 1"))
    assert run("evaluate", "lot.xlsx")[0] == 1


def test_the_json_of_an_issued_workbook_is_as_the_schema_says() -> None:
    issue("--issued-by", "B. Okafor", "--issued-on", "2025-03-03")
    found: dict[str, Any] = json.loads(run("evaluate", "bids.xlsx", "--format", "json")[1])
    Draft202012Validator(result_schema()).validate(found)
    sha256 = found["framework"]["model_sha256"]
    assert found["issued"] == {"model": "small@1", "model_sha256": sha256, "by": "B. Okafor", "on": "2025-03-03"}


def rescored(*words: str) -> tuple[int, str, list[dict[str, str]]]:
    code, _, said = run("rescore", *words, "-o", "rows.json")
    rows = json.loads(Path("rows.json").read_text(encoding="utf-8"))["rows"]
    Path("rows.json").unlink()
    return code, said, rows


@pytest.fixture(params=["workbooks", "archive"])
def several(request: pytest.FixtureRequest) -> list[str]:
    """One competition issued before the model changed, one after; as workbooks or in an archive."""
    issue(name="before.xlsx")
    if request.param == "archive":
        assert run("archive", "build", "before.xlsx", "-o", "bids.parquet")[0] == 0
    change(HEAVIER)
    issue(name="after.xlsx")
    if request.param == "workbooks":
        return ["before.xlsx", "after.xlsx", "--set", "quality=50"]
    assert run("archive", "build", "before.xlsx", "after.xlsx", "-o", "bids.parquet")[0] == 0
    return ["bids.parquet", "--set", "quality=50"]


def test_in_rescore_a_changed_model_is_the_outcome_of_that_competition_alone(several: list[str]) -> None:
    code, said, rows = rescored(*several)
    outcomes = {row["file"]: row["outcome"] for row in rows}
    assert (code, outcomes) == (1, {"before.xlsx": "failed", "after.xlsx": "scored"})
    assert said.count("WB190") == 1
    assert all("WB190" in row["problems"] for row in rows if row["file"] == "before.xlsx")


def test_in_rescore_who_accepted_stands_beside_each_competition_and_the_totals(several: list[str]) -> None:
    code, said, rows = rescored(*several, "--accept-changed-model", WORD)
    assert (code, said) == (0, "")
    assert {row["file"]: row["changed_model"] for row in rows} == {"before.xlsx": WORD, "after.xlsx": None}
    sha256 = checked_framework("small.yaml").model_sha256
    assert {(row["model_before"], row["model_before_sha256"], row["model_after_sha256"]) for row in rows} == {
        ("small 1", sha256, sha256)
    }
    assert WORD in " ".join(run("rescore", *several, "--accept-changed-model", WORD)[1].split())
    for name in ("rows.csv", "rows.parquet", "rows.xlsx"):
        assert run("rescore", *several, "--accept-changed-model", WORD, "-o", name)[0] == 0
    assert WORD in Path("rows.csv").read_text(encoding="utf-8")


def test_in_rescore_the_word_is_asked_for_a_new_model_of_the_same_version_too() -> None:
    Path("as-issued.yaml").write_text(MODEL, encoding="utf-8")
    issue()
    change(HEAVIER)
    words = ("bids.xlsx", "--baseline", "as-issued.yaml", "-f", "small.yaml")
    assert rescored(*words)[0] == 1
    assert rescored(*words, "--accept-changed-model", WORD)[0] == 0
    change(HEAVIER.replace('version: "1"', 'version: "2"'))
    assert rescored(*words)[0] == 0


@pytest.mark.parametrize("models", [("as-issued", "small"), ("small", "as-issued"), ("small", "small")])
@pytest.mark.parametrize(
    ("source", "changed"), [("workbooks", "weights"), ("archive", "weights"), ("workbooks", "a criterion more")]
)
def test_the_totals_never_leave_out_who_accepted_the_model_of_a_scenario(
    models: tuple[str, str], source: str, changed: str
) -> None:
    Path("as-issued.yaml").write_text(MODEL, encoding="utf-8")
    paths = [issue(name="one.xlsx"), issue(name="two.xlsx")]
    if source == "archive":
        assert run("archive", "build", *paths, "-o", "bids.parquet")[0] == 0
        paths = ["bids.parquet"]
    change(CHANGES[changed])
    if changed == "a criterion more":
        for path in paths:
            with_answers(path)
    Path("cases.yaml").write_text(
        f"scenarios:\n  a: {{framework: {models[1]}.yaml}}\n  b: {{framework: {models[1]}.yaml}}\n", encoding="utf-8"
    )
    words = [*paths, "--baseline", f"{models[0]}.yaml", "--scenarios", "cases.yaml", "--accept-changed-model", WORD]
    code, out, said = run("rescore", *words, "-o", "rows.json")
    assert (code, said) == (0, ""), said
    found = json.loads(Path("rows.json").read_text(encoding="utf-8"))
    assert {row["changed_model"] for row in found["rows"]} == {WORD}
    assert found["changed_model"]["competitions"] == 2
    assert (
        f"2 competitions were scored although the model changed since the workbook was issued; accepted by {WORD}"
        in (" ".join(out.split()))
    )


def with_answers(path: str) -> None:
    """The answer to a question that the workbook was not issued with."""
    book = load_workbook(path)
    sheet = book.create_sheet("Gates")
    for row in (["Bidder", "Visit"], ["Alder", "yes"], ["Birch", "yes"]):
        sheet.append(row)
    book.save(path)


@pytest.mark.parametrize("command", ["evaluate", "merge", "rescore"])
def test_a_word_for_a_change_that_never_was_is_not_passed_over(command: str) -> None:
    issue()
    more = {"evaluate": [], "merge": ["-o", "all.xlsx"], "rescore": ["--set", "quality=50"]}[command]
    plain = run(command, "bids.xlsx", *more)
    Path("all.xlsx").unlink(missing_ok=True)
    code, out, said = run(command, "bids.xlsx", *more, "--accept-changed-model", WORD)
    assert (code, out) == plain[:2]
    done = "merged" if command == "merge" else "scored"
    note = f"note: --accept-changed-model had nothing to accept: no bids were {done} under a model that changed\n"
    assert said == f"{plain[2]}{note}"
    Path("all.xlsx").unlink(missing_ok=True)
    named_model.cache_clear()  # it reads a model once in a process
    change(HEAVIER)
    code, _, said = run(command, "bids.xlsx", *more, "--accept-changed-model", WORD)
    assert (code, "nothing to accept" in said) == (0, False)


def test_an_archive_keeps_what_was_issued_and_lists_it(several: list[str]) -> None:
    if several[0] != "bids.parquet":
        return
    sha256 = checked_framework("small.yaml").model_sha256
    listed = run("archive", "list", "bids.parquet")[1]
    assert sha256[:12] in listed
    assert listed.count("issued with") == 1
    shown = run("archive", "show", "bids.parquet", "1")[1]
    assert shown.count(sha256) == 2
    assert "small@1" in shown


def test_building_an_archive_never_passes_over_a_changed_model_in_silence() -> None:
    issue()
    change(HEAVIER)
    code, _, said = run("archive", "build", "bids.xlsx", "-o", "bids.parquet")
    assert code == 0
    assert "1 competition was issued with a model that changed since" in said
    assert rescored("bids.parquet", "--drop", "price")[0] == 1


def test_synthetic_bids_are_issued_with_their_model() -> None:
    for target in ("made.parquet", "made"):
        assert run("archive", "synth", "-n", "2", "-f", "small.yaml", "-o", target)[0] == 0
    assert competition("made/synthetic-0000001.xlsx")["Model SHA-256"] == checked_framework("small.yaml").model_sha256
    assert rescored("made.parquet", "--set", "quality=50")[0] == 0
    change(HEAVIER)
    assert rescored("made.parquet", "--baseline", "small.yaml", "--set", "quality=50")[0] == 1


def seal_again(connection: Any, path: str, metadata: str) -> None:
    """Writes rows of another archive with a checksum that is right, as somebody may who wants to."""
    from svscore.batch.checksum import CHECKSUM, UNSEALED, seal  # noqa: PLC0415

    options = f"FORMAT parquet, KV_METADATA {{'{CHECKSUM}': '{UNSEALED}', {metadata}}}"
    connection.execute(f"COPY (SELECT * FROM 'made.parquet') TO '{path}' ({options})")  # noqa: S608
    seal(Path(path))


def test_a_model_that_was_changed_inside_an_archive_is_never_believed() -> None:
    import duckdb  # noqa: PLC0415

    assert run("archive", "synth", "-n", "2", "-f", "small.yaml", "-o", "made.parquet")[0] == 0
    query = "SELECT value FROM parquet_kv_metadata('made.parquet') WHERE key = 'models'"
    connection = duckdb.connect()
    models = (
        bytes(connection.execute(query).fetchall()[0][0])
        .decode()
        .replace("weight: 60", "weight: 70")
        .replace("weight: 40", "weight: 30")
    )
    quoted = models.replace("'", "''")
    options = f"FORMAT parquet, KV_METADATA {{format: 'svscore-archive-1', models: '{quoted}'}}"
    connection.execute(f"COPY (SELECT * FROM 'made.parquet') TO 'other.parquet' ({options})")  # noqa: S608
    code, _, said = run("rescore", "other.parquet", "--set", "quality=50")
    assert (code, "the archive has no checksum" in said) == (1, True)
    seal_again(connection, "other.parquet", f"format: 'svscore-archive-1', models: '{quoted}'")
    code, _, said = run("rescore", "other.parquet", "--set", "quality=50")
    assert (code, "is not the one its name gives the hash of" in said) == (1, True)
