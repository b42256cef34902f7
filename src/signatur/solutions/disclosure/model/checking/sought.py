"""Withheld words in texts and in bytes, in every way in which a format may write them."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from signatur.methods.text.folding import fold
from signatur.solutions.disclosure.model.finding.words import find_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SHORTEST_BYTES: Final = 5
"""Shorter stretches turn up in packed data by chance."""
_SHORTEST_REVERSED: Final = 5
_SHORT_WORD: Final = 4
"""Words of so few letters are parts of other words (*far* of *farmor*): they must stand alone."""
_LARGEST_TEXT: Final = 4_000_000
_PIECE, _OVERLAP = 8_000, 300
_BETWEEN: Final = "\n\n·\n\n"
_CONTROLS: Final = bytes(set(range(32)) - {9, 10, 12, 13})
_ENTITY: Final = re.compile(r"&(?:#x?[0-9a-fA-F]+|[a-zA-Z]+);")
_ESCAPED: Final = re.compile(rb"\\u([0-9a-fA-F]{4})")
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True)
class Sought:
    """The words that must not be there."""

    words: tuple[str, ...] = field(repr=False)

    @classmethod
    def of(cls, words: Iterable[str]) -> Sought:
        kept = (" ".join(word.split()) for word in words)
        return cls(tuple(dict.fromkeys(word for word in kept if any(map(str.isalnum, word)))))

    def in_text(self, text: str) -> tuple[str, ...]:
        """The words that a text holds, in order of the list."""
        if not self.words or not text.strip():
            return ()
        found: set[str] = set()
        for piece in _pieces(text):
            found |= {finding.value for finding in find_words(piece, self.words)}
            if self._reversed:
                found |= {finding.value for finding in find_words(piece[::-1], self._reversed)}
        # A value may be in another spelling than the word that was given.
        return tuple(word for word in self.words if word in found) or tuple(sorted(found))

    def in_texts(self, texts: Iterable[str]) -> Iterator[tuple[int, str]]:
        """The words that many short texts hold, with the index of the text."""
        listed = list(texts)
        if not self.in_text(_BETWEEN.join(dict.fromkeys(listed))):
            return
        for index, text in enumerate(listed):
            for word in self.in_text(text):
                yield index, word

    def in_bytes(self, data: bytes, *, is_text: bool = True) -> tuple[str, ...]:
        """The words that bytes hold in any usual coding, hexadecimal and base64 included.

        Unless `is_text`, they are not read as a text, in which words may be spelt in many ways.
        """
        if not self.words or not data:
            return ()
        lower = data.lower()
        found = {
            word
            for needle, (word, unit) in self._needles.items()
            if needle in lower and (len(word) > _SHORT_WORD or _stands_alone(lower, needle, unit))
        }
        found |= {word for needle, word in self._exact_needles if needle in data}
        for text in _texts_in(data) if is_text else ():
            found.update(self.in_text(text))
        return tuple(sorted(found))

    @cached_property
    def _reversed(self) -> tuple[str, ...]:
        long = (word for word in self.words if len(word) >= _SHORTEST_REVERSED)
        return tuple(word for word in long if word.casefold() != word.casefold()[::-1])

    @cached_property
    def _needles(self) -> dict[bytes, tuple[str, int]]:
        """Stretches of lower-case bytes, with the word that each is and the bytes of a letter."""
        needles: dict[bytes, tuple[str, int]] = {}
        for word in self.words:
            for written in _written(word):
                for coded in _coded(written):
                    wide = 2 if b"\0" in coded else 1
                    needles.setdefault(coded.hex().encode(), (word, 2 * wide))
                    for needle in (coded, _percent(coded), _names(coded)):
                        needles.setdefault(needle.lower(), (word, wide))
        return {needle: one for needle, one in needles.items() if len(needle) >= _SHORTEST_BYTES}

    @cached_property
    def _exact_needles(self) -> tuple[tuple[bytes, str], ...]:
        needles: dict[bytes, str] = {}
        for word in self.words:
            for written in {word, word.lower(), word.upper(), word.title()}:
                for coded in _coded(written):
                    for shift in range(3):
                        packed = base64.b64encode(b"\0" * shift + coded)
                        # Letters that also hold bits of what stands beside the word are left out.
                        core = packed[(0, 2, 3)[shift] : len(packed) // 4 * 4 - 4]
                        if len(core) >= _SHORTEST_BYTES + 1:
                            needles.setdefault(core, word)
        return tuple(needles.items())


def _stands_alone(data: bytes, needle: bytes, unit: int) -> bool:
    """Whether a stretch stands somewhere without a letter beside it; `unit`: bytes that a letter takes.

    Two bytes may be a letter of two bytes or two digits of hexadecimal, four are such a letter in digits. The s
    of a genitive is no letter beside it.
    """
    at = data.find(needle)
    while at >= 0:
        end = at + len(needle)
        before = _letter(data[max(0, at - unit) : at], unit)
        after = _letter(data[end : end + unit], unit)
        if after == "s":
            after = _letter(data[end + unit : end + 2 * unit], unit)
        if not (before.isalpha() or after.isalpha()):
            return True
        at = data.find(needle, at + 1)
    return False


def _letter(coded: bytes, unit: int) -> str:
    """The letter that some bytes are in the commonest coding of that width; empty where they are none."""
    if unit in {2, 4}:
        try:
            plain = bytes.fromhex(coded.decode("ascii")) if len(coded) == unit else b""
        except ValueError:
            plain = coded
        coded = plain
    return coded.replace(b"\0", b"").decode("latin-1")[:1]


def _pieces(text: str) -> Iterator[str]:
    """A long text in overlapping pieces, so that odd content cannot make the search slow."""
    step = _PIECE - _OVERLAP
    for at in range(0, max(1, len(text) - _OVERLAP), step):
        yield text[at : at + _PIECE]


def _written(word: str) -> set[str]:
    plain = fold(word)
    digits = "".join(filter(str.isdigit, word))
    # Lower case of bytes leaves letters beyond ASCII as they are.
    ways = {word, word.lower(), word.upper(), word.title(), plain, plain.replace(" ", "")}
    return ways | ({digits} if len(digits) >= 8 and not any(map(str.isalpha, word)) else set())


def _coded(word: str) -> set[bytes]:
    codings = ("latin-1", "utf-8", "utf-16-be", "utf-16-le", "mac-roman", "cp865")
    return {word.encode(coding, "ignore") for coding in codings} - {b""}


def _percent(coded: bytes) -> bytes:
    return b"".join(
        b"%%%02x" % sign if sign > 126 or sign < 33 else bytes((sign,)) for sign in coded
    )


def _names(coded: bytes) -> bytes:
    """As in names of a PDF: `#20` for a blank."""
    return b"".join(
        b"#%02x" % sign if sign > 126 or sign < 33 else bytes((sign,)) for sign in coded
    )


def _texts_in(data: bytes) -> Iterator[str]:
    """The bytes read as text, where they look like text."""
    if len(data) > _LARGEST_TEXT:
        return
    head = data[:4096]
    if head.count(0) > len(head) // 5:
        for coding in ("utf-16-be", "utf-16-le"):
            text = data.decode(coding, "ignore")
            sample = text[:400]
            # Danish written in two bytes a letter; packed numbers are letters of other alphabets.
            if (
                sum(sign.isspace() or (sign < "\u0100" and sign.isalnum()) for sign in sample)
                > len(sample) * 0.6
            ):
                yield text
        return
    if len(data.translate(None, _CONTROLS)) < len(data) * 0.995:
        return
    data = _ESCAPED.sub(lambda found: chr(int(found[1], 16)).encode("utf-8", "ignore"), data)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    yield text
    if "<" in text or "&" in text:
        yield _unmarked(text)


def _unmarked(text: str) -> str:
    import html

    plain = _TAG.sub("", text)
    return html.unescape(plain) if _ENTITY.search(plain) else plain
