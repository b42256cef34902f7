"""One spelling for text that came from anywhere, and the way back to the text as it stands.

Files spell the same thing in many ways: hard and soft hyphens, blanks that are none, digits of other
scripts, letters of other alphabets that look alike, lines broken within a word. What looks for
something reads the normalised text; what covers something needs places in the original. Every
character of the normalised text knows which whole characters of the original it came from.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field
from urllib.parse import unquote

from signatur.methods.text.places import Places

_PLAIN = r"\n\t\x20-\x7eÆØÅæøåÄÖÜäöüÉé§£«»°·•"
_SPECIAL = re.compile(rf"[^{_PLAIN}]")
_DASHES = "‐‑‒–—―−﹘﹣－⁃˗─━ー⸺⸻➖"
_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
# What PDF readers put where a line ends within a word: PDFium U+FFFE or U+0002, others U+001F.
_PDF_HYPHENS = "\ufffe\x02\x1f"
_QUOTES = {**dict.fromkeys("‘’‚‛ʼ´`′＇", "'"), **dict.fromkeys("“”„‟″＂", '"')}
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# UTF-8 that a program took for Latin-1 or the coding of Windows, as in badly forwarded mail.
_MISTAKEN = {
    letter.encode().decode(coding): letter
    for letter in "æøåÆØÅäöüÄÖÜéÉ"
    for coding in ("latin-1", "cp1252")
}
_CYRILLIC_AND_GREEK = "АВСЕНІЈКМОРЅТХУасеіјорѕхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανι"
_LATIN = "ABCEHIJKMOPSTXYaceijopsxyABEZHIKMNOPTYXoavi"
_HOMOGLYPHS = str.maketrans(_CYRILLIC_AND_GREEK, _LATIN)
_FOREIGN = re.compile(r"[\u0370-\u052f]")
_LETTERS = re.compile(r"[^\W\d_]+")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-[ ]?\n[ ]{0,8}(?=[^\W\d_])|(?<=\d)-[ ]?\n[ ]{0,8}(?=\d)")
_OCR = str.maketrans("lI|!ioOQDSsBZzg", "111110000558229")
_OCR_TOKEN = re.compile(r"(?<![^\W\d_lIioOQDSsBZzg])[\dlI|!ioOQDSsBZzg]{2,}(?![^\W\d_])")
# A single `%20` counts within a word alone: `5%20` after a blank is a discount and a number.
_ENCODED = re.compile(
    r"(?:%[0-9A-Fa-f]{2}){2,}|(?<=[\w=])%[0-9A-Fa-f]{2}(?=[\w%])|"
    r"&(?:#\d{2,6}|#[xX][0-9A-Fa-f]{2,5}|[a-zA-Z]{2,8});"
)
# A line end within a sentence: behind a line that was full, and not before an empty one.
_WRAPPED = re.compile(
    r"(?<=[^\n]{40})[ ]{0,3}\n[ ]{0,3}(?=[^\s])|(?<=[^\n]{15})[ ]{1,3}\n(?=[^\s])"
)
_NEAR_WRAP = 24
_AROUND_WRAP = 100
_SPACED = re.compile(r"(?<![^\s|])(?:[^\W_] ){3,}[^\W_](?![^\s|.,;:])")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text with, for each of its characters, the stretch of the original it is."""

    text: str = field(repr=False)
    places: Places = field(repr=False)
    changed: tuple[tuple[int, int], ...] = ()
    """Stretches of `text` that an alternative reading altered; empty for the first reading."""

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original that `text[start:end]` came from, whole characters."""
        places = self.places
        if start >= end:
            place = 0
            if len(places):
                is_last = start >= len(places)
                place = places.end(len(places) - 1) if is_last else places.start(start)
            return place, place
        return places.start(start), places.end(end - 1)

    def forth(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest stretch of `text` that holds all that came from `original[start:end]`."""
        return self.places.of(start, end)

    def touches_change(self, start: int, end: int) -> bool:
        """Tell whether a stretch holds something that this reading altered."""
        place = bisect_left(self.changed, (start, start))
        near = self.changed[max(0, place - 1) : place + 1]
        return any(a < end and start < b for a, b in near)


