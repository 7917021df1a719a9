"""The files a definition is made of, each found and read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from svscore.framework.catalogue import NOT_FOUND, find, folders, is_path, printed
from svscore.framework.fields import shown
from svscore.framework.file_text import MAX_BYTES
from svscore.framework.nodes import Map
from svscore.framework.reach import OUTSIDE, is_definition, is_within, leads_elsewhere
from svscore.framework.shape import check_keys, model_of
from svscore.framework.source import parse_definition
from svscore.problem import Location, Problem, SvscoreError
from svscore.sources import read_bytes, real_path, unreadable

NOT_TAKEN = "SV020"

MAX_FAILURES = 100
"""Names looked for in vain, in one run: looking for near ones takes time."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read, with its keys put right; without data when there is none to speak of."""

    path: Path
    name: str
    content: bytes
    data: Map | None


@dataclass(slots=True)
class Files:
    """Reads each file once and collects the problems of all of them."""

    problems: list[Problem] = field(default_factory=list)
    stands_alone: bool = False
    """Whether no other file may be named: the definition came out of an archive, not from a folder."""
    allow_outside: bool = False
    """Whether files may be named that are outside the folder of the file that names them."""
    _read: dict[Path, Source] = field(default_factory=dict)
    _found: dict[str, Path] = field(default_factory=dict)
    _failures: int = 0

    @property
    def contents(self) -> dict[str, bytes]:
        """The bytes of each file read so far, by the name problems call it."""
        return {source.name: source.content for source in self._read.values()}

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files read so far."""
        return tuple(source.path for source in self._read.values())

    @property
    def menus(self) -> dict[str, Map]:
        """Id, title and days of each menu read so far, by the name problems call it."""
        return {source.name: _head(source.data) for source in self._read.values() if "menu" in (source.data or ())}

    def read(self, path: Path, named_at: Location | None = None) -> Source:
        """The file's data with misspelt keys put right, each as a problem.

        Of a file that another one names, at ``named_at``, nothing is said but that it is no definition.
        """
        key = real_path(path)
        if key not in self._read:
            name = printed(path)
            content = self._content(path, name)
            if content is not None and named_at is not None and not is_definition(content):
                self.problems.append(no_definition(path.name, named_at, NOT_TAKEN))
                content = None
            data = None if content is None else self._parsed(content, name)
            self._read[key] = Source(path, name, content or b"", data)
        return self._read[key]

    def take(self, content: bytes, name: str) -> Source:
        """The same of bytes at hand, which problems call ``name``."""
        path = Path(name)
        source = self._read[real_path(path)] = Source(path, name, content, self._parsed(content, name))
        return source

    def find(self, name: str, location: Location, start: Path) -> Path | None:
        """The file another one names at ``location``; ``None``, and a problem, when there is none."""
        if self.stands_alone:
            hint = "write it out whole: svscore frameworks show --resolved"
            found = f"found the name of another file, {shown(name)}, in a definition that has to stand alone"
            self.fail(Problem(location, NOT_TAKEN, found, hint))
            return None
        if not self.allow_outside and not _is_reached(name, start):
            self.fail(_outside(name, location))
            return None
        if name in self._found:
            return self._found[name]
        if self._failures > MAX_FAILURES:
            return None
        try:
            path = find(name, location=location, code=NOT_TAKEN, start=start)
        except SvscoreError as error:
            self.fail(*error.problems)
            return None
        if not is_path(name):  # a path means another file in another folder
            self._found[name] = path
        return path

    def fail(self, *problems: Problem) -> None:
        """Collect the problems of a name that was looked for in vain, as long as they are not too many."""
        self._failures += 1
        if self._failures <= MAX_FAILURES:
            self.problems += problems

    def _content(self, path: Path, name: str) -> bytes | None:
        try:
            return read_bytes(path, MAX_BYTES)
        except OSError as error:
            found = f"the file cannot be read: {unreadable(error)}"
            place = Location(path.as_posix() if path.is_symlink() else name)  # a link by its own name
            self.problems.append(Problem(place, NOT_FOUND, found, "check the path, and who may read it"))
            return None

    def _parsed(self, content: bytes, name: str) -> Map | None:
        parsed = parse_definition(content, name)
        self.problems += parsed.problems
        if parsed.data is None:
            return None
        data, unknown = check_keys(parsed.data, model_of(parsed.data))
        self.problems += unknown
        return data


def no_definition(name: str, place: Location, code: str) -> Problem:
    """That a file, which is named at ``place``, is not meant for a definition."""
    message = f"the file {shown(name)} is no framework and no menu"
    return Problem(place, code, message, "name another file; a framework begins with `svscore: 1`")


def _is_reached(name: str, start: Path) -> bool:
    """Whether a name is an id, or the path of a file below ``start`` or where ids are looked for."""
    if leads_elsewhere(name):
        return False
    return not is_path(name) or is_within(start / name, [start, *folders()])


def _outside(name: str, place: Location) -> Problem:
    message = f"{shown(name)} is outside the folder of the file that names it, and no folder of frameworks has it"
    hint = "bring the file there; or, where you trust who wrote this, give the option --allow-outside"
    return Problem(place, OUTSIDE, message, hint)


def _head(menu: Map | None) -> Map:
    return Map(entries={key: value for key, value in (menu or {}).items() if key in ("id", "title", "valid")})
