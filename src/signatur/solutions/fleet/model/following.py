"""What a decision really brought: the weeks before it against the weeks after, with an interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import counted
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.model.costs import employee_emission, rate_of
from signatur.solutions.fleet.model.explaining import recorded_as
from signatur.solutions.fleet.schema.trips import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from signatur.solutions.fleet.schema.rules import Rules
    from signatur.solutions.fleet.schema.trips import Trips
    from signatur.solutions.fleet.schema.vehicles import Kind, Vehicle

LEAST_WEEKS = 4
_WEEK_S = 7 * 86_400
# 1 January 1970 was a Thursday: weeks since then begin three days earlier.
_TO_MONDAY_S = 3 * 86_400
_WEEKS_A_YEAR = 365 / 7
_DRAWS = 2_000
_INTERVAL = (0.025, 0.975)

MEASURE_TITLES = {
    "vehicles": _("Vehicles that the authority has"),
    "vehicles_used": _("Vehicles that drive in a week"),
    "dkk_year": _("DKK a year"),
    "co2e_kg_year": _("kg CO₂e a year"),
    "km_year": _("Km a year"),
    "dkk_km": _("DKK per km"),
}


@dataclass(frozen=True, slots=True)
class Driving:
    """What was driven, with which vehicles; prices are the same before and after.

    Trips of vehicles that are not among these count as driven in employees' own cars.
    """

    trips: Trips
    vehicles: Sequence[Vehicle]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure before and after, and between what its change lies (95 %)."""

    name: str
    before: float
    after: float
    low: float
    high: float

    @property
    def change(self) -> float:
        return self.after - self.before

    @property
    def is_sure(self) -> bool:
        """Whether the change is more than weeks differ by chance."""
        dust = 1e-9 * max(abs(self.before), abs(self.after))
        return self.low > dust or self.high < -dust


@dataclass(frozen=True, slots=True)
class Realised:
    """What came of a decision."""

    weeks_before: int
    weeks_after: int
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Weeks:
    """Whole weeks, from Monday to Sunday."""

    dkk: NDArray[np.float64]
    """Energy, emissions and employees' mileage."""
    co2e_kg: NDArray[np.float64]
    km: NDArray[np.float64]
    used: NDArray[np.float64]
    fixed_dkk_year: float
    vehicles: int

    def __len__(self) -> int:
        return len(self.km)


def follow(
    before: Driving, after: Driving, kinds: Mapping[str, Kind], rules: Rules, *, seed: int = 2026
) -> Realised:
    """Compare the weeks before a decision with those after it.

    Whole weeks are drawn anew with replacement (bootstrap), so that the interval holds what weeks
    differ by; seasons it does not know of. Raises InputProblem for fewer than `LEAST_WEEKS` weeks.
    """
    first, second = (_weeks(one, kinds, rules) for one in (before, after))
    fewest = min(len(first), len(second))
    if fewest < LEAST_WEEKS:
        raise InputProblem(
            log="too few weeks to follow a decision",
            shown=counted(
                "There is only %(num)d whole week of trips on one side of the decision; %(least)s are needed.",
                "There are only %(num)d whole weeks of trips on one side of the decision; %(least)s are needed.",
                fewest,
                least=LEAST_WEEKS,
            ),
        )
    rng = np.random.default_rng(seed)
    draws = [rng.integers(0, len(weeks), (_DRAWS, len(weeks))) for weeks in (first, second)]
    owned = Measure(
        "vehicles",
        first.vehicles,
        second.vehicles,
        second.vehicles - first.vehicles,
        second.vehicles - first.vehicles,
    )
    figures = [_measure(name, figure, (first, second), draws) for name, figure in _FIGURES.items()]
    return Realised(len(first), len(second), (owned, *figures))


