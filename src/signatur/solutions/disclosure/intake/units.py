"""Mail that quotes mail: each message is one unit, wherever in the case a copy of it stands.

A copy is known by its words, not by its header: quoted lines are broken anew, carry `>`, lose their
umlauts or a line, and every program writes the header in its own way. A unit is reviewed once, in its
first copy; what another copy says beyond that stands in `new` and is reviewed there. What is decided
on words of one copy is carried to the same words of the others, and to no others.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from signatur.solutions.disclosure.intake.messages import Segment, segments_of
from signatur.solutions.disclosure.intake.words import Words, aligned, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from signatur.solutions.disclosure.intake.incoming import CaseText

_SHINGLE: Final = 3
_SHARED: Final = 0.7
"""Share of the shingles of the shorter text that the longer one must have."""
_SHORTEST: Final = 4
"""Words below which a text says too little to be known again: `Tak`, `Se nedenfor`."""
_COMMON: Final = 60
"""A shingle in more units than this is part of a signature or a greeting, and is no lead."""
_MOST_TRIED: Final = 12


@dataclass(frozen=True, slots=True)
class Copy:
    """One place where the message stands: `text[start:end]` of a document, without its header."""

    document: str
    """Key of the document."""
    start: int
    end: int
    is_own: bool
    """The document is the message itself; False: it is quoted or forwarded there."""
    new: tuple[tuple[int, int], ...] = ()
    """Stretches of the document's text that the first copy does not have."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One message with all its copies; the first is the one to review."""

    key: str
    """The same as long as the words of its first copy are the same."""
    copies: tuple[Copy, ...]

    @property
    def is_only_quoted(self) -> bool:
        """Whether the message itself is not among the documents of the case."""
        return not any(copy.is_own for copy in self.copies)


@dataclass(slots=True)
class _Draft:
    """A unit while its copies are gathered."""

    words: Words
    shingles: frozenset[int]
    copies: list[tuple[Segment, Words]] = field(default_factory=list)


def units_among(documents: Sequence[CaseText]) -> tuple[Unit, ...]:
    """Return the messages in the documents, each once, in the order in which they are met.

    Documents that are no messages take part where they quote one, as a printed mail does. The first
    copy of a unit is the message itself where the case holds it, else the fullest quotation.
    """
    segments = [segment for document in documents for segment in segments_of(document)]
    # The longest first, so that shortened and partial copies meet the whole; own text before quotes.
    spoken = [(segment, words_of(segment.text, segment.start)) for segment in segments]
    order = sorted(range(len(spoken)), key=lambda place: -len(spoken[place][1].words))
    drafts: list[_Draft] = []
    index: defaultdict[int, list[int]] = defaultdict(list)
    for place in order:
        segment, words = spoken[place]
        if not words.words:
            continue
        shingles = _shingles(words)
        draft = _known(words, shingles, drafts, index)
        if draft is None:
            draft = _Draft(words, shingles)
            for shingle in shingles:
                index[shingle].append(len(drafts))
            drafts.append(draft)
        draft.copies.append((segment, words))
    places = {id(segment): number for number, segment in enumerate(segments)}
    units = [_unit(draft, places) for draft in drafts]
    first = {(segment.document, segment.start): number for number, segment in enumerate(segments)}
    units.sort(key=lambda unit: min(first[copy.document, copy.start] for copy in unit.copies))
    return _with_own_keys(units)


def _shingles(words: Words) -> frozenset[int]:
    spoken = words.plain()
    if len(spoken) < _SHORTEST:
        spoken = words.words
    size = min(_SHINGLE, len(spoken))
    return frozenset(
        zlib.crc32(" ".join(spoken[place : place + size]).encode("utf-8", "replace"))
        for place in range(len(spoken) - size + 1)
    )


def _known(
    words: Words, shingles: frozenset[int], drafts: Sequence[_Draft], index: Mapping[int, list[int]]
) -> _Draft | None:
    """The unit of which this is a copy, if there is one."""
    if len(words.words) < _SHORTEST:
        return None
    met: Counter[int] = Counter()
    for shingle in shingles:
        places = index.get(shingle, ())
        if len(places) <= _COMMON or len(shingles) <= _SHINGLE:
            met.update(places)
    for number, _ in met.most_common(_MOST_TRIED):
        draft = drafts[number]
        shared = len(shingles & draft.shingles) / max(1, min(len(shingles), len(draft.shingles)))
        if shared >= _SHARED:
            return draft
    return None


def _unit(draft: _Draft, places: Mapping[int, int]) -> Unit:
    copies = sorted(
        draft.copies,
        key=lambda each: (not each[0].is_own, -len(each[1].words), places[id(each[0])]),
    )
    reference = copies[0][1]
    told = tuple(
        Copy(
            document=segment.document,
            start=segment.start,
            end=segment.start + len(segment.text),
            is_own=segment.is_own,
            new=_new(reference, words) if words is not reference else (),
        )
        for segment, words in copies
    )
    digest = hashlib.blake2b(" ".join(reference.words).encode("utf-8", "replace"), digest_size=16)
    return Unit(digest.hexdigest(), told)


def _with_own_keys(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Two short messages may have the same words and yet be two: the second gets a key of its own."""
    count: Counter[str] = Counter()
    keyed = []
    for unit in units:
        count[unit.key] += 1
        number = count[unit.key]
        keyed.append(unit if number == 1 else replace(unit, key=f"{unit.key}-{number}"))
    return tuple(keyed)


def _new(reference: Words, words: Words) -> tuple[tuple[int, int], ...]:
    """Stretches of a copy whose words have no fellow in the reference."""
    fellows = {other for _, other in aligned(reference, words)}
    stretches: list[tuple[int, int]] = []
    last = -2
    for place in range(len(words.words)):
        if place in fellows:
            continue
        if stretches and last == place - 1:
            stretches[-1] = (stretches[-1][0], words.ends[place])
        else:
            stretches.append((words.starts[place], words.ends[place]))
        last = place
    return tuple(stretches)


def carried(
    unit: Unit, texts: Mapping[str, str], document: str, start: int, end: int
) -> tuple[tuple[str, int, int], ...]:
    """Return where the words of a stretch in one copy stand in the other copies.

    Args:
        unit: The message.
        texts: The text of each document, by its key; the same that made the units.
        document: Key of the document in which the stretch was decided on.
        start: Offset of the stretch in that document's text; it must lie within a copy.
        end: Its end.

    Returns:
        Document, start and end for each copy that has all of the words, side by side.
    """
    source = next(
        (
            each
            for each in unit.copies
            if each.document == document and each.start <= start and end <= each.end
        ),
        None,
    )
    if source is None:
        return ()
    origin = words_of(texts[document][source.start : source.end], source.start)
    wanted = origin.between(start, end)
    found = []
    for copy in unit.copies:
        if copy is source or not wanted:
            continue
        other = words_of(texts[copy.document][copy.start : copy.end], copy.start)
        fellows = dict(aligned(origin, other))
        there = [fellows.get(place) for place in wanted]
        if None in there or there != list(range(there[0] or 0, (there[0] or 0) + len(there))):
            continue
        first, last = there[0] or 0, there[-1] or 0
        found.append((copy.document, other.starts[first], other.ends[last]))
    return tuple(found)
