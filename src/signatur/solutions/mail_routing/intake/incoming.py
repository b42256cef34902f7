"""An enquiry that another system hands in as JSON (`signatur.incoming/1`)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from signatur.methods.messages import Party, Recipient
from signatur.solutions.mail_routing.intake.foreign_message import (
    Foreign,
    Unusable,
    attachment_of,
    message_of,
)
from signatur.solutions.mail_routing.schema import Channel, Metadata

if TYPE_CHECKING:
    from typing import Any

FORMAT = "signatur.incoming/1"
_MOST_ATTACHMENTS = 100


class IncomingParty(BaseModel):
    """Someone who sent or received an enquiry."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(default="", max_length=500)
    address: str = Field(default="", max_length=500)
    id: str = Field(default="", max_length=100)
    id_type: str = Field(default="", max_length=50, description="What `id` is, such as CPR or CVR.")


class IncomingAttachment(BaseModel):
    """A file that came with an enquiry."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=500)
    media_type: str = Field(default="", max_length=200)
    content: str = Field(description="The bytes of the file as base64.")


class IncomingEnquiry(BaseModel):
    """One enquiry as another system hands it in."""

    model_config = ConfigDict(extra="forbid")

    subject: str = Field(default="", max_length=2000)
    body: str = Field(default="", max_length=2_000_000)
    is_html: bool = False
    sender: IncomingParty | None = None
    recipients: tuple[IncomingParty, ...] = Field(default=(), max_length=500)
    received_at: AwareDatetime | None = None
    message_id: str = Field(default="", max_length=300)
    in_reply_to: str = Field(default="", max_length=300)
    case_id: str = Field(default="", max_length=200)
    kle_code: str = Field(default="", max_length=20)
    metadata: dict[str, str] = Field(default_factory=dict, max_length=100)
    attachments: tuple[IncomingAttachment, ...] = Field(default=(), max_length=_MOST_ATTACHMENTS)


def as_bytes(enquiry: IncomingEnquiry) -> bytes:
    """Return an enquiry as the bytes that are kept as its original: the same for the same."""
    told: dict[str, Any] = {"format": FORMAT, **enquiry.model_dump(mode="json")}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def read(raw: bytes) -> Foreign:
    """Read an enquiry from its kept bytes. Raises Unusable."""
    try:
        told = json.loads(raw)
        told.pop("format")
        enquiry = IncomingEnquiry.model_validate(told)
    except (ValueError, ValidationError, RecursionError, AttributeError, KeyError) as fault:
        raise Unusable("damaged", f"incoming: {type(fault).__name__}") from fault
    return Foreign(_message(raw, enquiry), Channel.API, _metadata(enquiry))


def _message(raw: bytes, enquiry: IncomingEnquiry) -> Any:
    received = enquiry.received_at
    return message_of(
        raw,
        message_id=enquiry.message_id.strip("<> "),
        in_reply_to=enquiry.in_reply_to.strip("<> "),
        references=(enquiry.in_reply_to.strip("<> "),) if enquiry.in_reply_to.strip("<> ") else (),
        received_at=_in_utc(received) if received else None,
        sender=_party(enquiry.sender) if enquiry.sender else None,
        recipients=tuple(Recipient(_party(one)) for one in enquiry.recipients),
        subject=" ".join(enquiry.subject.split()),
        text="" if enquiry.is_html else enquiry.body,
        html=enquiry.body if enquiry.is_html else "",
        prefers_html=enquiry.is_html,
        attachments=tuple(
            attachment_of(one.name, one.media_type, one.content) for one in enquiry.attachments
        ),
    )


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as fault:
        raise Unusable("damaged", "a moment beyond all calendars") from fault


def _party(party: IncomingParty) -> Party:
    return Party(party.name, party.address, party.id, party.id_type)


def _metadata(enquiry: IncomingEnquiry) -> Metadata:
    return Metadata(case_id=enquiry.case_id, kle_code=enquiry.kle_code, more=dict(enquiry.metadata))
