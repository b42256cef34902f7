"""Initials as signatures and journals write them; whose they are, is settled with the names of the case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.folding import fold
from signatur.solutions.disclosure.model.linking.gathering import Gathered, Raw, Taken
from signatur.solutions.disclosure.model.linking.writing import WrittenName
from signatur.solutions.disclosure.schema.parties import MentionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

# Initials as signatures and journals write them: "M.H.", "/mha", "(MHA)", "Sagsbehandler: mha".
_INITIALS = re.compile(
    r"(?<![\w.])(?:(?:[A-ZÆØÅ]\.\s?){2,4}(?![\w])|(?<=/)[A-Za-zÆØÅæøå]{2,5}(?=\s|$)"
    r"|(?<=\()[A-ZÆØÅ]{2,4}(?=\))|(?<=^)[A-ZÆØÅ]{2,4}(?=\s*$)"
    r"|(?<=behandler: )[A-Za-zÆØÅæøå]{2,5}\b)",
    re.MULTILINE,
)
# Words and labels in the shape of initials; only where a note is signed they are initials.
_WORDS_LIKE_INITIALS = frozenset([
    "am", "att", "bcc", "bil", "ca", "cc", "cpr", "cvr", "dag", "dk", "ean", "el", "eller", "er",
    "eu", "evt", "fra", "fwd", "ift", "jf", "kl", "kr", "mail", "mv", "mvh", "nat", "nb", "nej",
    "nr", "obs", "og", "ok", "pdf", "pm", "ps", "re", "samt", "se", "sms", "sv", "til", "tlf",
    "ved", "vs",
])  # fmt: skip
_BEFORE_SIGNATURE = re.compile(r"(?:behandler: |(?:^|[^A-Za-zÆØÅæøå])/)$")
_AFTER_SIGNATURE = re.compile(r"[ \t.]*(?:[\n\r,;(]|$)")


def spot_initials(case: Gathered) -> Iterator[Raw]:
    """Yield what has the shape of initials in a signature or journal; whose, is open."""
    taken = Taken([(raw.start, raw.end) for raw in case.raws])
    for match in _INITIALS.finditer(case.document.text):
        shown = match.group().strip()
        if not taken.overlaps(*match.span()) and not _is_word(case.document.text, match):
            letters = re.sub(r"[.\s]", "", shown)
            yield Raw(
                match.start(),
                match.start() + len(shown),
                shown,
                MentionKind.INITIALS,
                fold(letters),
                0.6,
                form=WrittenName(tuple(fold(letter) for letter in letters)),
                is_added=True,
            )


def _is_word(text: str, match: re.Match[str]) -> bool:
    """Tell whether what has the shape of initials is a word: *ja/ok*, *(CPR)*, *og/eller*."""
    if match.group().casefold() not in _WORDS_LIKE_INITIALS:
        return False
    before = text[max(0, match.start() - 12) : match.start()]
    is_signature = _BEFORE_SIGNATURE.search(before) and _AFTER_SIGNATURE.match(text, match.end())
    return not is_signature
