"""A message that has no bytes of its own, written out as mail, so that it can be kept and shown."""

from __future__ import annotations

import re
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import TYPE_CHECKING, Final

from signatur.methods.messages import RecipientRole

if TYPE_CHECKING:
    from signatur.methods.messages import Message, Party

_LINE_ENDS: Final = re.compile(r"[\r\n\x00]+")
_UNWRITABLE: Final = re.compile("[\ud800-\udfff]")


def as_eml(message: Message) -> bytes:
    """Return a message within an Outlook file as mail (RFC 5322), the same bytes each time.

    Its attachments are documents of their own: here they stand by their names, without content.
    """
    fields = [("From", _shown(message.sender) if message.sender is not None else "")]
    for role in RecipientRole:
        named = [_shown(each.party) for each in message.recipients if each.role is role]
        fields.append((role.value.title(), ", ".join(filter(None, named))))
    if (moment := message.sent_at or message.received_at) is not None:
        fields.append(("Date", format_datetime(moment)))
    fields.append(("Subject", _encoded(message.subject)))
    if message.message_id:
        fields.append(("Message-ID", f"<{_encoded(message.message_id)}>"))
    head = "".join(f"{name}: {value}\n" for name, value in fields if value)
    mail = EmailMessage()
    mail.set_content(_writable(message.text), cte="base64")
    if message.html:
        mail.add_alternative(_writable(message.html), subtype="html", cte="base64")
        mail.set_boundary("message-parts")
    if message.attachments:
        mail.make_mixed(boundary="message-attachments")
    for attachment in message.attachments:
        name = _LINE_ENDS.sub(" ", _writable(attachment.name)) or "attachment"
        mail.add_attachment(b"", "application", "octet-stream", filename=name)
    return head.encode("ascii", "replace") + mail.as_bytes()


def _shown(party: Party) -> str:
    address = _LINE_ENDS.sub(" ", _writable(party.address or party.id))
    name = _LINE_ENDS.sub(" ", _writable(party.name)).strip()
    if not address.isascii():
        return _encoded(f"{name} {address}".strip())
    return formataddr((name, address), "utf-8") if address else _encoded(name)


def _encoded(text: str) -> str:
    """Text as it may stand in a field of a header."""
    plain = " ".join(_LINE_ENDS.sub(" ", _writable(text)).split())
    return Header(plain, "us-ascii" if plain.isascii() else "utf-8").encode()


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
