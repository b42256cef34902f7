"""The values that reading a message gives: who wrote what to whom, and what came with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from signatur.methods.documents.content import Content
    from signatur.methods.documents.schema import Problem
    from signatur.methods.messages.digital_post.schema import DigitalPost


class MessageKind(StrEnum):
    """The format in which a message, or a file of several messages, arrived."""

    EML = "eml"  # RFC 5322 and MIME
    MSG = "msg"  # Outlook
    TNEF = "tnef"  # winmail.dat
    SMIME = "smime"  # a signed or encrypted message on its own (.p7m)
    MEMO = "memo"  # Digital Post
    MBOX = "mbox"
    MAILDIR = "maildir"
    MEMO_CONTAINER = "memo_container"  # several Digital Post messages in a tar file
    UNKNOWN = "unknown"  # no message at all


class Channel(StrEnum):
    """The way by which a message reached the authority."""

    EMAIL = "email"
    DIGITAL_POST = "digital_post"
    NEM_SMS = "nem_sms"
    UNKNOWN = "unknown"


class RecipientRole(StrEnum):
    """The line of the message on which a recipient stands."""

    TO = "to"
    CC = "cc"
    BCC = "bcc"


class AttachmentRole(StrEnum):
    """What an attachment is to its message."""

    ATTACHMENT = "attachment"
    INLINE = "inline"  # shown within the text, such as a logo
    MAIN_DOCUMENT = "main_document"
    ADDITIONAL_DOCUMENT = "additional_document"
    TECHNICAL_DOCUMENT = "technical_document"  # meant for a program, not for a reader


@dataclass(frozen=True, slots=True)
class Party:
    """Someone who sent or receives a message, as far as the message tells."""

    name: str = ""
    address: str = ""
    """E-mail address, with an at sign, or empty."""
    id: str = ""
    id_type: str = ""
    """What `id` is, in the words of the format: CPR, CVR, MyndighedsID, EX (Exchange)."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone to whom a message was sent."""

    party: Party
    role: RecipientRole = RecipientRole.TO


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A part of a message beside its text.

    A message within an Outlook file has no bytes of its own: its content is empty and `nested`
    holds it.
    """

    name: str
    """File name without any folder, or empty."""
    content: Content
    declared_type: str = ""
    media_type: str = "application/octet-stream"
    """Found from the bytes; falls back to what was declared."""
    role: AttachmentRole = AttachmentRole.ATTACHMENT
    content_id: str = ""
    language: str = ""
    nested: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message with all its parts, and what of it could not be read."""

    kind: MessageKind
    channel: Channel
    original: Content
    """The message as it arrived, byte for byte; empty for a message within an Outlook file."""
    message_id: str = ""
    """Without angle brackets; for Digital Post the messageUUID."""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    """Earlier messages of the thread, oldest first."""
    thread_id: str = ""
    """The same for every message of a thread, where the format tells: the oldest message id."""
    sent_at: datetime | None = None
    received_at: datetime | None = None
    """When the authority's own server took it in. Both times are in UTC."""
    sender: Party | None = None
    other_senders: tuple[Party, ...] = ()
    """Further authors, and whoever sent it on behalf of the sender."""
    reply_to: tuple[Party, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    subject: str = ""
    text: str = ""
    html: str = ""
    prefers_html: bool = False
    """Whether `html` says more than `text`, which then is empty, partial or a mere placeholder."""
    attachments: tuple[Attachment, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    """Header fields of use for routing, names in lower case; bounded in number and length."""
    language: str = ""
    """Language code as the sender's program stated it."""
    digital_post: DigitalPost | None = None
    is_signed: bool = False
    """A signature came along; it has not been validated."""
    is_auto_reply: bool = False
    is_delivery_report: bool = False
    problems: tuple[Problem, ...] = ()
