"""How much of a file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Limits:
    """What no honest workbook of bids exceeds; a file that does is refused in bounded time and memory."""

    file_bytes: int = 64 * 1024 * 1024
    """The file as it lies on disk."""
    part_bytes: int = 64 * 1024 * 1024
    """One part of the workbook, unpacked."""
    total_bytes: int = 128 * 1024 * 1024
    """All parts that are read, unpacked."""
    cells: int = 500_000
    """Cells, rows, merged ranges and shared texts, each."""
    cell_characters: int = 32_767
    """The text of one cell: what spreadsheet programs allow."""
    sheets: int = 255
    bids: int = 10_000
    entries: int = 100_000
    """Marks, prices and answers of all bids together, blanks counted: scoring explains each."""
    parts: int = 10_000
    """Files in the archive."""
    elements: int = 1_000_000
    """XML elements in all parts that are read."""
    depth: int = 64
    """XML elements inside one another."""
    characters: int = 8_000_000
    """All texts of a file; of a workbook those in its sheets, and those they share."""
    copied: int = 150_000
    """Elements of a workbook that is copied, those of all parts together; a usual cell has two."""
    copied_bytes: int = 32 * 1024 * 1024
    """All parts of a workbook that is copied, unpacked."""
    memory: int = 160_000_000
    """Bytes of address space for that process."""
    milliseconds: int = 4_000
    """Of work for that process: 500,000 cells take it one second, and three on a slow machine."""

    def most_bids(self, asked: int) -> int:
        """The most bids that are read for a model that asks each for so many marks, prices and answers."""
        return min(self.bids, max(1, self.entries // max(1, asked)))

    def raised(self, megabytes: int | None, cells: int | None) -> Limits:
        """Others for the size (of the file, and of each part unpacked) and for the cells; ``None`` leaves one.

        XML elements, parts together and what another process may use are bounded in the same proportion.
        """
        size = self.part_bytes if megabytes is None else megabytes * 1024 * 1024
        most = self.cells if cells is None else cells
        times = max(Fraction(1), Fraction(size, self.part_bytes), Fraction(most, self.cells))
        return replace(
            self,
            file_bytes=size,
            part_bytes=size,
            total_bytes=2 * size,
            cells=most,
            elements=max(self.elements, 2 * most),
            entries=int(times * self.entries),
            characters=int(times * self.characters),
            copied=int(times * self.copied),
            copied_bytes=int(times * self.copied_bytes),
            memory=int(times * self.memory),
            milliseconds=int(times * self.milliseconds),
        )
