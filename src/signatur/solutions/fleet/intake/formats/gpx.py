"""GPX: tracks with times become positions; a track's name is its vehicle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.intake.formats.rows import Point, positions_read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from signatur.solutions.fleet.intake.positions import PositionsRead


def read_gpx(content: bytes, name: str = "") -> PositionsRead:
    """Read the points of all tracks. Source: GPX 1.1, https://www.topografix.com/GPX/1/1/.

    Args:
        content: the file.
        name: the vehicle of tracks without a name, such as the file's name.

    Raises:
        InputProblem: it is no GPX, or holds no point.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise InputProblem(log="gpx: not well-formed", shown=_("The file is no GPX.")) from error
    if _local(root) != "gpx":
        raise InputProblem(log="gpx: other XML", shown=_("The file is no GPX."))
    return positions_read(list(_points(root, name)))


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text_of(element: Element, name: str) -> str:
    return next((child.text or "" for child in element if _local(child) == name), "").strip()


def _points(root: Element, name: str) -> Iterator[Point]:
    for track in root:
        if _local(track) != "trk":
            continue
        vehicle = _text_of(track, "name") or name
        for segment in track:
            if _local(segment) != "trkseg":
                continue
            for point in segment:
                if _local(point) == "trkpt":
                    lat, lon = _degrees(point.get("lat")), _degrees(point.get("lon"))
                    yield Point(vehicle, _text_of(point, "time") or None, lat, lon)


def _degrees(written: str | None) -> float:
    try:
        return float(written or "nan")
    except ValueError:
        return float("nan")
