"""A mail with what is given out, as a draft that a mail program opens and a person sends."""

from __future__ import annotations

import mimetypes
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.schema.letters import Bullets, Grid, Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.disclosure.schema.letters import Letter, Part


def to_mail(letter: Letter, recipient: str, files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a mail to a recipient (empty: none yet) with files of a name each, without a sender.

    `X-Unsent` lets Outlook and others open it ready to be sent, in the way that the authority uses for
    confidential mail.
    """
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    mail["Subject"] = " ".join(letter.title.split())
    if "@" in recipient and not recipient.split()[1:]:
        mail["To"] = recipient
    mail.set_content("\n\n".join(_text(part) for part in letter.parts) + "\n")
    for name, content in files:
        main, _slash, sub = (mimetypes.guess_type(name)[0] or "application/octet-stream").partition(
            "/"
        )
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


def _text(part: Part) -> str:
    match part:
        case Heading() | Paragraph():
            return part.text
        case Bullets():
            return "\n".join(f"- {item}" for item in part.items)
        case Grid():
            return "\n".join("; ".join(row) for row in (part.columns, *part.rows))


__all__ = ["to_mail"]
