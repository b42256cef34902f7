"""Bytes to text when the declared character set is missing, unknown or wrong.

Danish public bodies meet four single-byte code pages in one inbox: Windows (cp1252), DOS (cp865,
in which æøå lie as in cp850), old Macintosh, and UTF-8 that someone declared to be one of them.
The order of trust is: byte order mark, valid UTF-8, then whichever code page puts letters where
words have letters.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from signatur.methods.documents.charset_names import codec_name
from signatur.methods.documents.schema import Problem, ProblemCode

_BOMS: Final = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# In order of how often they are met; where two explain the bytes equally well, the first is taken.
_CODE_PAGES: Final = ("cp1252", "cp865", "mac-roman", "cp1250", "iso8859-2")

# Encodings of seven-bit bytes, which look like ASCII unless the declaration is believed.
_SEVEN_BIT: Final = re.compile(r"utf-7|hz|iso2022")
_WIDE: Final = re.compile(r"utf-?(?:16|32)")

_DANISH: Final = frozenset("æøåÆØÅ")
_IN_WORDS: Final = frozenset("’'\u00ad·")
_UNIT_SIGNS: Final = frozenset("²³°½¼¾´`")

# Runs of eight-bit bytes looked at; enough to tell code pages apart in any text.
_RUNS: Final = 150
_EIGHT_BIT: Final = re.compile(rb"[\x80-\xff]+")
_RUN: Final = re.compile(rb"[\x00-\x7f]{0,2}[\x80-\xff]{1,40}[\x00-\x7f]?")
# A code page with fewer points per character than this is no explanation of the bytes.
_POSSIBLE: Final = 0.0
# The declared code page gives way only to one that explains the bytes much better.
_CLEARLY_BETTER: Final = 1.5
# At this many, no other can be clearly better (the most is 3).
_CERTAIN: Final = 1.5
_FOREIGN_SHARE: Final = 0.4
_GUESS_BYTES: Final = 20_000
_REPLACED: Final = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the character set it was in, and what was wrong with the declared one."""

    text: str
    charset: str
    problem: Problem | None = None


def decode_text(data: bytes, declared: str = "") -> Decoded:
    """Decode `data`, trusting `declared` as far as the bytes bear it out.

    Args:
        data: The bytes; a byte order mark is taken off.
        declared: A character set label as it stood in a header or a `meta` element, may be empty,
            misspelt or wrong.

    Returns:
        The text and its character set (a Python codec name). `problem` is WRONG_CHARSET where a
        declared character set was not the one that was used, or where some bytes fitted none.
        Never raises for bad content.
    """
    label = codec_name(declared)
    decoded = _decode(data, label)
    if decoded.problem is not None or not declared or data.isascii():
        return decoded
    if label and (decoded.charset == label or _same_family(decoded.charset, label)):
        return decoded
    return Decoded(
        decoded.text,
        decoded.charset,
        Problem(ProblemCode.WRONG_CHARSET, f"declared {_shown(declared)}, is {decoded.charset}"),
    )


