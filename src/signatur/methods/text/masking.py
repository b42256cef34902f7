"""Putting placeholders in the place of identifiers, with the way back to the original text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers import Identifier, IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# A KLE number names a subject and a postal town a place: neither says who somebody is, and both
# help a model.
MASKED_KINDS = frozenset(IdentifierKind) - {IdentifierKind.KLE, IdentifierKind.POSTAL_TOWN}
"""The kinds that are masked unless the caller says otherwise."""


def placeholder(kind: IdentifierKind) -> str:
    """Return what stands for an identifier of this kind: `[cpr]`, `[phone]`."""
    return f"[{kind.value}]"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with placeholders, and where each stretch of it came from.

    `starts` and `original_starts` hold, for each stretch in order, its offset in the masked and
    in the original text; stretches are by turns copied (even places) and placeholders (odd).
    """

    text: str
    starts: tuple[int, ...] = field(repr=False)
    original_starts: tuple[int, ...] = field(repr=False)
    original_length: int

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text behind a span of the masked one.

        A span that touches a placeholder covers the whole identifier behind it.

        Raises:
            ValueError: when the span does not lie within the masked text.
        """
        _check_span(start, end, len(self.text))
        return _carried(start, end, self.starts, self.original_starts)

    def masked_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the masked text for a span of the original one.

        A span that touches an identifier covers its whole placeholder.

        Raises:
            ValueError: when the span does not lie within the original text.
        """
        _check_span(start, end, self.original_length)
        return _carried(start, end, self.original_starts, self.starts)


def mask(
    text: str,
    identifiers: Iterable[Identifier],
    kinds: Collection[IdentifierKind] = MASKED_KINDS,
) -> Masked:
    """Replace each identifier of the given kinds by its placeholder.

    Args:
        text: The text in which the identifiers were found.
        identifiers: In the order of the text, without overlaps, as `find_identifiers` gives them.
        kinds: The kinds to mask; identifiers of other kinds stay readable.
    """
    pieces: list[str] = []
    starts: list[int] = []
    original_starts: list[int] = []
    length = copied_to = 0
    for identifier in identifiers:
        if identifier.kind not in kinds:
            continue
        kept, stand_in = text[copied_to : identifier.start], placeholder(identifier.kind)
        pieces += (kept, stand_in)
        starts += (length, length + len(kept))
        original_starts += (copied_to, identifier.start)
        length += len(kept) + len(stand_in)
        copied_to = identifier.end
    pieces.append(text[copied_to:])
    return Masked(
        text="".join(pieces),
        starts=(*starts, length),
        original_starts=(*original_starts, copied_to),
        original_length=len(text),
    )


def _check_span(start: int, end: int, length: int) -> None:
    if not 0 <= start <= end <= length:
        raise ValueError(
            f"the span {start}-{end} does not lie within a text of {length} characters"
        )


def _carried(
    start: int, end: int, here: tuple[int, ...], there: tuple[int, ...]
) -> tuple[int, int]:
    """Carry a span from one side of the map to the other."""
    first = bisect_right(here, start) - 1
    last = first if end == start else bisect_right(here, end - 1) - 1
    begin = there[first] if first % 2 else there[first] + start - here[first]
    if last % 2:
        return begin, there[last + 1]
    return begin, there[last] + end - here[last]
