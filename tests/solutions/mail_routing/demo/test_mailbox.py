"""Invented post arrives in the formats that a municipality receives, and can be read back."""

from __future__ import annotations

import base64
import html
import io
import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from defusedxml.ElementTree import fromstring

from signatur.solutions.mail_routing.demo.attachments import AttachmentKind, InventedAttachment
from signatur.solutions.mail_routing.demo.chance import Chance
from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry, Mishap
from signatur.solutions.mail_routing.demo.mail import message_id
from signatur.solutions.mail_routing.demo.mailbox import deliver
from signatur.solutions.mail_routing.demo.memo import message_uuid
from signatur.solutions.mail_routing.demo.municipality import municipality
from signatur.solutions.mail_routing.demo.styles import Channel

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MEMO = "{https://DigitalPost.dk/MeMo-1}"
Post = tuple[InventedEnquiry, ...]


def some(post: Post, channel: Channel, count: int = 80) -> list[InventedEnquiry]:
    return [e for e in post if e.channel is channel and e.mishap is None][:count]


def one(post: Post, channel: Channel) -> InventedEnquiry:
    return some(post, channel, 1)[0]


def as_mail(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def main_words(root: Element) -> list[str]:
    """Return the words of the main document of a MeMo message, which is text or HTML."""
    file = root.find(f".//{MEMO}MainDocument/{MEMO}File")
    assert file is not None
    text = base64.b64decode(file.findtext(f"{MEMO}content", "")).decode()
    if file.findtext(f"{MEMO}encodingFormat") == "text/html":
        text = html.unescape(re.sub("<[^>]+>", " ", text))
    return text.split()


def with_mishap(post: Post, mishap: Mishap) -> InventedEnquiry:
    letter = InventedAttachment(AttachmentKind.PDF, "Brev", "Brev.pdf", "Hullet på Åvænget")
    return replace(one(post, Channel.EMAIL), mishap=mishap, attachments=(letter,))


@pytest.mark.parametrize("channel", Channel)
def test_the_same_enquiry_arrives_as_the_same_bytes(post: Post, channel: Channel) -> None:
    for enquiry in some(post, channel, 6):
        assert deliver(enquiry) == deliver(enquiry)


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.WEB_FORM, Channel.PHONE_NOTE])
def test_mail_can_be_read_back_word_for_word(post: Post, channel: Channel) -> None:
    for enquiry in some(post, channel):
        mail = as_mail(deliver(enquiry).data)
        plain = mail.get_body(("plain",))
        written = f"{enquiry.text}\n\n{enquiry.quoted}".strip()
        assert (mail["Subject"] or "") == enquiry.title
        assert mail["Message-ID"] == message_id(enquiry.id)
        assert mail["Date"].datetime == enquiry.received_at
        assert [part.get_filename() for part in mail.iter_attachments()] == [
            attachment.file_name for attachment in enquiry.attachments
        ]
        assert plain is None or plain.get_content().replace("\r\n", "\n").strip() == written


def test_mail_says_whom_it_is_from(post: Post) -> None:
    for enquiry in some(post, Channel.EMAIL):
        sender = as_mail(deliver(enquiry).data)["From"].addresses[0]
        assert (sender.display_name, sender.addr_spec) == (
            enquiry.sender.name,
            enquiry.sender.email,
        )


def test_mail_is_written_in_several_ways(post: Post) -> None:
    mails = [as_mail(deliver(enquiry).data) for enquiry in some(post, Channel.EMAIL, 150)]

    leaves = [part for mail in mails for part in mail.walk() if not part.is_multipart()]

    assert {leaf.get_content_charset() for leaf in leaves} >= {
        "utf-8",
        "windows-1252",
        "iso-8859-1",
    }
    assert {leaf["Content-Transfer-Encoding"] for leaf in leaves} >= {
        "quoted-printable", "base64", "8bit",
    }  # fmt: skip
    assert {leaf.get_content_type() for leaf in leaves} >= {"text/plain", "text/html"}


def test_a_reply_by_mail_names_the_thread(post: Post) -> None:
    reply = next(e for e in post if e.answers and e.channel is Channel.EMAIL)

    mail = as_mail(deliver(reply).data)

    assert message_id(reply.answers) in mail["References"]
    assert mail["In-Reply-To"] in mail["References"]


