"""A finished study with what its files need: the trips, the vehicles' names, what today's fleet did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.costs import rate_of, year_factor
from signatur.solutions.fleet.model.explaining import (
    Change,
    Farewell,
    farewells,
    label_of,
    recorded_as,
)
from signatur.solutions.fleet.schema.results import NOBODY
from signatur.solutions.fleet.schema.studies import Aim
from signatur.solutions.fleet.schema.trips import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.prices import DatedPrice
    from signatur.solutions.fleet.schema.results import Plan, Simulation
    from signatur.solutions.fleet.schema.studies import StudyView
    from signatur.solutions.fleet.schema.trips import Trips
    from signatur.solutions.fleet.schema.vehicles import Kind, Vehicle


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A study that is done. Its plan's rows are those of `trips`."""

    authority: str
    view: StudyView
    simulation: Simulation
    trips: Trips
    at: datetime
    """When the file is made."""
    prices: tuple[DatedPrice, ...] = ()
    """The dated tables that the study's prices are from."""
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Latitude and longitude by location."""

    @property
    def plan(self) -> Plan:
        return self.simulation.plan

    @property
    def kinds(self) -> Mapping[str, Kind]:
        return self.view.question.kinds

    @property
    def today(self) -> Sequence[Vehicle]:
        return self.view.question.vehicles

    @property
    def fleet(self) -> Sequence[Vehicle]:
        return self.view.fleet

    @property
    def looked_for_another(self) -> bool:
        """Whether a fleet was looked for, beside which today's stands."""
        return self.view.question.aim is Aim.OPTIMISE

    @property
    def labels(self) -> tuple[str, ...]:
        """What people call each vehicle of the fleet; no two are called the same."""
        names = [label_of(vehicle, self.kinds) for vehicle in self.fleet]
        counts = Counter(names)
        seen: Counter[str] = Counter()
        told = []
        for name in names:
            seen[name] += 1
            told.append(f"{name} ({seen[name]})" if counts[name] > 1 else name)
        return tuple(told)

    def title_of(self, kind: str) -> str:
        found = self.kinds.get(kind)
        return found.title if found is not None else kind

    def going(self) -> tuple[Farewell, ...]:
        """Return the vehicles that can go, with their reasons; none where no fleet was looked for."""
        if not self.looked_for_another:
            return ()
        return farewells(self.trips, Change(self.kinds, self.today, self.fleet, self.plan))


@dataclass(frozen=True, slots=True)
class KindShare:
    """How much one kind of vehicle drives today and in the answer. Km and kg are of a year."""

    kind: str
    title: str
    vehicles_today: int
    vehicles: int
    trips_today: int
    trips: int
    km_today: float
    km: float
    co2e_kg_today: float
    co2e_kg: float


def shares_of(answer: Answer) -> tuple[KindShare, ...]:
    """Return the driving by kind, today as it was recorded and in the answer; no kind stands last.

    The last has an empty key: trips of vehicles that are not known, and trips without a vehicle.
    """
    keys = [*answer.kinds, ""]
    place = {key: number for number, key in enumerate(keys)}
    # A fleet that somebody only tried says nothing of who drove.
    driving = answer.today if answer.looked_for_another else ()
    recorded = {recorded_as(answer.trips, one): one.kind for one in driving}
    names = answer.trips.vehicle
    # The last field is for what is unknown, whose code is -1.
    by_code = np.array(
        [*(place[recorded.get(word, "")] for word in names.words), place[""]], dtype=np.int64
    )
    by_position = np.array([*(place[one.kind] for one in answer.fleet), place[""]], dtype=np.int64)
    before = by_code[np.where(names.codes == UNKNOWN, -1, names.codes)]
    after = by_position[np.where(answer.plan.vehicle == NOBODY, -1, answer.plan.vehicle)]
    return _shares(answer, keys, before, after)


def _shares(
    answer: Answer, keys: Sequence[str], before: NDArray[np.int64], after: NDArray[np.int64]
) -> tuple[KindShare, ...]:
    km, size, factor = answer.trips.distance_km, len(keys), year_factor(answer.trips)
    trips_today, trips = (np.bincount(one, minlength=size) for one in (before, after))
    km_today, km_after = (np.bincount(one, km, size) * factor for one in (before, after))
    owned = Counter(one.kind for one in answer.today if answer.looked_for_another)
    wanted = Counter(one.kind for one in answer.fleet)
    found = []
    for number, key in enumerate(keys):
        kind = answer.kinds.get(key)
        rate = rate_of(kind, answer.view.question.rules).co2e_kg if kind is not None else 0.0
        found.append(
            KindShare(
                kind=key,
                title=answer.title_of(key),
                vehicles_today=owned[key],
                vehicles=wanted[key],
                trips_today=int(trips_today[number]),
                trips=int(trips[number]),
                km_today=float(km_today[number]),
                km=float(km_after[number]),
                co2e_kg_today=float(km_today[number]) * rate,
                co2e_kg=float(km_after[number]) * rate,
            )
        )
    return tuple(
        one
        for one in found
        if one.vehicles_today
        or one.vehicles
        or one.trips
        or (one.trips_today and answer.looked_for_another)
    )
