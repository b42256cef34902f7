"""Names that look like persons and are none: streets, companies, feasts, months, plots of land."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.methods.text.names.cue_words import CUES
from signatur.methods.text.names.features import is_body, is_street
from signatur.methods.text.names.words import (
    PARTICLES,
    is_company_sign,
    is_first_name,
    is_name_word,
    is_ordinary,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.text.names.lexicon import Lexicon
    from signatur.methods.text.names.reading import Reading, Span

_BODIES = frozenset({"skole", "skolen", "kirke", "center", "centret"})
_STREET_WORDS = frozenset(
    [
        "vej",
        "vejen",
        "gade",
        "gaden",
        "plads",
        "pladsen",
        "allé",
        "alle",
        "boulevard",
        "vænge",
        "vænget",
        "torv",
        "torvet",
        "park",
        "parken",
        "haven",
        "kvarter",
        "kollegiet",
        "gård",
        "stræde",
        "toft",
        "sti",
        "passage",
    ]
)
_MONTHS = frozenset(["maj", "august", "april", "juni", "juli", "marts", "januar"])
_BEFORE_MONTH = frozenset({".", "i", "til", "fra", "og", "", "primo", "medio", "ultimo"})
_SAINTS = frozenset({"sankt", "skt", "skt.", "sct", "sct.", "st."})
_FEASTS = frozenset(["hans", "nikolaj", "knud", "peder", "jørgen", "jakob", "lukas", "maria"])
_LEADING = frozenset({"van", "von", "bin", "ibn", "al", "el", "ter", "della"})
_FOR = frozenset({"v/", "c/o", "att", "att."})
_BREAKS = frozenset({";", ":", "/", "|"})


def corrected(span: Span, reading: Reading, lexicon: Lexicon) -> list[Span]:
    """Return what a found span stands for: itself, wider, parted, another kind, or nothing."""
    if span.kind != "PER":
        return [span]
    words = reading.words
    found = []
    for part in _parted(span, words):
        one = _with_particles(part, words)
        other = _kind_corrected(one, reading, lexicon)
        if other is not None:
            found.append(other)
    return found


def _parted(span: Span, words: Sequence[str]) -> list[Span]:
    """Return the parts of a span between signs that no name goes over, without words of kinship in front."""
    parts, begin = [], span.begin
    for at in range(span.begin, span.end + 1):
        if at == span.end or words[at] in _BREAKS:
            while begin < at - 1 and CUES.get(words[begin].lower()) in {"title", "kin", "field"}:
                begin += 1
            if begin < at:
                parts.append(replace(span, begin=begin, end=at))
            begin = at + 1
    return parts


def _with_particles(span: Span, words: Sequence[str]) -> Span:
    """Return the span with `van der` before it and `de la Cruz` behind it."""
    begin, end = span.begin, span.end
    while begin > 0 and words[begin - 1] in PARTICLES:
        begin -= 1
    while begin < span.begin and words[begin] not in _LEADING:
        begin += 1
    after = end
    while after < len(words) and words[after] in PARTICLES:
        after += 1
    if end < after < len(words) and is_name_word(words[after], caseless=False):
        return replace(span, begin=begin, end=after + 1)
    return replace(span, begin=begin)


def _kind_corrected(span: Span, reading: Reading, lexicon: Lexicon) -> Span | None:
    words = reading.words
    last = words[span.end - 1].lower()
    after = words[span.end].lower() if span.end < len(words) else ""
    capital = bool(after) and words[span.end][0].isupper()
    only = span.end - span.begin == 1
    if (last in _STREET_WORDS and not _is_called(words, span.begin)) or is_street(last):
        return replace(span, kind="LOC")
    if after in _STREET_WORDS and (capital or reading.caseless):
        return replace(span, kind="LOC", end=span.end + 1)
    if not only and (is_body(last) or is_company_sign(last)):
        return replace(span, kind="ORG")
    if capital and (after in _BODIES or is_company_sign(after)) and after != "&":
        return replace(span, kind="ORG", end=span.end + 1)
    is_feast = words[span.begin].lower() in _SAINTS and last in _FEASTS
    return None if is_feast or (only and _is_no_name(words, span.begin, lexicon)) else span


def _is_called(words: Sequence[str], begin: int) -> bool:
    """Return whether the word before says that a person follows: `Att.: Gry Toft` is no street."""
    has_colon = begin > 1 and words[begin - 1] == ":"
    before = words[begin - 1 - has_colon].lower() if begin else ""
    kind = CUES.get(before)
    return kind in {"title", "kin"} or (kind == "field" and (has_colon or before in _FOR))


def _is_no_name(words: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Return whether one word is a month beside a number, a saint's feast or a common word before a number."""
    low = words[at].lower()
    before = words[at - 1].lower() if at else ""
    after = words[at + 1].lower() if at + 1 < len(words) else ""
    beside_number = before[:1].isdigit() or after[:1].isdigit()
    if low in _MONTHS and beside_number and (before[:1].isdigit() or before in _BEFORE_MONTH):
        return True
    if before in _SAINTS and low in _FEASTS:
        return True
    code = lexicon.code(low)
    return is_ordinary(code) and after[:1].isdigit() and not is_first_name(code, most="1")
