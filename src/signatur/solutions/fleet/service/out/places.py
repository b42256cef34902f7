"""The places with what is driven from them, as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from signatur.solutions.fleet.model.looking import use_of_groups

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.solutions.fleet.schema.trips import Trips

GEOJSON = "application/geo+json"


def places_as_geojson(trips: Trips, places: Mapping[str, tuple[float, float]]) -> bytes:
    """Return a feature for each location that trips begin at or whose position is known.

    `places` are latitude and longitude. Where a location lies is not known, its geometry is null,
    as the standard has it. The names of the properties are English, for programs.
    """
    features, seen = [], set()
    for one in use_of_groups(trips, trips.location):
        seen.add(one.name)
        told: dict[str, Any] = {
            "name": one.name or None,
            "trips": one.trips,
            "km": round(one.km, 1),
            "hours_away": round(one.hours, 1),
            "vehicles": one.vehicles,
            "most_away_at_once": one.most,
        }
        features.append(_feature(told, places.get(one.name)))
    features += [
        _feature({"name": name, "trips": 0}, at) for name, at in places.items() if name not in seen
    ]
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()


def _feature(told: dict[str, Any], at: tuple[float, float] | None) -> dict[str, Any]:
    # GeoJSON has the longitude first.
    point = {"type": "Point", "coordinates": [at[1], at[0]]} if at is not None else None
    return {"type": "Feature", "geometry": point, "properties": told}
