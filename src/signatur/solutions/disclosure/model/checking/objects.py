"""Every object of a PDF: its strings, names and streams; and whether it may be there at all."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from signatur.solutions.disclosure.model.checking.allowed import stranger
from signatur.solutions.disclosure.model.checking.pictures import search_picture, search_pixels
from signatur.solutions.disclosure.model.checking.places import channel_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from signatur.solutions.disclosure.model.checking.looking import Looked

PRODUCER: Final = "Signatur"
_DEPTH: Final = 40
_OPERATORS: Final = re.compile(rb"T[jJ]|'|\"|BDC|DP|BI")
_MOST_PICTURES: Final = 2_000
_MOST_UNPACKED: Final = 100_000_000
"""No page needs a stream that unpacks to more; engines would be at it for hours."""


@dataclass(slots=True)
class _Walk:
    """What was gathered from the objects, by channel."""

    looked: Looked
    place: str
    is_ours: bool
    inner: Callable[[bytes, str], None]
    texts: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    pictures: int = 0
    is_swollen: bool = False


def search_objects(
    data: bytes, looked: Looked, place: str, inner: Callable[[bytes, str], None]
) -> bool | None:
    """Search every object. Returns whether the file is one of ours; None where it cannot be read further."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            is_ours = looked.check.pages is not None or _says_ours(pdf)
            if pdf.is_encrypted:
                (looked.trouble if is_ours else looked.remark)("encrypted", place.strip())
            walk = _Walk(looked, place, is_ours, inner)
            count = 0
            for thing in pdf.objects:
                count += 1
                _search_object(walk, thing)
            _search_object(walk, pdf.trailer)
            _search_gathered(walk)
            if not is_ours:
                _remarks(pdf, walk)
            looked.used("pikepdf", version("pikepdf"), count)
            return None if walk.is_swollen else is_ours
    except pikepdf.PasswordError:
        looked.trouble("unreadable", f"{place}locked with a password")
        return None
    except (pikepdf.PdfError, ValueError, RecursionError):
        looked.trouble("unreadable", f"{place}damaged")
        return None


