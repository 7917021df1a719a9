"""Whatever ends a command, no copy of bids or models stays outside the folder of its output."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from openpyxl import load_workbook

from svscore.batch.kept import Parts
from svscore.files import MARK, replacing
from svscore.problem import SvscoreError
from tests.batch.running import svscore

pytestmark = pytest.mark.skipif(os.name == "nt", reason="sends signals")

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "evaluate": ("evaluate", "IN/bids.xlsx", "--format", "json"),
    "evaluate to a workbook": ("evaluate", "IN/bids.xlsx", "-o", "OUT/x.xlsx"),
    "evaluate to a page": ("evaluate", "IN/bids.xlsx", "-o", "OUT/x.md"),
    "evaluate what if": ("evaluate", "IN/bids.xlsx", "--set", "social-value=30"),
    "evaluate an .ods": ("evaluate", "IN/none.ods", "-f", "dsp-lot2"),
    "template": ("template", "-f", "dsp-lot2", "--bidder", "Alder", "--evaluator", "E1", "-o", "OUT/t.xlsx"),
    "merge": ("merge", "IN/bids.xlsx", "-o", "OUT/m.xlsx"),
    "rescore workbooks": ("rescore", "IN/books", "--set", "wellbeing=20", "-o", "OUT/r.csv"),
    "rescore workbooks in processes": ("rescore", "IN/books", "--drop", "wellbeing", "--jobs", "2"),
    "rescore an archive": ("rescore", "IN/a.parquet", "--set", "wellbeing=20", "-o", "OUT/r.parquet"),
    "rescore an archive to a workbook": ("rescore", "IN/a.parquet", "--drop", "wellbeing", "-o", "OUT/r.xlsx"),
    "rescore an address": ("rescore", "HTTP/a.parquet", "--set", "wellbeing=20"),
    "rescore workbooks at an address": ("rescore", "HTTP/bids.xlsx", "--set", "social-value=20"),
    "archive build": ("archive", "build", "IN/books", "-o", "OUT/b.parquet"),
    "archive add": ("archive", "add", "OUT/old.parquet", "IN/books"),
    "archive list": ("archive", "list", "IN/a.parquet"),
    "archive show": ("archive", "show", "IN/a.parquet", "1"),
    "archive synth": ("archive", "synth", "-n", "50", "-o", "OUT/s.parquet"),
    "archive synth to workbooks": ("archive", "synth", "-n", "5", "-o", "OUT/made"),
    "playbook": ("playbook", "-f", "dsp-lot2", "--for", "bidder", "-o", "OUT/p.html"),
    "frameworks diff": ("frameworks", "diff", "dsp-lot2", "dsp-lot2-without-covid", "--bids", "IN/bids.xlsx"),
    "check": ("check", "IN/model.yaml"),
    "a file that is none": ("evaluate", "IN/model.yaml", "-f", "dsp-lot2"),
}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name it has there
        """Says nothing."""


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook, a folder of some, an archive and a model."""
    folder = tmp_path_factory.mktemp("given")
    book = load_workbook("examples/dsp-lot2/bids.xlsx")
    book.save(folder / "bids.xlsx")
    (folder / "none.ods").write_bytes((folder / "bids.xlsx").read_bytes())
    (folder / "model.yaml").write_bytes(Path("frameworks/dsp-lot2.yaml").read_bytes())
    for target, count in ((folder / "books", "12"), (folder / "a.parquet", "60")):
        assert svscore("archive", "synth", "-n", count, "-o", str(target)).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def address(given: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(given))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class Trial:
    """A command with a temporary folder and a home of its own."""

    def __init__(self, name: str, given: Path, address: str, folder: Path) -> None:
        self.out, self.elsewhere = folder / "out", [folder / "tmp", folder / "home", folder / "cwd"]
        for each in (self.out, *self.elsewhere):
            each.mkdir()
        if name == "archive add":
            (self.out / "old.parquet").write_bytes((given / "a.parquet").read_bytes())
        places = {"IN": str(given), "OUT": str(self.out), "HTTP": address}
        self.words = [self._placed(word, places) for word in COMMANDS[name]]

    def _placed(self, word: str, places: Mapping[str, str]) -> str:
        start, slash, rest = word.partition("/")
        return f"{places[start]}{slash}{rest}" if start in places else word

    def start(self) -> subprocess.Popen[bytes]:
        temporary, home, here = map(str, self.elsewhere)
        environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), temporary) | {"HOME": home}
        command = [sys.executable, "-m", "svscore", *self.words]
        return subprocess.Popen(
            command,
            env=environment,
            cwd=here,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def left_elsewhere(self) -> list[str]:
        """Files with something in them."""
        files = (path for folder in self.elsewhere for path in folder.rglob("*") if path.is_file())
        return [str(path) for path in files if path.stat().st_size]

    def hidden_beside(self) -> list[str]:
        return [path.name for path in self.out.iterdir() if path.name.startswith(".")]


LASTED: dict[str, float] = {}
"""Seconds each command takes here, whole."""


def ran_whole(name: str, given: Path, address: str, folder: Path) -> tuple[Trial, int, str]:
    folder.mkdir()
    trial, start = Trial(name, given, address, folder), time.monotonic()
    child = trial.start()
    said = child.communicate()[1].decode()
    LASTED[name] = time.monotonic() - start
    return trial, child.returncode, said


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_is_left_after_a_normal_end_or_an_error(name: str, given: Path, address: str, tmp_path: Path) -> None:
    trial, code, said = ran_whole(name, given, address, tmp_path / "whole")
    assert code == (1 if "none" in name else 0), said
    assert (trial.left_elsewhere(), trial.hidden_beside()) == ([], [])
    assert not list(trial.out.glob("*.parts"))


SOME = ("evaluate to a workbook", "rescore an archive", "archive build")
STOPS = {
    getattr(signal, "SIGKILL", signal.SIGTERM): tuple(COMMANDS),
    signal.SIGTERM: SOME,
    signal.SIGINT: SOME,
    getattr(signal, "SIGHUP", signal.SIGTERM): SOME,
}


@pytest.mark.parametrize(("number", "name"), [(number, name) for number, names in STOPS.items() for name in names])
def test_nothing_is_left_however_it_is_stopped(
    name: str, number: signal.Signals, given: Path, address: str, tmp_path: Path
) -> None:
    if name not in LASTED:
        ran_whole(name, given, address, tmp_path / "whole")
    for part in (0.6, 0.9) if name in SOME else (0.8,):
        folder = tmp_path / str(part)
        folder.mkdir()
        trial = Trial(name, given, address, folder)
        child = trial.start()
        time.sleep(part * LASTED[name])
        child.send_signal(number)
        child.communicate()
        assert trial.left_elsewhere() == []
        if number.name != "SIGKILL":
            assert trial.hidden_beside() == []


STALL = """\
import sys, time
from pathlib import Path
from svscore.files import replacing
from svscore.__main__ import _end
import signal
signal.signal(signal.SIGTERM, _end)
with replacing(Path(sys.argv[1])) as new:
    new.write_text("Alder,100")
    print("begun", flush=True)
    time.sleep(60)
"""


def stalled(output: Path) -> subprocess.Popen[str]:
    """A run that hangs while its output is half written."""
    child = subprocess.Popen([sys.executable, "-c", STALL, str(output)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"
    return child


def test_an_output_that_was_half_written_is_gone_after_sigterm(tmp_path: Path) -> None:
    child = stalled(tmp_path / "r.csv")
    child.terminate()
    child.communicate()
    assert (child.returncode, list(tmp_path.iterdir())) == (143, [])


@pytest.mark.parametrize("name", ["r.csv", "a" * 200 + ".csv", "wie geht's [1].csv", ".hidden", "\u00e9\u4e2d.csv"])
def test_what_a_killed_run_left_is_removed_by_the_next_one(name: str, tmp_path: Path) -> None:
    output = tmp_path / name
    child = stalled(output)
    child.kill()
    child.communicate()
    assert len(list(tmp_path.iterdir())) == 1
    with replacing(output) as new:
        new.write_text("whole")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_another_run_is_writing_is_never_removed_and_never_written_twice(tmp_path: Path) -> None:
    output = tmp_path / "r.csv"
    child = stalled(output)
    with pytest.raises(BlockingIOError), replacing(output):
        pytest.fail("two runs write one output at once")
    with replacing(tmp_path / "s.csv") as new:  # another output is no concern of it
        new.write_text("whole")
    child.terminate()
    child.communicate()
    assert [path.name for path in tmp_path.iterdir()] == ["s.csv"]
    with replacing(output) as new:
        new.write_text("whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.csv", "s.csv"]


def test_what_somebody_else_named_like_ours_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "mark").write_bytes(MARK)
    (tmp_path / ".a.csv.svscore-new").mkdir()
    (tmp_path / ".a.csv.svscore-new" / "mark").write_text("my own notes")
    (tmp_path / ".b.csv.svscore-new").write_text("a file")
    (tmp_path / ".c.csv.svscore-new").symlink_to(tmp_path / "target")
    (tmp_path / ".d.csv.svscore-new").mkdir()
    (tmp_path / ".d.csv.svscore-new" / "mine.txt").write_text("mine")
    (tmp_path / ".e.csv.svscore-new").mkdir()
    (tmp_path / ".e.csv.svscore-new" / "mark").symlink_to(tmp_path / "target" / "mark")
    before = sorted(tmp_path.rglob("*"))
    for name in "abcde":
        with pytest.raises(FileExistsError), replacing(tmp_path / f"{name}.csv"):
            pytest.fail("what somebody else made is taken for ours")
    with replacing(tmp_path / "r.csv") as new:
        new.write_text("whole")
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "r.csv"])


