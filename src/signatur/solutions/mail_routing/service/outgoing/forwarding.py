"""The mail that forwards an enquiry: its headers, its words, and the original byte for byte.

Put together by hand, since Python's own generator writes an attached mail anew and so may change it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import date
from email.header import Header
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import format_datetime
from typing import TYPE_CHECKING

from signatur.kernel.i18n import show_date, show_moment, show_percent
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from signatur.kernel.i18n import Text
    from signatur.solutions.mail_routing.schema.outgoing import RoutingResult

MAIL = "message/rfc822"
KEY = "X-Signatur-Key"
HOPS = "X-Signatur-Hops"
MOST_HOPS = 3
# Lines of a mail may have so many bytes, without their end (RFC 5321 4.5.3.1.6).
_LONGEST_LINE = 998
_ADDRESS = re.compile(r"[^@\s<>,;\"\r\n]{1,64}@[A-Za-z0-9.-]{1,250}")
_EOL = b"\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who sends the mail to whom, and under which subject."""

    sender: str
    to: str
    reply_to: str
    subject: str
    at: datetime
    hops: int
    """How often the original was forwarded by Signatur before."""


@dataclass(frozen=True, slots=True)
class Original:
    """What is attached: its bytes and what they are."""

    content: bytes
    media_type: str


def forwarding_mail(
    result: RoutingResult, original: Original, envelope: Envelope, *, eight_bit: bool
) -> bytes:
    """Return the mail that forwards an original, with the same id at every try.

    A mail is attached as such where the server carries it as it is, else it goes as base64.
    """
    digest = hashlib.sha256(original.content).hexdigest()
    boundary = f"signatur-{digest[:32]}-{result.wire_id.hex}"
    words = "\r\n".join(str(line) for line in _words(result)) + "\r\n"
    pieces = [
        *(f"{name}: {value}".encode() for name, value in _headers(result, envelope).items()),
        b"MIME-Version: 1.0",
        f'Content-Type: multipart/mixed; boundary="{boundary}"'.encode(),
        b"",
        f"--{boundary}".encode(),
        b"Content-Type: text/plain; charset=utf-8",
        b"Content-Transfer-Encoding: base64",
        b"",
        _base64(words.encode()),
        f"--{boundary}".encode(),
        *_attached(result, original, eight_bit=eight_bit),
        f"--{boundary}--".encode(),
        b"",
    ]
    return _EOL.join(pieces)


def message_id(result: RoutingResult, sender: str) -> str:
    """Return the id of the mail, the same at every try."""
    return f"<{result.wire_id}@{sender.rpartition('@')[2]}>"


def hops_of(original: bytes) -> int:
    """Return how often a mail was forwarded by Signatur before."""
    found = BytesHeaderParser(policy=compat32).parsebytes(original).get(HOPS, "0")
    digits = str(found).strip()
    return int(digits) if digits.isdecimal() and len(digits) < 4 else 0


def _headers(result: RoutingResult, envelope: Envelope) -> Mapping[str, str]:
    headers = {
        "From": f"Signatur <{envelope.sender}>",
        "To": envelope.to,
        "Subject": _encoded(envelope.subject),
        "Date": format_datetime(envelope.at),
        "Message-ID": message_id(result, envelope.sender),
        "Auto-Submitted": "auto-forwarded",
        HOPS: str(envelope.hops + 1),
        KEY: result.key,
        "X-Signatur-Enquiry": str(result.item_id),
        "X-Signatur-Department": result.department_key,
        "X-Signatur-Subject": result.subject_key or "-",
        "X-Signatur-Decided-By": _encoded(result.decided_by),
        "X-Signatur-Confidence": "-" if result.confidence is None else f"{result.confidence:.4f}",
        "X-Signatur-Attempt": str(result.attempt),
        "X-Signatur-Original-SHA256": result.original_sha256,
    }
    if _ADDRESS.fullmatch(envelope.reply_to):
        headers["Reply-To"] = envelope.reply_to
    return headers


def _encoded(words: str) -> str:
    plain = " ".join(words.split())[:900]
    if plain.isascii():
        return plain[:_LONGEST_LINE]
    return Header(plain, "utf-8", maxlinelen=75).encode(linesep="\r\n")


def _words(result: RoutingResult) -> Iterator[Text | str]:
    if result.is_trial:
        yield _("This is a trial from Signatur. It is about no enquiry, and nothing is to be done.")
        return
    place = " › ".join(filter(None, (result.department, result.subject)))
    yield _("This enquiry was sent to you by Signatur, the authority's mail routing.")
    yield ""
    yield _("Place: %(place)s", place=place)
    yield _("Received: %(moment)s", moment=show_moment(result.received_at))
    if result.due_on:
        yield _("Deadline: %(day)s", day=show_date(date.fromisoformat(result.due_on)))
    if result.is_automatic:
        yield _("Decided without a click, under a standing authorisation that a person gave.")
    else:
        yield _("Decided by: %(who)s", who=result.decided_by)
    if result.confidence is not None:
        yield _("How sure the suggestion was: %(share)s", share=show_percent(result.confidence))
    yield ""
    yield _(
        "The enquiry is attached as it arrived. When you answer this mail, you answer its sender."
    )
    yield ""
    yield _("Is it not yours? Do not pass it on yourself: give it back, so that Signatur learns.")
    if result.link:
        yield _("Open it here and send it to the right place: %(link)s", link=result.link)
    else:
        yield _("Find it in Signatur by its number: %(number)s", number=str(result.item_id))


def _attached(result: RoutingResult, original: Original, *, eight_bit: bool) -> list[bytes]:
    name = f"original{result.original_suffix}"
    is_mail = original.media_type == MAIL
    if is_mail and is_carried_as_it_is(original.content, eight_bit=eight_bit):
        coding = "7bit" if original.content.isascii() else "8bit"
        return [
            f'Content-Type: message/rfc822; name="{name}"'.encode(),
            f'Content-Disposition: attachment; filename="{name}"'.encode(),
            f"Content-Transfer-Encoding: {coding}".encode(),
            b"",
            original.content,
        ]
    # An encoded message/rfc822 is not allowed (RFC 2046 5.2.1).
    declared = "application/octet-stream" if is_mail else original.media_type
    return [
        f'Content-Type: {declared}; name="{name}"'.encode(),
        f'Content-Disposition: attachment; filename="{name}"'.encode(),
        b"Content-Transfer-Encoding: base64",
        b"",
        _base64(original.content),
    ]


def is_carried_as_it_is(original: bytes, *, eight_bit: bool) -> bool:
    """Say whether a mail passes a mail server without a byte being changed."""
    if b"\0" in original or not (eight_bit or original.isascii()):
        return False
    lines = original.split(_EOL)
    return all(
        len(line) <= _LONGEST_LINE and b"\r" not in line and b"\n" not in line for line in lines
    )


def _base64(content: bytes) -> bytes:
    # Lines of 76 characters; encodebytes ends them with a line feed alone.
    return base64.encodebytes(content).replace(b"\n", _EOL).rstrip(_EOL)
