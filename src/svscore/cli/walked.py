"""The framework files of a folder and of those below it, and what there could not be looked into."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from svscore.framework.catalogue import SUFFIXES
from svscore.problem import Location, Problem, Severity
from svscore.sources import files_below, is_file, is_folder, kind_of, mode_of, unreadable

LOCKED = "CL103"
MOST_LOOKED_AT = 250_000
"""Files that are looked at below one folder."""
MOST_LISTED = 20
"""Folders of one kind that are listed."""


def framework_files(path: Path) -> tuple[list[Path], list[Problem]]:
    """A file itself; of a folder the framework files in it and below, in path order, without what is hidden.

    Beside them what is wrong with the folder: it holds none, too much, or something that cannot be looked into.
    """
    if not is_folder(path):
        return [path], []
    refused: list[tuple[Path, OSError]] = []
    below = files_below(path, lambda folder, error: refused.append((folder, error)))
    entries = list(islice(below, MOST_LOOKED_AT))
    listed = sorted(Path(entry.path) for entry in entries if _may_be_framework(entry))
    others = [file for file in listed if mode_of(file) and not is_file(file)]
    files = sorted(set(listed).difference(others))
    problems = [*_locked(sorted(refused, key=lambda each: each[0])), *_links(entries), *map(_no_file, others)]
    if next(below, None) is not None:
        problems.append(_too_many(path))
    if not files and not problems:
        problems.append(_nothing_in(path))
    return files, problems


def _may_be_framework(entry: os.DirEntry[str]) -> bool:
    return entry.name.endswith(SUFFIXES) and not _leads_to_folder(entry)


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a circle of links, or one into a folder that is locked
        return False


def _links(entries: Sequence[os.DirEntry[str]]) -> Iterator[Problem]:
    """What links to folders are not followed, and which may have led to one that is gone."""
    links = sorted((entry for entry in entries if entry.is_symlink()), key=lambda entry: entry.path)
    folders = [entry for entry in links if _leads_to_folder(entry)]
    gone = [entry for entry in links if not Path(entry.name).suffix and not os.path.exists(entry.path)]  # noqa: PTH110
    for entry in gone[:MOST_LISTED]:
        message = "the link leads to nothing that can be looked at, expected a folder or a file"
        yield Problem(_place(entry.path), LOCKED, message, "correct the link, or delete it")
    for entry in folders[:MOST_LISTED]:
        message = "it is a link to a folder, and was not followed"
        yield Problem(_place(entry.path), "CL102", message, "name that folder as well", Severity.NOTE)


def _locked(refused: Sequence[tuple[Path, OSError]]) -> Iterator[Problem]:
    hint = "ask for the right to read it, or name the other folders one by one"
    for folder, error in refused[:MOST_LISTED]:
        yield Problem(_place(folder), LOCKED, f"the folder cannot be looked into: {unreadable(error)}", hint)
    if (left := len(refused) - MOST_LISTED) > 0:
        yield Problem(_place(refused[-1][0]), LOCKED, f"this folder and {left - 1:,} more cannot be looked into", hint)


def _no_file(path: Path) -> Problem:
    message = f"it is {kind_of(mode_of(path))}, expected a file"
    return Problem(_place(path), LOCKED, message, "move it away, or give it a name that does not end so")


def _too_many(folder: Path) -> Problem:
    message = f"it holds more than {MOST_LOOKED_AT:,} files, and the rest was not looked at"
    return Problem(_place(folder), LOCKED, message, "name the folders that hold framework files")


def _nothing_in(folder: Path) -> Problem:
    message = f"no file ending in {' or '.join(SUFFIXES)} in this folder"
    return Problem(_place(folder), "CL101", message, "name the folder that holds the framework files")


def _place(path: Path | str) -> Location:
    return Location(Path(path).as_posix())
