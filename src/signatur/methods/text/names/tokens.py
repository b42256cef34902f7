"""Words and sentences of running text: letters, forms, lists, journal notes. Places in the text are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.methods.text.names.schema import Token

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORT_WORDS = """
hr fr frk dr prof nr adr tlf att vedr cand jur mag ing stk pkt jf evt inkl ekskl skt sct gl ndr sdr st ca kl
mv osv ang bl.a f.eks m.fl m.m mfl d.d dvs p.t pga ift iht mht pr hhv afd ass kap litra chr joh fam jr sen
jan feb aug sept okt nov dec f.s.v.a s.u d.å f c/o kgl nuv tidl forhv jvf henv underskr eks sml resp d tv th mf
"""
_ABBREVIATIONS = _SHORT_WORDS.split()
_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[^\s<>()]+|(?<!\w)@\w{2,})"
    r"|(?P<short>\b(?:[cC]/[oO]|[vV]/|[aA]/[sS]|[iIkKpP]/[sS]|[aA]\.m\.b\.[aA]\.)(?!\w))"
    rf"|(?P<initials>(?<![\w.])(?:(?:Aa|Chr|[A-ZÆØÅ])\.(?:-?(?:Aa|[A-ZÆØÅ])\.)*)(?!\w{{3}}))"
    rf"|(?P<abbreviated>(?<![\w.])(?i:{'|'.join(sorted(map(re.escape, _ABBREVIATIONS), key=len, reverse=True))})\.)"
    r"|(?P<number>\d+(?:[.,:/–-]\d+)*(?:\.(?=\s+[a-zæøå]))?)"
    rf"|(?P<word>{_LETTER}(?:\xad|-\n[ \t]*(?=[a-zæøå])|[\w\u0300-\u036f]|['’´`.·-](?={_LETTER}{{1,}}(?<!\.)))*"
    r"(?:(?<=[sxzSXZ])['’](?!\w))?)"
    r"|(?P<sign>[^\s\xad])"
)
_HYPHENATED = re.compile(r"\xad|-\n[ \t]*")
_OPENS = re.compile(r"[A-ZÆØÅ0-9\"“»'(–-]")
_LONG_LINE = 55
_MOST_WORDS = 120


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens that are read together."""

    tokens: tuple[Token, ...]


def tokens_of(text: str) -> Iterator[Token]:
    """Yield the words and signs of a text."""
    for match in _TOKEN.finditer(text):
        word = match.group()
        if match.lastgroup == "word" and "." in word:
            yield from _parted(word, match.start())
            continue
        if match.lastgroup == "word" and ("\xad" in word or "\n" in word):
            word = _HYPHENATED.sub("", word)
        yield Token(word, match.start(), match.end())


def _parted(word: str, start: int) -> Iterator[Token]:
    """Yield the parts of words with full stops between, as a missing space after a sentence leaves them."""
    at = 0
    for part in re.split(r"(\.)", word):
        if part:
            yield Token(_HYPHENATED.sub("", part), start + at, start + at + len(part))
        at += len(part)


def sentences_of(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text; forms give one for each line, prose goes on over line breaks."""
    current: list[Token] = []
    for token in tokens_of(text):
        if current and (_parts(text, current[-1], token) or len(current) >= _MOST_WORDS):
            yield Sentence(tuple(current))
            current = []
        current.append(token)
    if current:
        yield Sentence(tuple(current))


def _parts(text: str, before: Token, token: Token) -> bool:
    """Return whether a sentence ends between two neighbouring tokens."""
    gap = text[before.end : token.start]
    if "\n" in gap or "\r" in gap or "\f" in gap:
        return _line_parts(text, gap, before, token)
    if "\t" in gap or len(gap) >= 4:
        return before.word != ":"
    ends = before.word in ".!?" and bool(gap) and bool(_OPENS.match(token.word))
    return ends and not text[before.start - 1 : before.start].isdigit()


def _line_parts(text: str, gap: str, before: Token, token: Token) -> bool:
    if gap.count("\n") > 1 or "\f" in gap or before.word in ".!?:":
        return True
    if token.word[0].islower() and before.word not in ",;" and not _starts_field(text, token):
        return False
    begin = text.rfind("\n", 0, before.end) + 1
    length = before.end - begin
    return length < _LONG_LINE or token.word in "-*•–" or _starts_field(text, token)


def _starts_field(text: str, token: Token) -> bool:
    """Return whether a line begins with a field such as `Navn:`."""
    end = text.find("\n", token.start)
    line = text[token.start : end if end >= 0 else len(text)][:40]
    return bool(re.match(r"[\w /.-]{2,30}:", line))
