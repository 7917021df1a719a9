"""The checksum of an archive: the SHA-256 of all its bytes but those it stands in, among what the file says of itself.

It tells an archive that svscore wrote from one that a disk, a transfer or another program changed. It is no
signature: who wants to can work out another.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import IO

CHECKSUM = "svscore-sha256"
UNSEALED = "0" * 64
"""What stands in its place while it is worked out."""
PLACE = re.compile(CHECKSUM.encode() + rb"\x18\x40([0-9a-f]{64})")
"""The key and the value, each after its length, as Parquet writes them."""
PIECE = 1 << 20
END = 8
"""Bytes at the end of a Parquet file: the length of what it says of itself, and ``PAR1``."""
MOST_FOOTER = 1 << 28


def seal(path: Path) -> None:
    """Writes the checksum of a new archive into it."""
    with path.open("r+b") as file:
        place = _place(file)
        if place is None:
            raise ValueError(f"{path} has no place for a checksum")
        checksum = _worked_out(file, place)
        file.seek(place)
        file.write(checksum.encode())


def is_sealed(file: IO[bytes]) -> bool | None:
    """Whether an archive is as it was written; ``None`` where it has no checksum."""
    place = _place(file)
    if place is None:
        return None
    file.seek(place)
    given = file.read(len(UNSEALED)).decode()
    return given == _worked_out(file, place)


def _place(file: IO[bytes]) -> int | None:
    """Where in the file its checksum stands."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - END))
    length = int.from_bytes(file.read(END - 4), "little")
    start = size - END - length
    if start < 0 or length > MOST_FOOTER:
        return None
    file.seek(start)
    places = [match.start(1) for match in PLACE.finditer(file.read(length))]
    return start + places[-1] if places else None  # text of rows stands before, and none after has such signs


def _worked_out(file: IO[bytes], place: int) -> str:
    """The SHA-256 of a file, with zeros for digits where it is to stand."""
    total = hashlib.sha256()
    file.seek(0)
    left = place
    while left and (piece := file.read(min(left, PIECE))):
        total.update(piece)
        left -= len(piece)
    total.update(UNSEALED.encode())
    file.seek(place + len(UNSEALED))
    while piece := file.read(PIECE):
        total.update(piece)
    return total.hexdigest()
