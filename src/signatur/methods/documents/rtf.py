"""Rich Text Format 1.9.1: code pages per font, Unicode escapes, binary data, hidden destinations."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.lines import Lines
from signatur.methods.documents.plain import text_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.documents.task import Finding, Task

_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+",
    re.DOTALL,
)
# What a font's character set number means as a code page (RTF 1.9.1, font table, \fcharset).
_CODE_PAGE_OF_CHARSET: Final = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_CODE_PAGE_OF_WORD: Final = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
_KNOWN_CODE_PAGE: Final = re.compile(r"437|850|865|874|93[26]|949|950|125\d")

# Groups whose text is not text of the document.
_SKIPPED: Final = frozenset({
    "colortbl", "stylesheet", "info", "pict", "objdata", "themedata", "colorschememapping",
    "latentstyles", "datastore", "listtable", "listoverridetable", "rsidtbl", "xmlnstbl",
    "fldinst", "filetbl", "revtbl", "nonshppict", "shprslt", "sn", "sv", "template", "pntext",
    "upr", "atnid", "atnauthor", "atrfstart", "atrfend", "bkmkstart", "bkmkend", "tc", "xe",
})  # fmt: skip
# Groups marked as ignorable (`\*`) that hold text all the same: text boxes and comments.
_READ_THOUGH_IGNORABLE: Final = frozenset({"shpinst", "shptxt", "annotation", "shppict"})
_AFTER_BODY: Final = frozenset({"footer", "footerl", "footerr", "footerf", "footnote"})
_SIGNS: Final = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SYMBOLS: Final = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
_LINE_BREAKS: Final = frozenset({"line", "sect", "page", "row", "nestrow", "column"})

_BODY: Final = "body"
_AFTER: Final = "after"
_COMMENTS: Final = "comments"


@dataclass(slots=True)
class _Group:
    """What a brace opens and its fellow restores."""

    is_skipped: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    is_in_table: bool = False
    is_font_table: bool = False
    code_page: str = "cp1252"
    skip_after_unicode: int = 1
    place: str = _BODY

    def inner(self) -> _Group:
        return _Group(
            self.is_skipped,
            self.is_hidden,
            self.is_deleted,
            self.is_in_table,
            self.is_font_table,
            self.code_page,
            self.skip_after_unicode,
            self.place,
        )


@dataclass(slots=True)
class _Reading:
    """The state of reading one document from front to back."""

    group: _Group = field(default_factory=_Group)
    outer: list[_Group] = field(default_factory=list)
    places: dict[str, Lines] = field(default_factory=lambda: defaultdict(Lines))
    code_page: str = "cp1252"
    font_code_pages: dict[int, str] = field(default_factory=dict)
    font: int = 0
    is_ignorable: bool = False
    to_skip: int = 0
    """Bytes still to pass over: the plain form of a character that came as Unicode before."""
    pending: bytearray = field(default_factory=bytearray)
    high_surrogate: int = 0

    def text(self, data: bytes) -> None:
        skipped = min(self.to_skip, len(data))
        self.to_skip -= skipped
        if not self.group.is_skipped:
            self.pending += data[skipped:]

    def flush(self) -> None:
        """Decode the bytes so far; only now, as some code pages have characters of two bytes."""
        if self.pending:
            self.write(self.pending.decode(self.group.code_page, "replace"))
            self.pending.clear()

    def write(self, text: str) -> None:
        group = self.group
        if not (group.is_skipped or group.is_hidden or group.is_deleted or group.is_font_table):
            self.places[group.place].add(text)

    def unicode(self, code: int) -> None:
        code &= 0xFFFF
        if 0xD800 <= code < 0xDC00:
            self.high_surrogate = code
        elif 0xDC00 <= code < 0xE000 and self.high_surrogate:
            self.write(chr(0x10000 + ((self.high_surrogate - 0xD800) << 10) + (code - 0xDC00)))
            self.high_surrogate = 0
        elif not 0xD800 <= code < 0xE000:
            # Word puts symbol fonts into a private area at U+F000.
            self.write("•" if 0xF000 <= code < 0xF100 else chr(code))
        self.to_skip = self.group.skip_after_unicode

    def open_group(self) -> None:
        self.outer.append(self.group)
        self.group = self.group.inner()

    def close_group(self) -> None:
        if self.outer:
            before, self.group = self.group, self.outer.pop()
            if before.place != self.group.place:
                self.places[before.place].end_line()


def read_rtf(task: Task) -> Iterator[Finding]:
    """Body, then footers and footnotes; comments on a page of their own; deleted text left out."""
    places = _places(task.content.read())
    main = [places[place].text() for place in (_BODY, _AFTER) if place in places]
    yield text_page("\n\n".join(text for text in main if text))
    if _COMMENTS in places:
        yield text_page(places[_COMMENTS].text(), number=2)


def _places(data: bytes) -> dict[str, Lines]:
    reading = _Reading()
    position = max(0, data.find(b"{\\rtf"))
    while (token := _TOKEN.match(data, position)) is not None:
        position = token.end()
        word, number, escaped, symbol, brace, text = token.groups()
        if text is not None:
            reading.text(text)
        elif escaped is not None:
            reading.text(bytes([int(escaped, 16)]))
        elif word is not None:
            reading.flush()
            position += _control(reading, word.decode("ascii"), number)
        elif brace is not None:
            reading.flush()
            reading.to_skip = 0
            (reading.open_group if brace == b"{" else reading.close_group)()
        elif symbol is not None:
            reading.flush()
            _symbol(reading, symbol)
    reading.flush()
    return reading.places


def _symbol(reading: _Reading, symbol: bytes) -> None:
    if symbol == b"*":
        reading.is_ignorable = True
    elif symbol in b"\r\n":
        _end_paragraph(reading)
    else:
        reading.write(_SYMBOLS.get(symbol, ""))


def _control(reading: _Reading, word: str, number: bytes | None) -> int:
    """Obey a control word; the number of raw bytes after it that are not RTF."""
    value = int(number) if number is not None else None
    group = reading.group
    is_ignorable, reading.is_ignorable = reading.is_ignorable, False
    if word == "bin":
        return max(0, value or 0)
    if word in _SKIPPED or (is_ignorable and word not in _READ_THOUGH_IGNORABLE):
        group.is_skipped = True
    elif word == "u" and value is not None:
        reading.unicode(value)
    elif word in _SIGNS:
        reading.write(_SIGNS[word])
    elif word in {"par", "cell", "nestcell", "tab"} or word in _LINE_BREAKS:
        _layout(reading, word)
    elif word in {"fonttbl", "f", "fcharset", "ansicpg"} or word in _CODE_PAGE_OF_WORD:
        _fonts(reading, word, value)
    else:
        _property(group, word, is_on=value != 0, value=value)
    return 0


def _layout(reading: _Reading, word: str) -> None:
    if word == "par":
        _end_paragraph(reading)
    elif word in _LINE_BREAKS:
        reading.places[reading.group.place].break_line()
    else:
        reading.write("\t")


def _end_paragraph(reading: _Reading) -> None:
    if reading.group.is_skipped:
        return
    lines = reading.places[reading.group.place]
    (lines.add_space if reading.group.is_in_table else lines.break_line)()


def _fonts(reading: _Reading, word: str, value: int | None) -> None:
    """Keep track of which code page each font has, and of the font in use."""
    group = reading.group
    if word == "fonttbl":
        group.is_font_table = True
    elif word == "f" and value is not None:
        reading.font = value
        group.code_page = reading.font_code_pages.get(value, reading.code_page)
    elif word == "fcharset" and value in _CODE_PAGE_OF_CHARSET:
        reading.font_code_pages[reading.font] = _CODE_PAGE_OF_CHARSET[value]
    elif word == "ansicpg" and _KNOWN_CODE_PAGE.fullmatch(str(value)):
        reading.code_page = group.code_page = f"cp{value}"
    elif word in _CODE_PAGE_OF_WORD:
        reading.code_page = group.code_page = _CODE_PAGE_OF_WORD[word]


def _property(group: _Group, word: str, *, is_on: bool, value: int | None) -> None:
    if word == "v":
        group.is_hidden = is_on
    elif word == "deleted":
        group.is_deleted = is_on
    elif word == "plain":
        group.is_hidden = group.is_deleted = False
    elif word == "pard":  # codespell:ignore pard
        group.is_in_table = False
    elif word == "intbl":
        group.is_in_table = True
    elif word == "uc" and value is not None:
        group.skip_after_unicode = max(0, value)
    elif word in _AFTER_BODY:
        group.place = _AFTER
    elif word == "annotation":
        group.place = _COMMENTS
