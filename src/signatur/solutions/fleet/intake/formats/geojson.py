"""GeoJSON: points and lines with times become positions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.intake.formats.rows import Point, positions_read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.solutions.fleet.intake.positions import PositionsRead

_VEHICLE = ("vehicle", "car_id", "plate", "device", "name", "id")
_TIME = ("time", "timestamp", "datetime", "fixTime")
# Lines keep a time for each of their points under one of these names.
_TIMES = ("coordTimes", "times", "timestamps")


def read_geojson(content: bytes, name: str = "") -> PositionsRead:
    """Read points with a property `time`, and lines with a list of times, one for each point.

    The vehicle is the property `vehicle`, `car_id`, `plate`, `device`, `name` or `id`. Source: RFC 7946;
    `coordTimes` as converters from GPX write it.

    Args:
        content: the file.
        name: the vehicle of features that do not name one.

    Raises:
        InputProblem: it is no GeoJSON, or holds no point.
    """
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _refusal() from error
    if not isinstance(told, dict):
        raise _refusal()
    features = told.get("features") if told.get("type") == "FeatureCollection" else [told]
    if not isinstance(features, list):
        raise _refusal()
    return positions_read([point for one in features for point in _points(one, name)])


def _refusal() -> InputProblem:
    return InputProblem(log="geojson: other JSON", shown=_("The file is no GeoJSON."))


def _points(feature: Any, name: str) -> Iterator[Point]:
    if not isinstance(feature, dict) or not isinstance(feature.get("geometry"), dict):
        return
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    vehicle = next((str(properties[key]) for key in _VEHICLE if properties.get(key)), name)
    geometry = feature["geometry"]
    places = geometry.get("coordinates")
    times: Any = next((properties[key] for key in _TIMES if properties.get(key)), [])
    if geometry.get("type") == "Point":
        time = next((properties[key] for key in _TIME if properties.get(key)), None)
        yield _point(vehicle, time, places)
    elif geometry.get("type") in {"LineString", "MultiPoint"} and isinstance(places, list):
        yield from _line(vehicle, times, places)
    elif geometry.get("type") == "MultiLineString" and isinstance(places, list):
        for number, part in enumerate(places):
            own = times[number] if isinstance(times, list) and number < len(times) else []
            yield from _line(vehicle, own, part if isinstance(part, list) else [])


def _line(vehicle: str, times: Any, places: list[Any]) -> Iterator[Point]:
    known = times if isinstance(times, list) else []
    for number, place in enumerate(places):
        yield _point(vehicle, known[number] if number < len(known) else None, place)


def _point(vehicle: str, time: Any, place: Any) -> Point:
    """Return a point; degrees stand as longitude, latitude, and perhaps a height."""
    written = str(time) if isinstance(time, str | int) and not isinstance(time, bool) else None
    if isinstance(place, list) and len(place) >= 2 and all(map(_is_number, place[:2])):
        return Point(vehicle, written, float(place[1]), float(place[0]))
    return Point(vehicle, written, float("nan"), float("nan"))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6