def normalise(text: str) -> Normalised:
    """Return the text in one spelling. Work and memory grow linearly with its length."""
    return _without_broken_words(_latin(_characters(text)))


def as_recognised(normalised: Normalised) -> Normalised | None:
    """Return the reading in which letters within numbers are digits: `l2O384` is `120384`.

    None where there are none. The text has the same length, so that places stay what they are.
    """
    text = normalised.text
    changed = []
    parts = []
    done = 0
    for match in _OCR_TOKEN.finditer(text):
        token = match[0]
        if token.isdigit() or not _is_meant_as_number(text, match):
            continue
        parts += [text[done : match.start()], token.translate(_OCR)]
        changed.append(match.span())
        done = match.end()
    if not changed:
        return None
    return Normalised("".join((*parts, text[done:])), normalised.places, tuple(changed))


def unspaced(normalised: Normalised) -> Normalised | None:
    """Return the reading in which `J e n s` is `Jens`; None where nothing is spaced like that."""
    text = normalised.text
    parts: list[str] = []
    places = Places()
    changed = []
    done = removed = 0
    for match in _SPACED.finditer(text):
        a, b = match.span()
        parts += [text[done:a], text[a:b:2]]
        places.copy(normalised.places, done, a)
        for place in range(a, b, 2):
            places.copy(normalised.places, place, place + 1)
        start = a - removed
        removed += (b - a) // 2
        changed.append((start, b - removed))
        done = b
    if not changed:
        return None
    parts.append(text[done:])
    places.copy(normalised.places, done, len(text))
    return Normalised("".join(parts), places, tuple(changed))


def rewrapped(normalised: Normalised) -> Normalised | None:
    """Return the reading in which `20 12` and `34 56` on the next line are `20 12 34 56`.

    It holds only what stands around such line ends that have a digit close by; None where there are none.
    """
    text = normalised.text
    wraps = [match for match in _WRAPPED.finditer(text) if _has_digit_near(text, match)]
    if not wraps:
        return None
    parts: list[str] = []
    places = Places()
    changed: list[tuple[int, int]] = []
    size = done = 0
    for match in wraps:
        a, b = match.span()
        left = max(done, a - _AROUND_WRAP)
        if left > done:
            # From the last place on, and then this one, apart.
            cut = min(left, done + _AROUND_WRAP if changed else done)
            parts += [text[done:cut], "\n\n"]
            places.copy(normalised.places, done, cut)
            beginning = normalised.places.start(left)
            places.put(beginning, beginning, 2)
            size += cut - done + 2
        parts += [text[left:a], " "]
        places.copy(normalised.places, left, a)
        places.put(*normalised.back(a, b))
        size += a - left + 1
        changed.append((size - 1, size))
        done = b
    parts.append(text[done : done + _AROUND_WRAP])
    places.copy(normalised.places, done, done + _AROUND_WRAP)
    return Normalised("".join(parts), places, tuple(changed))


def _has_digit_near(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - _NEAR_WRAP) : match.end() + _NEAR_WRAP]
    return any(sign.isdigit() for sign in around)


def decoded(normalised: Normalised) -> Normalised | None:
    """Return the reading in which `120384%2D1235` and `120384&#45;1235` are `120384-1235`.

    None where nothing is written as in addresses of the web or in HTML.
    """
    text = normalised.text
    parts: list[str] = []
    places = Places()
    changed = []
    done = size = 0
    for match in _ENCODED.finditer(text):
        written = _decoded(match[0])
        if written is None:
            continue
        a, b = match.span()
        parts += [text[done:a], written]
        places.copy(normalised.places, done, a)
        places.put(*normalised.back(a, b), len(written))
        size += a - done + len(written)
        changed.append((size - len(written) - 1, size + 1))
        done = b
    if not changed:
        return None
    parts.append(text[done:])
    places.copy(normalised.places, done, len(text))
    return Normalised("".join(parts), places, tuple(changed))


def _decoded(written: str) -> str | None:
    try:
        meant = html.unescape(written) if written[0] == "&" else unquote(written, errors="strict")
    except UnicodeDecodeError:
        return None
    return None if meant == written else _characters(meant).text


