"""``.ods``, ``.xlsb`` and ``.xls`` files written byte by byte, so that they can be wrong in any way."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

MIB = 1 << 20
Content = bytes | Iterator[bytes]
Maker = Callable[[Path], object]


def zipped(path: Path, parts: dict[str, Content]) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(name, "w") as part:
                for piece in [content] if isinstance(content, bytes) else content:
                    part.write(piece)


def lie(path: Path, name: str) -> None:
    """Change the directory of an archive so that a part looks small."""
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    data[entry + 24 : entry + 28] = struct.pack("<L", 1000)
    path.write_bytes(bytes(data))


def pieces(piece: bytes, count: int) -> Iterator[bytes]:
    return (piece for _ in range(count))


# OpenDocument: XML in which a cell or a row may say how often it is repeated

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
VALUE = 'office:value-type="float" office:value="4"'


def content(inside: bytes, count: int = 1, before: bytes = b"") -> Iterator[bytes]:
    """The document, with ``inside`` in its spreadsheet, repeated."""
    yield before + f"<office:document-content {SPACES}><office:body><office:spreadsheet>".encode()
    yield from pieces(inside, count)
    yield b"</office:spreadsheet></office:body></office:document-content>"


def table(inside: str) -> bytes:
    return f'<table:table table:name="Bids">{inside}</table:table>'.encode()


def ods(content: Callable[[], Iterator[bytes]]) -> Maker:
    start = {"mimetype": MIMETYPE.encode(), "META-INF/manifest.xml": b"<manifest/>"}
    return lambda path: zipped(path, start | {"content.xml": content()})


def cell(more: str = "") -> str:
    return f"<table:table-cell {VALUE}{more}/>"


def row(inside: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{inside}</table:table-row>'


BLANKS = '<table:table-cell table:number-columns-repeated="16383"/>'
REPEATED = ' table:number-columns-repeated="300"'


def ods_of(inside: str) -> Maker:
    """An OpenDocument file with one table."""
    return ods(lambda: content(table(inside)))


def lying_ods(path: Path) -> None:
    ods(lambda: content(b" " * MIB, 500))(path)
    lie(path, "content.xml")


def laughs() -> Iterator[bytes]:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = row('<table:table-cell office:value-type="string"><text:p>&l9;</text:p></table:table-cell>')
    return content(table(text), before=f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'.encode())


# .xlsb: records of a kind, a length and bytes


def _varied(number: int) -> bytes:
    """A number in groups of seven bits."""
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


def record(kind: int, content: bytes = b"", length: int | None = None) -> bytes:
    return _varied(kind) + _varied(len(content) if length is None else length) + content


def wide(text: str) -> bytes:
    return struct.pack("<L", len(text)) + text.encode("utf-16-le")


ROW, REAL, TEXT = 0, 5, 7
LINK = '<Relationship Id="rId{0}" Type="x/{1}" Target="{2}"/>'
END = record(146) + record(130)


def at(row: int) -> bytes:
    return record(ROW, struct.pack("<L", row) + bytes(13))


def real(column: int) -> bytes:
    return record(REAL, struct.pack("<LLd", column, 0, 4.0))


def xlsb(sheet: Callable[[], Content], sheets: int = 1, texts: bytes = b"") -> Maker:
    names = (struct.pack("<LL", 0, n + 1) + wide("rId1") + wide(f"Bids {n}") for n in range(sheets))
    links = LINK.format(1, "worksheet", "worksheets/sheet1.bin") + LINK.format(2, "sharedStrings", "sharedStrings.bin")
    parts: dict[str, Content] = {
        "xl/workbook.bin": record(131)
        + record(143)
        + b"".join(record(156, name) for name in names)
        + record(144)
        + record(132),
        "xl/_rels/workbook.bin.rels": f"<Relationships>{links}</Relationships>".encode(),
        "xl/sharedStrings.bin": texts or record(159, bytes(8)) + record(160),
    }
    return lambda path: zipped(path, parts | {"xl/worksheets/sheet1.bin": sheet()})


def begin(last_row: int = 9, last_column: int = 9) -> bytes:
    """The beginning of a sheet, with the size it claims."""
    return record(129) + record(148, struct.pack("<4L", 0, last_row, 0, last_column)) + record(145)


def xlsb_of(inside: bytes) -> Maker:
    """A binary workbook with one sheet."""
    return xlsb(lambda: begin() + inside + END)


def lying_xlsb(path: Path) -> None:
    xlsb(lambda: pieces(bytes(MIB), 500))(path)
    lie(path, "xl/worksheets/sheet1.bin")


# .xls: records in a stream of a small file system

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
SECTOR, IN_FAT, LAST, FREE = 512, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF


def biff(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _start(kind: int) -> bytes:
    return biff(0x809, struct.pack("<HHHHLL", 0x600, kind, 0, 0, 0, 0))


def number(row: int, column: int) -> bytes:
    return biff(0x203, struct.pack("<HHHd", row, column, 0, 4.0))


def numbers(row: int) -> bytes:
    """Two hundred numbers in a row."""
    return biff(0xBD, struct.pack("<HH", row, 0) + struct.pack("<HL", 0, 18) * 200 + struct.pack("<H", 199))


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """A directory entry of the file system."""
    text = name.encode("utf-16-le")
    found = text.ljust(64, b"\0") + struct.pack("<HBB3L", len(text) + 2 if name else 0, kind, 1, FREE, FREE, child)
    return found + bytes(36) + struct.pack("<LQ", start, size)


def file_system(stream: bytes, chain: Callable[[list[int]], None] = lambda _links: None, tables: int = 0) -> bytes:
    """``stream`` as the workbook; ``chain`` may tamper with its links, ``tables`` say that so many hold those."""
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(stream) // SECTOR
    fats = -(-(count + 200) // 128)
    first = fats + 1
    links = [IN_FAT] * fats + [LAST] + [first + n + 1 for n in range(count - 1)] + [LAST]
    chain(links)
    links += [FREE] * (fats * 128 - len(links))
    places = [*range(fats), *[FREE] * (109 - fats)]
    header = OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9L", 0, tables or fats, fats, 0, 4096, LAST, 0, LAST, 0) + struct.pack("<109L", *places)
    entries = _entry("Root Entry", 5, 1, LAST, 0) + _entry("Workbook", 2, FREE, first, len(stream))
    folder = (entries + _entry("", 0, FREE, 0, 0) * 2).ljust(SECTOR, b"\0")
    return header + struct.pack(f"<{len(links)}L", *links) + folder + stream


def stream_of(sheet: bytes, sheets: int = 1, more: bytes = b"") -> bytes:
    """A workbook whose sheets are all the same one."""
    length = 8 + len("Bids 00000")
    before = len(_start(5)) + len(more) + sheets * (4 + length) + 4
    names = (biff(0x85, struct.pack("<LBBBB", before, 0, 0, 10, 0) + f"Bids {n:05}".encode()) for n in range(sheets))
    return _start(5) + more + b"".join(names) + biff(0x0A) + _start(0x10) + sheet + biff(0x0A)


def xls(make: Callable[[], bytes]) -> Maker:
    return lambda path: path.write_bytes(make())


def xls_of(inside: bytes) -> Maker:
    """An old workbook with one sheet."""
    return xls(lambda: file_system(stream_of(inside)))


def circle(links: list[int]) -> None:
    links[-1] = len(links) - 8
