"""Scans and photographs that arrive as picture files."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.scans import Scans, doubt, scanned_page
from signatur.methods.documents.schema import Page, Problem, ProblemCode, TextSource
from signatur.methods.documents.task import Finding, PageCount, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from signatur.methods.documents.task import Task

# Formats whose decoders are part of Pillow; others would start programs (EPS) or are unknown.
_FORMATS: Final = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "AVIF", "JPEG2000", "MPO")

# What Pillow's decoders raise for files that are broken.
BROKEN: Final = (
    OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError,
    struct.error, zlib.error,
)  # fmt: skip

# A readable line takes about 20 pixels in height. Below these sizes a picture holds a few words at
# most: icons, tracking pixels, the logos that mail programs put into signatures.
_LEAST_SIDE: Final = 48
_LEAST_AREA: Final = 20_000

# The long side of an A4 page at 300 dpi, to which every picture is brought: photographs are taken
# down, screenshots (96 dpi) up, but nothing is blown up beyond three times its size.
_PAGE_SIDE: Final = 3508
_SMALL_SIDE: Final = 2400
_MOST_ENLARGED: Final = 3.0


def read_picture(task: Task) -> Iterator[Finding]:
    """Recognise each page of a picture file; animations count as their first picture."""
    from PIL import Image as Pictures

    # Sizes are judged here, before anything is decoded; Pillow's own limit would raise instead.
    Pictures.MAX_IMAGE_PIXELS = None
    try:
        with task.content.open() as file, Pictures.open(file, formats=_FORMATS) as picture:
            count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
            yield PageCount(count)
            yield from _pages(picture, count, task)
    except BROKEN as error:
        raise Unreadable(ProblemCode.DAMAGED, type(error).__name__) from error


def _pages(picture: Image.Image, count: int, task: Task) -> Iterator[Finding]:
    scans = Scans(task)
    for number in range(1, min(count, task.limits.pages) + 1):
        picture.seek(number - 1)
        if picture.width * picture.height > task.limits.pixels:
            detail = f"{picture.width} x {picture.height} pixels"
            yield Problem(ProblemCode.TOO_LARGE, detail, f"page {number}")
        elif is_too_small(picture.width, picture.height):
            yield Page(number, "", TextSource.NONE, 0.0)
        else:
            yield from _page(picture, number, scans)
    yield from scans.problems()
    if count > task.limits.pages:
        yield Problem(ProblemCode.TOO_LARGE, f"{count} pages, {task.limits.pages} were read")


def is_too_small(width: int, height: int) -> bool:
    """Whether a picture of this size is no document."""
    return min(width, height) < _LEAST_SIDE or width * height < _LEAST_AREA


def _page(picture: Image.Image, number: int, scans: Scans) -> Iterator[Finding]:
    image, is_whole = decoded(picture)
    if not is_whole:
        yield Problem(ProblemCode.DAMAGED, "the picture ends early", f"page {number}")
    outcome = scans.read(_at_page_size(image), number)
    if outcome is None:
        yield Page(number, "", TextSource.NONE, 0.0)
        return
    page = scanned_page(outcome, number)
    yield page
    if (problem := doubt(page)) is not None:
        yield problem


def decoded(picture: Image.Image, *, in_colour: bool = False) -> tuple[Image.Image, bool]:
    """The upright picture in grey, or as it is, and whether it was all there."""
    from PIL import ImageFile, ImageOps

    try:
        picture.load()
        is_whole = True
    except OSError:
        # The file ends too early: what there is of it is shown above a grey field.
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            picture.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
        is_whole = False
    upright = ImageOps.exif_transpose(picture)
    return (_in_colour(upright) if in_colour else _grey(upright)), is_whole


def _in_colour(picture: Image.Image) -> Image.Image:
    """One bit, grey, or red, green and blue; what is transparent becomes paper."""
    from PIL import Image as Pictures

    if picture.mode in {"1", "L", "RGB"} and "transparency" not in picture.info:
        return picture
    if picture.mode.startswith("I;16") or picture.mode in {"I", "F"}:
        return _grey(picture)
    layered = picture.convert("RGBA")
    paper = Pictures.new("RGBA", layered.size, "white")
    return Pictures.alpha_composite(paper, layered).convert("RGB")


def _grey(picture: Image.Image) -> Image.Image:
    """Eight bits of grey; what is transparent becomes paper."""
    from PIL import Image as Pictures

    if picture.mode.startswith("I;16") or picture.mode in {"I", "F"}:
        low, high = picture.getextrema()
        span = max(1.0, float(high) - float(low))  # type: ignore[arg-type]  # one band, plain numbers
        return picture.point(lambda value: (value - low) * 255 / span).convert("L")
    if "transparency" in picture.info or picture.mode in {"RGBA", "LA", "PA"}:
        layered = picture.convert("RGBA")
        paper = Pictures.new("RGBA", layered.size, "white")
        return Pictures.alpha_composite(paper, layered).convert("L")
    return picture.convert("L")


def _at_page_size(image: Image.Image) -> Image.Image:
    from PIL import Image as Pictures

    longest = max(image.size)
    if longest > _PAGE_SIDE:
        factor = _PAGE_SIDE / longest
    elif longest < _SMALL_SIDE:
        factor = min(_MOST_ENLARGED, _SMALL_SIDE / longest)
    else:
        return image
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return image.resize(size, Pictures.Resampling.LANCZOS)
