"""One spelling for search and comparison: case, accents, Danish letters and invisible characters."""

from __future__ import annotations

import re
import unicodedata

# Danish letters are folded the way they are written on a keyboard without them, so that Ørsted,
# Oersted and ÖRSTED meet, and Århus and Aarhus do. Swedish and German forms follow the Danish.
# Replacing one by one is faster than str.translate: few of them occur in any one text.
_SPELLINGS = (
    *(("æ", "ae"), ("ä", "ae"), ("ø", "oe"), ("ö", "oe"), ("å", "aa"), ("œ", "oe")),
    *(("ð", "d"), ("þ", "th"), ("ł", "l"), ("đ", "d"), ("ı", "i")),
    *((mark, "'") for mark in "’‘`´"),
    *((mark, '"') for mark in "“”„»«"),
    *((mark, "-") for mark in "\u2010\u2011\u2012–—\u2212"),
)
# Soft hyphen, grapheme joiner, zero-width and direction marks, word joiners, byte order mark.
_INVISIBLE = re.compile("[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")


# No file and no database holds a NUL or half a letter.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def compose(text: str) -> str:
    """Return the text in Unicode normal form C without characters that have no width.

    What cannot be written at all, NUL and halves of letters, is replaced by U+FFFD.
    """
    if text.isascii():
        return text.replace("\0", "\ufffd")
    shown = _UNWRITABLE.sub("\ufffd", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", shown)


def fold(text: str) -> str:
    """Return the text as it is compared in search.

    Lower case, å and aa alike, æ as ae, ø as oe, other Latin letters without their accents,
    typographic marks as their plain forms, invisible characters gone, any white space as one
    blank. The length changes, so offsets into the result mean nothing in the text.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
        for written, folded in _SPELLINGS:
            text = text.replace(written, folded)
        text = _without_accents(text)
    return " ".join(text.lower().split())


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    # Only the general combining marks: the vowel signs of other scripts are letters.
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))
