"""The driving plan: vehicle by vehicle, the trips in their order; and the trips without a vehicle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.model.explaining import WHY_TITLES
from signatur.solutions.fleet.schema.results import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from signatur.kernel.i18n import Text
    from signatur.solutions.fleet.schema.trips import Names, Trips
    from signatur.solutions.fleet.service.out.answer import Answer

    Row = tuple[str | float | datetime, ...]

PLAN_COLUMNS: tuple[Text, ...] = (
    _("Vehicle"),
    _("Kind of vehicle"),
    _("Trip"),
    _("Leaves"),
    _("Back"),
    _("Km"),
    _("Location"),
    _("Department"),
    _("Vehicle as recorded"),
)
UNDRIVEN_COLUMNS: tuple[Text, ...] = (
    _("Trip"),
    _("Leaves"),
    _("Back"),
    _("Km"),
    _("Location"),
    _("Department"),
    _("Vehicle as recorded"),
    _("Why without a vehicle"),
)


def plan_header() -> list[str]:
    """Return the headings of the driving plan."""
    return [str(one) for one in PLAN_COLUMNS]


def plan_rows(answer: Answer, most: int | None = None) -> Iterator[Row]:
    """Yield the trips of each vehicle in their order, at most so many; times are the wall clock's.

    A bike that takes a car's trip may be back later than was recorded.
    """
    plan = answer.plan
    rows = _by_vehicle(plan.vehicle)[:most]
    position = plan.vehicle[rows].tolist()
    labels = answer.labels
    titles = [answer.title_of(vehicle.kind) for vehicle in answer.fleet]
    told = zip(*_told(answer.trips, rows, plan.until_s), strict=True)
    for at, trip in zip(position, told, strict=True):
        yield (labels[at], titles[at], *trip)


def undriven_header() -> list[str]:
    """Return the headings of the list of trips without a vehicle."""
    return [str(one) for one in UNDRIVEN_COLUMNS]


def undriven_rows(answer: Answer, most: int | None = None) -> Iterator[Row]:
    """Yield the trips without a vehicle in their order, each with the reason; at most so many."""
    plan = answer.plan
    rows = np.flatnonzero(plan.vehicle == NOBODY)[:most]
    titles = {int(why): str(title) for why, title in WHY_TITLES.items()}
    told = zip(*_told(answer.trips, rows, answer.trips.end_s), strict=True)
    for why, trip in zip(plan.why[rows].tolist(), told, strict=True):
        yield (*trip, titles[why])


def as_words(rows: Iterable[Row]) -> Iterator[Sequence[str | float]]:
    """Yield rows for a CSV file, in which moments are words such as `2026-03-14 10:05:00`."""
    for row in rows:
        yield [cell if isinstance(cell, str | float) else cell.isoformat(sep=" ") for cell in row]


def _told(
    trips: Trips, rows: NDArray[np.int64], back_s: NDArray[np.int64]
) -> tuple[list[Any], ...]:
    """Return what is told of some trips, column by column: years of them at once."""
    return (
        trips.ids[rows].tolist(),
        trips.start_s[rows].astype("datetime64[s]").tolist(),
        back_s[rows].astype("datetime64[s]").tolist(),
        trips.distance_km[rows].round(3).tolist(),
        *(_words(names, rows) for names in (trips.location, trips.department, trips.vehicle)),
    )


def _words(names: Names, rows: NDArray[np.int64]) -> list[str]:
    # What is unknown has the code -1, and so the last word.
    words = (*names.words, "")
    return [words[code] for code in names.codes[rows].tolist()]


def _by_vehicle(vehicle: NDArray[np.int32]) -> NDArray[np.int64]:
    driven = np.flatnonzero(vehicle != NOBODY)
    return driven[np.argsort(vehicle[driven], kind="stable")]