def test_digital_post_holds_the_letter_and_its_sender(post: Post) -> None:
    versions = set()
    for enquiry in some(post, Channel.DIGITAL_POST):
        root = fromstring(deliver(enquiry).data)
        versions.add(root.get("memoVersion"))
        assert main_words(root) == f"{enquiry.text} {enquiry.quoted}".split()
        number = enquiry.sender.cvr_number or enquiry.sender.cpr_number.replace("-", "")
        assert root.findtext(f".//{MEMO}Sender/{MEMO}senderID") == number
        assert root.findtext(f".//{MEMO}Recipient/{MEMO}recipientID") == municipality().cvr_number
        assert root.findtext(f".//{MEMO}messageUUID") == message_uuid(enquiry.id)
        assert len(root.findall(f".//{MEMO}AdditionalDocument")) == len(enquiry.attachments)
    assert versions == {"1.1", "1.2"}


def test_a_reply_by_digital_post_names_the_earlier_message(post: Post) -> None:
    reply = next(e for e in post if e.answers and e.channel is Channel.DIGITAL_POST)

    root = fromstring(deliver(reply).data)

    uuid = root.findtext(f".//{MEMO}ReplyData/{MEMO}messageUUID")
    assert uuid == message_uuid(reply.answers)


def test_paper_letters_arrive_scanned_typed_and_as_word_files(post: Post) -> None:
    import docx
    import pikepdf

    seen = set()
    for enquiry in some(post, Channel.LETTER, 16):
        delivery = deliver(enquiry)
        if delivery.file_name.endswith(".docx"):
            paragraphs = docx.Document(io.BytesIO(delivery.data)).paragraphs
            assert "\n".join(paragraph.text for paragraph in paragraphs) == enquiry.text
            seen.add("word")
            continue
        with pikepdf.open(io.BytesIO(delivery.data)) as pdf:
            seen.add("scanned" if pdf.pages[0].get_images() else "typed")
    assert seen == {"scanned", "typed", "word"}


def test_an_encrypted_attachment_opens_for_nobody(post: Post) -> None:
    import pikepdf

    mail = as_mail(deliver(with_mishap(post, Mishap.ENCRYPTED_PDF)).data)

    (attachment,) = mail.iter_attachments()

    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(attachment.get_content()))


def test_a_damaged_attachment_is_cut_short(post: Post) -> None:
    whole = as_mail(deliver(replace(with_mishap(post, Mishap.DAMAGED_PDF), mishap=None)).data)
    damaged = as_mail(deliver(with_mishap(post, Mishap.DAMAGED_PDF)).data)

    (expected,), (attachment,) = whole.iter_attachments(), damaged.iter_attachments()

    content = expected.get_content()
    assert attachment.get_content() == content[: len(content) // 2]


def test_broken_mail_announces_parts_that_never_come(post: Post) -> None:
    mail = as_mail(deliver(with_mishap(post, Mishap.BROKEN_MIME)).data)

    assert mail.get_content_type() == "multipart/mixed"
    assert "StartBoundaryNotFoundDefect" in {type(defect).__name__ for defect in mail.defects}


def test_a_winmail_file_holds_the_text_and_the_mail_none(post: Post) -> None:
    enquiry = with_mishap(post, Mishap.WINMAIL)

    mail = as_mail(deliver(enquiry).data)

    (winmail,) = mail.iter_attachments()
    content = winmail.get_content()
    assert (winmail.get_filename(), content[:4]) == ("winmail.dat", b"\x78\x9f\x3e\x22")
    assert enquiry.text.splitlines()[-1].encode("cp1252") in content
    body = mail.get_body()
    assert body is not None
    assert enquiry.text.splitlines()[-1] not in body.get_content()


def test_an_empty_mail_has_neither_subject_nor_text(post: Post) -> None:
    empty = replace(
        one(post, Channel.EMAIL), title="", text="", attachments=(), mishap=Mishap.EMPTY
    )

    mail = as_mail(deliver(empty).data)

    body = mail.get_body(("plain", "html"))
    assert mail["Subject"] is None
    assert body is not None
    assert "hilsen" not in body.get_content()


def test_draws_do_not_depend_on_what_was_drawn_elsewhere() -> None:
    one_stream, other = Chance(1, 2), Chance(1, 2)
    Chance(1, 3).share()

    assert [one_stream.between(0, 9) for _ in range(600)] == [
        other.between(0, 9) for _ in range(600)
    ]
