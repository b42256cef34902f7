"""Pictures: what is in their pixels, beside them, and in their bar codes."""

from __future__ import annotations

import io
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.recognition import PAGE_DPI, recognise
from signatur.methods.documents.task import Deadline, Unreadable
from signatur.solutions.disclosure.model.removing.resolution import fitting_dpi

if TYPE_CHECKING:
    from PIL import Image

    from signatur.solutions.disclosure.model.checking.looking import Looked

_MOST_PIXELS: Final = 60_000_000
_SMALL: Final = 24
"""Pixels: narrower pictures hold no text."""
_UPSCALED_BELOW: Final = 1400
_MOST_FRAMES: Final = 50


def search_picture(data: bytes, looked: Looked, where: str, page: int | None = None) -> None:
    """A picture file: properties, comments, previews, frames, text, bar codes."""
    from PIL import Image, ImageSequence

    try:
        with Image.open(io.BytesIO(data)) as picture:
            search_properties(picture, looked, where, page)
            if picture.width * picture.height > _MOST_PIXELS:
                looked.trouble("unreadable", f"{where} too large".strip(), page)
                return
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                if number >= _MOST_FRAMES:
                    looked.trouble("unreadable", f"{where} too many frames".strip(), page)
                    break
                search_pixels(frame.convert("RGB"), looked, where, page, turned=True)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        looked.trouble("unreadable", f"{where} damaged".strip(), page)


def search_properties(picture: Image.Image, looked: Looked, where: str, page: int | None) -> None:
    """EXIF, XMP, comments, colour profiles, text blocks, and the preview within EXIF."""
    for key, value in picture.info.items():
        if isinstance(value, bytes | str):
            raw = value if isinstance(value, bytes) else value.encode("utf-8", "replace")
            looked.bytes("picture_property", raw, f"{where} {key}"[:80], page)
    exif = picture.getexif()
    values = [*exif.values(), *exif.get_ifd(0x8769).values(), *exif.get_ifd(0x8825).values()]
    looked.words(
        "picture_property", looked.sought.in_text("\n".join(map(_shown, values))), where, page
    )
    preview = picture.info.get("exif", b"")
    start = preview.find(b"\xff\xd8\xff", 6) if isinstance(preview, bytes) else -1
    if start > 0:
        search_picture(preview[start:], looked, f"{where} preview".strip(), page)


def _shown(value: object) -> str:
    if isinstance(value, bytes):
        coding = "utf-16-le" if value[1:2] == b"\0" else "utf-8"
        return value.decode(coding, "replace")
    return str(value)


def search_pixels(
    picture: Image.Image, looked: Looked, where: str, page: int | None, *, turned: bool = False
) -> None:
    """Text by recognition, and bar codes."""
    search_bar_codes(picture, looked, where, page)
    if min(picture.size) < _SMALL or not looked.sought.words:
        return
    recogniser = looked.check.recogniser
    if recogniser is None:
        looked.not_done["recognition"] = None
        return
    deadline = Deadline.after(looked.check.seconds_per_page)
    shown = _large_enough(picture.convert("L"))
    for degrees in (0, 90, 270) if turned else (0,):
        try:
            outcome = recognise(shown.rotate(degrees, expand=True), recogniser, deadline)
        except Unreadable:
            looked.not_done[f"recognition {where} {page or ''}".strip()] = None
            return
        looked.text("recognised", outcome.text, where, page)
    looked.used("tesseract", "+".join(recogniser.languages))


def _large_enough(picture: Image.Image) -> Image.Image:
    from PIL import Image as Pictures

    if max(picture.size) >= _UPSCALED_BELOW:
        return picture
    factor = min(4, max(2, _UPSCALED_BELOW // max(picture.size)))
    return picture.resize(
        (picture.width * factor, picture.height * factor), Pictures.Resampling.LANCZOS
    )


def search_bar_codes(picture: Image.Image, looked: Looked, where: str, page: int | None) -> None:
    """Bar codes of one and two dimensions: what they say is searched; that there is one is a remark."""
    import zxingcpp

    codes: list[Any] = zxingcpp.read_barcodes(picture)
    for number, code in enumerate(codes, 1):
        place = f"{where} code {number}".strip()
        words = {
            *looked.sought.in_text(code.text or ""),
            *looked.sought.in_bytes(bytes(code.bytes)),
        }
        looked.words("bar_code", sorted(words), place, page)
        looked.remark("bar_code", place, page)
    looked.used("zxing-cpp", version("zxing-cpp"))


def drawing_dpi(width_pt: float, height_pt: float) -> float:
    """The resolution at which a page is recognised."""
    return fitting_dpi(width_pt, height_pt, PAGE_DPI)
