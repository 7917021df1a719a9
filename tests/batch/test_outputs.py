"""Nothing is lost: no command writes over what it reads, over what others wrote, or over something that is no file."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.running import svscore

BASE = """\
svscore: 1
id: base
title: Base
version: "1"
regime: other
status: illustrative
scales: {five: [{mark: 0}, {mark: 5}]}
criteria:
  - {id: quality, title: Quality, weight: 60, scale: five}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
"""
VARIANT = 'svscore: 1\nextends: ./base.json\nid: variant\ntitle: Variant\nversion: "1"\n'
BIDS = "Bidder,Quality,Price\nAlder,5,100\nBirch,0,90\n"
SCENARIOS = "scenarios:\n  even: {set: {quality: 50}}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of inputs; after the test every one of them holds what it held."""
    monkeypatch.chdir(tmp_path)
    inputs = {"base.json": BASE, "variant.yaml": VARIANT, "books/bids.csv": BIDS, "scenarios.json": SCENARIOS}
    for name, text in (*inputs.items(), ("names.xlsx", "Alder\nBirch\n")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert svscore("archive", "build", "books", "-f", "variant.yaml", "-o", "a.parquet").exit_code == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    yield tmp_path
    for path, content in before.items():
        assert path.read_bytes() == content, path


EVALUATE = ["evaluate", "books/bids.csv", "-f", "variant.yaml", "--format", "json"]
RESCORE = ["rescore", "-f", "variant.yaml", "--baseline", "variant.yaml", "--set", "quality=50"]
SCENARIO = ["rescore", "books", "--baseline", "variant.yaml", "--scenarios", "scenarios.json"]
OWN = [
    (EVALUATE, "books/bids.csv"),
    (EVALUATE, "variant.yaml"),
    (EVALUATE, "base.json"),
    ([*RESCORE, "books"], "books/bids.csv"),
    ([*RESCORE, "books/*.csv"], "books/bids.csv"),
    ([*RESCORE, "a.parquet"], "a.parquet"),
    ([*RESCORE, "books", "a.parquet"], "a.parquet"),
    ([*RESCORE, "a.parquet"], "base.json"),
    (SCENARIO, "scenarios.json"),
    (SCENARIO, "base.json"),
]


@pytest.mark.parametrize("way", ["itself", "a longer path", "a link", "a hard link"])
@pytest.mark.parametrize(("words", "name"), OWN)
def test_an_input_is_never_overwritten_under_any_name_even_by_force(
    words: list[str], name: str, way: str, here: Path
) -> None:
    other = here / f"other{Path(name).suffix}"
    if way == "a link":
        other.symlink_to(name)
    elif way == "a hard link":
        os.link(name, other)
    output = {"itself": name, "a longer path": f"books/../books/../{name}"}.get(way, other.name)
    ran = svscore(*words, "-o", output, "--force")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "RP101 this file was read and is not overwritten" in ran.stderr
    assert len(ran.stderr.splitlines()) <= 4  # with the warnings on the model
    assert not list(here.glob("*.parts"))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["archive", "build", "books", "-f", "variant.yaml"], "books/bids.csv"),
        (["archive", "synth", "-f", "variant.yaml", "-n", "2"], "a.parquet/"),
        (["playbook", "-f", "variant.yaml", "--for", "buyer"], "base.md"),
    ],
)
def test_a_model_under_the_name_of_an_output_is_not_overwritten(words: list[str], name: str, here: Path) -> None:
    if name == "base.md":
        (here / "base.md").symlink_to("base.json")
    link = here / "linked.parquet"
    link.symlink_to("books/bids.csv" if "build" in words else "base.json")
    ran = svscore(*words, "-o", name if name == "base.md" else link.name, "--force")
    assert (ran.exit_code, "RP101 this file was read" in ran.stderr) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ["template", "-f", "variant.yaml", "--bidders-from", "names.xlsx", "-o", "names.xlsx"],
        ["template", "-f", "variant.yaml", "--bidder", "Alder", "-o", "names.xlsx"],
        ["merge", "books/bids.csv", "-f", "variant.yaml", "-o", "names.xlsx"],
        ["frameworks", "new", "mine", "-o", "base.json"],
    ],
)
def test_what_people_fill_in_is_never_overwritten(words: list[str], here: Path) -> None:
    assert here.is_dir()
    ran = svscore(*words)
    assert (ran.exit_code, "RP109 is there already and is not overwritten" in ran.stderr) == (1, True)


