"""Names by which people and bodies go on social media: @AnnaHolm is a person, @odensekommune is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.names.words import is_first_name, is_surname

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.text.names.lexicon import Lexicon
    from signatur.methods.text.names.schema import Kind

_HANDLE = re.compile(r"@\w{3,}")
_BODY = re.compile(
    r"dk$|_dk|^dk|danmark|denmark|kommune|avis|blad|posten|nyt|news|radio|tv|forening|parti|politi|"
    r"universit|_[ask]u$|^[ask]u_|skole|museum|natur|bank|region|styrelse|minister|^fc|fc$|klub|venstre|"
    r"konservativ|enhedslisten|folke|hospital|institut|center|magasin|group|^[A-ZÆØÅ0-9_]+$|sport|^[A-Z]{2}[a-z]"
)
_PART = re.compile(r"[A-ZÆØÅ]?[a-zæøåé]+")


def kind_of_handle(word: str, lexicon: Lexicon) -> Kind | None:
    """Return what a handle names; nothing where the word is no handle. Unknown ones count as persons."""
    if not _HANDLE.fullmatch(word):
        return None
    bare = word[1:]
    parts = _PART.findall(bare)
    if parts and is_first_name(lexicon.code(parts[0]), most="2") and len(parts) > 1:
        code = lexicon.code(parts[1])
        if is_surname(code) or is_first_name(code) or code[5] == ".":
            return "PER"
    return "ORG" if _BODY.search(bare) or _BODY.search(bare.lower()) else "PER"


def with_handles(words: Sequence[str], tags: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Return the tags with those of handles that had none."""
    told = list(tags)
    for at, word in enumerate(words):
        kind = kind_of_handle(word, lexicon) if word[0] == "@" and told[at] == "O" else None
        if kind:
            told[at] = f"B-{kind}"
            if at + 1 < len(told) and told[at + 1].startswith("I-"):
                told[at + 1] = f"B-{told[at + 1][2:]}"
    return told
