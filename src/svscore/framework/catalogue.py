"""Where definition files are found: an id, an id with a version, or a path.

An id is looked for in ``./frameworks``, then in each folder of ``$SVSCORE_FRAMEWORKS``, then among
the shipped ones; the first place that has it wins.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import yaml

from svscore.framework.fields import shown
from svscore.framework.file_text import MAX_BYTES
from svscore.framework.syntax import LOADER
from svscore.problem import Location, Problem, SvscoreError, did_you_mean, well_formed
from svscore.sources import files_below, is_file, is_folder, kind_of, mode_of, read_bytes, real_path

NOT_FOUND = "SV007"
SUFFIXES = (".yaml", ".yml")
VARIABLE = "SVSCORE_FRAMEWORKS"

_HEADER = ("id", "title", "version", "status", "agreement", "regime", "valid_from", "valid_until", "menu")
_KINDS = ("menu", "criteria", "extends")
"""Keys of which a file has one; what stands above it is read, which is where people write a header."""
_OWN_KEY = re.compile(r"""^\ufeff?(?:[{,]\s*)?["']?(?:svscore|menu|criteria|extends)["']?\s*:""", re.MULTILINE)
"""A key at the top of a definition, wherever in the file."""
_OTHER_KEY = re.compile(r"""^(?:- |\{|["']?[^\s#:][^#\n]{0,200}:(?:\s|$))""", re.MULTILINE)
"""A key at the top of any other YAML file, or the beginning of a list or mapping there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a definition file says about itself at its top, unchecked."""

    path: Path
    id: str
    version: str = ""
    title: str = ""
    status: str = ""
    agreement: str = ""
    regime: str = ""
    valid_from: str = ""
    valid_until: str = ""
    is_menu: bool = False
    is_shipped: bool = False


def shipped_folder() -> Path:
    """The folder of the shipped definitions: packaged, or at the top of a working copy."""
    packaged = Path(str(files("svscore"))) / "frameworks"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "frameworks"


def folders() -> list[Path]:
    """Where ids are looked for, first place first."""
    listed = [Path(part) for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part]
    return [Path("frameworks"), *listed, shipped_folder()]


def find(name: str, *, location: Location | None = None, code: str = NOT_FOUND, start: Path = Path()) -> Path:
    """The definition file meant by an id, an id with a version (``dsp-lot2@2021-10``) or a path.

    ``location`` is where the name stands, for the problem; by default the name itself. A relative
    path begins at ``start``.

    Raises:
        SvscoreError: no such file, id or version, or several versions and none named.
    """
    where = location or Location(name)
    if is_path(name):
        return _file(start / name, name, where, code)
    wanted, _, version = name.partition("@")
    everywhere: list[Entry] = []
    for folder in folders():
        entries = [entry for entry in entries_in(folder) if entry.id == wanted]
        everywhere += entries
        if version:
            entries = [entry for entry in entries if entry.version == version]
        elif named := [entry for entry in entries if entry.path.stem == wanted]:
            entries = named
        if len(entries) == 1:
            return entries[0].path
        if entries:
            raise SvscoreError([_several(where, code, entries)])
    raise SvscoreError([_unknown(where, code, wanted, version, everywhere)])


def _file(path: Path, name: str, where: Location, code: str) -> Path:
    mode = mode_of(path)
    if stat.S_ISREG(mode):
        return path
    found = f"{shown(name)} is {kind_of(mode)}, expected a file" if mode else f"no file {shown(name)}"
    raise SvscoreError([Problem(where, code, found, "check the path")])


def printed(path: Path) -> str:
    """A definition's path as problems and reports print it, the same on every machine where it can be."""
    whole = real_path(path)
    for start, name in ((Path.cwd(), Path()), (shipped_folder(), Path("svscore/frameworks"))):
        if whole.is_relative_to(start):
            return well_formed((name / whole.relative_to(start)).as_posix())
    return well_formed(str(path))


def is_path(name: str) -> bool:
    """Whether a name is a path rather than an id: it has a separator or the suffix of a definition."""
    return "/" in name or os.sep in name or name.endswith(SUFFIXES)


def available() -> list[Entry]:
    """The definitions that can be named by id, those of the first place first, then by id and version.

    One that an earlier place hides (the same id and version) is left out.
    """
    found: dict[tuple[str, str], Entry] = {}
    for folder in folders():
        for entry in sorted(entries_in(folder), key=lambda entry: (entry.id, entry.version)):
            found.setdefault((entry.id, entry.version), entry)
    return list(found.values())


def entries_in(folder: Path) -> Iterator[Entry]:
    """The definition files of a folder and the folders below, in path order."""
    if not is_folder(folder):
        return
    is_shipped = real_path(folder) == real_path(shipped_folder())
    below = files_below(folder, lambda _folder, _error: None)
    yield from entries_of(sorted(Path(entry.path) for entry in below), is_shipped=is_shipped)


def files_in(folder: Path) -> list[Path]:
    """What lies in a folder, in path order; nothing where there is no folder, or none that may be read."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def entries_of(paths: Iterable[Path], *, is_shipped: bool = False) -> Iterator[Entry]:
    """Those of some paths that are definition files."""
    for path in paths:
        if path.suffix not in SUFFIXES or not is_file(path):
            continue
        state = path.stat()
        header = dict(_header(path.absolute(), state.st_size, state.st_mtime_ns))
        if "id" in header:
            is_menu = header.pop("menu", "") == "menu"
            yield Entry(path, is_menu=is_menu, is_shipped=is_shipped, **header)


def may_be_definition(path: Path) -> bool:
    """Whether a YAML file may be meant for a framework; not where it has other keys, and none of a framework's."""
    try:
        text = read_bytes(path, MAX_BYTES)[:MAX_BYTES].decode("utf-8", "replace")
    except OSError:
        return True  # why it cannot be read is worth saying
    return _OWN_KEY.search(text) is not None or _OTHER_KEY.search(text) is None


@lru_cache(maxsize=4096)
def _header(path: Path, size: int, changed: int) -> dict[str, str]:  # noqa: ARG001 - a changed file is read again
    """The scalars at the top of a definition, read no further than needed."""
    header: dict[str, str] = {}
    if size > MAX_BYTES:
        return header
    try:
        for keys, value in _scalars(yaml.parse(read_bytes(path, MAX_BYTES).decode("utf-8"), Loader=LOADER)):
            if (name := "_".join(keys)) in _HEADER:
                header.setdefault(name, value)
    except (yaml.YAMLError, UnicodeDecodeError, OSError):
        pass  # what was read before the fault is enough to name the file
    return header


def _scalars(events: Iterable[yaml.Event]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The scalars at the top and one level below with their keys, up to the key that says what kind of file it is."""
    keys: list[str] = []
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            keys.append("")
        elif isinstance(event, yaml.CollectionEndEvent):
            keys[-2:] = [""] if len(keys) > 1 else []
        elif isinstance(event, yaml.ScalarEvent) and len(keys) <= 2:
            if keys == [""] and event.value in _KINDS:
                yield ("menu",), event.value
                return
            if keys[-1:] != [""]:
                yield tuple(keys), event.value
            keys[-1:] = [""] if keys[-1:] != [""] else [event.value]


def _several(where: Location, code: str, entries: list[Entry]) -> Problem:
    names = list(dict.fromkeys(f"{entry.id}@{entry.version}" for entry in entries))
    if len(names) > 1:
        return Problem(where, code, f"{entries[0].id!r} has several versions", f"name one of: {', '.join(names)}")
    paths = ", ".join(printed(entry.path) for entry in entries)
    return Problem(where, code, f"several files are {names[0]}: {paths}", "name one by its path")


def _unknown(where: Location, code: str, wanted: str, version: str, entries: list[Entry]) -> Problem:
    if entries:
        versions = ", ".join(sorted({entry.version for entry in entries}))
        return Problem(where, code, f"{wanted!r} has no version {version!r}", f"there is: {versions}")
    if lying := [entry.path for entry in entries_of(files_in(Path())) if entry.id == wanted]:
        hint = f"the file {lying[0]} has this id: name it as {lying[0]}, or move it into ./frameworks"
        return Problem(where, code, f"no framework with the id {wanted!r} where ids are looked for", hint)
    if lying := [path for path in (Path(f"{wanted}{suffix}") for suffix in SUFFIXES) if is_file(path)]:
        return Problem(where, code, f"no framework with the id {wanted!r}", f"is the file {lying[0]} meant? name that")
    known = available()
    hint = did_you_mean(wanted, [entry.id for entry in known]) if known else "name a file, or set $" + VARIABLE
    if hint.startswith("expected"):  # most commands want a framework, and `frameworks list` names menus, too
        hint = f"expected one of: {', '.join(entry.id for entry in known if not entry.is_menu)}"
    return Problem(where, code, f"no framework with the id {wanted!r}", hint)
