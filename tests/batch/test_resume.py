"""A run killed at any moment goes on where it stopped, and ends with the bytes of one that was not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pytest

from svscore.batch.inputs import find_inputs, parts_of
from svscore.batch.job import Found, Part, Request, rescore_part
from svscore.batch.kept import Parts, digest_of
from svscore.batch.run import rescore
from svscore.batch.scenarios import Scenario
from svscore.framework.change import Changes
from svscore.lint import checked_framework
from tests.batch.running import Waiting, svscore

KILLS = 20
FILES = 20
CHILD = """
import sys
from svscore.batch import inputs
inputs.FILES_A_PART = 2
from svscore.cli.app import app
app(sys.argv[1:])
"""
REQUEST = Request((Scenario("without", changes=Changes(drop=("covid-19-recovery",))),), has_rows=True)


@pytest.fixture(scope="module")
def folder(workbooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("few")
    for path in sorted(workbooks.iterdir())[:FILES]:
        (folder / path.name).symlink_to(path)
    return folder


def start(folder: Path, output: Path) -> subprocess.Popen[bytes]:
    words = ["rescore", str(folder), "--drop", "covid-19-recovery", "--jobs", "1", "-o", str(output)]
    command = [sys.executable, "-c", CHILD, *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")
def test_kill_at_random_moments(folder: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.csv"
    takes = worked(start(folder, whole), tmp_path / "whole.csv.parts")
    random, in_the_middle, finished = Random(5), 0, 0  # noqa: S311 - moments to kill at
    output, parts = tmp_path / "rows.csv", tmp_path / "rows.csv.parts"
    while in_the_middle < KILLS and finished < 5 * KILLS:
        child = start(folder, output)
        begun_work(child, parts)
        time.sleep(takes * random.uniform(0, 0.6))
        child.send_signal(signal.SIGKILL)
        child.wait()
        in_the_middle += parts.is_dir()
        if output.exists():  # whole, or not there at all
            assert output.read_bytes() == whole.read_bytes()
            finished += not parts.exists()
            output.unlink()
    assert start(folder, output).wait() == 0
    assert output.read_bytes() == whole.read_bytes()
    assert not parts.exists()
    assert in_the_middle == KILLS, f"{finished} runs ended before they could be killed"


def begun_work(child: subprocess.Popen[bytes], parts: Path) -> None:
    """Wait until a run has its folder of parts, or is over."""
    while not parts.is_dir() and child.poll() is None:
        time.sleep(0.002)


def worked(child: subprocess.Popen[bytes], parts: Path) -> float:
    """Seconds from the folder of parts to the end of a whole run, for the moments to fall within."""
    begun_work(child, parts)
    begun = time.perf_counter()
    assert child.wait() == 0
    return time.perf_counter() - begun


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a process group is interrupted as a terminal does it")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_says_how_to_go_on(jobs: str, workbooks: Path, tmp_path: Path) -> None:
    output, whole = tmp_path / "rows.csv", tmp_path / "whole.csv"
    words = ["rescore", str(workbooks), "--drop", "covid-19-recovery", "--jobs", jobs, "-o", str(output)]
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    while not list(tmp_path.glob("rows.csv.parts/part-*")) and child.poll() is None:
        time.sleep(0.005)
    os.killpg(child.pid, signal.SIGINT)
    shown, said = (stream.decode() for stream in child.communicate(timeout=60))
    assert child.returncode == 130, said
    assert shown == ""
    assert said == f"stopped; run the same command again to go on from {output}.parts\n"
    assert not output.exists()
    assert is_gone(child.pid), "no process of the run is left"
    assert start(workbooks, output).wait() == 0
    assert start(workbooks, whole).wait() == 0
    assert output.read_bytes() == whole.read_bytes()


def is_gone(group: int) -> bool:
    """Whether every process of a group is over, some seconds given."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def parts_in(folder: Path) -> list[Part]:
    names = sorted(str(path) for path in folder.iterdir())
    return [Part(number, workbooks=tuple(names[number * 2 : number * 2 + 2])) for number in range(FILES // 2)]


def test_nothing_finished_is_done_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = parts_in(folder)
    kept = Parts(tmp_path / "rows.csv", digest_of(REQUEST, parts))
    kept.open()
    rescore(REQUEST, parts[:6], kept=kept)
    (kept.folder / "part-000002.json").write_bytes(b"torn")
    done: list[int] = []

    def noted(request: Request, part: Part) -> Found:
        done.append(part.number)
        return rescore_part(request, part)

    monkeypatch.setattr("svscore.batch.run.rescore_part", noted)
    again = rescore(REQUEST, parts, kept=kept)
    assert done == [2, 6, 7, 8, 9]
    monkeypatch.undo()
    assert again == rescore(REQUEST, parts)


def test_a_part_kept_in_a_file_is_the_same(folder: Path, tmp_path: Path) -> None:
    part = parts_in(folder)[0]
    kept = Parts(tmp_path / "rows.csv", "run")
    kept.open()
    rescore(REQUEST, [part], kept=kept)
    found = kept.load(0)
    assert found is not None
    assert found == rescore_part(REQUEST, part)
    assert found.levels.awards == 2


@pytest.mark.parametrize("pool", [nullcontext, partial(ThreadPoolExecutor, 1)])
def test_what_is_kept_of_a_part_does_not_hang_on_the_parts_before_it(
    pool: Callable[[], AbstractContextManager[Executor | None]], folder: Path, tmp_path: Path
) -> None:
    """One of those may be done again, and its changes be others than they were."""
    request, parts = replace(REQUEST, shown=1), parts_in(folder)
    kept = Parts(tmp_path / "rows.csv", "run")
    kept.open()
    with pool() as executor:
        summary = rescore(request, parts, executor, processes=1, kept=kept)
    assert len(summary.changes[0]) == 2
    alone = [rescore_part(request, part) for part in parts]
    assert [kept.load(part.number) for part in parts] == alone
    assert any(found.changes[0] for found in alone[-3:])


def test_failures_are_kept_with_their_places(tmp_path: Path) -> None:
    (broken := tmp_path / "broken.csv").write_text("Bidder,price\nA,lots\n,5\n", encoding="utf-8")
    request = replace(REQUEST, baseline=checked_framework("dsp-lot2"))
    part = Part(0, workbooks=(str(broken),))
    kept = Parts(tmp_path / "rows.csv", "run")
    kept.open()
    rescore(request, [part], kept=kept)
    found = kept.load(0)
    assert found is not None
    assert found == rescore_part(request, part)
    (failure,) = found.failures
    assert {problem.location.row for problem in failure.problems} >= {2, 3}


def test_a_part_is_done_again_when_a_model_its_workbooks_name_has_changed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (part,) = parts_of(find_inputs([str(folder)]))
    found = rescore_part(REQUEST, part)
    assert list(found.models) == ["dsp-lot2@2021-10"]
    kept = Parts(tmp_path / "rows.csv", "run")
    kept.open()
    kept.save(found)
    assert kept.load(0) == found
    monkeypatch.setattr("svscore.batch.reading.named_digest", lambda _name, **_options: "another")
    assert kept.load(0) is None


def test_a_part_that_was_changed_before_it_is_written_out_is_said(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "rows.csv"
    words = ("rescore", str(folder), "--drop", "wellbeing", "-o", str(output))
    save = Parts.save

    def torn(self: Parts, found: Found) -> None:
        save(self, found)
        part = self.folder / "part-000000.json"
        part.write_bytes(part.read_bytes()[:-1])

    def renamed(self: Parts, found: Found) -> None:
        found.models = dict.fromkeys(found.models, "another")
        save(self, found)

    for saved, message in (
        (torn, "this part of the run was changed since it was done hint: run the same command again"),
        (renamed, "its workbooks name dsp-lot2@2021-10, which here is another model than they were read with"),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(Parts, "save", saved)
            result = svscore(*words)
        assert result.exit_code == 1
        assert f"part-000000.json: BA116 {message}" in " ".join(result.stderr.split())
        assert not output.exists()
    assert svscore(*words).exit_code == 0
    assert output.exists()


def test_control_c_before_the_run_begins_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_paths: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("svscore.batch.inputs.find_inputs", stopped)
    result = svscore("rescore", str(folder), "--drop", "wellbeing")
    assert (result.exit_code, result.output) == (130, "stopped; run the same command again\n")


def test_another_version_does_not_go_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = parts_of(find_inputs([str(folder)]))
    mine = digest_of(REQUEST, parts)
    monkeypatch.setattr("svscore.batch.kept.__version__", "0.0.9")
    assert digest_of(REQUEST, parts) != mine


def test_the_parts_of_another_run_are_not_taken(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "rows.csv"
    parts = parts_of(find_inputs([str(folder)]))
    Parts(output, digest_of(REQUEST, parts)).open()
    result = svscore("rescore", str(folder), "--drop", "wellbeing", "-o", str(output))
    assert result.exit_code == 1
    assert "BA107 this folder holds the beginning of another run: other models, options or files" in result.stderr
    assert not output.exists()


def test_control_c_while_a_part_is_kept_leaves_the_others_to_break(folder: Path) -> None:
    """A future that is cancelled cannot be told that its process was ended: there would be a traceback."""
    (part,) = parts_of(find_inputs([str(folder)]))
    executor = Waiting(lambda future, work, *words: future.set_result(work(*words)))

    def stopped(_read: int, _failed: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rescore(REQUEST, [replace(part, number=number) for number in range(3)], executor, processes=1, watch=stopped)
    assert [future.cancelled() for future in executor.running] == [False] * 3
