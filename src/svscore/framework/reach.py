"""Which files a name inside another file may mean: those below a few folders, links followed.

Who writes a workbook or a model should not choose what is read on the machine of who opens it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path, PureWindowsPath

from svscore.sources import real_path

OUTSIDE = "SV024"

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:(?://|[/\\])", re.IGNORECASE)
_TOP_KEY = re.compile(
    rb"""^(?:\xef\xbb\xbf)?(?:[{,]\s*)?["']?(svscore|id|extends|criteria|menu)["']?\s*:""", re.MULTILINE
)


def leads_elsewhere(name: str) -> bool:
    r"""Whether a name is an address, a path of another machine, or one that no file can have.

    >>> leads_elsewhere("https://example.org/m.yaml"), leads_elsewhere(r"\\server\m.yaml"), leads_elsewhere("m.yaml")
    (True, True, False)
    """
    if "\0" in name or name.startswith(("//", "\\\\")) or (_ADDRESS.match(name) and not _has_drive(name)):
        return True
    if os.name == "nt":
        return False
    foreign = PureWindowsPath(name)
    return _has_drive(name) or ("\\" in name and (bool(foreign.root) or ".." in foreign.parts))


def _has_drive(name: str) -> bool:
    return bool(PureWindowsPath(name).drive)


def is_within(path: Path, folders: Iterable[Path]) -> bool:
    """Whether a path, links followed, is below one of the folders; of the root of a disk, only what is right in it."""
    whole = real_path(path)
    return any(_is_below(whole, real_path(folder)) for folder in folders)


def _is_below(path: Path, folder: Path) -> bool:
    return path.parent == folder if folder.parent == folder else path.is_relative_to(folder)


def is_definition(content: bytes) -> bool:
    """Whether bytes may be a definition: only then may messages quote them where a file's own author named it."""
    keys = set(_TOP_KEY.findall(content))
    return b"svscore" in keys or (b"id" in keys and len(keys) > 1)
