"""Letters that a wrong coding lost: `S?ren` and its like, put back where the word is then a known one.

What is put back is as long as what stood there, so that places in the text stay what they are: of two
signs that some programs leave for one letter, the second becomes a soft hyphen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOST = "?"
"""Stands for one lost letter in the words that are asked for."""
_MARKS = "?\ufffd¿□"
_RUN = re.compile(rf"[{_MARKS}]{{1,2}}")
_LETTER = r"[^\W\d_]"
_WORD = re.compile(
    rf"(?<![\w{_MARKS}=&])(?:[{_MARKS}]{{1,2}})?{_LETTER}+(?:[{_MARKS}]{{1,2}}{_LETTER}+)*"
    rf"(?:[{_MARKS}]{{1,2}})?(?![\w{_MARKS}=])"
)
_MOST_LOST = 3
_LONGEST = 40


def with_lost_letters(
    text: str, known: Callable[[str, int, int], str | None]
) -> tuple[str, tuple[tuple[int, int], ...]] | None:
    """Return the text with lost letters put back, and where; None where there is nothing to put back.

    Args:
        text: As it stands or normalised.
        known: Gets a word with `LOST` for each lost letter, where it begins and where it ends, and returns
            the word as it was, letter for letter; None where it cannot tell.
    """
    parts: list[str] = []
    changed = []
    done = 0
    for start, end in _words(text):
        for written in dict.fromkeys((text[start:end], text[start:end].rstrip(_MARKS))):
            pattern = _RUN.sub(LOST, written)
            stop = start + len(written)
            meant = known(pattern, start, stop) if LOST in pattern else None
            if meant is not None and len(meant) == len(pattern):
                parts += [text[done:start], _as_long(written, meant)]
                changed.append((start, stop))
                done = stop
                break
    if not changed:
        return None
    return "".join((*parts, text[done:])), tuple(changed)


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the words that hold a mark. Most texts have few, so that only what is around them is read."""
    done = 0
    for mark in _RUN.finditer(text):
        start = mark.start()
        if start < done:
            continue
        least = max(done, start - _LONGEST)
        while start > least and text[start - 1].isalpha():
            start -= 1
        match = _WORD.match(text, start, start + 2 * _LONGEST)
        if match is not None and match.end() > mark.start():
            done = match.end()
            if done - start <= _LONGEST and len(_RUN.findall(match[0])) <= _MOST_LOST:
                yield match.span()


def _as_long(written: str, meant: str) -> str:
    letters = iter(meant)
    return "".join(
        next(letters) if len(part) == 1 else next(letters) + "\u00ad"
        for part in re.findall(rf"[{_MARKS}]{{1,2}}|.", written)
    )
