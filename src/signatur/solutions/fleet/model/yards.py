"""Yards: where interchangeable vehicles stand, and which of them takes the next trip.

Each yard keeps its free vehicles in a heap whose top is the one to ask first, and those under way in
a heap by when they are free again. A trip costs a few heap operations, however many vehicles there
are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush, heapreplace
from typing import TYPE_CHECKING

from signatur.solutions.fleet.model.case import DAY_S, day_km_of, has_battery
from signatur.solutions.fleet.schema.results import Why

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.fleet.model.case import Case, Group

LONG_AGO, NEVER = -(1 << 62), 1 << 62
_FULL = 1.0
_ROUNDING = 1e-9
_BUSY = -int(Why.ALL_BUSY)
_NOT_CHARGED = -int(Why.NOT_CHARGED)
_LEASE = -int(Why.LEASE_KM)
_RESTING = -int(Why.RESTING)
_RANGE = -int(Why.BEYOND_RANGE)


@dataclass(slots=True)
class Limits:
    """What holds for each vehicle of a yard over the whole period."""

    changeover_s: int
    lease_km: float | None
    """Km of the lease within the period."""
    day_s: float | None
    """Most seconds of a day under way."""


class Yard:
    """Vehicles without a battery: the one that has driven least goes first."""

    def __init__(self, members: Sequence[int], limits: Limits) -> None:
        self.limits = limits
        self.top_is_best = limits.lease_km is None and limits.day_s is None
        """Whether no other free vehicle can what the top of the heap cannot."""
        self.driven = dict.fromkeys(members, 0.0)
        self.away: dict[int, tuple[int, int]] = {}
        """The last day on which a vehicle drove, and for how many seconds."""
        self.free: list[tuple[float, int]] = [(0.0, vehicle) for vehicle in members]
        heapify(self.free)
        self.busy: list[tuple[int, int]] = []

    def take(self, start: int, until: int, km: float) -> int:
        """Send a vehicle on a trip, and return it; or return minus the `Why` that none goes."""
        busy, free = self.busy, self.free
        while busy and busy[0][0] <= start:
            vehicle = heappop(busy)[1]
            heappush(free, (self.rank(vehicle), vehicle))
        if not free:
            return _BUSY
        answer = self.refusal(start, until, km, free[0][1])
        if not answer:
            vehicle = heappop(free)[1]
        elif self.top_is_best:
            return answer
        else:
            vehicle = self._look_further(start, until, km)
            if vehicle < 0:
                return vehicle
        self.leave(start, until, km, vehicle)
        heappush(busy, (until + self.limits.changeover_s, vehicle))
        return vehicle

    def rank(self, vehicle: int) -> float:
        """Return the place of a vehicle that is free: the least goes first."""
        return self.driven[vehicle]

    def refusal(self, start: int, until: int, km: float, vehicle: int) -> int:
        """Return minus the `Why` that a free vehicle cannot take a trip, or 0."""
        limits = self.limits
        if limits.lease_km is not None and self.driven[vehicle] + km > limits.lease_km:
            return _LEASE
        if limits.day_s is not None and self._away(vehicle, start) + until - start > limits.day_s:
            return _RESTING
        return 0

    def leave(self, start: int, until: int, km: float, vehicle: int) -> None:
        """Note what a trip takes out of a vehicle."""
        self.driven[vehicle] += km
        if self.limits.day_s is not None:
            self.away[vehicle] = (start // DAY_S, self._away(vehicle, start) + until - start)

    def _away(self, vehicle: int, moment: int) -> int:
        day, seconds = self.away.get(vehicle, (-1, 0))
        return seconds if day == moment // DAY_S else 0

    def _look_further(self, start: int, until: int, km: float) -> int:
        """Ask the free vehicles one by one; return the first that can, or minus the last `Why`."""
        passed, answer = [], _BUSY
        while self.free:
            entry = heappop(self.free)
            why = self.refusal(start, until, km, entry[1])
            if not why:
                answer = entry[1]
                break
            passed.append(entry)
            answer = why
        for entry in passed:
            heappush(self.free, entry)
        return answer


@dataclass(slots=True)
class Chargers:
    """Chargers that vehicles share. A place in the queue is kept until the vehicle would be full.

    Who leaves earlier leaves the charger idle for the rest of that time: a promise of charge is
    never broken, only sometimes too careful.
    """

    free_at: list[int] = field(default_factory=list)

    def begin(self, at: int, seconds: float) -> int:
        """Give the charger that is free first, and return when charging begins; without one, never."""
        if not self.free_at:
            return NEVER
        begins = max(at, self.free_at[0])
        heapreplace(self.free_at, begins + round(seconds))
        return begins


class BatteryYard(Yard):
    """Electric cars: the one that will be full first goes first, so the top reaches furthest."""

    def __init__(
        self, members: Sequence[int], limits: Limits, charge_s: float, chargers: Chargers | None
    ) -> None:
        super().__init__(members, limits)
        self.charge_s = charge_s
        self.chargers = chargers
        self.top_is_best &= chargers is None
        self.level = dict.fromkeys(members, _FULL)
        """Share of a full battery when charging began."""
        self.since = dict.fromkeys(members, LONG_AGO)
        """When charging began."""
        self.reach = 0.0

    def rank(self, vehicle: int) -> float:
        return self.since[vehicle] + (_FULL - self.level[vehicle]) * self.charge_s

    def level_at(self, vehicle: int, moment: int) -> float:
        """Return the share of a full battery that a standing vehicle has at a moment."""
        charging = moment - self.since[vehicle]
        if charging <= 0:
            return self.level[vehicle]
        return min(_FULL, self.level[vehicle] + charging / self.charge_s)

    def refusal(self, start: int, until: int, km: float, vehicle: int) -> int:
        if km > self.reach * self.level_at(vehicle, start) + _ROUNDING:
            return _NOT_CHARGED
        return super().refusal(start, until, km, vehicle)

    def leave(self, start: int, until: int, km: float, vehicle: int) -> None:
        super().leave(start, until, km, vehicle)
        left = self.level_at(vehicle, start) - (km / self.reach if km else 0.0)
        self.level[vehicle] = left = max(0.0, left)
        if self.chargers is None:
            self.since[vehicle] = until
        else:
            self.since[vehicle] = self.chargers.begin(until, (_FULL - left) * self.charge_s)


class BikeYard(Yard):
    """Bikes: ridden so many km a day at most; the one ridden least today goes first."""

    def __init__(self, members: Sequence[int], limits: Limits, day_km: float) -> None:
        super().__init__(members, limits)
        self.day_km = day_km
        self.today = -1
        self.ridden = dict.fromkeys(members, 0.0)

    def take(self, start: int, until: int, km: float) -> int:
        day = start // DAY_S
        if day != self.today:
            self.today = day
            self.ridden = dict.fromkeys(self.ridden, 0.0)
            self.free = [(0.0, vehicle) for _rank, vehicle in self.free]
            heapify(self.free)
        return super().take(start, until, km)

    def rank(self, vehicle: int) -> float:
        return self.ridden[vehicle]

    def refusal(self, start: int, until: int, km: float, vehicle: int) -> int:
        if self.ridden[vehicle] + km > self.day_km + _ROUNDING:
            return _RANGE
        return super().refusal(start, until, km, vehicle)

    def leave(self, start: int, until: int, km: float, vehicle: int) -> None:
        super().leave(start, until, km, vehicle)
        self.ridden[vehicle] += km


def yard_of(case: Case, group: Group, chargers: Chargers | None) -> Yard:
    """Return the yard of a group's vehicles, all of them free and full."""
    rules, kind = case.rules, group.kind
    lease = None
    if rules.limit_lease_km and kind.lease_km_year is not None:
        lease = kind.lease_km_year * case.trips.days / 365
    limits = Limits(
        changeover_s=case.changeover_s,
        lease_km=lease,
        day_s=(24 - rules.rest_hours) * 3600 if rules.rest_hours else None,
    )
    if has_battery(kind):
        hours = kind.charge_hours or rules.charge_hours
        return BatteryYard(group.members, limits, hours * 3600, chargers)
    most = day_km_of(kind, rules.bikes)
    return Yard(group.members, limits) if most is None else BikeYard(group.members, limits, most)
