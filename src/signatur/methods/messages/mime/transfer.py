"""Transfer encodings (RFC 2045 § 6, uuencode, yEnc), decoded block by block in bounded memory."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64 = bytes(octet for octet in range(256) if octet not in _BASE64)
_LONGEST_LINE = 1 << 16
# Above this share of foreign bytes a text was never base64, whatever its header says.
_FOREIGN_SHARE = 0.1


class Decoder(Protocol):
    """Turns encoded blocks into the bytes that they stand for."""

    fault: str
    """What was wrong with the encoding, in English, or empty."""

    def feed(self, block: bytes) -> bytes:
        """Return what can be decoded so far."""

    def finish(self) -> bytes:
        """Return what is left when no more blocks come."""


class Identity:
    """7bit, 8bit and binary: the bytes stand for themselves."""

    def __init__(self, fault: str = "") -> None:
        self.fault = fault

    def feed(self, block: bytes) -> bytes:
        return block

    def finish(self) -> bytes:
        return b""


class Base64:
    """Base64, also in several padded pieces; foreign bytes are skipped.

    Plain text that was wrongly labelled, or that a mailing list put below, is told apart by the
    blanks and signs that base64 does not have.
    """

    def __init__(self) -> None:
        self.fault = ""
        self._rest = b""
        self._is_first = True
        self._is_padded = False
        self._is_plain = False

    def feed(self, block: bytes) -> bytes:
        if self._is_first and _is_plain_text(block):
            self._is_plain = True
            self.fault = "not base64 as declared"
        self._is_first = False
        if self._is_plain:
            return block
        if self._is_padded or b"=" in block:
            return self._feed_padded(block)
        return self._decode(self._rest + block.translate(None, _NOT_BASE64))

    def finish(self) -> bytes:
        if self._rest:
            self.fault = self.fault or "base64 ends early"
        return _padded(self._rest)

    def _decode(self, letters: bytes) -> bytes:
        whole = len(letters) - len(letters) % 4
        self._rest = letters[whole:]
        return binascii.a2b_base64(letters[:whole])

    def _feed_padded(self, block: bytes) -> bytes:
        start = 0 if self._is_padded else block.index(b"=")
        self._is_padded = True
        if _is_plain_text(block[start:].lstrip(b"=\r\n \t")):
            self.fault = "text after the end of base64"
            block = block[:start]
        letters = self._rest + block.translate(None, _NOT_BASE64)
        *ended, last = re.split(rb"=+", letters)
        return b"".join(_padded(piece) for piece in ended) + self._decode(last)


def _is_plain_text(block: bytes) -> bool:
    foreign = block.strip().translate(None, _BASE64 + b"\r\n")
    return len(foreign) > _FOREIGN_SHARE * len(block)


def _padded(letters: bytes) -> bytes:
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


class QuotedPrintable:
    """Quoted-printable; a line that was cut between two blocks waits for its end."""

    def __init__(self) -> None:
        self.fault = ""
        self._rest = b""

    def feed(self, block: bytes) -> bytes:
        block = self._rest + block
        end = block.rfind(b"\n") + 1
        if not end and len(block) > _LONGEST_LINE:
            # A line without end: cut it where no escape can stand across the cut.
            escape = block.rfind(b"=", len(block) - 2)
            end = escape if escape >= 0 else len(block)
        self._rest = block[end:]
        return binascii.a2b_qp(block[:end])

    def finish(self) -> bytes:
        return binascii.a2b_qp(self._rest)


class _ByLine:
    """Puts lines together from blocks, for the encodings that go by lines."""

    def __init__(self, decode_line: Callable[[bytes], bytes]) -> None:
        self.fault = ""
        self._decode_line = decode_line
        self._rest = b""

    def feed(self, block: bytes) -> bytes:
        *lines, self._rest = (self._rest + block).split(b"\n")
        if len(self._rest) > _LONGEST_LINE:
            lines.append(self._rest)
            self._rest = b""
        return b"".join(self._decode_line(line.rstrip(b"\r")) for line in lines)

    def finish(self) -> bytes:
        return self._decode_line(self._rest.rstrip(b"\r"))


_UU_COMMAND = re.compile(rb"begin [0-7]{3,4} |end\s*$|\s*$|[`\s]$")
_UU_FIRST, _UU_LAST = 0x20, 0x60


def _uu_line(line: bytes) -> bytes:
    if _UU_COMMAND.match(line) or not _UU_FIRST <= line[0] <= _UU_LAST:
        return b""
    # Some programs pad lines beyond the stated length, others strip blanks from their end.
    length = ((line[0] - _UU_FIRST) & 0x3F) * 4 // 3 + 3
    try:
        return binascii.a2b_uu(line[:length].ljust(length))
    except binascii.Error:
        return b""


_Y_SHIFTED = bytes((octet - 42) & 0xFF for octet in range(256))
_Y_ESCAPED = bytes((octet - 64 - 42) & 0xFF for octet in range(256))


def _y_line(line: bytes) -> bytes:
    if line.startswith((b"=ybegin ", b"=ypart ", b"=yend")):
        return b""
    first, *escaped = line.split(b"=")
    return first.translate(_Y_SHIFTED) + b"".join(
        piece[:1].translate(_Y_ESCAPED) + piece[1:].translate(_Y_SHIFTED) for piece in escaped
    )


def _uuencode() -> Decoder:
    return _ByLine(_uu_line)


def _yenc() -> Decoder:
    return _ByLine(_y_line)


_DECODERS: Mapping[str, Callable[[], Decoder]] = {
    "": Identity,
    "7bit": Identity,
    "8bit": Identity,
    "binary": Identity,
    "base64": Base64,
    "quoted-printable": QuotedPrintable,
    "uuencode": _uuencode,
    "x-uuencode": _uuencode,
    "x-uue": _uuencode,
    "x-yencode": _yenc,
    "yenc": _yenc,
}


def decoder_for(encoding: str) -> Decoder:
    """Return a fresh decoder for a Content-Transfer-Encoding; an unknown one leaves bytes alone."""
    name = encoding.partition(";")[0].strip().strip("\"'").lower()
    make = _DECODERS.get(name)
    return make() if make else Identity(fault="unknown transfer encoding")


def decoded_blocks(blocks: Iterable[bytes], decoder: Decoder) -> Iterator[bytes]:
    """Decode blocks one by one."""
    for block in blocks:
        yield decoder.feed(block)
    yield decoder.finish()
