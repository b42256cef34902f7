"""A mail in the Internet format (RFC 5322, MIME) becomes a `Message`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.messages.body import composed
from signatur.methods.messages.envelope import enveloped
from signatur.methods.messages.mime.entity import read_entity
from signatur.methods.messages.mime.envelope import read_envelope
from signatur.methods.messages.mime.parts import read_parts
from signatur.methods.messages.schema import MessageKind

if TYPE_CHECKING:
    from signatur.methods.documents.content import Content
    from signatur.methods.messages.reading import Reading
    from signatur.methods.messages.schema import Message
    from signatur.methods.messages.source import Source

_PREAMBLE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:>?From [^\r\n]*(?:\r{0,2}\n|\r))?\s*")
_PREAMBLE_LOOK = 4096


def read_mime(
    source: Source, original: Content, reading: Reading, kind: MessageKind = MessageKind.EML
) -> Message:
    """Read the mail that a source holds from its beginning to its end."""
    entity = read_entity(source, _after_preamble(source), source.size)
    found = read_parts(source, entity, reading)
    return enveloped(
        read_envelope(entity.headers),
        composed(found.pieces),
        found.attachments,
        kind=kind,
        original=original,
        problems=found.problems,
        is_signed=found.is_signed,
        is_delivery_report=found.is_delivery_report,
    )


def _after_preamble(source: Source) -> int:
    """Skip a byte order mark, empty lines and the `From ` line of an mbox."""
    match = _PREAMBLE.match(source.read(0, _PREAMBLE_LOOK))
    return match.end() if match else 0
