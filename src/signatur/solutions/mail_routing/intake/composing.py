"""Puts a message or a document together as an enquiry in the common format."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.methods.documents import ProblemCode
from signatur.methods.messages.schema import Channel as MessageChannel
from signatur.methods.text.bodies import PartKind, split_body
from signatur.methods.text.folding import compose
from signatur.solutions.mail_routing.intake.attachments import (
    attachments_of,
    numbered,
    pages_of,
    parts_as_attachments,
    text_of,
    troubles_of,
    worst,
)
from signatur.solutions.mail_routing.intake.completing import complete
from signatur.solutions.mail_routing.intake.metadata import metadata_of, parties_of
from signatur.solutions.mail_routing.schema import (
    Attachment,
    Body,
    BodyPart,
    Channel,
    Completeness,
    Enquiry,
    Source,
    Thread,
    Trouble,
)

if TYPE_CHECKING:
    from signatur.methods.documents import Content, Document, Problem
    from signatur.methods.messages.schema import Message
    from signatur.solutions.mail_routing.intake.attachments import Inner
    from signatur.solutions.mail_routing.intake.foreign_message import Foreign

_CHANNELS = {
    MessageChannel.EMAIL: Channel.EMAIL,
    MessageChannel.DIGITAL_POST: Channel.DIGITAL_POST,
    MessageChannel.NEM_SMS: Channel.NEM_SMS,
    MessageChannel.UNKNOWN: Channel.UNKNOWN,
}
# Controls and replaced bytes; text has hardly any, and other data every tenth.
_ODD_SIGNS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_FEW_ODD_SIGNS = 8
_ODD_SHARE = 0.05
_JUDGED = 4000
# Fields that a web form must have before a message counts as one.
_FORM_FIELDS = 3


def of_message(message: Message, name: str, position: int, inner: Inner) -> Enquiry:
    """Compose an enquiry of a message, reading what came with it."""
    whole = text_of(message)
    garbled = _garbled(whole)
    body = _body_of(whole, message.subject)
    attachments, troubles = attachments_of(message, inner)
    original = message.original
    sender, other_senders, recipients = parties_of(message)
    return complete(
        Enquiry(
            id=original.sha256[:32],
            source=Source(name, message.kind.value, original.sha256, original.size, position),
            channel=_channel_of(message, body),
            completeness=Completeness.WHOLE,
            problem=None,
            problems=(*garbled, *troubles_of(message.problems), *troubles),
            sent_at=message.sent_at,
            received_at=message.received_at,
            sender=sender,
            other_senders=other_senders,
            recipients=recipients,
            subject=compose(message.subject),
            body=body,
            attachments=attachments,
            thread=Thread(
                compose(message.message_id),
                compose(message.in_reply_to),
                tuple(map(compose, message.references)),
                compose(message.thread_id),
            ),
            metadata=metadata_of(message),
        ),
        has_text=bool(whole.strip() and not garbled),
    )


def of_foreign(foreign: Foreign, kind: str, content: Content, name: str, inner: Inner) -> Enquiry:
    """Compose an enquiry of a message of a format of its own."""
    enquiry = of_message(foreign.message, name, 0, inner)
    return replace(
        enquiry,
        id=content.sha256[:32],
        source=Source(name, kind, content.sha256, content.size),
        channel=foreign.channel,
        metadata=foreign.metadata,
        body=replace(enquiry.body, quoted=compose(foreign.quoted) or enquiry.body.quoted),
    )


def of_document(document: Document, content: Content, name: str) -> Enquiry:
    """Compose an enquiry of a letter: a scan, a PDF or a text document on its own."""
    pages = pages_of(document)
    inner = numbered(list(parts_as_attachments(document, "")), 2)
    text = compose(document.text)
    return complete(
        Enquiry(
            id=content.sha256[:32],
            source=Source(name, _kind(document.media_type, name), content.sha256, content.size),
            channel=Channel.LETTER,
            completeness=Completeness.WHOLE,
            problem=None,
            problems=(
                *troubles_of(document.problems),
                *(trouble for attachment in inner for trouble in attachment.problems),
            ),
            subject=_first_line(text),
            body=_body_of(text, ""),
            attachments=(
                Attachment(
                    number=1,
                    name=name,
                    media_type=document.media_type,
                    size=content.size,
                    sha256=content.sha256,
                    role="letter",
                    text=text,
                    page_count=document.page_count,
                    pages=pages,
                    problem=worst(troubles_of(document.problems)),
                    problems=troubles_of(document.problems),
                ),
                *inner,
            ),
        ),
        has_text=bool(text.strip() or any(attachment.text.strip() for attachment in inner)),
    )


def of_nothing(content: Content, name: str, problem: Problem) -> Enquiry:
    """Compose an enquiry of what could not be read at all: it is stated, and its bytes are kept."""
    return complete(
        Enquiry(
            id=content.sha256[:32],
            source=Source(name, "unknown", content.sha256, content.size),
            channel=Channel.UNKNOWN,
            completeness=Completeness.NOTHING,
            problem=None,
            problems=troubles_of((problem,)),
        ),
        has_text=False,
    )


def portion_of(enquiry: Enquiry, number: int, text: str) -> Enquiry:
    """Compose an enquiry of one of several matters in another; without text, of all its text."""
    body = Body(text=text, whole=text) if text.strip() else enquiry.body
    portion = replace(
        enquiry,
        id=f"{enquiry.id}-{number}",
        body=body,
        attachments=() if text.strip() else enquiry.attachments,
        identifiers=(),
    )
    return complete(portion, has_text=True)


# --- text --------------------------------------------------------------------------------------


def _body_of(whole: str, subject: str) -> Body:
    split = split_body(whole, subject=subject)
    return Body(
        text=split.matter(whole).strip(),
        quoted=split.read(whole, PartKind.QUOTED),
        signature=split.read(whole, PartKind.SIGNATURE),
        disclaimer=split.read(whole, PartKind.DISCLAIMER),
        footer=split.read(whole, PartKind.FOOTER, PartKind.BANNER),
        whole=whole,
        parts=tuple(
            BodyPart(
                part.kind.value,
                part.start,
                part.end,
                sender=part.header.sender if part.header else "",
                sent=part.header.sent if part.header else "",
                subject=part.header.subject if part.header else "",
            )
            for part in split.parts
        ),
        form={field.label: field.value for field in split.fields},
    )


def _garbled(text: str) -> tuple[Trouble, ...]:
    """Tell that bytes which are no text at all came under the name of a mail."""
    seen = text[:_JUDGED]
    if len(_ODD_SIGNS.findall(seen)) <= max(_FEW_ODD_SIGNS, _ODD_SHARE * len(seen)):
        return ()
    return (Trouble(ProblemCode.GARBLED_TEXT.value, detail="the text is no language"),)


def _first_line(text: str) -> str:
    """Return the first line of a letter that says something, in place of a subject."""
    lines = (line.strip() for line in text.splitlines())
    return next((line[:120] for line in lines if sum(map(str.isalpha, line)) >= 4), "")


def _channel_of(message: Message, body: Body) -> Channel:
    if message.channel is MessageChannel.EMAIL and len(body.form) >= _FORM_FIELDS:
        return Channel.WEB_FORM
    return _CHANNELS[message.channel]


def _kind(media_type: str, name: str) -> str:
    """Return a short name of a document's format, as its file name would end."""
    ending = name.rpartition(".")[2].lower()
    if ending and ending.isalnum() and len(ending) <= 5 and "." in name:
        return ending
    return media_type.rpartition("/")[2][:20] or "bin"
