"""Strings and streams of a PDF as text, and what of it is worth telling."""

from __future__ import annotations

import re
from typing import Any, Final

MOST_CHARACTERS: Final = 200_000
"""Of one string or stream."""
_PRINTABLE_SHARE: Final = 0.9
# Moments, keys and versions: they tell nothing of anybody and would bury what does.
NOISE: Final = re.compile(
    r"D:\d{4,14}.*|\d{4}-\d\d-\d\dT[\d:.+\-Z]*|(?:uuid|xmp\.[di]id|urn:uuid|adobe:docid)[:\w.\-]*"
    r"|[0-9a-fA-F]{32}|[\w+/]{22}==|\d\.\d|application/pdf|\w{1,2}|proof(?::pdf)?|default|Adobe XMP Core.*|True|False"
    r"|xmp-writer|W5M0\w+|/|en(?:-\w\w)?|da(?:-DK)?|x-default|utf-8"
)


def raw_bytes(stream: Any) -> bytes:
    """The unpacked bytes of a pikepdf stream; none where they cannot be unpacked."""
    import pikepdf

    try:
        data: bytes = stream.read_bytes()
    except (pikepdf.PikepdfError, ValueError, RuntimeError):
        return b""
    return data


def decoded(stream: Any) -> str:
    """A stream as text."""
    return as_text(raw_bytes(stream))


def as_text(data: bytes) -> str:
    """Bytes of a stream as text, as far as a text may be long."""
    data = data[: 4 * MOST_CHARACTERS]
    if data[:2] in {b"\xfe\xff", b"\xff\xfe"}:
        return data.decode("utf-16", "replace")
    return data.decode("utf-8", "replace")


def text_of(value: Any) -> str:
    """A string or name of a PDF; nothing for anything else."""
    import pikepdf

    if not isinstance(value, pikepdf.String | pikepdf.Name):
        return ""
    try:
        return str(value)
    except UnicodeDecodeError:
        return bytes(value).decode("latin-1")


def without_tags(markup: str) -> str:
    """The text and the attributes' values of XML, a line each, without what only keeps it together."""
    values = re.findall(
        r'>([^<>]+)<|\s(?!xmlns|rdf:about|xml:|rdf:parseType)[\w:]+="([^"]+)"', markup
    )
    lines = ((text or value).strip() for text, value in values)
    told = (line for line in lines if line and not NOISE.fullmatch(line))
    return "\n".join(line for line in told if not line.startswith(("http://ns.", "\ufeff")))


def is_readable(text: str) -> bool:
    """Whether a text says something, rather than being bytes that look like one."""
    if not any(letter.isalnum() for letter in text):
        return False
    printable = sum(letter.isprintable() or letter in "\n\t" for letter in text)
    return printable >= _PRINTABLE_SHARE * len(text)
