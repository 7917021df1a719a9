"""A server elsewhere can neither fill the memory, hold up the run, send svscore on, nor have its secrets written."""

from __future__ import annotations

import json
import socket
import time
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from s3fs import S3FileSystem

from svscore.batch import remote, web
from svscore.batch.remote import shown
from tests.batch.running import svscore
from tests.pace import allowed

DROP = ("--drop", "wellbeing")
LOGIN = "Basic " + b64encode(b"user:hunter2").decode()
MEGABYTE = b"x" * (1 << 20)


class Hostile(BaseHTTPRequestHandler):
    """Answers as the first folder of the path says; a file below it is one of ``files``."""

    files: Path
    other: str
    asked: list[str]

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name it has there
        """Says nothing."""

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_GET(self) -> None:
        self.asked.append(self.path)
        kind = self.path.split("/")[1]
        try:
            getattr(self, kind)()
        except OSError:
            self.close_connection = True  # the other side has hung up

    def _file(self) -> None:
        content = (self.files / self.path.partition("?")[0].rpartition("/")[2]).read_bytes()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def plain(self) -> None:
        self._file()

    def login(self) -> None:
        if self.headers.get("Authorization") == LOGIN and "token=hunter2" in self.path:
            self._file()
        else:
            self.send_error(401)

    def endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(MEGABYTE)

    def chunked(self) -> None:
        self.protocol_version = "HTTP/1.1"
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        while True:
            self.wfile.write(b"100000\r\n" + MEGABYTE + b"\r\n")

    def lying(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b"PK")

    def slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def drip(self) -> None:
        for letter in "HTTP/1.0 200 OK\r\n" + "X: y\r\n" * 1000:
            self.wfile.write(letter.encode())
            self.wfile.flush()
            time.sleep(0.1)

    def silent(self) -> None:
        time.sleep(5)

    def broken(self) -> None:
        self.wfile.write(b"hello\r\n\r\n")

    def sent_on(self) -> None:
        self._redirect(f"/plain/{self.path.rpartition('/')[2]}")

    def sent_away(self) -> None:
        self._redirect(f"{self.other}/plain/{self.path.rpartition('/')[2]}")

    def sent_to_a_file(self) -> None:
        self._redirect("file:///etc/passwd")

    def sent_nowhere(self) -> None:
        self._redirect("")

    def sent_round(self) -> None:
        self._redirect(self.path)

    def _redirect(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.end_headers()


def serving(folder: Path, other: str = "") -> tuple[ThreadingHTTPServer, str]:
    handler = type("Handler", (Hostile,), {"files": folder, "other": other, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}"


@pytest.fixture(scope="module")
def servers(
    archive: Path, workbooks: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, list[str]]]:
    """The address of the hostile one, and what the other one was asked."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "a.parquet").write_bytes(archive.read_bytes())
    (folder / "b.xlsx").write_bytes(min(workbooks.iterdir()).read_bytes())
    second, other = serving(folder)
    first, address = serving(folder, other)
    yield address, second.RequestHandlerClass.asked  # type: ignore[attr-defined]
    for server in (first, second):
        server.shutdown()
        server.server_close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "WAIT", 1)
    monkeypatch.setattr(web, "MOST_TIME", 2)


@pytest.mark.parametrize("kind", ["endless", "chunked"])
@pytest.mark.parametrize("name", ["a.parquet", "b.xlsx"])
def test_a_body_without_end_is_not_read_on(kind: str, name: str, servers: tuple[str, list[str]]) -> None:
    start = time.process_time()
    result = svscore("rescore", f"{servers[0]}/{kind}/{name}", *DROP, "--max-size", "3", "--jobs", "1")
    assert result.exit_code == 1
    assert "larger than 3,145,728 bytes" in result.stderr
    assert time.process_time() - start < allowed(10)


def test_no_more_is_fetched_than_asked_for(servers: tuple[str, list[str]]) -> None:
    assert len(remote.contents(f"{servers[0]}/endless/b.xlsx", 5 << 20)) <= 7 << 20


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("slow", "not whole after 2 seconds"),
        ("drip", "not whole after 2 seconds"),
        ("silent", "says nothing for 1 seconds"),
        ("lying", "ends in the middle"),
        ("broken", "answer is broken"),
        ("sent_away", "sends on to another one, which is not followed"),
        ("sent_to_a_file", "no web address"),
        ("sent_nowhere", "sends on more than 5 times"),
        ("sent_round", "sends on more than 5 times"),
        ("login", "the server answers 401"),
    ],
)
@pytest.mark.parametrize("name", ["a.parquet", "b.xlsx"])
def test_what_a_server_does_wrong_is_one_line(kind: str, said: str, name: str, servers: tuple[str, list[str]]) -> None:
    start = time.monotonic()
    result = svscore("rescore", f"{servers[0]}/{kind}/{name}", *DROP, "--jobs", "1")
    assert result.exit_code == 1
    assert said in result.stderr, result.stderr
    assert result.stderr.count("BA114") == 1
    assert time.monotonic() - start < 60
    assert not servers[1]


def test_a_server_that_sends_on_to_itself_is_followed(servers: tuple[str, list[str]]) -> None:
    assert svscore("rescore", f"{servers[0]}/sent_on/b.xlsx", *DROP).exit_code == 0


@pytest.mark.parametrize(
    ("address", "first", "same"),
    [
        ("http://a.example/x", "http://a.example/y", True),
        ("https://a.example:443/x", "https://a.example/y", True),
        ("https://a.example/x", "http://a.example/y", True),
        ("http://a.example/x", "https://a.example/y", False),
        ("http://a.example:81/x", "http://a.example/y", False),
        ("http://b.example/x", "http://a.example/y", False),
        ("http://a.example.evil.org/x", "http://a.example/y", False),
        ("http://a.example@evil.org/x", "http://a.example/y", False),
        ("ftp://a.example/x", "http://a.example/y", False),
    ],
)
def test_only_the_same_host_is_the_same_server(address: str, first: str, *, same: bool) -> None:
    assert web.is_same_server(urlsplit(address), urlsplit(first)) is same


@pytest.mark.parametrize("name", ["a.parquet", "b.xlsx"])
@pytest.mark.parametrize("suffix", [".csv", ".json", ".parquet"])
def test_no_password_or_token_is_written_anywhere(
    name: str, suffix: str, servers: tuple[str, list[str]], tmp_path: Path
) -> None:
    host = servers[0].removeprefix("http://")
    address = f"http://user:hunter2@{host}/login/{name}?token=hunter2#hunter2"
    output = tmp_path / f"r{suffix}"
    result = svscore("rescore", address, *DROP, "-o", str(output), "--jobs", "1")
    assert result.exit_code == 0, result.stderr
    archived = tmp_path / "built.parquet"
    if name == "b.xlsx":
        assert svscore("archive", "build", address, "-o", str(archived)).exit_code == 0
        assert f"http://{host}/login/{name}".encode() in archived.read_bytes()
        assert (
            json.loads(svscore("archive", "show", str(archived), "0", "--format", "json").stdout)["competition"]["file"]
            == f"http://{host}/login/{name}"
        )
    assert b"hunter2" not in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "hunter2" not in result.output


@pytest.mark.parametrize(
    "address",
    [
        "http://user:hunter2@127.0.0.1:1/a.parquet?token=hunter2",
        "https://hunter2@127.0.0.1:1/b.xlsx?sig=hunter2#hunter2",
        "http://user:hunter2@127.0.0.1:1/folder",
        "s3://key:hunter2@bucket/*.parquet?hunter2",
        "git://hunter2@example.org/a.parquet",
        "simplecache::https://user:hunter2@example.org/a.parquet",
        "nowhere://user:hunter2@x/y?hunter2",
        "http://user:hunter2@[::1/a.parquet",
        "http://user:hunter2@host:port/a.parquet",
        "ftp://user:hunter2@example.org/a.parquet",
    ],
)
def test_no_message_shows_a_password_or_token(
    address: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(S3FileSystem.clear_instance_cache)
    S3FileSystem.clear_instance_cache()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    for words in (("rescore", address, *DROP), ("archive", "build", address, "-o", "/nowhere/a.parquet")):
        result = svscore(*words)
        assert result.exit_code == 1
        assert "hunter2" not in result.output
        assert "BA1" in result.stderr
        assert len(result.stderr.splitlines()) <= 2


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://user:pw@host/a.parquet?token=1", "https://host/a.parquet"),
        ("https://token@host:8443/a.parquet#x", "https://host:8443/a.parquet"),
        ("s3://key:secret@bucket/a#1.parquet?x", "s3://bucket/a#1.parquet"),
        ("abfs://container@account/a.parquet?sig=1", "abfs://container@account/a.parquet"),
        ("abfs://a:b@account/a.parquet", "abfs://account/a.parquet"),
        ("https://host/with@sign/a.parquet", "https://host/with@sign/a.parquet"),
        ("bids/a?b#c@d.xlsx", "bids/a?b#c@d.xlsx"),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, said: str) -> None:
    assert shown(address) == said


@pytest.mark.parametrize(
    "address",
    ["tls://127.0.0.1:1", "foo://127.0.0.1:1", "127.0.0.1:8786", "tcp://", "tcp://host:port", "inproc://x", "ws://h:1"],
)
def test_an_address_that_is_no_schedulers_is_one_line(
    address: str, workbooks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = pytest.importorskip("svscore.batch.cluster")
    monkeypatch.setattr(cluster, "WAIT", 1)
    result = svscore("rescore", str(workbooks), *DROP, "--cluster", address)
    assert result.exit_code == 2
    assert "BA109" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_scheduler_s_password_is_not_shown(workbooks: Path) -> None:
    result = svscore("rescore", str(workbooks), *DROP, "--cluster", "foo://user:hunter2@host:1")
    assert "hunter2" not in result.output


def test_a_server_that_takes_no_connection_is_one_line() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    result = svscore("rescore", f"http://127.0.0.1:{port}/a.parquet", *DROP)
    assert (result.exit_code, result.stderr.count("BA114 cannot be read: connection refused")) == (1, 1)
