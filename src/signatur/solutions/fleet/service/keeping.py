"""Trips and plans as bytes: columns that are read back at once, without a row for each."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.kernel import blob_uses
from signatur.solutions.fleet.schema.results import Plan
from signatur.solutions.fleet.schema.trips import Names, Trips

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work

_NAMES = ("vehicle", "location", "department", "load")
_NUMBERS = ("start_s", "end_s", "distance_km", "driving_s")
_PLAN = ("vehicle", "why", "until_s", "charge_from_s")


def trips_as_bytes(trips: Trips) -> bytes:
    """Return trips as columns of NumPy's own format; the same trips are the same bytes."""
    columns: dict[str, Any] = {name: getattr(trips, name) for name in _NUMBERS}
    columns["ids"] = np.char.encode(trips.ids, "utf-8") if len(trips) else np.empty(0, dtype="S1")
    for name in _NAMES:
        column: Names = getattr(trips, name)
        columns[name] = column.codes
        words = "\n".join(column.words).encode()
        columns[f"{name}_words"] = np.frombuffer(words, dtype=np.uint8)
    return _packed(columns)


def trips_from_bytes(content: bytes) -> Trips:
    """Return the trips of stored bytes."""
    with np.load(io.BytesIO(content), allow_pickle=False) as columns:
        ids = columns["ids"]
        found: dict[str, Any] = {name: columns[name] for name in _NUMBERS}
        found["ids"] = np.char.decode(ids, "utf-8") if len(ids) else np.empty(0, dtype="<U1")
        for name in _NAMES:
            found[name] = Names(columns[name], _words(columns[f"{name}_words"]))
        return Trips(**found)


def _words(raw: Any) -> tuple[str, ...]:
    joined = raw.tobytes().decode()
    return tuple(joined.split("\n")) if joined else ()


def plan_as_bytes(plan: Plan) -> bytes:
    """Return a plan as columns; it names trips and vehicles by position only."""
    return _packed({name: getattr(plan, name) for name in _PLAN})


def plan_from_bytes(content: bytes) -> Plan:
    """Return the plan of stored bytes."""
    with np.load(io.BytesIO(content), allow_pickle=False) as columns:
        return Plan(**{name: columns[name] for name in _PLAN})


def _packed(columns: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **columns)
    return file.getvalue()


def store(work: Work, user_id: UUID, content: bytes) -> str:
    """Store bytes in use by an item; return their hash."""
    blob = work.runtime.blobs.put(work.authority_id, io.BytesIO(content))
    blob_uses.use(work, user_id, blob)
    return blob.sha256


def stored_trips(work: Work, sha256: str) -> Trips:
    """Return stored trips; the last ones that were asked for are kept at hand. Raises BlobMissing."""
    blobs: Any = work.runtime.blobs
    found: Trips = _trips(blobs, work.authority_id, sha256)
    return found


@lru_cache(maxsize=3)
def _trips(blobs: Any, authority_id: UUID, sha256: str) -> Trips:
    # Named by their hash, they never change; a second process reads them for itself.
    with blobs.open(authority_id, sha256) as file:
        return trips_from_bytes(file.read())


def stored_plan(work: Work, sha256: str) -> Plan:
    """Return a stored plan. Raises BlobMissing."""
    with work.runtime.blobs.open(work.authority_id, sha256) as file:
        return plan_from_bytes(file.read())
