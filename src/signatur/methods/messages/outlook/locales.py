"""Windows locale ids: the language they name, and the code page of texts written under them."""

from __future__ import annotations

_PRIMARY_LANGUAGE = 0x3FF
_WESTERN = "cp1252"
# Primary language ([MS-LCID]) to language code and to the ANSI code page of that Windows.
_LOCALES = {
    0x01: ("ar", "cp1256"), 0x02: ("bg", "cp1251"), 0x04: ("zh", "cp936"), 0x05: ("cs", "cp1250"),
    0x06: ("da", _WESTERN), 0x07: ("de", _WESTERN), 0x08: ("el", "cp1253"), 0x09: ("en", _WESTERN),
    0x0A: ("es", _WESTERN), 0x0B: ("fi", _WESTERN), 0x0C: ("fr", _WESTERN), 0x0D: ("he", "cp1255"),
    0x0E: ("hu", "cp1250"), 0x0F: ("is", _WESTERN), 0x10: ("it", _WESTERN), 0x11: ("ja", "cp932"),
    0x12: ("ko", "cp949"), 0x13: ("nl", _WESTERN), 0x14: ("nb", _WESTERN), 0x15: ("pl", "cp1250"),
    0x16: ("pt", _WESTERN), 0x18: ("ro", "cp1250"), 0x19: ("ru", "cp1251"), 0x1A: ("hr", "cp1250"),
    0x1D: ("sv", _WESTERN), 0x1F: ("tr", "cp1254"), 0x22: ("uk", "cp1251"), 0x25: ("et", "cp1257"),
    0x26: ("lv", "cp1257"), 0x27: ("lt", "cp1257"), 0x29: ("fa", "cp1256"), 0x2A: ("vi", "cp1258"),
}  # fmt: skip


def language_of(locale_id: int) -> str:
    """Return a language code, or an empty string for a locale that is not in the table."""
    return _LOCALES.get(locale_id & _PRIMARY_LANGUAGE, ("", ""))[0]


def code_page_of(locale_id: int) -> str:
    """Return the charset of texts that are not in Unicode."""
    return _LOCALES.get(locale_id & _PRIMARY_LANGUAGE, ("", _WESTERN))[1]
