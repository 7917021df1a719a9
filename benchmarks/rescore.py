"""Re-scoring beside other ways of doing it, in one run: ratios of medians, whole processes, in turn.

Compares with what people would write instead: a loop over python-calamine, openpyxl or pandas for workbooks;
polars or DuckDB joining, summing and ranking in floats for an archive; numpy's weighted sum as the floor.
Install those first: ``pip install polars pandas pyarrow python-calamine``.

    python benchmarks/rescore.py [RUNS [PARTS]]

PARTS are the letters of the parts below; all by default. Part e needs ``pip install distributed``.
"""

from __future__ import annotations

import compileall
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from rescore_peers import ARCHIVE_PEERS, KERNEL, LOOPS

import svscore

CRITERIA, BIDS = 30, 5
WORKBOOKS = 5000
ARCHIVED = 200_000
FEWER, SCENARIOS = 20_000, 100
SOME, HEAVY = 1000, 400


def model(leaves: int, name: str) -> str:
    """A model of so many marked criteria, one of them a lowest price, in six themes."""
    lines = [
        "svscore: 1",
        f"id: {name}",
        f"title: {name}",
        'version: "1"',
        "regime: other",
        "status: illustrative",
        "scales:",
        "  five: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}, {mark: 5}]",
        "rounding: {criterion: 2, total: 2}",
        "criteria:",
        "  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}",
    ]
    marks = leaves - 1
    for theme in range(6):
        mine = [number for number in range(marks) if number % 6 == theme]
        lines += [f"  - id: theme-{theme}", f"    title: Theme {theme}", "    weight: 10", "    criteria:"]
        lines += [f"    - {{id: c{n}, title: Criterion {n}, weight: 100/{len(mine)}, scale: five}}" for n in mine]
    return "\n".join(lines) + "\n"


def measured(arguments: list[str]) -> tuple[float, ...]:
    """Of a process: seconds, seconds of work without the imports, peak of memory in MiB, seconds of processor."""
    start = time.perf_counter()
    child = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output, _ = child.communicate()
    taken = time.perf_counter() - start
    if child.returncode:
        raise SystemExit(f"failed: {arguments}")
    last = output.decode().splitlines()[-1:]
    return taken, *map(float, last[0].split()[1:])


def script(body: str, start: str) -> list[str]:
    """A process that runs a peer and says what its work took and its memory peaked at."""
    return ["-c", f"import time\nwork = 0.0\n{start}\n{body}\n{USED}"]


USED = """
import resource
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print("work", work, max(each.ru_maxrss for each in used) / 1024, sum(each.ru_utime + each.ru_stime for each in used))
"""


def table(title: str, candidates: dict[str, list[str]], runs: int, unit: tuple[str, float] = ("", 0)) -> None:
    """Runs the candidates in turn and prints medians and ratios to the first."""
    results: dict[str, list[tuple[float, ...]]] = {name: [] for name in candidates}
    for turn in range(runs + 1):
        for name, arguments in candidates.items():
            found = measured(arguments)
            if turn:  # the first round only warms the caches
                results[name].append(found)
    first = median(found[0] for found in next(iter(results.values())))
    print(f"\n{title}\n{'':28}{'s':>9}{'ratio':>8}{'work s':>10}{'cpu s':>8}{'peak MiB':>10}{unit[0]:>12}")
    for name, rows in results.items():
        seconds, work, peak, used = (median(row[at] for row in rows) for at in range(4))
        rate = f"{unit[1] * seconds:12.2f}" if unit[0] else ""
        print(f"{name:28}{seconds:9.2f}{seconds / first:8.2f}{work:10.3f}{used:8.2f}{peak:10.0f}{rate}", flush=True)


FOR_ARCHIVES = """
import gc
from svscore.__main__ import MANY
gc.set_threshold(MANY)
import svscore.batch.archived, svscore.batch.run, svscore.framework.load, svscore.lint
"""
RESCORING = """
import sys
from svscore.__main__ import main
start = time.perf_counter()
try:
    sys.argv[1:] = words
    main()
except SystemExit as end:
    assert not end.code
work = time.perf_counter() - start
"""


def rescoring(*words: str, before: str = FOR_ARCHIVES) -> list[str]:
    """``svscore rescore`` as a process; the imports ``before`` do not count as its work."""
    return script(RESCORING, f"{before}\nwords = {['rescore', *words, '--rows', '5']!r}")


def make(output: Path, count: int, name: str, bids: int) -> None:
    """Synthetic competitions under one of the models."""
    words = ["-n", str(count), "--bids", str(bids), "-f", str(output.parent / name), "-o", str(output)]
    command = [sys.executable, "-m", "svscore", "archive", "synth", *words]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def workbooks(folder: Path, runs: int) -> None:
    """(a) Workbooks of 6 bids by 25 criteria: read and score, per file."""
    make(folder / "books", WORKBOOKS, "small.yaml", 6)
    start = f"from pathlib import Path\npaths = sorted(map(str, Path({str(folder / 'books')!r}).iterdir()))"
    words = (str(folder / "books"), "--baseline", str(folder / "small.yaml"), "--set", "theme-0=20")
    ours = rescoring(*words, before="")  # it imports while it begins with processes
    peers = {"svscore rescore": ours} | {name: script(loop, start) for name, loop in LOOPS.items()}
    table(f"(a) {WORKBOOKS:,} workbooks of 6 x 25", peers, runs, ("ms a file", 1000 / WORKBOOKS))


