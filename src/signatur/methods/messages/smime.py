"""S/MIME messages on their own (.p7m, RFC 8551): what is signed is read, what is encrypted is told."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.messages.cms import CmsKind, NotCmsError, read_cms
from signatur.methods.messages.mime.fields import looks_like_header
from signatur.methods.messages.mime.message import read_mime
from signatur.methods.messages.mime.transfer import Base64, decoded_blocks
from signatur.methods.messages.schema import Attachment, Channel, Message, MessageKind
from signatur.methods.messages.source import blocks, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.documents.content import Content
    from signatur.methods.messages.reading import Reading
    from signatur.methods.messages.source import Source

_BLOCK = 1 << 18
_LOOK = 4096
_DER = b"0"
_ARMOUR = b"-----"


def read_smime(content: Content, reading: Reading) -> Message:
    """Read a message that a signature or an encryption wraps, in DER, in base64 or as MIME."""
    with opened(content) as source:
        if looks_like_header(source.read(0, _LOOK)):
            return read_mime(source, content, reading, MessageKind.SMIME)
        if source.read(0, 1) == _DER:
            return _read_cms(source, content, reading)
        start, stop = _within_armour(source)
        binary, problems = reading.keep(decoded_blocks(blocks(source, start, stop), Base64()))
        with opened(binary) as decoded:
            message = _read_cms(decoded, content, reading)
        return replace(message, problems=message.problems + problems)


def _within_armour(source: Source) -> tuple[int, int]:
    """Leave out the BEGIN and END lines around base64."""
    if source.read(0, len(_ARMOUR)) != _ARMOUR:
        return 0, source.size
    start = source.find(b"\n", 0, source.size) + 1
    stop = source.find(_ARMOUR, start, source.size)
    return start, stop if stop >= 0 else source.size


def _read_cms(source: Source, original: Content, reading: Reading) -> Message:
    try:
        cms = read_cms(source)
    except NotCmsError as fault:
        return _unread(original, Problem(ProblemCode.DAMAGED, f"S/MIME: {fault}"))
    if cms.kind is CmsKind.ENCRYPTED:
        return _unread(original, Problem(ProblemCode.ENCRYPTED, "S/MIME"))
    if cms.content is None:
        return _unread(original, Problem(ProblemCode.EMPTY, "S/MIME: no content in it"))
    if cms.kind is CmsKind.COMPRESSED:
        return _read_compressed(cms.content, original, reading)
    return replace(_read_content(cms.content, original, reading), is_signed=True)


def _read_content(source: Source, original: Content, reading: Reading) -> Message:
    """Read the wrapped content: a mail or, where a document was signed, that document."""
    if looks_like_header(source.read(0, _LOOK)):
        return read_mime(source, original, reading, MessageKind.SMIME)
    document, problems = reading.keep(blocks(source, 0, source.size))
    message = _unread(original, *problems)
    return replace(message, attachments=(Attachment(name="", content=document),))


def _read_compressed(source: Source, original: Content, reading: Reading) -> Message:
    try:
        content, problems = reading.keep(_inflated(source))
    except zlib.error:
        return _unread(original, Problem(ProblemCode.DAMAGED, "S/MIME: compression"))
    with opened(content) as inflated:
        message = _read_content(inflated, original, reading)
    return replace(message, problems=message.problems + problems)


def _inflated(source: Source) -> Iterator[bytes]:
    decompressor = zlib.decompressobj()
    for block in blocks(source, 0, source.size):
        yield decompressor.decompress(block, _BLOCK)
        while decompressor.unconsumed_tail:
            yield decompressor.decompress(decompressor.unconsumed_tail, _BLOCK)


def _unread(original: Content, *problems: Problem) -> Message:
    return Message(
        kind=MessageKind.SMIME, channel=Channel.EMAIL, original=original, problems=problems
    )
