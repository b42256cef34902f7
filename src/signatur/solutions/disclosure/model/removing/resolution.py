"""The resolution at which a page is drawn, so that a huge sheet takes no more memory than others."""

from __future__ import annotations

import math
from typing import Final

MOST_PIXELS: Final = 40_000_000
"""Of one page; larger sheets are drawn coarser."""
LONGEST_SIDE: Final = 60_000
"""JPEG and readers of bar codes take no more than 65,535 pixels in a row."""
_POINTS_PER_INCH: Final = 72


def fitting_dpi(width_pt: float, height_pt: float, wanted: float) -> float:
    """The resolution that is wanted, or less where the sheet is huge."""
    area = max(width_pt * height_pt, 1e-6) / _POINTS_PER_INCH**2
    longest = max(width_pt, height_pt, 1e-6) / _POINTS_PER_INCH
    return min(wanted, math.sqrt(MOST_PIXELS / area), LONGEST_SIDE / longest)
