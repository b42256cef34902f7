"""A mail as pages: who wrote to whom and when, what on, what came with it, and its text.

The words above the text are Danish whatever the language of the reader: the page is part of a
Danish authority's document and stays as it was first made.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from signatur.methods.documents.html import html_to_text
from signatur.methods.documents.laid_out.schema import Origin
from signatur.methods.documents.laid_out.views.blocks import Block, PageBreak, Paragraph, Table
from signatur.methods.documents.laid_out.views.markup import tell_markup
from signatur.methods.documents.laid_out.views.seen import Ledger, letters, uncovered
from signatur.methods.documents.schema import Document, Part, Problem, ProblemCode
from signatur.methods.messages import AttachmentRole, MessageKind, RecipientRole, read_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from signatur.methods.documents.content import Content
    from signatur.methods.documents.schema import Limits
    from signatur.methods.messages import Attachment, Message, Party

_TIME: Final = ZoneInfo("Europe/Copenhagen")
_MOST_MESSAGES: Final = 200
_HEADER_BYTES: Final = 400_000
_ABOUT_CODING: Final = frozenset({"mime-version", "content-type", "content-transfer-encoding"})
_SHOWN_FIELDS: Final = frozenset({"from", "to", "cc", "subject", *_ABOUT_CODING})
_WIDE_STRING: Final = re.compile(r"^__substg1\.0_([0-9a-f]{4})(001f|001e)$")
# Properties of Outlook that the page shows or that are its text once more.
_BODIES: Final = frozenset({"1000", "1009", "1013"})
_SHOWN_PROPERTIES: Final = frozenset({"3001", "3701"})


def mail_view(
    content: Content, *, name: str, limits: Limits, scratch: Path, ledger: Ledger
) -> tuple[list[Block], list[Part], list[Problem]]:
    """Return a mail, or the mails of a folder in one file, as blocks with its attachments as parts.

    What the page does not show goes into `ledger`: all header fields, Bcc, the other form of the
    text where the two differ, and what HTML hides.
    """
    blocks: list[Block] = []
    parts: list[Part] = []
    problems: list[Problem] = []
    for number, message in enumerate(read_content(content, name, limits=limits, scratch=scratch)):
        if number >= _MOST_MESSAGES:
            problems.append(Problem(ProblemCode.TOO_MANY_PARTS, f"over {_MOST_MESSAGES} messages"))
            break
        if blocks:
            blocks.append(PageBreak())
        blocks.extend(message_blocks(message))
        problems.extend(message.problems)
        parts.extend(_parts(message))
        tell_message(message, ledger)
    return blocks, parts, problems


def message_blocks(message: Message) -> list[Block]:
    """One message as it is shown."""
    rows = [
        ("Fra:", _shown(message.sender)),
        ("Til:", _recipients(message, RecipientRole.TO)),
        ("Cc:", _recipients(message, RecipientRole.CC)),
        ("Dato:", shown_time(message.sent_at or message.received_at)),
        ("Emne:", message.subject),
        (
            "Vedhæftede filer:",
            "; ".join(each.name for each in message.attachments if _is_file(each)),
        ),
    ]
    table = Table(tuple(row for row in rows if row[1]), widths=(1.0, 6.0))
    return [table, *text_blocks(message_text(message))]


def message_text(message: Message) -> str:
    """The text that a reader of the message sees."""
    if message.prefers_html or not message.text.strip():
        return html_to_text(message.html)
    return message.text


def text_blocks(text: str) -> Iterator[Block]:
    """Plain text as paragraphs, lines with tabs as tables; the marks of quotations stay."""
    lines: list[str] = []
    rows: list[tuple[str, ...]] = []
    for line in [*text.splitlines(), ""]:
        is_empty = not line.strip(" >\t")
        is_row = "\t" in line.strip()
        if lines and (is_empty or is_row):
            yield Paragraph("\n".join(lines))
            lines = []
        if rows and not is_row:
            yield from _table(rows)
            rows = []
        if is_row:
            rows.append(tuple(cell.strip() for cell in line.split("\t")))
        elif not is_empty:
            lines.append(line.rstrip())


def _table(rows: list[tuple[str, ...]]) -> Iterator[Block]:
    if len(rows) == 1:
        yield Paragraph("    ".join(rows[0]))
    else:
        yield Table(tuple(rows))


def shown_time(moment: datetime | None) -> str:
    """A time as it is in Denmark; empty where none is known."""
    return moment.astimezone(_TIME).strftime("%d-%m-%Y %H:%M") if moment is not None else ""


def _shown(party: Party | None) -> str:
    if party is None:
        return ""
    address = party.address or (party.id if not party.name else "")
    if party.name and address and party.name != address:
        return f"{party.name} <{address}>"
    return party.name or address


def _recipients(message: Message, role: RecipientRole) -> str:
    return "; ".join(_shown(each.party) for each in message.recipients if each.role is role)


def _is_file(attachment: Attachment) -> bool:
    return attachment.role is not AttachmentRole.INLINE and bool(attachment.name)


def _parts(message: Message) -> Iterator[Part]:
    for number, attachment in enumerate(message.attachments, start=1):
        name = attachment.name or f"attachment {number}"
        is_message = attachment.nested is not None and not attachment.content.size
        document = Document("message/rfc822" if is_message else attachment.media_type)
        yield Part(name, document, None if is_message else attachment.content)
        if attachment.nested is not None and is_message:
            yield from _parts(attachment.nested)


def tell_message(message: Message, ledger: Ledger, where: str = "") -> None:
    """Report what the page of a message does not show."""
    lead = f"{where}: " if where else ""
    for recipient in message.recipients:
        if recipient.role is RecipientRole.BCC:
            ledger.tell(Origin.PROPERTY, f"{lead}Bcc", _shown(recipient.party))
    for party in (*message.other_senders, *message.reply_to):
        ledger.leave(f"{lead}sender", _shown(party), Origin.PROPERTY)
    for key, value in message.headers:
        ledger.leave(f"{lead}header", f"{key}: {value}", Origin.PROPERTY)
    if message.kind is MessageKind.EML:
        _tell_header(message.original, ledger, lead)
    elif message.kind is MessageKind.MSG and message.original.size:
        _tell_properties(message.original, ledger, lead)
    _tell_other_form(message, ledger, lead)
    for number, attachment in enumerate(message.attachments, start=1):
        ledger.leave(f"{lead}attachment {number}", attachment.name, Origin.PROPERTY)
        if attachment.nested is not None and not attachment.content.size:
            _tell_nested(attachment.nested, ledger, f"{lead}attachment {number}")


def _tell_nested(message: Message, ledger: Ledger, where: str) -> None:
    """A message inside an Outlook file has no bytes of its own to be shown from."""
    for text in (_shown(message.sender), message.subject, message_text(message)):
        ledger.leave(where, text)
    tell_message(message, ledger, where)


def _tell_header(original: Content, ledger: Ledger, lead: str) -> None:
    """Every field of the header, decoded; the page shows a few of them only."""
    from email import policy
    from email.errors import MessageError
    from email.header import decode_header, make_header
    from email.parser import BytesHeaderParser

    head = original.read(_HEADER_BYTES)
    for key, value in BytesHeaderParser(policy=policy.compat32).parsebytes(head).items():
        try:
            text = str(make_header(decode_header(str(value))))
        except (MessageError, LookupError, UnicodeError, ValueError):
            text = str(value)
        text = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
        if key.lower() in _ABOUT_CODING and "name" not in text:
            continue
        if key.lower() not in _SHOWN_FIELDS:
            ledger.tell(Origin.PROPERTY, f"{lead}header", f"{key}: {text}")
        else:
            ledger.leave(f"{lead}header", text, Origin.PROPERTY)


def _tell_properties(original: Content, ledger: Ledger, lead: str) -> None:
    """Every property of an Outlook file that is a text, also of recipients and attachments."""
    import olefile

    try:
        with original.open() as file, olefile.OleFileIO(file) as compound:
            for path in compound.listdir():
                found = _WIDE_STRING.match(path[-1].lower())
                is_shown = found is not None and (
                    found[1] in _BODIES or (found[1] in _SHOWN_PROPERTIES and len(path) == 1)
                )
                if found is None or is_shown:
                    continue
                data = compound.openstream(path).read()
                charset = "utf-16-le" if found[2] == "001f" else "cp1252"
                text = data.decode(charset, "replace").strip("\0 ")
                ledger.leave(f"{lead}property {found[1]}", text, Origin.PROPERTY)
    except (OSError, ValueError, TypeError, IndexError, KeyError, AttributeError):
        return


def _tell_other_form(message: Message, ledger: Ledger, lead: str) -> None:
    """The form of the text that the page does not show, as far as it says something else."""
    shown = letters(message_text(message))
    for where, text in (("plain text", message.text), ("HTML", html_to_text(message.html))):
        for piece in uncovered(text, shown) if text.strip() else ():
            ledger.leave(f"{lead}{where}", piece, Origin.HIDDEN_TEXT)
    if message.html:
        tell_markup(message.html, ledger, lead)