def _decode(data: bytes, label: str) -> Decoded:
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(charset, "replace"), charset)
    if (wide := _wide_charset(data, label)) is not None:
        return _checked(data.decode(wide, "replace"), wide)
    if data.isascii():
        return _decode_seven_bit(data, label)
    try:
        return _undo_double_encoding(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode_eight_bit(data, label)


def _checked(text: str, charset: str) -> Decoded:
    if _REPLACED not in text:
        return Decoded(text, charset)
    problem = Problem(ProblemCode.WRONG_CHARSET, f"some bytes are not {charset}")
    return Decoded(text, charset, problem)


def _wide_charset(data: bytes, label: str) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark: the zero bytes of Latin letters lie in step."""
    sample = data[:4096]
    if len(sample) < 2:
        return None
    zeros = [sample[offset::4].count(0) / max(1, len(sample[offset::4])) for offset in range(4)]
    often, seldom = 0.3, 0.05
    if min(zeros[1:]) > often and zeros[0] < seldom:
        return "utf-32-le"
    if min(zeros[:3]) > often and zeros[3] < seldom:
        return "utf-32-be"
    if min(zeros[1], zeros[3]) > often and max(zeros[0], zeros[2]) < seldom:
        return "utf-16-le"
    if min(zeros[0], zeros[2]) > often and max(zeros[1], zeros[3]) < seldom:
        return "utf-16-be"
    return _declared_wide(data, label)


def _declared_wide(data: bytes, label: str) -> str | None:
    """Believe a declared UTF-16 (of Greek, say, without zero bytes) only if it decodes cleanly."""
    if not _WIDE.match(label) or data.isascii():
        return None
    charset = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(label, label)
    try:
        text = data.decode(charset)
    except UnicodeDecodeError:
        return None
    letters = sum(character.isalpha() or character.isspace() for character in text[:2000])
    return charset if letters > 0.7 * len(text[:2000]) else None


def _decode_seven_bit(data: bytes, label: str) -> Decoded:
    if _SEVEN_BIT.match(label):
        try:
            return Decoded(data.decode(label), label)
        except UnicodeDecodeError:
            return Decoded(data.decode("ascii"), "ascii")
    return Decoded(data.decode("ascii"), "ascii")


def _decode_eight_bit(data: bytes, label: str) -> Decoded:
    """Bytes that are not valid UTF-8: mostly UTF-8 after all, or one of the code pages."""
    if (mixed := _decode_mixed(data)) is not None:
        return mixed
    charset = _best_code_page(data, label)
    text = data.decode(charset, "replace")
    if charset == "cp1252" and _REPLACED in text:
        # Five bytes are unassigned in cp1252; web browsers show them as control characters too.
        text = data.decode("latin-1").translate(_CP1252_OF_LATIN1)
        return Decoded(text, charset, Problem(ProblemCode.WRONG_CHARSET, "some bytes fit no set"))
    return _checked(text, charset)


_CP1252_OF_LATIN1: Final = {
    byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0xA0)
}
_UTF8_SEQUENCE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def _decode_mixed(data: bytes) -> Decoded | None:
    """Text in UTF-8 into which a gateway wrote a footer in cp1252, or that was cut in a letter."""
    sequences = len(_UTF8_SEQUENCE.findall(data))
    rest = _UTF8_SEQUENCE.sub(b"", data)
    stray = len(rest) - len(_EIGHT_BIT.sub(b"", rest))
    if sequences < 2 * stray:
        return None
    pieces = []
    position = 0
    for sequence in _UTF8_SEQUENCE.finditer(data):
        pieces.append(data[position : sequence.start()].decode("cp1252", "replace"))
        pieces.append(sequence.group().decode("utf-8", "replace"))
        position = sequence.end()
    pieces.append(data[position:].decode("cp1252", "replace"))
    problem = Problem(ProblemCode.WRONG_CHARSET, "some bytes are not utf-8")
    return Decoded("".join(pieces), "utf-8", problem)


def _best_code_page(data: bytes, label: str) -> str:
    runs = [match.group() for match, _ in zip(_RUN.finditer(data), range(_RUNS), strict=False)]
    is_usable = bool(label) and not label.startswith("utf") and label not in _CODE_PAGES
    candidates = (label, *_CODE_PAGES) if is_usable else _CODE_PAGES
    points: dict[str, float] = {}
    for charset in candidates:
        points[charset] = _naturalness(runs, charset)
        if points[charset] >= _CERTAIN and (charset == label or label not in candidates):
            return charset
    best = max(candidates, key=points.__getitem__)
    if label in points and points[label] >= max(_POSSIBLE, points[best] - _CLEARLY_BETTER):
        return label
    if points[best] >= _CERTAIN:
        return best
    foreign = _guess_foreign(data) if _is_mostly_eight_bit(data) else ""
    return foreign or best


def _is_mostly_eight_bit(data: bytes) -> bool:
    """Text in another alphabet: more eight-bit bytes than a Latin text has accents."""
    sample = data[:_GUESS_BYTES]
    eight_bit = len(sample) - len(_EIGHT_BIT.sub(b"", sample))
    letters = sum(bytes([byte]).isalpha() for byte in sample)
    return eight_bit > _FOREIGN_SHARE * (letters + eight_bit)


def _naturalness(runs: list[bytes], charset: str) -> float:
    """Points per eight-bit character for how well decoding as `charset` gives words."""
    points = 0.0
    characters = 0
    for run in runs:
        text = run.decode(charset, "replace")
        for index, character in enumerate(text):
            if character > "\x7f":
                points += _points(text, index)
                characters += 1
    return points / max(1, characters)


def _points(text: str, index: int) -> float:
    """How much a character is at home between its neighbours: -5 (impossible) to 3 (Danish)."""
    character = text[index]
    before = text[index - 1] if index else " "
    after = text[index + 1] if index + 1 < len(text) else " "
    if character == _REPLACED or "\x80" <= character < "\xa0":
        return -5.0
    if not character.isalpha():
        is_inside_word = before.isalpha() and after.isalpha() and character not in _IN_WORDS
        is_after_letter = before.isalpha() and character in _UNIT_SIGNS
        return 0.5 if is_after_letter else -3.0 if is_inside_word else 0.2
    if (before.islower() and character.isupper()) or _is_other_alphabet(character, before, after):
        return -3.0
    if character in _DANISH:
        return 3.0
    is_third_accent = index > 1 and before > "\x7f" and text[index - 2] > "\x7f"
    return -1.0 if is_third_accent and character < "\u0250" else 1.0


def _is_other_alphabet(character: str, before: str, after: str) -> bool:
    """A Greek, Cyrillic or Arabic letter beside a plain Latin one, as when µ stands in a word."""
    is_latin = character < "\u0250" and character not in "ªºµ"
    beside_latin = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
    return not is_latin and beside_latin


def _guess_foreign(data: bytes) -> str:
    """Ask charset-normalizer, which knows Cyrillic, Greek, Arabic and East Asian sets but is slow."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_GUESS_BYTES]).best()
    return codec_name(best.encoding) if best is not None else ""


_DOUBLY_ENCODED: Final = re.compile(
    # What the bytes of a two-byte UTF-8 sequence look like when read as cp1252: Ã¦, Ã¸, Ã¥, Â .
    "[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[€‚][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
)


def _undo_double_encoding(text: str) -> Decoded:
    """Valid UTF-8 whose text was already UTF-8 read as cp1252 once before (`sÃ¸ger`)."""
    if not _DOUBLY_ENCODED.search(text):
        return Decoded(text, "utf-8")
    repaired, count = _DOUBLY_ENCODED.subn(lambda match: _read_again(match.group()), text)
    if repaired == text or (_DANISH & set(text) and count < _MANY_DOUBLES):
        return Decoded(text, "utf-8")
    return Decoded(repaired, "utf-8", Problem(ProblemCode.WRONG_CHARSET, "encoded twice"))


# In a text that also has proper Danish letters, one or two such pairs may be meant as they stand.
_MANY_DOUBLES: Final = 3


def _read_again(characters: str) -> str:
    data = b"".join(
        character.encode("latin-1" if "\x80" <= character < "\xa0" else "cp1252", "replace")
        for character in characters
    )
    try:
        once = data.decode("utf-8")
    except UnicodeDecodeError:
        return characters
    return once if once.isprintable() or once == "\u00a0" else characters


def _same_family(used: str, label: str) -> bool:
    """`utf-16` and `utf-16-le` are no contradiction, nor are ASCII and anything."""
    return used == "ascii" or used.startswith(label) or label.startswith(used)


def _shown(label: str) -> str:
    """A label from outside, short and printable, for a technical detail."""
    return re.sub(r"[^\w.:-]+", "?", label, flags=re.ASCII)[:30]
