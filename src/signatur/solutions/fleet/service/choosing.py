"""From how many of each kind to named vehicles: first the authority's own that are used most, then new ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.schema.trips import UNKNOWN
from signatur.solutions.fleet.schema.vehicles import Vehicle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.solutions.fleet.schema.trips import Trips
    from signatur.solutions.fleet.schema.vehicles import Fleet


def named_fleet(
    fleet: Fleet, counts: Mapping[str, int], trips: Trips, locations: Sequence[str] = ()
) -> tuple[Vehicle, ...]:
    """Return so many vehicles of each kind. Raises InputProblem for an unknown kind.

    The authority's own come first, those that were away most before the others, and keep their homes and
    departments; `locations`: only those that may begin there. New ones belong to everybody.
    """
    if set(counts) - set(fleet.kinds):
        raise InputProblem(log="unknown kind", shown=_("Choose which kind of vehicle it is."))
    away = _away_s(trips)
    found: list[Vehicle] = []
    for kind, count in sorted(counts.items()):
        own = [one for one in fleet.vehicles if one.kind == kind and _is_near(one, locations)]
        own.sort(key=lambda one: (-away.get(one.name, away.get(one.id, 0.0)), one.name))
        # Known by its name: that is what files of trips call it.
        found += [replace(one, id=one.name or one.id) for one in own[:count]]
        title = fleet.kinds[kind].title
        found += [
            Vehicle(id=f"{kind}-{number}", kind=kind, name=f"{title} {number}")
            for number in range(len(own) + 1, count + 1)
        ]
    return tuple(found)


def _is_near(vehicle: Vehicle, locations: Sequence[str]) -> bool:
    return not locations or not vehicle.homes or bool(set(vehicle.homes) & set(locations))


def _away_s(trips: Trips) -> dict[str, float]:
    known = trips.vehicle.codes != UNKNOWN
    words = trips.vehicle.words
    seconds = (trips.end_s - trips.start_s)[known].astype(float)
    away = np.bincount(trips.vehicle.codes[known], weights=seconds, minlength=len(words))
    return dict(zip(words, away.tolist(), strict=True))
