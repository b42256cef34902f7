"""Distances between places on earth."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

EARTH_M_PER_DEGREE: Final = 111_194.93
"""Metres of a degree of latitude on a sphere of the earth's mean radius."""


def metres(lat: Any, lon: Any, other_lat: Any, other_lon: Any) -> Any:
    """Return distances on a sphere flattened at each place: right to a metre within some km."""
    north = (lat - other_lat) * EARTH_M_PER_DEGREE
    east = (lon - other_lon) * EARTH_M_PER_DEGREE * np.cos(np.radians((lat + other_lat) / 2))
    return np.hypot(north, east)
