"""A name that stands inside a file reaches no further than the folders it may mean, and shows nothing of it."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from svscore.batch.checksum import CHECKSUM, UNSEALED, seal
from svscore.cli.app import app
from tests.workbook.build import Workbooks

SECRET = "root:hunter2:19000\nname: hunter2\n[hunter2\n"  # noqa: S105 - no password of anybody
MODEL = """\
svscore: 1
id: {name}
title: Small
version: "1"
regime: other
status: illustrative
criteria:
  - {{id: quality, title: Quality, weight: 60, points: {{max: 100}}}}
  - {{id: price, title: Price, weight: 40, price: {{formula: lowest-ratio}}}}
"""
HEAD = 'svscore: 1\nid: variant\ntitle: Variant\nversion: "1"\nregime: other\nstatus: illustrative\n'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a workbook's folder in it, and files beside and above it that nobody should read."""
    folder = tmp_path / "work"
    (folder / "tender").mkdir(parents=True)
    for place in (tmp_path, folder, folder / "tender"):
        (place / "secret.yaml").write_text(SECRET)
    (tmp_path / "model.yaml").write_text(MODEL.format(name="outer"))
    monkeypatch.chdir(folder)
    return folder


def bids(named: str) -> str:
    rows = [["Detail", "Value"], ["Reference", "T1"], ["Framework", named]]
    table: list[list[object]] = [["Bidder", "quality", "price"], ["Ash", 50, 10], ["Elm", 60, 20]]
    return str(Workbooks(Path("tender")).save({"Competition": rows, "Bids": table}))


def ran(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def reading(path: str) -> list[Result]:
    """What the commands give that take the model from a workbook."""
    return [
        ran("evaluate", path),
        ran("merge", path, "-o", "all.xlsx"),
        ran("rescore", path, "--set", "quality=50", "--jobs", "1"),
        ran("archive", "build", path, "-o", "a.parquet"),
    ]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "named",
    [
        "/etc/shadow",
        "/etc/passwd",
        "/nowhere/at/all.yaml",
        "/proc/self/environ",
        "/dev/zero",
        "../secret.yaml",
        "../model.yaml",
        "../gone.yaml",
        "tender/../../model.yaml",
        "./../../model.yaml",
        r"C:\Users\me\model.yaml",
        "C:model.yaml",
        r"\\server\share\model.yaml",
        "//server/share/model.yaml",
        r"..\..\model.yaml",
        "https://example.org/model.yaml",
        "file:///etc/passwd",
        "file:/etc/passwd",
        "s3://bucket/model.yaml",
    ],
)
def test_a_workbook_reaches_no_file_elsewhere(named: str) -> None:
    """The same line whether there is such a file or not."""
    for result in reading(bids(named)):
        assert result.exit_code == 1
        assert "bids.xlsx:Competition!B3: SV024 a workbook may name a model by its id" in result.stderr
        assert len([line for line in result.stderr.splitlines() if "SV0" in line]) == 1
        for word in ("hunter2", "root:", "no file", "no such", "permission", "Traceback"):
            assert word not in result.stderr


@pytest.mark.parametrize("target", ["secret.yaml", "model.yaml", "gone.yaml"])
def test_a_link_beside_a_workbook_leads_nowhere_else(here: Path, target: str) -> None:
    (here / "tender" / "link.yaml").symlink_to(here.parent / target)
    for named in ("tender/link.yaml", "link.yaml", str(here / "tender" / "link.yaml")):
        for result in reading(bids(named)):
            assert (result.exit_code, "SV024" in result.stderr, "hunter2" in result.stderr) == (1, True, False)
    if target == "model.yaml":
        assert "no framework with the id 'outer'" in ran("evaluate", bids("outer")).stderr


def test_a_folder_that_is_a_link_leads_nowhere_else(here: Path) -> None:
    (here / "tender" / "models").symlink_to(here.parent)
    assert "SV024" in ran("evaluate", bids("models/model.yaml")).stderr


