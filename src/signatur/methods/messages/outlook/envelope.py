"""The envelope of an Outlook message ([MS-OXOMSG]).

It is read from the properties and, where they are silent, from the transport header.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from signatur.methods.messages.addresses import MOST_ADDRESSES, parse_addresses
from signatur.methods.messages.mime.envelope import is_for_routing
from signatur.methods.messages.mime.envelope import read_envelope as read_header_envelope
from signatur.methods.messages.mime.fields import read_head
from signatur.methods.messages.mime.words import decoded
from signatur.methods.messages.outlook.locales import language_of
from signatur.methods.messages.outlook.properties import INTERNET_HEADERS, PUBLIC_STRINGS, Tag
from signatur.methods.messages.schema import Party, Recipient, RecipientRole
from signatur.methods.messages.source import MemorySource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from signatur.methods.messages.envelope import Envelope
    from signatur.methods.messages.outlook.properties import Properties

_ROLES = {2: RecipientRole.CC, 3: RecipientRole.BCC}
_ROLE_BITS = 0xF
_IMPORTANCE = {0: "low", 2: "high"}
_SENSITIVITY = {1: "personal", 2: "private", 3: "company-confidential"}
_NORMAL = 1
# Where a conversation index holds the id of the conversation (§ 2.2.1.3).
_CONVERSATION = slice(6, 22)
_SENT_FOR = (
    Tag.SENT_REPRESENTING_NAME,
    Tag.SENT_REPRESENTING_EMAIL_ADDRESS,
    Tag.SENT_REPRESENTING_SMTP_ADDRESS,
    Tag.SENT_REPRESENTING_ADDRESS_TYPE,
)
_SENT_BY = (
    Tag.SENDER_NAME,
    Tag.SENDER_EMAIL_ADDRESS,
    Tag.SENDER_SMTP_ADDRESS,
    Tag.SENDER_ADDRESS_TYPE,
)
_SENT_TO = (Tag.DISPLAY_NAME, Tag.EMAIL_ADDRESS, Tag.SMTP_ADDRESS, Tag.ADDRESS_TYPE)


def read_envelope(properties: Properties, recipients: Sequence[Properties]) -> Envelope:
    """Understand the properties of a message and of its recipients."""
    header = _header_envelope(properties)
    message_class = properties.text(Tag.MESSAGE_CLASS).lower()
    return replace(
        header,
        message_id=_bare(properties.text(Tag.INTERNET_MESSAGE_ID)) or header.message_id,
        in_reply_to=_bare(properties.text(Tag.IN_REPLY_TO_ID)) or header.in_reply_to,
        references=header.references
        or tuple(map(_bare, properties.text(Tag.INTERNET_REFERENCES).split())),
        conversation=_conversation(properties),
        sent_at=properties.moment(Tag.CLIENT_SUBMIT_TIME) or header.sent_at,
        received_at=header.received_at or properties.moment(Tag.MESSAGE_DELIVERY_TIME),
        authors=_parties(properties, _SENT_FOR, header.authors),
        submitters=_parties(properties, _SENT_BY, header.submitters),
        recipients=_recipients(recipients, header) or tuple(_displayed(properties)),
        subject=decoded(properties.text(Tag.SUBJECT, Tag.NORMALIZED_SUBJECT)) or header.subject,
        headers=(*header.headers, *_further_fields(properties, header)),
        language=header.language or language_of(properties.integer(Tag.MESSAGE_LOCALE_ID)),
        is_auto_reply=header.is_auto_reply or message_class.startswith("ipm.note.rules.oof"),
        is_delivery_report=header.is_delivery_report or message_class.startswith("report."),
    )


def _header_envelope(properties: Properties) -> Envelope:
    header = MemorySource(properties.text(Tag.TRANSPORT_MESSAGE_HEADERS).strip().encode())
    return read_header_envelope(read_head(header, 0, header.size).headers)


def _bare(message_id: str) -> str:
    return message_id.strip().strip("<>")


def _conversation(properties: Properties) -> str:
    index = properties.source(Tag.CONVERSATION_INDEX)
    return index.read(0, _CONVERSATION.stop)[_CONVERSATION].hex() if index else ""


def _parties(
    properties: Properties, tags: Sequence[Tag], stated: tuple[Party, ...]
) -> tuple[Party, ...]:
    party = _party(properties, tags)
    if party is None or (stated and not party.address):
        # Within an organisation Outlook knows a person by a directory name; the header has more.
        return stated
    return (party, *stated[1:])


def _party(properties: Properties, tags: Sequence[Tag]) -> Party | None:
    name, entry, smtp_address, address_type = (properties.text(tag).strip() for tag in tags)
    address = next((each for each in (smtp_address, entry, name) if "@" in each), "")
    name = name.strip("'")
    if not (name or entry or address):
        return None
    return Party(
        name="" if name == address else name,
        address=address.strip("'"),
        id="" if address else entry,
        id_type="" if address or not entry else address_type,
    )


def _recipients(recipients: Sequence[Properties], header: Envelope) -> tuple[Recipient, ...]:
    by_name = {each.party.name: each.party for each in header.recipients if each.party.name}
    found = []
    for properties in recipients[:MOST_ADDRESSES]:
        party = _party(properties, _SENT_TO)
        if party is not None:
            role = properties.integer(Tag.RECIPIENT_TYPE) & _ROLE_BITS
            party = party if party.address else by_name.get(party.name, party)
            found.append(Recipient(party, _ROLES.get(role, RecipientRole.TO)))
    return tuple(found) or header.recipients


def _displayed(properties: Properties) -> Iterator[Recipient]:
    """Read the recipients as they are shown, for a message that keeps them nowhere else."""
    for tag, role in ((Tag.DISPLAY_TO, RecipientRole.TO), (Tag.DISPLAY_CC, RecipientRole.CC)):
        for party in parse_addresses(properties.text(tag)):
            yield Recipient(party, role)


def _further_fields(properties: Properties, header: Envelope) -> Iterator[tuple[str, str]]:
    """Tell as header fields what Outlook keeps as properties."""
    known = {name for name, _ in header.headers}
    fields = chain(
        [
            ("importance", _IMPORTANCE.get(properties.integer(Tag.IMPORTANCE, _NORMAL), "")),
            ("sensitivity", _SENSITIVITY.get(properties.integer(Tag.SENSITIVITY), "")),
            ("x-message-class", properties.text(Tag.MESSAGE_CLASS)),
        ],
        (
            (name, ", ".join(properties.texts(tag)))
            for (property_set, name), tag in properties.by_name.items()
            if property_set in (INTERNET_HEADERS, PUBLIC_STRINGS) and is_for_routing(name)
        ),
    )
    return ((name, value) for name, value in fields if value and name not in known)
