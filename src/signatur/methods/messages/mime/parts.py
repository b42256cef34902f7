"""The tree of MIME parts becomes body pieces and attachments (RFC 2045 to 2049, 1847, 6522)."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.messages.body import Piece, composed
from signatur.methods.messages.mime.entity import PLAIN, read_entity
from signatur.methods.messages.mime.leaves import HTML, Found, merged, read_attachment, read_text
from signatur.methods.messages.mime.splitting import Parts, likely_boundary, split_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from signatur.methods.messages.mime.entity import Entity
    from signatur.methods.messages.reading import Reading
    from signatur.methods.messages.source import Source

MOST_LEVELS = 32
"""Multiparts within multiparts that are followed; ordinary mail has up to five."""
_SIGNATURES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)


class _Place(Enum):
    """Where a part stands, which decides whether a text is the message or comes with it."""

    FIRST = auto()  # the text of the message, even if it bears a file name
    LATER = auto()  # goes on with the text, unless it bears a file name
    BESIDE = auto()  # belongs to the text as a picture does


def read_parts(source: Source, entity: Entity, reading: Reading) -> Found:
    """Read a message or part with everything in it."""
    return _read(source, entity, reading, _Place.FIRST, level=0)


def _read(source: Source, entity: Entity, reading: Reading, place: _Place, level: int) -> Found:
    if not reading.allowance.take_part():
        return Found(problems=reading.allowance.refusal(entity.path))
    if entity.media_type.startswith("multipart/"):
        found = _read_multipart(source, entity, reading, level)
    elif entity.media_type in _SIGNATURES:
        found = Found(is_signed=True)
    elif _is_body(entity, place):
        found = read_text(source, entity, reading)
    else:
        found = read_attachment(source, entity, reading)
    return merged((Found(problems=entity.problems), found)) if entity.problems else found


def _is_body(entity: Entity, place: _Place) -> bool:
    if entity.media_type not in (PLAIN, HTML) or entity.is_attachment:
        return False
    return place is _Place.FIRST or (place is _Place.LATER and not entity.name)


def _read_multipart(source: Source, entity: Entity, reading: Reading, level: int) -> Found:
    if level >= MOST_LEVELS:
        too_deep = Problem(ProblemCode.TOO_DEEP, "multiparts within multiparts", entity.path)
        return merged((read_attachment(source, entity, reading), Found(problems=(too_deep,))))
    parts, problems = _split(source, entity, reading)
    if not parts.spans:
        # Not divided at all: whatever is there is read as the text.
        as_text = replace(entity, media_type=PLAIN, problems=())
        return merged((read_text(source, as_text, reading), Found(problems=problems)))
    subtype = entity.media_type.removeprefix("multipart/")
    children = [
        read_entity(
            source,
            start,
            stop,
            default_type="message/rfc822" if subtype == "digest" else PLAIN,
            path=f"{entity.path}.{number}" if entity.path else f"part {number}",
        )
        for number, (start, stop) in enumerate(parts.spans, start=1)
    ]
    places = _places(entity, subtype, children)
    founds = [
        _read(source, child, reading, place, level + 1)
        for child, place in zip(children, places, strict=True)
    ]
    return _as_one(subtype, founds, problems, entity.path)


def _split(source: Source, entity: Entity, reading: Reading) -> tuple[Parts, tuple[Problem, ...]]:
    most = max(reading.allowance.parts, 1)
    stated = entity.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
    parts = split_parts(source, entity.start, entity.stop, stated, most)
    if not parts.spans:
        guessed = likely_boundary(source, entity.start, entity.stop)
        parts = split_parts(source, entity.start, entity.stop, guessed, most)
        fault = "the stated boundary does not occur"
        return parts, (Problem(ProblemCode.DAMAGED, fault, entity.path),)
    if parts.has_more:
        return parts, (Problem(ProblemCode.TOO_MANY_PARTS, "", entity.path),)
    if not parts.is_closed:
        fault = "the last boundary is missing"
        return parts, (Problem(ProblemCode.DAMAGED, fault, entity.path),)
    return parts, ()


def _places(entity: Entity, subtype: str, children: Sequence[Entity]) -> Iterable[_Place]:
    if subtype == "alternative":
        return [_Place.FIRST] * len(children)
    if subtype != "related":
        return [_Place.FIRST, *[_Place.LATER] * (len(children) - 1)]
    stated = entity.parameters.get("start", "").strip("<> ")
    ids = [child.content_id for child in children]
    root = ids.index(stated) if stated in ids else 0
    return [_Place.FIRST if n == root else _Place.BESIDE for n in range(len(children))]


def _as_one(
    subtype: str, founds: Sequence[Found], problems: tuple[Problem, ...], path: str
) -> Found:
    if subtype == "encrypted":
        problems += (Problem(ProblemCode.ENCRYPTED, "OpenPGP message", path),)
    whole = merged((*founds, Found(problems=problems)))
    if subtype == "alternative":
        return replace(whole, pieces=_alternative(founds))
    if subtype == "signed":
        return replace(whole, is_signed=True)
    if subtype == "report":
        return replace(whole, is_delivery_report=True)
    return whole


def _alternative(founds: Sequence[Found]) -> tuple[Piece, ...]:
    """The forms of one text as one piece: the first plain one and the last, richest HTML one."""
    bodies = [composed(found.pieces) for found in founds if found.pieces]
    if not bodies:
        return ()
    plain = sorted((body for body in bodies if body.text), key=lambda body: body.html != "")
    rich = [body.html for body in bodies if body.html]
    return (Piece(text=plain[0].text if plain else "", html=rich[-1] if rich else ""),)