WRITERS = [
    (EVALUATE, "out.json"),
    (["evaluate", "books/bids.csv", "-f", "variant.yaml"], "out.txt"),
    (["evaluate", "books/bids.csv", "-f", "variant.yaml"], "out.csv"),
    (["evaluate", "books/bids.csv", "-f", "variant.yaml"], "out.md"),
    (["evaluate", "books/bids.csv", "-f", "variant.yaml"], "out.xlsx"),
    (["evaluate", "books/bids.csv", "-f", "variant.yaml", "--explain", "Alder"], "out.txt"),
    *[([*RESCORE, "a.parquet"], f"out.{kind}") for kind in ("csv", "json", "parquet", "xlsx")],
    (["playbook", "-f", "variant.yaml", "--for", "buyer"], "out.md"),
    (["playbook", "-f", "variant.yaml", "--for", "bidder"], "out.html"),
    (["archive", "build", "books", "-f", "variant.yaml"], "out.parquet"),
    (["archive", "synth", "-n", "2", "-f", "variant.yaml"], "out.parquet"),
    (["archive", "synth", "-n", "2", "-f", "variant.yaml"], "out"),
]


@pytest.mark.parametrize(("words", "name"), WRITERS)
def test_the_same_command_may_write_again_and_no_other_file_is_lost(words: list[str], name: str, here: Path) -> None:
    for _ in range(2):
        ran = svscore(*words, "-o", name)
        assert ran.exit_code == 0, ran.stderr
    mine = here / name if here.joinpath(name).is_file() else here / name / "synthetic-0000002.xlsx"
    mine.write_text("my own notes")
    ran = svscore(*words, "-o", name)
    assert (ran.exit_code, mine.read_text()) == (1, "my own notes")
    assert "RP109 is there already, and is not what this command writes" in ran.stderr
    assert svscore(*words, "-o", name, "--force").exit_code == 0
    assert mine.read_bytes() != b"my own notes"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ([*RESCORE, "a.parquet"], "b.parquet"),  # an archive is no result
        ([*RESCORE, "books"], "result.json"),  # that of `evaluate`
        (EVALUATE, "rescored.json"),
        (["archive", "build", "books", "-f", "variant.yaml"], "rescored.parquet"),
    ],
)
def test_a_command_overwrites_nothing_that_another_command_wrote(words: list[str], name: str, here: Path) -> None:
    shutil.copy("a.parquet", "b.parquet")
    assert svscore(*EVALUATE, "-o", "result.json").exit_code == 0
    for kind in ("json", "parquet"):
        assert svscore(*RESCORE, "a.parquet", "-o", f"rescored.{kind}").exit_code == 0
    before = (here / name).read_bytes()
    ran = svscore(*words, "-o", name)
    assert (ran.exit_code, "RP109" in ran.stderr, (here / name).read_bytes()) == (1, True, before)


def test_an_output_in_a_folder_that_is_read_may_be_written_again(here: Path) -> None:
    for _ in range(2):
        ran = svscore(*RESCORE, "books", "-o", "books/out.csv")
        assert ran.exit_code == 0, ran.stderr
    assert sorted(path.name for path in (here / "books").iterdir()) == ["bids.csv", "out.csv"]


@pytest.mark.parametrize(("words", "name"), [*WRITERS[:-1], (["archive", "add"], "out.parquet")])
@pytest.mark.parametrize("kind", ["pipe", "link to a device", "folder"])
def test_nothing_but_a_file_is_replaced(words: list[str], name: str, kind: str, here: Path) -> None:
    path = here / name
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/null")
    command = [*words, name, "books"] if words[-1] == "add" else [*words, "-o", name, "--force"]
    ran = svscore(*command)
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "expected a file" in ran.stderr
    assert (path.is_fifo(), path.is_symlink(), path.is_dir()) == (
        kind == "pipe",
        kind == "link to a device",
        kind == "folder",
    )


@pytest.mark.parametrize(("words", "name"), WRITERS[:-1])
def test_links_and_permissions_stay(words: list[str], name: str, here: Path) -> None:
    (here / "real").mkdir()
    real = here / "real" / name
    (here / name).symlink_to(real)
    for _ in range(2):
        assert svscore(*words, "-o", name).exit_code == 0
        real.chmod(0o640)
    assert svscore(*words, "-o", name).exit_code == 0
    assert ((here / name).is_symlink(), stat.S_IMODE(real.stat().st_mode)) == (True, 0o640)
    assert [path.name for path in (here / "real").iterdir()] == [name]


FULL = """\
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
from svscore.__main__ import main
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of a process")
@pytest.mark.parametrize(("words", "name"), [WRITERS[0], WRITERS[4], *WRITERS[6:10], *WRITERS[11:14]])
def test_a_full_disk_is_one_line_with_file_and_folder(words: list[str], name: str, here: Path) -> None:
    command = [sys.executable, "-c", FULL, *words, "-o", f"full/{name}"]
    (here / "full").mkdir()
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line for line in ran.stderr.splitlines() if "RP102" in line or "room" in line]
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert lines[0].startswith(f"full/{name}")
    assert lines[0].endswith(("RP102 cannot be written: file too large", "cannot be written: no space left on device"))
    assert lines[1].endswith(f"make room in the folder {here / 'full'}, or write to another disk")
    assert not [path for path in (here / "full").iterdir() if path.is_file()]
