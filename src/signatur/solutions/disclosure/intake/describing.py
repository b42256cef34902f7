"""A document of a case as it is first listed: title, date, kind, and what is wrong at first sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.methods.documents import Content, ProblemCode
from signatur.methods.documents.formats import READERS
from signatur.methods.documents.sniff import EMPTY, ENCRYPTED_OFFICE
from signatur.methods.messages import MessageKind
from signatur.solutions.disclosure.intake.composing import as_eml
from signatur.solutions.disclosure.intake.incoming import CaseProblem, Category, DatedBy, Incoming
from signatur.solutions.disclosure.intake.looking import (
    date_in_file,
    ending_is_wrong,
    first_lines,
)
from signatur.solutions.disclosure.intake.problems import IntakeCode
from signatur.solutions.disclosure.intake.telling import guess_category, guess_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from signatur.methods.documents import Limits
    from signatur.methods.messages import Message

_LONGEST_ENDING: Final = 5
_MEDIA_TYPES: Final = {
    MessageKind.MSG: "application/vnd.ms-outlook",
    MessageKind.MEMO: "application/xml",
    MessageKind.TNEF: "application/vnd.ms-tnef",
}
# Read without a reader of documents: by the views of mail.
_VIEWED: Final = frozenset({"application/vnd.ms-outlook", "message/rfc822"})


def described(
    content: Content,
    media_type: str,
    path: str,
    parent: str,
    problems: tuple[CaseProblem, ...],
    limits: Limits,
) -> Incoming:
    """A file as a document of the case."""
    name = path.rpartition("/")[2]
    lines = first_lines(content, media_type)
    category, reason = guess_category(name, media_type, lines)
    dated, dated_by = _dated(content, media_type, name, lines)
    return Incoming(
        path=path,
        parent=parent,
        title=without_ending(name),
        dated=dated,
        dated_by=dated_by,
        media_type=media_type,
        category=category,
        category_reason=reason,
        content=content,
        problems=(*problems, *_faults(content, media_type, name, limits)),
    )


def described_message(
    message: Message, path: str, parent: str, problems: tuple[CaseProblem, ...]
) -> Incoming:
    """A message as a document of the case; one inside an Outlook file is written out as mail."""
    name = path.rpartition("/")[2]
    moment = message.sent_at or message.received_at
    dated = moment.date() if moment is not None else guess_date(name)
    is_written_out = not message.original.size
    content = Content.from_bytes(as_eml(message)) if is_written_out else message.original
    known = DatedBy.NAME if dated is not None else DatedBy.NOTHING
    return Incoming(
        path=path,
        parent=parent,
        title=message.subject.strip() or without_ending(name),
        dated=dated,
        dated_by=DatedBy.MAIL if moment is not None else known,
        media_type=(
            "message/rfc822" if is_written_out else _MEDIA_TYPES.get(message.kind, "message/rfc822")
        ),
        category=Category.MAIL,
        category_reason=f"type:{message.kind}",
        content=content,
        is_message=True,
        message_id=message.message_id,
        in_reply_to=message.in_reply_to,
        problems=(*problems, *(CaseProblem.of(problem) for problem in message.problems)),
    )


def without_ending(name: str) -> str:
    """A file name without the letters behind its last full stop."""
    stem, dot, ending = name.rpartition(".")
    is_ending = dot and stem and len(ending) <= _LONGEST_ENDING and " " not in ending
    return stem if is_ending else name


def _dated(content: Content, media_type: str, name: str, lines: str) -> tuple[date | None, DatedBy]:
    if (dated := guess_date(name)) is not None:
        return dated, DatedBy.NAME
    if (dated := guess_date(lines)) is not None:
        return dated, DatedBy.TEXT
    if (dated := date_in_file(content, media_type)) is not None:
        return dated, DatedBy.PROPERTIES
    return None, DatedBy.NOTHING


def _faults(content: Content, media_type: str, name: str, limits: Limits) -> Iterator[CaseProblem]:
    """What is wrong with a file at first sight; its reader may find more later."""
    if media_type == EMPTY or not content.size:
        yield CaseProblem(ProblemCode.EMPTY.value, "no bytes")
    elif media_type == ENCRYPTED_OFFICE:
        yield CaseProblem(ProblemCode.ENCRYPTED.value, "a password is needed")
    elif media_type not in READERS and media_type not in _VIEWED:
        yield CaseProblem(ProblemCode.UNKNOWN_FORMAT.value, media_type)
    elif content.size > limits.part_bytes:
        yield CaseProblem(ProblemCode.TOO_LARGE.value, f"{content.size} bytes")
    if content.size and ending_is_wrong(name, media_type):
        yield CaseProblem(IntakeCode.WRONG_ENDING.value, media_type)
