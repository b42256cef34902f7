"""The common format of an enquiry, whatever it came in as.

`Enquiry` is the documented, versioned format that `signatur mail-routing read` prints; its JSON
Schema stands in `docs/enquiry-1.schema.json`. A field is never given another meaning: a change of
meaning is a new version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

FORMAT: Literal["signatur.enquiry/1"] = "signatur.enquiry/1"


class Channel(StrEnum):
    """The way by which an enquiry reached the authority."""

    EMAIL = "email"
    DIGITAL_POST = "digital_post"
    NEM_SMS = "nem_sms"
    WEB_FORM = "web_form"
    LETTER = "letter"
    """A scan, a PDF or a text document on its own."""
    MEDCOM = "medcom"
    """A message from the health service: CareCommunication, referral."""
    API = "api"
    UNKNOWN = "unknown"


class Completeness(StrEnum):
    """How much of what arrived could be read."""

    WHOLE = "whole"
    PARTLY = "partly"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be read. `code` is one of `methods.documents.ProblemCode`."""

    code: str
    where: str = ""
    """Empty: the whole; else such as `attachment 2` or `attachment 2, page 3`."""
    detail: str = ""
    """Technical, in English, without content."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an enquiry was read from, and the hash of its original bytes."""

    name: str
    kind: str
    sha256: str
    size: int
    position: int | None = None
    """Its number, from 0, in a file of several messages."""


@dataclass(frozen=True, slots=True)
class Party:
    """Someone who sent or received it."""

    name: str = ""
    address: str = ""
    id: str = ""
    id_type: str = ""
    role: str = ""
    """For recipients: `to`, `cc` or `bcc`."""


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A stretch of `Body.whole`: newest text, quoted history, signature and so on."""

    kind: str
    start: int
    end: int
    sender: str = ""
    sent: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an enquiry as clean text, with what is not the matter set apart."""

    text: str
    """The matter: the newest text and what is forwarded with it."""
    quoted: str = ""
    signature: str = ""
    disclaimer: str = ""
    footer: str = ""
    whole: str = ""
    """The whole text, into which the spans of `parts` point."""
    parts: tuple[BodyPart, ...] = ()
    form: Mapping[str, str] = field(default_factory=dict)
    """Fields of a web form, by label."""


@dataclass(frozen=True, slots=True)
class PageText:
    """One page of an attachment or letter."""

    number: int
    source: str
    """`text_layer`, `recognised` or `none`."""
    quality: float
    """0 to 1."""
    text: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that came with an enquiry, with its text as far as it could be read."""

    number: int
    name: str
    media_type: str
    size: int
    sha256: str
    role: str
    text: str = ""
    page_count: int | None = None
    pages: tuple[PageText, ...] = ()
    problem: Trouble | None = None
    problems: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundIdentifier:
    """A number or address in the text that points to somebody or something."""

    kind: str
    place: str
    """`subject`, `body` (offsets into `Body.whole`) or `attachment N`."""
    start: int
    end: int
    text: str
    value: str
    """In one spelling."""
    certainty: str


@dataclass(frozen=True, slots=True)
class Thread:
    """How an enquiry hangs together with others, as its format tells."""

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    thread_id: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the sender's system states beside the text; of use to rules."""

    case_id: str = ""
    kle_code: str = ""
    kle_facet: str = ""
    contact_group: str = ""
    contact_label: str = ""
    contact_info: Mapping[str, str] = field(default_factory=dict)
    message_code: str = ""
    message_type: str = ""
    form_id: str = ""
    generating_system: str = ""
    content_responsible: str = ""
    reply_by: datetime | None = None
    is_legal_notification: bool = False
    is_signed: bool = False
    is_auto_reply: bool = False
    is_delivery_report: bool = False
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DetectedLanguage:
    """ISO 639 code (`und` where it cannot be told) and how sure it is."""

    code: str = "und"
    certainty: float = 0.0


@dataclass(frozen=True, slots=True)
class Near:
    """Another enquiry with almost the same text."""

    id: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Enquiries read before this one in the same run with the same or almost the same text."""

    same_as: str | None = None
    """Its own id where the very same bytes came before."""
    near: tuple[Near, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """One enquiry in the common format, version 1."""

    id: str
    """The first 32 hexadecimal digits of the hash of the original bytes."""
    source: Source
    channel: Channel
    completeness: Completeness
    problem: Trouble | None
    """The worst of `problems`; None when everything was read."""
    problems: tuple[Trouble, ...] = ()
    sent_at: datetime | None = None
    received_at: datetime | None = None
    sender: Party | None = None
    other_senders: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    subject: str = ""
    body: Body = field(default_factory=lambda: Body(""))
    attachments: tuple[Attachment, ...] = ()
    language: DetectedLanguage = DetectedLanguage()
    thread: Thread = Thread()
    metadata: Metadata = field(default_factory=Metadata)
    identifiers: tuple[FoundIdentifier, ...] = ()
    model_text: str = ""
    """What models see: subject, matter and the beginning of attachments, identifiers masked."""
    duplicates: Duplicates = Duplicates()
    format: Literal["signatur.enquiry/1"] = FORMAT
