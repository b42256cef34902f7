"""What the readers of foreign messages give back."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.methods.documents import Content
from signatur.methods.messages import Attachment, Channel, Message, MessageKind
from signatur.solutions.mail_routing.schema import Channel as EnquiryChannel
from signatur.solutions.mail_routing.schema import Metadata

if TYPE_CHECKING:
    from typing import Any


class Unusable(Exception):
    """A message cannot be read; `code` is one of `methods.documents.ProblemCode`."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Foreign:
    """A message of a format of its own, with what it states beside the text."""

    message: Message
    channel: EnquiryChannel
    metadata: Metadata = field(default_factory=Metadata)
    quoted: str = ""
    """Earlier messages of the thread, where the format sets them apart."""


def message_of(raw: bytes, **values: Any) -> Message:
    """Return a message of which nothing is known but what is given."""
    return Message(
        kind=MessageKind.UNKNOWN,
        channel=Channel.UNKNOWN,
        original=Content.from_bytes(raw),
        **values,
    )


def attachment_of(name: str, media_type: str, encoded: str) -> Attachment:
    """Return an attachment from its base64. Raises Unusable."""
    try:
        data = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Unusable("damaged", f"base64: {type(fault).__name__}") from fault
    short = name.replace("\\", "/").rpartition("/")[2][:200]
    return Attachment(
        name=short,
        content=Content.from_bytes(data),
        declared_type=media_type,
        media_type=media_type or "application/octet-stream",
    )


def about_citizen(name: str, cpr_number: str) -> str:
    """Return the line that says whom a message from the health service is about.

    It stands in the text, so that the number is found and masked as any other.
    """
    digits = "".join(filter(str.isdigit, cpr_number))
    number = f"{digits[:6]}-{digits[6:]}" if len(digits) == 10 else digits
    told = ", ".join(one for one in (name, f"CPR-nr. {number}" if number else "") if one)
    return f"Vedrørende: {told}" if told else ""
