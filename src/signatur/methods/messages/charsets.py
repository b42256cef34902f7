"""Text out of the bytes of a message, and what Windows calls its charsets."""

from __future__ import annotations

from dataclasses import replace

from signatur.methods.documents.charset import Decoded, decode_text
from signatur.methods.documents.charset_names import codec_name

# What plain mail declares; ASCII bytes need no closer look then.
_CONTAINS_ASCII = frozenset({"", "utf-8", "us-ascii", "iso-8859-1", "windows-1252"})
# Danish in Windows letters has few others; it is believed at once, because the closer look at what
# else the bytes could be takes longer than all the rest of reading a mail.
_EXPECTED_OF_DANISH = bytes(range(0x80)) + "æøåÆØÅéÉèêáíóúñçßüÜöÖäÄ§\u00a0²½´°·«»€–’“”…•".encode(
    "cp1252"
)
_SEVERAL_BYTES = ("big5", "cp932", "cp936", "cp949", "cp950", "euc", "gb", "johab", "shift_jis")
_CODE_PAGES = {
    1200: "utf-16-le",
    1201: "utf-16-be",
    10000: "mac-roman",
    20127: "us-ascii",
    20866: "koi8-r",
    20932: "euc-jp",
    20936: "gb2312",
    21866: "koi8-u",
    50220: "iso-2022-jp",
    50221: "iso-2022-jp",
    50222: "iso-2022-jp",
    50225: "iso-2022-kr",
    51932: "euc-jp",
    51949: "euc-kr",
    52936: "hz",
    54936: "gb18030",
    65000: "utf-7",
    65001: "utf-8",
}
_FIRST_ISO_8859, _LAST_ISO_8859 = 28591, 28606


def decode(data: bytes, declared: str = "") -> Decoded:
    """Decode `data`, believing the declared charset only as far as the bytes agree with it."""
    if data.isascii() and declared.lower() in _CONTAINS_ASCII:
        return Decoded(data.decode("ascii"), "ascii")
    codec = codec_name(declared)
    if codec == "cp1252" and not data.translate(None, _EXPECTED_OF_DANISH) and not _is_utf8(data):
        return Decoded(data.decode(codec), codec)
    if codec.startswith(_SEVERAL_BYTES):
        # Bytes that fit such a charset by chance are rare, so there is nothing to correct.
        try:
            return Decoded(data.decode(codec), codec)
        except UnicodeDecodeError:
            return decode_text(data, declared)
    decoded = decode_text(data, declared)
    if decoded.charset == "utf-7":
        return replace(decoded, text=with_whole_letters(decoded.text))
    return decoded


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def decode_trusted(data: bytes, charset: str) -> str:
    """Decode a text that is too short to judge, or whose charset a program wrote and no person."""
    try:
        return data.decode(codec_name(charset) or "cp1252")
    except UnicodeDecodeError:
        return decode(data, charset).text


def with_whole_letters(text: str) -> str:
    """Join letters that came as two surrogates; half of one, which no file can hold, is replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def charset_of_code_page(page: int) -> str:
    """Return the name of a Windows code page, or an empty string for none."""
    if _FIRST_ISO_8859 <= page <= _LAST_ISO_8859:
        return f"iso-8859-{page - _FIRST_ISO_8859 + 1}"
    return _CODE_PAGES.get(page, f"cp{page}") if page > 0 else ""
