"""What the header of a Digital Post message tells beyond sender, recipient and subject (MeMo 1.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from signatur.methods.messages.schema import AttachmentRole


@dataclass(frozen=True, slots=True)
class Reference:
    """A number or key with the name that goes with it, such as a CPR number and a person."""

    id: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionData:
    """Who or what within the sender or recipient is concerned (AttentionData)."""

    person: Reference | None = None
    production_unit: Reference | None = None
    global_location: Reference | None = None
    email: Reference | None = None
    se_number: Reference | None = None
    telephone: Reference | None = None
    eid: Reference | None = None
    content_responsible: Reference | None = None
    generating_system: Reference | None = None
    sor: Reference | None = None
    """Entry in the register of health organisations."""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """The subject that a citizen chose when writing, with the answers it asked for."""

    id: str = ""
    group: str = ""
    label: str = ""
    info: tuple[Reference, ...] = ()
    """Question and answer: `id` is the question, `label` the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitalParty:
    """The sender or the recipient."""

    id: str = ""
    id_type: str = ""
    """CPR, CVR, MyndighedsID or, before MeMo 1.2, Andet."""
    id_type_label: str = ""
    label: str = ""
    attention: AttentionData | None = None
    contact_point: ContactPoint | None = None
    representative: DigitalParty | None = None
    """On whose behalf it was sent (MeMo 1.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A key of a classification: KLE, or FORM."""

    key: str = ""
    version: str = ""
    facet: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionalData:
    """A value under a name that sender and recipient agreed on."""

    type: str = ""
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentData:
    """What the message is about (ContentData)."""

    person: Reference | None = None
    """CPR number and name."""
    company: Reference | None = None
    """CVR number and name."""
    motor_vehicle: Reference | None = None
    """Licence and chassis number."""
    property_number: str = ""
    case: Reference | None = None
    """Case id and the system that knows it."""
    kle: Topic | None = None
    form: Topic | None = None
    production_unit: Reference | None = None
    education: Reference | None = None
    address: str = ""
    additional: tuple[AdditionalData, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardData:
    """Where a forwarded message came from."""

    message_uuid: str = ""
    original_sent_at: datetime | None = None
    original_sender: str = ""
    original_content_responsible: str = ""
    original_representative: str = ""
    contact_point_id: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyData:
    """One earlier message of the thread."""

    message_id: str = ""
    message_uuid: str = ""
    reply_uuid: str = ""
    """The message that this one answered; empty for the one that began the thread."""
    sender_id: str = ""
    recipient_id: str = ""
    case_id: str = ""
    contact_point_id: str = ""
    generating_system_id: str = ""
    comment: str = ""
    additional: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """An appointment that a message offers."""

    uuid: str = ""
    description: str = ""
    abstract: str = ""
    location: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    organiser: Reference | None = None
    """Mail address and name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that the recipient is asked to do: pay, sign, book, answer."""

    code: str = ""
    label: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    url: str = ""
    reservation: Reservation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """A document of the message; its files are among the attachments, or are the text."""

    role: AttachmentRole
    id: str = ""
    label: str = ""
    file_names: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitalPost:
    """The header of a Digital Post message."""

    version: str = ""
    message_type: str = ""
    """DIGITALPOST or NEMSMS."""
    message_uuid: str = ""
    message_id: str = ""
    """The sender's own id."""
    message_code: str = ""
    label: str = ""
    notification: str = ""
    additional_notification: str = ""
    may_be_answered: bool | None = None
    reply_by: datetime | None = None
    do_not_deliver_until: date | None = None
    is_mandatory: bool | None = None
    is_legal_notification: bool | None = None
    post_type: str = ""
    sender: DigitalParty | None = None
    recipient: DigitalParty | None = None
    content: ContentData | None = None
    forward: ForwardData | None = None
    replies: tuple[ReplyData, ...] = ()
    documents: tuple[DocumentEntry, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    """Every value of the header under its path, such as `ContentData/KLEdata/subjectKey`; also those
    that no standard names. Bounded in number and length."""

    @property
    def case_id(self) -> str:
        """The case that the message states it belongs to, or that of the newest message it answers."""
        if self.content and self.content.case and self.content.case.id:
            return self.content.case.id
        return next((reply.case_id for reply in reversed(self.replies) if reply.case_id), "")
