"""A seeded simulator: vehicles that leave home, visit places, come back, and are seen with noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signatur.solutions.fleet.schema.positions import Positions, Spot, positions_of

DAY_S = 86_400
MONDAY_S = 1_736_121_600
"""2025-01-06 00:00."""
NORTH = 1 / 111_194.93
EAST = NORTH / np.cos(np.radians(56.15))
TOWN_HALL = Spot("Rådhus", 56.15, 10.20)
CARE_CENTRE = Spot("Plejecenter", 56.10, 10.30)
HOMES = (TOWN_HALL, CARE_CENTRE)


@dataclass(frozen=True)
class Driven:
    """One round trip as it was."""

    vehicle: str
    start_s: int
    end_s: int
    km: float
    origin: str
    goal: str
    segments: int


class Simulator:
    """Draws journeys and what a tracker would have told of them."""

    def __init__(
        self, seed: int, *, every_s: int = 30, noise_m: float = 8.0, silent: bool = False
    ) -> None:
        self.chance = np.random.default_rng(seed)
        self.every_s = every_s
        self.noise_m = noise_m
        self.silent = silent
        """Whether the tracker sends nothing while the vehicle stands."""
        self.rows: list[tuple[str, int, float, float, float]] = []
        self.driven: list[Driven] = []

    def positions(self) -> Positions:
        vehicle, time, lat, lon, _odometer = zip(*self.rows, strict=True)
        return positions_of(vehicle=vehicle, time_s=time, lat=lat, lon=lon)

    def see(self, vehicle: str, time_s: float, at: tuple[float, float]) -> None:
        north, east = self.chance.normal(0, self.noise_m, 2)
        lat, lon = at[0] + north * NORTH, at[1] + east * EAST
        self.rows.append((vehicle, int(time_s), lat, lon, 0.0))

    def stand(self, vehicle: str, at: tuple[float, float], begins: float, ends: float) -> None:
        """Be seen at one place; a silent tracker tells only that it was switched off and on."""
        times = [begins, ends] if self.silent else np.arange(begins, ends, self.every_s)
        for time in times:
            self.see(vehicle, time, at)

    def drive(
        self, vehicle: str, here: tuple[float, float], there: tuple[float, float], begins: float
    ) -> tuple[float, float]:
        """Drive straight and return when it is there and how many km that was."""
        north, east = (there[0] - here[0]) / NORTH, (there[1] - here[1]) / EAST
        km = float(np.hypot(north, east)) / 1000
        lasts = km / 45 * 3600
        for time in np.arange(begins, begins + lasts, self.every_s):
            share = (time - begins) / lasts
            at = (here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1]))
            self.see(vehicle, time, at)
        return begins + lasts, km

    def place_around(
        self, home: tuple[float, float], here: tuple[float, float]
    ) -> tuple[float, float]:
        """Draw a place some km from home that is not beside the last one."""
        while True:
            far, angle = self.chance.uniform(2_000, 9_000), self.chance.uniform(0, 2 * np.pi)
            there = home[0] + far * np.cos(angle) * NORTH, home[1] + far * np.sin(angle) * EAST
            if np.hypot((there[0] - here[0]) / NORTH, (there[1] - here[1]) / EAST) > 1_000:
                return there

    def round_trip(
        self, vehicle: str, origin: Spot, goal: Spot, begins: float, stops_min: list[float]
    ) -> float:
        """Leave a home, stand at some places, come to a home; return when that is."""
        here, time, km = (origin.lat, origin.lon), begins, 0.0
        for minutes in stops_min:
            there = self.place_around((origin.lat, origin.lon), here)
            time, part = self.drive(vehicle, here, there, time)
            self.stand(vehicle, there, time, time + minutes * 60)
            here, time, km = there, time + minutes * 60, km + part
        time, part = self.drive(vehicle, here, (goal.lat, goal.lon), time)
        self.driven.append(
            Driven(
                vehicle,
                int(begins),
                int(time),
                km + part,
                origin.home,
                goal.home,
                len(stops_min) + 1,
            )
        )
        return time

    def days(self, vehicle: str, home: Spot, count: int) -> None:
        """Drive one to three round trips on each of some days, and stand at home between them."""
        time = float(MONDAY_S)
        at = (home.lat, home.lon)
        for day in range(count):
            for hour in sorted(self.chance.choice([7, 11, 15], self.chance.integers(1, 4), False)):
                begins = MONDAY_S + day * DAY_S + hour * 3600 + self.chance.integers(0, 1800)
                self.stand(vehicle, at, time, begins)
                stops = self.chance.uniform(8, 40, self.chance.integers(1, 4)).tolist()
                time = self.round_trip(vehicle, home, home, float(begins), stops)
        self.stand(vehicle, at, time, MONDAY_S + count * DAY_S)
