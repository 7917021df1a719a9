"""Nothing of an archive is believed that was changed, and an archive is the one file that is named."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from random import Random

import duckdb
import pytest

from svscore.batch.archive import name_of, quoted, rows_of
from svscore.batch.checksum import CHECKSUM, UNSEALED, seal
from svscore.files import replacing
from tests.batch.running import svscore

MODEL = """\
svscore: 1
id: small
title: Small
version: "1"
regime: other
status: illustrative
scales: {five: [{mark: 0}, {mark: 5}]}
criteria:
  - {id: quality, title: Quality, weight: 60, scale: five}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("model.yaml").write_text(MODEL)
    assert svscore("archive", "synth", "-n", "3", "-f", "model.yaml", "-o", "a.parquet").exit_code == 0
    return tmp_path


READERS = (
    ["rescore", "x.parquet", "--set", "quality=50"],
    ["archive", "list", "x.parquet"],
    ["archive", "show", "x.parquet", "0"],
    ["archive", "add", "x.parquet", "bids.csv", "-f", "model.yaml"],
)


def assert_refused(said: str) -> None:
    """Every command that reads archives refuses ``x.parquet`` in one line and a hint."""
    Path("bids.csv").write_text("Bidder,Quality,Price\nAlder,5,100\n")
    for words in READERS:
        ran = svscore(*words)
        assert (ran.exit_code, ran.stdout) == (1, ""), words
        assert said in ran.stderr
        assert ran.stderr.startswith("x.parquet: BA110 ")
        assert len([line for line in ran.stderr.splitlines() if "BA110" in line]) == 1


def test_of_flipped_bits_none_is_believed_and_none_ends_in_a_traceback(here: Path) -> None:
    whole = (here / "a.parquet").read_bytes()
    draw = Random(7)  # noqa: S311 - no secret
    for _ in range(120):
        changed = bytearray(whole)
        changed[draw.randrange(len(whole))] ^= 1 << draw.randrange(8)
        Path("x.parquet").write_bytes(changed)
        ran = svscore("archive", "list", "x.parquet")
        assert (ran.exit_code, ran.stdout, ran.stderr.count("BA110")) == (1, "", 1)


def test_a_damaged_archive_with_a_right_checksum_is_read_or_refused_in_words(here: Path) -> None:
    (here / "bids.csv").write_text("Bidder,Quality,Price\nAlder,5,100\n")
    whole = (here / "a.parquet").read_bytes()
    draw = Random(8)  # noqa: S311 - no secret
    refused = 0
    for number in range(80):
        changed = bytearray(whole)
        place = draw.randrange(len(whole))
        changed[place : place + draw.choice([1, 1, 4, 40])] = draw.randbytes(draw.choice([0, 1, 4]))
        Path("x.parquet").write_bytes(changed)
        with suppress(ValueError):  # the place of the checksum was hit
            seal(Path("x.parquet"))
        ran = svscore(*READERS[number % len(READERS)])
        assert ran.exit_code in {0, 1}
        refused += ran.exit_code
        svscore("rescore", "x.parquet", "--set", "quality=50", "-o", "r.csv", "--force")
        assert {path.name for path in here.iterdir()} <= {"a.parquet", "bids.csv", "model.yaml", "r.csv", "x.parquet"}
    assert refused > 20


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole + b"\0",
        lambda whole: whole + whole,
        lambda whole: whole[:8] + b"\0" * 100 + whole[108:],
        lambda whole: whole.replace(b"weight: 60", b"weight: 61").replace(b"weight: 40", b"weight: 39"),
        lambda whole: whole[:-8] + b"\xff\xff\xff\x7fPAR1",
        lambda whole: whole.replace(CHECKSUM.encode(), b"svscore-sha255"),
    ],
    ids=["cut by one", "half", "longer by one", "twice", "zeros", "weights", "length of the end", "no checksum"],
)
def test_a_changed_file_is_refused(change: object, here: Path) -> None:
    whole = (here / "a.parquet").read_bytes()
    changed = change(whole)  # type: ignore[operator]
    if changed == whole:
        pytest.skip("the model is written in another way")
    (here / "x.parquet").write_bytes(changed)
    assert_refused("archive")


