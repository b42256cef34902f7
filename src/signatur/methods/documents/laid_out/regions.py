"""Parts of a page that are read from its picture, and the words found in them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.methods.documents.laid_out.boxing import lie_within
from signatur.methods.documents.laid_out.recognised import Word
from signatur.methods.documents.laid_out.schema import Box

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from PIL import Image

    from signatur.methods.documents.laid_out.ink import Glance


@dataclass(frozen=True, slots=True)
class Seen:
    """Text recognised in one region, with a box for each character, in points."""

    text: str = field(repr=False)
    boxes: npt.NDArray[np.float32] = field(repr=False)
    confidence: float


def seen(words: tuple[Word, ...]) -> Seen | None:
    """Words as one text, lines under each other, paragraphs parted; None without words."""
    import numpy as np

    if not words:
        return None
    text: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    nowhere = (np.nan,) * 4
    for index, word in enumerate(words):
        if index:
            last = words[index - 1].line
            gap = " " if last == word.line else "\n" if last[:2] == word.line[:2] else "\n\n"
            text.append(gap)
            boxes.extend([nowhere] * len(gap))
        text.append(word.text)
        boxes.extend((box.left, box.top, box.right, box.bottom) for box in word.boxes)
    confidence = sum(w.confidence * len(w.text) for w in words) / sum(len(w.text) for w in words)
    return Seen("".join(text), np.array(boxes, dtype=np.float32), round(confidence, 3))


def share(regions: list[Box], size: tuple[float, float]) -> float:
    """How much of a page of this size the regions take."""
    area = sum((box.right - box.left) * (box.bottom - box.top) for box in regions)
    return area / max(1.0, size[0] * size[1])


def besides(words: tuple[Word, ...], explained: npt.NDArray[np.float32]) -> tuple[Word, ...]:
    """The words that do not stand where characters (boxes, in points) are known already."""
    if not len(explained):
        return words
    kept = []
    for word in words:
        inside = lie_within(explained, word.box).sum()
        if inside < max(1, len(word.text) // 2):
            kept.append(word)
    return tuple(kept)


def downwards(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Lines from top to bottom: of scattered words the program tells in any order."""
    tops: dict[tuple[int, int, int], float] = {}
    for word in words:
        tops.setdefault(word.line, word.box.top)
    return tuple(sorted(words, key=lambda word: (tops[word.line], word.line)))


def by_region(words: tuple[Word, ...], regions: list[Box]) -> dict[Box, tuple[Word, ...]]:
    """The words by the region that is nearest to them."""
    found: dict[Box, list[Word]] = {}
    for word in words:
        home = min(regions, key=lambda region: _distance(word.box, region))
        found.setdefault(home, []).append(word)
    return {region: tuple(words) for region, words in found.items()}


def only(image: Image.Image, regions: list[Box], scale: float) -> Image.Image:
    """The picture with nothing but these regions, on white, cut to them."""
    from PIL import Image as Pictures

    sheet = Pictures.new("L", image.size, 255)
    for region in regions:
        sides = (region.left - 3, region.top - 3, region.right + 3, region.bottom + 3)
        left, top, right, bottom = (round(side * scale) for side in sides)
        place = (max(0, left), max(0, top), min(image.width, right), min(image.height, bottom))
        if place[0] < place[2] and place[1] < place[3]:
            sheet.paste(image.crop(place), place[:2])
    return sheet


def fingerprint(region: Box, glance: Glance) -> bytes:
    """What is the same for regions that look the same, such as the letterhead of every page."""
    scale = glance.scale
    left, top, right, bottom = (
        int(side * scale) for side in (region.left, region.top, region.right, region.bottom)
    )
    piece = glance.bare[top : bottom + 1, left : right + 1]
    digest = hashlib.sha256(piece.tobytes())
    digest.update(str(piece.shape).encode())
    return digest.digest()


def moved(words: tuple[Word, ...], region: Box, *, back: bool = False) -> list[Word]:
    """Words from the corner of a region to their place on the page, or back."""
    sign = -1 if back else 1
    across, down = sign * region.left, sign * region.top
    return [
        Word(
            word.text,
            tuple(
                Box(b.left + across, b.top + down, b.right + across, b.bottom + down)
                for b in word.boxes
            ),
            word.confidence,
            word.line,
        )
        for word in words
    ]


def scaled(word: Word, factor: float) -> Word:
    """The word with its boxes in another unit."""
    boxes = tuple(
        Box(b.left * factor, b.top * factor, b.right * factor, b.bottom * factor)
        for b in word.boxes
    )
    return Word(word.text, boxes, word.confidence, word.line)


def _distance(box: Box, region: Box) -> float:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    across = max(region.left - x, 0.0, x - region.right)
    down = max(region.top - y, 0.0, y - region.bottom)
    return across + down
