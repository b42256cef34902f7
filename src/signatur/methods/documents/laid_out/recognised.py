"""Text in a picture of a page, word by word, with a box for each character, wherever the page is turned."""

from __future__ import annotations

import csv
import io
import math
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out.schema import Box
from signatur.methods.documents.recognition import Engine, skew_deg, turned
from signatur.methods.documents.task import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from signatur.methods.documents.recognition import Recogniser
    from signatur.methods.documents.task import Deadline

# Confidence in per cent: of a line that is kept, of a word that counts, of a page that needs no
# second attempt.
_KEPT_LINE: Final = 30.0
_SURE_WORD: Final = 60.0
_SURE_PAGE: Final = 0.85
_FEW_CHARACTERS: Final = 20
_SURE_NOTE: Final = 0.9
_FEWEST_CHARACTERS: Final = 8
_LEAST_SKEW_DEG: Final = 0.5
_LEAST_CLIMB_DEG: Final = 1.0
_AS_GOOD: Final = 0.95
_WHOLE_PAGE: Final = "3"
_SCATTERED: Final = "11"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as recognised. Boxes are in pixels of the picture that was given."""

    text: str = field(repr=False)
    boxes: tuple[Box, ...] = field(repr=False)
    """One for each character, as high as the word."""
    confidence: float
    """0 to 1."""
    line: tuple[int, int, int]
    """Block, paragraph and line; words of one line have the same."""

    @property
    def box(self) -> Box:
        return Box(
            min(box.left for box in self.boxes),
            min(box.top for box in self.boxes),
            max(box.right for box in self.boxes),
            max(box.bottom for box in self.boxes),
        )


def recognise_words(
    image: Image.Image, recogniser: Recogniser, deadline: Deadline, *, is_scattered: bool = False
) -> tuple[Word, ...]:
    """The words in a picture that stands at about 300 dpi, in reading order.

    A picture that `is_scattered` holds single words and lines, such as logos and stamps, and is
    neither turned nor crooked; any other is a page, which is set right where the program is unsure.
    Raises Unreadable (PROGRAM_MISSING, TIMED_OUT, or READER_FAILED).
    """
    from PIL import ImageOps

    engine = Engine.find(recogniser, deadline)
    grey = ImageOps.autocontrast(image.convert("L"), cutoff=1)
    first = _attempt(engine, grey, 0.0, _SCATTERED if is_scattered else _WHOLE_PAGE)
    if is_scattered:
        return first
    if _is_sure(first):
        return _levelled(engine, grey, first)
    attempts = [first]
    # Out of time, or a picture that the program fails on when turned: the first attempt counts.
    with suppress(Unreadable):
        for attempt in _second_attempts(engine, grey, first):
            attempts.append(attempt)
            if _is_sure(attempt) and _sure_characters(attempt) > _sure_characters(first):
                break
    return max(attempts, key=_sure_characters)


def _levelled(engine: Engine, image: Image.Image, first: tuple[Word, ...]) -> tuple[Word, ...]:
    """The same words from a picture set level, where their lines climb: such lines are cut to pieces."""
    climb = climb_deg(first)
    if abs(climb) < _LEAST_CLIMB_DEG:
        return first
    try:
        level = _attempt(engine, image, -climb, _WHOLE_PAGE)
    except Unreadable:
        return first
    is_as_good = _sure_characters(level) >= _AS_GOOD * _sure_characters(first)
    return level if is_as_good else first


def climb_deg(words: tuple[Word, ...]) -> float:
    """By how many degrees the lines go down to the right; the median over lines of three words."""
    lines: dict[tuple[int, int, int], list[Box]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.box)
    angles = sorted(
        math.degrees(math.atan2(last.bottom - first.bottom, last.right - first.left))
        for first, *_, last in (boxes for boxes in lines.values() if len(boxes) >= 3)
        if last.right - first.left > 0
    )
    return angles[len(angles) // 2] if angles else 0.0


def _second_attempts(
    engine: Engine, image: Image.Image, first: tuple[Word, ...]
) -> Iterator[tuple[Word, ...]]:
    quarter = engine.rotation_deg(image) if engine.knows_scripts else 0
    if not quarter and _sure_characters(first) < _FEW_CHARACTERS:
        for degrees in (90, 270, 180):
            yield _attempt(engine, image, degrees, _WHOLE_PAGE)
    skew = skew_deg(turned(image, quarter))
    angle = quarter + (skew if abs(skew) >= _LEAST_SKEW_DEG else 0.0)
    if angle:
        yield _attempt(engine, image, angle, _WHOLE_PAGE)
    # Sauvola's threshold: uneven light, grey paper. With all languages.
    yield _attempt(engine, image, angle, _WHOLE_PAGE, threshold="2", languages=engine.languages)


def _attempt(
    engine: Engine,
    image: Image.Image,
    degrees: float,
    layout: str,
    *,
    threshold: str = "0",
    languages: tuple[str, ...] = (),
) -> tuple[Word, ...]:
    upright = turned(image, degrees)
    table = engine.table(
        upright, languages or engine.languages[:1], threshold=threshold, layout=layout
    )
    back = _Back(degrees, upright.size, image.size)
    return words_of(table, back)


@dataclass(frozen=True, slots=True)
class _Back:
    """The way from a picture that was turned clockwise to what it was before."""

    degrees: float
    turned_size: tuple[int, int]
    size: tuple[int, int]

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        if not self.degrees:
            return Box(left, top, right, bottom)
        angle = math.radians(self.degrees)
        cos, sin = math.cos(angle), math.sin(angle)
        xs, ys = [], []
        for x, y in ((left, top), (right, top), (left, bottom), (right, bottom)):
            across, down = x - self.turned_size[0] / 2, y - self.turned_size[1] / 2
            xs.append(across * cos + down * sin + self.size[0] / 2)
            ys.append(down * cos - across * sin + self.size[1] / 2)
        return Box(min(xs), min(ys), max(xs), max(ys))


def words_of(table: str, back: _Back) -> tuple[Word, ...]:
    """The words in a table of the program; lines that are likely dirt are left out."""
    lines: dict[tuple[int, int, int], list[Word]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = "".join(letter for letter in (row.get("text") or "") if letter.isprintable()).strip()
        if not text or not row["conf"] or float(row["conf"]) < 0:
            continue
        line = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
        boxes = _letter_boxes(text, row, back)
        lines.setdefault(line, []).append(Word(text, boxes, float(row["conf"]) / 100, line))
    kept = [words for words in lines.values() if _confidence(words) >= _KEPT_LINE / 100]
    return tuple(word for words in kept for word in words)


def _letter_boxes(text: str, row: dict[str, str], back: _Back) -> tuple[Box, ...]:
    """The word's box cut into as many equal pieces as it has letters."""
    left, top = float(row["left"]), float(row["top"])
    width, height = float(row["width"]), float(row["height"])
    step = width / len(text)
    return tuple(
        back.box(left + step * index, top, left + step * (index + 1), top + height)
        for index in range(len(text))
    )


def _confidence(words: list[Word] | tuple[Word, ...]) -> float:
    characters = sum(len(word.text) for word in words)
    return sum(len(word.text) * word.confidence for word in words) / max(1, characters)


def _sure_characters(words: tuple[Word, ...]) -> int:
    return sum(len(word.text) for word in words if word.confidence * 100 >= _SURE_WORD)


def _is_sure(words: tuple[Word, ...]) -> bool:
    confidence, characters = _confidence(words), _sure_characters(words)
    if confidence >= _SURE_NOTE and characters >= _FEWEST_CHARACTERS:
        return True
    return confidence >= _SURE_PAGE and characters >= _FEW_CHARACTERS
