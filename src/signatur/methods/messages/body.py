"""The text of a message, put together from the pieces in which it came."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from signatur.methods.messages.schema import AttachmentRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from signatur.methods.messages.schema import Attachment

_LONGEST_PLACEHOLDER = 400
_PLACEHOLDER = re.compile(
    r"\bhtml\b|\bbrowser|webvisning|webversion|web version"
    r"|(?:cannot|can't|can not|unable to|kan ikke|har problemer med at) (?:be )?(?:se|læse|vis(?:e|es)|view|read|display|show)"
    r"|(?:understøtter|supports?|viser) (?:ikke|not)|not supported",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_PEEK = 20_000
_CONTENT_ID = re.compile(r"cid:([^\"'\s<>)]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the body as plain text, as HTML, or as both, which then say the same."""

    text: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The whole body in both forms, and which of them to read."""

    text: str = ""
    html: str = ""
    prefers_html: bool = False


def composed(pieces: Sequence[Piece]) -> Body:
    """Put pieces together in reading order.

    Plain text is preferred, because it is what the sender's program derived itself; HTML only
    where some piece has no text, or merely a hint that the mail should be viewed elsewhere.
    """
    if len(pieces) == 1:
        return Body(pieces[0].text, pieces[0].html, _says_more_in_html(pieces[0]))
    text = "\n".join(piece.text for piece in pieces if piece.text)
    if not any(piece.html for piece in pieces):
        return Body(text)
    return Body(
        text=text,
        html="\n".join(piece.html or _as_html(piece.text) for piece in pieces),
        prefers_html=any(_says_more_in_html(piece) for piece in pieces),
    )


def is_markup(text: str) -> bool:
    """Whether a text that was declared plain is HTML."""
    return _MARKUP.match(text) is not None


def _says_more_in_html(piece: Piece) -> bool:
    if not piece.html:
        return False
    text = piece.text.strip()
    if not text:
        return True
    if len(text) > _LONGEST_PLACEHOLDER or not _PLACEHOLDER.search(text):
        return False
    return len(_TAG.sub("", piece.html[:_PEEK]).split()) > len(text.split())


def _as_html(text: str) -> str:
    return f"<div>{html.escape(text).replace(chr(10), '<br>')}</div>" if text else ""


def with_roles(attachments: Iterable[Attachment], body: Body) -> tuple[Attachment, ...]:
    """Mark what the HTML shows within the text, such as the picture of a signature."""
    attachments = tuple(attachments)
    if not any(attachment.content_id for attachment in attachments):
        return attachments
    shown = {unquote(content_id) for content_id in _CONTENT_ID.findall(body.html)}
    return tuple(
        replace(attachment, role=AttachmentRole.INLINE)
        if attachment.role is AttachmentRole.ATTACHMENT and attachment.content_id in shown
        else attachment
        for attachment in attachments
    )
