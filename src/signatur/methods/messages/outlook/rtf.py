"""The text or HTML that an Outlook message carries within RTF ([MS-OXRTFEX]).

Outlook wraps HTML and plain text in RTF and marks what belongs to it; RTF without such marks is read
as plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from signatur.methods.messages.body import Piece
from signatur.methods.messages.charsets import (
    charset_of_code_page,
    decode_trusted,
    with_whole_letters,
)

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?"
    rb"|\\'([0-9a-fA-F]{2})"
    rb"|\\([^a-zA-Z'])"
    rb"|([{}])"
    rb"|([^\\{}\r\n]+)"
    rb"|[\\\r\n]",
    re.DOTALL,
)
_SHOWN = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "tab": "\t", "cell": "\t",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "endash": "–", "emdash": "—", "emspace": "\u2003", "enspace": "\u2002",
    "~": "\u00a0", "_": "\u2011", "\n": "\n", "\r": "\n", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
# Groups that hold no text of the message, besides those that begin with `\*`.
_NO_TEXT = frozenset(
    {
        "author", "colortbl", "comment", "info", "keywords", "nonshppict", "object", "operator",
        "pict", "pntext", "stylesheet", "title", "xe",
        # header and footer, also those of first, left and right pages
        *(f"{place}{page}" for place in ("header", "footer") for page in ("", "f", "l", "r")),
    }
)  # fmt: skip
_FONT_CHARSETS = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_DEEPEST = 500
_WORD, _NUMBER, _HEX, _SYMBOL, _BRACE, _TEXT = range(1, 7)


def unwrapped(rtf: bytes, most: int) -> Piece:
    """Return the HTML or plain text within RTF, at most about `most` characters of it."""
    reader = _Reader(most)
    reader.read(rtf)
    content = with_whole_letters("".join(reader.shown)).strip("\n")
    return Piece(html=content) if reader.is_html else Piece(text=content)


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds within a pair of braces and ends with them."""

    is_skipped: bool = False
    is_tag: bool = False
    is_shadow: bool = False
    """Meant for readers that know nothing of the HTML inside."""
    is_font_table: bool = False
    font: int | None = None
    letters_after_unicode: int = 1


class _Reader:
    """Goes through the tokens of an RTF text and collects what is shown."""

    def __init__(self, most: int) -> None:
        self.shown: list[str] = []
        self.is_html = False
        self._left = most
        self._group = _Group()
        self._outer: list[_Group] = []
        self._octets = bytearray()
        self._is_starred = False
        self._to_skip = 0
        self._fonts: dict[int, str] = {}
        self._default_font: int | None = None
        self._code_page = "cp1252"

    def read(self, rtf: bytes) -> None:
        at = 0
        while at < len(rtf) and self._left > 0:
            token = _TOKEN.match(rtf, at)
            assert token is not None  # every byte begins some token
            at = token.end() + self._take(token)
        self._flush()

    def _take(self, token: re.Match[bytes]) -> int:
        """Handle a token; return how many bytes after it are to be passed over."""
        if token.lastindex in (_WORD, _NUMBER):
            return self._control(token[_WORD].decode("ascii"), token[_NUMBER])
        if token.lastindex == _BRACE:
            self._brace(token[_BRACE])
        elif token.lastindex == _HEX:
            self._letters(bytes.fromhex(token[_HEX].decode("ascii")))
        elif token.lastindex == _SYMBOL:
            self._symbol(token[_SYMBOL].decode("latin-1"))
        elif token.lastindex == _TEXT:
            self._letters(token[_TEXT])
        return 0

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._is_starred = False
        self._to_skip = 0
        if brace == b"{":
            self._outer.append(self._group)
            if len(self._outer) > _DEEPEST:
                self._left = 0
        elif self._outer:
            self._group = self._outer.pop()

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._is_starred = True
        elif symbol in _SHOWN:
            self._show(_SHOWN[symbol])

    def _letters(self, octets: bytes) -> None:
        skipped = min(self._to_skip, len(octets))
        self._to_skip -= skipped
        if self._is_shown:
            self._octets += octets[skipped:]

    def _control(self, word: str, digits: bytes | None) -> int:
        number = int(digits) if digits else None
        if word == "bin":
            return max(number or 0, 0)
        if self._is_starred:
            self._is_starred = False
            is_tag = word == "htmltag"
            self._group = replace(self._group, is_tag=is_tag, is_skipped=not is_tag)
        elif not self._group.is_skipped:
            self._known_control(word, number)
        return 0

    def _known_control(self, word: str, number: int | None) -> None:
        if word in _SHOWN:
            self._show(_SHOWN[word])
        elif word == "u":
            # A signed 16-bit number; letters beyond that come as two halves.
            self._show(chr((number or 0) & 0xFFFF))
            self._to_skip = self._group.letters_after_unicode
        elif word in _NO_TEXT:
            self._group = replace(self._group, is_skipped=True)
        elif word in ("htmlrtf", "f", "plain", "uc", "fonttbl"):
            self._flush()
            self._group = _changed(self._group, word, number)
        elif word == "fcharset" and self._group.font is not None:
            self._fonts[self._group.font] = _FONT_CHARSETS.get(number or 0, "")
        elif word == "deff":
            self._default_font = number
        elif word == "ansicpg":
            self._code_page = charset_of_code_page(number or 0) or self._code_page
        elif word == "fromhtml":
            self.is_html = number != 0

    @property
    def _is_shown(self) -> bool:
        group = self._group
        return group.is_tag or not (group.is_skipped or group.is_shadow or group.is_font_table)

    def _show(self, text: str) -> None:
        self._flush()
        if self._is_shown:
            self.shown.append(text)
            self._left -= len(text)

    def _flush(self) -> None:
        if self._octets:
            font = self._default_font if self._group.font is None else self._group.font
            charset = self._fonts.get(-1 if font is None else font) or self._code_page
            text = decode_trusted(bytes(self._octets), charset)
            self._octets.clear()
            self.shown.append(text)
            self._left -= len(text)


def _changed(group: _Group, word: str, number: int | None) -> _Group:
    if word == "htmlrtf":
        return replace(group, is_shadow=number != 0)
    if word == "uc":
        return replace(group, letters_after_unicode=max(number or 0, 0))
    if word == "fonttbl":
        return replace(group, is_font_table=True)
    return replace(group, font=number if word == "f" else None)
