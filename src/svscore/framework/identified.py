"""The model of an identity, looked for where models are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from svscore.framework.catalogue import Entry, entries_in, entries_of, files_in, folders
from svscore.framework.load import Loaded, load_framework
from svscore.problem import SvscoreError


def model_identified(name: str, sha256: str, beside: Path) -> Loaded | None:
    """The model of an id and identity, in the folder of the file ``beside`` or where ids are looked for."""
    for entry in _entries(beside):
        if entry.id == name and not entry.is_menu and (loaded := _loaded(entry.path)) and loaded.model_sha256 == sha256:
            return loaded
    return None


def _entries(beside: Path) -> Iterator[Entry]:
    yield from entries_of(files_in(beside.parent))
    for folder in folders():
        yield from entries_in(folder)


def _loaded(path: Path) -> Loaded | None:
    try:
        return load_framework(path)
    except SvscoreError:
        return None