def rewritten(select: str, models: str | None = None, *, is_sealed: bool = True) -> None:
    """Writes ``x.parquet`` with other rows, with a checksum that is right."""
    connection = duckdb.connect()
    query = "SELECT value FROM parquet_kv_metadata('a.parquet') WHERE key = 'models'"
    text = models if models is not None else bytes(connection.execute(query).fetchall()[0][0]).decode()
    seals = f"'{CHECKSUM}': '{UNSEALED}', " if is_sealed else ""
    options = f"FORMAT parquet, KV_METADATA {{format: 'svscore-archive-1', {seals}models: {quoted(text)}}}"
    connection.execute(f"COPY ({select}) TO 'x.parquet' ({options})")
    if is_sealed:
        seal(Path("x.parquet"))


ROWS = "SELECT * {} FROM 'a.parquet'"
WRONG_ROWS = {
    "negative number": (ROWS.format("REPLACE ((competition - 1)::INTEGER AS competition)"), "not numbered 0, 1, 2"),
    "huge number": (ROWS.format("REPLACE ((competition * 1000000000)::INTEGER AS competition)"), "not numbered"),
    "a gap": (ROWS.format("REPLACE ((competition * 2)::INTEGER AS competition)"), "not numbered 0, 1, 2"),
    "from one on": (ROWS.format("REPLACE ((competition + 1)::INTEGER AS competition)"), "not numbered 0, 1, 2"),
    "out of order": ("SELECT * FROM 'a.parquet' ORDER BY bidder", "not numbered 0, 1, 2"),
    "no number": (ROWS.format("REPLACE (NULL::INTEGER AS competition)"), "'competition' has empty cells"),
    "no bidder": (ROWS.format("REPLACE (NULL::VARCHAR AS bidder)"), "'bidder' has empty cells"),
    "text for a number": (ROWS.format("REPLACE (competition::VARCHAR AS competition)"), "is VARCHAR, expected INTEGER"),
    "a longer number": (ROWS.format("REPLACE (competition::BIGINT AS competition)"), "is BIGINT, expected INTEGER"),
    "no column": ("SELECT * EXCLUDE (issued_by) FROM 'a.parquet'", "'issued_by' is missing, expected VARCHAR"),
    "a float": (ROWS.format('REPLACE ("entry:price"::DOUBLE AS "entry:price")'), "which no archive has"),
    "a list": ("SELECT *, [1, 2] AS \"entry:more\" FROM 'a.parquet'", "which no archive has"),
    "another column": ("SELECT *, 1 AS more FROM 'a.parquet'", "'more' is INTEGER, which no archive has"),
    "another model": (ROWS.format("REPLACE ('b@1#0' AS model)"), "it holds no such model"),
}


@pytest.mark.parametrize("kind", WRONG_ROWS)
def test_rows_that_no_archive_has_are_refused_although_their_checksum_is_right(kind: str, here: Path) -> None:
    assert here.is_dir()
    rewritten(WRONG_ROWS[kind][0])
    assert_refused(WRONG_ROWS[kind][1])


@pytest.mark.parametrize("models", ["", "[]", "{", '{"a": 1}', "[" * 100_000])
def test_models_that_are_none_are_refused(models: str, here: Path) -> None:
    assert here.is_dir()
    rewritten("SELECT * FROM 'a.parquet'", models)
    assert_refused("it ")


def test_an_archive_without_a_checksum_is_to_be_built_anew(here: Path) -> None:
    assert here.is_dir()
    rewritten("SELECT * FROM 'a.parquet'", is_sealed=False)
    assert_refused("the archive has no checksum")
    assert "build it anew from the workbooks" in svscore("archive", "list", "x.parquet").stderr


def test_the_checksum_is_that_of_all_other_bytes(here: Path) -> None:
    whole = (here / "a.parquet").read_bytes()
    start = whole.rindex(CHECKSUM.encode()) + len(CHECKSUM) + 2
    zeros = whole[:start] + b"0" * 64 + whole[start + 64 :]
    assert hashlib.sha256(zeros).hexdigest().encode() == whole[start : start + 64]


