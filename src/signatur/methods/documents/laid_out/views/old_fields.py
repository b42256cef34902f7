"""Fields of binary Word files that would be worked out anew when the file is opened: made plain text.

A letter of 2009 with the field DATE must not bear the date of today. The kind of each field stands in
a table of the file ([MS-DOC] 2.8.25 PlcFld, 2.9.90 flt); it is overwritten in place.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    import olefile

# Offsets of pairs (position, length) in the header of the main stream ([MS-DOC] 2.5.6): fields of the
# body, of headers, of footnotes, of comments, of endnotes and of text boxes.
_TABLES: Final = (0x11A, 0x122, 0x12A, 0x132, 0x21A, 0x262)
_TABLE_FLAG: Final = 0x0200
_BEGIN: Final = 0x13
# DATE, TIME, PRINTDATE, SAVEDATE, CREATEDATE, EDITTIME, FILENAME, AUTHOR, USERNAME, LASTSAVEDBY and
# what fetches: INCLUDE, INCLUDEPICTURE, INCLUDETEXT, LINK, DDE, DDEAUTO, IMPORT.
_VOLATILE: Final = frozenset({
    31, 32, 23, 22, 21, 25, 29, 17, 60, 20, 36, 67, 68, 56, 45, 46, 55,
})  # fmt: skip
_QUOTE: Final = 35
"""The kind of a field that says what it last said."""


def freeze_fields(file: Path) -> None:
    """Overwrite the kinds of such fields in a binary Word file; nothing happens to what is none."""
    import olefile

    try:
        with olefile.OleFileIO(file, write_mode=True) as compound:
            if compound.exists("WordDocument"):
                _freeze(compound)
    except (OSError, ValueError, TypeError, IndexError, KeyError, AttributeError, struct.error):
        return


def _freeze(compound: olefile.OleFileIO) -> None:
    main = compound.openstream("WordDocument").read()
    flags = struct.unpack_from("<H", main, 0x0A)[0]
    name = "1Table" if flags & _TABLE_FLAG else "0Table"
    table = bytearray(compound.openstream(name).read())
    before = bytes(table)
    for offset in _TABLES:
        position, length = struct.unpack_from("<II", main, offset)
        count = (length - 4) // 6
        if length < 10 or position + length > len(table):
            continue
        first = position + 4 * (count + 1)
        for place in range(first, first + 2 * count, 2):
            if table[place] & 0x1F == _BEGIN and table[place + 1] in _VOLATILE:
                table[place + 1] = _QUOTE
    if bytes(table) != before:
        compound.write_stream(name, bytes(table))
