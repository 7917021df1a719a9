"""``.ods``, ``.xlsb`` and ``.xls`` files that no honest person sends, made by code: each must end in one clear line."""

from __future__ import annotations

import struct

from tests.workbook.raw_formats import (
    BLANKS,
    END,
    MIB,
    OLE,
    REPEATED,
    ROW,
    TEXT,
    Maker,
    at,
    begin,
    biff,
    cell,
    circle,
    content,
    file_system,
    laughs,
    lying_ods,
    lying_xlsb,
    number,
    numbers,
    ods,
    ods_of,
    pieces,
    real,
    record,
    row,
    stream_of,
    table,
    wide,
    xls,
    xls_of,
    xlsb,
    xlsb_of,
)

SAVE_AS = "open it in Excel or LibreOffice and save it as .xlsx"
TOO_MUCH = "more than any workbook of bids | remove what is not bids"


def gave_up(suffix: str) -> str:
    """The line for a file of which the reader dies."""
    reason = "it asks for more memory or time than any workbook of bids, or is damaged"
    return f"WB101 {reason}: the {suffix} reader gave up | {SAVE_AS}"


def _many(what: str) -> str:
    return f"WB103 it holds more than {what} | remove what is not bids"


def _unreadable(suffix: str) -> str:
    return f"WB101 it cannot be read as a {suffix} file: "


FAR, EVER = 1_048_575, 1 << 40
LONG = "x" * 32_000
WORDS = 'office:value-type="string"'
ODS, XLSB, XLS = map(gave_up, (".ods", ".xlsb", ".xls"))
CELLS, SHEETS = map(_many, ("500,000 cells", "255 sheets"))

