"""Messages within messages: found among the attachments, read, and unwrapped where only a wrapper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.messages.outlook.message import OUTLOOK_MESSAGE
from signatur.methods.messages.recognition import recognise
from signatur.methods.messages.schema import MessageKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from signatur.methods.documents.content import Content
    from signatur.methods.messages.reading import Reading
    from signatur.methods.messages.schema import Attachment, Message

    ReadOne = Callable[[Content, MessageKind, Reading], Message]

_SINGLE = frozenset(
    {MessageKind.EML, MessageKind.MSG, MessageKind.TNEF, MessageKind.SMIME, MessageKind.MEMO}
)
# What mail programs put around a message, and no reader of the mail sees as an attachment.
_WRAPPERS = frozenset({MessageKind.TNEF, MessageKind.SMIME})


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What an attachment turned out to be."""

    attachments: tuple[Attachment, ...]
    problems: tuple[Problem, ...] = ()
    unwrapped: Message | None = None


def with_nested(message: Message, reading: Reading, read_one: ReadOne) -> Message:
    """Look into the attachments of a message; `read_one` reads those that are messages."""
    if not message.attachments:
        return message
    outcomes = [
        _look_into(attachment, f"attachment {number}", reading, read_one)
        for number, attachment in enumerate(message.attachments, start=1)
    ]
    inner = [outcome.unwrapped for outcome in outcomes if outcome.unwrapped]
    return replace(
        _with_body_of(message, inner),
        attachments=tuple(chain.from_iterable(outcome.attachments for outcome in outcomes)),
        problems=(
            *message.problems,
            *chain.from_iterable(outcome.problems for outcome in outcomes),
        ),
        is_signed=message.is_signed or any(each.is_signed for each in inner),
    )


def _look_into(attachment: Attachment, path: str, reading: Reading, read_one: ReadOne) -> _Outcome:
    if attachment.nested is not None:
        nested = with_nested(attachment.nested, reading.deeper(), read_one)
        return _Outcome((replace(attachment, nested=nested),))
    found = recognise(
        attachment.content,
        name=attachment.name,
        declared_type=attachment.declared_type,
    )
    attachment = replace(attachment, media_type=found.media_type)
    if found.kind not in _SINGLE:
        return _Outcome((attachment,))
    if not reading.may_go_deeper:
        return _Outcome((attachment,), (Problem(ProblemCode.TOO_DEEP, where=path),))
    inner = read_one(attachment.content, found.kind, reading.deeper())
    if found.kind in _WRAPPERS and attachment.declared_type != OUTLOOK_MESSAGE:
        return _unwrapped(attachment, inner, path)
    return _Outcome((replace(attachment, nested=inner),))


def _unwrapped(wrapper: Attachment, inner: Message, path: str) -> _Outcome:
    """Put the content of a wrapper in its place; one that was not read wholly is kept as well."""
    files = tuple(
        replace(each, name=each.name or wrapper.name.removesuffix(".p7m"))
        for each in inner.attachments
    )
    problems = tuple(replace(each, where=path) for each in inner.problems)
    return _Outcome((wrapper, *files) if problems else files, problems, inner)


def _with_body_of(message: Message, inner: Sequence[Message]) -> Message:
    """Take the text from a wrapper where the message has none outside of it."""
    if message.text.strip() or message.html.strip():
        return message
    for each in inner:
        if each.text.strip() or each.html.strip():
            return replace(message, text=each.text, html=each.html, prefers_html=each.prefers_html)
    return message