NAMES = ["b[1]", "*", "b?", "[!a]", "b[[]", "**", "[a-z]", "~", "b{1,2}", "it's", "%41", "entry:quality=0", "b]", "\\1"]


@pytest.mark.skipif(sys.platform == "win32", reason="no file has such a name there")
@pytest.mark.parametrize("name", NAMES)
def test_an_archive_is_the_one_file_of_its_name_with_its_own_columns(name: str, here: Path) -> None:
    for other in ("b1", "bb", "a", "b"):
        (here / other).mkdir()
        (here / other / f"{other}.parquet").write_bytes(b"another file, and no archive")
    Path(name).mkdir()
    path = f"{name}/{name}.parquet"
    Path("bids.csv").write_text("Bidder,Quality,Price\nAlder,5,100\n")
    listed = svscore("archive", "list", "a.parquet").stdout
    Path(path).write_bytes(Path("a.parquet").read_bytes())
    given, told = (svscore("archive", "list", each) for each in (path, f"./{path}"))
    assert (given.stdout, told.stdout) == (listed, listed)
    shown = [svscore("archive", "show", each, "0", "--format", "json").stdout for each in (path, "a.parquet")]
    assert shown[0] == shown[1]
    assert svscore("archive", "add", path, "bids.csv", "-f", "model.yaml").exit_code == 0
    assert len(svscore("archive", "list", path).stdout.splitlines()) == len(listed.splitlines()) + 1
    assert svscore("rescore", path, "--set", "quality=50").exit_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no file has such a name there")
@pytest.mark.parametrize("name", ["b\\[1]", "\\*", "a\\b?"])
def test_a_name_that_cannot_be_told_from_a_pattern_is_refused(name: str, here: Path) -> None:
    path = here / f"{name}.parquet"
    path.write_bytes((here / "a.parquet").read_bytes())
    ran = svscore("archive", "list", str(path))
    assert (ran.exit_code, "BA110 its path has a backslash" in ran.stderr) == (1, True)


def test_rows_are_those_of_the_named_files_only(here: Path) -> None:
    duckdb.execute("COPY (SELECT 1 AS x) TO 'c[1].parquet' (FORMAT parquet)")
    duckdb.execute("COPY (SELECT 2 AS x) TO 'c1.parquet' (FORMAT parquet)")
    assert duckdb.execute(f"SELECT {name_of('x')} FROM {rows_of(here / 'c[1].parquet')}").fetchall() == [(1,)]  # noqa: S608


@pytest.mark.parametrize("words", [["add", "a.parquet", "bids.csv"], ["build", "bids.csv", "-o", "a.parquet"]])
def test_two_that_write_one_archive_lose_nothing(words: list[str], here: Path) -> None:
    (here / "bids.csv").write_text("Bidder,Quality,Price\nAlder,5,100\n")
    before = (here / "a.parquet").read_bytes()
    with suppress(KeyError), replacing(here / "a.parquet"):
        ran = svscore("archive", *words, "-f", "model.yaml")
        assert (ran.exit_code, ran.stdout) == (1, "")
        assert "a.parquet: BA119 another run writes to this output now" in ran.stderr
        raise KeyError
    assert (here / "a.parquet").read_bytes() == before


def test_what_two_at_once_say_they_added_is_there(here: Path) -> None:
    for run in "xy":
        (here / run).mkdir()
        for number in range(20):
            (here / run / f"{number}.csv").write_text(f"Bidder,Quality,Price\nAlder,5,1{run == 'x':d}{number:02}\n")
    start = [sys.executable, "-m", "svscore", "archive", "add", "a.parquet"]
    runs = [subprocess.Popen([*start, run, "-f", "model.yaml"], stderr=subprocess.PIPE, text=True) for run in "xy"]
    said = [run.communicate()[1] for run in runs]
    done = sum("20 read" in text for text in said)
    assert [run.returncode == 0 for run in runs].count(True) == done >= 1
    assert all("20 read" in text or "BA119" in text for text in said)
    assert len(svscore("archive", "list", "a.parquet").stdout.splitlines()) == 1 + 3 + 20 * done
