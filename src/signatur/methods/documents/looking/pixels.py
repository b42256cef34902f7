"""Pictures as arrays of grey, and rectangles that touch as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.documents.looking.schema import Area

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL.Image import Image

    from signatur.methods.documents.looking.schema import Grey


def grey_of(picture: Image) -> Grey:
    """Return a picture in grey, on white where it is transparent."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        from PIL import Image as Images

        picture = picture.convert("RGBA")
        ground = Images.new("RGBA", picture.size, "white")
        picture = Images.alpha_composite(ground, picture)
    return np.asarray(picture.convert("L"))


def joined(areas: Iterable[Area], gap: int = 0) -> list[Area]:
    """Return areas with those joined that overlap or lie within a gap of each other."""
    found: list[Area] = []
    for area in areas:
        merged, rest = area, found
        while True:
            near = [one for one in rest if merged.grown(gap).overlap(one)]
            if not near:
                break
            rest = [one for one in rest if one not in near]
            merged = Area(
                min(merged.left, *(one.left for one in near)),
                min(merged.top, *(one.top for one in near)),
                max(merged.right, *(one.right for one in near)),
                max(merged.bottom, *(one.bottom for one in near)),
            )
        found = [*rest, merged]
    return found


def within(area: Area, width: int, height: int) -> Area:
    """Return the part of an area that lies in a picture of that size."""
    return Area(
        max(0, area.left), max(0, area.top), min(width, area.right), min(height, area.bottom)
    )
