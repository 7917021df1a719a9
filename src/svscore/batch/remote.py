"""Files that are not on this machine: ``s3://``, ``gs://``, ``abfs://``, ``https://`` and whatever fsspec reads."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import IO, Any
from weakref import finalize

from svscore.problem import Location, Problem, SvscoreError

NOT_FETCHED = "BA114"
PIECE = 1 << 20


def is_remote(path: str) -> bool:
    """Whether the path is a URL."""
    return "://" in path


def _system(path: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    try:
        core: Any = import_module("fsspec.core")  # an extra, and without types
        system, inside = core.url_to_fs(path)
    except (ImportError, ValueError) as error:
        hint = "pip install svscore[cluster], and the fsspec package of this kind of storage (s3fs, gcsfs, adlfs)"
        raise SvscoreError([Problem(Location(path), NOT_FETCHED, f"cannot be reached: {error}", hint)]) from None
    return system, str(inside)


def remote_files(path: str) -> list[str]:
    """The URLs of the files a URL stands for: itself, a folder's, or those of a pattern; sorted.

    Raises:
        SvscoreError: this kind of storage cannot be reached.
    """
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
    system, inside = _system(path)
    try:
        said = system.info(inside)
    except _storage_errors():
        return ""
    return " ".join(str(said.get(key, "")) for key in ("size", "mtime", "LastModified", "ETag", "created"))


def contents(path: str, most: int | None = None) -> bytes:
    """The bytes of a file here or elsewhere; where there are more than ``most``, those and some more.

    Raises:
        SvscoreError: it cannot be fetched.
        OSError: a file on this machine cannot be read.
    """
    if not is_remote(path):
        with Path(path).open("rb") as stream:
            return _pieces(stream, most)
    system, inside = _system(path)
    try:
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


def _pieces(stream: Any, most: int | None) -> bytes:
    """Read on while something comes: a stream from elsewhere may give less than was asked for."""
    found = bytearray()
    while (most is None or len(found) <= most) and (piece := stream.read(PIECE)):
        found += piece
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


def in_memory(path: str, mark: str) -> InMemory:
    """A remote archive in the memory of this process, fetched once for all its parts; ``mark`` is its state.

    It is kept while it is among the latest few, and while anybody reads it.
    """
    held = _LATEST.get((path, mark)) or _fetched(path)
    with _ONE_AT_A_TIME:
        _LATEST.pop((path, mark), None)
        _LATEST[path, mark] = held
        gone = [_LATEST.pop(key) for key in list(_LATEST)[:-MOST_LATEST]]
    del gone
    return held


def _fetched(path: str) -> InMemory:
    system, _ = _system("memory://")
    name = f"/svscore-{token_hex(16)}/archive.parquet"  # no other's: each is removed when nobody has it
    system.pipe_file(name, contents(path))
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
    reason = (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
    return SvscoreError(
        [
            Problem(
                Location(path),
                NOT_FETCHED,
                f"cannot be read: {reason}",
                "check the address, and that you may read there",
            )
        ]
    )
