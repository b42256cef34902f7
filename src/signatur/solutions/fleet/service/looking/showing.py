"""The look at one file of driving for whoever may read it: made once for all who ask the same."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from signatur.kernel.i18n import current_language
from signatur.solutions.fleet.model.explaining import label_of, recorded_as
from signatur.solutions.fleet.model.looking import Chosen, WorkingHours
from signatur.solutions.fleet.service.datasets import dataset, trips_of
from signatur.solutions.fleet.service.looking.lengths import sheet_of_lengths
from signatur.solutions.fleet.service.looking.locations import sheet_of_locations
from signatur.solutions.fleet.service.looking.looked import Surroundings, look
from signatur.solutions.fleet.service.looking.overview import sheet_of_overview
from signatur.solutions.fleet.service.looking.times import sheet_of_times
from signatur.solutions.fleet.service.looking.vehicles import sheet_of_vehicles
from signatur.solutions.fleet.service.places import places
from signatur.solutions.fleet.service.rights import READ, project_of
from signatur.solutions.fleet.service.ruling import rules_now
from signatur.solutions.fleet.service.vehicles import kinds, vehicles

if TYPE_CHECKING:
    from collections.abc import Hashable
    from uuid import UUID

    from signatur.kernel.sheets import Sheet
    from signatur.kernel.work import Work
    from signatur.solutions.fleet.schema.trips import Trips

TABS = {
    "": sheet_of_overview,
    "koeretoejer": sheet_of_vehicles,
    "tid": sheet_of_times,
    "ture": sheet_of_lengths,
    "steder": sheet_of_locations,
}
_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader wants to look at, and when vehicles are expected to be of use."""

    chosen: Chosen = field(default_factory=Chosen)
    hours: WorkingHours = field(default_factory=WorkingHours)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a filter may choose from: value and title."""

    locations: tuple[tuple[str, str], ...]
    departments: tuple[tuple[str, str], ...]
    vehicles: tuple[tuple[str, str], ...]


def sheet(work: Work, dataset_id: UUID, tab: str, asked: Asked) -> Sheet:
    """Return what a tab of `TABS` shows of a file. Raises NotAllowed, NotFound, Conflict."""
    trips, around = _what_there_is(work, dataset_id)
    # Trips are named by their hash: the same hash is the same driving.
    key = (
        dataset(work, dataset_id).trips_sha256,
        tab,
        asked,
        current_language(),
        _key_of(around),
    )
    found = _kept.get(key)
    if found is None:
        found = TABS[tab](look(trips, asked.chosen, asked.hours, around))
        _kept.put(key, found)
    return found


def choices(work: Work, dataset_id: UUID) -> Choices:
    """Return what the filter of a file may choose from. Raises NotAllowed, NotFound, Conflict."""
    trips, around = _what_there_is(work, dataset_id)
    return Choices(
        tuple((one, one) for one in trips.location.words),
        tuple((one, one) for one in trips.department.words),
        tuple((one, around.labels.get(one, one)) for one in trips.vehicle.words),
    )


def _what_there_is(work: Work, dataset_id: UUID) -> tuple[Trips, Surroundings]:
    project = project_of(work)
    work.require(READ, project.id)
    trips = trips_of(work, dataset_id)
    known = kinds(work, project.id)
    labels = {
        recorded_as(trips, one) or one.name or one.id: label_of(one, known)
        for one in vehicles(work, project.id)
    }
    at = {
        one.name: (one.latitude, one.longitude)
        for one in places(work, project.id)
        if one.latitude is not None and one.longitude is not None
    }
    return trips, Surroundings(labels, at, rules_now(work, project.id))


def _key_of(around: Surroundings) -> Hashable:
    return (*around.labels.items(), *around.places.items(), repr(around.rules.bikes))


class _Kept:
    """The sheets that were asked for last. A second process makes them for itself."""

    def __init__(self) -> None:
        self._sheets: OrderedDict[Hashable, Sheet] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Sheet | None:
        with self._lock:
            return self._sheets.get(key)

    def put(self, key: Hashable, sheet: Sheet) -> None:
        with self._lock:
            self._sheets[key] = sheet
            while len(self._sheets) > _MOST_KEPT:
                self._sheets.popitem(last=False)


_kept = _Kept()
