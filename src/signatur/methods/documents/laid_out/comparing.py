"""What a page's text says against what was read from its picture in the same place."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.documents.laid_out.page import PageText
    from signatur.methods.documents.laid_out.recognised import Word

CONTRADICTS: Final = 0.5
"""Two readings that agree less than this are of different texts."""
LEAST_SAMPLE: Final = 12
"""With fewer letters nothing can be said."""
_SURE_WORD: Final = 0.6


def contradictions(laid: PageText, words: list[Word]) -> list[tuple[Word, list[int]]]:
    """Words that are surely read where the page's text says something else, and the rows of that."""
    return [
        (word, rows) for word, rows in _below(laid, words)
        if rows and word.confidence >= _SURE_WORD and letters_in(word.text) >= 2
        and ratio([("".join(laid.text[row] for row in rows), word.text)]) < CONTRADICTS
    ]  # fmt: skip


def agreements(laid: PageText, words: list[Word]) -> list[Word]:
    """Words that the page's text says as well, in the same place."""
    return [
        word for word, rows in _below(laid, words)
        if rows
        and ratio([("".join(laid.text[row] for row in rows), word.text)]) >= CONTRADICTS
    ]  # fmt: skip


def _below(laid: PageText, words: list[Word]) -> Iterator[tuple[Word, list[int]]]:
    """For each word the rows of the characters that stand where it was read."""
    import numpy as np

    middles = (laid.boxes[:, :2] + laid.boxes[:, 2:]) / 2
    for word in words:
        box = word.box
        with np.errstate(invalid="ignore"):
            is_in = (
                (middles[:, 0] > box.left - 1) & (middles[:, 0] < box.right + 1)
                & (middles[:, 1] > box.top - 2) & (middles[:, 1] < box.bottom + 2)
            )  # fmt: skip
        yield word, np.flatnonzero(is_in).tolist()


def letters_in(text: str) -> int:
    """How many letters and digits a text has."""
    return sum(letter.isalnum() for letter in text)


def ratio(pairs: list[tuple[str, str]]) -> float:
    """How far two readings agree in their letters and digits, 0 to 1."""
    said, shown = ("".join(side) for side in zip(*pairs, strict=True))
    return SequenceMatcher(None, _plain(said), _plain(shown), autojunk=False).ratio()


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
