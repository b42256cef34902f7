"""S/MIME (RFC 8551): signed content in DER and BER, compressed and encrypted content."""

from __future__ import annotations

import base64
import zlib

from signatur.methods.documents import ProblemCode
from signatur.methods.messages import MessageKind
from tests.corpus.messages.mime import LETTER, PDF, attached, head, mail, of_parts, part
from tests.corpus.messages.sample import Sample

_DATA, _SIGNED, _ENVELOPED = (bytes.fromhex(f"2a864886f70d01070{n}") for n in (1, 2, 3))
_COMPRESSED = bytes.fromhex("2a864886f70d0109100109")
_SEQUENCE, _SET, _OID, _INTEGER, _OCTETS, _PIECES, _CONTENT = (
    0x30,
    0x31,
    0x06,
    0x02,
    0x04,
    0x24,
    0xA0,
)
_SUBJECT = "Carport på Ålykkevej"
_SENDER = "aase@example.dk"
_ASKS = "Skal vi søge om det?"


def der(tag: int, *contents: bytes) -> bytes:
    """Return an element with its length."""
    body = b"".join(contents)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def ber(tag: int, *contents: bytes) -> bytes:
    """Return an element without a length, closed by an end mark."""
    return bytes([tag, 0x80]) + b"".join(contents) + b"\0\0"


def signed(content: bytes, *, in_pieces: bool = False) -> bytes:
    """Return SignedData around a content; the signature itself is left out."""
    element = ber if in_pieces else der
    octets = (
        ber(_PIECES, *(der(_OCTETS, content[at : at + 100]) for at in range(0, len(content), 100)))
        if in_pieces
        else der(_OCTETS, content)
    )
    encapsulated = element(_SEQUENCE, der(_OID, _DATA), element(_CONTENT, octets))
    body = element(_SEQUENCE, der(_INTEGER, b"\1"), der(_SET), encapsulated, der(_SET))
    return element(_SEQUENCE, der(_OID, _SIGNED), element(_CONTENT, body))


def compressed(content: bytes) -> bytes:
    encapsulated = der(
        _SEQUENCE, der(_OID, _DATA), der(_CONTENT, der(_OCTETS, zlib.compress(content)))
    )
    body = der(_SEQUENCE, der(_INTEGER, b"\0"), der(_SEQUENCE), encapsulated)
    return der(_SEQUENCE, der(_OID, _COMPRESSED), der(_CONTENT, body))


ENCRYPTED = der(
    _SEQUENCE, der(_OID, _ENVELOPED), der(_CONTENT, der(_SEQUENCE, der(_INTEGER, b"\0")))
)
_INNER = of_parts(part(LETTER), attached("hus.pdf", PDF, "application/pdf"))
_ENTITY = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + LETTER.encode()


def _opaque(content: bytes) -> bytes:
    """Return a mail that is wholly in a .p7m."""
    fields = head(
        Content_Type="application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
        Content_Transfer_Encoding="base64",
        Content_Disposition="attachment; filename=smime.p7m",
    )
    return mail(fields, base64.encodebytes(content))


def _sample(
    name: str,
    about: str,
    data: bytes,
    *problems: ProblemCode,
    kind: MessageKind = MessageKind.EML,
    holds: tuple[str, ...] = (_ASKS,),
    attachments: tuple[str, ...] = (),
    has_header: bool = True,
) -> Sample:
    return Sample(
        name=name, about=about, make=lambda: data, kind=kind, problems=frozenset(problems),
        subject=_SUBJECT if has_header else "", sender=_SENDER if has_header else "",
        holds=holds, attachments=attachments,
    )  # fmt: skip


SMIME_FILES = (
    _sample("opaque.eml", "signed, the text inside (DER)", _opaque(signed(_INNER)), attachments=("hus.pdf",)),
    _sample("opaque-ber.eml", "signed, the text inside in pieces (BER)", _opaque(signed(_INNER, in_pieces=True)), attachments=("hus.pdf",)),
    _sample("signed-twice.eml", "signed and signed again", _opaque(signed(mail(head(Content_Type="application/pkcs7-mime; name=smime.p7m", Content_Transfer_Encoding="base64"), base64.encodebytes(signed(_ENTITY)))))),
    _sample("compressed.eml", "compressed", _opaque(compressed(_ENTITY))),
    _sample("encrypted.eml", "encrypted", _opaque(ENCRYPTED), ProblemCode.ENCRYPTED, holds=(), attachments=("smime.p7m",)),
    _sample("signed-document.eml", "a document that was signed by itself", of_parts(part(LETTER), attached("aftale.pdf.p7m", signed(PDF), "application/pkcs7-mime")), attachments=("aftale.pdf",)),
    _sample("cut-signature.eml", "a structure that breaks off", _opaque(signed(_INNER)[:30]), ProblemCode.DAMAGED, holds=(), attachments=("smime.p7m",)),
    _sample("smime.p7m", "a signed mail in a file of its own", signed(_INNER), kind=MessageKind.SMIME, attachments=("hus.pdf",)),
    _sample("armoured.p7m", "the same in base64 between lines", b"-----BEGIN PKCS7-----\n" + base64.encodebytes(signed(_INNER)) + b"-----END PKCS7-----\n", kind=MessageKind.SMIME, attachments=("hus.pdf",)),
    _sample("entity.p7m", "a signed part without the header of a mail", signed(_ENTITY), kind=MessageKind.SMIME, has_header=False),
)  # fmt: skip
