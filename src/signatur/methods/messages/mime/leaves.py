"""A part without parts of its own becomes a piece of the body or an attachment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from signatur.methods.documents.html import decode_html
from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.messages.body import Piece, is_markup
from signatur.methods.messages.charsets import decode
from signatur.methods.messages.mime.embedded import embedded_files
from signatur.methods.messages.mime.entity import PLAIN
from signatur.methods.messages.mime.flowed import unflowed, without_armour
from signatur.methods.messages.mime.parameters import file_name
from signatur.methods.messages.mime.transfer import Identity, decoded_blocks, decoder_for
from signatur.methods.messages.schema import Attachment, AttachmentRole
from signatur.methods.messages.source import MemorySource, blocks, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from signatur.methods.messages.mime.embedded import EmbeddedFile
    from signatur.methods.messages.mime.entity import Entity
    from signatur.methods.messages.reading import Reading
    from signatur.methods.messages.source import Source

HTML = "text/html"
_BYTES_PER_CHARACTER = 4
# Parts that stand for something which is not in this mail (RFC 2046 § 5.2.2 and 5.2.3).
_ELSEWHERE = {
    "message/external-body": (ProblemCode.EMPTY, "only a reference to a file elsewhere"),
    "message/partial": (ProblemCode.DAMAGED, "one piece of a message in several"),
}
# Other forms of the same text, and what only programs read: kept, but nothing to understand.
_TECHNICAL = frozenset(
    {
        "application/applefile",
        "application/pgp-encrypted",
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "text/enriched",
        "text/richtext",
        "text/watch-html",
        "text/x-amp-html",
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a part, or several together, gave."""

    pieces: tuple[Piece, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_signed: bool = False
    is_delivery_report: bool = False


def merged(founds: Sequence[Found]) -> Found:
    """Put the findings of several parts together in their order."""
    return Found(
        pieces=tuple(chain.from_iterable(found.pieces for found in founds)),
        attachments=tuple(chain.from_iterable(found.attachments for found in founds)),
        problems=tuple(chain.from_iterable(found.problems for found in founds)),
        is_signed=any(found.is_signed for found in founds),
        is_delivery_report=any(found.is_delivery_report for found in founds),
    )


def read_attachment(source: Source, entity: Entity, reading: Reading) -> Found:
    """Decode a part and keep it as it is."""
    decoder = decoder_for(entity.encoding)
    content, problems = reading.keep(
        decoded_blocks(blocks(source, entity.start, entity.stop), decoder), entity.path
    )
    is_technical = entity.media_type in _TECHNICAL
    attachment = Attachment(
        name=entity.name,
        content=content,
        declared_type=entity.media_type,
        role=AttachmentRole.TECHNICAL_DOCUMENT if is_technical else AttachmentRole.ATTACHMENT,
        content_id=entity.content_id,
        language=entity.headers.get("content-language"),
    )
    problems += _faults(decoder.fault, entity.path)
    if entity.media_type in _ELSEWHERE:
        problems += (Problem(*_ELSEWHERE[entity.media_type], entity.path),)
    return Found(attachments=(attachment,), problems=problems)


def read_text(source: Source, entity: Entity, reading: Reading) -> Found:
    """Decode a text part; files written into it become attachments of their own."""
    decoder = decoder_for(entity.encoding)
    encoded = blocks(source, entity.start, entity.stop)
    if entity.stop - entity.start <= reading.limits.in_memory_bytes:
        data = MemorySource(b"".join(decoded_blocks(encoded, decoder)))
        found = _read_decoded(data, entity, reading)
    elif isinstance(decoder, Identity):
        found = _read_decoded(source.part(entity.start, entity.stop), entity, reading)
    else:
        content, problems = reading.keep(decoded_blocks(encoded, decoder), entity.path)
        with opened(content) as decoded:
            found = _read_decoded(decoded, entity, reading)
        found = merged((found, Found(problems=problems)))
    faults = _faults(decoder.fault, entity.path)
    return merged((found, Found(problems=faults))) if faults else found


def _read_decoded(source: Source, entity: Entity, reading: Reading) -> Found:
    files: tuple[EmbeddedFile, ...] = ()
    if entity.media_type == PLAIN:
        files = embedded_files(source, 0, source.size, max(reading.allowance.parts, 0))
    most = reading.text_characters
    data = b"".join(_between(source, files, most * _BYTES_PER_CHARACTER))
    text, problems = _text(data, entity)
    if len(text) > most or len(data) == most * _BYTES_PER_CHARACTER > 0:
        text = text[:most]
        problems += (Problem(ProblemCode.TOO_LARGE, "the text is cut", entity.path),)
    reading.allowance.text_characters -= len(text)
    if "-----BEGIN PGP MESSAGE-----" in text:
        problems += (Problem(ProblemCode.ENCRYPTED, "OpenPGP text", entity.path),)
    is_html = entity.media_type == HTML or is_markup(text)
    found = Found(
        pieces=(Piece(html=text) if is_html else Piece(text=without_armour(text)),),
        problems=problems,
        is_signed="-----BEGIN PGP SIGNED MESSAGE-----" in text,
    )
    if not files:
        return found
    return merged((found, *(_read_embedded(source, file, entity, reading) for file in files)))


def _between(source: Source, files: Sequence[EmbeddedFile], most: int) -> Iterator[bytes]:
    """Read what stands around the files, up to `most` bytes."""
    starts = (0, *(file.stop for file in files))
    stops = (*(file.start for file in files), source.size)
    for start, stop in zip(starts, stops, strict=True):
        taken = min(stop - start, most)
        yield source.read(start, start + taken)
        most -= taken


def _text(data: bytes, entity: Entity) -> tuple[str, tuple[Problem, ...]]:
    declared = entity.parameters.get("charset", "")
    decoded = (decode_html if entity.media_type == HTML else decode)(data, declared)
    text = decoded.text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "")
    if entity.parameters.get("format", "").lower() == "flowed" and entity.media_type == PLAIN:
        joins_words = entity.parameters.get("delsp", "").lower() == "yes"
        text = unflowed(text, joins_words=joins_words)
    return text, (replace(decoded.problem, where=entity.path),) if decoded.problem else ()


def _read_embedded(source: Source, file: EmbeddedFile, entity: Entity, reading: Reading) -> Found:
    if not reading.allowance.take_part():
        return Found(problems=reading.allowance.refusal(entity.path))
    decoder = decoder_for(file.encoding)
    encoded = blocks(source, file.start, file.stop)
    content, problems = reading.keep(decoded_blocks(encoded, decoder), entity.path)
    name = file_name(decode(file.name).text)
    return Found(attachments=(Attachment(name=name, content=content),), problems=problems)


def _faults(fault: str, path: str) -> tuple[Problem, ...]:
    return (Problem(ProblemCode.DAMAGED, fault, path),) if fault else ()
