"""Rules beside the chains: cue words, listed names, initials, and the same name again in one text.

Rules add names of persons that the chains missed and take away what is a street, a company, a date or a
church feast. A rule never makes a name that the chain found shorter.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.methods.text.names.cue_words import CUES
from signatur.methods.text.names.handles import kind_of_handle
from signatur.methods.text.names.reading import Span
from signatur.methods.text.names.schema import KINDS, Name
from signatur.methods.text.names.second_pass import Mentions
from signatur.methods.text.names.traps import corrected
from signatur.methods.text.names.words import (
    is_apostrophe_name,
    is_company_sign,
    is_first_name,
    is_initial,
    is_name_word,
    is_ordinary,
    is_surname,
    run_of_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from signatur.methods.text.names.lexicon import Lexicon
    from signatur.methods.text.names.reading import Reading

_PAIR, _CUE, _FIRST, _INITIALS, _LETTERS, _HANDLE = 0.75, 0.7, 0.55, 0.95, 0.65, 0.6
_SURE = 0.3
"""A name of another kind that the chain is less sure of gives way to a cue for a person."""


def apply_rules(
    readings: Iterable[Reading], lexicon: Lexicon, initials: frozenset[str]
) -> tuple[Name, ...]:
    """Return the names of a text from what the chains found in its sentences; each is looked at once."""
    low_initials = frozenset(one.lower() for one in initials)
    names: list[Name] = []
    mentions = Mentions(lexicon)
    before: Reading | None = None
    for reading in readings:
        spans = _apart(one for span in reading.spans for one in corrected(span, reading, lexicon))
        for extra in _proposed(reading, before, lexicon, low_initials):
            _add(spans, extra)
        mentions.see(reading, spans)
        names.extend(_names(reading, spans))
        before = reading
    return tuple(sorted((*names, *mentions.again()), key=lambda one: one.start))


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Return the spans without overlaps: one that was made wider takes in what it now covers."""
    apart: list[Span] = []
    for one in sorted(spans, key=lambda span: (span.begin, -span.end)):
        if apart and one.begin < apart[-1].end:
            apart[-1] = replace(apart[-1], end=max(one.end, apart[-1].end))
        else:
            apart.append(one)
    return apart


def _add(spans: list[Span], extra: Span) -> None:
    """Add a span of a rule; with one already there it is joined, if both are persons or that is unsure."""
    touching = [one for one in spans if one.begin < extra.end and extra.begin < one.end]
    if not touching:
        spans.append(extra)
        return
    if extra.kind != "PER" or any(one.kind != "PER" and one.confidence > _SURE for one in touching):
        return
    persons = [one for one in touching if one.kind == "PER"]
    if persons and all(one.begin <= extra.begin and extra.end <= one.end for one in persons[:1]):
        one = persons[0]
        spans[spans.index(one)] = replace(
            one,
            confidence=max(one.confidence, extra.confidence),
            evidence=tuple(dict.fromkeys((*one.evidence, *extra.evidence))),
        )
        return
    for one in touching:
        spans.remove(one)
    spans.append(
        Span(
            "PER",
            min(extra.begin, *(one.begin for one in persons), extra.begin),
            max(extra.end, *(one.end for one in persons), extra.end),
            max(extra.confidence, *(one.confidence for one in persons), 0.0),
            tuple(dict.fromkeys(code for one in (*persons, extra) for code in one.evidence)),
        )
    )


def _proposed(
    reading: Reading, before: Reading | None, lexicon: Lexicon, initials: frozenset[str]
) -> Iterator[Span]:
    yield from _after_cues(reading, lexicon)
    yield from _signed(reading, before, lexicon)
    yield from _listed(reading, lexicon)
    for at, word in enumerate(reading.words):
        handle = kind_of_handle(word, lexicon)
        if handle:
            yield Span(handle, at, at + 1, _HANDLE, ("handle",))
        if word.lower() in initials:
            yield Span("PER", at, at + 1, _INITIALS, ("cue:initials",))


