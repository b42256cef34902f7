"""What follows from an enquiry's text: language, identifiers, what models see, completeness."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from signatur.methods.documents import ProblemCode
from signatur.methods.text.bodies import PartKind
from signatur.methods.text.identifiers import Identifier, find_identifiers
from signatur.methods.text.language import language_of
from signatur.methods.text.masking import mask
from signatur.solutions.mail_routing.intake.attachments import worst
from signatur.solutions.mail_routing.schema import (
    Body,
    Completeness,
    DetectedLanguage,
    Enquiry,
    FoundIdentifier,
    Trouble,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# What a model sees: enough to know the matter, not so much that a long attachment drowns it.
_MODEL_MATTER = 6_000
_MODEL_ATTACHMENTS = 2_000
# Identifiers are looked for in so much of the body and of each attachment.
_SEARCHED = 200_000
_LONGEST_IDENTIFIER = 300
_MATTER = {PartKind.MAIN.value, PartKind.FORWARDED.value}


def complete(enquiry: Enquiry, *, has_text: bool) -> Enquiry:
    """Add what follows from the text: language, identifiers, what models see, completeness."""
    problems = enquiry.problems
    is_bare = not has_text and not any(one.text for one in enquiry.attachments)
    if is_bare and not enquiry.subject.strip() and not enquiry.attachments and not problems:
        problems = (Trouble(ProblemCode.EMPTY.value),)
    first = worst(problems)
    # A subject alone is an enquiry when that was all, but not when what it was about is unread.
    is_lost = is_bare and bool(first or (problems and not enquiry.subject.strip()))
    is_lost = is_lost or any(_hides_all(one) for one in problems)
    places = tuple(_places(enquiry))
    model_text = _model_text(enquiry.body, places)
    language = language_of(enquiry.body.text or model_text)
    return replace(
        enquiry,
        problems=problems,
        problem=first or (problems[0] if is_lost else None),
        completeness=_completeness(first, is_lost=is_lost),
        language=DetectedLanguage(language.code, language.certainty),
        identifiers=tuple(_identifiers(places)),
        model_text=model_text,
    )


def _hides_all(trouble: Trouble) -> bool:
    """The message itself is encrypted: what stands there as its text is none."""
    return trouble.code == ProblemCode.ENCRYPTED and not trouble.where


def _completeness(first: Trouble | None, *, is_lost: bool) -> Completeness:
    if is_lost:
        return Completeness.NOTHING
    return Completeness.PARTLY if first else Completeness.WHOLE


@dataclass(frozen=True, slots=True)
class _Place:
    """A text of the enquiry with what was found in it."""

    name: str
    text: str
    found: tuple[Identifier, ...]


def _places(enquiry: Enquiry) -> Iterator[_Place]:
    yield _place("subject", enquiry.subject)
    yield _place("body", enquiry.body.whole)
    for one in enquiry.attachments:
        if one.role != "letter":
            yield _place(f"attachment {one.number}", one.text)


def _place(name: str, text: str) -> _Place:
    return _Place(name, text, find_identifiers(text[:_SEARCHED]))


def _identifiers(places: Iterable[_Place]) -> Iterator[FoundIdentifier]:
    for place in places:
        for found in place.found:
            yield FoundIdentifier(
                kind=found.kind.value,
                place=place.name,
                start=found.start,
                end=found.end,
                text=found.text,
                value=found.value,
                certainty=found.certainty.value,
            )


# --- what models see -----------------------------------------------------------------------------


def _model_text(body: Body, places: Sequence[_Place]) -> str:
    subject, whole, *enclosed = places
    matter = _spans_of_matter(body)
    pieces = (
        _masked(subject, ((0, len(subject.text)),), _MODEL_MATTER),
        _masked(whole, matter, _MODEL_MATTER),
        "\n".join(_enclosed(enclosed)),
    )
    return "\n\n".join(piece for piece in pieces if piece)


def _spans_of_matter(body: Body) -> tuple[tuple[int, int], ...]:
    if not body.parts:
        return ((0, len(body.whole)),)
    return tuple((part.start, part.end) for part in body.parts if part.kind in _MATTER)


def _enclosed(places: Iterable[_Place]) -> Iterator[str]:
    left = _MODEL_ATTACHMENTS
    for place in places:
        if left <= 0:
            return
        if text := _masked(place, ((0, len(place.text)),), left):
            left -= len(text)
            yield text


def _masked(place: _Place, spans: Iterable[tuple[int, int]], most: int) -> str:
    """Return stretches of a text, masked; about the first `most` characters, and no half number."""
    pieces = []
    for start, end in spans:
        if most <= 0:
            break
        text = _masked_stretch(place, start, min(end, start + most)).strip()
        if text:
            pieces.append(text)
            most -= len(text)
    return "\n\n".join(pieces)


def _masked_stretch(place: _Place, start: int, end: int) -> str:
    if end > _SEARCHED - _LONGEST_IDENTIFIER:
        # So far behind that nobody looked there yet; the newest text below a very long quotation.
        beyond = place.text[start : end + _LONGEST_IDENTIFIER]
        found = find_identifiers(beyond)
        cut = _behind_identifier(found, end - start)
        return mask(beyond[:cut], _within(found, 0, cut)).text
    cut = _behind_identifier(place.found, end)
    return mask(place.text[start:cut], _within(place.found, start, cut)).text


def _behind_identifier(found: Iterable[Identifier], cut: int) -> int:
    return next((one.end for one in found if one.start < cut < one.end), cut)


def _within(found: Iterable[Identifier], start: int, end: int) -> Iterator[Identifier]:
    """Yield what lies in a stretch, counted from its beginning; of what crosses an end, its part."""
    for one in found:
        if one.end > start and one.start < end:
            yield Identifier(
                kind=one.kind,
                start=max(one.start, start) - start,
                end=min(one.end, end) - start,
                certainty=one.certainty,
                text=one.text,
                value=one.value,
            )