def _measure(
    name: str,
    figure: Callable[[_Weeks, NDArray[np.int64]], NDArray[np.float64]],
    both: tuple[_Weeks, _Weeks],
    draws: Sequence[NDArray[np.int64]],
) -> Measure:
    before, after = (float(figure(one, np.arange(len(one))[None])[0]) for one in both)
    drawn = figure(both[1], draws[1]) - figure(both[0], draws[0])
    low, high = np.quantile(drawn, _INTERVAL)
    return Measure(name, before, after, float(low), float(high))


def _mean(values: NDArray[np.float64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = values[rows].mean(axis=1)
    return found


def _dkk_year(weeks: _Weeks, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    return _mean(weeks.dkk, rows) * _WEEKS_A_YEAR + weeks.fixed_dkk_year


def _dkk_km(weeks: _Weeks, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    km_year = _mean(weeks.km, rows) * _WEEKS_A_YEAR
    return _dkk_year(weeks, rows) / np.maximum(km_year, 1.0)


_FIGURES = {
    "vehicles_used": lambda weeks, rows: _mean(weeks.used, rows),
    "dkk_year": _dkk_year,
    "co2e_kg_year": lambda weeks, rows: _mean(weeks.co2e_kg, rows) * _WEEKS_A_YEAR,
    "km_year": lambda weeks, rows: _mean(weeks.km, rows) * _WEEKS_A_YEAR,
    "dkk_km": _dkk_km,
}


def _weeks(driving: Driving, kinds: Mapping[str, Kind], rules: Rules) -> _Weeks:
    trips, fixed = driving.trips, 0.0
    for vehicle in driving.vehicles:
        fixed += kinds[vehicle.kind].fixed_dkk_year
    week = (trips.start_s + _TO_MONDAY_S) // _WEEK_S
    # The first and the last week may have begun before the file did, or go on after it.
    first, count = 0, 0
    if len(trips):
        first = -(-(int(trips.start_s.min()) // 86_400 * 86_400 + _TO_MONDAY_S) // _WEEK_S)
        last_day_end = (int(trips.start_s.max()) // 86_400 + 1) * 86_400
        # A file that ends on a Friday has the whole week of an office.
        count = max(0, (last_day_end + 2 * 86_400 + _TO_MONDAY_S) // _WEEK_S - first)
    inside = (week >= first) & (week < first + count)
    place, km = (week - first)[inside], trips.distance_km[inside]
    drivers = trips.vehicle.codes[inside]
    dkk, co2e = _rates(trips, driving, kinds, rules)
    return _Weeks(
        dkk=np.bincount(place, km * dkk[drivers], count).astype(np.float64),
        co2e_kg=np.bincount(place, km * co2e[drivers], count).astype(np.float64),
        km=np.bincount(place, km, count).astype(np.float64),
        used=_vehicles_by_week(place, drivers, count),
        fixed_dkk_year=fixed,
        vehicles=len(driving.vehicles),
    )


def _rates(
    trips: Trips, driving: Driving, kinds: Mapping[str, Kind], rules: Rules
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what a km costs and emits by code of the vehicle; the last is for those not known."""
    kind_of = {recorded_as(trips, vehicle): vehicle.kind for vehicle in driving.vehicles}
    own = employee_emission(rules)
    strange = (rules.prices.employee_high_dkk_km + own.co2e_dkk, own.co2e_kg)
    rates = []
    for word in trips.vehicle.words:
        if word in kind_of:
            rate = rate_of(kinds[kind_of[word]], rules)
            rates.append((rate.dkk, rate.co2e_kg))
        else:
            rates.append(strange)
    table = np.array([*rates, strange], dtype=np.float64)
    return table[:, 0], table[:, 1]


def _vehicles_by_week(
    place: NDArray[np.int64], drivers: NDArray[np.int32], count: int
) -> NDArray[np.float64]:
    known = drivers != UNKNOWN
    pairs = np.unique(place[known] * (int(drivers.max(initial=0)) + 1) + drivers[known])
    weeks = pairs // (int(drivers.max(initial=0)) + 1)
    return np.bincount(weeks, minlength=count).astype(np.float64)
