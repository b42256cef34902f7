"""What people attach: statements and receipts as PDF, letters as Word files, photos from the telephone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.phrasebook import general_phrases

if TYPE_CHECKING:
    from signatur.solutions.mail_routing.demo.phrasebook import SubjectPhrases
    from signatur.solutions.mail_routing.demo.writing import Writer


class AttachmentKind(StrEnum):
    """What sort of file is attached; the value is also its usual ending."""

    PDF = "pdf"
    DOCX = "docx"
    PHOTO = "jpg"


@dataclass(frozen=True, slots=True)
class InventedAttachment:
    """A file to attach; `text` is what stands in it, for a photo what it shows."""

    kind: AttachmentKind
    heading: str
    file_name: str
    text: str


def invent_attachment(phrases: SubjectPhrases, writer: Writer) -> InventedAttachment:
    """Make up a file that goes with this subject. The subject must have attachments."""
    chance = writer.chance
    name, heading = chance.pick(phrases.attachments).split(": ", 1)
    kind = AttachmentKind.PHOTO if name == "photo" else AttachmentKind(name)
    if kind is AttachmentKind.PHOTO:
        text = f"{heading}, {writer.particulars['street']}"
    else:
        matter = writer.say("Vedr. {topic}.", topic=writer.topic_of(phrases))
        page = chance.pick(general_phrases().attachment_pages)
        text = writer.say(page, heading=heading, matter=matter)
    return InventedAttachment(kind, heading, _file_name(kind, heading, writer), text)


def _file_name(kind: AttachmentKind, heading: str, writer: Writer) -> str:
    chance = writer.chance
    camera = f"IMG_{chance.between(1000, 9999)}"
    scanner = f"scan_{chance.between(1, 28):02d}{chance.between(1, 12):02d}_{chance.between(1, 99)}"
    names = {
        AttachmentKind.PHOTO: (camera, camera, "billede", f"image{chance.between(0, 9)}"),
        AttachmentKind.PDF: (heading, heading.replace(" ", "_"), scanner, "Dokument"),
        AttachmentKind.DOCX: (heading, heading.lower(), "Dokument1"),
    }
    return f"{chance.pick(names[kind])}.{kind.value}"
