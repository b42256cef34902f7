"""Boxes: from the space of a PDF page to the page as shown, and what they have to do with each other."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from signatur.methods.documents.laid_out.schema import Box


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the shown part of a page lies in its own space, and how far it is turned when shown."""

    left: float
    bottom: float
    right: float
    top: float
    quarter_turns: int = 0
    """Clockwise."""

    @classmethod
    def of(cls, page: Any) -> Sheet:
        """The sheet of a pypdfium2 page."""
        import pypdfium2.raw as pdfium

        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
        turns = pdfium.FPDFPage_GetRotation(page)
        return cls(box.left, box.bottom, box.right, box.top, turns % 4)

    @property
    def width(self) -> float:
        """As shown, in points."""
        across, up = self.right - self.left, self.top - self.bottom
        return up if self.quarter_turns % 2 else across

    @property
    def height(self) -> float:
        across, up = self.right - self.left, self.top - self.bottom
        return across if self.quarter_turns % 2 else up

    def shown(self, boxes: Any) -> npt.NDArray[np.float32]:
        """Boxes (left, bottom, right, top) of the page's space as they stand on the page as shown."""
        import numpy as np

        left, bottom, right, top = (boxes[:, column] for column in range(4))
        match self.quarter_turns:
            case 0:
                sides = (left - self.left, self.top - top, right - self.left, self.top - bottom)
            case 1:
                sides = (
                    bottom - self.bottom,
                    left - self.left,
                    top - self.bottom,
                    right - self.left,
                )
            case 2:
                sides = (
                    self.right - right, bottom - self.bottom, self.right - left, top - self.bottom,
                )  # fmt: skip
            case _:
                sides = (self.top - top, self.right - right, self.top - bottom, self.right - left)
        return np.stack(sides, axis=1).astype(np.float32)


def united(first: Any, second: Any) -> Any:
    """The smallest boxes around two; columns 0 and 1 are the lower sides."""
    import numpy as np

    return np.concatenate(
        [np.minimum(first[:, :2], second[:, :2]), np.maximum(first[:, 2:], second[:, 2:])], axis=1
    )


def lie_within(boxes: npt.NDArray[np.float32], box: Box) -> npt.NDArray[np.bool_]:
    """Which boxes have their middle in the box; those that stand nowhere have none."""
    import numpy as np

    with np.errstate(invalid="ignore"):
        x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        inside: npt.NDArray[np.bool_] = (
            (x >= box.left) & (x <= box.right) & (y >= box.top) & (y <= box.bottom)
        )
    return inside