def _is_meant_as_number(text: str, match: re.Match[str]) -> bool:
    """A token with a digit, or beside a number: `OIOI9O-1234`; not a word such as `Bo` or `is`."""
    digits = sum(sign.isdigit() for sign in match[0])
    if digits * 2 >= len(match[0]) or (digits and len(match[0]) >= 6):
        return True
    around = text[max(0, match.start() - 2) : match.start()] + text[match.end() : match.end() + 2]
    return "-" in around and any(sign.isdigit() for sign in around) and len(match[0]) in {4, 6}


def _characters(text: str) -> Normalised:
    parts: list[str] = []
    places = Places()
    done = 0
    while (match := _SPECIAL.search(text, done)) is not None:
        place = match.start()
        if place > done:
            parts.append(text[done:place])
            places.keep(done, place)
        end = _end_of_character(text, place)
        if unicodedata.combining(text[place]) and parts:
            written = unicodedata.normalize("NFKC", parts[-1][-1] + text[place:end])
            parts[-1] = parts[-1][:-1]
            first = places.pop()
        else:
            written = _plain(text, place, end)
            first = place
        if written:
            parts.append(written)
            places.put(first, end, len(written))
        done = end
    parts.append(text[done:])
    places.keep(done, len(text))
    return Normalised("".join(parts), places)


def _end_of_character(text: str, place: int) -> int:
    end = place + 1
    if text[place : place + 2] in _MISTAKEN:
        return place + 2
    if text[place] == "\r" and text[end : end + 1] == "\n":
        return end + 1
    # Nobody stacks more than a few marks; a longer pile is an attack and stays what it is.
    while end < len(text) and end - place < 16 and unicodedata.combining(text[end]):
        end += 1
    return end


def _plain(text: str, place: int, end: int) -> str:  # noqa: PLR0911 - a table of cases
    sign = text[place]
    if text[place:end] in _MISTAKEN:
        return _MISTAKEN[text[place:end]]
    if sign in _DASHES:
        return "-"
    if sign in _LINE_ENDS:
        return "\n"
    if sign in _QUOTES:
        return _QUOTES[sign]
    if sign in _PDF_HYPHENS:
        return _pdf_hyphen(text, place)
    if _INVISIBLE.match(sign):
        return ""
    category = unicodedata.category(sign)
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category in {"Cc", "Cf"}:
        return ""
    written = unicodedata.normalize("NFKC", text[place:end])
    return written.replace("\u2044", "/").strip() or " "


def _pdf_hyphen(text: str, place: int) -> str:
    """Between letters a word goes on; beside a digit it is a dash that was printed."""
    beside = text[place - 1 : place] + text[place + 1 : place + 4].strip()[:1]
    if text[place + 1 : place + 2] in {"\r", "\n"}:
        return "-"
    return "-" if any(sign.isdigit() for sign in beside) else ""


def _latin(normalised: Normalised) -> Normalised:
    if _FOREIGN.search(normalised.text) is None:
        return normalised
    text = _LETTERS.sub(_lookalike, normalised.text)
    return Normalised(text, normalised.places)


def _lookalike(match: re.Match[str]) -> str:
    """Words of another alphabet stay; those that mix two, or only look Latin, become Latin."""
    if _FOREIGN.search(match[0]) is None:
        return match[0]
    written = match[0].translate(_HOMOGLYPHS)
    is_mixed = any(sign < "\u0370" for sign in match[0])
    return written if is_mixed or max(written) < "\u0370" else match[0]


def _without_broken_words(normalised: Normalised) -> Normalised:
    text = normalised.text
    if "-\n" not in text and "- \n" not in text:
        return normalised
    parts: list[str] = []
    places = Places()
    done = 0
    for match in _BROKEN_WORD.finditer(text):
        # Before a small letter the word goes on; otherwise the dash belongs to it.
        goes_on = text[match.end()].islower() and text[match.start() - 1].isalpha()
        kept = match.start() if goes_on else match.start() + 1
        parts.append(text[done:kept])
        places.copy(normalised.places, done, kept)
        done = match.end()
    parts.append(text[done:])
    places.copy(normalised.places, done, len(text))
    return Normalised("".join(parts), places)
