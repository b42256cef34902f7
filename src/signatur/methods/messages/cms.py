"""The outer layers of signed and encrypted content (CMS, RFC 5652), as far as reading needs them.

Only the structure is followed, in BER with definite and indefinite lengths. Nothing is verified or
decrypted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.messages.source import Source

_SEQUENCE, _OID, _OCTETS, _OCTETS_IN_PIECES, _CONTENT = 0x30, 0x06, 0x04, 0x24, 0xA0
_CONSTRUCTED = 0x20
_END_OF_CONTENTS = b"\0\0"
_LONGEST_LENGTH = 8
_DEEPEST = 20
_MOST_PIECES = 1_000_000

_PKCS7 = bytes.fromhex("2a864886f70d0107")
_SMIME_TYPES = bytes.fromhex("2a864886f70d0109100109"), bytes.fromhex("2a864886f70d0109100117")


class CmsKind(Enum):
    """What a CMS structure does to its content."""

    SIGNED = auto()
    ENCRYPTED = auto()
    COMPRESSED = auto()
    OTHER = auto()


_KINDS = {
    _PKCS7 + b"\x02": CmsKind.SIGNED,
    _PKCS7 + b"\x03": CmsKind.ENCRYPTED,
    _PKCS7 + b"\x04": CmsKind.ENCRYPTED,
    _PKCS7 + b"\x06": CmsKind.ENCRYPTED,
    _SMIME_TYPES[0]: CmsKind.COMPRESSED,
    _SMIME_TYPES[1]: CmsKind.ENCRYPTED,
}


class NotCmsError(ValueError):
    """The bytes are no CMS structure, or one that is cut off before its content."""


@dataclass(frozen=True, slots=True)
class Cms:
    """A CMS structure and, for a signed or compressed one, the content in it."""

    kind: CmsKind
    content: Source | None = None
    """None where there is none, as in a detached signature."""


def read_cms(source: Source) -> Cms:
    """Find the content of a CMS structure.

    Raises:
        NotCmsError: It is none, or its outer layers are damaged.
    """
    outer = _element(source, 0, source.size)
    if outer.tag != _SEQUENCE:
        raise NotCmsError("no sequence at the start")
    kind_field, content_field = _first(source, outer, 2)
    kind = _KINDS.get(source.read(kind_field.start, kind_field.stop), CmsKind.OTHER)
    if kind_field.tag != _OID or content_field.tag != _CONTENT:
        raise NotCmsError("no content type")
    if kind not in (CmsKind.SIGNED, CmsKind.COMPRESSED):
        return Cms(kind)
    # SignedData and CompressedData alike: version, algorithms, then the encapsulated content.
    (body,) = _first(source, content_field, 1)
    _, _, encapsulated = _first(source, body, 3)
    inner = list(_children(source, encapsulated, 2))
    if len(inner) < 2 or inner[1].tag != _CONTENT:  # a type and a content
        return Cms(kind)
    (octets,) = _first(source, inner[1], 1)
    return Cms(kind, source.joined(list(_pieces(source, octets, _DEEPEST))))


@dataclass(frozen=True, slots=True)
class _Element:
    """One element: its tag, where its contents lie, and whether only an end mark closes it."""

    tag: int
    start: int
    stop: int
    is_open: bool


def _element(source: Source, at: int, limit: int) -> _Element:
    head = source.read(at, min(at + 2 + _LONGEST_LENGTH, limit))
    if len(head) < 2:  # tag and length
        raise NotCmsError("an element is cut off")
    tag, length = head[0], head[1]
    if length == 0x80:
        return _Element(tag, at + 2, limit, is_open=True)
    start = at + 2
    if length > 0x80:
        count = length - 0x80
        if count > _LONGEST_LENGTH or len(head) < 2 + count:
            raise NotCmsError("an impossible length")
        start += count
        length = int.from_bytes(head[2 : 2 + count], "big")
    # A content that was cut off is read as far as it goes.
    return _Element(tag, start, min(start + length, limit), is_open=False)


def _children(source: Source, parent: _Element, most: int) -> Iterator[_Element]:
    at = parent.start
    for _ in range(most):
        if at >= parent.stop:
            return
        if parent.is_open and source.read(at, at + 2) == _END_OF_CONTENTS:
            return
        child = _element(source, at, parent.stop)
        yield child
        at = _after(source, child, _DEEPEST)


def _first(source: Source, parent: _Element, count: int) -> list[_Element]:
    found = list(_children(source, parent, count))
    if len(found) < count:
        raise NotCmsError("an element is missing")
    return found


def _after(source: Source, element: _Element, depth: int) -> int:
    """Return the position behind an element; an open one is walked through to its end mark."""
    if not element.is_open:
        return element.stop
    if depth == 0:
        raise NotCmsError("nested too deep")
    at = element.start
    for _ in range(_MOST_PIECES):
        if at >= element.stop:
            return element.stop
        if source.read(at, at + 2) == _END_OF_CONTENTS:
            return at + 2
        at = _after(source, _element(source, at, element.stop), depth - 1)
    raise NotCmsError("too many pieces")


def _pieces(source: Source, octets: _Element, depth: int) -> Iterator[tuple[int, int]]:
    """Give the spans of an octet string, which may come in pieces of pieces."""
    if octets.tag == _OCTETS:
        yield octets.start, octets.stop
    elif octets.tag == _OCTETS_IN_PIECES and depth:
        for piece in _children(source, octets, _MOST_PIECES):
            yield from _pieces(source, piece, depth - 1)
    else:
        raise NotCmsError("the content is no octet string")
