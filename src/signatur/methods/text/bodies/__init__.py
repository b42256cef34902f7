"""Splitting the text of an enquiry: the sender's own words, and what stands around them.

Mail carries its history, signatures and notices with it. The parts are spans of the given text
that together are the whole text, so that nothing is lost and pages can show each part where it
stands. When in doubt a stretch counts as the newest text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from signatur.methods.text.bodies import phrases
from signatur.methods.text.bodies.endings import label_lines
from signatur.methods.text.bodies.forms import read_form
from signatur.methods.text.bodies.history import Mark, find_marks
from signatur.methods.text.bodies.lines import Line, lines_of
from signatur.methods.text.bodies.schema import (
    BodyPart,
    BodyParts,
    FormField,
    MessageHeader,
    PartKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["BodyPart", "BodyParts", "FormField", "MessageHeader", "PartKind", "split_body"]

# Some systems put their own mark first: [EKSTERN] VS: Hul i vejen.
_PREFIX = re.compile(r"\s*(?:\[[^\]]{0,40}\]\s{0,3}){0,4}(\w+)\s?:")
_FEW_WORDS = 25
_MATTER = {PartKind.MAIN, PartKind.FORWARDED}
_MAY_BE_MATTER = {PartKind.SIGNATURE, PartKind.BANNER, PartKind.DISCLAIMER}


def split_body(text: str, *, subject: str = "") -> BodyParts:
    """Split the text of an enquiry into its parts.

    Args:
        text: Plain text; quotations carry `> ` in front of their lines or header blocks above.
        subject: Its prefix (VS:, FW:, SV:, RE: …) tells forwarding from answering where the
            text itself does not.

    Returns:
        Parts that, end to end, are the whole text, and the fields of a web form in it. Work and
        memory grow linearly with the text.
    """
    lines = lines_of(text)
    segments = list(_segments(lines, find_marks(lines)))
    labelled = _with_matter(list(_labelled(lines, segments, subject)))
    own = [each.line for each in labelled if each.kind is PartKind.MAIN]
    return BodyParts(parts=tuple(_parts(labelled)), fields=read_form(text, own))


class _Segment(NamedTuple):
    """Neighbouring lines of one message; without a mark the newest, or a bare quotation."""

    first: int
    end: int
    mark: Mark | None
    is_quoted: bool


class _Labelled(NamedTuple):
    line: Line
    kind: PartKind
    mark: Mark | None


def _segments(lines: Sequence[Line], marks: Sequence[Mark]) -> Iterator[_Segment]:
    owners = list(_owners(lines, marks))
    first = 0
    for place in range(1, len(lines) + 1):
        if place == len(lines) or owners[place] != owners[first]:
            mark, is_quoted = owners[first]
            yield _Segment(first, place, mark, is_quoted)
            first = place


def _owners(lines: Sequence[Line], marks: Sequence[Mark]) -> Iterator[tuple[Mark | None, bool]]:
    """Say for each line which mark it belongs to and whether it is quoted at all."""
    by_line = {mark.first: mark for mark in marks}
    open_marks: list[Mark] = []
    header_end = 0
    owner: tuple[Mark | None, bool] = (None, False)
    for place, line in enumerate(lines):
        mark = by_line.get(place)
        if mark is not None:
            _close(open_marks, mark.depth)
            open_marks.append(mark)
            header_end = mark.body
            owner = (mark, True)
        elif place >= header_end and line.text:
            _close(open_marks, line.depth)
            owner = (open_marks[-1], True) if open_marks else (None, line.depth > 0)
        yield owner


def _close(open_marks: list[Mark], depth: int) -> None:
    """End the messages that stand deeper than this line."""
    while open_marks and open_marks[-1].body_depth > depth:
        open_marks.pop()


def _labelled(
    lines: Sequence[Line], segments: Sequence[_Segment], subject: str
) -> Iterator[_Labelled]:
    """Say of each line what it is: of the newest text, forwarded or quoted."""
    newest = {each: _own_labels(lines, each) for each in segments if not each.is_quoted}
    words = [word for each in newest for word in _own_words(lines, each, newest[each])]
    is_passed_on = _is_passed_on(words, subject)
    kinds: dict[Mark, PartKind] = {}
    for segment in segments:
        earlier = PartKind.FORWARDED if is_passed_on and not segment.mark else PartKind.QUOTED
        labels = newest.get(segment) or [earlier] * (segment.end - segment.first)
        mark = segment.mark
        if mark is not None and kinds.get(mark, PartKind.FORWARDED) is PartKind.FORWARDED:
            is_forwarded = mark in kinds or mark.is_forward or is_passed_on
            kinds[mark] = PartKind.FORWARDED if is_forwarded else PartKind.QUOTED
            own = _own_labels(lines, segment) if is_forwarded else []
            # What is forwarded may be a forwarding itself, without words of its own.
            is_passed_on = is_forwarded and not any(_own_words(lines, segment, own))
            labels = [_forwarded(label) for label in own] or labels
        for line, label in zip(lines[segment.first : segment.end], labels, strict=True):
            yield _Labelled(line, label, mark)


def _with_matter(labelled: list[_Labelled]) -> list[_Labelled]:
    """Take signature and banner for the text where there is no other: something was to be said."""
    if any(each.kind in _MATTER and each.line.text for each in labelled):
        return labelled
    return [
        each._replace(kind=PartKind.MAIN) if each.kind in _MAY_BE_MATTER else each
        for each in labelled
    ]


def _own_labels(lines: Sequence[Line], segment: _Segment) -> list[PartKind]:
    """Label the lines of a message that somebody wants read; header lines are part of it."""
    body = segment.mark.body if segment.mark is not None else segment.first
    body = min(max(body, segment.first), segment.end)
    is_top = segment.first == (segment.mark.first if segment.mark is not None else 0)
    below = label_lines(lines[body : segment.end], is_top=is_top)
    return [PartKind.MAIN] * (body - segment.first) + below


def _own_words(
    lines: Sequence[Line], segment: _Segment, labels: Sequence[PartKind]
) -> Iterator[str]:
    """Yield the words of a message apart from header, signature and notices."""
    body = segment.mark.body if segment.mark is not None else segment.first
    for place, label in enumerate(labels, start=segment.first):
        if label is PartKind.MAIN and place >= body:
            yield from lines[place].text.split()


def _forwarded(label: PartKind) -> PartKind:
    return PartKind.FORWARDED if label is PartKind.MAIN else label


def _is_passed_on(words: Sequence[str], subject: str) -> bool:
    """Tell whether the newest message only sends the one below it on.

    An answer says so in its subject. Without such a prefix a few words above an earlier message
    are a note to it, and a web form may look like a message itself.
    """
    match = _PREFIX.match(subject)
    prefix = match[1].lower() if match is not None else ""
    if prefix in phrases.FORWARD_PREFIXES or not words:
        return True
    if prefix in phrases.REPLY_PREFIXES or len(words) > _FEW_WORDS:
        return False
    written = " ".join(words).lower()
    return bool(subject) or any(phrase in written for phrase in phrases.SEE_BELOW)


def _parts(labelled: Sequence[_Labelled]) -> Iterator[BodyPart]:
    first = 0
    for place in range(1, len(labelled) + 1):
        here = labelled[first]
        if place < len(labelled) and _is_same(labelled[place], here):
            continue
        is_earlier = here.kind in {PartKind.QUOTED, PartKind.FORWARDED}
        yield BodyPart(
            kind=here.kind,
            start=here.line.start,
            end=labelled[place - 1].line.end,
            header=here.mark.header if is_earlier and here.mark is not None else None,
        )
        first = place


def _is_same(one: _Labelled, other: _Labelled) -> bool:
    return one.kind is other.kind and one.mark is other.mark
