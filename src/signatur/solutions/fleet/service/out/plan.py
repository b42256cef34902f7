"""The driving plan: vehicle by vehicle, the trips in their order; and the trips without a vehicle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.model.explaining import WHY_TITLES
from signatur.solutions.fleet.schema.results import NOBODY, Why
from signatur.solutions.fleet.schema.trips import moment_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from signatur.kernel.i18n import Text
    from signatur.solutions.fleet.service.out.answer import Answer

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


def plan_rows(answer: Answer, most: int | None = None) -> Iterator[list[str | float | datetime]]:
    """Yield the trips of each vehicle in their order, at most so many; times are the wall clock's.

    A bike that takes a car's trip may be back later than was recorded.
    """
    trips, plan, labels = answer.trips, answer.plan, answer.labels
    titles = [answer.title_of(vehicle.kind) for vehicle in answer.fleet]
    for row in _by_vehicle(plan.vehicle)[:most].tolist():
        position = int(plan.vehicle[row])
        yield [
            labels[position],
            titles[position],
            str(trips.ids[row]),
            moment_of(int(trips.start_s[row])),
            moment_of(int(plan.until_s[row])),
            round(float(trips.distance_km[row]), 3),
            trips.location.word(row),
            trips.department.word(row),
            trips.vehicle.word(row),
        ]


def undriven_header() -> list[str]:
    """Return the headings of the list of trips without a vehicle."""
    return [str(one) for one in UNDRIVEN_COLUMNS]


def undriven_rows(
    answer: Answer, most: int | None = None
) -> Iterator[list[str | float | datetime]]:
    """Yield the trips without a vehicle in their order, each with the reason; at most so many."""
    trips, plan = answer.trips, answer.plan
    for row in np.flatnonzero(plan.vehicle == NOBODY)[:most].tolist():
        yield [
            str(trips.ids[row]),
            moment_of(int(trips.start_s[row])),
            moment_of(int(trips.end_s[row])),
            round(float(trips.distance_km[row]), 3),
            trips.location.word(row),
            trips.department.word(row),
            trips.vehicle.word(row),
            str(WHY_TITLES[Why(int(plan.why[row]))]),
        ]


def as_words(rows: Iterator[list[str | float | datetime]]) -> Iterator[Sequence[str | float]]:
    """Yield rows for a CSV file, in which moments are words such as `2026-03-14 10:05:00`."""
    for row in rows:
        yield [cell if isinstance(cell, str | float) else cell.isoformat(sep=" ") for cell in row]


def _by_vehicle(vehicle: NDArray[np.int32]) -> NDArray[np.int64]:
    driven = np.flatnonzero(vehicle != NOBODY)
    return driven[np.argsort(vehicle[driven], kind="stable")]
