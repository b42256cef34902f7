"""Tracks of vehicles as bytes: what positions were put in order to be, so that homes can be tried at once.

They are positions still: they lie beside the file that they came from, and go when it goes.
"""

from __future__ import annotations

import io
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from signatur.solutions.fleet.model.round_trips import Tracks

_COUNTS = ("jumps", "repeats")


def tracks_as_bytes(tracks: Tracks) -> bytes:
    """Return tracks as columns of NumPy's own format; the same tracks are the same bytes."""
    columns: dict[str, Any] = {one.name: getattr(tracks, one.name) for one in fields(tracks)}
    words = "\n".join(columns.pop("words")).encode()
    columns["words"] = np.frombuffer(words, dtype=np.uint8)
    columns |= {name: np.array(columns[name]) for name in _COUNTS}
    file = io.BytesIO()
    # Not packed: they are read again at every click, and are gone in a day.
    np.savez(file, **columns)
    return file.getvalue()


def tracks_from_bytes(content: bytes) -> Tracks:
    """Return the tracks of stored bytes."""
    from signatur.solutions.fleet.model.round_trips import Tracks

    with np.load(io.BytesIO(content), allow_pickle=False) as columns:
        found: dict[str, Any] = {name: columns[name] for name in columns.files}
    joined = found.pop("words").tobytes().decode()
    found |= {name: int(found[name]) for name in _COUNTS}
    return Tracks(words=tuple(joined.split("\n")) if joined else (), **found)
