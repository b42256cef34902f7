"""What is written on the outside of a mail, whatever its format; with a body it becomes a `Message`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.methods.messages.body import with_roles
from signatur.methods.messages.schema import Channel, Message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from signatur.methods.documents.content import Content
    from signatur.methods.documents.schema import Problem
    from signatur.methods.messages.body import Body
    from signatur.methods.messages.schema import Attachment, MessageKind, Party, Recipient

LONGEST_SUBJECT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who wrote to whom, when, in which thread and on what; the names are those of `Message`."""

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    conversation: str = ""
    """Names the thread where no message of it is named."""
    sent_at: datetime | None = None
    received_at: datetime | None = None
    authors: tuple[Party, ...] = ()
    submitters: tuple[Party, ...] = ()
    """Who sent it, where that is not the author."""
    reply_to: tuple[Party, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    subject: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    language: str = ""
    is_auto_reply: bool = False
    is_delivery_report: bool = False


def enveloped(
    envelope: Envelope,
    body: Body,
    attachments: Iterable[Attachment],
    *,
    kind: MessageKind,
    original: Content,
    problems: Iterable[Problem] = (),
    is_signed: bool = False,
    is_delivery_report: bool = False,
) -> Message:
    """Put envelope, body and attachments together."""
    senders = (*envelope.authors, *envelope.submitters)
    sender = senders[0] if senders else None
    return Message(
        kind=kind,
        channel=Channel.EMAIL,
        original=original,
        message_id=envelope.message_id,
        in_reply_to=envelope.in_reply_to,
        references=envelope.references,
        thread_id=_thread_id(envelope),
        sent_at=envelope.sent_at,
        received_at=envelope.received_at,
        sender=sender,
        other_senders=tuple(
            party for party in senders[1:] if sender and party.address != sender.address
        ),
        reply_to=envelope.reply_to,
        recipients=envelope.recipients,
        subject=envelope.subject[:LONGEST_SUBJECT],
        text=body.text,
        html=body.html,
        prefers_html=body.prefers_html,
        attachments=with_roles(attachments, body),
        headers=envelope.headers,
        language=envelope.language,
        is_signed=is_signed,
        is_auto_reply=envelope.is_auto_reply,
        is_delivery_report=is_delivery_report or envelope.is_delivery_report,
        problems=tuple(problems),
    )


def _thread_id(envelope: Envelope) -> str:
    named = (*envelope.references[:1], envelope.in_reply_to, envelope.message_id)
    return next(filter(None, named), envelope.conversation)
