"""A message inside an Outlook file becomes a mail that says the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from signatur.methods.documents import Content, Limits
from signatur.methods.messages import (
    Attachment,
    Channel,
    Message,
    MessageKind,
    Party,
    Recipient,
    RecipientRole,
    read_message,
)
from signatur.solutions.disclosure.intake.composing import as_eml

if TYPE_CHECKING:
    from pathlib import Path

MESSAGE = Message(
    kind=MessageKind.MSG,
    channel=Channel.EMAIL,
    original=Content.from_bytes(b""),
    message_id="abc@example.dk",
    sender=Party("Åse Bøgh", "aase@example.dk"),
    recipients=(
        Recipient(Party("Holm, Bent", "bent@example.dk")),
        Recipient(Party("Hemmelig", "hemmelig@example.dk"), RecipientRole.BCC),
    ),
    subject="Æblegrød og " + "lang " * 40 + "titel",
    sent_at=datetime(2024, 3, 4, 9, 12, tzinfo=UTC),
    text="Hej æøå\nlinje to",
    html="<p>Hej æøå</p>",
    attachments=(Attachment(name="bilag æ.pdf", content=Content.from_bytes(b"x")),),
)


def test_what_was_inside_comes_out_again(tmp_path: Path) -> None:
    content = Content.from_bytes(as_eml(MESSAGE))

    read = read_message(content, "indre.eml", limits=Limits(), scratch=tmp_path)

    assert read.sender == MESSAGE.sender
    assert read.recipients == MESSAGE.recipients
    assert read.subject == MESSAGE.subject
    assert read.sent_at == MESSAGE.sent_at
    assert read.text.strip() == MESSAGE.text
    assert read.message_id == MESSAGE.message_id
    assert [each.name for each in read.attachments] == ["bilag æ.pdf"]


def test_it_is_the_same_each_time() -> None:
    assert as_eml(MESSAGE) == as_eml(MESSAGE)
