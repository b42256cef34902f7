"""Which stretches of a text a page marks: the words that weighed, and identifiers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from signatur.solutions.mail_routing.schema import BodyPart, Enquiry, Routing

# Parts that are shown at once; the others are folded.
_OPEN_PARTS = frozenset({"main", "forwarded"})


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text; `mark` is empty, `reason`, or the kind of an identifier."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of a body as it is shown."""

    kind: str
    is_open: bool
    sender: str
    sent: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    mark: str


def shown_parts(enquiry: Enquiry, routing: Routing | None) -> tuple[ShownPart, ...]:
    """Return the parts of an enquiry's body with what is marked in them."""
    whole = enquiry.body.whole
    identifiers = [
        _Span(one.start, one.end, one.kind) for one in enquiry.identifiers if one.place == "body"
    ]
    spans = _without_overlaps([*identifiers, *_reasons_in(whole, routing)])
    parts = [part for part in enquiry.body.parts if whole[part.start : part.end].strip()]
    return tuple(_shown(whole, part, spans) for part in parts)


def marked_subject(enquiry: Enquiry, routing: Routing | None) -> tuple[Segment, ...]:
    """Return the subject line with the words that weighed."""
    spans = _without_overlaps(list(_reasons_in(enquiry.subject, routing)))
    return tuple(_segments(enquiry.subject, 0, len(enquiry.subject), spans))


def _shown(whole: str, part: BodyPart, spans: Sequence[_Span]) -> ShownPart:
    start = (
        part.start
        + len(whole[part.start : part.end])
        - len(whole[part.start : part.end].lstrip("\n"))
    )
    end = part.start + len(whole[part.start : part.end].rstrip())
    return ShownPart(
        kind=part.kind,
        is_open=part.kind in _OPEN_PARTS,
        sender=part.sender,
        sent=part.sent,
        segments=tuple(_segments(whole, start, max(start, end), spans)),
    )


def _reasons_in(text: str, routing: Routing | None) -> Iterator[_Span]:
    """Yield where words that spoke for the suggestion stand; those against it are not marked."""
    words = {one.word for one in routing.words if one.weight > 0} if routing else set()
    if not words:
        return
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    for found in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE):
        yield _Span(found.start(), found.end(), "reason")


def _without_overlaps(spans: Iterable[_Span]) -> list[_Span]:
    """Keep, of overlapping spans, the one that begins first; identifiers before reasons."""
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.mark == "reason", -one.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _segments(text: str, start: int, end: int, spans: Sequence[_Span]) -> Iterator[Segment]:
    at = start
    for span in spans:
        if span.end <= start or span.start >= end:
            continue
        if span.start > at:
            yield Segment(text[at : span.start])
        yield Segment(text[max(at, span.start) : min(end, span.end)], span.mark)
        at = min(end, span.end)
    if at < end:
        yield Segment(text[at:end])
