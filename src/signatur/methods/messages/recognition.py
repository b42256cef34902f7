"""What kind of message a thing is, found from its bytes; name and declared type are only hints."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from signatur.methods.documents.schema import Limits
from signatur.methods.documents.sniff import BINARY, sniff
from signatur.methods.messages.digital_post.containers import (
    DamagedContainerError,
    PackedTooMuchError,
    members,
)
from signatur.methods.messages.mbox import begins_as_mbox
from signatur.methods.messages.mime.entity import PLAIN
from signatur.methods.messages.mime.fields import looks_like_header
from signatur.methods.messages.outlook.compound import MAGIC as COMPOUND_MAGIC
from signatur.methods.messages.outlook.compound import DamagedCompoundFileError, read_storage
from signatur.methods.messages.outlook.message import OUTLOOK_MESSAGE
from signatur.methods.messages.outlook.msg import MARK as MSG_MARK
from signatur.methods.messages.outlook.tnef import MAGIC as TNEF_MAGIC
from signatur.methods.messages.outlook.tnef import MEDIA_TYPE as TNEF_TYPE
from signatur.methods.messages.reading import Allowance
from signatur.methods.messages.schema import MessageKind
from signatur.methods.messages.source import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.documents.content import Content

MAIL = "message/rfc822"
_MAIL_TYPES = frozenset({MAIL, "message/global", "message/news"})
_KINDS = {"application/mbox": MessageKind.MBOX, MAIL: MessageKind.EML}
_MEDIA_TYPES = {MessageKind.EML: MAIL, MessageKind.MEMO: "application/xml"}
_OFFICE_STREAMS = (
    ("encryptedpackage", "application/x-encrypted-office"),
    ("worddocument", "application/msword"),
    ("workbook", "application/vnd.ms-excel"),
    ("book", "application/vnd.ms-excel"),
    ("powerpoint document", "application/vnd.ms-powerpoint"),
)
_MSG_NAMES = "__substg1.0_".encode("utf-16-le")
_TEXT_LIKE = frozenset({"application/xml", PLAIN, "text/html"})
_MAY_BE_MAIL = frozenset({"application/mbox", "application/octet-stream", PLAIN, "text/html"})
_MAY_BE_CONTAINER = frozenset(
    {"application/x-tar", "application/gzip", "application/x-xz", "application/octet-stream"}
)
_LOOK = 8192
_MEMO = re.compile(
    r"<(?:[\w.-]+:)?Message\b[^>]*(?:memoVersion|DigitalPost\.dk/MeMo)", re.IGNORECASE
)
# A sequence that begins with the object identifier of a PKCS #7 content type, in DER or BER.
_CMS = re.compile(
    rb"0(?:\x80|[\x81-\x84].{1,4}|.)\x06[\x09\x0b]\x2a\x86\x48\x86\xf7\x0d\x01[\x07\x09]", re.DOTALL
)
_CMS_TEXT = re.compile(rb"\s*(?:-----BEGIN (?:PKCS7|CMS)-----|MI[A-Z])")
_FIELDS_ENOUGH = 4
_FIELDS_WITHOUT_HINT = 2
_MEMBERS_LOOKED_AT = 3
_A_LOOK = Limits(unpacked_bytes=16 << 20)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The kind of message, UNKNOWN for everything else, and the media type."""

    kind: MessageKind
    media_type: str


def recognise(content: Content, *, name: str = "", declared_type: str = "") -> Recognised:
    """Recognise a message. Raises OSError when the content cannot be opened."""
    head = content.read(_LOOK)
    name = name.lower()
    if _is_smime_by_hint(name, declared_type) and _is_smime(head):
        return Recognised(MessageKind.SMIME, "application/pkcs7-mime")
    if looks_like_header(head, _FIELDS_ENOUGH):
        # Decided without the closer look that everything else takes; most of what comes is mail.
        return Recognised(MessageKind.EML, MAIL)
    if head.startswith(TNEF_MAGIC):
        return Recognised(MessageKind.TNEF, TNEF_TYPE)
    if head.startswith(COMPOUND_MAGIC):
        return _recognise_compound_file(content, name)
    media_type = sniff(content, name=name, declared_type=declared_type)
    if media_type == BINARY and begins_as_mbox(head):
        media_type = "application/mbox"  # one of its messages holds bytes that no text has
    kind = _KINDS.get(media_type) or _less_common_kind(content, head, media_type)
    if media_type in _MAY_BE_MAIL and _is_mail(head, name, declared_type):
        kind = MessageKind.EML
    return Recognised(kind, _MEDIA_TYPES.get(kind, media_type))


def _is_mail(head: bytes, name: str, declared_type: str) -> bool:
    if declared_type in _MAIL_TYPES or name.endswith(".eml"):
        return head != b""
    return not name.endswith(".txt") and looks_like_header(head, _FIELDS_WITHOUT_HINT)


def _recognise_compound_file(content: Content, name: str) -> Recognised:
    """Tell Outlook files from office documents, also where they are too damaged to be opened."""
    with content.open() as file:
        try:
            streams = read_storage(file).streams
        except DamagedCompoundFileError:
            streams = {}
    for stream, media_type in _OFFICE_STREAMS:
        if stream in streams:
            return Recognised(MessageKind.UNKNOWN, media_type)
    if MSG_MARK in streams or name.endswith(".msg") or _holds_msg_names(content):
        return Recognised(MessageKind.MSG, OUTLOOK_MESSAGE)
    return Recognised(MessageKind.UNKNOWN, "application/x-ole-storage")


def _holds_msg_names(content: Content) -> bool:
    with opened(content) as source:
        return source.find(_MSG_NAMES, 0, source.size) >= 0


def _less_common_kind(content: Content, head: bytes, media_type: str) -> MessageKind:
    if media_type in _TEXT_LIKE and is_memo(head):
        return MessageKind.MEMO
    if media_type in _MAY_BE_CONTAINER and _is_memo_container(content):
        return MessageKind.MEMO_CONTAINER
    return MessageKind.UNKNOWN


def is_memo(head: bytes) -> bool:
    """Whether XML begins as Digital Post does, in whatever encoding and with whatever prefix."""
    is_wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return _MEMO.search(head.decode("utf-16" if is_wide else "latin-1", "replace")) is not None


def _is_smime_by_hint(name: str, declared_type: str) -> bool:
    # Without a hint it could as well be a detached signature or a bag of certificates.
    return name.endswith(".p7m") or declared_type.endswith(("pkcs7-mime", "multipart/signed"))


def _is_smime(head: bytes) -> bool:
    return bool(_CMS.match(head) or _CMS_TEXT.match(head)) or looks_like_header(head)


def _is_memo_container(content: Content) -> bool:
    try:
        for member in islice(members(content, _A_LOOK, Allowance.of(_A_LOOK)), _MEMBERS_LOOKED_AT):
            if member.is_file and is_memo(_head(member.blocks)):
                return True
    except (DamagedContainerError, PackedTooMuchError):
        return False
    return False


def _head(blocks: Iterator[bytes]) -> bytes:
    head = b""
    while len(head) < _LOOK and (block := next(blocks, b"")):
        head += block
    return head