@pytest.mark.parametrize("name", ["secret.yaml", "tender/secret.yaml", "./secret.yaml"])
def test_nothing_of_a_file_that_is_no_framework_is_shown(here: Path, name: str) -> None:
    for result in reading(bids(name)):
        assert result.exit_code == 1
        assert f"bids.xlsx:Competition!B3: SV007 the file {name!r} is no framework and no menu" in result.stderr
        assert "hunter2" not in result.stderr
    for content in (b"svscore\n\xffhunter2", "svscore: hunter2\n".encode("utf-16"), b"- hunter2: 1\n", b"%PDF hunter2"):
        (here / "secret.yaml").write_bytes(content)
        assert "no framework and no menu" in (result := ran("evaluate", bids(name.rpartition("tender/")[2]))).stderr
        assert "hunter2" not in result.stderr


def test_the_folders_a_workbook_may_name_files_of_are_not_refused(here: Path) -> None:
    (here / "deep" / "er").mkdir(parents=True)
    for place in ("model.yaml", "tender/own.yaml", "deep/er/model.yaml"):
        (here / place).write_text(MODEL.format(name="inner"))
    (here / "tender" / "inside.yaml").symlink_to(here / "deep" / "er" / "model.yaml")
    for named in ("model.yaml", "own.yaml", "deep/er/model.yaml", str(here / "model.yaml"), "inside.yaml", "dsp-lot2"):
        results = reading(bids(named))
        assert "SV0" not in "".join(result.stderr for result in results)


@pytest.mark.parametrize(
    "text",
    [
        "extends: ../secret.yaml\n",
        "extends: ../model.yaml\n",
        "extends: ../gone.yaml\n",
        "extends: /etc/shadow\n",
        "extends: tender/../../model.yaml\n",
        "extends: 'C:\\secret.yaml'\n",
        "extends: https://example.org/model.yaml\n",
        "criteria:\n  - {use: ../secret.yaml/name, weight: 100, points: {max: 4}}\n",
        "criteria:\n  - {use: /etc/passwd/root, weight: 100, points: {max: 4}}\n",
        "criteria:\n  - {use: link.yaml/quality, weight: 100, points: {max: 4}}\n",
        "extends: tender/inner.yaml\n",
    ],
)
def test_a_framework_file_reaches_no_file_elsewhere(here: Path, text: str) -> None:
    (here / "link.yaml").symlink_to("../model.yaml")
    (here / "tender" / "inner.yaml").write_text(HEAD + "extends: ../../secret.yaml\n")
    (here / "variant.yaml").write_text(HEAD + text)
    path = bids("variant.yaml")
    given = [
        ran("check", "variant.yaml"),
        ran("frameworks", "show", "variant.yaml"),
        ran("frameworks", "diff", "variant.yaml", "dsp-lot2"),
        ran("playbook", "-f", "variant.yaml", "--for", "buyer"),
        ran("template", "-f", "variant.yaml", "--bidder", "Ash", "-o", "t.xlsx"),
        ran("evaluate", path, "-f", "variant.yaml"),
        ran("rescore", path, "-f", "variant.yaml", "--jobs", "1"),
        ran("archive", "synth", "-n", "1", "-f", "variant.yaml", "-o", "s.parquet"),
        *reading(path),
    ]
    for result in given:
        assert result.exit_code == 1, result.output
        assert "SV024" in result.output
        assert "--allow-outside" in result.output
        for word in ("hunter2", "root:", "no file", "no such", "ermission", "Traceback"):
            assert word not in result.output


@pytest.mark.parametrize(
    "text",
    [
        "extends: ../model.yaml\n",
        "criteria:\n  - {use: ../model.yaml/quality, weight: 100, points: {max: 4}}\n",
        "extends: tender/inner.yaml\n",
        "extends: link.yaml\n",
    ],
)
def test_what_somebody_allows_is_taken(here: Path, text: str) -> None:
    (here / "link.yaml").symlink_to("../model.yaml")
    (here / "tender" / "inner.yaml").write_text(HEAD + "extends: ../../model.yaml\n")
    (here / "variant.yaml").write_text(HEAD + text)
    for words in (
        ("check", "variant.yaml"),
        ("frameworks", "show", "variant.yaml", "--resolved"),
        ("frameworks", "diff", "variant.yaml", "variant.yaml"),
        ("playbook", "-f", "variant.yaml", "--for", "bidder"),
        ("template", "-f", "variant.yaml", "--bidder", "Ash", "--evaluator", "E1", "-o", "t.xlsx"),
        ("evaluate", bids("variant.yaml")),
        ("merge", bids("variant.yaml"), "-o", "all.xlsx"),
        ("rescore", bids("variant.yaml"), "--set", "quality=50", "--jobs", "1", "-o", "r.csv"),
        ("archive", "build", bids("variant.yaml"), "-o", "a.parquet"),
        ("archive", "synth", "-n", "1", "-f", "variant.yaml", "-o", "s.parquet"),
    ):
        assert "SV024" in ran(*words).output
        assert "SV024" not in ran(*words, "--allow-outside").output


