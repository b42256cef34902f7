"""Delivers an invented enquiry: the bytes that would lie in the municipality's inbox, in the format of its channel."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo import paper
from signatur.solutions.mail_routing.demo.attachments import AttachmentKind
from signatur.solutions.mail_routing.demo.chance import Chance
from signatur.solutions.mail_routing.demo.enquiry import Mishap
from signatur.solutions.mail_routing.demo.mail import MailPart, write_mail
from signatur.solutions.mail_routing.demo.memo import write_memo
from signatur.solutions.mail_routing.demo.mishaps import (
    as_winmail,
    half_of,
    with_wrong_boundary,
)
from signatur.solutions.mail_routing.demo.styles import Channel

if TYPE_CHECKING:
    from signatur.solutions.mail_routing.demo.attachments import InventedAttachment
    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry

_SCANNED_SHARE, _TYPED_SHARE = 0.65, 0.85  # of paper letters; the rest are Word files
_PASSWORD = "hemmelig"  # noqa: S105 what locks a file that nobody is meant to open

_MEDIA_TYPES = {
    AttachmentKind.PDF: "application/pdf",
    AttachmentKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    AttachmentKind.PHOTO: "image/jpeg",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file in the inbox."""

    file_name: str
    data: bytes


def deliver(enquiry: InventedEnquiry) -> Delivery:
    """Return the file that an enquiry arrives as; the same enquiry always arrives as the same bytes.

    E-mail, web forms and telephone notes are .eml; Digital Post is a MeMo .xml; a paper letter is a scanned or typed
    .pdf or a .docx. An enquiry with a mishap arrives in the state that the mishap left it in.
    """
    chance = Chance(zlib.crc32(enquiry.id.encode()))
    match enquiry.channel:
        case Channel.LETTER:
            return _deliver_letter(enquiry, chance)
        case Channel.DIGITAL_POST:
            parts = [_part(attachment, enquiry, chance) for attachment in enquiry.attachments]
            return Delivery(f"{enquiry.id}.xml", write_memo(enquiry, parts, chance))
        case _:
            return Delivery(f"{enquiry.id}.eml", _mail_bytes(enquiry, chance))


def _deliver_letter(enquiry: InventedEnquiry, chance: Chance) -> Delivery:
    kind = chance.share()
    if kind < _SCANNED_SHARE:
        data = paper.scanned_pdf(enquiry.text, enquiry.received_at, chance.between(0, 2**31))
        return Delivery(f"{enquiry.id}.pdf", data)
    if kind < _TYPED_SHARE:
        return Delivery(f"{enquiry.id}.pdf", paper.typed_pdf(enquiry.text))
    return Delivery(f"{enquiry.id}.docx", paper.word_letter(enquiry.text, enquiry.received_at))


def _mail_bytes(enquiry: InventedEnquiry, chance: Chance) -> bytes:
    parts = [_part(attachment, enquiry, chance) for attachment in enquiry.attachments]
    match enquiry.mishap:
        case Mishap.WINMAIL:
            return write_mail(*as_winmail(enquiry), chance)
        case Mishap.BROKEN_MIME:
            return with_wrong_boundary(write_mail(enquiry, parts, chance))
        case _:
            return write_mail(enquiry, parts, chance)


def _part(attachment: InventedAttachment, enquiry: InventedEnquiry, chance: Chance) -> MailPart:
    data = _file(attachment, enquiry, chance)
    return MailPart(attachment.file_name, _MEDIA_TYPES[attachment.kind], data)


def _file(attachment: InventedAttachment, enquiry: InventedEnquiry, chance: Chance) -> bytes:
    match attachment.kind:
        case AttachmentKind.PHOTO:
            return paper.photo(attachment.text, chance.between(0, 2**31))
        case AttachmentKind.DOCX:
            return paper.word_letter(attachment.text, enquiry.received_at)
        case AttachmentKind.PDF if enquiry.mishap is Mishap.ENCRYPTED_PDF:
            return paper.typed_pdf(attachment.text, password=_PASSWORD)
        case AttachmentKind.PDF if enquiry.mishap is Mishap.DAMAGED_PDF:
            return half_of(paper.typed_pdf(attachment.text))
        case AttachmentKind.PDF:
            return paper.typed_pdf(attachment.text)
