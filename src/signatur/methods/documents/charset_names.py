"""The names of character sets as senders write them, and the codecs that they mean."""

from __future__ import annotations

import codecs
import re
from typing import Final

# Labels that mean cp1252 in practice; https://encoding.spec.whatwg.org/#names-and-labels.
_MEANS_CP1252: Final = frozenset({"ascii", "iso8859-1", "cp1252"})
# Python calls these text encodings too, but no sender means them.
_NEVER_DECLARED: Final = frozenset(
    {"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"}
)


def codec_name(label: str) -> str:
    """The Python codec that a label from outside means, or the empty string if none."""
    tidy = label.strip(" \t\r\n\"';,").lower()
    try:
        info = codecs.lookup(tidy)
    except (LookupError, ValueError):
        return _codec_of_misspelt(tidy)
    # The standard library marks codecs that do not give text, such as rot13, in this attribute.
    if not getattr(info, "_is_text_encoding", True) or info.name in _NEVER_DECLARED:
        return ""
    return "cp1252" if info.name in _MEANS_CP1252 else info.name


def _codec_of_misspelt(label: str) -> str:
    """Understand `utf8mb4`, `x-user-defined;`, `iso 8859 1`, `windows1252` and their like."""
    squeezed = re.sub(r"[^a-z0-9]", "", label)
    for pattern, name in (
        (r"utf8", "utf-8"),
        (r"(?:windows|cp|ansi|win)?1252|ansi|latin1|iso88591$", "cp1252"),
        (r"(?:windows|win)(125\d)$", r"cp\1"),
        (r"iso8859(\d{1,2})$", r"iso8859-\1"),
        (r"(?:ibm|cp|dos)?(850|865|437)$", r"cp\1"),
        (r"macintosh|macroman|xmacroman", "mac-roman"),
    ):
        if found := re.match(pattern, squeezed):
            return codec_name(found.expand(name))
    return ""
