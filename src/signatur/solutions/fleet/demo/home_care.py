"""An invented home care: its vehicles, its two places, and the trips that it drives in some months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.schema.vehicles import Body, Energy, Fleet, Kind, Vehicle

if TYPE_CHECKING:
    from collections.abc import Iterator

# Fields where nobody lives.
PLACES = {"Lindegården": (56.302, 9.713), "Åparken": (56.287, 9.741)}
_NAMES = tuple(PLACES)
_DEPARTMENTS = ("Hjemmepleje Nord", "Hjemmepleje Syd", "Sygeplejen")
_KINDS = (
    Kind(
        "toyota_yaris", "Toyota Yaris", Body.CAR, Energy.PETROL, 46_000, 0.05, lease_km_year=20_000
    ),
    Kind("vw_e_up", "VW e-Up", Body.CAR, Energy.ELECTRICITY, 44_500, 0.14, 210, 0.25),
    Kind("renault_zoe", "Renault Zoe", Body.CAR, Energy.ELECTRICITY, 56_000, 0.177, 300, 0.25),
    Kind("elcykel", "Elcykel", Body.EBIKE, Energy.NONE, 6_500, range_km=60),
    Kind("cykel", "Cykel", Body.BIKE, Energy.NONE, 1_800, range_km=25),
)
_OWNED = ("toyota_yaris",) * 7 + ("vw_e_up",) * 3 + ("renault_zoe",) * 2
# Of a trip there and back, in km (lognormal).
_MEDIAN_KM, _SPREAD = 7.4, 0.75
_LONGEST_KM = 120.0
# Hours at which people leave, and how often; most leave in the morning.
_HOURS = np.arange(6, 22)
_LEAVING = np.array([1, 9, 10, 9, 8, 6, 4, 5, 5, 3, 2, 4, 3, 2, 1, 1], dtype=float)
_TRIPS_A_DAY, _TRIPS_AT_WEEKENDS = 2.6, 1.3


@dataclass(frozen=True, slots=True)
class InventedTrip:
    """One trip as the file of a fleet system has it."""

    number: str
    car: str
    place: str
    department: str
    leaves: datetime
    returns: datetime
    km: float


def fleet(today: date) -> Fleet:
    """Return the vehicles with their lease ends, counted from a day."""
    vehicles = tuple(
        Vehicle(
            id=plate_of(number),
            kind=kind,
            name=plate_of(number),
            homes=(_NAMES[number % 2],),
            lease_end=today.replace(day=1) + timedelta(days=91 * (number + 1)),
        )
        for number, kind in enumerate(_OWNED)
    )
    kinds = {kind.key: kind for kind in _KINDS}
    return Fleet(kinds=kinds, vehicles=vehicles, candidates=tuple(sorted(kinds)))


def plate_of(number: int) -> str:
    """Return an invented number plate; a real one has two letters."""
    return f"LIN {number + 1:02d}"


def trips(seed: int, first: date, days: int) -> Iterator[InventedTrip]:
    """Invent what the cars drive from a day on, in the order of days and cars."""
    chance = np.random.default_rng(seed)
    number = 0
    for day in (first + timedelta(days=one) for one in range(days)):
        mean = _TRIPS_AT_WEEKENDS if day.weekday() >= 5 else _TRIPS_A_DAY
        for car in range(len(_OWNED)):
            free = datetime.combine(day, time())
            hours = chance.choice(
                _HOURS, size=int(chance.poisson(mean)), p=_LEAVING / _LEAVING.sum()
            )
            for hour in sorted(hours.tolist()):
                leaves = datetime.combine(day, time(hour))
                leaves += timedelta(minutes=int(chance.integers(0, 60)))
                leaves = max(leaves, free)
                km = min(_LONGEST_KM, _MEDIAN_KM * float(np.exp(chance.normal(0, _SPREAD))))
                away = km / 32 * 60 + float(chance.gamma(2.0, 22.0)) + 6
                returns = leaves + timedelta(minutes=round(away))
                if returns.date() != day:
                    continue
                number += 1
                yield InventedTrip(
                    str(number), plate_of(car), _NAMES[car % 2],
                    _DEPARTMENTS[int(chance.integers(0, 3))], leaves, returns, round(km, 1),
                )  # fmt: skip
                free = returns + timedelta(minutes=7)


def as_file(found: list[InventedTrip]) -> bytes:
    """Return trips as the system of an invented vendor exports them."""
    lines = ["Turnr;Køretøj;Afgang;Hjemkomst;Km;Hjemsted;Afdeling"]
    lines += [";".join(cells(one)) for one in found]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def cells(one: InventedTrip) -> list[str]:
    """Return the cells of one line."""
    pattern = "%d-%m-%Y %H:%M"
    return [
        one.number, one.car, one.leaves.strftime(pattern), one.returns.strftime(pattern),
        f"{one.km:.1f}".replace(".", ","), one.place, one.department,
    ]  # fmt: skip


def with_mistakes(found: list[InventedTrip]) -> bytes:
    """Return trips as somebody typed them into a sheet by hand, with mistakes in some lines."""
    lines = []
    for place, one in enumerate(found):
        # A number of a booking that nobody has: no phone number begins with 00.
        line = [f"00{place * 7 + 4_711:06d}", *cells(one)[1:]]
        if place == 4:
            line[3] = ""
        elif place == 9:
            line[2], line[3] = line[3], line[2]
        elif place == 15:
            line[4] = "ca. 12"
        elif place == 21:
            line[2] = "31-02-2026 08:15"
        lines.append(";".join(line))
        if place == 25:
            lines.append(";".join(line))
    heading = "Turnr;Bil;Start;Slut;Antal km;Hjemsted;Afdeling"
    return "\r\n".join([heading, *lines, ""]).encode("utf-8-sig")
