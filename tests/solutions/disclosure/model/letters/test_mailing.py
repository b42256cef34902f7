"""The mail with what is given out, as a mail program reads it."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default

import pytest

from signatur.solutions.disclosure.model.letters import to_mail
from signatur.solutions.disclosure.schema.letters import (
    Bullets,
    Grid,
    Heading,
    Letter,
    LetterKind,
    Paragraph,
)

LETTER = Letter(
    LetterKind.COVER_MAIL,
    "Svar på din anmodning\nom aktindsigt",
    (
        Paragraph("Hej Jette Prøve"),
        Heading("Vedlagt"),
        Bullets(("Afgørelsen", "Aktlisten")),
        Grid(("Nr.", "Titel"), (("1", "Brev"),)),
    ),
)


def read(mail: bytes) -> EmailMessage:
    found = email.message_from_bytes(mail, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_mail_program_reads_the_letter_and_the_files() -> None:
    files = [("Afgørelse.pdf", b"%PDF-1.7 \r\n\x00\xff"), ("Dokument 0001.pdf", b"%PDF-1.7 2")]
    mail = read(to_mail(LETTER, "jette@eksempel.dk", files))
    body = mail.get_body(("plain",))

    assert mail["X-Unsent"] == "1"
    assert mail["From"] is None
    assert mail["To"] == "jette@eksempel.dk"
    assert mail["Subject"] == "Svar på din anmodning om aktindsigt"
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").split("\n\n") == [
        "Hej Jette Prøve", "Vedlagt", "- Afgørelsen\n- Aktlisten", "Nr.; Titel\n1; Brev\n",
    ]  # fmt: skip
    attached = [
        (one.get_filename(), one.get_content_type(), one.get_content())
        for one in mail.iter_attachments()
    ]
    assert attached == [(name, "application/pdf", content) for name, content in files]


@pytest.mark.parametrize(
    "recipient", ["", "Jette Prøve, Ahornvej 14", "x@y.dk\nBcc: z@y.dk", "a b@c.dk"]
)
def test_what_is_no_address_is_left_to_whoever_sends_it(recipient: str) -> None:
    mail = read(to_mail(LETTER, recipient, []))

    assert mail["To"] is None
    assert mail["Bcc"] is None
