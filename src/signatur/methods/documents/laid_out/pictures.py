"""Pictures as a PDF to look at: each on a page of its size; and what their files say of themselves."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.pictures import BROKEN, decoded
from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.documents.task import Unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

    from signatur.methods.documents.task import Task

_FORMATS: Final = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "AVIF", "JPEG2000", "MPO", "HEIF")
_MANY_FRAMES: Final = frozenset({"TIFF", "MPO", "GIF", "WEBP", "PNG", "AVIF", "HEIF"})
_POINTS_PER_INCH: Final = 72
_PLAUSIBLE_DPI: Final = (72, 1_200)
_A4_LONG_SIDE: Final = 842.0
_LEAST_SIDE: Final = 72.0
_MOST_SIDE: Final = 14_000.0
_QUALITY: Final = 92
_MOST_TEXT: Final = 20_000
_NOT_TEXT: Final = frozenset({
    "exif", "icc_profile", "photoshop", "transparency", "version", "compression", "background",
})  # fmt: skip
_EXIF_FOLDERS: Final = (0x8769, 0x8825, 0xA005)
# What cameras say of exposure and pixels: numbers, of which none tells about a person.
_TELLING: Final = frozenset({
    "ImageDescription", "Make", "Model", "Software", "DateTime", "Artist", "Copyright", "HostComputer",
    "UserComment", "DateTimeOriginal", "DateTimeDigitized", "CameraOwnerName", "BodySerialNumber",
    "LensSerialNumber", "ImageUniqueID", "XPTitle", "XPComment", "XPAuthor", "XPKeywords", "XPSubject",
    "DocumentName", "PageName", "GPSLatitude", "GPSLongitude", "GPSLatitudeRef", "GPSLongitudeRef",
    "GPSDateStamp", "GPSAreaInformation", "GPSProcessingMethod", "ImageHistory", "OwnerName",
})  # fmt: skip


def write_picture_view(task: Task, path: Path) -> tuple[list[tuple[str, str]], list[Problem]]:
    """Write the pages of a picture file as a PDF.

    Returns:
        The properties of the file (place and text), and what could not be shown.

    Raises:
        Unreadable: The file is no picture that can be decoded here.
    """
    from PIL import Image as Pictures
    from PIL import UnidentifiedImageError

    _with_heif()
    Pictures.MAX_IMAGE_PIXELS = None  # sizes are judged here, before anything is decoded
    try:
        with task.content.open() as file, Pictures.open(file, formats=_formats()) as picture:
            return _written(picture, task, path)
    except UnidentifiedImageError as error:
        raise Unreadable(ProblemCode.UNKNOWN_FORMAT, "a picture of another kind") from error
    except (*BROKEN, struct.error, zlib.error) as error:
        raise Unreadable(ProblemCode.DAMAGED, type(error).__name__) from error


def _with_heif() -> None:
    """Pictures of telephones (HEIC), where their decoder is installed."""
    import importlib
    import importlib.util

    if importlib.util.find_spec("pillow_heif") is not None:
        importlib.import_module("pillow_heif").register_heif_opener()


def _formats() -> tuple[str, ...]:
    from PIL import Image as Pictures

    Pictures.init()
    return tuple(name for name in _FORMATS if name in Pictures.OPEN)


def _written(
    picture: Image.Image, task: Task, path: Path
) -> tuple[list[tuple[str, str]], list[Problem]]:
    import pikepdf

    problems: list[Problem] = []
    properties: dict[tuple[str, str], None] = {}
    is_many = picture.format in _MANY_FRAMES
    count = getattr(picture, "n_frames", 1) if is_many else 1
    if count > task.limits.pages:
        problems.append(
            Problem(ProblemCode.TOO_LARGE, f"{count} pages, {task.limits.pages} were read")
        )
    with pikepdf.new() as view:
        for number in range(1, min(count, task.limits.pages) + 1):
            picture.seek(number - 1)
            if picture.width * picture.height > task.limits.pixels:
                detail = f"{picture.width} x {picture.height} pixels"
                problems.append(Problem(ProblemCode.TOO_LARGE, detail, f"page {number}"))
                _add_blank(view)
                continue
            properties |= dict.fromkeys(_properties(picture))
            dpi = _dpi(picture)
            image, is_whole = decoded(picture, in_colour=True)
            if not is_whole:
                detail = "the picture ends early"
                problems.append(Problem(ProblemCode.DAMAGED, detail, f"page {number}"))
            _add(view, image, dpi)
        view.save(path)
    return list(properties), problems


def _add_blank(view: Any) -> None:
    view.add_blank_page(page_size=(_A4_LONG_SIDE / 2**0.5, _A4_LONG_SIDE))


def _dpi(picture: Image.Image) -> float | None:
    """What the file says of its resolution, where that can be."""
    told = picture.info.get("dpi")
    try:
        dpi = float(told[0]) if told else 0.0
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    low, high = _PLAUSIBLE_DPI
    # 72 and 96 are what programs write that know nothing.
    return dpi if low < dpi <= high and dpi != 96 else None


def _add(view: Any, image: Image.Image, dpi: float | None) -> None:
    import pikepdf

    longest = max(image.size)
    scale = _POINTS_PER_INCH / dpi if dpi else _A4_LONG_SIDE / longest
    scale = min(scale, _MOST_SIDE / longest)
    scale = max(scale, _LEAST_SIDE / max(1, min(image.size))) if dpi is None else scale
    scale = min(scale, 2.0)
    width, height = max(1.0, image.width * scale), max(1.0, image.height * scale)
    page = view.add_blank_page(page_size=(width, height))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=_stream(view, image)))
    page.obj.Contents = view.make_stream(f"q {width} 0 0 {height} 0 0 cm /Im Do Q".encode())


def _stream(view: Any, image: Image.Image) -> Any:
    """The picture as it is drawn: bits stay bits, grey stays grey, colours become JPEG."""
    import pikepdf

    told: dict[str, Any] = {
        "Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image,
        "Width": image.width, "Height": image.height,
    }  # fmt: skip
    if image.mode == "1":
        data = zlib.compress(image.tobytes(), 6)
        told |= {"ColorSpace": pikepdf.Name.DeviceGray, "BitsPerComponent": 1}
        told["Filter"] = pikepdf.Name.FlateDecode
    else:
        image = image if image.mode in {"L", "RGB"} else image.convert("RGB")
        written = io.BytesIO()
        image.save(written, "JPEG", quality=_QUALITY)
        data = written.getvalue()
        space = pikepdf.Name.DeviceGray if image.mode == "L" else pikepdf.Name.DeviceRGB
        told |= {"ColorSpace": space, "BitsPerComponent": 8, "Filter": pikepdf.Name.DCTDecode}
    return pikepdf.Stream(view, data, **told)


def _properties(picture: Image.Image) -> list[tuple[str, str]]:
    from PIL import ExifTags

    found: list[tuple[str, str]] = []
    try:
        exif = picture.getexif()
        folders = [exif, *(exif.get_ifd(folder) for folder in _EXIF_FOLDERS)]
    except BROKEN:
        folders = []
    for tags in folders:
        for number, value in tags.items():
            name = ExifTags.TAGS.get(number) or ""
            if tags is not folders[0] and name not in _TELLING:
                name = ExifTags.GPSTAGS.get(number, name)
            if name in _TELLING and (text := _readable(value)):
                found.append((f"EXIF {name}", text))
    for key, value in picture.info.items():
        if key in _NOT_TEXT or str(key).startswith("jfif"):
            continue
        if isinstance(value, str | bytes) and len(text := _readable(value)) > 1:
            found.append((f"property {str(key)[:40]}", text))
    return found


def _readable(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(filter(None, (_readable(item) for item in value)))
    if isinstance(value, bytes):
        value = _from_bytes(value)
    text = str(value).strip("\0 \n")[:_MOST_TEXT]
    if text.lstrip().startswith(("<?xpacket", "<x:xmpmeta")):
        from signatur.methods.documents.laid_out.strings import without_tags

        text = without_tags(text)
    printable = sum(letter.isprintable() or letter in "\n\t" for letter in text)
    return text if text and printable >= 0.9 * len(text) else ""


def _from_bytes(value: bytes) -> str:
    for mark, encoding in ((b"UNICODE\0", "utf-16"), (b"ASCII\0\0\0", "ascii")):
        if value.startswith(mark):
            return value[8:].decode(encoding, "replace")
    if len(value) % 2 == 0 and value[1::2].count(0) > len(value) // 3:
        return value.decode("utf-16-le", "replace")
    return value.decode("utf-8", "replace")
