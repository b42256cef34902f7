"""Which of several overlapping identifiers is kept."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.schema import Certainty, Identifier, IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Iterable

_KIND_ORDER = {kind: place for place, kind in enumerate(IdentifierKind)}
_CERTAINTY_ORDER = {certainty: place for place, certainty in enumerate(Certainty)}


def without_overlaps(found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Keep the identifiers that matter most so that none overlap, in the order of the text.

    A CPR number that is at least likely goes before everything else; then the surer before the
    less sure, then the kind whose disclosure does more harm, then the longer, then the earlier.
    """
    kept: list[Identifier] = []
    starts: list[int] = []
    for identifier in sorted(found, key=_rank):
        place = bisect_left(starts, identifier.start)
        follows = place == 0 or kept[place - 1].end <= identifier.start
        if follows and (place == len(kept) or identifier.end <= kept[place].start):
            kept.insert(place, identifier)
            starts.insert(place, identifier.start)
    return tuple(kept)


def _rank(identifier: Identifier) -> tuple[bool, int, int, int, int, bool]:
    comes_first = (
        identifier.kind is IdentifierKind.CPR and identifier.certainty is not Certainty.POSSIBLE
    )
    return (
        not comes_first,
        _CERTAINTY_ORDER[identifier.certainty],
        _KIND_ORDER[identifier.kind],
        identifier.start - identifier.end,
        identifier.start,
        identifier.facts is None,
    )
