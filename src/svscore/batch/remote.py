"""Files that are not on this machine: ``https://``, and ``s3://``, ``gs://``, ``abfs://`` through fsspec."""

from __future__ import annotations

import re
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import IO, Any
from weakref import finalize

from svscore.problem import Location, Problem, SvscoreError, well_formed
from svscore.sources import read_bytes

# The web is loaded where an address of it is named.
# ruff: noqa: PLC0415

NOT_FETCHED = "BA114"
TOO_LARGE = "BA120"
PIECE = 1 << 20
WEB = ("https", "http")
CONTAINERS = ("abfs", "abfss")
SCHEMES = ("s3", "s3a", "gs", "gcs", *CONTAINERS, "az", "adl", "file", "memory")
"""Kinds of storage that are read through fsspec."""
MOST_SCHEME = 20
MOST_WORDS = 200
"""Characters of what a library says."""
MOST_TIME = 300
"""Seconds that a file may take."""
ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.:-]{0,40}://[^\s'\"<>]+")


def is_remote(path: str) -> bool:
    """Whether the path is a URL."""
    return "://" in path


def scheme_of(path: str) -> str:
    """What kind of storage a URL names."""
    return path.partition("://")[0].lower()


def shown(path: str) -> str:
    """A path or URL as every output and message writes it: a URL without names, passwords, tokens or queries.

    >>> shown("https://user:pw@example.org/a.parquet?token=1#x"), shown("bids/a.xlsx")
    ('https://example.org/a.parquet', 'bids/a.xlsx')
    """
    path = well_formed(path)
    if not is_remote(path):
        return path
    scheme, _, rest = path.partition("://")
    server, slash, inside = rest.partition("/")
    who, _, host = server.rpartition("@")
    if who and (":" not in who) and scheme_of(path) in CONTAINERS:
        host = server  # the name of a container, which is no secret
    ends = "?#" if scheme_of(path) in WEB else "?"
    text = f"{scheme}://{host}{slash}{inside}"
    for sign in ends:
        text = text.partition(sign)[0]
    return text


