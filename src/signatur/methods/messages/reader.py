"""The ways in: a file, a folder or some bytes become messages, whatever their format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.messages.files import content_of, read_container, read_maildir, read_mbox
from signatur.methods.messages.reading import Allowance, Reading
from signatur.methods.messages.recognition import recognise
from signatur.methods.messages.schema import Message, MessageKind
from signatur.methods.messages.single import read_one

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.methods.documents.content import Content
    from signatur.methods.documents.schema import Limits


def read_messages(source: Path, *, limits: Limits, scratch: Path) -> Iterator[Message]:
    """Read every message of a file or of a Maildir folder, one at a time.

    The format is found from the content; the name is only a hint. What cannot be read is not
    raised: a message then holds what could be read and says in `problems` what is missing, and a
    thing that is no message comes as one of kind UNKNOWN.

    Args:
        source: A file (.eml, .msg, winmail.dat, .p7m, MeMo XML, mbox, a container of MeMo) or a
            Maildir folder.
        limits: What one message may cost.
        scratch: An existing folder for parts larger than `limits.in_memory_bytes`. The contents of
            the messages refer to files in it; the caller deletes it when done with them.

    Yields:
        At least one message for a file, in the order of the file.

    Raises:
        OSError: The source cannot be read, or the scratch folder cannot be written.
        NotADirectoryError: The source is a folder, but no Maildir.
    """
    if source.is_dir():
        yield from read_maildir(source, limits, scratch)
    else:
        content = content_of(source, limits)
        yield from read_content(content, source.name, limits=limits, scratch=scratch)


def read_content(
    content: Content, name: str = "", *, limits: Limits, scratch: Path
) -> Iterator[Message]:
    """Read every message of a content, as `read_messages` does of a file."""
    kind = recognise(content, name=name).kind
    if kind is MessageKind.MBOX:
        yield from read_mbox(content, limits, scratch)
    elif kind is MessageKind.MEMO_CONTAINER:
        yield from read_container(content, limits, scratch, Allowance.of(limits))
    else:
        yield read_one(content, kind, Reading.of(limits, scratch))


def read_message(content: Content, name: str = "", *, limits: Limits, scratch: Path) -> Message:
    """Read one message, the first where a content holds several."""
    return next(read_content(content, name, limits=limits, scratch=scratch))


def kind_of(content: Content, name: str = "") -> MessageKind:
    """Tell which kind of message, or of file with messages, a content is; UNKNOWN for all else."""
    return recognise(content, name=name).kind


def is_message(content: Content, name: str = "") -> bool:
    """Whether a content is a message or holds messages, and not a document."""
    return kind_of(content, name) is not MessageKind.UNKNOWN
