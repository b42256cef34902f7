"""What a picture file says beside its pixels: EXIF with the place, XMP, IPTC, comments, a thumbnail."""

from __future__ import annotations

import io
import re
import struct
from typing import TYPE_CHECKING, Any, Final
from xml.sax import SAXException

from signatur.methods.documents.laid_out.schema import Hidden, Origin
from signatur.methods.documents.laid_out.views.channels import Channel, ChannelReader, PartRule
from signatur.methods.documents.laid_out.views.seen import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from signatur.methods.documents.content import Content

# What Pillow raises for files that are broken.
_BROKEN: Final = (
    OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError,
    AttributeError, ZeroDivisionError, struct.error, RuntimeError,
)  # fmt: skip
_FORMATS: Final = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "AVIF", "JPEG2000", "MPO")
_EXIF, _GPS = 0x8769, 0x8825
# Pillow's number for the second directory, which describes the thumbnail.
_OF_THUMBNAIL = -1
# Exif tags that are layout of the file or long binary data, not something anybody wrote.
_TECHNICAL: Final = frozenset({
    "MakerNote", "ExifOffset", "GPSInfo", "StripOffsets", "StripByteCounts", "TileOffsets",
    "TileByteCounts", "JpegIFOffset", "JpegIFByteCount", "PrintImageMatching", "XMLPacket",
    "BitsPerSample", "ColorMap", "TransferFunction", "JPEGTables", "InterColorProfile", "IPTCNAA",
    "ComponentsConfiguration", "ImageResources", "ExifInteroperabilityOffset", "SampleFormat",
})  # fmt: skip
_XMP_WITHIN: Final = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>|<rdf:RDF.*?</rdf:RDF>", re.DOTALL)
_READ_ELSEWHERE: Final = frozenset({
    "exif", "icc_profile", "XML:com.adobe.xmp", "xmp", "photoshop", "transparency",
})  # fmt: skip
_LONGEST_VALUE: Final = 4_000
_LARGEST: Final = 60_000_000
_THUMB_SIDE: Final = 32
_DIFFERS: Final = 40.0
"""Mean difference of two small grey pictures, of 255, above which a thumbnail shows something else."""


def hidden_in_picture(content: Content) -> tuple[Hidden, ...]:
    """Return what a picture file says beside its pixels; nothing for what is no picture.

    Never raises for bad content. `where` names the standard: `EXIF`, `GPS`, `XMP`, `IPTC`,
    `comment`, `thumbnail`. A place is told in degrees as well, as people write it.
    """
    from PIL import Image as Pictures

    ledger = Ledger()
    data = content.read(_LARGEST)
    try:
        with Pictures.open(io.BytesIO(data), formats=_FORMATS) as picture:
            for read in (_exif, _comments, _iptc, _thumbnail):
                try:
                    for where, text in read(picture):
                        ledger.tell(Origin.PROPERTY, where, text)
                except _BROKEN:
                    continue
    except _BROKEN:
        return ()
    for packet in _XMP_WITHIN.findall(data):
        _read_xmp(packet, ledger)
    return ledger.settle("")


def _exif(picture: Image.Image) -> Iterator[tuple[str, str]]:
    from PIL import ExifTags

    exif = picture.getexif()
    for number, value in exif.items():
        yield from _tag("EXIF", ExifTags.TAGS.get(number, f"tag {number}"), value)
    for number, value in exif.get_ifd(_EXIF).items():
        yield from _tag("EXIF", ExifTags.TAGS.get(number, f"tag {number}"), value)
    gps = exif.get_ifd(_GPS)
    for number, value in gps.items():
        yield from _tag("GPS", ExifTags.GPSTAGS.get(number, f"tag {number}"), value)
    if (place := _place(gps)) is not None:
        yield "GPS", f"{place[0]:.6f}, {place[1]:.6f}"


def _tag(where: str, name: str, value: Any) -> Iterator[tuple[str, str]]:
    if name in _TECHNICAL:
        return
    if isinstance(value, bytes):
        value = _words_of(value, name)
    elif isinstance(value, tuple):
        value = " ".join(str(each) for each in value[:24])
    text = str(value).strip(" \0")[:_LONGEST_VALUE]
    if text:
        yield where, f"{name}: {text}"


