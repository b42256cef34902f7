"""What came with a message or lies in a document, as attachments in the common format."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from signatur.methods.documents import ProblemCode, TextSource, html_to_text
from signatur.methods.text.folding import compose
from signatur.solutions.mail_routing.schema import Attachment, PageText, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from signatur.methods.documents import Content, Document, Problem
    from signatur.methods.messages.schema import Attachment as MessageAttachment
    from signatur.methods.messages.schema import Message

# Stated, but no reason to call a person: the text was read all the same, or a picture has none.
NOTES = frozenset({ProblemCode.WRONG_CHARSET.value})
ATTACHMENT_NOTES = NOTES | {ProblemCode.UNREADABLE_SCAN.value}
# Often only what follows from another problem: where an archive was left, its rest is of no known kind.
_TELLS_LITTLE = frozenset({ProblemCode.UNKNOWN_FORMAT.value, ProblemCode.EMPTY.value})
# Mail programs leave empty text files behind, and nothing is lost with them.
_BLANK_BYTES = 64
_TEXT_TYPES = frozenset({"text/plain", "text/html"})


class Inner(Protocol):
    """Reads what lies within a message."""

    def document(self, attachment: MessageAttachment) -> Document:
        """Read an attachment."""
        ...

    def message(self, content: Content, name: str) -> Message | None:
        """Read a mail that lies in an archive; None when it is something else."""
        ...


def attachments_of(
    message: Message, inner: Inner
) -> tuple[tuple[Attachment, ...], tuple[Trouble, ...]]:
    found = list(_read_attachments(message, inner, ""))
    attachments = numbered(found, 1)
    troubles = tuple(trouble for attachment in attachments for trouble in attachment.problems)
    return attachments, troubles


def numbered(found: Sequence[Attachment], first: int) -> tuple[Attachment, ...]:
    """Number attachments, and say in each of their problems which one it is about."""
    return tuple(_with_number(one, number) for number, one in enumerate(found, start=first))


def _with_number(attachment: Attachment, number: int) -> Attachment:
    place = f"attachment {number}"
    problems = tuple(
        replace(one, where=f"{place}, {one.where}" if one.where else place)
        for one in attachment.problems
    )
    return replace(attachment, number=number, problems=problems, problem=worst(problems))


def _read_attachments(message: Message, inner: Inner, outer: str) -> Iterator[Attachment]:
    for one in message.attachments:
        name = f"{outer}{compose(one.name)}"
        if one.nested is not None:
            yield _of_nested(one, one.nested, name)
            yield from _read_attachments(one.nested, inner, f"{name} › ")
            continue
        document = inner.document(one)
        yield Attachment(
            number=0,
            name=name,
            media_type=document.media_type,
            size=one.content.size,
            sha256=one.content.sha256,
            role=one.role.value,
            text=compose(document.text),
            page_count=document.page_count,
            pages=pages_of(document),
            problems=() if _is_left_blank(document, one) else troubles_of(document.problems),
        )
        yield from parts_as_attachments(document, f"{name} › ", inner)


def _is_left_blank(document: Document, one: MessageAttachment) -> bool:
    return (
        0 < one.content.size <= _BLANK_BYTES
        and document.media_type in _TEXT_TYPES
        and not document.text
        and {problem.code for problem in document.problems} == {ProblemCode.EMPTY}
    )


def _of_nested(one: MessageAttachment, nested: Message, name: str) -> Attachment:
    """Return a message within a message as an attachment whose text is its subject and body."""
    return Attachment(
        number=0,
        name=name or compose(nested.subject),
        media_type=one.media_type,
        size=one.content.size,
        sha256=one.content.sha256,
        role=one.role.value,
        text=_text_of_nested(nested),
        problems=troubles_of(nested.problems),
    )


def _text_of_nested(nested: Message) -> str:
    pieces = (compose(nested.subject), text_of(nested))
    return "\n\n".join(piece for piece in pieces if piece.strip())


def parts_as_attachments(
    document: Document, outer: str, inner: Inner | None = None
) -> Iterator[Attachment]:
    """Yield the documents inside a document (an archive, a PDF with files) side by side."""
    for part in document.parts:
        name = f"{outer}{compose(part.name)}"
        mail = inner.message(part.content, part.name) if inner and part.content else None
        yield Attachment(
            number=0,
            name=name,
            media_type=part.document.media_type,
            size=part.content.size if part.content else 0,
            sha256=part.content.sha256 if part.content else "",
            role="inside",
            text=_text_of_nested(mail) if mail else compose(part.document.text),
            page_count=part.document.page_count,
            pages=pages_of(part.document),
            problems=troubles_of(mail.problems if mail else part.document.problems),
        )
        yield from parts_as_attachments(part.document, f"{name} › ", inner)


def pages_of(document: Document) -> tuple[PageText, ...]:
    return tuple(
        PageText(page.number, page.source.value, round(page.quality, 3), compose(page.text))
        for page in document.pages
        if page.text or page.source is not TextSource.NONE
    )


def text_of(message: Message) -> str:
    """Return the message's text, the HTML turned into text where that says more."""
    if message.html and (message.prefers_html or not message.text.strip()):
        text = html_to_text(message.html)
    else:
        text = message.text
    return compose(text.replace("\r\n", "\n").replace("\r", "\n"))


def troubles_of(problems: Sequence[Problem]) -> tuple[Trouble, ...]:
    return tuple(Trouble(one.code.value, one.where, one.detail) for one in problems)


def is_serious(trouble: Trouble) -> bool:
    """Say whether a person should know of it, and not only whoever looks closely."""
    notes = ATTACHMENT_NOTES if trouble.where.startswith("attachment") else NOTES
    return trouble.code not in notes


def worst(troubles: Sequence[Trouble]) -> Trouble | None:
    """Return what to show first: what concerns the whole, then what tells most, then the outermost."""
    return min(filter(is_serious, troubles), key=_place_in_line, default=None)


def _place_in_line(trouble: Trouble) -> tuple[bool, bool, int]:
    return bool(trouble.where), trouble.code in _TELLS_LITTLE, trouble.where.count(",")
