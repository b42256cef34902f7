"""Writes an enquiry as the e-mail that one of the usual mail programs would have sent."""

from __future__ import annotations

import html
from dataclasses import dataclass
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.municipality import municipality
from signatur.solutions.mail_routing.demo.styles import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.mail_routing.demo.chance import Chance
    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry


@dataclass(frozen=True, slots=True, kw_only=True)
class MailProgram:
    """What shows in a mail which program wrote it."""

    headers: tuple[tuple[str, str], ...]
    charset: str
    encoding: str
    """Content-Transfer-Encoding of the text."""
    has_plain: bool = True
    paragraph: str = ""
    """How a paragraph begins in its HTML; empty when it writes plain text only."""


@dataclass(frozen=True, slots=True)
class MailPart:
    """A file that goes with a mail."""

    file_name: str
    media_type: str
    data: bytes


_OUTLOOK = MailProgram(
    headers=(
        ("Accept-Language", "da-DK, en-US"),
        ("Content-Language", "da-DK"),
        ("X-MS-Has-Attach", ""),
        ("X-MS-Exchange-Organization-SCL", "-1"),
    ),
    charset="windows-1252",
    encoding="quoted-printable",
    paragraph='<p class="MsoNormal">',
)
_IPHONE = MailProgram(
    headers=(("X-Mailer", "iPhone Mail (22B91)"),), charset="utf-8", encoding="quoted-printable"
)
_GMAIL = MailProgram(headers=(), charset="utf-8", encoding="base64", paragraph='<div dir="ltr">')
_THUNDERBIRD = MailProgram(
    headers=(("User-Agent", "Mozilla Thunderbird"), ("Content-Language", "da")),
    charset="utf-8",
    encoding="8bit",
)
_WEBMAIL = MailProgram(
    headers=(("X-Mailer", "Webmail 4.2"),),
    charset="utf-8",
    encoding="quoted-printable",
    has_plain=False,
    paragraph="<div>",
)
_OLD_CLIENT = MailProgram(
    headers=(("X-Mailer", "Microsoft Office Outlook 12.0"), ("X-Priority", "3")),
    charset="iso-8859-1",
    encoding="8bit",
)
_SYSTEM = MailProgram(
    headers=(("X-Mailer", "Selvbetjening 3.1"), ("Auto-Submitted", "auto-generated")),
    charset="utf-8",
    encoding="8bit",
)
_PROGRAMS = (_OUTLOOK, _OUTLOOK, _IPHONE, _GMAIL, _GMAIL, _THUNDERBIRD, _WEBMAIL, _OLD_CLIENT)


def write_mail(enquiry: InventedEnquiry, parts: Sequence[MailPart], chance: Chance) -> bytes:
    """Return the mail (RFC 5322, MIME) with these files attached."""
    program = _program_of(enquiry, chance)
    message = EmailMessage(policy=SMTP)
    _address(message, enquiry)
    for name, value in program.headers:
        message[name] = value
    _put_text(message, _body(enquiry), program)
    for part in parts:
        main, _, sub = part.media_type.partition("/")
        message.add_attachment(part.data, maintype=main, subtype=sub, filename=part.file_name)
    # The library draws boundaries at random, but the same enquiry shall give the same bytes.
    for number, part_message in enumerate(message.walk()):
        if part_message.is_multipart():
            part_message.set_boundary(f"----=_Del_{number}_{enquiry.id}")
    return message.as_bytes()


def message_id(enquiry_id: str) -> str:
    return f"<{enquiry_id}@{municipality().domain}>"


def answer_message_id(enquiry_id: str) -> str:
    """Return the Message-ID of the municipality's answer to an enquiry."""
    return f"<svar-{enquiry_id}@{municipality().domain}>"


def _program_of(enquiry: InventedEnquiry, chance: Chance) -> MailProgram:
    if enquiry.channel is not Channel.EMAIL:
        return _SYSTEM
    if "iPhone" in enquiry.text or "iPad" in enquiry.text:
        return _IPHONE
    if enquiry.sender.company is not None:
        return _OUTLOOK
    return chance.pick(_PROGRAMS)


def _address(message: EmailMessage, enquiry: InventedEnquiry) -> None:
    place, sender = municipality(), enquiry.sender
    senders = {
        Channel.WEB_FORM: ("Selvbetjening", f"noreply@selvbetjening.{place.domain}"),
        Channel.PHONE_NOTE: ("Omstillingen", f"omstilling@{place.domain}"),
    }
    name, mail_address = senders.get(enquiry.channel, (sender.name, sender.email))
    received = format_datetime(enquiry.received_at)
    message["Return-Path"] = f"<{mail_address}>"
    message["Received"] = (
        f"from mail.{mail_address.partition('@')[2]} by mx.{place.domain} with ESMTPS; {received}"
    )
    message["From"] = formataddr((name, mail_address))
    message["To"] = formataddr((place.name, place.mail_address))
    if enquiry.title:
        message.set_raw("Subject", _encoded(enquiry.title))
    message["Date"] = received
    message["Message-ID"] = message_id(enquiry.id)
    if enquiry.answers:
        message["In-Reply-To"] = answer_message_id(enquiry.answers)
        message["References"] = (
            f"{message_id(enquiry.answers)} {answer_message_id(enquiry.answers)}"
        )


def _encoded(title: str) -> str:
    """Encode a subject line (RFC 2047) and fold it; the folding of EmailMessage itself doubles spaces now and then."""
    charset = "us-ascii" if title.isascii() else "utf-8"
    return Header(title, charset, header_name="Subject").encode(linesep="\r\n")


def _put_text(message: EmailMessage, text: str, program: MailProgram) -> None:
    charset = program.charset if _fits(text, program.charset) else "utf-8"
    if program.has_plain:
        message.set_content(text, charset=charset, cte=program.encoding)
    if not program.paragraph:
        return
    page = as_html(text, program.paragraph)
    if program.has_plain:
        message.add_alternative(page, subtype="html", charset=charset, cte=program.encoding)
    else:
        message.set_content(page, subtype="html", charset=charset, cte=program.encoding)


def as_html(text: str, paragraph: str = "<p>") -> str:
    """Return the text as a page, each of its paragraphs opened by this tag."""
    tag = paragraph.strip("<>").split()[0]
    blocks = "\n".join(
        f"{paragraph}{html.escape(block).replace(chr(10), '<br>')}</{tag}>"
        for block in text.split("\n\n")
    )
    return f"<html><head></head><body>\n{blocks}\n</body></html>\n"


def _body(enquiry: InventedEnquiry) -> str:
    text = f"{enquiry.text}\n\n{enquiry.quoted}" if enquiry.quoted else enquiry.text
    return f"{text}\n" if text else ""


def _fits(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