@pytest.mark.parametrize(
    "content", [SECRET, "x: [hunter2\n", "\thunter2: 1\n", "password: hunter2\nextends: hunter2\n"]
)
def test_not_even_what_somebody_allows_is_shown_where_it_is_no_framework(here: Path, content: str) -> None:
    (here.parent / "secret.yaml").write_text(content)
    for text in ("extends: ../secret.yaml\n", "criteria: [{use: ../secret.yaml/x, weight: 100, points: {max: 4}}]\n"):
        (here / "variant.yaml").write_text(HEAD + text)
        result = ran("check", "variant.yaml", "--allow-outside")
        assert (result.exit_code, "hunter2" in result.output) == (1, False)
        assert "the file 'secret.yaml' is no framework and no menu" in result.output


def test_a_file_in_the_folders_of_frameworks_may_be_named_by_its_path(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "base.yaml").write_text(MODEL.format(name="base"))
    monkeypatch.setenv("SVSCORE_FRAMEWORKS", str(tmp_path / "shared"))
    for name in ("../shared/base.yaml", str(tmp_path / "shared" / "base.yaml"), "base"):
        (here / "variant.yaml").write_text(HEAD + f"extends: {name}\n")
        assert ran("check", "variant.yaml").exit_code == 0


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["../model.yaml", "/etc/shadow", "../secret.yaml", r"C:\model.yaml", "ftp://a/b.yaml"])
def test_a_file_of_scenarios_reaches_no_file_elsewhere(name: str) -> None:
    Path("variants.yaml").write_text(f"scenarios:\n  other: {{framework: '{name}'}}\n")
    result = ran("rescore", bids("dsp-lot2"), "--scenarios", "variants.yaml", "--jobs", "1")
    assert result.exit_code == 1
    assert "variants.yaml:2:22: SV024 a file of scenarios may name a model" in result.stderr
    assert "hunter2" not in result.stderr


@pytest.mark.parametrize(
    "text",
    [
        "extends: SECRET\n",
        "extends: model.yaml\n",
        "extends: dsp-lot2\n",
        "criteria: [{use: SECRET/root, weight: 100}]\n",
    ],
)
def test_nothing_is_read_by_a_name_inside_an_archive(here: Path, text: str) -> None:
    (here / "model.yaml").write_text(MODEL.format(name="inner"))
    assert ran("archive", "synth", "-n", "2", "-f", "model.yaml", "-o", "a.parquet").exit_code == 0
    metadata = dict(duckdb.execute("SELECT key, value FROM parquet_kv_metadata('a.parquet')").fetchall())
    (key,) = json.loads(metadata[b"models"])
    models = json.dumps({key: HEAD + text.replace("SECRET", str(here / "secret.yaml"))}).replace("'", "''")
    says = f"format: '{metadata[b'format'].decode()}', '{CHECKSUM}': '{UNSEALED}', models: '{models}'"
    duckdb.execute(f"COPY (FROM read_parquet('a.parquet')) TO 'b.parquet' (FORMAT parquet, KV_METADATA {{{says}}})")
    seal(Path("b.parquet"))
    for words in (
        ("rescore", "b.parquet", "--set", "quality=50"),
        ("archive", "list", "b.parquet"),
        ("archive", "show", "b.parquet", "0"),
        ("rescore", "b.parquet", "-f", "model.yaml"),
    ):
        result = ran(*words)
        assert result.exit_code == 1
        assert "has to stand alone" in result.stderr
        assert "hunter2" not in result.stderr
