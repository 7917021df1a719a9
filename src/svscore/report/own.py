"""Whether a file is one that svscore wrote, and which command: that one may replace it without being told to.

Known by what stands in it. Somebody's changes to such a file are lost: they belong into another.
"""

from __future__ import annotations

import os
import re
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

PIECE = 1 << 16
"""Bytes looked at, at the beginning and at the end of a file."""
MOST_FOOTER = 1 << 26
JSON = b'{\n  "svscore": 1,'
OF_MODEL = re.compile(rb"sha256\s+[0-9a-f]{12},\s+model\s+sha256\s+[0-9a-f]{12}\b")
PLAYBOOKS = (b"# Bidder's guide: ", b"# How tenders are evaluated: ")
PAGES = (b"<title>Bidder&#x27;s guide: ", b"<title>How tenders are evaluated: ")
SHEET = re.compile(r'<sheet [^<>]*\bname="([^"]*)"')


def is_evaluation(path: Path) -> bool:
    """Whether `evaluate` wrote a file, in any format."""
    start, end = _ends(path)
    if start.startswith(b"PK"):
        names = _sheets(path)
        return all(any(name.startswith(own) for name in names) for own in ("Results", "Workings", "Model"))
    is_result = start.startswith(JSON) and not _is_rescored_json(start)
    is_table = start.startswith(b"rank,bidder,status,") and b",framework_sha256," in start.partition(b"\n")[0]
    return is_result or is_table or any(map(OF_MODEL.search, (start, end)))


def is_rescoring(path: Path) -> bool:
    """Whether `rescore` wrote a file, in any format."""
    start, _ = _ends(path)
    if start.startswith(b"PK"):
        return _sheets(path) == ["Rescore", "Totals"]
    if start.startswith(b"PAR1"):
        footer = _footer(path)
        return b"winner_changed" in footer and b"total_before_exact" in footer
    return _is_rescored_json(start) or start.startswith(b"scenario,competition,file,file_sha256,lot,")


def is_playbook(path: Path) -> bool:
    """Whether `playbook` wrote a file."""
    start, _ = _ends(path)
    is_page = start.startswith(b"<!DOCTYPE html>") and any(title in start for title in PAGES)
    return is_page or start.startswith(PLAYBOOKS)


def is_archive(path: Path) -> bool:
    """Whether a file is an archive of bids."""
    start, _ = _ends(path)
    return start.startswith(b"PAR1") and b"svscore-archive-" in _footer(path)


def is_synthetic(path: Path) -> bool:
    """Whether a file is a workbook of `archive synth`."""
    return b"Synthetic: no buyer, bidder, mark or price is real" in _part(path, "xl/worksheets/sheet1.xml")


def _is_rescored_json(start: bytes) -> bool:
    return start.startswith(JSON + b'\n  "read": ')


def _ends(path: Path) -> tuple[bytes, bytes]:
    try:
        with path.open("rb") as file:
            start = file.read(PIECE)
            file.seek(max(0, file.seek(0, os.SEEK_END) - PIECE))
            return start, file.read(PIECE)
    except OSError:
        return b"", b""


def _footer(path: Path) -> bytes:
    """What a Parquet file says of itself, which stands at its end with its length."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 8))
        length = int.from_bytes(file.read(4), "little")
        file.seek(max(0, size - 8 - min(length, MOST_FOOTER)))
        return file.read(min(length, MOST_FOOTER))


def _sheets(path: Path) -> list[str]:
    return SHEET.findall(_part(path, "xl/workbook.xml").decode("utf-8", "replace"))


def _part(path: Path, name: str) -> bytes:
    """The beginning of one part of a workbook; nothing where it has none."""
    try:
        with ZipFile(path) as book, book.open(name) as part:
            return part.read(PIECE)
    except (BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error):
        return b""
