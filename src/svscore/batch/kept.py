"""Results kept part by part while a run goes on, so that a killed one continues where it stopped.

A part's file appears under its name only when it is whole and on disk, and begins with the hash of what
follows; one that does not match is done again. The manifest says what the run was, so that the parts of
another run are never taken for this one's.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from secrets import token_hex
from typing import IO
from weakref import finalize

from svscore import __version__
from svscore.batch.found import Found
from svscore.batch.remote import is_remote, remote_mark, shown
from svscore.batch.work import Part, Request
from svscore.files import IN_USE, locked, unwritten
from svscore.problem import Location, Problem, SvscoreError

OTHER_RUN = "BA107"
CHANGED_PART = "BA116"
NOT_OURS = "BA118"
MANIFEST = "manifest.json"
DELETES_OPEN_FILES = os.name != "nt"
"""Whether a file can be deleted while it is held; on Windows it cannot, nor its folder be renamed."""


def digest_of(request: Request, parts: Sequence[Part]) -> str:
    """What a run is: its models, its scenarios, its inputs by name, size and time, how they are cut; and the version.

    How much of a workbook is read belongs to it where there are workbooks: one that is refused is an outcome.
    """
    scenarios = [
        [each.name, model_digest(each.loaded.framework) if each.loaded else "", str(each.changes)]
        for each in request.scenarios
    ]
    baseline = model_digest(request.baseline.framework) if request.baseline else ""
    files = [[shown(path), *_stat(path)] for part in parts for path in (*part.workbooks, *filter(None, [part.archive]))]
    cuts = [[part.number, len(part.workbooks), part.first, part.last] for part in parts]
    read = asdict(request.limits) if any(part.workbooks for part in parts) else {}
    settings = [__version__, request.section, request.lot, request.shown, read, str(request.acceptance or "")]
    settings += ["--allow-outside"] * request.allow_outside
    text = json.dumps([scenarios, baseline, files, cuts, settings], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def model_digest(framework: object) -> str:
    """What tells one model from another, whatever files it came from."""
    return hashlib.sha256(repr(framework).encode()).hexdigest()


def _stat(path: str) -> tuple[int | str, int]:
    if is_remote(path):
        return remote_mark(path), 0
    try:
        found = Path(path).stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


class Parts:
    """The folder in which the parts of a run are kept beside its output."""

    def __init__(self, output: Path, digest: str, *, allow_outside: bool = False) -> None:
        self.folder = output.with_name(f"{output.name}.parts")
        self.digest = digest
        self.allow_outside = allow_outside
        self._held: IO[bytes] | None = None

    def open(self) -> None:
        """Begins the folder, or takes up what an earlier run of the same work left.

        Raises:
            SvscoreError: it is not one of ours, holds the parts of another run, is in use, or cannot be made.
        """
        manifest = self.folder / MANIFEST
        record = json.dumps({"svscore-parts": 1, "run": self.digest}, indent=2) + "\n"
        try:
            if not os.path.lexists(self.folder):
                self._begin(record)
            if self.folder.is_symlink() or not manifest.is_file():
                message = "there is something of this name already, which svscore did not make"
                raise self._refusal(NOT_OURS, message, "move it away, or give --output another name")
            self._held = manifest.open("r+b")
            finalize(self, self._held.close)
            found = self._held.read()
            if not found.startswith(b'{\n  "svscore-parts": '):
                message = "there is a folder of this name already, which svscore did not make"
                raise self._refusal(NOT_OURS, message, "move it away, or give --output another name")
            if found.decode("utf-8", "replace") != record:
                message = "this folder holds the beginning of another run: other models, options or files"
                raise self._refusal(OTHER_RUN, message, "delete it to begin anew, or give --output another name")
            self._hold()
        except OSError as error:
            self.close()
            raise unwritten(self.folder, error) from error

    def _begin(self, record: str) -> None:
        """Makes the folder with its manifest in it, in one step: without one it is somebody else's."""
        new = self._beside("new")
        new.mkdir()
        try:
            _write(new / MANIFEST, record.encode())
            with suppress(OSError):  # another run of the same work was first
                new.rename(self.folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def _beside(self, what: str) -> Path:
        """A name beside the folder that no other run has."""
        return self.folder.with_name(f".{self.folder.name}.{what}-{token_hex(4)}")

    def _hold(self) -> None:
        """Keeps the folder for this run.

        Raises:
            SvscoreError: another run writes to it.
        """
        with suppress(OSError):  # where files cannot be held, nobody is kept out
            if self._held is not None and not (locked(self._held) and self._is_there(self._held)):
                message = "another run writes to this output now"
                raise self._refusal(IN_USE, message, "wait until it has ended, or give --output another name")

    def _is_there(self, manifest: IO[bytes]) -> bool:
        """Whether a manifest that was opened still lies in the folder: the run before may have removed it since."""
        try:
            return os.path.samestat(os.fstat(manifest.fileno()), (self.folder / MANIFEST).stat())
        except FileNotFoundError:
            return False

    def _refusal(self, code: str, message: str, hint: str) -> SvscoreError:
        self.close()
        return SvscoreError([Problem(Location(str(self.folder)), code, message, hint)])

    def save(self, found: Found) -> None:
        """Keeps one part."""
        body = json.dumps(found.record(), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        try:
            _write(self._file(found.number), self._hash(found.number, body) + b"\n" + body)
        except OSError as error:
            raise unwritten(self.folder, error) from error

    def load(self, number: int) -> Found | None:
        """A part that is kept whole, and whose workbooks name the models they named; ``None`` when there is none."""
        found = self._whole(number)
        return None if found is None or self._changed(found.models) else found

    def _whole(self, number: int) -> Found | None:
        try:
            digest, _, body = self._file(number).read_bytes().partition(b"\n")
        except OSError:
            return None
        if self._hash(number, body) != digest:
            return None
        return Found.read_record(json.loads(body))

    def rows(self, count: int) -> Iterator[list[str]]:
        """The rows of a finished run of so many parts, in order.

        Raises:
            SvscoreError: a part was changed since it was done, or a model that its workbooks name is another here.
        """
        for number in range(count):
            found = self._whole(number)
            if found is None:
                raise self._cannot(number, "this part of the run was changed since it was done", "")
            if names := self._changed(found.models):
                message = f"its workbooks name {', '.join(names)}, which here is another model than they were read with"
                raise self._cannot(number, message, ", with the same models wherever workbooks are read")
            yield from found.rows

    def _cannot(self, number: int, message: str, more: str) -> SvscoreError:
        place = Location(str(self._file(number)))
        return SvscoreError([Problem(place, CHANGED_PART, message, f"run the same command again{more}")])

    def _changed(self, models: Mapping[str, str]) -> list[str]:
        """Those of some named models that are not what they were, or not here."""
        if not models:
            return []
        from svscore.batch.reading import named_digest  # noqa: PLC0415 - no reader of workbooks is loaded for archives

        return [
            name for name, digest in models.items() if named_digest(name, allow_outside=self.allow_outside) != digest
        ]

    def remove(self) -> None:
        """Removes what is ours of the folder, and the folder, when the output stands; never what another run began."""
        if DELETES_OPEN_FILES:
            _clear(self.folder)
            self.close()
            return
        self.close()
        old = self._beside("old")
        with suppress(OSError):  # another run has it open already, and goes on from here
            self.folder.rename(old)
            _clear(old)
        if old.exists():  # somebody put something into it
            with suppress(OSError):
                old.rename(self.folder)

    def give_up(self) -> None:
        """Removes the folder where no part is kept: nobody can go on from it. Lets another run have the rest."""
        if any(self.folder.glob("part-*.json")):
            self.close()
        else:
            self.remove()

    def close(self) -> None:
        """Lets another run go on from here."""
        if self._held is not None:
            self._held.close()

    def _hash(self, number: int, body: bytes) -> bytes:
        """What a part begins with: of what it holds, its number, and the run it belongs to."""
        return hashlib.sha256(f"{self.digest} {number}\n".encode() + body).hexdigest().encode()

    def _file(self, number: int) -> Path:
        return self.folder / f"part-{number:06}.json"


def _clear(folder: Path) -> None:
    """Removes what is ours of a folder, and the folder where nothing else is in it."""
    for pattern in (MANIFEST, "part-*.json", ".part-*.json.*", f".{MANIFEST}.*"):
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)
    with suppress(OSError):  # somebody put something into it
        folder.rmdir()


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
