"""What goes wrong on the way: mail that cannot be taken apart, files cut in half, text inside a winmail.dat."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.mail import MailPart

if TYPE_CHECKING:
    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry

# Transport Neutral Encapsulation Format, [MS-OXTNEF] 2.1.3: level, attribute, length, data, checksum.
_TNEF_SIGNATURE = struct.pack("<IH", 0x223E9F78, 1)
_TNEF_VERSION = 0x00089006
_CODE_PAGE = 0x00069007
_MESSAGE_CLASS = 0x00078008
_SUBJECT = 0x00018004
_BODY = 0x0002800C


def half_of(data: bytes) -> bytes:
    """Return the first half of a file, as after a broken transfer."""
    return data[: len(data) // 2]


def with_wrong_boundary(mail: bytes) -> bytes:
    """Return the mail announced as parts behind a boundary that never comes, and without its end."""
    head, gap, body = mail.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not _is_about_content(line)]
    announced = b'Content-Type: multipart/mixed; boundary="mangler"'
    return b"\r\n".join([*lines, announced]) + gap + body[: len(body) * 3 // 4]


def as_winmail(enquiry: InventedEnquiry) -> tuple[InventedEnquiry, list[MailPart]]:
    """Return an enquiry without text, and the winmail.dat that holds it."""
    attachment = MailPart("winmail.dat", "application/ms-tnef", _tnef(enquiry))
    return replace(enquiry, text="", quoted=""), [attachment]


def _is_about_content(line: bytes) -> bool:
    return re.match(rb"(content-|\s)", line, re.IGNORECASE) is not None


def _tnef(enquiry: InventedEnquiry) -> bytes:
    return _TNEF_SIGNATURE + b"".join(
        (
            _attribute(_TNEF_VERSION, struct.pack("<I", 0x00010000)),
            _attribute(_CODE_PAGE, struct.pack("<II", 1252, 0)),
            _attribute(_MESSAGE_CLASS, b"IPM.Microsoft Mail.Note\0"),
            _attribute(_SUBJECT, _text(enquiry.title)),
            _attribute(_BODY, _text(enquiry.text)),
        )
    )


def _attribute(name: int, data: bytes) -> bytes:
    checksum = sum(data) & 0xFFFF
    return struct.pack("<BII", 1, name, len(data)) + data + struct.pack("<H", checksum)


def _text(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("cp1252", "replace") + b"\0"
