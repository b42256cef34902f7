"""Reads one message of a known kind, and whatever happens gives a message back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.methods.documents.content import Content
from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.messages.digital_post.memo import read_memo
from signatur.methods.messages.mime.message import read_mime
from signatur.methods.messages.nesting import with_nested
from signatur.methods.messages.outlook.msg import read_msg
from signatur.methods.messages.outlook.tnef import read_tnef
from signatur.methods.messages.schema import Channel, Message, MessageKind
from signatur.methods.messages.smime import read_smime
from signatur.methods.messages.source import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from signatur.methods.messages.reading import Reading


def read_one(content: Content, kind: MessageKind, reading: Reading) -> Message:
    """Read a message with the messages within it.

    Raises:
        OSError: The content cannot be read, or the scratch folder cannot be written.
    """
    if kind not in _READERS:
        code = ProblemCode.UNKNOWN_FORMAT if content.size else ProblemCode.EMPTY
        return unread(content, Problem(code, "not a message"))
    if content.size > reading.limits.message_bytes:
        return _too_large(content, kind, reading)
    try:
        return with_nested(_READERS[kind](content, reading), reading, read_one)
    except OSError:
        raise
    except Exception as fault:  # noqa: BLE001  # a fault of ours costs one message, not the batch
        detail = f"{kind} reader: {type(fault).__name__}"
        return unread(content, Problem(ProblemCode.READER_FAILED, detail), kind=kind)


def unread(
    content: Content, *problems: Problem, kind: MessageKind = MessageKind.UNKNOWN
) -> Message:
    """Make a message of what could not be read as one."""
    return Message(kind=kind, channel=Channel.UNKNOWN, original=content, problems=problems)


def _read_eml(content: Content, reading: Reading) -> Message:
    with opened(content) as source:
        return read_mime(source, content, reading)


_READERS: Mapping[MessageKind, Callable[[Content, Reading], Message]] = {
    MessageKind.EML: _read_eml,
    MessageKind.MSG: read_msg,
    MessageKind.TNEF: read_tnef,
    MessageKind.SMIME: read_smime,
    MessageKind.MEMO: read_memo,
}


def _too_large(content: Content, kind: MessageKind, reading: Reading) -> Message:
    """Read the beginning of a mail that exceeds the limit; of other formats that would be nothing."""
    too_large = Problem(ProblemCode.TOO_LARGE, "the message exceeds the limit")
    if kind is not MessageKind.EML:
        return unread(content, too_large, kind=kind)
    beginning = Content.from_bytes(content.read(reading.limits.in_memory_bytes))
    message = _read_eml(beginning, reading)
    return replace(
        message, original=content, attachments=(), problems=(too_large, *message.problems)
    )