def _system(path: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    if (scheme := scheme_of(path)) not in SCHEMES:
        message = f"cannot be reached: svscore reads no address that begins with {scheme[:MOST_SCHEME]}://"
        hint = f"expected one that begins with one of: {', '.join((*WEB, *SCHEMES))}"
        raise SvscoreError([Problem(Location(shown(path)), NOT_FETCHED, message, hint)])
    refused: tuple[type[Exception], ...] = (ImportError, ValueError, TypeError, *_storage_errors())
    try:
        core: Any = import_module("fsspec.core")  # an extra, and without types
        system, inside = core.url_to_fs(path)
    except refused as error:
        hint = "pip install svscore[cluster], and the fsspec package of this kind of storage (s3fs, gcsfs, adlfs)"
        message = f"cannot be reached: {_without_secrets(str(error), path)}"
        raise SvscoreError([Problem(Location(shown(path)), NOT_FETCHED, message, hint)]) from None
    return system, str(inside)


def _without_secrets(text: str, path: str) -> str:
    """What a library says of a URL, without what :func:`shown` leaves out of it, and not without end."""
    text = ADDRESS.sub(lambda match: shown(match[0]), text)
    who = path.partition("://")[2].partition("/")[0].rpartition("@")[0]
    for secret in filter(None, (who, who.rpartition(":")[2], *re.split(r"[?#]", path)[1:])):
        text = text.replace(secret, "...")
    return text if len(text) <= MOST_WORDS else f"{text[:MOST_WORDS]}..."


def remote_files(path: str, endings: tuple[str, ...]) -> list[str]:
    """The URLs of the files a URL stands for: itself, a folder's, or those of a pattern; sorted.

    Only those that end in one of ``endings`` are wanted.

    Raises:
        SvscoreError: this kind of storage cannot be reached.
    """
    return [found for found in _files(path, endings) if shown(found).lower().endswith(endings)]


def _files(path: str, endings: tuple[str, ...]) -> list[str]:
    if scheme_of(path) in WEB:
        from svscore.batch import web

        try:
            return web.files_at(path, endings)
        except OSError as error:
            raise _refusal(path, error) from None
    system, inside = _system(path)
    try:
        if any(sign in inside for sign in "*?["):
            found = system.glob(inside)
        else:
            found = system.find(inside) if system.isdir(inside) else [inside] if system.exists(inside) else []
    except _storage_errors() as error:
        raise _refusal(path, error) from None
    return sorted(system.unstrip_protocol(each) for each in found)


def remote_mark(path: str) -> str:
    """What tells one state of a remote file from another: its size and time, as the storage gives them."""
    if scheme_of(path) in WEB:
        from svscore.batch import web

        return web.state(path)
    system, inside = _system(path)
    try:
        said = system.info(inside)
    except _storage_errors():
        return ""
    return " ".join(str(said.get(key, "")) for key in ("size", "mtime", "LastModified", "ETag", "created"))


def contents(path: str, most: int) -> bytes:
    """The bytes of a file here or elsewhere; where there are more than ``most``, those and some more.

    Raises:
        SvscoreError: it cannot be fetched.
        OSError: a file on this machine cannot be read.
    """
    if not is_remote(path):
        return read_bytes(Path(path), most)
    try:
        if scheme_of(path) in WEB:
            from svscore.batch import web

            return web.fetched(path, most)
        system, inside = _system(path)
        with system.open(inside, "rb") as stream:
            return _pieces(stream, most)
    except _storage_errors() as error:
        raise _refusal(path, error) from None


def stream_of(path: str) -> IO[bytes]:
    """A file here, or in the memory of this process, to be read."""
    if not is_remote(path):
        return Path(path).open("rb")
    system, inside = _system(path)
    opened: IO[bytes] = system.open(inside, "rb")
    return opened


def _pieces(stream: Any, most: int) -> bytes:
    """Read on while something comes: a stream from elsewhere may give less than was asked for."""
    found, end = bytearray(), time.monotonic() + MOST_TIME
    while len(found) <= most and (piece := stream.read(PIECE)):
        found += piece
        if time.monotonic() > end:
            raise TimeoutError(None, f"it is not whole after {MOST_TIME} seconds")
    return bytes(found)


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class InMemory:
    """A file in the memory of this process, for as long as somebody has this."""

    system: Any
    """What holds it."""
    address: str
    """Where it is there."""


_LATEST: dict[tuple[str, str], InMemory] = {}
"""The archives that were fetched, by path and state; the one asked for last stands last."""
_ONE_AT_A_TIME = Lock()
MOST_LATEST = 4


def in_memory(path: str, mark: str, most: int) -> InMemory:
    """A remote archive in the memory of this process, fetched once for all its parts; ``mark`` is its state.

    It is kept while it is among the latest few, and while anybody reads it.

    Raises:
        SvscoreError: it cannot be fetched, or has more than ``most`` bytes.
    """
    held = _LATEST.get((path, mark)) or _fetched(path, most)
    with _ONE_AT_A_TIME:
        _LATEST.pop((path, mark), None)
        _LATEST[path, mark] = held
        gone = [_LATEST.pop(key) for key in list(_LATEST)[:-MOST_LATEST]]
    del gone
    return held


def _fetched(path: str, most: int) -> InMemory:
    system, _ = _system("memory://")
    content = contents(path, most)
    if len(content) > most:
        message = f"the archive is larger than {most:,} bytes, which is as much as is fetched"
        raise SvscoreError([Problem(Location(shown(path)), TOO_LARGE, message, "allow more with --max-size MB")])
    name = f"/svscore-{token_hex(16)}/archive.parquet"  # no other's: each is removed when nobody has it
    system.pipe_file(name, content)
    held = InMemory(system, f"memory:/{name}")
    finalize(held, _remove, system, name).atexit = False
    return held


def _remove(system: Any, name: str) -> None:
    with suppress(FileNotFoundError):
        system.rm_file(name)


OWN_ERRORS = {
    "aiohttp": "ClientError",
    "azure.core.exceptions": "AzureError",
    "botocore.exceptions": "BotoCoreError",
    "gcsfs.retry": "HttpError",
    "google.auth.exceptions": "GoogleAuthError",
}
"""What kinds of storage raise for a wrong answer or missing credentials, where they make no OSError of it."""


def _storage_errors() -> tuple[type[Exception], ...]:
    """What may go wrong in those that are in use."""
    loaded = ((sys.modules[module], name) for module, name in OWN_ERRORS.items() if module in sys.modules)
    return (OSError, *(getattr(module, name) for module, name in loaded))


def _refusal(path: str, error: Exception) -> SvscoreError:
    reason = _without_secrets(getattr(error, "strerror", None) or str(error) or type(error).__name__, path)
    reason = reason[:1].lower() + reason[1:]
    return SvscoreError(
        [
            Problem(
                Location(shown(path)),
                NOT_FETCHED,
                f"cannot be read: {reason}",
                "check the address, and that you may read there",
            )
        ]
    )
