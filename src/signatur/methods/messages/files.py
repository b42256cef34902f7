"""Files and folders that hold several messages: each message is read as if it had come alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.methods.documents.content import Content
from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.messages.digital_post.containers import (
    DamagedContainerError,
    PackedTooMuchError,
    members,
)
from signatur.methods.messages.maildir import is_maildir, message_files
from signatur.methods.messages.mbox import message_spans, unprotected
from signatur.methods.messages.reading import EMPTY, Allowance, Reading
from signatur.methods.messages.recognition import recognise
from signatur.methods.messages.schema import Message, MessageKind
from signatur.methods.messages.single import read_one, unread
from signatur.methods.messages.source import blocks, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.methods.documents.schema import Limits
    from signatur.methods.messages.digital_post.containers import Member


def read_maildir(folder: Path, limits: Limits, scratch: Path) -> Iterator[Message]:
    """Read the messages of a Maildir; their flags come as the header field `x-maildir-flags`.

    Raises:
        NotADirectoryError: The folder is no Maildir.
    """
    if not is_maildir(folder):
        raise NotADirectoryError(f"{folder} is no Maildir: it lacks the folders cur and new")
    for file, flags in message_files(folder):
        try:
            content = content_of(file, limits)
        except FileNotFoundError:
            # Mail programs rename files when a flag changes.
            moved = Problem(ProblemCode.READER_FAILED, "moved while the folder was read", file.name)
            yield unread(EMPTY, moved, kind=MessageKind.EML)
            continue
        message = read_one(content, MessageKind.EML, Reading.of(limits, scratch))
        yield replace(message, headers=(*message.headers, ("x-maildir-flags", flags)))


def read_mbox(content: Content, limits: Limits, scratch: Path) -> Iterator[Message]:
    """Read the messages of an mbox; only one of them is held at a time.

    The original of each is the message as it was before the mbox took it in: without the separator,
    and with its `From ` lines unprotected.
    """
    with opened(content) as source:
        for start, stop, is_protected in message_spans(source):
            reading = Reading.of(limits, scratch)
            stretch = blocks(source, start, stop)
            original, problems = reading.keep(unprotected(stretch) if is_protected else stretch)
            if problems:
                yield unread(original, *problems, kind=MessageKind.EML)
            else:
                yield read_one(original, MessageKind.EML, reading)


def read_container(
    content: Content, limits: Limits, scratch: Path, allowance: Allowance, depth: int = 0
) -> Iterator[Message]:
    """Read the messages of a Digital Post container, and of containers in it."""
    is_empty = True
    try:
        for member in members(content, limits, allowance):
            is_empty = False
            yield from _read_member(member, limits, scratch, allowance, depth)
    except DamagedContainerError as fault:
        yield _container(content, Problem(ProblemCode.DAMAGED, str(fault)))
    except PackedTooMuchError:
        yield _container(content, Problem(ProblemCode.ZIP_BOMB))
    else:
        if is_empty:
            yield _container(content, Problem(ProblemCode.EMPTY, "a container without messages"))


def _read_member(
    member: Member, limits: Limits, scratch: Path, allowance: Allowance, depth: int
) -> Iterator[Message]:
    if not member.is_file:
        yield unread(EMPTY, Problem(ProblemCode.UNKNOWN_FORMAT, "a link in a container"))
        return
    reading = Reading.of(limits, scratch)
    content, problems = reading.keep(member.blocks)
    if problems:
        yield unread(content, *problems)
        return
    kind = recognise(content, name=member.name).kind
    if kind is not MessageKind.MEMO_CONTAINER:
        yield read_one(content, kind, reading)
    elif depth < limits.depth:
        yield from read_container(content, limits, scratch, allowance, depth + 1)
    else:
        yield _container(content, Problem(ProblemCode.TOO_DEEP))


def _container(content: Content, problem: Problem) -> Message:
    return unread(content, problem, kind=MessageKind.MEMO_CONTAINER)


def content_of(file: Path, limits: Limits) -> Content:
    """Describe a file; a small one is read at once, since it is read anyway."""
    if file.stat().st_size <= limits.in_memory_bytes:
        return Content.from_bytes(file.read_bytes())
    return Content.from_path(file)