def _words_of(value: bytes, name: str) -> str:
    """Bytes as text: Windows writes its XP tags in UTF-16, cameras a character set before comments."""
    if name.startswith("XP"):
        return value.decode("utf-16-le", "replace").rstrip("\0")
    for mark, charset in (
        (b"ASCII\0\0\0", "ascii"),
        (b"UNICODE\0", "utf-16"),
        (b"JIS\0\0\0\0\0", "shift_jis"),
    ):
        if value.startswith(mark):
            return value[8:].decode(charset, "replace").strip("\0 ")
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if text.isprintable() else ""


def _place(gps: dict[int, Any]) -> tuple[float, float] | None:
    """Latitude and longitude in degrees (Exif 2.32, 4.6.6: tags 1 to 4)."""
    if not all(number in gps for number in (1, 2, 3, 4)):
        return None
    sides = []
    for reference, value in ((gps[1], gps[2]), (gps[3], gps[4])):
        degrees, minutes, seconds = (float(each) for each in (*value, 0, 0)[:3])
        side = degrees + minutes / 60 + seconds / 3600
        sides.append(-side if str(reference).strip("\0 ").upper() in {"S", "W"} else side)
    return sides[0], sides[1]


def _comments(picture: Image.Image) -> Iterator[tuple[str, str]]:
    """JPEG and GIF comments, PNG text chunks and whatever else the file names by a word."""
    told = dict(picture.info)
    told.update(getattr(picture, "text", None) or {})
    for name, value in told.items():
        text = value
        if isinstance(value, bytes):
            text = value.decode("utf-8", "replace") if name == "comment" else ""
        is_told = isinstance(text, str) and name not in _READ_ELSEWHERE
        if is_told and text.strip():
            yield "comment", f"{name}: {text.strip()[:_LONGEST_VALUE]}"


def _iptc(picture: Image.Image) -> Iterator[tuple[str, str]]:
    """Captions, keywords, names of the photographer (IIM 4.2), as news programs write them."""
    from PIL import IptcImagePlugin

    for (record, _), values in (IptcImagePlugin.getiptcinfo(picture) or {}).items():  # type: ignore[arg-type]
        if record != 2:
            continue
        for value in values if isinstance(values, list) else [values]:
            text = bytes(value).decode("utf-8", "replace").strip()
            if text and text.isprintable():
                yield "IPTC", text


def _thumbnail(picture: Image.Image) -> Iterator[tuple[str, str]]:
    """A small picture inside that shows something else: what was there before it was cropped."""
    from PIL import Image as Pictures

    first = picture.getexif().get_ifd(_OF_THUMBNAIL)
    if 0x0201 not in first:
        return
    data = picture.info.get("exif", b"")
    start = data.find(b"Exif\0\0") + 6 if data.startswith(b"Exif\0\0") else 0
    offset = start + int(first[0x0201])
    inner = data[offset : offset + int(first.get(0x0202, 0))]
    with Pictures.open(io.BytesIO(inner), formats=("JPEG",)) as small:
        shapes = [
            each.convert("L").resize((_THUMB_SIDE, _THUMB_SIDE)).tobytes()
            for each in (small, picture)
        ]
    difference = sum(abs(one - other) for one, other in zip(*shapes, strict=True))
    if difference / _THUMB_SIDE**2 > _DIFFERS:
        yield "thumbnail", "a thumbnail that differs from the picture"


def _read_xmp(packet: bytes, ledger: Ledger) -> None:
    from defusedxml import DefusedXmlException
    from defusedxml.expatreader import DefusedExpatParser

    channel = Channel(Origin.PROPERTY, "XMP")
    reader = ChannelReader(ledger, PartRule(channel, "XMP", all_attributes=channel))
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(reader)
    try:
        parser.feed(packet)
        parser.close()
    except (SAXException, DefusedXmlException):
        reader.flush()
