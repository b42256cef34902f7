"""Formats of positions: tables, GPX and GeoJSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signatur.solutions.fleet.intake.positions import PositionsRead


def read_any_positions(content: bytes, name: str = "") -> PositionsRead:
    """Read positions from whatever the content looks like.

    Args:
        content: CSV, XLSX, GPX or GeoJSON.
        name: the vehicle, where the file does not say.

    Raises:
        InputProblem: it is none of these, or damaged.
    """
    from signatur.solutions.fleet.intake.formats.geojson import read_geojson
    from signatur.solutions.fleet.intake.formats.gpx import read_gpx
    from signatur.solutions.fleet.intake.positions import read_positions

    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        return read_gpx(content, name)
    if head.startswith(b"{"):
        return read_geojson(content, name)
    return read_positions(content)