def says_ours(data: bytes) -> bool:
    """Whether a PDF claims to be made here; whether that is so is seen from its objects."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            return _says_ours(pdf)
    except (pikepdf.PasswordError, pikepdf.PdfError, ValueError, RecursionError):
        return False


def _says_ours(pdf: Any) -> bool:
    try:
        return str(pdf.docinfo.get("/Producer", "")) == PRODUCER
    except (ValueError, AttributeError, TypeError):
        return False


def _search_object(walk: _Walk, thing: Any) -> None:
    where = f"{walk.place}object {_number(thing)}"
    if walk.is_ours and (strange := stranger(thing)):
        walk.looked.trouble("unknown_object", f"{where} {strange}")
    for channel, raw in _strings(thing, "", None, 0):
        walk.texts[channel].append((where, raw))
    import pikepdf

    if isinstance(thing, pikepdf.Stream):
        _search_stream(walk, thing, where)


def _number(thing: Any) -> str:
    try:
        return str(thing.objgen[0]) if thing.is_indirect else "trailer"
    except (AttributeError, ValueError):
        return "?"


def _strings(thing: Any, key: str, parent: Any, depth: int) -> Iterator[tuple[str, str]]:
    """Strings and names of an object and of what stands within it, not of what it refers to."""
    import pikepdf

    if depth > _DEPTH:
        return
    if isinstance(thing, pikepdf.String):
        yield from ((channel_of(key, parent), text) for text in _readings(thing))
    elif isinstance(thing, pikepdf.Name):
        yield channel_of(key, parent), str(thing)
    elif isinstance(thing, pikepdf.Array):
        for one in thing:
            if not getattr(one, "is_indirect", False):
                yield from _strings(one, key, parent, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for name, one in thing.items():
            yield f"name:{channel_of(name, thing)}", name
            if not getattr(one, "is_indirect", False):
                yield from _strings(one, name, thing, depth + 1)


def _readings(string: Any) -> set[str]:
    """A string read as what it says it is, and as what it may be."""
    raw = bytes(string)
    readings = {raw.decode("latin-1")}
    with contextlib.suppress(UnicodeDecodeError, ValueError):
        readings.add(str(string))
    for coding in ("utf-8", "utf-16-be", "utf-16-le"):
        try:
            readings.add(raw.decode(coding))
        except UnicodeDecodeError:
            continue
    return readings


def _search_gathered(walk: _Walk) -> None:
    for channel, gathered in walk.texts.items():
        texts = [text for _where, text in gathered]
        for index, word in walk.looked.sought.in_texts(texts):
            walk.looked.words(channel.removeprefix("name:"), [word], gathered[index][0])


def _search_stream(walk: _Walk, stream: Any, where: str) -> None:
    import pikepdf

    kind = str(stream.get("/Subtype", ""))
    kind = str(stream.get("/Type", "")) if kind not in {"/Image", "/XML", "/Form"} else kind
    channel = {"/Image": "picture", "/XML": "xmp", "/Form": "form_object", "/EmbeddedFile": "attachment"}.get(kind, "stream")  # fmt: skip
    # A thumbnail need not say that it is a picture.
    if kind == "/Image" or (not kind and "/Width" in stream and "/Height" in stream):
        _search_image(walk, stream, where)
        return
    try:
        data = stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    except (pikepdf.PdfError, NotImplementedError, pikepdf.exceptions.DependencyError):
        data = stream.read_raw_bytes()
    if len(data) > _MOST_UNPACKED and kind != "/EmbeddedFile":
        walk.is_swollen = True
        walk.looked.trouble("unreadable", f"{where} unpacks to {len(data)} bytes")
        return
    walk.looked.bytes(channel, data, where)
    if kind == "/EmbeddedFile" or "/Params" in stream:
        walk.looked.trouble("attachment", where)
        walk.inner(data, f"{where} attached")
    elif _OPERATORS.search(data):
        _search_content(walk, stream, channel, where)


def _search_content(walk: _Walk, stream: Any, channel: str, where: str) -> None:
    """Strings that are drawn, put together however they were cut; texts in place of what is drawn."""
    import pikepdf

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            instructions = pikepdf.parse_content_stream(stream)
    except (pikepdf.PdfError, ValueError, TypeError):
        return
    drawn: list[str] = []
    for one in instructions:
        if isinstance(one, pikepdf.ContentStreamInlineImage):
            # Its bytes were searched with the stream, its pixels are with the drawn page.
            continue
        operator = bytes(one.operator).decode("latin-1")
        if operator in {"Tj", "TJ", "'", '"'}:
            drawn.append("".join(_drawn_strings(one.operands)))
        elif operator in {"BDC", "DP"}:
            for operand in one.operands:
                walk.texts["marked_content"] += [
                    (where, text) for _c, text in _strings(operand, "", None, 0)
                ]
        elif operator in {"ET", "Td", "TD", "T*", "Tm"}:
            drawn.append(" ")
    text = "".join(drawn)
    walk.looked.text(channel, text, where)
    walk.looked.text(channel, text.replace("\0", ""), where)
    walk.looked.text(
        channel, re.sub(r"\s+", "", text.replace("\0", "")), where
    ) if _letter_by_letter(drawn) else None


def _drawn_strings(operands: Any) -> Iterator[str]:
    import pikepdf

    for operand in operands:
        if isinstance(operand, pikepdf.String):
            yield bytes(operand).decode("latin-1")
        elif isinstance(operand, pikepdf.Array):
            yield from _drawn_strings(operand)


def _letter_by_letter(drawn: list[str]) -> bool:
    shown = [one for one in drawn if one.strip()]
    return bool(shown) and sum(len(one.strip("\0 ")) <= 2 for one in shown) > len(shown) / 2


def _search_image(walk: _Walk, stream: Any, where: str) -> None:
    """The picture itself, also where something is drawn over it or it is nowhere shown."""
    import pikepdf

    raw = stream.read_raw_bytes()
    walk.looked.bytes("picture", raw, where)
    name = str(stream.get("/Filter", ""))
    if name == "/DCTDecode":
        _search_marks(raw, walk, where)
    if walk.is_ours or walk.pictures >= _MOST_PICTURES:
        return
    walk.pictures += 1
    if name in {"/DCTDecode", "/JPXDecode"}:
        search_picture(raw, walk.looked, where)
        return
    try:
        stream.Subtype = pikepdf.Name.Image
        picture = pikepdf.PdfImage(stream).as_pil_image()
        search_pixels(picture.convert("RGB"), walk.looked, where, None, turned=True)
    except Exception:  # noqa: BLE001 (odd pictures of others; the drawn page is recognised as well)
        walk.looked.remark("unreadable_picture", where)


def _search_marks(raw: bytes, walk: _Walk, where: str) -> None:
    """A JPEG of ours has none of the segments in which programs leave something."""
    from PIL import Image

    with Image.open(io.BytesIO(raw)) as picture:
        strange = set(picture.info) - {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
            "dpi",
        }
    if strange and walk.is_ours:
        walk.looked.trouble("picture_property", where)


def _remarks(pdf: Any, walk: _Walk) -> None:
    """What a file of others may have, and which is worth a look before it is sent."""
    root = pdf.Root
    present = {
        "outline": "/Outlines" in root,
        "form": "/AcroForm" in root,
        "script": "/OpenAction" in root or "/AA" in root,
        "layers": "/OCProperties" in root,
        "private": "/PieceInfo" in root,
        "annotation": any("/Annots" in page for page in pdf.pages),
    }
    for channel, is_there in present.items():
        if is_there:
            walk.looked.remark(channel, walk.place.strip())