def test_the_permissions_and_the_link_of_an_output_are_kept(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "real.csv").chmod(0o600)
    (tmp_path / "r.csv").symlink_to("real.csv")
    with replacing(tmp_path / "r.csv") as new:
        new.write_text("whole")
    assert (tmp_path / "r.csv").is_symlink()
    assert ((tmp_path / "real.csv").read_text(), (tmp_path / "real.csv").stat().st_mode & 0o777) == ("whole", 0o600)


def rescored(given: Path, output: Path) -> tuple[int, str]:
    result = svscore("rescore", str(given / "a.parquet"), "--drop", "wellbeing", "-o", str(output))
    return result.exit_code, result.stderr


def foreign(what: str, folder: Path) -> None:
    """Puts something of the user's own where the checkpoint goes."""
    if "folder" in what and "link" not in what:
        folder.mkdir()
    if what == "a folder with files":
        (folder / "mine.txt").write_text("mine")
    elif what == "a folder with a manifest of its own":
        (folder / "manifest.json").write_text('{"name": "my web app"}')
    elif what == "a file":
        folder.write_text("mine")
    elif what == "a link to a folder":
        (folder.parent / "target").mkdir()
        folder.symlink_to("target")
    elif what == "a link to nothing":
        folder.symlink_to("nowhere")


