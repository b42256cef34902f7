"""Finds out which enquiries of one run repeat others, word for word or nearly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.methods.text.duplicates import bands, fingerprint, similarity
from signatur.solutions.mail_routing.schema import Duplicates, Near

if TYPE_CHECKING:
    from signatur.methods.text.duplicates import Fingerprint
    from signatur.solutions.mail_routing.schema import Enquiry

NEAR_ENOUGH = 0.8
_MOST_NEAR = 5
# Enquiries that share one key; beyond these a form letter would be compared with all its copies.
_MOST_COMPARED = 50
# Each takes about 4 kB. What comes later is compared with these and not with each other.
_MOST_REMEMBERED = 100_000


class Repeats:
    """Remembers the enquiries of a run by fingerprint; no text is kept."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._first_with: dict[bytes, str] = {}
        self._prints: dict[str, Fingerprint] = {}
        self._by_band: dict[int, list[str]] = defaultdict(list)

    def mark(self, enquiry: Enquiry) -> Enquiry:
        """Return the enquiry with what it repeats of those before, and remember it."""
        is_again = enquiry.id in self._seen and enquiry.source.size > 0
        self._seen.add(enquiry.id)
        print_ = fingerprint(enquiry.model_text)
        if not print_.sketch:
            return replace(enquiry, duplicates=Duplicates(enquiry.id)) if is_again else enquiry
        same_as = self._first_with.setdefault(print_.digest, enquiry.id)
        if is_again:
            return replace(enquiry, duplicates=Duplicates(same_as))
        keys = bands(print_)
        near = self._near(enquiry.id, print_, keys)
        self._remember(enquiry.id, print_, keys)
        if same_as == enquiry.id and not near:
            return enquiry
        return replace(
            enquiry, duplicates=Duplicates(same_as if same_as != enquiry.id else None, near)
        )

    def _remember(self, id_: str, print_: Fingerprint, keys: tuple[int, ...]) -> None:
        if len(self._prints) >= _MOST_REMEMBERED:
            return
        self._prints[id_] = print_
        for key in keys:
            if len(self._by_band[key]) < _MOST_COMPARED:
                self._by_band[key].append(id_)

    def _near(self, own_id: str, print_: Fingerprint, keys: tuple[int, ...]) -> tuple[Near, ...]:
        candidates = {one for key in keys for one in self._by_band.get(key, ())} - {own_id}
        found = [Near(one, round(similarity(print_, self._prints[one]), 3)) for one in candidates]
        close = [one for one in found if one.similarity >= NEAR_ENOUGH]
        return tuple(sorted(close, key=lambda one: (-one.similarity, one.id))[:_MOST_NEAR])
