"""What the header fields say of a mail as a whole: who, to whom, when, in which thread, on what."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING

from signatur.methods.messages.addresses import parse_addresses
from signatur.methods.messages.dates import parse_date
from signatur.methods.messages.envelope import Envelope
from signatur.methods.messages.mime.words import decoded
from signatur.methods.messages.schema import Recipient, RecipientRole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from signatur.methods.messages.mime.fields import Headers

_LONGEST_ID = 500
_MOST_REFERENCES = 100
_MOST_ROUTING_FIELDS = 100
_LONGEST_ROUTING_VALUE = 500
_MESSAGE_ID = re.compile(r"<([^<>\s]+)>")
_FOR_ROUTING = frozenset(
    {
        "auto-submitted",
        "comments",
        "delivered-to",
        "disposition-notification-to",
        "envelope-to",
        "feedback-id",
        "importance",
        "keywords",
        "list-id",
        "list-unsubscribe",
        "organization",
        "precedence",
        "priority",
        "return-path",
        "sensitivity",
        "thread-index",
        "thread-topic",
        "user-agent",
    }
)
# Traces of servers and filters: long, and of no use for routing.
_TRACES = (
    "x-dkim",
    "x-forefront-",
    "x-gm-",
    "x-google-",
    "x-microsoft-antispam",
    "x-ms-exchange-",
    "x-proofpoint-",
    "x-received",
)
_ROLES = (("to", RecipientRole.TO), ("cc", RecipientRole.CC), ("bcc", RecipientRole.BCC))


def read_envelope(headers: Headers) -> Envelope:
    """Understand the header fields of a mail."""
    return_path = parse_addresses(headers.get("return-path"))
    return Envelope(
        message_id=_first_id(headers.get("message-id")),
        in_reply_to=_first_id(headers.get("in-reply-to")),
        references=_references(headers.get("references")),
        sent_at=parse_date(headers.get("date")),
        received_at=_received_at(headers),
        authors=parse_addresses(headers.get("from")),
        submitters=parse_addresses(headers.get("sender")) or return_path,
        reply_to=parse_addresses(headers.get("reply-to")),
        recipients=tuple(_recipients(headers)),
        subject=headers.text("subject"),
        headers=tuple(_routing_fields(headers)),
        language=headers.get("content-language").partition(",")[0].strip().lower(),
        is_auto_reply=_is_auto_reply(headers),
        is_delivery_report="x-failed-recipients" in headers,
    )


def _first_id(value: str) -> str:
    match = _MESSAGE_ID.search(value)
    return match[1] if match else value.strip("<> \t")[:_LONGEST_ID]


def _references(value: str) -> tuple[str, ...]:
    ids = _MESSAGE_ID.findall(value) or value.split()
    # The oldest names the thread, the newest what is answered; the middle may be left out.
    return tuple(ids if len(ids) <= _MOST_REFERENCES else ids[:1] + ids[1 - _MOST_REFERENCES :])


def _received_at(headers: Headers) -> datetime | None:
    """Take the topmost trace: servers put theirs above, so it is of the authority's own server."""
    _, semicolon, stated = headers.get("received").rpartition(";")
    return parse_date(stated) if semicolon else parse_date(headers.get("delivery-date"))


def _recipients(headers: Headers) -> Iterator[Recipient]:
    for field, role in _ROLES:
        if field in headers:
            parties = chain.from_iterable(map(parse_addresses, headers.every(field)))
            yield from (Recipient(party, role) for party in parties)


def _routing_fields(headers: Headers) -> Iterator[tuple[str, str]]:
    wanted = ((name, value) for name, value in headers.fields if value and is_for_routing(name))
    for name, value in islice(wanted, _MOST_ROUTING_FIELDS):
        yield name, decoded(value)[:_LONGEST_ROUTING_VALUE]


def is_for_routing(name: str) -> bool:
    """Whether a header field, named in lower case, may help to tell where a mail belongs."""
    return name in _FOR_ROUTING or (name.startswith("x-") and not name.startswith(_TRACES))


def _is_auto_reply(headers: Headers) -> bool:
    """Tell answers that a program wrote (RFC 3834 and the habits before it)."""
    return (
        headers.get("auto-submitted").lower().startswith("auto-replied")
        or headers.get("precedence").lower() == "auto_reply"
        or any(name in headers for name in ("x-autoreply", "x-autorespond", "x-autoresponder"))
    )
