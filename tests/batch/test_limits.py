"""``--max-size`` and ``--max-cells`` in every command that reads workbooks, here and in other processes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from svscore.batch.inputs import find_inputs, parts_of
from svscore.batch.job import Part, Request, rescore_part
from svscore.batch.kept import Parts, digest_of
from svscore.batch.processes import local_executor
from svscore.batch.run import rescore
from svscore.batch.scenarios import Scenario
from svscore.framework.change import Changes
from svscore.workbook import Limits
from tests.batch.running import svscore

SMALL = Limits().raised(None, 20)
CELLS = "it holds more than 20 cells"
REQUEST = Request((Scenario("without", changes=Changes(drop=("covid-19-recovery",))),))
COMMANDS = {
    "evaluate": ["evaluate", "{bids}"],
    "merge": ["merge", "{bids}", "-o", "{out}/all.xlsx"],
    "rescore": ["rescore", "{bids}", "--drop", "covid-19-recovery"],
    "archive build": ["archive", "build", "{bids}", "-o", "{out}/new.parquet"],
    "archive add": ["archive", "add", "{archive}", "{bids}"],
    "frameworks diff": ["frameworks", "diff", "dsp-lot2", "dsp-lot2-without-covid", "--bids", "{bids}"],
}


@pytest.fixture(scope="module")
def bids(workbooks: Path) -> Path:
    return min(workbooks.iterdir())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_that_reads_workbooks_takes_limits(name: str, bids: Path, archive: Path, tmp_path: Path) -> None:
    (mine := tmp_path / "mine.parquet").write_bytes(archive.read_bytes())
    words = [word.format(bids=bids, out=tmp_path, archive=mine) for word in COMMANDS[name]]
    refused = svscore(*words, "--max-cells", "20")
    said = " ".join(refused.output.split())
    assert CELLS in said, said
    assert (refused.exit_code, len(list(tmp_path.iterdir()))) == (1, 1), "and nothing is written"
    allowed = svscore(*words, "--max-cells", "2000", "--max-size", "1")
    assert allowed.exit_code == 0, allowed.output


@pytest.mark.parametrize("name", COMMANDS)
def test_a_limit_of_nothing_is_wrong_usage(name: str, bids: Path, archive: Path, tmp_path: Path) -> None:
    words = [word.format(bids=bids, out=tmp_path, archive=archive) for word in COMMANDS[name]]
    assert svscore(*words, "--max-size", "0").exit_code == 2
    assert svscore(*words, "--max-cells", "0").exit_code == 2


def test_a_refused_workbook_is_an_outcome_of_a_run(bids: Path, workbooks: Path) -> None:
    part = Part(0, workbooks=(str(bids),))
    assert rescore_part(REQUEST, part).failures == []
    (failure,) = rescore_part(replace(REQUEST, limits=SMALL), part).failures
    assert (failure.file, failure.lot, failure.scenario) == (str(bids), "", "")
    assert CELLS in failure.problems[0].message
    parts = parts_of(find_inputs([str(workbooks)]))
    with local_executor(parts, 2) as executor:
        assert executor is not None
        summary = rescore(replace(REQUEST, limits=SMALL), parts, executor)
    assert summary.failed == summary.read > 100, "each process keeps to them"


def test_a_run_goes_on_under_the_same_limits_only_where_they_can_matter(
    bids: Path, archive: Path, tmp_path: Path
) -> None:
    large = replace(REQUEST, limits=Limits().raised(100, None))
    of_files, of_archive = (parts_of(find_inputs([str(path)])) for path in (bids, archive))
    assert digest_of(large, of_files) != digest_of(REQUEST, of_files)
    assert digest_of(large, of_archive) == digest_of(REQUEST, of_archive), "marks in an archive were read before"
    assert digest_of(replace(REQUEST, limits=Limits().raised(64, 500_000)), of_files) == digest_of(REQUEST, of_files)
    output = tmp_path / "rows.csv"
    Parts(output, digest_of(replace(REQUEST, has_rows=True), of_files)).open()
    words = ["rescore", str(bids), "--drop", "covid-19-recovery", "-o", str(output)]
    assert "BA107" in svscore(*words, "--max-cells", "2000").stderr
