"""Mails with far too much in them, or broken off."""

from __future__ import annotations

from tests.corpus.messages.compound import compound_file
from tests.corpus.messages.outlook import letter, msg
from tests.corpus.messages.transport import tnef, tnef_attachment
from tests.solutions.disclosure.bad_files.words import SENTENCE


def eml(parts: int) -> bytes:
    head = (
        b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Sag\r\nDate: Mon, 4 May 2026 10:00:00 +0200\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + SENTENCE.encode() + b"\r\n"
    )  # fmt: skip
    more = b"".join(
        b"--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=%d.txt\r\n\r\nBrev %d\r\n"
        % (number, number) for number in range(parts)
    )  # fmt: skip
    return head + more + b"--x--\r\n"


def nested_eml(levels: int) -> bytes:
    data = b"Subject: inderst\r\n\r\n" + SENTENCE.encode() + b"\r\n"
    for number in range(levels):
        data = (
            b"Subject: Sag\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n"
            b"--b%d\r\nContent-Type: message/rfc822\r\n\r\n%s\r\n--b%d--\r\n"
            % (number, number, data, number)
        )
    return data


def outlook_mail() -> bytes:
    return compound_file(msg(letter()))


def winmail() -> bytes:
    """A `winmail.dat` with a letter in it."""
    return tnef(letter(), attachments=[tnef_attachment("brev.txt", SENTENCE.encode())])
