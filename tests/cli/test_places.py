"""Paths that lead to no file: devices, pipes, sockets, folders, broken links, names no file can have."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from svscore.sources import WAIT_FOR_WRITER, read_bytes
from tests.batch.running import svscore
from tests.cli.commands import (
    MODEL,
    OF_ARCHIVES,
    OF_BIDS,
    OF_MODELS,
    OF_OTHERS,
    OUTPUTS,
    Words,
    named,
    rows,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these in folders")

PLACES: Mapping[str, str] = {
    "socket": "a socket",
    "folder": "a folder",
    "zero": "a device",
    "broken": "no ",
    "circle": "no ",
    "locked/inside": "no ",
    "x" * 300: "no ",
    "x/" * 2500: "no ",
    "m.yaml/inside": "no ",
}
ENDINGS = (".yaml", ".csv", ".parquet")


@pytest.fixture
def odd(here: Path) -> Iterator[Path]:
    """The folder with something odd under each name."""
    sockets = []
    for ending in ENDINGS:
        Path(f"folder{ending}").mkdir()
        Path(f"broken{ending}").symlink_to("nothing")
        Path(f"circle{ending}").symlink_to(f"circle{ending}")
        Path(f"zero{ending}").symlink_to("/dev/zero")
        sockets.append(socket.socket(socket.AF_UNIX))
        sockets[-1].bind(f"socket{ending}")
    yield here
    for each in sockets:
        each.close()


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize(
    "name", [*list(PLACES)[:3], *(pytest.param(name, marks=pytest.mark.slow) for name in list(PLACES)[3:])]
)
def test_no_command_reads_what_is_no_file_or_ends_in_a_traceback(name: str) -> None:
    start = time.process_time()
    tables = (
        (".yaml", rows(OF_MODELS, OF_OTHERS)),
        (".csv", rows(OF_BIDS)),
        (".parquet", rows(OF_ARCHIVES)),
    )
    for ending, commands in tables:
        for words in commands:
            ran = svscore(*named(words, f"{name}{ending}"))
            assert ran.exit_code == 1, (words, ran.output)
            assert len(ran.stderr.splitlines()) <= 5, ran.output
            assert PLACES[name] in ran.output or "cannot be read" in ran.output or "folder" in ran.output, ran.output
    assert time.process_time() - start < 20


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/dev/full", "/proc/self/mem", "/dev/fd/999", "/proc/kmsg"])
def test_no_device_is_read_by_any_command(path: str) -> None:
    if not Path(path).parent.exists():
        pytest.skip("needs the devices of Linux")
    for words in rows(OF_MODELS, OF_OTHERS, OF_BIDS, OF_ARCHIVES):
        ran = svscore(*named(words, path))
        assert ran.exit_code == 1, (words, ran.output)
        assert len(ran.stderr.splitlines()) <= 5, ran.output


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("words", "name"),
    [
        (OF_MODELS["check"], "p.yaml"),
        (OF_MODELS["evaluate"], "p.yaml"),
        (OF_OTHERS["rescore --scenarios"], "p"),
        (OF_OTHERS["template --bidders-from"], "p"),
        (OF_BIDS["evaluate"], "p.csv"),
        (OF_BIDS["rescore"], "p.csv"),
        (OF_ARCHIVES["archive list"], "p.parquet"),
    ],
)
def test_nobody_waits_for_a_pipe_that_nobody_writes_to(words: Words, name: str) -> None:
    os.mkfifo(name)
    start = time.monotonic()
    ran = svscore(*named(words, name))
    assert ran.exit_code == 1
    assert "pipe" in ran.output
    assert time.monotonic() - start < WAIT_FOR_WRITER * 4


@pytest.mark.usefixtures("here")
def test_a_pipe_that_somebody_writes_to_slowly_is_read_whole() -> None:
    os.mkfifo("p.csv")
    slow = ["sh", "-c", "exec > p.csv; head -c 20 b.csv; sleep 0.5; tail -c +21 b.csv"]
    with subprocess.Popen(slow):
        ran = svscore("evaluate", "p.csv", "-f", "m.yaml", "--format", "csv")
    assert (ran.exit_code, ran.stdout.count("\n")) == (0, 3), ran.stderr


@pytest.mark.parametrize("size", [0, 1, 65_536, 3_000_000])
def test_a_pipe_gives_what_was_written_up_to_the_bound(size: int, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def write() -> None:
        with pipe.open("wb") as file:
            try:
                file.write(b"x" * size)
                file.flush()
            except BrokenPipeError:
                return

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    if size == 0:  # who looks late meets nobody at all
        with suppress(TimeoutError):
            assert read_bytes(pipe, 2_000_000) == b""
        return
    content = read_bytes(pipe, 2_000_000)
    assert len(content) == size or 2_000_000 < len(content) <= size
    writer.join(5)


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs /dev/fd")
@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("check <(cat m.yaml)", "checked 1 file: "),
        ("check /dev/stdin < m.yaml", "checked 1 file: "),
        ("template -f m.yaml --bidders-from <(printf 'A\\nB\\n') --evaluator E -o o.xlsx", "o.xlsx: "),
    ],
)
def test_what_a_shell_makes_of_a_command_is_read(command: str, line: str, here: Path) -> None:
    whole = f"{sys.executable} -m svscore {command}"
    ran = subprocess.run(["bash", "-c", whole], capture_output=True, text=True, check=False, cwd=here)  # noqa: S607
    assert ran.returncode == 0, ran.stderr
    assert line in ran.stdout + ran.stderr


def test_check_says_what_it_passed_over_in_a_folder(here: Path) -> None:
    folder = here / "models"
    for name in ("a", "a/b", "locked", "link"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "a/b/m.yaml").write_text(MODEL, "utf-8")
    (folder / "gone").symlink_to("nowhere")
    (folder / "gone.yaml").symlink_to("nowhere.yaml")
    (folder / "circle.yml").symlink_to("circle.yml")
    (folder / "up").symlink_to("..")
    os.mkfifo(folder / "pipe.yaml")
    (folder / "device.yaml").symlink_to("/dev/zero")
    ran = svscore("check", "models")
    assert ran.exit_code == 1
    for line in (
        "models/gone: CL103 the link leads to nothing",
        "models/gone.yaml: SV007 the file cannot be read: no such file",
        "models/circle.yml: SV007 the file cannot be read: too many levels of symbolic links",
        "models/up: CL102 note: it is a link to a folder, and was not followed",
        "models/pipe.yaml: CL103 it is a pipe, expected a file",
        "models/device.yaml: CL103 it is a device, expected a file",
        "models/a/b/m.yaml:1:1: SV301 note",
    ):
        assert line in ran.stdout
    assert "checked 3 files: 5 errors, " in ran.stderr


@pytest.mark.parametrize("count", [1, 25])
def test_check_says_that_a_folder_is_locked(count: int, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(count):
        (here / f"models/l{number:02}").mkdir(parents=True)
    (here / "models/m.yaml").write_text(MODEL, "utf-8")
    look = os.scandir

    def refused(path: Path) -> object:
        if Path(path).name.startswith("l"):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr("svscore.sources.os.scandir", refused)
    ran = svscore("check", "models")
    assert ran.exit_code == 1
    assert "models/l00: CL103 the folder cannot be looked into: permission denied" in ran.stdout
    assert ran.stdout.count("CL103") == min(count, 21)
    assert (count > 20) == ("this folder and 4 more cannot be looked into" in ran.stdout)


def test_check_of_a_folder_without_end_ends(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("svscore.cli.walked.MOST_LOOKED_AT", 10)
    (here / "many").mkdir()
    for number in range(12):
        (here / f"many/{number}.txt").touch()
    ran = svscore("check", "many")
    assert (ran.exit_code, ran.stdout.count("\n")) == (1, 2)
    assert "many: CL103 it holds more than 10 files, and the rest was not looked at" in ran.stdout


UNWRITABLE: Mapping[str, str] = {
    "n" * 300: "file name too long",
    "é" * 130: "file name too long",
    "x/" * 2500 + "o": "file name too long",
    "nofolder/o": "no such file or directory",
    "nofolder/../o/p": "no such file or directory",
    "b.csv/o": "not a directory",
    "m.yaml/deeper/o": "not a directory",
}


@pytest.mark.parametrize("name", UNWRITABLE)
@pytest.mark.parametrize("words", OUTPUTS.values(), ids=OUTPUTS)
def test_an_output_that_cannot_be_written_is_refused_before_any_work(
    words: Words, name: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("svscore.scoring.engine.score", None)  # which nothing gets as far as
    monkeypatch.setattr("svscore.batch.run.rescore", None)
    before = sorted(here.rglob("*"))
    ran = svscore(*named(words, name))
    assert (ran.exit_code, ran.stdout) == (1, ""), ran.stderr
    assert f"RP102 cannot be written: {UNWRITABLE[name]}" in ran.stderr
    assert sorted(here.rglob("*")) == before


@pytest.mark.parametrize("words", OUTPUTS.values(), ids=OUTPUTS)
def test_an_output_in_a_folder_that_may_not_be_written_to_is_refused_before_any_work(
    words: Words, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = os.access
    monkeypatch.setattr("svscore.files.os.access", lambda path, mode: mode != os.W_OK | os.X_OK and ask(path, mode))
    ran = svscore(*named(words, "o"))
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "RP102 cannot be written: permission denied" in ran.stderr
    assert not list(here.glob("o*"))


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("words", OUTPUTS.values(), ids=OUTPUTS)
def test_a_folder_is_no_output(words: Words) -> None:
    Path(f"o{Path(words[-1]).suffix}").mkdir()
    ran = svscore(*named(words, "o"))
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "folder" in ran.stderr or "RP109 is there already" in ran.stderr


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("words", OUTPUTS.values(), ids=OUTPUTS)
def test_the_name_of_a_folder_is_not_taken_for_that_of_a_file(words: Words) -> None:
    ran = svscore(*named(words, "o")[:-1], f"o{Path(words[-1]).suffix}/")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "which names a folder" in ran.stderr
    joined = svscore(*named(words, "o")[:-2], f"-oo{Path(words[-1]).suffix}/")
    assert (joined.exit_code, "which names a folder" in joined.stderr) == (2, True)


EMPTY = [
    *(named(words, "") for words in rows(OF_MODELS, OF_OTHERS, OF_BIDS, OF_ARCHIVES)),
    *([*words[:-1], ""] for words in rows(OUTPUTS)),
    ["evaluate", "b.csv", "--framework="],
    ["evaluate", "b.csv", "-f", "m.yaml", "--output="],
    ["evaluate", "b.csv", "-f", "m.yaml", "--lot", ""],
    ["rescore", "books", "", "-f", "m.yaml"],
    [""],
]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("words", EMPTY)
def test_an_empty_word_stands_for_nothing_and_least_for_this_folder(words: list[str]) -> None:
    ran = svscore(*words)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "it is empty" in ran.stderr


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "words", [["check", "a\0b"], ["rescore", "a\0", "-f", "m.yaml"], ["evaluate", "b.csv", "-o", "\0"]]
)
def test_a_name_with_a_nul_is_refused(words: list[str]) -> None:
    assert (svscore(*words).exit_code, "NUL" in svscore(*words).stderr) == (2, True)


@pytest.mark.parametrize("kind", ["names", "scenarios"])
def test_a_list_that_is_too_long_is_not_read_in_part(kind: str, here: Path) -> None:
    (here / "long").write_text("Bidder of many\n" * 80_000, "utf-8")
    words = OF_OTHERS["template --bidders-from" if kind == "names" else "rescore --scenarios"]
    ran = svscore(*named(words, "long"))
    assert ran.exit_code == 1
    assert "more than 1,000,000 bytes" in ran.stderr
