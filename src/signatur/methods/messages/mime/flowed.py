"""Text as the writer saw it: soft line breaks undone (RFC 3676), OpenPGP armour taken off."""

from __future__ import annotations

import re

_SIGNATURE_MARK = "-- "
_CLEARTEXT = re.compile(
    r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z]+: [^\n]*\n)*\n(.*?)\n-----BEGIN PGP SIGNATURE-----"
    r".*?(?:-----END PGP SIGNATURE-----\n?|\Z)",
    re.DOTALL,
)
_DASH_ESCAPED = re.compile(r"^- ", re.MULTILINE)


def unflowed(text: str, *, joins_words: bool) -> str:
    """Join lines that were broken for transport only; quoted lines keep their marks.

    Args:
        text: Text of a part with `format=flowed`, lines ended by line feeds.
        joins_words: Whether the part has `delsp=yes`: the blank that marks a break is dropped.
    """
    paragraphs: list[str] = []
    pieces: list[str] = []
    depth = 0
    for line in text.split("\n"):
        rest = line.lstrip(">")
        if pieces and len(line) - len(rest) != depth:
            paragraphs.append(_quoted(depth, pieces))
            pieces = []
        depth = len(line) - len(rest)
        rest = rest.removeprefix(" ")
        is_soft = rest.endswith(" ") and rest != _SIGNATURE_MARK
        pieces.append(rest[:-1] if is_soft and joins_words else rest)
        if not is_soft:
            paragraphs.append(_quoted(depth, pieces))
            pieces = []
    if pieces:
        paragraphs.append(_quoted(depth, pieces))
    return "\n".join(paragraphs)


def _quoted(depth: int, pieces: list[str]) -> str:
    return (">" * depth + " " if depth else "") + "".join(pieces)


def without_armour(text: str) -> str:
    """Return the signed text of an OpenPGP cleartext message (RFC 4880 § 7)."""
    return _CLEARTEXT.sub(lambda match: _DASH_ESCAPED.sub("", match[1]), text)
