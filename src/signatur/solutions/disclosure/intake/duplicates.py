"""The same document twice: byte for byte, in other wrapping, or nearly; and which one says more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from signatur.methods.text.duplicates import Fingerprint, NearDuplicates, fingerprint
from signatur.methods.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.disclosure.intake.incoming import CaseText

_NEAR: Final = 0.8
_SHORTEST: Final = 30
"""Letters below which a text is too short to be told from another by what it shares."""
_NO_LETTERS: Final = re.compile(r"[\W_]+")


class DuplicateKind(StrEnum):
    """How much two documents have in common."""

    SAME_BYTES = "same_bytes"
    SAME_TEXT = "same_text"
    """The words are the same; the file is another, such as a letter as Word and as PDF."""
    NEAR = "near"
    """Drafts, a mail with and without its signature, a letter with a stamp."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A document that is in the case already, in some form."""

    key: str
    of: str
    """Key of the first document with that content; it is no duplicate itself."""
    kind: DuplicateKind
    similarity: float
    """0 to 1."""
    fuller: str
    """Key of the one of the two that says more; `of` where they say the same."""


def duplicates_among(documents: Sequence[CaseText]) -> tuple[Duplicate, ...]:
    """Return which documents repeat an earlier one, in the order given.

    Each is compared with all that came before it and are no duplicates themselves, so that a chain
    of drafts points at its first. Texts without letters are the same only byte for byte.
    """
    by_bytes: dict[str, str] = {}
    by_text: dict[bytes, str] = {}
    near: NearDuplicates[str] = NearDuplicates()
    lengths: dict[str, int] = {}
    found = []
    for document in documents:
        if document.sha256 and document.sha256 in by_bytes:
            first = by_bytes[document.sha256]
            found.append(Duplicate(document.key, first, DuplicateKind.SAME_BYTES, 1.0, first))
            continue
        length = len(_NO_LETTERS.sub("", fold(document.text)))
        print_ = fingerprint(document.text)
        duplicate = _by_text(document.key, length, print_, by_text, near, lengths)
        origin = document.key
        if duplicate is not None:
            found.append(duplicate)
            origin = duplicate.of
        elif length >= _SHORTEST:
            by_text[print_.digest] = document.key
            near.add(document.key, print_)
            lengths[document.key] = length
        if document.sha256:
            by_bytes[document.sha256] = origin
    return tuple(found)


def _by_text(
    key: str,
    length: int,
    print_: Fingerprint,
    by_text: dict[bytes, str],
    near: NearDuplicates[str],
    lengths: dict[str, int],
) -> Duplicate | None:
    if length < _SHORTEST:
        return None
    same = by_text.get(print_.digest)
    if same is not None and lengths[same] == length:
        return Duplicate(key, same, DuplicateKind.SAME_TEXT, 1.0, same)
    similar = near.similar(print_, at_least=_NEAR)
    if not similar:
        return None
    first, similarity = similar[0]
    fuller = key if length > lengths[first] else first
    return Duplicate(key, first, DuplicateKind.NEAR, min(similarity, 0.999), fuller)