FILES: dict[str, tuple[Maker, str]] = {
    "a gigabyte of spaces.ods": (
        ods(lambda: content(b" " * MIB, 1024)),
        f"WB103 the part content.xml unpacks to 1,073,742,129 bytes, {TOO_MUCH}",
    ),
    "spaces beyond what the directory says.ods": (
        lying_ods,
        "WB101 the part content.xml is damaged or cut short",
    ),
    "a cell in every place.ods": (
        ods_of(row(cell(' table:number-columns-repeated="16384"'), FAR)),
        _unreadable(".ods"),
    ),
    "cells repeated in each of many rows.ods": (
        ods_of(row(cell(' table:number-columns-repeated="1000"')) * 2_000),
        ODS,
    ),
    "cells repeated in each of some rows.ods": (
        ods_of(row(cell(' table:number-columns-repeated="1000"')) * 501),
        CELLS,
    ),
    "two cells far apart.ods": (
        ods_of(row(cell()) + row("<table:table-cell/>", FAR) + row(BLANKS + cell())),
        _unreadable(".ods"),
    ),
    "billion laughs.ods": (ods(laughs), _unreadable(".ods")),
    "deep.ods": (ods(lambda: content(b"<a>" * 1000, 20_000)), ODS),
    "many sheets.ods": (ods(lambda: content(table(row(cell())), 100_000)), SHEETS),
    "a name without end.ods": (
        ods(lambda: content(table(row(cell())).replace(b"Bids", b"A" * MIB))),
        f"WB103 it has a sheet with a name of 1,048,576 characters, '{'A' * 57}...' | give it a shorter name",
    ),
    "many cells.ods": (ods_of(row(cell() * 100) * 6_000), CELLS),
    "a long text.ods": (
        ods_of(row(f"<table:table-cell {WORDS}><text:p>{LONG * 2}</text:p></table:table-cell>")),
        _many("32,767 characters in one cell"),
    ),
    "a very long text.ods": (
        ods_of(row(f"<table:table-cell {WORDS}><text:p>{'x' * (60 * MIB)}</text:p></table:table-cell>")),
        ODS,
    ),
    "long texts.ods": (
        ods_of(row(f"<table:table-cell {WORDS}{REPEATED}><text:p>{LONG}</text:p></table:table-cell>")),
        _many("8,000,000 characters"),
    ),
    "a gigabyte of nothing.xlsb": (
        xlsb(lambda: pieces(bytes(MIB), 1024)),
        f"WB103 the part xl/worksheets/sheet1.bin unpacks to 1,073,741,824 bytes, {TOO_MUCH}",
    ),
    "nothing beyond what the directory says.xlsb": (
        lying_xlsb,
        "WB101 the part xl/worksheets/sheet1.bin is damaged or cut short",
    ),
    "two cells far apart.xlsb": (xlsb_of(at(0) + real(0) + at(FAR) + real(16_383)), XLSB),
    "a record that claims to be large.xlsb": (xlsb(lambda: begin() + record(ROW, b"", (1 << 28) - 1)), XLSB),
    "texts that claim to be many.xlsb": (
        xlsb(lambda: begin() + END, texts=record(159, b"\xff" * 8) + record(160)),
        _unreadable(".xlsb"),
    ),
    "many sheets.xlsb": (xlsb(lambda: begin() + END, 50_000), SHEETS),
    "many cells.xlsb": (xlsb_of(b"".join(at(n) + b"".join(map(real, range(1000))) for n in range(600))), CELLS),
    "the same cells on many sheets.xlsb": (
        xlsb(lambda: begin() + b"".join(at(n) + b"".join(map(real, range(100))) for n in range(1000)) + END, 255),
        CELLS,
    ),
    "long texts.xlsb": (
        xlsb(
            lambda: begin() + b"".join(at(n) + record(TEXT, bytes(12)) for n in range(5_000)) + END,
            texts=record(159, struct.pack("<LL", 1, 1)) + record(19, b"\0" + wide(LONG)) + record(160),
        ),
        XLSB,
    ),
    "two cells far apart.xls": (xls_of(number(0, 0) + number(65_535, 16_383)), XLS),
    "a sheet that claims to be large.xls": (
        xls_of(biff(0x200, struct.pack("<LLHHH", 0, (1 << 32) - 1, 0, 65_535, 0)) + number(0, 0)),
        XLS,
    ),
    "merged ranges.xls": (
        xls_of(biff(0xE5, struct.pack("<H", 1000) + struct.pack("<4H", 0, 65_535, 0, 255) * 1000) * 600),
        XLS,
    ),
    "the same cells on many sheets.xls": (
        xls(lambda: file_system(stream_of(b"".join(map(numbers, range(250))), 5_000))),
        XLS,
    ),
    "many cells.xls": (xls_of(b"".join(map(numbers, range(3_000)))), CELLS),
    "nothing after the first bytes.xls": (lambda path: path.write_bytes(OLE), _unreadable(".xls")),
    "full of ones.xls": (lambda path: path.write_bytes(OLE + b"\xff" * (32 * MIB)), _unreadable(".xls")),
}
"""By the name of the file; what its one line begins with."""

UNBELIEVED: dict[str, Maker] = {
    "rows repeated for ever.ods": ods_of(row("<table:table-cell/>", EVER) + row(cell())),
    "cells repeated for ever.ods": ods_of(row(cell(f' table:number-columns-repeated="{EVER}"'))),
    "wide.ods": ods(lambda: content(b"<a/>" * 1000, 16_000)),
    "a sheet that claims to be large.xlsb": xlsb(lambda: begin((1 << 32) - 2, (1 << 32) - 2) + END),
    "texts that claim to be many.xls": xls(lambda: file_system(stream_of(b"", more=biff(0xFC, b"\xff" * 8)))),
    "a chain in a circle.xls": xls(lambda: file_system(stream_of(number(0, 0)) + bytes(100_000), circle)),
    "tables that claim to be many.xls": xls(lambda: file_system(stream_of(b""), tables=0x7FFFFFFF)),
}
"""Files that are read for what they hold, which is no bid."""
