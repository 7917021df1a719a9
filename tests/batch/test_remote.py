"""Workbooks and archives elsewhere: in memory, over HTTP, in S3."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import fsspec
import pytest
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

from svscore.batch.contents import lots_in, open_archive
from svscore.batch.remote import MOST_LATEST
from tests.batch.running import svscore

DROP = ("--drop", "wellbeing")


@pytest.fixture(scope="module")
def folder(archive: Path, workbooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive and a folder ``books`` of twelve workbooks."""
    folder = tmp_path_factory.mktemp("storage")
    (folder / "bids.parquet").write_bytes(archive.read_bytes())
    (folder / "books").mkdir()
    for path in sorted(workbooks.iterdir())[:12]:
        (folder / "books" / path.name).write_bytes(path.read_bytes())
    return folder


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, and refuses what has ``refused`` in its name."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name it has there
        """Says nothing."""

    def send_head(self) -> Any:
        if "refused" in self.path:
            self.send_error(403)
            return None
        return super().send_head()


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def in_s3(folder: Path) -> Iterator[str]:
    """A real server of S3's protocol."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        words = {"ACCESS_KEY_ID": "test", "SECRET_ACCESS_KEY": "test", "DEFAULT_REGION": "us-east-1"}
        for name, word in (words | {"ENDPOINT_URL": f"http://{host}:{port}"}).items():
            patch.setenv(f"AWS_{name}", word)
        system = S3FileSystem(use_listings_cache=False)
        system.mkdir("bids")
        system.put(str(folder), "bids/year", recursive=True)
        yield "s3://bids/year"
    server.stop()


@pytest.fixture(params=["memory", "http", "s3"])
def storage(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "memory":
        fsspec.filesystem("memory").put(str(folder), "/bucket", recursive=True)
        return "memory://bucket"
    url: str = request.getfixturevalue({"http": "server", "s3": "in_s3"}[request.param])
    return url


def test_a_remote_archive_is_the_same_archive(storage: str, archive: Path) -> None:
    result = svscore("rescore", f"{storage}/bids.parquet", *DROP)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == svscore("rescore", str(archive), *DROP).stdout


@pytest.mark.parametrize("pattern", ["books", "books/*.xlsx"])
def test_remote_workbooks_are_the_same_workbooks(pattern: str, storage: str, folder: Path, tmp_path: Path) -> None:
    result = svscore("rescore", f"{storage}/{pattern}", *DROP, "-o", str(tmp_path / "rows.csv"))
    assert result.exit_code == 0, result.stderr
    assert result.stdout == svscore("rescore", str(folder / "books"), *DROP).stdout


def test_an_archive_is_built_of_remote_workbooks(storage: str, folder: Path, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("there.parquet", "here.parquet")]
    for books, path in zip((f"{storage}/books", str(folder / "books")), paths, strict=True):
        assert svscore("archive", "build", books, "-o", str(path)).exit_code == 0
    shown = [svscore("rescore", str(path), *DROP).stdout for path in paths]
    assert shown[0] == shown[1]


def test_nothing_at_the_address(storage: str) -> None:
    result = svscore("rescore", f"{storage}/gone.xlsx", *DROP)
    assert result.exit_code == 1
    assert "BA106 no workbook and no archive is found here" in result.stderr


def test_a_file_address(folder: Path) -> None:
    result = svscore("rescore", f"file://{folder}/books", *DROP)
    assert result.stdout == svscore("rescore", str(folder / "books"), *DROP).stdout


def test_a_remote_workbook_is_fetched_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = fsspec.filesystem("memory")
    system.put(str(folder), "/bucket", recursive=True)
    fetched: list[str] = []
    real = type(system).open

    def noted(self: Any, path: str, *words: Any, **options: Any) -> Any:
        fetched.append(path)
        return real(self, path, *words, **options)

    monkeypatch.setattr(type(system), "open", noted)
    assert svscore("rescore", "memory://bucket/books", *DROP).exit_code == 0
    assert len(fetched) == len(set(fetched)) == 12


def test_no_archive_stays_in_memory_when_others_took_its_place(folder: Path) -> None:
    system = fsspec.filesystem("memory")
    names = [f"/many/{number}.parquet" for number in range(MOST_LATEST + 3)]
    for name in names:
        system.pipe_file(name, (folder / "bids.parquet").read_bytes())

    def held() -> int:
        return sum(name.startswith("/svscore-") for name in system.store)

    read = open_archive(f"memory:/{names[0]}")
    for name in names[1:]:
        lots_in(f"memory:/{name}")
    assert held() == MOST_LATEST + 1
    assert system.exists(read.path), "what is being read never goes"
    del read
    assert held() == MOST_LATEST
    assert open_archive(f"memory:/{names[0]}").bids > 0


def test_what_a_server_refuses_is_one_clear_line(server: str) -> None:
    result = svscore("rescore", f"{server}/refused.parquet", *DROP)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{server}/refused.parquet: BA")
    assert "Traceback" not in result.stderr


def test_storage_nobody_knows_is_one_clear_line() -> None:
    result = svscore("rescore", "nowhere://bucket/bids.parquet", *DROP)
    assert result.exit_code == 1
    assert "BA114 cannot be reached: svscore reads no address that begins with nowhere://" in result.stderr
