"""One invented enquiry, with all that is known about it because it was invented."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.labels import UNKNOWN
from signatur.solutions.mail_routing.demo.municipality import subject

if TYPE_CHECKING:
    from datetime import datetime

    from signatur.solutions.mail_routing.demo.attachments import InventedAttachment
    from signatur.solutions.mail_routing.demo.people import Sender
    from signatur.solutions.mail_routing.demo.styles import Channel


class Mishap(StrEnum):
    """What went wrong on the way, so that the message cannot be read, or only in part."""

    BROKEN_MIME = "broken_mime"
    DAMAGED_PDF = "damaged_pdf"
    EMPTY = "empty"
    ENCRYPTED_PDF = "encrypted_pdf"
    WINMAIL = "winmail"


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedEnquiry:
    """An enquiry as it was written, what it is truly about, and what the staff took it for."""

    id: str
    received_at: datetime
    channel: Channel
    sender: Sender
    title: str
    """The subject line; empty for a paper letter, and for some mail."""
    text: str
    """What was written, from greeting to signature, within its form or note or paper letter."""
    quoted: str = ""
    """The thread below it, for a reply."""
    language: str = "da"
    style_key: str
    subject_keys: tuple[str, ...]
    """What it is truly about; several for a mixed enquiry, none for one that belongs nowhere."""
    stray_key: str = ""
    """Which kind of stray it is, when it belongs nowhere."""
    label: str
    """What the staff filed it under: a subject key or `UNKNOWN`, now and then the wrong one."""
    attachments: tuple[InventedAttachment, ...] = ()
    answers: str = ""
    """The id of the earlier enquiry that it is a reply to, by way of the municipality's answer."""
    repeats: str = ""
    """The id of the earlier enquiry that was sent once more, word for word."""
    is_forwarded: bool = False
    mishap: Mishap | None = None

    @property
    def is_unknown(self) -> bool:
        return not self.subject_keys

    @property
    def is_mixed(self) -> bool:
        return len(self.subject_keys) > 1

    @property
    def is_mislabelled(self) -> bool:
        return self.label not in (self.subject_keys or (UNKNOWN,))

    @property
    def department_keys(self) -> tuple[str, ...]:
        """The departments that it truly belongs to, each once."""
        return tuple(dict.fromkeys(subject(key).department_key for key in self.subject_keys))

    @property
    def whole_text(self) -> str:
        """What can be read without the quoted thread: subject line, text, and the text of readable attachments."""
        readable = () if self.mishap else self.attachments
        parts = (self.title, self.text, *(attachment.text for attachment in readable))
        return "\n\n".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """About how much of the post is of which sort, each as a share of all."""

    unknown: float = 0.07
    mixed: float = 0.08
    other_language: float = 0.03
    reply: float = 0.06
    repeat: float = 0.006
    forwarded: float = 0.02
    mishap: float = 0.006
    label_noise: float = 0.04
