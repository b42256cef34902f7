"""What is seen in a picture: codes, faces and handwriting, each with its place in pixels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Grey: TypeAlias = npt.NDArray[np.uint8]
"""Shape (height, width), 0 is black."""
Mask: TypeAlias = npt.NDArray[np.uint8]
"""Shape (height, width), 255 where something is, 0 elsewhere."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in pixels from the top left corner; right and bottom lie just outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def grown(self, by: int) -> Area:
        """Return the rectangle with a margin; it may leave the picture."""
        return Area(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def overlap(self, other: Area) -> int:
        """Return how many pixels two rectangles share."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0


@dataclass(frozen=True, slots=True)
class Code:
    """A bar code or one in two dimensions."""

    symbology: str
    """Such as `Code 128` or `QR Code`; `stripes` or `modules` where it could not be read."""
    text: str = field(repr=False)
    """What it says; empty where it could not be read."""
    area: Area

    @property
    def is_read(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Face:
    area: Area
    confidence: float


@dataclass(frozen=True, slots=True)
class Strokes:
    """Ink that looks drawn by hand, or stamped: a signature, a note, a stamp."""

    area: Area
    confidence: float
    evidence: tuple[str, ...] = ()
    """`curved`, `long_stroke`, `coloured_ink`, `on_a_line`."""
