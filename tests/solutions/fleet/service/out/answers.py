"""A small study that is done: three weeks of two cars and a bike, and the fleet that was found."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from signatur.solutions.fleet.model import SIGNATUR_RULES, optimise, simulate
from signatur.solutions.fleet.model.prices import PRICES
from signatur.solutions.fleet.schema.demands import Demand
from signatur.solutions.fleet.schema.studies import (
    Aim,
    Question,
    StudyLine,
    StudyState,
    StudyView,
)
from signatur.solutions.fleet.schema.trips import Trips, trips_of
from signatur.solutions.fleet.schema.vehicles import Body, Energy, Fleet, Kind, Vehicle
from signatur.solutions.fleet.service.answering import vehicles_of
from signatur.solutions.fleet.service.out import Answer

_MONDAY_S = 20_094 * 86_400
_AT = datetime(2026, 2, 3, 9, 30, tzinfo=UTC)
KINDS = {
    "zoe": Kind(
        "zoe", "=Renault Zoe", Body.CAR, Energy.ELECTRICITY, 50_000.0, 0.177, range_km=300.0
    ),
    "yaris": Kind("yaris", "Toyota Yaris", Body.CAR, Energy.PETROL, 45_000.0, 0.05),
    "bike": Kind("bike", "Elcykel", Body.EBIKE, Energy.NONE, 4_000.0),
}
TODAY = (
    Vehicle("1", "yaris", name="Bil 1"),
    Vehicle("2", "zoe", name="Bil 2"),
    Vehicle("3", "yaris", name="Bil 3"),
)
SCARCE = (Vehicle("zoe-1", "zoe"),)


def some_trips() -> Trips:
    """Return three working weeks: a long drive in each of two cars at once, and short ones of a third."""
    rows = [
        (week * 7 + day, hour, km, vehicle)
        for week in range(3)
        for day in range(5)
        for hour, km, vehicle in ((8, 40.0, "1"), (8.5, 30.0, "2"), (12, 3.0, "Bil 3"))
    ]
    starts = [_MONDAY_S + day * 86_400 + int(hour * 3_600) for day, hour, _km, _vehicle in rows]
    return trips_of(
        ids=[f"t{number:03d}" for number in range(len(rows))],
        start_s=starts,
        end_s=[start + 5_400 for start in starts],
        distance_km=[km for _day, _hour, km, _vehicle in rows],
        vehicle=[vehicle for *_rest, vehicle in rows],
        location=["Rådhuset" if vehicle == "1" else "@Plejecenter" for *_rest, vehicle in rows],
    )


@cache
def optimised() -> Answer:
    """Return the answer to what the cheapest fleet is."""
    trips = some_trips()
    question = Question(
        Aim.OPTIMISE, SIGNATUR_RULES, KINDS, TODAY, tuple(KINDS), Demand(), trips_sha256="0"
    )
    found = optimise(trips, Fleet(KINDS, TODAY, tuple(KINDS)), SIGNATUR_RULES, question.demand)
    fleet = vehicles_of(question, found.best)
    driven = simulate(trips, fleet, KINDS, SIGNATUR_RULES)
    today = simulate(trips, TODAY, KINDS, SIGNATUR_RULES).cost
    view = StudyView(_line(Aim.OPTIMISE), "Ture 2025", question, fleet, driven, found, today)
    return Answer(
        "Hjørring Prøvekommune", view, driven, trips, _AT, PRICES, {"Rådhuset": (57.46, 9.98)}
    )


@cache
def tried() -> Answer:
    """Return the answer to how one car alone would do: half of the trips at eight stay behind."""
    trips = some_trips()
    question = Question(Aim.SIMULATE, SIGNATUR_RULES, KINDS, SCARCE, trips_sha256="0")
    driven = simulate(trips, SCARCE, KINDS, SIGNATUR_RULES)
    view = StudyView(_line(Aim.SIMULATE), "Ture 2025", question, SCARCE, driven, None, None)
    return Answer("Hjørring Prøvekommune", view, driven, trips, _AT)


def _line(aim: Aim) -> StudyLine:
    return StudyLine(
        id=UUID(int=1),
        dataset_id=UUID(int=2),
        number=1,
        name="Færre biler på rådhuset",
        aim=aim,
        state=StudyState.DONE,
        created_by=None,
        created_at=_AT,
        finished_at=_AT,
        cost=None,
        undriven=0,
        vehicles=None,
        gap=None,
        is_decided=False,
    )
