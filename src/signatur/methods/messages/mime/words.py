"""Encoded words in header fields (RFC 2047), decoded as they are meant, not only as they should be."""

from __future__ import annotations

import binascii
import re
from typing import NamedTuple

from signatur.methods.messages.charsets import decode

_BETWEEN_WORDS = re.compile(r"(?<=\?=)[ \t\r\n]+(?==\?)")
_START = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?")
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f][ \x00-\x1f\x7f]*")


class _Word(NamedTuple):
    charset: str
    data: bytes
    end: int


def decoded(value: str) -> str:
    """Return a header value as a reader should see it.

    Neighbouring words of one charset are put together before they are decoded, because many
    programs cut a letter of several bytes in two.
    """
    if "=?" in value:
        value = _decode_words(_BETWEEN_WORDS.sub("", value))
    return _NOT_SHOWN.sub(" ", value).strip()


def decoded_octets(octets: bytes) -> str:
    """Return the text of header bytes that were never encoded, as they should have been."""
    return octets.decode("ascii") if octets.isascii() else decode(octets).text


def _decode_words(value: str) -> str:
    shown: list[str] = []
    run: list[_Word] = []
    at = 0
    while (start := value.find("=?", at)) >= 0:
        word = _word_at(value, start)
        if word is None:
            shown += (_text_of(run), value[at : start + 2])
            run, at = [], start + 2
            continue
        if start > at or (run and run[-1].charset != word.charset):
            shown += (_text_of(run), value[at:start])
            run = []
        run.append(word)
        at = word.end
    shown += (_text_of(run), value[at:])
    return "".join(shown)


def _word_at(value: str, start: int) -> _Word | None:
    head = _START.match(value, start)
    if head is None:
        return None
    end = value.find("?=", head.end())
    # A word whose end was cut off is decoded as far as it goes.
    inner, end = (
        (value[head.end() :], len(value)) if end < 0 else (value[head.end() : end], end + 2)
    )
    charset = head[1].lower().partition("*")[0]
    unpack = _from_base64 if head[2] in "bB" else _from_quoted
    return _Word(charset, unpack(inner.encode("utf-8")), end)


def _text_of(run: list[_Word]) -> str:
    return decode(b"".join(word.data for word in run), run[0].charset).text if run else ""


def _from_quoted(inner: bytes) -> bytes:
    return binascii.a2b_qp(inner, header=True)


def _from_base64(inner: bytes) -> bytes:
    letters = inner.rstrip(b"= \t")
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    try:
        return binascii.a2b_base64(letters + b"===")
    except binascii.Error:
        return inner