def _after_cues(reading: Reading, lexicon: Lexicon) -> Iterator[Span]:
    """Yield what stands behind a field, a title or a word of kinship."""
    words = reading.words
    for at, word in enumerate(words[:-1]):
        kind = CUES.get(word.lower())
        if kind not in {"title", "kin", "field", "greeting"}:
            continue
        begin = at + 1
        begin += words[begin].isdigit() and begin + 1 < len(words) and words[begin + 1] == ":"
        colon = words[begin] == ":"
        if kind == "field" and not colon and word.lower() not in {"v/", "c/o", "att.", "att"}:
            continue
        begin += colon or (kind == "field" and words[begin] == ".")
        while begin < len(words) and CUES.get(words[begin].lower()) in {"title", "kin"}:
            begin += 1
        end = run_of_names(words, begin, lexicon, caseless=reading.caseless)
        if end <= begin or _is_no_person(words, begin, end, lexicon):
            continue
        if reading.caseless and not any(
            is_first_name(lexicon.code(one)) for one in words[begin:end]
        ):
            continue
        if (
            kind in {"field", "greeting"}
            and not colon
            and end - begin == 1
            and not _known(words[begin], lexicon)
        ):
            continue
        yield Span("PER", begin, end, _CUE, (f"cue:{kind}",))


def _known(word: str, lexicon: Lexicon) -> bool:
    code = lexicon.code(word)
    return is_first_name(code) or is_surname(code)


def _is_no_person(words: Sequence[str], begin: int, end: int, lexicon: Lexicon) -> bool:
    if end < len(words) and is_company_sign(words[end]):
        return True
    only = end - begin == 1
    code = lexicon.code(words[begin])
    if code[4] != "." and not is_first_name(code) and not is_surname(code):
        return True
    return only and is_ordinary(code) and not is_first_name(code)


def _signed(reading: Reading, before: Reading | None, lexicon: Lexicon) -> Iterator[Span]:
    """Yield the name on a line of its own below a greeting."""
    if before is None or reading.caseless or len(reading.words) > 5:
        return
    low = [word.lower() for word in before.words[-4:]]
    if not any(CUES.get(word) == "greeting" and word not in {"hej", "kære"} for word in low):
        return
    end = run_of_names(reading.words, 0, lexicon, caseless=False)
    if end and not _is_no_person(reading.words, 0, end, lexicon):
        yield Span("PER", 0, end, _CUE, ("cue:greeting",))


def _listed(reading: Reading, lexicon: Lexicon) -> Iterator[Span]:
    """Yield listed first names with what follows them, and initials with a surname."""
    words = reading.words
    at = 0
    while at < len(words):
        end = run_of_names(words, at, lexicon, caseless=reading.caseless)
        if end <= at:
            at += 1
            continue
        yield from _of_run(reading, at, end, lexicon)
        at = end


def _of_run(reading: Reading, begin: int, end: int, lexicon: Lexicon) -> Iterator[Span]:
    words = reading.words
    codes = [lexicon.code(word) for word in words[begin:end]]
    if end < len(words) and is_company_sign(words[end]):
        return
    if end - begin == 1 and is_apostrophe_name(words[begin]):
        yield Span("PER", begin, end, _LETTERS, ("gazetteer:apostrophe",))
        return
    for at in range(begin, end - 1):
        first, second = codes[at - begin], codes[at - begin + 1]
        rest_known = any(
            is_surname(code) or is_first_name(code) for code in codes[at - begin + 1 :]
        )
        if (
            is_initial(words[at])
            and is_surname(second)
            and is_name_word(words[end - 1], caseless=False)
        ):
            first_initial = at
            while first_initial > begin and is_initial(words[first_initial - 1]):
                first_initial -= 1
            yield Span("PER", first_initial, end, _LETTERS, ("gazetteer:initial_surname",))
            return
        good = is_first_name(first, most="2" if reading.caseless else "3") and not (
            reading.caseless and is_ordinary(first)
        )
        if (
            good
            and rest_known
            and second[4] != "C"
            and not (reading.caseless and is_ordinary(second))
        ):
            yield Span("PER", at, end, _PAIR, ("gazetteer:pair",))
            return
    code = codes[0]
    alone = end - begin == 1 and begin > 0 and not reading.caseless and words[begin - 1] not in ".:"
    if (
        alone
        and is_first_name(code, most="1")
        and code[4] == "."
        and code[6] in "23"
        and not is_ordinary(code)
    ):
        yield Span("PER", begin, end, _FIRST, ("gazetteer:first_name",))


def _names(reading: Reading, spans: Sequence[Span]) -> Iterator[Name]:
    for span in spans:
        kind = next(one for one in KINDS if one == span.kind)
        start, end = reading.tokens[span.begin].start, reading.tokens[span.end - 1].end
        yield Name(kind, start, end, span.confidence, span.evidence)
