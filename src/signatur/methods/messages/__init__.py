"""Every kind of message that an authority receives, read safely into one form.

Mail (.eml, .msg, winmail.dat, S/MIME), mail folders (mbox, Maildir) and Digital Post (MeMo, NemSMS
and their containers) all become `Message`. Text is taken from the body only; the text of attachments
is the work of `signatur.methods.documents`.
"""

from __future__ import annotations

from signatur.methods.messages.digital_post.schema import DigitalPost
from signatur.methods.messages.reader import (
    is_message,
    kind_of,
    read_content,
    read_message,
    read_messages,
)
from signatur.methods.messages.schema import (
    Attachment,
    AttachmentRole,
    Channel,
    Message,
    MessageKind,
    Party,
    Recipient,
    RecipientRole,
)

__all__ = [
    "Attachment",
    "AttachmentRole",
    "Channel",
    "DigitalPost",
    "Message",
    "MessageKind",
    "Party",
    "Recipient",
    "RecipientRole",
    "is_message",
    "kind_of",
    "read_content",
    "read_message",
    "read_messages",
]