@pytest.mark.parametrize(
    "what",
    [
        "a folder with files",
        "an empty folder",
        "a folder with a manifest of its own",
        "a file",
        "a link to a folder",
        "a link to nothing",
    ],
)
def test_a_folder_of_the_users_own_is_never_taken_for_a_checkpoint(what: str, given: Path, tmp_path: Path) -> None:
    foreign(what, tmp_path / "r.csv.parts")
    before = {path: path.is_file() and path.read_bytes() for path in sorted(tmp_path.rglob("*"))}
    code, said = rescored(given, tmp_path / "r.csv")
    assert (code, "BA118" in said) == (1, True)
    assert {path: path.is_file() and path.read_bytes() for path in sorted(tmp_path.rglob("*"))} == before


def test_what_somebody_puts_into_a_checkpoint_is_never_deleted(tmp_path: Path) -> None:
    parts = Parts(tmp_path / "r.csv", "one")
    parts.open()
    (parts.folder / "notes.txt").write_text("mine")
    parts.remove()
    assert [path.name for path in parts.folder.iterdir()] == ["notes.txt"]


def test_a_run_that_comes_second_leaves_no_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Parts(tmp_path / "r.csv", "one"), Parts(tmp_path / "r.csv", "one")
    first.open()
    monkeypatch.setattr("svscore.batch.kept.os.path.lexists", lambda _path: False)  # both looked at once
    with pytest.raises(SvscoreError, match="another run writes"):
        second.open()
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv.parts"]


@pytest.mark.parametrize("deletes_open_files", [True, False])
@pytest.mark.parametrize("other", ["", "notes.txt"])
def test_a_finished_run_never_lets_go_of_a_checkpoint_that_is_half_deleted(
    deletes_open_files: bool,  # noqa: FBT001
    other: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = Parts(tmp_path / "r.csv", "one"), Parts(tmp_path / "r.csv", "one")
    first.open()
    if other:
        (first.folder / other).write_text("mine")
    (first.folder / "part-000000.json").write_text("x")
    begun: list[bool] = []
    unlink = Path.unlink

    def noted(path: Path, **how: bool) -> None:
        with suppress(SvscoreError):
            second.open()
            begun.append(second.load(0) is None and (second.folder / "part-000000.json").exists())
        unlink(path, **how)
        second.close()

    monkeypatch.setattr("svscore.batch.kept.DELETES_OPEN_FILES", deletes_open_files)
    monkeypatch.setattr(Path, "unlink", noted)
    first.remove()
    assert not any(begun)
    if deletes_open_files:
        assert not begun
        assert [path.name for path in tmp_path.rglob("*")] == (["r.csv.parts", other] if other else [])


def test_two_runs_never_write_to_one_checkpoint(tmp_path: Path) -> None:
    first, second = Parts(tmp_path / "r.csv", "one"), Parts(tmp_path / "r.csv", "one")
    first.open()
    with pytest.raises(SvscoreError, match="another run writes"):
        second.open()
    first.close()
    second.open()
    second.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_part_of_another_run_or_of_another_place_is_never_believed(tmp_path: Path) -> None:
    from svscore.batch.found import Found  # noqa: PLC0415

    one = Parts(tmp_path / "one.csv", "one")
    one.open()
    one.save(Found(0))
    assert one.load(0) == Found(0)
    part = one.folder / "part-000000.json"
    (one.folder / "part-000001.json").write_bytes(part.read_bytes())
    other = Parts(tmp_path / "other.csv", "other")
    other.open()
    (other.folder / part.name).write_bytes(part.read_bytes())
    assert (one.load(1), other.load(0)) == (None, None)
    one.close()
    other.close()