def archives(folder: Path, runs: int) -> None:
    """(b) An archive of 5 bids by 30 criteria under other weights."""
    path = folder / "bids.parquet"
    make(path, ARCHIVED, "thirty.yaml", BIDS)
    start = f"folder, path, count = {str(folder)!r}, {str(path)!r}, {ARCHIVED}"
    peers = {
        "svscore rescore": rescoring(str(path), "--set", "theme-0=20"),
        "svscore kernel only": script(KERNEL, start),
    }
    peers |= {name: script(body, start) for name, body in ARCHIVE_PEERS.items()}
    table(f"(b) {ARCHIVED:,} archived competitions of {BIDS} x {CRITERIA}", peers, runs)


def scenarios(folder: Path, runs: int) -> None:
    """(c) Many scenarios over one archive."""
    path, file = folder / "fewer.parquet", folder / "variants.yaml"
    make(path, FEWER, "thirty.yaml", BIDS)
    lines = (f"  s{n}: {{set: {{theme-{n % 6}: {10 + n / 4}}}}}\n" for n in range(SCENARIOS))
    file.write_text("scenarios:\n" + "".join(lines), encoding="utf-8")
    words = (str(path), "--scenarios", str(file))
    table(
        f"(c) {SCENARIOS} scenarios over {FEWER:,} competitions", {"svscore rescore": rescoring(*words)}, min(runs, 3)
    )


def memory(folder: Path, _: int) -> None:
    """(d) Peak memory as the archive grows; one run each."""
    print(f"\n(d) peak memory\n{'competitions':>16}{'s':>9}{'peak MiB':>10}")
    for count in (50_000, 200_000, 800_000):
        path = folder / f"{count}.parquet"
        make(path, count, "thirty.yaml", BIDS)
        seconds, peak = measured(rescoring(str(path), "--set", "theme-0=20"))[:3:2]
        print(f"{count:16,}{seconds:9.2f}{peak:10.0f}")


def scaling(folder: Path, runs: int) -> None:
    """(e) One worker beside two: processes of this machine, and workers of a cluster on it."""
    make(folder / "some", SOME, "small.yaml", 6)
    make(folder / "many.parquet", ARCHIVED, "thirty.yaml", BIDS)
    make(folder / "heavy.parquet", HEAVY, "engine.yaml", BIDS)
    inputs = {
        f"{SOME:,} workbooks of 6 x 25": (str(folder / "some"), "--baseline", str(folder / "small.yaml")),
        f"{ARCHIVED:,} archived, a compiled model": (str(folder / "many.parquet"),),
        f"{HEAVY:,} archived, a model for the engine": (str(folder / "heavy.parquet"),),
    }
    with cluster(1) as one, cluster(2) as two:
        workers = {"1 process": ("--jobs", "1"), "2 processes": ("--jobs", "2")}
        workers |= {"1 worker of a cluster": ("--cluster", one), "2 workers of a cluster": ("--cluster", two)}
        for title, words in inputs.items():
            candidates = {name: rescoring(*words, "--set", "theme-0=20", *how) for name, how in workers.items()}
            table(f"(e) {title}; cpu and peak of this process only", candidates, runs)


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a Dask cluster on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    here, address = ("--host", "127.0.0.1", "--no-dashboard"), f"tcp://127.0.0.1:{port}"
    worker = ["dask_worker", address, "--nthreads", "1", "--no-nanny", *here]
    commands = [["dask_scheduler", "--port", str(port), *here], *[worker] * workers]
    started = [
        subprocess.Popen([sys.executable, "-m", f"distributed.cli.{name}", *words], stderr=subprocess.DEVNULL)
        for name, *words in commands
    ]
    try:
        yield address
    finally:
        for each in started:
            each.terminate()
            each.wait()


PARTS = {"a": workbooks, "b": archives, "c": scenarios, "d": memory, "e": scaling}


def main() -> None:
    """Make the inputs, then measure each part."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    compileall.compile_dir(Path(svscore.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "thirty.yaml").write_text(model(CRITERIA, "thirty"), encoding="utf-8")
        (folder / "small.yaml").write_text(model(25, "small"), encoding="utf-8")
        engine = model(CRITERIA, "engine").replace("    criteria:", "    rescale: best\n    criteria:")
        (folder / "engine.yaml").write_text(engine, encoding="utf-8")
        for letter in sys.argv[2] if len(sys.argv) > 2 else PARTS:
            PARTS[letter](folder, runs)


if __name__ == "__main__":
    main()
