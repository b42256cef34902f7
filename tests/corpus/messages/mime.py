"""Puts MIME messages together byte by byte, so that they can be wrong where a sample wants it."""

from __future__ import annotations

import base64
import quopri
import textwrap

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)
LETTER = (
    "Kære kommune\n\nVi vil gerne bygge en carport på Ålykkevej 12, 9999 Æbelrup. "
    "Skal vi søge om det?\n\nMed venlig hilsen\nÅse Prøve\n"
)


def head(
    subject: str = "Carport på Ålykkevej",
    *,
    sender: str = "Åse Prøve <aase@example.dk>",
    recipient: str = "Byggesag <byg@example.org>",
    **fields: str,
) -> str:
    """Return an ordinary header without its blank line; `fields` are added, `_` read as `-`."""
    lines = [
        f"From: {encoded(sender)}",
        f"To: {encoded(recipient)}",
        f"Subject: {encoded(subject)}",
        "Date: Tue, 4 Mar 2025 10:31:00 +0100",
        "Message-ID: <carport-1@example.dk>",
        "MIME-Version: 1.0",
        *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items()),
    ]
    return "\n".join(lines) + "\n"


def encoded(value: str) -> str:
    """Encode a header value up to its first address (RFC 2047)."""
    words, bracket, address = value.partition(" <")
    if not words.isascii():
        words = f"=?utf-8?B?{base64.b64encode(words.encode()).decode()}?="
    return words + bracket + address


def mail(header: str, body: str | bytes, *, charset: str = "utf-8") -> bytes:
    """Join header and body with the line ends of the wire."""
    octets = body if isinstance(body, bytes) else body.encode(charset)
    return wired(header.encode() + b"\n" + octets)


def wired(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def part(
    content: bytes | str, content_type: str = "text/plain; charset=utf-8", **fields: str
) -> bytes:
    """Return a part with its header; binary content comes in base64."""
    lines = [f"Content-Type: {content_type}"] if content_type else []
    lines += [f"Content-{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    if isinstance(content, bytes) and "Transfer_Encoding" not in fields:
        lines.append("Content-Transfer-Encoding: base64")
        content = base64.encodebytes(content)
    octets = content if isinstance(content, bytes) else content.encode()
    return "\n".join(lines).encode() + b"\n\n" + octets


def multipart(*parts: bytes, boundary: str = "graense", ends: bool = True) -> bytes:
    """Return the body of a multipart with the given parts."""
    mark = f"--{boundary}".encode()
    body = b"".join(mark + b"\n" + each + b"\n" for each in parts)
    return b"This is a message with several parts.\n" + body + (mark + b"--\n" if ends else b"")


def of_parts(
    *parts: bytes,
    subtype: str = "mixed",
    boundary: str = "graense",
    ends: bool = True,
    **fields: str,
) -> bytes:
    """Return a whole mail made of parts."""
    content_type = f'multipart/{subtype}; boundary="{boundary}"'
    header = head(Content_Type=content_type, **fields)
    return mail(header, multipart(*parts, boundary=boundary, ends=ends))


def nested_part(*parts: bytes, subtype: str, boundary: str) -> bytes:
    """Return a part that is a multipart itself."""
    header = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\n\n'
    return header.encode() + multipart(*parts, boundary=boundary)


def attached(name: str, content: bytes, content_type: str) -> bytes:
    return part(content, content_type, Disposition=f'attachment; filename="{name}"')


def quoted_printable(text: str, charset: str = "utf-8") -> bytes:
    return quopri.encodestring(text.encode(charset))


def html_of(text: str, charset: str = "") -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n") if line)
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}</head><body>{paragraphs}</body></html>"


def flowed(text: str) -> str:
    """Break lines for transport as RFC 3676 says."""
    return "\n".join(
        " \n".join(textwrap.wrap(line, 40, drop_whitespace=True)) for line in text.split("\n")
    )
