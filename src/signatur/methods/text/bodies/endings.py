"""What stands around the sender's own words: banners above, signature and notices below."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from signatur.methods.text.bodies import phrases
from signatur.methods.text.bodies.schema import PartKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from signatur.methods.text.bodies.lines import Line

_CLOSING = re.compile(rf"\W{{0,3}}(?:{'|'.join(phrases.CLOSINGS)})(?!\w)(?P<rest>.*)")
_SENT_FROM = re.compile("|".join(phrases.SENT_FROM))
_BANNER = re.compile("|".join(f"(?:{banner})" for banner in phrases.BANNERS))
_BANNER_GOES_ON = re.compile(
    r"\W{0,4}(?:klik ikke|vær opmærksom|vær forsigtig|åbn ikke|få mere at vide|learn why|do not click"
    r"|don['’]t click|be careful|please be|klicken sie|klicka inte|ikke klik|hvis du ikke|kun hvis)"
)
_BANNER_LINES = 6
_DISCLAIMER = re.compile("|".join(f"(?:{disclaimer})" for disclaimer in phrases.DISCLAIMERS))
# A disclaimer speaks of itself and its reader; who says I has something to say.
_PERSONAL = re.compile(r"\b(?:jeg|mig|min|mit|mine|i am|i have|my|ich|meine|jag)\b")
_SEEN_OF_PARAGRAPH = 600
_SEEN_LINES = 12
_DISCLAIMER_LINES = 30
_SIGNATURE_LINES = 20
# RFC 3676 section 4.3, without the blank that many programs drop.
_DELIMITERS = frozenset({"--", "—"})
_LONGEST_CLOSING = 90
_CLOSING_WORDS = 8
_NAME_WORDS = 2
_CONTACT = re.compile(r"@|www\.|https?:|\btlf|\btel|\bmob|\bcvr|\bean|\bfax|[|•·]|\d[\d .]{6,}\d|:")
_GREETING = re.compile(
    r"(?:hej|kære|goddag|god (?:dag|morgen|aften|eftermiddag)|til rette|dear|hello|hi)\b"
)
_NO_NAME = {"til", "fra", "for", "og", "to", "from", "men", "at"}


def label_lines(lines: Sequence[Line], *, is_top: bool) -> list[PartKind]:
    """Say for each line of a message's own text what it is; `MAIN` where nothing else is certain.

    When in doubt a line is the text: to lose the matter is worse than to keep a signature.
    """
    labels = [PartKind.MAIN] * len(lines)
    begin = _label_banners(lines, labels) if is_top else 0
    end = _label_notices(lines, labels, begin)
    _label_signatures(lines, labels, begin, end)
    _fill_blanks(lines, labels)
    return labels


def _label_banners(lines: Sequence[Line], labels: list[PartKind]) -> int:
    """Label the banners on top; return the first line below them."""
    place = 0
    while (place := _next_written(lines, place)) < len(lines):
        if not _BANNER.match(lines[place].text.lower()):
            return place
        end = _banner_end(lines, place)
        labels[place:end] = [PartKind.BANNER] * (end - place)
        place = end
    return place


def _banner_end(lines: Sequence[Line], place: int) -> int:
    """A wrapped banner goes on until a line ends its sentence."""
    end = place + 1
    while end < min(place + _BANNER_LINES, len(lines)) and lines[end].text:
        is_wrapped = lines[end - 1].text[-1].isalnum() or lines[end - 1].text[-1] in ",;"
        if not is_wrapped and not _BANNER_GOES_ON.match(lines[end].text.lower()):
            break
        end += 1
    return end


def _label_notices(lines: Sequence[Line], labels: list[PartKind], begin: int) -> int:
    """Label footers and disclaimers from the end upwards; return the line where they begin."""
    end = len(lines)
    top = _next_written(lines, begin)
    paragraphs = [(top, top), *_paragraphs(lines, top)]
    for (above, above_end), (first, last) in reversed(list(pairwise(paragraphs))):
        own_end = _label_footers(lines, labels, first, last)
        begins = _disclaimer_begin(lines, first, own_end)
        is_beside = end < len(lines) or _disclaimer_begin(lines, above, above_end) < above_end
        if begins == own_end and is_beside and _speaks_of_itself(lines, first, own_end):
            begins = first
        if begins == first == top:
            begins = own_end
        labels[begins:own_end] = [PartKind.DISCLAIMER] * (own_end - begins)
        end = begins
        if begins > first:
            break
    return end


def _label_footers(lines: Sequence[Line], labels: list[PartKind], first: int, end: int) -> int:
    """Label the last lines of a paragraph that a program put there; return where they begin."""
    while end > first and is_footer(lines[end - 1]):
        end -= 1
        labels[end] = PartKind.FOOTER
    return end


def _disclaimer_begin(lines: Sequence[Line], first: int, end: int) -> int:
    """Return the line of a paragraph where a disclaimer begins; `end` when there is none."""
    for place in range(max(first, end - _DISCLAIMER_LINES), end):
        if _is_disclaimer(lines, place, end):
            return place
    return end


def _label_signatures(lines: Sequence[Line], labels: list[PartKind], begin: int, end: int) -> None:
    place = begin
    while place < end:
        stop = _signature_end(lines, place, end)
        for inside in range(place, stop):
            labels[inside] = PartKind.FOOTER if is_footer(lines[inside]) else PartKind.SIGNATURE
        if stop == place and is_footer(lines[place]):
            labels[place] = PartKind.FOOTER
        place = max(stop, place + 1)


def _signature_end(lines: Sequence[Line], place: int, end: int) -> int:
    """Return the line after the signature that begins here; `place` when none does."""
    text = lines[place].text
    is_delimiter = text in _DELIMITERS
    if not is_delimiter and not _is_closing(text):
        return place
    written = 0
    for below in range(place + 1, end):
        written += bool(lines[below].text)
        if written > _SIGNATURE_LINES:
            return place if is_delimiter else below
        if not is_delimiter and lines[below].text and is_prose(lines[below].text):
            return below
    return end


def _is_closing(text: str) -> bool:
    if len(text) > _LONGEST_CLOSING:
        return False
    match = _CLOSING.match(text.lower())
    if match is None or text[-1] == "?":
        return False
    rest = text[match.start("rest") :].split()
    if not rest or len(rest) > _CLOSING_WORDS or rest[0].lower() in _NO_NAME:
        return not rest
    return len(rest) <= _NAME_WORDS or not rest[0].islower()


def is_prose(text: str) -> bool:
    """Tell whether a line below a signature's opening is a sentence, not a name or number.

    A greeting counts: another message begins.
    """
    words = text.split()
    if words[0].lower() in phrases.POSTSCRIPT or text[-1] == "?" or _GREETING.match(text.lower()):
        return True
    if _CONTACT.search(text.lower()) and (len(words) < 14 or "|" in text):
        return False
    if len(words) >= 10 or (len(words) >= 5 and text[-1] in ".!"):
        return True
    return len(words) >= 4 and text[0].islower()


def is_footer(line: Line) -> bool:
    return bool(line.text) and _SENT_FROM.match(line.text.lower()) is not None


def _is_disclaimer(lines: Sequence[Line], first: int, end: int) -> bool:
    text = _joined(lines, first, end)
    return _DISCLAIMER.match(text) is not None and not _PERSONAL.search(text)


def _speaks_of_itself(lines: Sequence[Line], first: int, end: int) -> bool:
    """Tell whether a paragraph next to a notice has the words of one."""
    if first == end or not is_prose(lines[first].text):
        return False
    text = _joined(lines, first, end)
    words = sum(word in text for word in phrases.DISCLAIMER_WORDS)
    return words >= 2 and not _PERSONAL.search(text)


def _joined(lines: Sequence[Line], first: int, end: int) -> str:
    seen = lines[first : min(end, first + _SEEN_LINES)]
    return " ".join(line.text for line in seen)[:_SEEN_OF_PARAGRAPH].lower()


def _paragraphs(lines: Sequence[Line], begin: int) -> Iterator[tuple[int, int]]:
    """Yield first and last-plus-one line of each group of lines with text."""
    place = _next_written(lines, begin)
    while place < len(lines):
        end = place
        while end < len(lines) and lines[end].text:
            end += 1
        yield place, end
        place = _next_written(lines, end)


def _next_written(lines: Sequence[Line], place: int) -> int:
    while place < len(lines) and not lines[place].text:
        place += 1
    return place


def _fill_blanks(lines: Sequence[Line], labels: list[PartKind]) -> None:
    """An empty line belongs to what stands above it."""
    for place in range(1, len(lines)):
        if not lines[place].text:
            labels[place] = labels[place - 1]
